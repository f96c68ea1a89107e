"""The pack's figures on TEST, as the device's own code measures them, written into the manifest."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from . import TrainingError, manifest
from .data import REPOSITORY, read_beats
from .report import results

_NEEDED = ("beats", "anomaly", "classification")


def evaluate(agent: Path | None, pack: str, test: Path, *options: str, needed: tuple[str, ...] = _NEEDED) -> dict[str, Any]:
    """What `ecgedge evaluate <test> --json` prints for the repository's pack; TrainingError with its own message when it fails.

    agent: a built ecgedge.dll; None builds and runs the checkout's own.
    """
    program = ["dotnet", str(agent)] if agent else ["dotnet", "run", "--project", "agent", "-c", "Release", "--"]
    command = [*program, "evaluate", str(test), "--models", str(REPOSITORY / "inference" / "models"), "--pack", pack, *options, "--json"]
    try:
        run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    except OSError as error:
        raise TrainingError(f"dotnet cannot be started: {error.strerror}") from error
    if run.returncode:
        said = (run.stderr.strip() or run.stdout.strip()).splitlines()
        raise TrainingError(f"ecgedge evaluate ended with {run.returncode}: {said[-1] if said else 'no message'}")
    return parse(run.stdout, needed)


def parse(printed: str, needed: tuple[str, ...] = _NEEDED) -> dict[str, Any]:
    """The JSON object in the command's output, with the needed parts present."""
    start = printed.find("{")
    try:
        result = json.loads(printed[start:]) if start >= 0 else None
    except json.JSONDecodeError as error:
        raise TrainingError(f"ecgedge evaluate printed no JSON: {error}") from error
    for key in needed:
        if not isinstance(result, dict) or key not in result:
            raise TrainingError(f"ecgedge evaluate printed no '{key}'")
    return result


def write_figures(pack_folder: Path, pack: str, test: Path, report: Path, agent: Path | None = None) -> dict[str, Any]:
    """Evaluates both precisions on TEST, writes manifest.figures and, with the parity of the two and the figures through the
    stream, report/results/<pack>-runtime.json; returns manifest.figures."""
    path = pack_folder / "manifest.json"
    if not path.is_file():
        raise TrainingError(f"{path} not found; run quantise first")
    beats = read_beats(test)
    figures: dict[str, Any] = {"split": f"ECG5000 official split, TEST {len(beats.labels)} beats",
                               "testSha256": beats.sha256}
    figures |= {precision: evaluate(agent, pack, test, "--precision", precision) for precision in manifest.PRECISIONS}
    content = json.loads(path.read_text(encoding="utf-8"))
    manifest.write(content | {"figures": figures}, pack_folder)
    results.save(report / "results", f"{pack}-runtime", figures | {
        "stream": evaluate(agent, pack, test, "--stream"),
        "parity": evaluate(agent, pack, test, "--parity", needed=("classAgreement", "figures"))})
    return figures
