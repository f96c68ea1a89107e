"""The block forecaster: the end of a beat from its start."""

from __future__ import annotations

import torch
from torch import nn

from .autoencoder import dense
from .data import WINDOW

PAST = 100
HALF = 84


class BeatForecaster(nn.Module):
    """past [n, p] -> forecast [n, 140 - p]. Fitted on normal beats, its error is large where a beat is not."""

    def __init__(self, hidden: list[int], past: int = PAST):
        super().__init__()
        self.past = past
        self.layers = dense([past, *hidden, WINDOW - past])

    def forward(self, past: torch.Tensor) -> torch.Tensor:
        return self.layers(past)


def beat_loss(model: BeatForecaster, window: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean squared error of the forecast of the target's rest from the window's first samples."""
    return nn.functional.mse_loss(model(window[:, :model.past]), target[:, model.past:])
