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


class VentricularFirst(nn.Module):
    """Classifiers as exported -> probabilities [n, 5]: some networks tell how likely V is, others share out the rest.

    The first are those good at V, the second those that find S in wearers never seen; a plain mean of both is worse at
    either. takes_difference: of the ventricular ones; the rest take features.
    """

    def __init__(self, ventricular: list[nn.Module], rest: list[nn.Module], takes_difference: bool):
        super().__init__()
        self.ventricular, self.rest = nn.ModuleList(ventricular), nn.ModuleList(rest)
        self.takes_difference = takes_difference
        place = CLASSES.index("V")
        self.register_buffer("only", torch.eye(len(CLASSES))[place:place + 1])
        self.place = place

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        features = inputs[-1]
        chosen = inputs if self.takes_difference else (features,)
        likely = _mean([torch.softmax(network(*chosen), dim=1)[:, self.place:self.place + 1] for network in self.ventricular])
        others = _mean([torch.softmax(network(features) - _NEVER * self.only, dim=1) for network in self.rest])
        return others * (1 - likely) + self.only * likely


_NEVER = 100.0  # Taken from a logit: the class does not occur.


def _mean(values: list[torch.Tensor]) -> torch.Tensor:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total * (1 / len(values)) if len(values) > 1 else total
