"""The command line: python3 -m ecgtrain datasets|train|quantise|figures|study|report|retrain|all."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import TrainingError, figures, pack, provenance, retrain, training
from .aami import cli as aami
from .data import CLASSES, OFFICIAL_SHA256, REPOSITORY, BeatSet, find_ecg5000, read_beats
from .experiment import Experiment, read_experiment
from .study import run

_EXPERIMENT = Path(__file__).resolve().parents[1] / "experiments" / "ecg5000.toml"
_QUICK_STRIDE = 15
_STEPS = ["train", "quantise", "figures", "study", "report"]
_COMMANDS = {
    "datasets": "show the ECG5000 files found, their class counts and whether they are the official ones",
    "train": "fit all models on TRAIN and choose the thresholds",
    "quantise": "write the pack from what train left: fp32 and int8 models, manifest, golden cases",
    "figures": "measure the pack on TEST with the agent (needs dotnet) and write the figures into its manifest",
    "study": "compare classifiers over seeds and forecasters on TEST, draw the pack's curves; writes reports/results",
    "report": "write the report, one HTML and one Markdown page, from the result files",
    "retrain": "train and quantise on your own labelled beats; writes the pack OUT/NAME",
    "all": "train, quantise, figures (of the repository's own pack), study, report",
}


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 2 bad usage or input (one line on stderr)."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except TrainingError as error:
        print(f"ecgtrain: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ecgtrain", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--data", help="folder that holds ecg5000/ECG5000_TRAIN.txt")
        command.add_argument("--experiment", type=Path, default=_EXPERIMENT, help="hyper-parameters (TOML)")
        command.add_argument("--seed", type=int, help="instead of the experiment's own")
        command.add_argument("--out", type=Path, default=REPOSITORY, help="folder to write under, laid out as the "
                             "repository (inference/models/, tests/golden/, artifacts/training/)")
        if name == "retrain":
            command.add_argument("file", type=Path, help="beats: a label 1 to 5 and 140 samples a line (ECG5000's layout)")
            command.add_argument("--name", required=True, help="name of the new pack")
        if name in ("figures", "all"):
            command.add_argument("--agent", type=Path, help="a built ecgedge.dll to measure with, instead of building the checkout's")
        command.add_argument("--quick", action="store_true", help="hardly any training: exercises every step, "
                             "needs --out so that no real pack is overwritten")
    aami.add_commands(commands)
    return parser


def _run(options: argparse.Namespace) -> None:
    if options.command == "aami":
        aami.run(options)
        return
    if options.command == "datasets":
        _show_datasets(options.data)
        return
    provenance.code_version()
    experiment = _experiment(options)
    if options.command == "retrain":
        if options.out.resolve() == REPOSITORY:
            raise TrainingError("retrain: give --out, the folder to write the pack under")
        made = retrain.retrain(experiment, options.file, options.name, options.out, _command(options, experiment))
        print(f"wrote {made}; try: ecgedge evaluate {options.file} --models {options.out} --pack {options.name}")
        return
    steps = _STEPS if options.command == "all" else [options.command]
    if options.out.resolve() != REPOSITORY and options.command == "all":
        steps = [step for step in steps if step != "figures"]
    places = pack.Places.under(options.out.resolve(), experiment.pack.name)
    for step in steps:
        _run_step(step, options, experiment, places)


def _run_step(step: str, options: argparse.Namespace, experiment: Experiment, places: pack.Places) -> None:
    if step == "figures":
        if options.out.resolve() != REPOSITORY:
            raise TrainingError("figures measures the repository's own pack, --out does not apply")
        _show_figures(figures.write_figures(places.pack, experiment.pack.name, find_ecg5000("TEST", options.data), places.report,
                                           options.agent.resolve() if options.agent else None))
        return
    if step == "report":
        from .report import build  # Only here: matplotlib is not needed to train.
        for page in build.write_report(places.report):
            print(f"wrote {page}")
        return
    beats = read_beats(find_ecg5000("TRAIN", options.data))
    command = _command(options, experiment)
    if step == "train":
        score = training.train(experiment, beats, places.work)
        print(f"trained on {len(beats.labels)} beats, anomaly threshold {score.threshold:.4f}")
    elif step == "quantise":
        pack.write_pack(experiment, beats, places, provenance.training_record(command, experiment.seed, beats))
        sizes = {kind: sum(file.stat().st_size for file in places.pack.glob(f"*.{kind}.onnx")) for kind in ("int8", "fp32")}
        print(f"wrote {places.pack}: int8 {sizes['int8']} bytes, fp32 {sizes['fp32']} bytes")
    else:
        test = read_beats(find_ecg5000("TEST", options.data))
        if options.quick:
            test = BeatSet(test.windows[::_QUICK_STRIDE], test.labels[::_QUICK_STRIDE], test.sha256)  # Sorted by class.
        run.run(experiment, beats, test, places, places.report / "results", command)
        print(f"wrote {places.report / 'results'}")


def _experiment(options: argparse.Namespace) -> Experiment:
    experiment = read_experiment(options.experiment)
    if options.seed is not None:
        experiment = replace(experiment, seed=options.seed)
    if options.quick:
        if options.out.resolve() == REPOSITORY:
            raise TrainingError("--quick makes useless models: give --out a folder outside the repository")
        experiment = experiment.quick()
    return experiment


def _command(options: argparse.Namespace, experiment: Experiment) -> str:
    """The command that makes this pack again."""
    quick = " --quick" if options.quick else ""
    own = f"retrain {options.file.name} --name {options.name}" if options.command == "retrain" else "all"
    return f"python3 -m ecgtrain {own} --experiment experiments/{options.experiment.name} --seed {experiment.seed}{quick}"


def _show_datasets(data: str | None) -> None:
    for split in ("TRAIN", "TEST"):
        path = find_ecg5000(split, data)
        beats = read_beats(path)
        counts = np.bincount(beats.labels, minlength=len(CLASSES))
        known = "official" if beats.sha256 == OFFICIAL_SHA256[path.name] else "not the official file"
        print(f"{split}: {path}, {len(beats.labels)} beats ({known})")
        print("  " + ", ".join(f"{name} {count}" for name, count in zip(CLASSES, counts)))


def _show_figures(measured: dict) -> None:
    for precision in ("int8", "fp32"):
        anomaly, classes = measured[precision]["anomaly"], measured[precision]["classification"]
        print(f"{precision}: anomaly AUC {anomaly['auc']:.4f}, accuracy {anomaly['accuracy']:.4f}; "
              f"five classes {classes['accuracy']:.4f}")
