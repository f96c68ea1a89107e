"""Everything `train` does: all networks and all folds fitted side by side, fp32 graphs, score, golden cases."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch

from . import classifier, early_warning, export, forecasters, golden, instant, normal_models
from .anomaly import AnomalyScore, calibrate, folds
from .augment import through_path
from .balancing import balanced
from .data import WINDOW, BeatSet
from .experiment import Experiment
from .export_instant import export_instant_forecaster
from .recipes import ClassifierRecipe, InstantRecipe
from .side_by_side import joined
from .warp import warped

CLASSIFIER, INSTANT, EARLY, HALF = "classifier", "instant-forecaster", "early-warning", "half-beat-forecaster"
_SEEDED = ("autoencoder", "vae", "beat-forecaster", CLASSIFIER, INSTANT, normal_models.PCA, EARLY, HALF)
_SEED_STEP = 1000
# name of the model, held-out fold (None: the model that ships)
Job = tuple[str, int | None]


def train(experiment: Experiment, beats: BeatSet, work: Path) -> AnomalyScore:
    """Fits all models on TRAIN; writes work/<model>.fp32.onnx and, as JSON, the score, thresholds, golden cases, loss curves and
    out-of-fold measures."""
    jobs: list[Job] = [(INSTANT, None), (CLASSIFIER, None), (HALF, None)]
    jobs += [(name, fold) for name in normal_models.NAMES for fold in (None, *range(experiment.anomaly.folds))]
    jobs += [(EARLY, fold) for fold in (None, *range(experiment.early_warning.folds))]
    models = _fit_all(jobs, experiment, beats)
    held_out = _out_of_fold(models, experiment, beats.normals)
    score = calibrate(held_out, experiment.anomaly.weights, experiment.anomaly.quantile)
    shipped = {name: model for (name, fold), model in models.items() if fold is None}
    work.mkdir(parents=True, exist_ok=True)
    _export(shipped, work)
    _write(work / "out-of-fold.json", {name: values.tolist() for name, values in held_out.items()})
    _write(work / "curves.json", {name: model.losses for name, model in shipped.items() if hasattr(model, "losses")})
    _write(work / "anomaly.json", asdict(score))
    _write(work / "early-warning.json", _warning_thresholds(models, experiment, beats))
    _write(work / "golden.json", golden.cases(experiment, shipped, score))
    return score


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


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
    seed = seed_of(name, experiment.seed)
    if name == CLASSIFIER:
        return train_classifier(experiment, experiment.classifier, beats, seed)
    if name == INSTANT:
        return train_instant(experiment, experiment.instant_forecaster, beats, seed)
    if name == HALF:
        return train_half_beat(experiment, beats, seed)
    if name == EARLY:
        return train_early_warning(experiment, beats, fold)
    normals = beats.normals
    if fold is not None:
        held = folds(len(normals), experiment.anomaly.folds, experiment.seed)[fold]
        normals, seed = np.delete(normals, held, axis=0), seed + 1 + fold
    return normal_models.train(name, experiment, normals, seed)


def seed_of(name: str, seed: int) -> int:
    """The seed of one model's shipped network from the experiment's."""
    return seed * _SEED_STEP + 10 * _SEEDED.index(name)


def train_classifier(experiment: Experiment, recipe: ClassifierRecipe, beats: BeatSet, seed: int) -> torch.nn.Module:
    """Fits the recipe's members on the beats and its copies of them, and joins them. Member k is what the experiment's seed + k would
    begin with, so the members of a pack are the single networks of consecutive seeds."""
    members = [_train_member(experiment, recipe, beats, seed + _SEED_STEP * number) for number in range(recipe.members)]
    return joined(members)


def _train_member(experiment: Experiment, recipe: ClassifierRecipe, beats: BeatSet, seed: int) -> torch.nn.Module:
    rng = np.random.default_rng(seed)
    windows = np.concatenate([np.tile(beats.windows, (recipe.clean, 1)),
                              warped(beats.windows, recipe.warped, experiment.warp, rng),
                              through_path(beats.windows, recipe.path, experiment.path, rng)])
    labels = np.tile(beats.labels, recipe.clean + recipe.warped + recipe.path)
    return classifier.train(recipe, windows, labels, seed)


def train_instant(experiment: Experiment, recipe: InstantRecipe, beats: BeatSet, seed: int) -> torch.nn.Module:
    """Fits an instant forecaster on the beats of all classes and their copies."""
    rng = np.random.default_rng(seed)
    windows, labels = balanced(beats.windows, beats.labels, "smote" if recipe.smote else "none", rng)
    return instant.train(recipe, BeatSet(windows, labels, beats.sha256), through_path(windows, recipe.path, experiment.path, rng), seed)


def train_half_beat(experiment: Experiment, beats: BeatSet, seed: int) -> torch.nn.Module:
    """Fits the block forecaster from sample 84 on, on the beats of all classes: a forecaster only, no detector."""
    return normal_models.train_block(experiment, experiment.half_beat_forecaster, beats.windows, seed, forecasters.HALF)


def train_early_warning(experiment: Experiment, beats: BeatSet, fold: int | None = None) -> torch.nn.Module:
    """Fits the prefix head; with a fold, without the beats held out by it."""
    recipe = experiment.early_warning
    windows, labels = beats.windows, beats.labels
    if fold is not None:
        held = folds(len(labels), recipe.folds, experiment.seed)[fold]
        windows, labels = np.delete(windows, held, axis=0), np.delete(labels, held)
    rng = np.random.default_rng(seed_of(EARLY, experiment.seed))
    pool = np.concatenate([np.tile(windows, (recipe.clean, 1)), through_path(windows, recipe.path, experiment.path, rng)])
    return early_warning.fit_head(pool, np.tile(labels != 0, recipe.clean + recipe.path), recipe)


def _warning_thresholds(models: dict[Job, torch.nn.Module], experiment: Experiment, beats: BeatSet) -> list[float]:
    """Of each prefix, from normals that their fold's head has not seen, in the proportions that it was fitted on."""
    recipe = experiment.early_warning
    rng = np.random.default_rng(experiment.seed)
    risks = []
    for fold, held in enumerate(folds(len(beats.labels), recipe.folds, experiment.seed)):
        normals = beats.windows[held][beats.labels[held] == 0]
        rows = np.concatenate([np.tile(normals, (recipe.clean, 1)), through_path(normals, recipe.path, experiment.path, rng)])
        with torch.no_grad():
            risks.append(models[EARLY, fold](normal_models.as_tensor(rows)).numpy())
    return early_warning.thresholds(np.concatenate(risks), recipe.false_positives)


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
    def write(name: str, module: torch.nn.Module, inputs: dict[str, tuple[int, int]], outputs: tuple[str, ...]) -> None:
        export.export_module(module, inputs, outputs, work / f"{name}.fp32.onnx")

    window = {"window": (1, WINDOW)}
    for name in ("autoencoder", "vae", normal_models.PCA):
        write(name, models[name], window, ("reconstruction", "latent"))
    write(CLASSIFIER, classifier.Probabilities(models[CLASSIFIER]), window, ("probabilities",))
    write(EARLY, models[EARLY], window, ("risk",))
    write("beat-forecaster", models["beat-forecaster"], {"past": (1, forecasters.PAST)}, ("forecast",))
    write(HALF, models[HALF], {"past": (1, forecasters.HALF)}, ("forecast",))
    export_instant_forecaster(models[INSTANT], work / f"{INSTANT}.fp32.onnx")
