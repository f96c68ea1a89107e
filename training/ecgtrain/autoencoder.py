"""Dense autoencoder of normal beats: what it cannot rebuild is not normal."""

from __future__ import annotations

import torch
from torch import nn

from .data import WINDOW


def dense(sizes: list[int]) -> nn.Sequential:
    """Linear layers of the given sizes with ReLU between them (none after the last)."""
    layers: list[nn.Module] = []
    for inputs, outputs in zip(sizes[:-1], sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    """window [n, 140] -> reconstruction [n, 140], latent [n, hidden[-1]]."""

    def __init__(self, hidden: list[int]):
        super().__init__()
        sizes = [WINDOW, *hidden]
        self.encoder = dense(sizes)
        self.decoder = dense(sizes[::-1])

    def forward(self, window: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        latent = self.encoder(window)
        return self.decoder(latent), latent


def loss(model: Autoencoder, window: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean squared error of the reconstruction against the target [n, 140] (the window without its added noise)."""
    return nn.functional.mse_loss(model(window)[0], target)
