"""The early-warning head: how likely a beat is not normal, from its first samples alone.

One logistic regression a prefix; in the graph one dense layer whose weights beyond each prefix are zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn

from .data import WINDOW


@dataclass(frozen=True)
class EarlyWarningRecipe:
    """at: prefix lengths, samples. penalty: of the squared weights (1 / C). clean, path: copies of every TRAIN beat.
    false_positives: share of out-of-fold normals above a prefix's threshold. folds: of those."""

    at: list[int]
    penalty: float
    clean: int
    path: int
    false_positives: float
    folds: int


class EarlyWarning(nn.Module):
    """window [n, 140] -> risk [n, k] in 0..1; risk[:, j] depends on the first at[j] samples only."""

    def __init__(self, weights: np.ndarray, offsets: np.ndarray):
        super().__init__()
        self.layer = nn.Linear(WINDOW, len(weights))
        self.layer.weight.data = torch.from_numpy(weights.astype(np.float32))
        self.layer.bias.data = torch.from_numpy(offsets.astype(np.float32))

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.layer(window))


def fit_head(windows: np.ndarray, anomalous: np.ndarray, recipe: EarlyWarningRecipe) -> EarlyWarning:
    """From windows [n, 140] and whether each is not normal [n]. The penalty is per beat, so copies do not weaken it."""
    weights, offsets = np.zeros((len(recipe.at), WINDOW)), np.zeros(len(recipe.at))
    strength = (recipe.clean + recipe.path) * recipe.penalty
    for row, count in enumerate(recipe.at):
        found = LogisticRegression(C=1 / strength, max_iter=2000).fit(windows[:, :count], anomalous)
        weights[row, :count], offsets[row] = found.coef_[0], found.intercept_[0]
    return EarlyWarning(weights, offsets).eval()


def thresholds(risks: np.ndarray, false_positives: float) -> list[float]:
    """Threshold of each prefix from the risks [n, k] of normal windows that the head has not seen."""
    return [float(value) for value in np.quantile(risks, 1 - false_positives, axis=0)]
