"""How the classifiers, the reconstruction models and the early-warning head of the aami pack are fitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from .. import TrainingError, autoencoder
from ..data import WINDOW
from ..fitting import Batch, fit, make_repeatable
from ..vae import EvidenceLoss, VariationalAutoencoder
from .beats import WearerBeats
from .experiment import AamiExperiment, ConvolutionRecipe, MemberRecipe, SamplingRecipe
from .networks import BeatClassifier, Ensemble, FeatureClassifier, Standardise, VentricularFirst
from .prefixes import early_inputs, known
from .recordings import CLASSES
from .warning import fit_warning

FEATURES, BEAT, VAE, AUTOENCODER, WARNING = "feature-classifier", "classifier", "vae", "autoencoder", "early-warning"
NAMES = (FEATURES, BEAT, VAE, AUTOENCODER, WARNING)
_SMOOTH = 5  # Points over which noise is averaged.


@dataclass(frozen=True)
class Pool:
    """Labelled beats to train on: difference [n, 140], features [n, k], label [n], how often each is drawn [n]."""

    difference: np.ndarray
    features: np.ndarray
    label: np.ndarray
    share: np.ndarray


def train(name: str, experiment: AamiExperiment, wearers: list[WearerBeats], seed: int) -> nn.Module:
    """Fits the model of that name on all beats of these wearers; what is returned is what is exported."""
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    if name == WARNING:
        return _train_warning(experiment, wearers)
    if name in (VAE, AUTOENCODER):
        return _train_reconstruction(name, experiment, wearers, rng, seed)
    pool = gather(wearers, experiment.features, experiment.sampling)
    recipe, prior = experiment.feature_classifier, experiment.prior
    rest = [_train_features(experiment, pool, recipe.rest, rng) for _ in range(recipe.rest.members)]
    if name == BEAT:
        return VentricularFirst(Ensemble(rest).weigh(prior), len(rest), _train_beat(experiment, pool, rng).weigh(prior)).eval()
    ventricular = [_train_features(experiment, pool, recipe.ventricular, rng) for _ in range(recipe.ventricular.members)]
    return VentricularFirst(Ensemble(ventricular + rest).weigh(prior), len(rest)).eval()


def gather(wearers: list[WearerBeats], names: list[str], recipe: SamplingRecipe) -> Pool:
    """The beats with a reference label after the first seconds; TrainingError where there are none."""
    chosen = [(w.recording.label >= 0) & (w.recording.seconds > recipe.from_seconds) for w in wearers]
    label = np.concatenate([w.recording.label[rows] for w, rows in zip(wearers, chosen)])
    if len(label) == 0 or len(np.unique(label)) < 2:
        raise TrainingError(f"no beats of at least two classes with reference labels after {recipe.from_seconds:g} s; "
                            "expected recordings with .atr annotations beside them")
    wearer = np.repeat(np.arange(len(wearers)), [rows.sum() for rows in chosen])
    return Pool(np.concatenate([w.difference[rows] for w, rows in zip(wearers, chosen)]),
                np.concatenate([w.column(names)[rows] for w, rows in zip(wearers, chosen)]),
                label, shares(label, wearer, recipe))


def shares(label: np.ndarray, wearer: np.ndarray, recipe: SamplingRecipe) -> np.ndarray:
    """How often each beat [n] is drawn; they sum to 1."""
    result = np.ones(len(label))
    for kind in np.unique(label):
        rows = label == kind
        _, place, counts = np.unique(wearer[rows], return_inverse=True, return_counts=True)
        balance = (1 / counts[place]) ** recipe.record_power
        result[rows] = balance / balance.mean() * (len(label) / rows.sum()) ** recipe.class_power
    return result / result.sum()


def drawn(tensors: Batch, share: np.ndarray, batch: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Endless batches, rows drawn with replacement."""
    bounds = np.cumsum(share)
    while True:
        rows = torch.from_numpy(np.searchsorted(bounds, rng.random(batch) * bounds[-1]).clip(0, len(share) - 1))
        yield tuple(tensor[rows] for tensor in tensors)


def _seen(experiment: AamiExperiment, names: list[str]) -> np.ndarray:
    return np.array([float(name in names) for name in experiment.features])


def _standardise(features: np.ndarray, seen: np.ndarray, clip: float) -> Standardise:
    deviation = features.std(axis=0, dtype=np.float64)
    return Standardise(features.mean(axis=0, dtype=np.float64), np.where(deviation > 1e-6, deviation, 1.0), seen, clip)


