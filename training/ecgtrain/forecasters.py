"""The block forecaster: the end of a beat from its start."""

from __future__ import annotations

import torch
from torch import nn

from .autoencoder import dense
from .data import WINDOW

PAST = 100
FUTURE = WINDOW - PAST


class BeatForecaster(nn.Module):
    """past [n, 100] -> forecast [n, 40]. Fitted on normal beats, so that its error is large where a beat is not."""

    def __init__(self, hidden: list[int]):
        super().__init__()
        self.layers = dense([PAST, *hidden, FUTURE])

    def forward(self, past: torch.Tensor) -> torch.Tensor:
        return self.layers(past)


def beat_loss(model: BeatForecaster, window: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean squared error of the forecast of target[:, 100:] from window[:, :100]."""
    return nn.functional.mse_loss(model(window[:, :PAST]), target[:, PAST:])
