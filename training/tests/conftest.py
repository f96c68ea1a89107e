"""What several tests share: the experiment, synthetic beats, ECG5000 where it can be found, and quick runs of it all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ecgtrain import TrainingError, cli
from ecgtrain.data import BeatSet, find_ecg5000
from ecgtrain.experiment import Experiment, read_experiment
from ecgtrain.golden import synthetic_windows

EXPERIMENT = Path(__file__).resolve().parents[1] / "experiments" / "ecg5000.toml"


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    """The committed experiment."""
    return read_experiment(EXPERIMENT)


@pytest.fixture(scope="session")
def windows() -> np.ndarray:
    """float32 [48, 140], synthetic, z-normalised."""
    return np.concatenate([synthetic_windows(seed) for seed in range(6)])


@pytest.fixture(scope="session")
def beats(windows: np.ndarray) -> BeatSet:
    """The synthetic windows with labels of all five classes."""
    return BeatSet(windows.astype(np.float64), np.arange(len(windows)) % 5, "0" * 64)


@pytest.fixture(scope="session")
def train_file() -> Path:
    """ECG5000_TRAIN.txt; the test is skipped where it is not to be found."""
    try:
        return find_ecg5000("TRAIN")
    except TrainingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def quick_runs(train_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """`all --quick`, and train and quantise again with the same seed, each under its own folder."""
    first, second = (tmp_path_factory.mktemp(name) for name in ("first", "second"))
    for folder, commands in ((first, ["all"]), (second, ["train", "quantise"])):
        for command in commands:
            assert cli.main([command, "--quick", "--data", str(train_file.parents[1]), "--out", str(folder)]) == 0
    return first, second
