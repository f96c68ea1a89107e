"""Parameters of the wearer's baseline; the manifest's `baseline` object carries them to the device."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BaselineSettings:
    """calibrate_seconds: from the first beat until the baseline is called ready. start_beats: good beats of any shape
    that make the first running beat; also how many are looked back on to tell that it is lost. template_beats: accepted
    beats behind the running beat, its levels and the reference interval. correlation: least likeness to the running
    beat of a beat that may teach. in_time: largest |ln(interval / reference)| of an interval that may teach.
    lost_shape, lost_rhythm: share of the looked back beats that must fit, else the baseline starts again from them.
    good_quality: least signal quality of a beat that may teach."""

    calibrate_seconds: float
    start_beats: int
    template_beats: int
    correlation: float
    in_time: float
    lost_shape: float
    lost_rhythm: float
    good_quality: float
