"""Everything `train` does: all networks and all folds fitted side by side, fp32 graphs, score, golden cases."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from . import classifier, export, forecasters, golden, normal_models
from .anomaly import AnomalyScore, calibrate, folds
from .augment import through_path
from .data import BeatSet
from .experiment import Experiment
from .fitting import fit, make_repeatable, shuffled

CLASSIFIER, INSTANT = "classifier", "instant-forecaster"
# name of the model, held-out fold (None: the model that ships)
Job = tuple[str, int | None]


def train(experiment: Experiment, beats: BeatSet, work: Path) -> AnomalyScore:
    """Fits all models on TRAIN and writes work/<model>.fp32.onnx, work/anomaly.json and work/golden.json."""
    jobs: list[Job] = [(INSTANT, None), (CLASSIFIER, None)]
    jobs += [(name, fold) for name in normal_models.NAMES for fold in (None, *range(experiment.anomaly.folds))]
    models = _fit_all(jobs, experiment, beats)
    score = calibrate(_out_of_fold(models, experiment, beats.normals), experiment.anomaly.weights,
                      experiment.anomaly.quantile)
    shipped = {name: model for (name, fold), model in models.items() if fold is None}
    work.mkdir(parents=True, exist_ok=True)
    _export(shipped, work)
    (work / "anomaly.json").write_text(json.dumps(asdict(score), indent=2) + "\n", encoding="utf-8")
    (work / "golden.json").write_text(json.dumps(golden.cases(experiment, shipped, score), indent=1) + "\n", "utf-8")
    return score


def _fit_all(jobs: list[Job], experiment: Experiment, beats: BeatSet) -> dict[Job, torch.nn.Module]:
    """One process a core; each job seeds itself, so neither their number nor their order matters."""
    models: dict[Job, torch.nn.Module] = {}
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(jobs)), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_fit, job, experiment, beats): job for job in jobs}
        for done in as_completed(waiting):
            models[waiting[done]] = done.result()
            if sys.stderr.isatty():
                print(f"\r\x1b[K{len(models)} of {len(jobs)} models fitted", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return models


def _fit(job: Job, experiment: Experiment, beats: BeatSet) -> torch.nn.Module:
    name, fold = job
    seed = experiment.seed * 1000 + 10 * (*normal_models.NAMES, CLASSIFIER, INSTANT).index(name)
    if name == CLASSIFIER:
        return train_classifier(experiment, beats.windows, beats.labels, seed)
    if name == INSTANT:
        return train_instant(experiment, beats.windows, seed)
    normals = beats.normals
    if fold is not None:
        held = folds(len(normals), experiment.anomaly.folds, experiment.seed)[fold]
        normals, seed = np.delete(normals, held, axis=0), seed + 1 + fold
    return normal_models.train(name, experiment, normals, seed)


def train_classifier(experiment: Experiment, windows: np.ndarray, labels: np.ndarray, seed: int) -> torch.nn.Module:
    """Fits the five-class network on windows [n, 140] and labels [n]."""
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    recipe = experiment.classifier
    copies = through_path(windows, recipe.path, experiment.classifier_path, rng)
    pool = normal_models.as_tensor(np.concatenate([np.tile(windows, (recipe.clean, 1)), copies]))
    target = torch.from_numpy(np.tile(labels, recipe.clean + recipe.path))
    model = classifier.Classifier(recipe.channels, recipe.kernels, recipe.hidden, recipe.dropout)
    batches = classifier.mixed(shuffled((pool, target), recipe.schedule.batch, rng), recipe.mixup, rng)
    return fit(model, batches, classifier.loss, recipe.schedule)


def train_instant(experiment: Experiment, windows: np.ndarray, seed: int) -> torch.nn.Module:
    """Fits the stateful LSTM on windows [n, 140] of all classes."""
    make_repeatable(seed)
    rng = np.random.default_rng(seed)
    recipe = experiment.instant_forecaster
    copies = through_path(windows, recipe.path, experiment.path, rng)
    pool = normal_models.as_tensor(np.concatenate([np.tile(windows, (recipe.clean, 1)), copies]))
    model = forecasters.InstantForecaster(recipe.hidden)
    return fit(model, shuffled((pool,), recipe.schedule.batch, rng), forecasters.instant_loss, recipe.schedule)


def _out_of_fold(models: dict[Job, torch.nn.Module], experiment: Experiment,
                 normals: np.ndarray) -> dict[str, np.ndarray]:
    """Each model's measure of normal windows its fold did not see: published ones, then path-modelled copies."""
    recipe = experiment.anomaly
    rng = np.random.default_rng(experiment.seed)
    copies = through_path(normals, recipe.path, experiment.path, rng).reshape(recipe.path, *normals.shape)
    windows = np.concatenate([np.broadcast_to(normals, (recipe.clean, *normals.shape)), copies])
    measures: dict[str, np.ndarray] = {}
    for name in normal_models.NAMES:
        measured = np.empty(windows.shape[:2])
        for fold, held in enumerate(folds(len(normals), recipe.folds, experiment.seed)):
            rows = windows[:, held].reshape(-1, windows.shape[2])
            measured[:, held] = normal_models.measure(name, models[name, fold], rows).reshape(len(windows), -1)
        measures[name] = measured.ravel()
    return measures


def _export(models: dict[str, torch.nn.Module], work: Path) -> None:
    for name in ("autoencoder", "vae"):
        export.export_module(models[name], {"window": (1, 140)}, ("reconstruction", "latent"),
                             work / f"{name}.fp32.onnx")
    export.export_module(classifier.Probabilities(models[CLASSIFIER]), {"window": (1, 140)}, ("probabilities",),
                         work / f"{CLASSIFIER}.fp32.onnx")
    export.export_module(models["beat-forecaster"], {"past": (1, forecasters.PAST)}, ("forecast",),
                         work / "beat-forecaster.fp32.onnx")
    export.export_instant_forecaster(models[INSTANT], work / f"{INSTANT}.fp32.onnx")
