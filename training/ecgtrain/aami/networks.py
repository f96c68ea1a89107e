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

    def weigh(self, prior: list[float]) -> "BeatClassifier":
        """Multiplies the odds of the classes by these."""
        self.last.bias.data += torch.tensor(prior).log()
        return self

    def forward(self, difference: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        shape = self.convolutions(difference.clamp(-self.clip, self.clip).unsqueeze(1))
        return self.last(torch.relu(self.from_shape(shape) + self.from_features(self.standardise(features))))


class Ensemble(nn.Module):
    """Feature classifiers of one standardisation and one size, side by side: features [n, k] -> logits [n, m, 5]. One layer of block-diagonal
    weights instead of a layer a member, which the device runs several times faster."""

    def __init__(self, members: list[FeatureClassifier]):
        super().__init__()
        first = members[0].standardise
        self.standardise = Standardise(first.mean.numpy(), np.ones(len(first.mean)), np.ones(len(first.mean)), first.clip)
        # What a member does not see is 0 for it: its inverse deviation is, so its weights can be.
        seen = [member.standardise.inverse > 0 for member in members]
        shared = torch.stack([member.standardise.inverse for member in members]).amax(dim=0)
        self.standardise.inverse.copy_(torch.where(shared > 0, shared, torch.ones_like(shared)))
        self.count = len(members)
        stacks = [[layer for layer in member.dense if isinstance(layer, nn.Linear)] for member in members]
        layers: list[nn.Module] = []
        for depth, parts in enumerate(zip(*stacks)):
            weights = [part.weight.detach() for part in parts]
            if depth == 0:
                weight = torch.cat([w * mask for w, mask in zip(weights, seen)])
            else:
                weight = torch.block_diag(*weights)
            layer = nn.Linear(weight.shape[1], weight.shape[0])
            layer.weight.data, layer.bias.data = weight.clone(), torch.cat([part.bias.detach() for part in parts])
            layers += [layer, nn.ReLU()]
        self.dense = nn.Sequential(*layers[:-1])

    def weigh(self, prior: list[float]) -> "Ensemble":
        """Multiplies the odds of the classes by these, for all members."""
        self.dense[-1].bias.data += torch.tensor(prior).log().repeat(self.count)
        return self

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.dense(self.standardise(features)).reshape(-1, self.count, len(CLASSES))


class VentricularFirst(nn.Module):
    """Classifiers as exported -> probabilities [n, 5]: some networks tell how likely V is, others share out the rest.

    The first are those good at V, the second those that find S in wearers never seen; a plain mean of both is worse at
    either. Dense ones of features: the last `rest` of them share out the rest, and all vote on V unless there is a
    convolutional one, which then alone does.
    """

    def __init__(self, dense_ones: Ensemble, rest: int, convolutional: BeatClassifier | None = None):
        super().__init__()
        self.dense_ones, self.rest, self.convolutional = dense_ones, rest, convolutional
        self.place = CLASSES.index("V")
        self.register_buffer("only", torch.eye(len(CLASSES))[self.place:self.place + 1])

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        logits = self.dense_ones(inputs[-1])
        if self.convolutional is None:
            likely = torch.softmax(logits, dim=2)[:, :, self.place:self.place + 1].mean(dim=1)
        else:
            likely = torch.softmax(self.convolutional(*inputs), dim=1)[:, self.place:self.place + 1]
        others = torch.softmax(logits[:, -self.rest:] - _NEVER * self.only, dim=2).mean(dim=1)
        return others * (1 - likely) + self.only * likely


_NEVER = 100.0  # Taken from a logit: the class does not occur.
