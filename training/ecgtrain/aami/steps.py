"""What the commands of the aami pack do."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from .. import TrainingError, provenance
from ..manifest import write as write_manifest
from ..report import results
from . import data, golden, results_of, validation
from .beats import WearerBeats, follow_all
from .device import analyse, read_verdicts
from .experiment import AamiExperiment
from .fitting import NAMES, WARNING, train as train_model
from .pack import Fitted, write_pack
from .recordings import CLASSES
from .score import calibrate
from .scoring import Judged


@dataclass(frozen=True)
class Run:
    """One call of the command line. out: root to write under. program: ecgedge.dll. own: folder of WFDB records instead
    of MIT-BIH. only: names of some of the records. command: makes this pack again."""

    experiment: AamiExperiment
    out: Path
    program: Path
    data: str | None
    own: Path | None
    only: list[str] | None
    command: str

    @cached_property
    def records(self) -> list[Path]:
        found = data.find_mitdb(self.data) if self.own is None else data.own_records(self.own)
        if self.only is None:
            return found
        for name in set(self.only) - {path.name for path in found}:
            raise TrainingError(f"--only: no record {name}, expected some of {', '.join(path.name for path in found)}")
        return [path for path in found if path.name in self.only]

    @property
    def work(self) -> Path:
        return self.out / "artifacts" / "training" / self.experiment.pack.name

    @property
    def pack(self) -> Path:
        return self.out / "inference" / "models" / self.experiment.pack.name

    @property
    def results(self) -> Path:
        return self.out / "training" / "reports" / "results"

    @cached_property
    def wearers(self) -> list[WearerBeats]:
        return follow_all(data.read_all(self.work / "windows", self.records), self.experiment.baseline)


def windows(run: Run) -> None:
    """Cuts all windows with the agent."""
    if not run.program.is_file():
        raise TrainingError(f"{run.program} not found; build it (dotnet build -c Release) or give --program")
    data.cut_windows(run.records, run.program, run.work / "windows")
    print(f"windows of {len(run.records)} records in {run.work / 'windows'}")


def cross_validate(run: Run) -> None:
    """Judges every record by models fitted without it; writes the figures for the manifest and the report."""
    experiment, wearers = run.experiment, run.wearers
    if len(wearers) < 2:
        raise TrainingError("cross-validate needs at least two records")
    judged: dict[str, dict[int, Judged]] = {name: {} for name in ("both", "feature-classifier", "classifier", "int8")}
    more: list[dict[str, Any]] = []
    for number, fold in enumerate(validation.fit_folds(experiment, wearers)):
        for place in fold.held:
            for member in ("both", "feature-classifier", "classifier"):
                judged[member][place] = validation.judge(experiment, fold, wearers[place], member)
            more.append({"place": place, **results_of.extras(fold, wearers[place])})
        if run.program.is_file():
            judged["int8"] |= _on_device(run, fold, number)
        print(f"fold {number + 1}: {', '.join(wearers[place].recording.name for place in fold.held)}", flush=True)
    ordered = {name: [found[place] for place in sorted(found)] for name, found in judged.items() if found}
    content = results_of.collect(experiment, ordered, sorted(more, key=lambda item: item["place"]))
    results.save(run.results, "aami-cross-validation", content)
    run.work.mkdir(parents=True, exist_ok=True)
    (run.work / "validation.json").write_text(json.dumps(results_of.for_manifest(content), indent=1) + "\n", "utf-8")
    for name, figures in content["figures"].items():
        print(results_of.line(name, figures))


def _on_device(run: Run, fold: validation.Fold, number: int) -> dict[int, Judged]:
    """The fold's int8 pack in the agent, over the records it has not seen."""
    experiment, wearers = run.experiment, run.wearers
    models, out = run.work / "folds" / str(number), run.work / "folds" / str(number) / "verdicts"
    shutil.rmtree(models, ignore_errors=True)
    out.mkdir(parents=True)
    kept = [wearer for place, wearer in enumerate(wearers) if place not in fold.held]
    fitted = Fitted(fold.models, fold.score, [0.5] * len(experiment.early_warning.at))
    write_pack(experiment, fitted, kept, models / experiment.pack.name, {"command": run.command}, None)
    analyse(run.program, [run.records[place] for place in fold.held], experiment.pack.name, models, out)
    return {place: read_verdicts(out, wearers[place].recording) for place in fold.held}


def train(run: Run) -> None:
    """Fits all models on all records; writes the pack and the golden file."""
    experiment, wearers = run.experiment, run.wearers
    found = run.work / "validation.json"
    validated = json.loads(found.read_text(encoding="utf-8")) if found.is_file() else None
    warnings = validated["earlyWarning"]["thresholds"] if validated else [0.5] * len(experiment.early_warning.at)
    models = {name: train_model(name, experiment, wearers, experiment.seed * 1000 + place) for place, name in enumerate(NAMES)}
    score = calibrate(wearers, experiment.anomaly, experiment.baseline.calibrate_seconds)
    fitted = Fitted(models, score, warnings)
    write_pack(experiment, fitted, wearers, run.pack, _provenance(run), validated)
    path = run.out / "tests" / "golden" / f"{experiment.pack.name}-baseline.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(golden.cases(experiment, fitted), separators=(",", ":")) + "\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in run.pack.glob("*.int8.onnx"))
    print(f"wrote {run.pack} (int8 {size} bytes) and {path}")


def figures(run: Run) -> None:
    """Writes the figures and the early-warning thresholds of the last cross-validation into the manifest of a pack that
    `train` made before it."""
    found, path = run.work / "validation.json", run.pack / "manifest.json"
    for needed, step in ((found, "cross-validate"), (path, "train")):
        if not needed.is_file():
            raise TrainingError(f"{needed} not found; run `aami {step}` first")
    validated, content = (json.loads(file.read_text(encoding="utf-8")) for file in (found, path))
    for model in content["models"]:
        if model["role"] == WARNING:
            model["operatingPoint"]["thresholds"] = validated["earlyWarning"]["thresholds"]
    write_manifest(content | {"figures": validated}, run.pack)
    print(f"figures of the cross-validation are in {path}")


def _provenance(run: Run) -> dict[str, Any]:
    """The manifest's `training` entry."""
    labels = np.concatenate([wearer.recording.label for wearer in run.wearers])
    counts = ", ".join(f"{(labels == index).sum()} {name}" for index, name in enumerate(CLASSES))
    kind = "MIT-BIH, training half" if run.own is None else "own recordings"
    entry = provenance.run_record(run.command, run.experiment.seed)
    entry["data"] = f"{kind}: {len(run.records)} records ({' '.join(path.name for path in run.records)}), beats {counts}"
    return entry