def _train_features(experiment: AamiExperiment, pool: Pool, kind: MemberRecipe, rng: np.random.Generator) -> nn.Module:
    recipe = experiment.feature_classifier
    seen = _seen(experiment, kind.features)
    model = FeatureClassifier(_standardise(pool.features, seen, recipe.clip), recipe.hidden)
    size = torch.from_numpy((recipe.noise * seen).astype(np.float32))
    standardised = model.standardise(torch.from_numpy(pool.features))

    def loss(network: FeatureClassifier, features: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        noisy = (features + size * torch.randn(features.shape)) * (torch.rand(features.shape) >= kind.dropout)
        return nn.functional.cross_entropy(network.dense(noisy), label, label_smoothing=kind.smoothing)

    batches = drawn((standardised, torch.from_numpy(pool.label)), pool.share, kind.schedule.batch, rng)
    return fit(model, batches, loss, kind.schedule)


def _train_beat(experiment: AamiExperiment, pool: Pool, rng: np.random.Generator) -> nn.Module:
    recipe = experiment.classifier
    standardise = _standardise(pool.features, _seen(experiment, recipe.features), experiment.feature_classifier.clip)
    model = BeatClassifier(standardise, recipe.channels, recipe.kernels, recipe.hidden, recipe.dropout, recipe.clip)
    deviation = torch.from_numpy(pool.features.std(axis=0))

    def loss(network: BeatClassifier, difference: torch.Tensor, features: torch.Tensor,
             label: torch.Tensor) -> torch.Tensor:
        noisy = features + recipe.noise * deviation * torch.randn(features.shape)
        noisy = torch.where(torch.rand(features.shape) < recipe.feature_dropout, standardise.mean.expand_as(noisy), noisy)
        size = 1 + recipe.amplitude * (2 * torch.rand(len(difference), 1) - 1)
        seen = size * _shifted(difference, recipe.jitter, rng) + _disturbed(len(difference), recipe)
        return nn.functional.cross_entropy(network(seen, noisy), label, label_smoothing=recipe.smoothing)

    tensors = tuple(torch.from_numpy(array) for array in (pool.difference, pool.features, pool.label))
    return fit(model, drawn(tensors, pool.share, recipe.schedule.batch, rng), loss, recipe.schedule)


def _shifted(difference: torch.Tensor, most: int, rng: np.random.Generator) -> torch.Tensor:
    """Each row [n, 140] moved by up to `most` points, ends repeated."""
    if most == 0:
        return difference
    place = torch.arange(difference.shape[1])[None] + torch.from_numpy(rng.integers(-most, most + 1, (len(difference), 1)))
    return torch.gather(difference, 1, place.clamp(0, difference.shape[1] - 1))


def _disturbed(count: int, recipe: ConvolutionRecipe) -> torch.Tensor:
    """[count, 140]: a straight drift and smooth noise of a strength drawn for each row."""
    ramp = torch.linspace(-1, 1, WINDOW)
    drift = recipe.drift * (torch.randn(count, 1) * ramp + torch.randn(count, 1))
    smooth = nn.functional.avg_pool1d(torch.randn(count, 1, WINDOW + _SMOOTH - 1), _SMOOTH, 1)[:, 0]
    return drift + recipe.wave_noise * torch.rand(count, 1) * smooth * _SMOOTH ** 0.5


def _train_reconstruction(name: str, experiment: AamiExperiment, wearers: list[WearerBeats], rng: np.random.Generator,
                          seed: int) -> nn.Module:
    recipe = experiment.reconstruction
    normal = torch.from_numpy(np.concatenate([w.recording.windows[w.recording.label == 0] for w in wearers]))
    wearer = np.repeat(np.arange(len(wearers)), [(w.recording.label == 0).sum() for w in wearers])
    share = shares(np.zeros(len(normal), int), wearer, SamplingRecipe(0.0, 1.0, 0.0))
    batches = ((rows[0], rows[0]) for rows in drawn((normal,), share, recipe.schedule.batch, rng))
    if name == VAE:
        return fit(VariationalAutoencoder(recipe.hidden), batches, EvidenceLoss(recipe.observation_sd, seed), recipe.schedule)
    return fit(autoencoder.Autoencoder(recipe.hidden), batches, autoencoder.loss, recipe.schedule)


def _train_warning(experiment: AamiExperiment, wearers: list[WearerBeats]) -> nn.Module:
    """V against N, from all beats that there was a running beat for."""
    recipe, ventricular = experiment.early_warning, CLASSES.index("V")
    seen = [early_inputs(wearer) for wearer in wearers]
    rows = [known(w) & np.isin(w.recording.label, (CLASSES.index("N"), ventricular)) for w in wearers]
    target = np.concatenate([w.recording.label[chosen] == ventricular for w, chosen in zip(wearers, rows)])
    if len(np.unique(target)) < 2:
        raise TrainingError("early-warning: the recordings need both N and V beats")
    difference, interval = (np.concatenate([inputs[name][chosen] for inputs, chosen in zip(seen, rows)])
                            for name in ("difference", "interval"))
    weight = np.where(target, recipe.ventricular_weight, 1.0)
    return fit_warning(recipe.at, difference, interval, target, weight, recipe.penalty)
