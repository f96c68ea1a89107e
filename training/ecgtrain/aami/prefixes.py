"""Windows as the early-warning head sees them: normalised before the beat has ended, by what beats lately had."""

from __future__ import annotations

import numpy as np

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
