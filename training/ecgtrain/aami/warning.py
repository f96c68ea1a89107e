"""The early-warning head of the aami pack: how likely a beat is V, from how its beginning differs from the wearer's
running beat and how early it came."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn

from ..data import WINDOW
from .shape import FLOOR, P_WAVE, QRS

_STARTS = (P_WAVE.start, QRS.start, QRS.stop)
MEASURES = len(_STARTS) + 2


class WearerWarning(nn.Module):
    """difference [n, 140], interval [n, 1] -> risk [n, k]; risk[:, j] depends on the first at[j] points only.

    Measures of a prefix: log mean squares of the difference over P wave, QRS and ST-T as far as they have come, how
    premature and how late the beat is. weights: [k, 5]. offsets: [k].
    """

    def __init__(self, at: list[int], weights: np.ndarray, offsets: np.ndarray):
        super().__init__()
        self.register_buffer("parts", torch.from_numpy(_averages(at)))
        spread = np.zeros((len(at), len(_STARTS) * len(at)))
        for j in range(len(at)):
            spread[j, j * len(_STARTS):(j + 1) * len(_STARTS)] = weights[j, :len(_STARTS)]
        self.register_buffer("shape", torch.from_numpy(spread.T.astype(np.float32).copy()))
        self.register_buffer("timing", torch.from_numpy(weights[:, len(_STARTS):].T.astype(np.float32).copy()))
        self.register_buffer("offsets", torch.from_numpy(offsets.astype(np.float32)))

    def forward(self, difference: torch.Tensor, interval: torch.Tensor) -> torch.Tensor:
        logs = torch.log((difference * difference) @ self.parts + FLOOR)
        timing = torch.cat([torch.relu(-interval), torch.relu(interval)], dim=1)
        return torch.sigmoid(logs @ self.shape + timing @ self.timing + self.offsets)


def measures(at: list[int], difference: np.ndarray, interval: np.ndarray) -> np.ndarray:
    """[k, n, 5]: what the head knows at each prefix."""
    logs = np.log(difference.astype(np.float64) ** 2 @ _averages(at) + FLOOR)
    timing = np.concatenate([np.maximum(-interval, 0), np.maximum(interval, 0)], axis=1)
    return np.stack([np.concatenate([logs[:, j * len(_STARTS):(j + 1) * len(_STARTS)], timing], axis=1) for j in range(len(at))])


def fit_warning(at: list[int], difference: np.ndarray, interval: np.ndarray, ventricular: np.ndarray, weight: np.ndarray,
                penalty: float) -> WearerWarning:
    """One logistic regression a prefix. weight: [n], of the beats."""
    weights, offsets = np.zeros((len(at), MEASURES)), np.zeros(len(at))
    for j, values in enumerate(measures(at, difference, interval)):
        found = LogisticRegression(C=1 / penalty, max_iter=1000).fit(values, ventricular, sample_weight=weight)
        weights[j], offsets[j] = found.coef_[0], found.intercept_[0]
    return WearerWarning(at, weights, offsets).eval()


def _averages(at: list[int]) -> np.ndarray:
    """float32 [140, 3k]: means over P wave, QRS and ST-T, as far as each prefix reaches; zero where it does not."""
    result = np.zeros((WINDOW, len(_STARTS) * len(at)), np.float32)
    for j, count in enumerate(at):
        for part, (start, stop) in enumerate(zip(_STARTS, (P_WAVE.stop, QRS.stop, WINDOW))):
            stop = min(stop, count)
            if start < stop:
                result[start:stop, j * len(_STARTS) + part] = 1 / (stop - start)
    return result
