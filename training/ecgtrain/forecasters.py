"""Two forecasters: the end of a beat from its start in one block, and the very next sample, step by step."""

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


class InstantForecaster(nn.Module):
    """samples [steps, n, 2] (value, position 0..1), hidden and cell [1, n, H] -> next value [steps, n, 1], states."""

    def __init__(self, hidden: int):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(2, hidden)
        self.head = nn.Linear(hidden, 1)

    def forward(self, samples: torch.Tensor, hidden: torch.Tensor,
                cell: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states, (hidden, cell) = self.lstm(samples, (hidden, cell))
        return self.head(states), hidden, cell

    def zero_state(self, batch: int) -> torch.Tensor:
        """Hidden or cell state at the start of a beat, [1, batch, H]."""
        return torch.zeros(1, batch, self.hidden)


def with_position(windows: torch.Tensor) -> torch.Tensor:
    """[n, 140] -> time-major [140, n, 2]: the sample and its position i / 139."""
    position = torch.linspace(0, 1, WINDOW).unsqueeze(1).expand(WINDOW, len(windows))
    return torch.stack([windows.t(), position], dim=2)


def instant_loss(model: InstantForecaster, window: torch.Tensor) -> torch.Tensor:
    """Mean squared error of each next sample, from the second sample of the window on."""
    start = model.zero_state(len(window))
    predicted, _, _ = model(with_position(window)[:-1], start, start)
    return nn.functional.mse_loss(predicted[:, :, 0], window.t()[1:])
