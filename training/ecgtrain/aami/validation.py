"""Record-grouped cross-validation: every beat is judged by models that have seen nothing of its record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import torch

from . import score
from .beats import WearerBeats
from .experiment import AamiExperiment
from .fitting import BEAT, FEATURES, NAMES, WARNING, train
from .prefixes import early_inputs, known
from .scoring import Judged


@dataclass(frozen=True)
class Fold:
    """Models by name and score of one fold, fitted on all wearers but those held out (places in the list of wearers)."""

    held: list[int]
    models: dict[str, torch.nn.Module]
    score: score.PersonalScore


def groups(count: int, folds: int, seed: int) -> list[list[int]]:
    """Which records are held out together: drawn once, of nearly equal number."""
    order = np.random.default_rng(seed).permutation(count)
    return [sorted(int(place) for place in order[fold::folds]) for fold in range(folds)]


def fit_folds(experiment: AamiExperiment, wearers: list[WearerBeats], names: tuple[str, ...] = NAMES) -> Iterator[Fold]:
    """Each fold in turn, as it is ready; two at a time where there are two cores."""
    held = groups(len(wearers), min(experiment.folds, len(wearers)), experiment.seed)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(held)), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(fit_fold, experiment, [w for i, w in enumerate(wearers) if i not in out], out, number, names)
                   for number, out in enumerate(held)]
        for job in waiting:
            yield job.result()


def fit_fold(experiment: AamiExperiment, kept: list[WearerBeats], held: list[int], number: int,
             names: tuple[str, ...]) -> Fold:
    """Models of one fold. number: of the fold, for the seed."""
    models = {name: train(name, experiment, kept, experiment.seed * 1000 + 20 * (number + 1) + NAMES.index(name))
              for name in names}
    return Fold(held, models, score.calibrate(kept, experiment.anomaly, experiment.baseline.calibrate_seconds))


@torch.no_grad()
def probabilities(experiment: AamiExperiment, models: dict[str, torch.nn.Module], wearer: WearerBeats) -> dict[str, np.ndarray]:
    """[n, 5] by "both", and by each classifier alone."""
    features = torch.from_numpy(wearer.column(experiment.features))
    found = {FEATURES: models[FEATURES](features).numpy(),
             BEAT: models[BEAT](torch.from_numpy(wearer.difference), features).numpy()}
    weights = {FEATURES: experiment.feature_classifier.weight, BEAT: experiment.classifier.weight}
    both = sum(weights[name] * found[name] for name in found) / sum(weights.values())
    return found | {"both": both}


def judge(experiment: AamiExperiment, fold: Fold, wearer: WearerBeats, member: str = "both") -> Judged:
    """A held-out wearer's beats, as the fp32 models of the fold see them."""
    return Judged(wearer.recording, probabilities(experiment, fold.models, wearer)[member], fold.score.of(wearer))


@torch.no_grad()
def warnings(fold: Fold, wearer: WearerBeats) -> dict[str, Any]:
    """Risk [n, k] of each beat at each prefix, 0 where there is no running beat yet, and its label."""
    inputs = [torch.from_numpy(values) for values in early_inputs(wearer).values()]
    return {"risk": fold.models[WARNING](*inputs).numpy() * known(wearer)[:, None],
            "label": wearer.recording.label, "seconds": wearer.recording.seconds}


@torch.no_grad()
def reconstruction_error(model: torch.nn.Module, wearer: WearerBeats) -> np.ndarray:
    """[n]: mean squared error of a VAE or autoencoder."""
    windows = torch.from_numpy(wearer.recording.windows)
    return ((model(windows)[0] - windows) ** 2).mean(dim=1).numpy()
