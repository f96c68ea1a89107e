"""The wearer's baseline: the running median beat, rhythm and levels, learned beat by beat without any label.

training/FEATURES.md defines everything here; the device computes the same. Causal: a beat is measured against what
came before it (and the interval to the next R peak), then it may teach.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from . import rhythm, shape
from .running import Running
from .settings import BaselineSettings

NAMES = (*rhythm.NAMES, *shape.LEVELLED[:6], *(f"{name}_relative" for name in shape.LEVELLED), *shape.PLAIN,
         "amplitude", "repeat", "whole_level", "p_wave_level", "p_correlation_level")
LEAST = 8  # Good beats without which there is no running beat.
LEVELS_FROM = 16  # Good beats from which on levels are taken.
EVERY_UNTIL, EVERY = 16, 8
_LEVELS = (*shape.LEVELLED, "scale")


@dataclass(frozen=True)
class Beat:
    """One beat as the agent's acquisition gives it. window: [140], z-normalised, -250 to 450 ms around the R peak.
    before, after: seconds to the neighbouring R peaks, nan where unknown. seconds: when its R peak came. scale: mV, the
    standard deviation that the z-score took away."""

    window: np.ndarray
    seconds: float
    before: float
    after: float
    quality: float
    scale: float


@dataclass(frozen=True)
class Personal:
    """What is told of one beat. difference: [140], window minus running beat, zeros while there is none. features: by
    name, all of NAMES. score: mean square of the difference times (0.1 + prematurity). distance: without that factor. width: QRS width ratio. The three are 0 while there is no
    running beat. is_ready: calibrated."""

    difference: np.ndarray
    features: dict[str, float]
    score: float
    distance: float
    width: float
    is_ready: bool


class WearerBaseline:
    """State of one wearer and lead; constant memory."""

    def __init__(self, settings: BaselineSettings):
        self.settings = settings
        self.rhythm = rhythm.Rhythm(settings)
        self.recent = Running(settings.start_beats)
        self.accepted = Running(settings.template_beats)
        self.levels = Running(settings.template_beats)
        self.level: np.ndarray | None = None
        self.fitting: deque[bool] = deque(maxlen=settings.start_beats)
        self.good_beats = 0
        self.began = float("nan")
        self.template: np.ndarray | None = None
        self.previous: np.ndarray | None = None

    def observe(self, beat: Beat) -> Personal:
        """Measures a beat, then learns from it."""
        window = beat.window.astype(np.float64)
        if not np.isfinite(self.began):
            self.began = beat.seconds
        measures = shape.measure(window, self.template) if self.template is not None else None
        personal = self._measure(beat, window, measures)
        self._learn(beat, window, measures)
        return personal

    @property
    def is_starting(self) -> bool:
        """Whether the running beat is still made of all good beats."""
        return self.good_beats < self.settings.start_beats

    def _measure(self, beat: Beat, window: np.ndarray, measures: dict[str, float] | None) -> Personal:
        features = dict.fromkeys(NAMES, 0.0) | self.rhythm.measure(beat.before, beat.after)
        is_ready = not self.is_starting and beat.seconds - self.began >= self.settings.calibrate_seconds
        if measures is None:
            return Personal(np.zeros_like(window), features, 0.0, 0.0, 0.0, is_ready)
        difference = window - self.template
        features |= {name: value for name, value in measures.items() if name in features}
        own = _levelled(beat, measures)
        level = dict(zip(_LEVELS, own if self.level is None else self.level))
        features |= {f"{name}_relative": measures[name] - level[name] for name in shape.LEVELLED}
        features |= {f"{name}_level": level[name] for name in ("whole", "p_wave", "p_correlation")}
        features["amplitude"] = float(own[-1] - level["scale"])
        known = self.previous is not None and np.isfinite(beat.before)
        features["repeat"] = shape.log_mean_square(window - self.previous) if known else features["whole"]
        distance = float(np.mean(difference ** 2))
        score = distance * (0.1 + self.rhythm.prematurity(beat.before))
        return Personal(difference, features, score, distance, float(np.exp(features["width_relative"])), is_ready)

    def _learn(self, beat: Beat, window: np.ndarray, measures: dict[str, float] | None) -> None:
        good = beat.quality >= self.settings.good_quality
        in_time = self.rhythm.is_in_time(beat.before)
        starting = self.is_starting
        self.rhythm.add(beat.before, good, starting)
        self.previous = window
        if not good:
            return
        self.good_beats += 1
        self.recent.add(window)
        if starting:
            self._start(beat, measures)
        else:
            self._continue(beat, window, measures, in_time)

    def _start(self, beat: Beat, measures: dict[str, float] | None) -> None:
        if measures is not None and self.good_beats > LEVELS_FROM:
            self._take(beat, measures)
        if not self.is_starting:
            self._begin()
        elif self.good_beats >= LEAST and (self.good_beats <= EVERY_UNTIL or self.good_beats % EVERY == 0):
            self.template = self.recent.median()

    def _continue(self, beat: Beat, window: np.ndarray, measures: dict[str, float], in_time: bool) -> None:
        alike = shape.correlation(window, self.template) >= self.settings.correlation
        self.fitting.append(alike)
        if alike and in_time:
            self.accepted.add(window)
            self.template = self.accepted.median()
            self._take(beat, measures)
        if len(self.fitting) == self.fitting.maxlen and sum(self.fitting) < self.settings.lost_shape * len(self.fitting):
            self._begin()
            self.fitting.clear()

    def _begin(self) -> None:
        """The running beat from the recent good beats of any shape: their median, then the median of those alike."""
        median = self.recent.median()
        self.accepted.refill(beat for beat in self.recent.values
                             if shape.correlation(beat, median) >= self.settings.correlation)
        self.template = self.accepted.median() if len(self.accepted) >= LEAST else median

    def _take(self, beat: Beat, measures: dict[str, float]) -> None:
        self.levels.add(_levelled(beat, measures))
        if len(self.levels) >= LEAST:
            self.level = self.levels.median()


def _levelled(beat: Beat, measures: dict[str, float]) -> np.ndarray:
    """What levels are kept of, in the order of _LEVELS."""
    return np.array([*(measures[name] for name in shape.LEVELLED), np.log(beat.scale)])
