"""Verdicts of a pack as the agent gives them: `ecgedge analyze` over whole records."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from .. import TrainingError
from .data import run_program
from .recordings import CLASSES, Recording
from .scoring import Judged

_PROBABILITIES = tuple(f"p_{name.lower()}" for name in CLASSES)


def analyse(program: Path, records: list[Path], pack: str, models: Path, out: Path, precision: str = "int8") -> None:
    """Writes <record>.beats.csv of each record into `out`; TrainingError with the agent's message when it fails."""
    run_program(["dotnet", str(program), "analyze", *map(str, records), "--pack", pack, "--models", str(models),
                 "--precision", precision, "--out", str(out)])


def read_verdicts(out: Path, recording: Recording) -> Judged:
    """The verdicts on the beats of a recording, matched by R peak; TrainingError where one is missing."""
    path = out / f"{recording.name}.beats.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = {int(row["sample"]): row for row in csv.DictReader(file)}
    missing = [int(sample) for sample in recording.sample if int(sample) not in rows]
    if missing:
        raise TrainingError(f"{path}: no row for the R peak at sample {missing[0]} ({len(missing)} such); windows and "
                            "analyze must come from one build")
    chosen = [rows[int(sample)] for sample in recording.sample]
    return Judged(recording, np.array([[float(row[name]) for name in _PROBABILITIES] for row in chosen]),
                  np.array([float(row["anomaly_score"] or 0) for row in chosen]))
