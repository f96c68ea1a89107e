"""Exit codes and one-line errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecgtrain import cli


def failing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Standard error of a command that must end with 2."""
    assert cli.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("ecgtrain: ") and said.count("\n") == 1
    return said


def test_missing_data_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = failing(["train", "--data", str(tmp_path), "--out", str(tmp_path)], capsys)
    assert "ECG5000_TRAIN.txt" in said and str(tmp_path) in said


def test_missing_experiment_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "absent.toml" in failing(["train", "--experiment", str(tmp_path / "absent.toml")], capsys)


def test_quantise_before_train_says_so(train_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(train_file.parents[1])
    assert "run train first" in failing(["quantise", "--data", data, "--out", str(tmp_path)], capsys)


def test_quick_never_overwrites_the_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert "give --out" in failing(["all", "--quick"], capsys)


def test_unknown_command_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["distil"])
    assert ended.value.code == 2


def test_datasets_prints_counts(train_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["datasets", "--data", str(train_file.parents[1])]) == 0
    said = capsys.readouterr().out
    assert "TRAIN" in said and "Normal 292, R-on-T PVC 177, PVC 10, SP 19, UB 2" in said
