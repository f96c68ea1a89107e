"""int8 weights."""

from __future__ import annotations

import numpy as np


def quantise_weight(weight: np.ndarray, axis: int, bits: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 weight and its float32 scales, one for each index along the axis (an all-zero channel gets 1)."""
    largest = np.abs(weight).max(axis=tuple(i for i in range(weight.ndim) if i != axis))
    limit = 2 ** (bits - 1) - (bits == 8)
    scale = np.where(largest > 0, largest / limit, 1.0).astype(np.float32)
    shape = [-1 if i == axis else 1 for i in range(weight.ndim)]
    return np.clip(np.rint(weight / scale.reshape(shape)), -limit, limit).astype(np.int8), scale
