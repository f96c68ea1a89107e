"""The ECG5000 reader and search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ecgtrain import TrainingError
from ecgtrain.data import find_ecg5000, read_beats


def line(label: str = "1", separator: str = " ", count: int = 140) -> str:
    return separator.join([label, *(f"{np.sin(i / 7):.6e}" for i in range(count))])


def write(folder: Path, *lines: str) -> Path:
    path = folder / "beats.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("separator", [" ", "\t", ",", "   "])
def test_reads_label_first_and_numbers_classes_from_zero(tmp_path: Path, separator: str) -> None:
    beats = read_beats(write(tmp_path, line("1.0000000e+00", separator), "", line("5", separator)))
    assert beats.labels.tolist() == [0, 4]
    assert beats.windows.shape == (2, 140)
    assert beats.windows[1, 7] == pytest.approx(np.sin(1), abs=1e-6)
    assert len(beats.normals) == 1 and len(beats.anomalies) == 1


@pytest.mark.parametrize(("bad", "said"), [
    (line(count=139), "140 columns, expected a label and 140 samples"),
    (line(count=141), "142 columns"),
    (line().replace("0.000000e+00", "n/a", 1), "column 2 is 'n/a', expected a number"),
    (line().replace("0.000000e+00", "nan", 1), "column 2 is 'nan', expected a finite number"),
    (line("6"), "label '6', expected 1 to 5"),
    (line("1.5"), "label '1.5', expected 1 to 5"),
    ("1 " + " ".join(["0.25"] * 140), "all 140 samples are equal"),
])
def test_refuses_a_bad_line_naming_file_and_line(tmp_path: Path, bad: str, said: str) -> None:
    path = write(tmp_path, line(), bad)
    with pytest.raises(TrainingError) as error:
        read_beats(path)
    assert f"{path}:2: " in str(error.value) and said in str(error.value)
    assert "\n" not in str(error.value)


def test_refuses_a_file_without_beats_and_a_missing_one(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no beats"):
        read_beats(write(tmp_path, ""))
    with pytest.raises(TrainingError, match="absent.txt: No such file"):
        read_beats(tmp_path / "absent.txt")


def test_warns_when_the_file_is_not_the_official_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ECG5000_TRAIN.txt"
    path.write_text(line() + "\n")
    assert len(read_beats(path).labels) == 1
    assert "warning" in (said := capsys.readouterr().err) and str(path) in said


def test_search_takes_the_environment_before_the_working_folder(tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("named/ecg5000", "here/data/ecg5000"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "ECG5000_TRAIN.txt").write_text(line())
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("ECGEDGE_DATA", str(tmp_path / "named"))
    assert find_ecg5000("TRAIN").parents[1] == tmp_path / "named"
    monkeypatch.delenv("ECGEDGE_DATA")
    assert find_ecg5000("TRAIN").parents[1] == tmp_path / "here" / "data"


def test_an_explicit_folder_is_the_only_one_searched(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="ECG5000_TRAIN.txt not found in .*; give its folder with --data"):
        find_ecg5000("TRAIN", str(tmp_path))


def test_the_official_training_file(train_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beats = read_beats(train_file)
    assert np.bincount(beats.labels).tolist() == [292, 177, 10, 19, 2]
    assert np.allclose(beats.windows.std(axis=1, ddof=1), 1, atol=1e-3)
    assert capsys.readouterr().err == ""
