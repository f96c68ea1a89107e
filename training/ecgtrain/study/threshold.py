"""The semi-supervised threshold, for comparison only: it may see TRAIN's labelled anomalies."""

from __future__ import annotations

import numpy as np


def most_balanced(normal: np.ndarray, anomalous: np.ndarray) -> float:
    """The threshold of the highest mean of sensitivity and specificity; the lowest of several."""
    candidates = np.unique(np.concatenate([normal, anomalous]))
    specificity = np.searchsorted(np.sort(normal), candidates, side="right") / len(normal)
    sensitivity = 1 - np.searchsorted(np.sort(anomalous), candidates, side="right") / len(anomalous)
    return float(candidates[np.argmax(specificity + sensitivity)])
