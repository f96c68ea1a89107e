"""All beats of several recordings as the models see them: the baseline has run over each from its start."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from .baseline import NAMES, Beat, WearerBaseline
from .recordings import Recording
from .settings import BaselineSettings


@dataclass(frozen=True)
class WearerBeats:
    """One recording after the baseline. difference: float32 [n, 140]. features: float32 [n, len(NAMES)]. score: [n],
    distance times prematurity. width: [n], QRS width ratio, 0 while there is no running beat."""

    recording: Recording
    difference: np.ndarray
    features: np.ndarray
    score: np.ndarray
    width: np.ndarray

    def column(self, names: Sequence[str]) -> np.ndarray:
        """float32 [n, len(names)]: the named features."""
        return self.features[:, [NAMES.index(name) for name in names]]


def follow(recording: Recording, settings: BaselineSettings) -> WearerBeats:
    """Runs a fresh baseline over a recording."""
    baseline, count, times = WearerBaseline(settings), len(recording.windows), recording.seconds
    difference = np.zeros(recording.windows.shape, np.float32)
    features = np.zeros((count, len(NAMES)), np.float32)
    score, width = np.zeros(count), np.zeros(count)
    for i in range(count):
        seen = baseline.observe(Beat(recording.windows[i], times[i], recording.before[i], recording.after[i],
                                     recording.quality[i], recording.scale[i]))
        difference[i], score[i], width[i] = seen.difference, seen.score, seen.width
        features[i] = [seen.features[name] for name in NAMES]
    return WearerBeats(recording, difference, features, score, width)


def follow_all(recordings: list[Recording], settings: BaselineSettings) -> list[WearerBeats]:
    """The same for many, a process a core; in the given order."""
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(recordings)), mp_context=get_context("spawn")) as pool:
        found = []
        for result in pool.map(follow, recordings, [settings] * len(recordings)):
            found.append(result)
            if sys.stderr.isatty():
                print(f"\r\x1b[Kbaseline: {len(found)} of {len(recordings)} recordings", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return found
