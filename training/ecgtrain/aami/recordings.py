"""What `ecgedge windows` wrote of a labelled recording: one row per beat that the agent's own detector found."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import TrainingError
from ..data import WINDOW

CLASSES = ("N", "S", "V", "F", "Q")
# ANSI/AAMI EC57, table of beat labels: what each reference symbol counts as.
_SYMBOLS = {"N": "NLRej", "S": "AaJS", "V": "VE", "F": "F", "Q": "/fQ"}
CLASS_OF = {symbol: index for index, name in enumerate(CLASSES) for symbol in _SYMBOLS[name]}
UNMATCHED = -1
COLUMNS = ("sample", "next_sample", "rr_before_s", "rr_after_s", "quality", "mean_mv", "scale_mv", "reference",
           "missed_before")


@dataclass(frozen=True)
class Recording:
    """Beats of one record in order, n of them.

    windows: float32 [n, 140], z-normalised. sample: int64 [n], R peak. before, after: float64 [n], seconds to the
    R peak before and after, nan where unknown. quality: [n], 0 to 1. mean, scale: [n], mV, what the z-score took away.
    label: int [n], index in CLASSES, or -1 where no reference beat lies within 150 ms. missed: [n + 1], the classes
    of the reference beats that were passed over since the beat before; the last entry, since the last beat.
    """

    name: str
    rate: float
    windows: np.ndarray
    sample: np.ndarray
    before: np.ndarray
    after: np.ndarray
    quality: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    label: np.ndarray
    missed: tuple[tuple[int, ...], ...]

    @property
    def seconds(self) -> np.ndarray:
        """float64 [n]: when each R peak came, from the start of the record."""
        return self.sample / self.rate


def read_recording(folder: Path, name: str) -> Recording:
    """Reads <name>.windows.npy and .windows.csv; TrainingError names the file, the row and the field."""
    rows = _read_rows(folder / f"{name}.windows.csv")
    # A last row without a beat tells what was missed after the last one.
    last = rows.pop()["missed_before"] if rows and rows[-1]["sample"] == "" else ""
    path = folder / f"{name}.windows.npy"
    try:
        windows = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path}: {error}") from error
    if windows.shape != (len(rows), WINDOW) or windows.dtype != np.float32:
        raise TrainingError(f"{path}: {windows.dtype} {windows.shape}, expected float32 ({len(rows)}, {WINDOW}), "
                            f"a window for each row of the CSV file")
    place = f"{name}.windows.csv"
    number = {column: np.array([_number(row[column], place, line, column) for line, row in enumerate(rows, 2)])
              for column in COLUMNS[:7]}
    return Recording(name, _rate(number, place), windows, number["sample"].astype(np.int64), number["rr_before_s"],
                     number["rr_after_s"], number["quality"], number["mean_mv"], number["scale_mv"],
                     np.array([_label(row["reference"]) for row in rows]),
                     tuple(tuple(CLASS_OF[symbol] for symbol in symbols if symbol in CLASS_OF)
                           for symbols in (*(row["missed_before"] for row in rows), last)))


def names_in(folder: Path) -> list[str]:
    """Names of the records whose windows the folder holds, sorted; TrainingError when there is none."""
    names = sorted(path.name.removesuffix(".windows.csv") for path in folder.glob("*.windows.csv"))
    if not names:
        raise TrainingError(f"{folder}: no *.windows.csv, expected what `ecgedge windows --kind around-r` writes")
    return names


def _read_rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise TrainingError(f"{path}: columns {reader.fieldnames}, expected {', '.join(COLUMNS)}")
            return list(reader)
    except OSError as error:
        raise TrainingError(f"{path}: {error.strerror}") from error


def _number(text: str, place: str, line: int, column: str) -> float:
    if text == "" and column in ("next_sample", "rr_before_s", "rr_after_s"):
        return float("nan")
    try:
        return float(text)
    except ValueError as error:
        raise TrainingError(f"{place} line {line}: {column} is {text!r}, expected a number") from error


def _label(symbol: str) -> int:
    return CLASS_OF.get(symbol, UNMATCHED)


def _rate(number: dict[str, np.ndarray], place: str) -> float:
    """Samples per second, from the steps between samples and the same steps in seconds."""
    steps, seconds = number["next_sample"] - number["sample"], number["rr_after_s"]
    known = np.isfinite(steps) & np.isfinite(seconds)
    if not known.any():
        raise TrainingError(f"{place}: no row has both next_sample and rr_after_s; the sample rate cannot be told")
    return float(np.round(np.median(steps[known] / seconds[known]), 3))
