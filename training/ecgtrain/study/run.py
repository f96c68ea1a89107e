"""The `study` command: writes reports/results/ecg5000-*.json."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .. import provenance
from ..data import CLASSES, BeatSet
from ..experiment import Experiment
from ..pack import Places
from ..report import results
from . import classifiers, forecasts, shipped


def run(experiment: Experiment, train: BeatSet, test: BeatSet, places: Places, folder: Path, command: str) -> None:
    """Fits the rows, scores them and the pack on TEST, writes the result files into the folder."""
    total = classifiers.count(experiment) + len(experiment.study.forecasters) + 2
    tick = _progress(total)
    name = experiment.pack.name
    results.save(folder, f"{name}-data", {
        "classes": CLASSES, "train": np.bincount(train.labels, minlength=len(CLASSES)),
        "test": np.bincount(test.labels, minlength=len(CLASSES)), "trainSha256": train.sha256, "testSha256": test.sha256,
        "command": command, "seed": experiment.seed, "codeVersion": provenance.code_version(),
        "machine": provenance.machine()})
    results.save(folder, f"{name}-shipped", shipped.describe(experiment, train, test, places))
    results.save(folder, f"{name}-forecasts", forecasts.compare(experiment, train, test, tick))
    results.save(folder, f"{name}-classifiers", classifiers.compare(experiment, train, test, tick))


def _progress(total: int) -> Callable[[str], None]:
    """A counter on a terminal, nothing elsewhere."""
    done = 0

    def tick(what: str) -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            print(f"\r\x1b[K{done} of {total}: {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    return tick
