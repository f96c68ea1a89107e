"""Hyper-parameters of one training run, read from experiments/*.toml. Unknown or missing keys are refused by name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from . import TrainingError
from .augment import PathModel
from .warp import WarpModel
from .early_warning import EarlyWarningRecipe
from .fitting import Schedule
from .recipes import ClassifierRecipe, InstantRecipe, NormalRecipe, PcaRecipe, VaeRecipe
from .study_recipes import StudyRecipe


@dataclass(frozen=True)
class Pack:
    """What the manifest says of the pack. fiducial, fiducial_offset_ms: the point of each QRS at which the agent cuts
    windows, and how far from it the training windows are cut."""

    name: str
    version: str
    description: str
    fiducial: str
    fiducial_offset_ms: float


@dataclass(frozen=True)
class AnomalyRecipe:
    """folds: of the out-of-fold scores. path: path-modelled copies of each held-out normal beside `clean` counts of
    the published one. quantile: of those scores, the threshold. weights: of the parts, in the manifest's order."""

    folds: int
    clean: int
    path: int
    quantile: float
    weights: dict[str, float]


@dataclass(frozen=True)
class Quantisation:
    """weight_bits: 7 or 8. percentile: of the calibrated activations kept (100 = min-max). path: calibration copies."""

    weight_bits: int
    percentile: float
    path: int


@dataclass(frozen=True)
class EdgedQuantisation(Quantisation):
    """exact_edges: models whose first and last layers read their activations in float."""

    exact_edges: list[str]


@dataclass(frozen=True)
class Experiment:
    """One experiments/*.toml."""

    seed: int
    pack: Pack
    path: PathModel
    warp: WarpModel
    autoencoder: NormalRecipe
    vae: VaeRecipe
    pca: PcaRecipe
    beat_forecaster: NormalRecipe
    half_beat_forecaster: NormalRecipe
    classifier: ClassifierRecipe
    instant_forecaster: InstantRecipe
    early_warning: EarlyWarningRecipe
    anomaly: AnomalyRecipe
    quantisation: EdgedQuantisation
    study: StudyRecipe

    def quick(self) -> "Experiment":
        """The same run with almost no training, to exercise every step; its models are of no use."""
        changes: dict[str, Any] = {}
        for name in ("autoencoder", "vae", "beat_forecaster", "half_beat_forecaster", "classifier", "instant_forecaster"):
            recipe = getattr(self, name)
            short = replace(recipe.schedule, steps=min(recipe.schedule.steps, 40))
            changes[name] = replace(recipe, clean=1, path=1, schedule=short)
        return replace(self, **changes, study=self.study.quick())


def read_experiment(path: Path) -> Experiment:
    """Reads and checks an experiment; TrainingError names the file and the key."""
    return read_table(Experiment, path)


def read_table(kind: type, path: Path) -> Any:
    """Reads a TOML file as a dataclass; TrainingError names the file and the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise TrainingError(f"{path}: {error}") from error
    return _build(kind, content, str(path))


def _build(kind: type, content: dict[str, Any], place: str) -> Any:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    for unknown in content.keys() - set(names):
        raise TrainingError(f"{place}: unknown key '{unknown}', expected one of {', '.join(names)}")
    for missing in (name for name in names if name not in content):
        raise TrainingError(f"{place}: key '{missing}' is missing")
    return kind(**{name: _value(hints[name], content[name], f"{place}: {name}") for name in names})


def _value(kind: Any, value: Any, place: str) -> Any:
    if is_dataclass(kind) and isinstance(value, dict):
        return _build(kind, value, place)
    if kind is float and type(value) is int:
        return float(value)
    plain = get_origin(kind) or kind
    if plain is list and type(value) is list and is_dataclass(item := get_args(kind)[0]):
        return [_value(item, entry, f"{place} {number}") for number, entry in enumerate(value, start=1)]
    if is_dataclass(kind) or type(value) is not plain:
        expected = "a table" if is_dataclass(kind) else f"a value of type {plain.__name__}"
        raise TrainingError(f"{place} is {value!r}, expected {expected}")
    return value
