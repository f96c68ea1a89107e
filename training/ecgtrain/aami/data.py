"""Where the recordings come from: windows that `ecgedge windows` has cut, made here if need be."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .. import TrainingError
from ..data import data_folders
from .recordings import Recording, names_in, read_recording

# The MIT-BIH records of the training half (de Chazal's DS1); 102 and 104 are paced and not part of it.
TRAINING_HALF = ("101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122", "124", "201", "203", "205",
                 "207", "208", "209", "215", "220", "223", "230")


def find_mitdb(explicit: str | None) -> list[Path]:
    """The training half's records in <data>/mitdb; TrainingError with the folders searched when they are absent."""
    folders = data_folders(explicit)
    for folder in folders:
        if all((folder / "mitdb" / f"{name}.atr").is_file() for name in TRAINING_HALF):
            return [folder / "mitdb" / name for name in TRAINING_HALF]
    searched = ", ".join(str(folder / "mitdb") for folder in folders)
    raise TrainingError(f"MIT-BIH records {TRAINING_HALF[0]} to {TRAINING_HALF[-1]} not found in {searched}; give their "
                        "folder with --data or ECGEDGE_DATA, or recordings of your own with --records")


def own_records(folder: Path) -> list[Path]:
    """WFDB records of a folder that have reference annotations; TrainingError when there is none."""
    found = sorted(path.with_suffix("") for path in folder.glob("*.hea") if path.with_suffix(".atr").is_file())
    if not found:
        raise TrainingError(f"{folder}: no WFDB record with annotations, expected <record>.hea with <record>.atr beside it")
    return found


def cut_windows(records: list[Path], program: Path, folder: Path) -> None:
    """Runs `ecgedge windows` over the records; TrainingError with its own message when it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["dotnet", str(program), "windows", *map(str, records), "--kind", "around-r", "--out", str(folder)]
    run_program(command)


def run_program(command: list[str]) -> str:
    """Standard output of a command that succeeds; TrainingError with the last line it said when not."""
    try:
        run = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise TrainingError(f"{command[0]} cannot be started: {error.strerror}") from error
    if run.returncode:
        said = (run.stderr.strip() or run.stdout.strip()).splitlines()
        raise TrainingError(f"ecgedge {command[2]} ended with {run.returncode}: {said[-1] if said else 'no message'}")
    return run.stdout


def read_all(folder: Path, records: list[Path]) -> list[Recording]:
    """The windows of these records; TrainingError when some are missing."""
    present = set(names_in(folder))
    missing = [path.name for path in records if path.name not in present]
    if missing:
        raise TrainingError(f"{folder}: no windows of {', '.join(missing)}; run `aami windows` first")
    return [read_recording(folder, path.name) for path in records]
