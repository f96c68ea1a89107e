"""What the manifest says of the run that made a pack."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from functools import cache
from typing import Any

import numpy
import onnx
import torch

from .data import REPOSITORY, BeatSet


def training_record(command: str, seed: int, beats: BeatSet) -> dict[str, Any]:
    """The manifest's `training` entry: command, seed, code version, date, data and machine (no names, no paths)."""
    return run_record(command, seed) | {
        "data": f"ECG5000 official split, TRAIN {len(beats.labels)} beats",
        "trainSha256": beats.sha256,
    }


def run_record(command: str, seed: int) -> dict[str, Any]:
    """What that entry says of the run, whatever the data."""
    return {
        "command": command,
        "seed": seed,
        "codeVersion": code_version(),
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
    }


def machine() -> str:
    """System, processor kind, cores and library versions."""
    return (f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
            f"torch {torch.__version__}, onnx {onnx.__version__}, numpy {numpy.__version__}")


@cache
def code_version() -> str:
    """`git describe` of the checkout as it was when first asked, or "uncommitted" where there is no commit to name: what a run itself
    writes does not make its code another."""
    try:
        found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=REPOSITORY, capture_output=True,
                               text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "uncommitted"
    return found.stdout.strip() or "uncommitted"
