"""Medians over the last few values, the building block of the baseline."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np


class Running:
    """The last `capacity` values, oldest first; a value is a number or an array of fixed length."""

    def __init__(self, capacity: int):
        self.values: deque = deque(maxlen=capacity)

    def __len__(self) -> int:
        return len(self.values)

    def add(self, value: float | np.ndarray) -> None:
        self.values.append(value)

    def refill(self, values: Iterable) -> None:
        """Forgets everything and takes these, of which the last `capacity` remain."""
        self.values.clear()
        self.values.extend(values)

    def median(self) -> np.ndarray:
        """Position by position; the mean of the middle two for an even number."""
        ordered = np.sort(np.array(self.values).T, axis=-1)  # Faster than np.median over the first axis.
        middle = ordered.shape[-1] // 2
        if ordered.shape[-1] % 2:
            return ordered[..., middle]
        return (ordered[..., middle - 1] + ordered[..., middle]) / 2

    def array(self, last: int | None = None) -> np.ndarray:
        """All values, or the newest `last`, oldest first."""
        values = np.array(self.values)
        return values if last is None else values[-last:]
