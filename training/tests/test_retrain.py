"""A pack from one's own beats."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ecgtrain import TrainingError, cli
from ecgtrain.retrain import read_own


def write(path: Path, windows: np.ndarray, labels: np.ndarray) -> Path:
    path.write_text("\n".join(",".join([str(label), *(f"{value:.4f}" for value in row)]) for label, row in zip(labels, windows)) + "\n")
    return path


@pytest.fixture()
def own(tmp_path: Path, windows: np.ndarray) -> Path:
    rows = 0.8 * np.tile(windows, (2, 1)) + 3
    return write(tmp_path / "own.csv", rows, np.where(np.arange(len(rows)) % 4, 1, 2))


def test_own_beats_are_filled_and_normalised(own: Path) -> None:
    first, *others = own.read_text().splitlines()
    fields = first.split(",")
    fields[10], fields[20], fields[140] = "", "?", "NaN"
    own.write_text("\n".join([",".join(fields), *others]))
    beats = read_own(own)
    assert np.isfinite(beats.windows).all()
    assert np.allclose(beats.windows.mean(1), 0, atol=1e-9) and np.allclose(beats.windows.std(1, ddof=1), 1)
    assert np.bincount(beats.labels).tolist() == [72, 24]


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda lines: lines[:30], "22 normal beats .label 1. and 8 others; expected at least 40 and 10"),
    (lambda lines: [lines[0].split(",")[0] + "," * 140, *lines[1:]], "own.csv"),
    (lambda lines: [",".join(lines[0].split(",")[:80]) + "," * 61, *lines[1:]], "row 1: 44% of its samples are missing"),
])
def test_what_cannot_be_learned_from_is_refused(own: Path, spoil: object, said: str) -> None:
    own.write_text("\n".join(spoil(own.read_text().splitlines())))
    with pytest.raises(TrainingError, match=said):
        read_own(own)


def test_a_name_that_is_no_folder_name_is_refused(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["retrain", str(own), "--name", "../mine", "--out", str(tmp_path)]) == 2
    assert "--name is '../mine'" in capsys.readouterr().err


def test_one_command_makes_a_pack(own: Path, tmp_path: Path) -> None:
    assert cli.main(["retrain", str(own), "--name", "mine", "--quick", "--out", str(tmp_path / "packs")]) == 0
    content = json.loads((tmp_path / "packs" / "mine" / "manifest.json").read_text())
    assert content["pack"] == "mine" and "own.csv" in content["training"]["data"]
    files = {file["file"] for model in content["models"] for file in model["files"].values()} | {"manifest.json"}
    assert {path.name for path in (tmp_path / "packs" / "mine").iterdir()} == files
