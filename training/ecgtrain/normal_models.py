"""The three networks that know only normal beats, and the measure each gives for a window."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from . import autoencoder, forecasters, vae
from .augment import through_path
from .experiment import Experiment, NormalRecipe
from .fitting import Batch, fit, make_repeatable, shuffled

# In the order of the manifest's anomaly parts.
NAMES = ("autoencoder", "vae", "beat-forecaster")


def recipe_of(name: str, experiment: Experiment) -> NormalRecipe:
    """The recipe of one of NAMES."""
    return getattr(experiment, name.replace("-", "_"))


def build(name: str, experiment: Experiment) -> torch.nn.Module:
    """A network of the recipe's shape, its weights drawn from torch's current seed."""
    kinds = {"autoencoder": autoencoder.Autoencoder, "vae": vae.VariationalAutoencoder,
             "beat-forecaster": forecasters.BeatForecaster}
    return kinds[name](recipe_of(name, experiment).hidden)


def train(name: str, experiment: Experiment, normals: np.ndarray, seed: int) -> torch.nn.Module:
    """Fits one of NAMES on normal beats [n, 140] and their copies through the path model."""
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    recipe = recipe_of(name, experiment)
    model = build(name, experiment)
    pool = np.concatenate([np.tile(normals, (recipe.clean, 1)),
                           through_path(normals, recipe.path, experiment.path, rng)])
    batches = _noisy(shuffled((as_tensor(pool),), recipe.schedule.batch, rng), recipe.noise, seed)
    if name == "vae":
        loss = vae.EvidenceLoss(experiment.vae.observation_sd, seed)
    else:
        loss = autoencoder.loss if name == "autoencoder" else forecasters.beat_loss
    return fit(model, batches, loss, recipe.schedule)


@torch.no_grad()
def measure(name: str, model: torch.nn.Module, windows: np.ndarray) -> np.ndarray:
    """Mean squared error per window [n]: of the reconstruction, or of the forecast of samples 100 to 139."""
    window = as_tensor(windows)
    if name == "beat-forecaster":
        error = window[:, forecasters.PAST:] - model(window[:, :forecasters.PAST])
    else:
        error = window - model(window)[0]
    return (error.double() ** 2).mean(1).numpy()


def as_tensor(windows: np.ndarray) -> torch.Tensor:
    """float32 tensor of the same shape."""
    return torch.from_numpy(np.ascontiguousarray(windows, dtype=np.float32))


def _noisy(batches: Iterator[Batch], sd: float, seed: int) -> Iterator[Batch]:
    """(window with noise, window without) for each batch."""
    draws = torch.Generator().manual_seed(seed)
    for (window,) in batches:
        yield window + sd * torch.randn(window.shape, generator=draws), window
