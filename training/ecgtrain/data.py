"""ECG5000: where it is looked for, and a reader that names the file and line of what it refuses."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import TrainingError

WINDOW = 140
CLASSES = ("Normal", "R-on-T PVC", "PVC", "SP", "UB")
REPOSITORY = Path(__file__).resolve().parents[2]

OFFICIAL_SHA256 = {
    "ECG5000_TRAIN.txt": "0d96aff193311a6dc6111bf0dbd2f7d2313987fbf7a1da4a383d92563876057b",
    "ECG5000_TEST.txt": "baf4ad57d28daa5e79050edd4185968181762bc83d45a757753015b4ba8ab295",
}


@dataclass(frozen=True)
class BeatSet:
    """Labelled windows of one file.

    windows: float64 [n, 140], z-normalised (n-1). labels: int64 [n], 0 = Normal .. 4, the order of CLASSES.
    """

    windows: np.ndarray
    labels: np.ndarray
    sha256: str

    @property
    def normals(self) -> np.ndarray:
        """The windows labelled Normal, float64 [k, 140]."""
        return self.windows[self.labels == 0]

    @property
    def anomalies(self) -> np.ndarray:
        """The windows of every other class, float64 [k, 140]."""
        return self.windows[self.labels != 0]


def data_folders(explicit: str | None) -> list[Path]:
    """The folders searched, first match first. An explicit folder is the only one searched."""
    if explicit:
        return [Path(explicit)]
    folders = [Path(os.environ["ECGEDGE_DATA"])] if os.environ.get("ECGEDGE_DATA") else []
    folders += [Path("data"), REPOSITORY / ".." / "shared" / "data"]
    share = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return folders + [Path(share) / "ecgedge"]


def find_ecg5000(split: str, explicit: str | None = None) -> Path:
    """Path of the ECG5000 file of a split, "TRAIN" or "TEST"; TrainingError with the folders searched when absent."""
    relative = Path("ecg5000") / f"ECG5000_{split}.txt"
    folders = data_folders(explicit)
    for folder in folders:
        if (folder / relative).is_file():
            return (folder / relative).resolve()
    searched = ", ".join(str(folder) for folder in folders)
    raise TrainingError(f"{relative} not found in {searched}; give its folder with --data or ECGEDGE_DATA")


def read_beats(path: Path, missing: bool = False) -> BeatSet:
    """Reads label + 140 samples a line, separated by spaces, tabs or commas; TrainingError names file and line.

    missing: whether a sample may be "nan", "?" or, between commas, empty; such samples come back as NaN.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TrainingError(f"{path}: {error.strerror}") from error
    windows, labels = [], []
    for number, line in enumerate(content.decode("ascii", "replace").splitlines(), start=1):
        if line.strip():
            label, window = _parse(line, f"{path}:{number}", missing)
            labels.append(label)
            windows.append(window)
    if not windows:
        raise TrainingError(f"{path}: no beats; expected lines of a label and {WINDOW} samples")
    digest = hashlib.sha256(content).hexdigest()
    expected = OFFICIAL_SHA256.get(path.name)
    if expected and digest != expected:
        print(f"warning: {path} is not the official file (SHA-256 {digest})", file=sys.stderr)
    return BeatSet(np.array(windows), np.array(labels, dtype=np.int64), digest)


def _parse(line: str, place: str, missing: bool) -> tuple[int, np.ndarray]:
    fields = _fields(line) if missing else line.replace(",", " ").split()
    if len(fields) != WINDOW + 1:
        raise TrainingError(f"{place}: {len(fields)} columns, expected a label and {WINDOW} samples")
    values = np.empty(WINDOW + 1)
    for column, field in enumerate(fields):
        try:
            values[column] = float(field)
        except ValueError:
            raise TrainingError(f"{place}: column {column + 1} is '{field}', expected a number") from None
        if not (np.isfinite(values[column]) or (missing and column and np.isnan(values[column]))):
            raise TrainingError(f"{place}: column {column + 1} is '{field}', expected a finite number")
    label = int(values[0])
    if label != values[0] or not 1 <= label <= len(CLASSES):
        raise TrainingError(f"{place}: label '{fields[0]}', expected 1 to {len(CLASSES)}")
    if np.nanmax(values[1:], initial=-np.inf) <= np.nanmin(values[1:], initial=np.inf):
        raise TrainingError(f"{place}: all {WINDOW} samples are equal, a window needs some variation")
    return label - 1, values[1:]


def _fields(line: str) -> list[str]:
    """The fields of a line whose missing samples are marked, each mark as "nan"."""
    parts = [part.strip() for part in line.split(",")] if "," in line else line.split()
    return ["nan" if part.lower() in ("", "?", "nan") else part for part in parts]


def normalised(windows: np.ndarray) -> np.ndarray:
    """Each window minus its mean, over its sample standard deviation (n-1); shape [n, 140] kept."""
    centred = windows - windows.mean(axis=-1, keepdims=True)
    return centred / centred.std(axis=-1, ddof=1, keepdims=True)
