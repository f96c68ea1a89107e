"""The classifiers of the aami pack. Features are standardised inside the graph, so the device feeds them as they are."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..autoencoder import dense
from ..data import WINDOW
from .recordings import CLASSES


class Standardise(nn.Module):
    """features [n, k] -> the same, minus mean, over deviation, held within plus or minus clip; those not seen [k] are 0."""

    def __init__(self, mean: np.ndarray, deviation: np.ndarray, seen: np.ndarray, clip: float):
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(mean.astype(np.float32)))
        self.register_buffer("inverse", torch.from_numpy((seen / deviation).astype(np.float32)))
        self.clip = clip

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return ((features - self.mean) * self.inverse).clamp(-self.clip, self.clip)


class FeatureClassifier(nn.Module):
    """features [n, k] -> logits [n, 5], by a dense network."""

    def __init__(self, standardise: Standardise, hidden: list[int]):
        super().__init__()
        self.standardise = standardise
        self.dense = dense([len(standardise.mean), *hidden, len(CLASSES)])

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.dense(self.standardise(features))


class BeatClassifier(nn.Module):
    """difference [n, 140], features [n, k] -> logits [n, 5]: convolutions of stride 2 over the difference, then one
    hidden layer that also sees the features."""

    def __init__(self, standardise: Standardise, channels: list[int], kernels: list[int], hidden: int, dropout: float,
                 clip: float):
        super().__init__()
        layers: list[nn.Module] = []
        inputs, length = 1, WINDOW
        for outputs, kernel in zip(channels, kernels):
            layers += [nn.Conv1d(inputs, outputs, kernel, stride=2, padding=kernel // 2), nn.BatchNorm1d(outputs),
                       nn.ReLU()]
            inputs, length = outputs, (length + 1) // 2
        self.standardise, self.clip = standardise, clip
        self.convolutions = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(dropout))
        self.from_shape = nn.Linear(inputs * length, hidden)
        self.from_features = nn.Linear(len(standardise.mean), hidden)
        self.last = nn.Linear(hidden, len(CLASSES))

    def forward(self, difference: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        shape = self.convolutions(difference.clamp(-self.clip, self.clip).unsqueeze(1))
        return self.last(torch.relu(self.from_shape(shape) + self.from_features(self.standardise(features))))


class Probabilities(nn.Module):
    """Classifiers of one kind as exported: the mean of their probabilities [n, 5]."""

    def __init__(self, members: list[nn.Module]):
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        total = torch.softmax(self.members[0](*inputs), dim=1)
        for member in self.members[1:]:
            total = total + torch.softmax(member(*inputs), dim=1)
        return total * (1 / len(self.members)) if len(self.members) > 1 else total
