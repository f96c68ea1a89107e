"""The models that know only normal beats, and the measure each gives for a window."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from . import autoencoder, forecasters, pca, vae
from .average import averaged
from .augment import through_path
from .experiment import Experiment
from .fitting import Batch, fit, make_repeatable, shuffled
from .recipes import NormalRecipe

PCA = "pca"
NAMES = ("autoencoder", "vae", PCA, "beat-forecaster")
_MEMBER_SEEDS = 100_000


def recipe_of(name: str, experiment: Experiment) -> NormalRecipe:
    """The recipe of one of NAMES that is fitted by gradient descent."""
    return getattr(experiment, name.replace("-", "_"))


def build(name: str, experiment: Experiment) -> torch.nn.Module:
    """A network of the recipe's shape, its weights drawn from torch's current seed."""
    kinds = {"autoencoder": autoencoder.Autoencoder, "vae": vae.VariationalAutoencoder,
             "beat-forecaster": forecasters.BeatForecaster}
    return kinds[name](recipe_of(name, experiment).hidden)


def train(name: str, experiment: Experiment, normals: np.ndarray, seed: int) -> torch.nn.Module:
    """Fits one of NAMES on normal beats [n, 140] and their copies through the path model."""
    if name == PCA:
        recipe = experiment.pca
        return pca.fitted(_pool(normals, recipe.clean, recipe.path, experiment, seed), recipe.components)
    members = recipe_of(name, experiment).members
    return averaged([_train_one(name, experiment, normals, seed + _MEMBER_SEEDS * member) for member in range(members)])


def _train_one(name: str, experiment: Experiment, normals: np.ndarray, seed: int) -> torch.nn.Module:
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    recipe = recipe_of(name, experiment)
    model = build(name, experiment)
    pool = _pool(normals, recipe.clean, recipe.path, experiment, seed)
    batches = _noisy(shuffled((as_tensor(pool),), recipe.schedule.batch, rng), recipe.noise, seed)
    if name == "vae":
        loss = vae.EvidenceLoss(experiment.vae.observation_sd, seed)
    else:
        loss = autoencoder.loss if name == "autoencoder" else forecasters.beat_loss
    return fit(model, batches, loss, recipe.schedule)


def train_block(experiment: Experiment, recipe: NormalRecipe, windows: np.ndarray, seed: int, past: int) -> torch.nn.Module:
    """Fits block forecasters from `past` samples on any windows [n, 140] and their copies; averages the recipe's members."""
    members = []
    for member in range(recipe.members):
        own = seed + _MEMBER_SEEDS * member
        make_repeatable(own)
        rng = np.random.default_rng(own)
        model = forecasters.BeatForecaster(recipe.hidden, past)
        pool = _pool(windows, recipe.clean, recipe.path, experiment, own)
        batches = _noisy(shuffled((as_tensor(pool),), recipe.schedule.batch, rng), recipe.noise, own)
        members.append(fit(model, batches, forecasters.beat_loss, recipe.schedule))
    return averaged(members)


def _pool(normals: np.ndarray, clean: int, path: int, experiment: Experiment, seed: int) -> np.ndarray:
    copies = through_path(normals, path, experiment.path, np.random.default_rng(seed))
    return np.concatenate([np.tile(normals, (clean, 1)), copies])


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
