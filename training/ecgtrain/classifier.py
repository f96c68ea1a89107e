"""Five-class convolutional network over one window, trained with mixup; softmax is part of the exported graph."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from .data import CLASSES, WINDOW


class Classifier(nn.Module):
    """window [n, 140] -> logits [n, 5]; convolutions of stride 2 with batch normalisation, then two dense layers."""

    def __init__(self, channels: list[int], kernels: list[int], hidden: int, dropout: float):
        super().__init__()
        layers: list[nn.Module] = []
        inputs, length = 1, WINDOW
        for outputs, kernel in zip(channels, kernels):
            layers += [nn.Conv1d(inputs, outputs, kernel, stride=2, padding=kernel // 2),
                       nn.BatchNorm1d(outputs), nn.ReLU()]
            inputs, length = outputs, (length + 1) // 2
        self.convolutions = nn.Sequential(*layers)
        self.dense = nn.Sequential(nn.Flatten(), nn.Dropout(dropout), nn.Linear(inputs * length, hidden), nn.ReLU(),
                                   nn.Linear(hidden, len(CLASSES)))

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return self.dense(self.convolutions(window.unsqueeze(1)))


class Probabilities(nn.Module):
    """The classifier as exported: window [n, 140] -> probabilities [n, 5]."""

    def __init__(self, classifier: Classifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.classifier(window), dim=1)


def loss(model: Classifier, window: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Cross-entropy against soft targets [n, 5]."""
    return -(target * torch.log_softmax(model(window), dim=1)).sum(1).mean()


def mixed(batches: Iterator[tuple[torch.Tensor, ...]], strength: float,
          rng: np.random.Generator) -> Iterator[tuple[torch.Tensor, ...]]:
    """Mixup: every (window, label) batch blended with itself in another order, share drawn from Beta(strength)."""
    for window, label in batches:
        target = nn.functional.one_hot(label, len(CLASSES)).to(window.dtype)
        share = float(rng.beta(strength, strength)) if strength > 0 else 1.0
        share = max(share, 1 - share)
        other = torch.from_numpy(rng.permutation(len(window)))
        yield share * window + (1 - share) * window[other], share * target + (1 - share) * target[other]
