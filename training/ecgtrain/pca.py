"""Principal components of normal beats as a linear autoencoder: two dense layers that need no training loop."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .data import WINDOW
from .preparation import PrincipalComponents


class LinearAutoencoder(nn.Module):
    """window [n, 140] -> reconstruction [n, 140], latent [n, k], the coordinates along the components."""

    def __init__(self, components: PrincipalComponents):
        super().__init__()
        basis = components.components
        self.encoder = _linear(basis, -basis @ components.mean)
        self.decoder = _linear(basis.T, components.mean)

    def forward(self, window: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        latent = self.encoder(window)
        return self.decoder(latent), latent


def fitted(normals: np.ndarray, count: int) -> LinearAutoencoder:
    """From normal beats [n, 140]."""
    assert normals.shape[1] == WINDOW
    return LinearAutoencoder(PrincipalComponents.fitted(normals, count)).eval()


def _linear(weight: np.ndarray, bias: np.ndarray) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data = torch.from_numpy(np.ascontiguousarray(weight, dtype=np.float32))
    layer.bias.data = torch.from_numpy(bias.astype(np.float32))
    return layer
