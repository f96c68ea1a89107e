"""The instant forecaster: every sample of a beat from the samples before it, over the whole window at once.

forecast[i] = window[i-1] + near[i] + level[c] + gate[c] * other[i], c = i // 4. `near` and `other` are strictly lower-triangular linear
maps of the steps window[j] - window[j-1], j < i (ridge regressions, on normal beats and on the others); level and gate (four each)
come from an LSTM that has read the chunks of four samples before chunk c, and say which kind of beat this is. Steps, not samples, feed
the maps because their weights are of one size: quantised, the many far samples then add no noise to the few near ones.

The LSTM's first chunk is a constant, EDGE, that holds the extremes it may see (samples are clipped to them). An int8 runtime scales an
LSTM's input by the range of the whole sequence, so without it the scale would tell of samples to come.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .data import WINDOW, BeatSet
from .fitting import fit, make_repeatable, shuffled
from .recipes import InstantRecipe

CHUNK = 4
CHUNKS = WINDOW // CHUNK
LIMIT = 6.0
_CLOSED = -2.0  # The gate's start: a beat counts as normal until its samples say otherwise.
EDGE = np.array([[LIMIT, -LIMIT, 0.0, 0.0]], np.float32)


class InstantForecaster(nn.Module):
    """window [n, 140] -> forecast [n, 140]; forecast[:, 0] is a constant, since nothing but EDGE and offsets goes into it."""

    def __init__(self, hidden: int):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(CHUNK, hidden)
        self.head = nn.Linear(hidden, 2 * CHUNK)
        nn.init.zeros_(self.head.weight[:CHUNK])
        nn.init.zeros_(self.head.bias[:CHUNK])
        self.register_buffer("maps", torch.zeros(2, WINDOW, WINDOW))
        self.register_buffer("offsets", torch.zeros(2, WINDOW))

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        count = len(window)
        previous = torch.cat([window.new_zeros(count, 1), window[:, :-1]], 1)
        linear = torch.einsum("kij,nj->kni", self.maps, window - previous) + self.offsets[:, None]
        edge = torch.from_numpy(EDGE).expand(count, CHUNK)
        chunks = torch.cat([edge, window[:, :-CHUNK].clamp(-LIMIT, LIMIT)], 1).reshape(count, CHUNKS, CHUNK)
        states, _ = self.lstm(chunks.transpose(0, 1))
        level, gate = self.head(states).transpose(0, 1).split(CHUNK, 2)
        context = level.reshape(count, WINDOW) + torch.sigmoid(gate.reshape(count, WINDOW)) * linear[1]
        return previous + linear[0] + context


def train(recipe: InstantRecipe, beats: BeatSet, copies: np.ndarray, seed: int) -> InstantForecaster:
    """The maps by ridge regression, normal beats for `near` and the others for `near + other`; then, the maps held, the LSTM and
    its head on the beats `recipe.clean` times and their copies [k * n, 140]."""
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    model = InstantForecaster(recipe.hidden)
    _set_maps(model, beats.normals, beats.anomalies, recipe.penalty)
    windows = np.concatenate([np.tile(beats.windows, (recipe.clean, 1)), copies]).astype(np.float32)
    normal = np.tile(beats.labels == 0, len(windows) // len(beats.labels))
    weights = np.where(normal, recipe.normal_weight, 1.0).astype(np.float32)
    batches = shuffled((torch.from_numpy(windows), torch.from_numpy(weights)), recipe.schedule.batch, rng)
    return fit(model, batches, loss, recipe.schedule)


def loss(model: InstantForecaster, window: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Mean squared error from the second sample of the window on, each beat weighted [n]."""
    return (((model(window) - window)[:, 1:] ** 2).mean(1) * weight).mean()


@torch.no_grad()
def _set_maps(model: InstantForecaster, normals: np.ndarray, others: np.ndarray, penalty: float) -> None:
    near, near_offsets = _ridge(np.diff(normals, axis=1, prepend=0.0), penalty)
    other, other_offsets = _ridge(np.diff(others, axis=1, prepend=0.0), penalty)
    near_offsets[0] = normals[:, 0].mean()
    other_offsets[0] = near_offsets[0]
    model.maps[:] = torch.from_numpy(np.stack([near, other - near]))
    model.offsets[:] = torch.from_numpy(np.stack([near_offsets, other_offsets - near_offsets]))
    model.head.bias[CHUNK:] = _CLOSED


def _ridge(steps: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Strictly lower-triangular weights [140, 140] and offsets [140]: steps[:, i] from steps[:, :i]."""
    weights, offsets = np.zeros((WINDOW, WINDOW)), np.zeros(WINDOW)
    mean = steps.mean(axis=0)
    centred = steps - mean
    covariance = centred.T @ centred
    for i in range(1, WINDOW):
        weights[i, :i] = np.linalg.solve(covariance[:i, :i] + penalty * np.eye(i), covariance[:i, i])
        offsets[i] = mean[i] - weights[i, :i] @ mean[:i]
    return weights, offsets
