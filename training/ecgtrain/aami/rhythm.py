"""The wearer's rhythm: RR intervals of the past, the reference interval, and what the newest one is against them."""

from __future__ import annotations

from collections import deque

import numpy as np

from .running import Running
from .settings import BaselineSettings

LONG, MIDDLE, SHORT, STEPS = 128, 64, 32, 16
LEAST = 8  # Intervals without which nothing is told.
SPREAD_FLOOR = 0.04
DEVIATION_LIMIT = 10.0
TYPICAL_SECONDS = 0.8

NAMES = ("rr_before", "rr_after", "rr_pair", "rr_previous", "rr_change", "rr_turn", "rr_before_long",
         "rr_before_recent", "rr_reference", "rr_irregularity", "rr_spread", "rr_rank", "rr_deviation", "rr_irregularity_long")


class Rhythm:
    """Intervals in seconds that ended in a beat of good quality; nan is an unknown interval."""

    def __init__(self, settings: BaselineSettings):
        self.settings = settings
        self.intervals = Running(LONG)
        self.in_time = Running(settings.template_beats)
        self.fitting: deque[bool] = deque(maxlen=settings.start_beats)
        self.reference = float("nan")
        self.previous = float("nan")

    def measure(self, before: float, after: float) -> dict[str, float]:
        """The rhythm features of a beat; looks only at intervals that ended before `before`."""
        previous = self.previous if np.isfinite(before) else float("nan")
        measures = dict.fromkeys(NAMES, 0.0)
        measures["rr_change"], measures["rr_turn"] = _log(before, previous), _log(after, before)
        if len(self.intervals) < LEAST:
            return measures
        past, reference = self.intervals.array(), self.reference
        spread = float(np.median(np.abs(np.log(past[-MIDDLE:] / reference))))
        deviation = _log(before, reference) / (spread + SPREAD_FLOOR)
        return measures | {
            "rr_before": _log(before, reference),
            "rr_after": _log(after, reference),
            "rr_pair": _log(before + after, 2 * reference),
            "rr_previous": _log(previous, reference),
            "rr_before_long": _log(before, float(np.quantile(past, 0.8))),
            "rr_before_recent": _log(before, float(np.median(past[-SHORT:]))),
            "rr_reference": _log(reference, TYPICAL_SECONDS),
            "rr_irregularity": _irregularity(past[-STEPS - 1:]),
            "rr_spread": spread,
            "rr_rank": _rank(before, past[-MIDDLE:]),
            "rr_deviation": float(np.clip(deviation, -DEVIATION_LIMIT, DEVIATION_LIMIT)),
            "rr_irregularity_long": _irregularity(past[-MIDDLE - 1:]),
        }

    def prematurity(self, before: float) -> float:
        """max(0, 1 - before / median of the last 32 intervals): 0 for a beat in time, late, or unknown."""
        if len(self.intervals) < LEAST or not np.isfinite(before):
            return 0.0
        return max(0.0, 1 - before / float(np.median(self.intervals.array(SHORT))))

    def is_in_time(self, before: float) -> bool:
        """Whether the interval is known and near the reference."""
        return bool(np.isfinite(before) and np.isfinite(self.reference)
                    and abs(np.log(before / self.reference)) < self.settings.in_time)

    def add(self, before: float, good: bool, starting: bool) -> None:
        """Learns the interval that a beat ended. starting: the beat is one of the first good ones."""
        self.previous = before
        if not good:
            return
        in_time = self.is_in_time(before)
        if np.isfinite(before):
            self.intervals.add(before)
        if starting:
            if len(self.intervals) >= LEAST:
                self._begin()
            return
        self.fitting.append(in_time)
        if in_time:
            self.in_time.add(before)
            self.reference = float(self.in_time.median())
        if len(self.fitting) == self.fitting.maxlen and sum(self.fitting) < self.settings.lost_rhythm * len(self.fitting):
            self._begin()
            self.fitting.clear()

    def _begin(self) -> None:
        """The reference from all intervals: premature ones are in the lower part, so above the middle."""
        past = self.intervals.array()
        self.reference = float(np.quantile(past, 0.6))
        self.in_time.refill(past[np.abs(np.log(past / self.reference)) < self.settings.in_time])


def _irregularity(intervals: np.ndarray) -> float:
    return float(np.median(np.abs(np.diff(np.log(intervals)))))


def _rank(before: float, past: np.ndarray) -> float:
    if not np.isfinite(before):
        return 0.0
    return float((np.sum(past < before) + 0.5 * np.sum(past == before)) / len(past) - 0.5)


def _log(value: float, unit: float) -> float:
    """ln(value / unit), 0 where either is unknown."""
    return float(np.log(value / unit)) if np.isfinite(value) and np.isfinite(unit) else 0.0
