"""Dense variational autoencoder of normal beats. On the device it makes one deterministic pass through the means."""

from __future__ import annotations

import torch
from torch import nn

from .autoencoder import dense
from .data import WINDOW


class VariationalAutoencoder(nn.Module):
    """window [n, 140] -> reconstruction [n, 140], latent mean [n, hidden[-1]]; what is exported."""

    def __init__(self, hidden: list[int]):
        super().__init__()
        *inner, self.latents = hidden
        self.trunk = nn.Sequential(*dense([WINDOW, *inner]), nn.ReLU())
        self.mean = nn.Linear(inner[-1], self.latents)
        self.log_variance = nn.Linear(inner[-1], self.latents)
        self.decoder = dense([self.latents, *inner[::-1], WINDOW])

    def forward(self, window: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean = self.mean(self.trunk(window))
        return self.decoder(mean), mean


class EvidenceLoss:
    """Negative evidence lower bound with a fixed observation sd: squared error / (2 sd^2) + KL to the unit normal."""

    def __init__(self, sd: float, seed: int):
        self.sd = sd
        self.draws = torch.Generator().manual_seed(seed)

    def __call__(self, model: VariationalAutoencoder, window: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """window, target: [n, 140]; returns the mean over beats, a scalar."""
        trunk = model.trunk(window)
        mean, log_variance = model.mean(trunk), model.log_variance(trunk).clamp(-10, 4)
        draw = torch.randn(mean.shape, generator=self.draws)
        rebuilt = model.decoder(mean + draw * torch.exp(0.5 * log_variance))
        error = ((rebuilt - target) ** 2).sum(1) / (2 * self.sd**2)
        divergence = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
        return (error + divergence).mean() / WINDOW
