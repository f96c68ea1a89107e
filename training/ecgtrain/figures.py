"""The pack's figures as the device's own code measures them: on TEST, written into the manifest, and what a verdict costs here."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from . import TrainingError, manifest
from .data import REPOSITORY, read_beats
from .report import results

_NEEDED = ("beats", "anomaly", "classification")
_BENCHES = 5


def run_agent(agent: Path | None, command: str, *options: str, needed: tuple[str, ...]) -> dict[str, Any]:
    """What `ecgedge <command> <options> --json` prints; TrainingError with its own message when it fails.

    agent: a built ecgedge.dll; None builds and runs the checkout's own.
    """
    program = ["dotnet", str(agent)] if agent else ["dotnet", "run", "--project", "agent", "-c", "Release", "--"]
    try:
        run = subprocess.run([*program, command, *options, "--json"], cwd=REPOSITORY, capture_output=True, text=True)
    except OSError as error:
        raise TrainingError(f"dotnet cannot be started: {error.strerror}") from error
    if run.returncode:
        said = (run.stderr.strip() or run.stdout.strip()).splitlines()
        raise TrainingError(f"ecgedge {command} ended with {run.returncode}: {said[-1] if said else 'no message'}")
    return parse(run.stdout, f"ecgedge {command}", needed)


def evaluate(agent: Path | None, pack: str, test: Path, *options: str, needed: tuple[str, ...] = _NEEDED) -> dict[str, Any]:
    """What `ecgedge evaluate` says of the repository's pack on labelled beats."""
    return run_agent(agent, "evaluate", str(test), *_of_repository(pack), *options, needed=needed)


def cost(agent: Path | None, pack: str) -> dict[str, Any]:
    """What `ecgedge bench` measures, the quietest of several runs: whatever else the machine does can only add to it."""
    runs = [run_agent(agent, "bench", "--seconds", "60", *_of_repository(pack), needed=("microsecondsPerBeat",)) for _ in range(_BENCHES)]
    return min(runs, key=lambda run: run["microsecondsPerBeat"]) | {"runs": _BENCHES}


def _of_repository(pack: str) -> list[str]:
    return ["--models", str(REPOSITORY / "inference" / "models"), "--pack", pack]


def parse(printed: str, program: str, needed: tuple[str, ...] = _NEEDED) -> dict[str, Any]:
    """The JSON object in the command's output, with the needed parts present."""
    start = printed.find("{")
    try:
        result = json.loads(printed[start:]) if start >= 0 else None
    except json.JSONDecodeError as error:
        raise TrainingError(f"{program} printed no JSON: {error}") from error
    for key in needed:
        if not isinstance(result, dict) or key not in result:
            raise TrainingError(f"{program} printed no '{key}'")
    return result


def write_figures(pack_folder: Path, pack: str, test: Path, report: Path, agent: Path | None = None) -> dict[str, Any]:
    """Evaluates both precisions on TEST, writes manifest.figures and, with the parity of the two, the figures through the stream and
    the cost of a verdict, report/results/<pack>-runtime.json; returns manifest.figures."""
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
        "parity": evaluate(agent, pack, test, "--parity", needed=("classAgreement", "figures")),
        "bench": cost(agent, pack)})
    return figures
