"""Beats as the early-warning head sees them: compared with the running beat before they have ended."""

from __future__ import annotations

import numpy as np

from .beats import WearerBeats
from .recordings import Recording
from .running import Running

MEMORY, LEAST = 16, 4
_GOOD = 0.5


def as_seen_early(recording: Recording) -> np.ndarray:
    """float32 [n, 140]: each window in mV, minus the median mean, over the median standard deviation of the last 16
    good beats before it (while they are fewer than 4: by its own)."""
    means, scales = Running(MEMORY), Running(MEMORY)
    result = recording.windows.astype(np.float64)
    for i, (mean, scale) in enumerate(zip(recording.mean, recording.scale)):
        if len(means) >= LEAST:
            result[i] = (result[i] * scale + mean - means.median()) / scales.median()
        if recording.quality[i] >= _GOOD:
            means.add(mean)
            scales.add(scale)
    return result.astype(np.float32)


def early_inputs(wearer: WearerBeats) -> dict[str, np.ndarray]:
    """float32 difference [n, 140], from the running beat, and interval [n, 1], rr_before_recent: known at the R peak."""
    running = wearer.recording.windows - wearer.difference
    return {"difference": as_seen_early(wearer.recording) - running, "interval": wearer.column(["rr_before_recent"])}


def known(wearer: WearerBeats) -> np.ndarray:
    """bool [n]: there was a running beat. Without one nothing is warned of."""
    return wearer.width > 0
