"""Pages from result files."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="matplotlib is not installed: the report is not drawn")

from ecgtrain import TrainingError  # noqa: E402
from ecgtrain.report import build, page, plots, results  # noqa: E402
from ecgtrain.report.blocks import Heading, Table, Text  # noqa: E402


def test_results_keep_six_digits_and_arrays(tmp_path: Path) -> None:
    results.save(tmp_path, "r", {"a": np.array([1 / 3, 2]), "n": np.int64(3), "nested": [{"x": 1e-9 / 3}]})
    assert results.Results(tmp_path).read("r") == {"a": [0.333333, 2.0], "n": 3, "nested": [{"x": 3.33333e-10}]}
    assert results.Results(tmp_path).read("absent") is None
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(TrainingError, match="bad.json"):
        results.Results(tmp_path).read("bad")


def test_figures_are_repeatable_and_their_ids_their_own() -> None:
    first, second = (plots.curves(name, "c", {"line": ([0, 1], [0, 1])}, ("x", "y")) for name in ("one", "one"))
    assert first.svg == second.svg and first.svg.startswith("<svg")
    other = plots.curves("two", "c", {"line": ([0, 1], [0, 1])}, ("x", "y"))
    ids = [set(re.findall(r'id="([^"]+)"', figure.svg)) for figure in (first, other)]
    assert ids[0] and not ids[0] & ids[1]


def test_pages_hold_every_block_and_escape_text() -> None:
    figure = plots.confusion("m", "counts & shares", [[3, 1], [0, 2]], ["N", "V"])
    sections = [page.Section("S", [Heading("H"), Text("a < b, `code`"), Table(["k", "v"], [["x", "1"]], "said"), figure])]
    html, markdown = page.to_html("T", sections), page.to_markdown("T", sections, "figures")
    for expected in ("<h3>H</h3>", "a &lt; b, <code>code</code>", "<td>x</td><td>1</td>", "said", "<svg", "counts &amp; shares"):
        assert expected in html
    assert "http" not in re.sub(r'xmlns(:xlink)?="[^"]+"|<!DOCTYPE[^>]+>', "", html)
    for expected in ("### H", "| x | 1 |", "| --- | ---: |", "(figures/m.svg)"):
        assert expected in markdown


def test_report_without_results_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="run study first"):
        build.write_report(tmp_path)


def test_quick_run_writes_both_pages_with_every_section(quick_runs: tuple[Path, Path]) -> None:
    folder = quick_runs[0] / "training" / "reports"
    html, markdown = ((folder / name).read_text() for name in ("report.html", "report.md"))
    for module in build.section_modules():
        if module.__name__.split(".")[-1].startswith("ecg5000") and not module.__name__.endswith(("runtime", "goals")):
            assert module.TITLE in html and f"## {module.TITLE}" in markdown, module.__name__
    named = set(re.findall(r"\(figures/([a-z0-9-]+)\.svg\)", markdown))
    assert named == {path.stem for path in (folder / "figures").glob("*.svg")} and len(named) >= 10
    for name in ("baseline", "class-weighted", "oversampled", "optimised", "averaged (shipped)", "AR(8)", "semi-supervised"):
        assert name in html
