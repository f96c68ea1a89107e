"""The command line of the aami pack: python3 -m ecgtrain aami windows|cross-validate|train|figures|all."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from .. import TrainingError
from ..data import REPOSITORY
from . import steps
from .experiment import AamiExperiment, read_aami_experiment

_EXPERIMENT = Path(__file__).resolve().parents[2] / "experiments" / "aami.toml"
_PROGRAM = Path("artifacts") / "bin" / "EcgEdge.Agent" / "release" / "ecgedge.dll"
_COMMANDS = {
    "windows": "cut the recordings' windows with the agent's own filter and detector",
    "cross-validate": "figures by record-grouped cross-validation: fp32 in Python, int8 in the agent",
    "train": "fit all models on all recordings, write pack and golden file",
    "figures": "write the figures of the last cross-validation into the manifest of a pack made before it",
    "all": "windows, cross-validate, train",
}


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Adds `aami` and its steps to the command line of ecgtrain."""
    parser = commands.add_parser("aami", help="the pack for any wearer, from MIT-BIH or recordings of one's own")
    steps_of = parser.add_subparsers(dest="step", required=True)
    for name, text in _COMMANDS.items():
        step = steps_of.add_parser(name, help=text, description=text)
        step.add_argument("--data", help="folder that holds mitdb/ (the records of the training half)")
        step.add_argument("--records", type=Path, help="instead of MIT-BIH: a folder of WFDB records with .atr annotations")
        step.add_argument("--program", type=Path, default=REPOSITORY / _PROGRAM, help="ecgedge.dll of a build")
        step.add_argument("--experiment", type=Path, default=_EXPERIMENT, help="hyper-parameters (TOML)")
        step.add_argument("--name", help="of the pack, instead of the experiment's")
        step.add_argument("--seed", type=int, help="instead of the experiment's own")
        step.add_argument("--out", type=Path, default=REPOSITORY, help="folder to write under, laid out as the repository")
        step.add_argument("--only", nargs="+", metavar="RECORD", help="some of the records")
        step.add_argument("--quick", action="store_true", help="hardly any training: exercises every step, needs --out")


def run(options: argparse.Namespace) -> None:
    """Runs the step that was asked for; TrainingError with one line on bad input."""
    experiment = _experiment(options)
    run_of = steps.Run(experiment, options.out.resolve(), options.program, options.data, options.records, options.only,
                       _command(options, experiment))
    if options.step in ("windows", "all"):
        steps.windows(run_of)
    if options.step in ("cross-validate", "all"):
        steps.cross_validate(run_of)
    if options.step in ("train", "all"):
        steps.train(run_of)
    if options.step == "figures":
        steps.figures(run_of)


def _experiment(options: argparse.Namespace) -> AamiExperiment:
    experiment = read_aami_experiment(options.experiment)
    if options.seed is not None:
        experiment = replace(experiment, seed=options.seed)
    if options.name is not None:
        experiment = replace(experiment, pack=replace(experiment.pack, name=options.name))
    if options.records is not None and options.name is None and options.out.resolve() == REPOSITORY:
        raise TrainingError("--records would overwrite the pack that ships: give a --name of its own, or --out")
    if options.quick:
        if options.out.resolve() == REPOSITORY:
            raise TrainingError("--quick makes useless models: give --out a folder outside the repository")
        experiment = experiment.quick()
    return experiment


def _command(options: argparse.Namespace, experiment: AamiExperiment) -> str:
    own = " --records FOLDER" if options.records is not None else ""
    quick = " --quick" if options.quick else ""
    return f"python3 -m ecgtrain aami all --experiment experiments/{options.experiment.name} --seed {experiment.seed}{own}{quick}"
