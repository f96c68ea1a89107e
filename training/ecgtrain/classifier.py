"""Five-class networks over one window: convolutional or dense; softmax is part of the exported graph."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from . import TrainingError
from .autoencoder import dense
from .balancing import BALANCES, balanced, class_weights
from .data import CLASSES, WINDOW
from .fitting import Batch, fit, make_repeatable, shuffled
from .preparation import Standardiser
from .recipes import ClassifierRecipe


class Classifier(nn.Module):
    """window [n, 140] -> logits [n, classes]; convolutions of stride 2 with batch normalisation, then two dense layers."""

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


class DenseClassifier(nn.Module):
    """window [n, 140] -> logits [n, classes] through dense layers, dropout behind the first."""

    def __init__(self, hidden: list[int], dropout: float):
        super().__init__()
        first, activation, *rest = dense([WINDOW, *hidden, len(CLASSES)])
        self.layers = nn.Sequential(first, activation, nn.Dropout(dropout), *rest)

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return self.layers(window)


class Standardised(nn.Module):
    """A network behind the standardisation of its inputs, one scale and offset a sample."""

    def __init__(self, network: nn.Module, standardiser: Standardiser):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.from_numpy(standardiser.mean.astype(np.float32)))
        self.register_buffer("scale", torch.from_numpy((1 / standardiser.sd).astype(np.float32)))

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return self.network((window - self.mean) * self.scale)


class Probabilities(nn.Module):
    """The classifier as exported: window [n, 140] -> probabilities [n, classes]."""

    def __init__(self, classifier: nn.Module):
        super().__init__()
        self.classifier = classifier

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.classifier(window), dim=1)


def build(recipe: ClassifierRecipe, windows: np.ndarray) -> nn.Module:
    """The recipe's network, its weights drawn from torch's current seed; windows: the training beats."""
    if recipe.network == "convolutional":
        network: nn.Module = Classifier(recipe.channels, recipe.kernels, recipe.hidden[0], recipe.dropout)
    elif recipe.network == "dense":
        network = DenseClassifier(recipe.hidden, recipe.dropout)
    else:
        raise TrainingError(f"classifier: network is '{recipe.network}', expected convolutional or dense")
    return Standardised(network, Standardiser.fitted(windows)) if recipe.standardise else network


def train(recipe: ClassifierRecipe, windows: np.ndarray, labels: np.ndarray, seed: int) -> nn.Module:
    """Fits on a pool of windows [n, 140] (copies included) with labels [n]."""
    if recipe.balance not in BALANCES:
        raise TrainingError(f"classifier: balance is '{recipe.balance}', expected one of {', '.join(BALANCES)}")
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    model = build(recipe, windows)
    power = recipe.balance_strength if recipe.balance == "weights" else 0.0
    weights = torch.from_numpy(class_weights(labels, len(CLASSES), power))
    rows, marks = balanced(windows, labels, recipe.balance, rng, recipe.balance_strength)
    pool = (torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)), torch.from_numpy(marks))
    batches = mixed(shuffled(pool, recipe.schedule.batch, rng), recipe.mixup, rng)
    return fit(model, batches, lambda *batch: loss(*batch, weights), recipe.schedule)


def loss(model: nn.Module, window: torch.Tensor, target: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Cross-entropy against soft targets [n, classes], each class weighted."""
    return -(target * weights * torch.log_softmax(model(window), dim=1)).sum(1).mean()


def mixed(batches: Iterator[Batch], strength: float, rng: np.random.Generator) -> Iterator[Batch]:
    """Mixup: every (window, label) batch blended with itself in another order, share drawn from Beta(strength)."""
    for window, label in batches:
        target = nn.functional.one_hot(label, len(CLASSES)).to(window.dtype)
        share = float(rng.beta(strength, strength)) if strength > 0 else 1.0
        share = max(share, 1 - share)
        other = torch.from_numpy(rng.permutation(len(window)))
        yield share * window + (1 - share) * window[other], share * target + (1 - share) * target[other]
