"""A pack from one's own labelled beats: the `retrain` command."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import TrainingError, pack, provenance, training
from .data import BeatSet, normalised, read_beats
from .experiment import Experiment
from .preparation import fill_missing

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_LEAST_NORMALS = 40
_LEAST_OTHERS = 10


def read_own(path: Path) -> BeatSet:
    """Beats of an ECG5000-like file: a label 1 to 5 and 140 samples a line, R peak to R peak, any scale. Missing samples are
    interpolated and every window z-normalised; TrainingError where there are too few beats to learn from."""
    beats = read_beats(path, missing=True)
    try:
        windows = normalised(fill_missing(beats.windows))
    except TrainingError as error:
        raise TrainingError(f"{path}: beat {error}") from error
    normal = int((beats.labels == 0).sum())
    if normal < _LEAST_NORMALS or len(beats.labels) - normal < _LEAST_OTHERS:
        raise TrainingError(f"{path}: {normal} normal beats (label 1) and {len(beats.labels) - normal} others; expected at least "
                            f"{_LEAST_NORMALS} and {_LEAST_OTHERS}")
    return BeatSet(windows, beats.labels, beats.sha256)


def retrain(experiment: Experiment, source: Path, name: str, out: Path, command: str) -> Path:
    """Trains, quantises and writes out/<name>, a pack that the agent loads; what training leaves goes to out/.<name>."""
    if not _NAME.fullmatch(name):
        raise TrainingError(f"--name is '{name}', expected lower-case letters, digits and hyphens")
    beats = read_own(source)
    description = f"Retrained on {len(beats.labels)} beats of {source.name}"
    own = replace(experiment, pack=replace(experiment.pack, name=name, description=description))
    work = out / f".{name}"
    places = pack.Places(work, out / name, work / "golden-cases.json", work / "report")
    training.train(own, beats, places.work)
    record = provenance.training_record(command, own.seed, beats) | {"data": f"{source.name}, {len(beats.labels)} beats: "
                                                                     + ", ".join(map(str, np.bincount(beats.labels, minlength=5)))}
    pack.write_pack(own, beats, places, record)
    return places.pack
