"""Finds the sections, asks each for its blocks, writes report.html, report.md and figures/*.svg."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from .. import TrainingError
from . import page, sections
from .blocks import Figure
from .results import Results

_TITLE = "EcgEdge models: what was trained and how well it does"


def section_modules() -> list[ModuleType]:
    """The modules of report/sections in page order."""
    found = [importlib.import_module(f"{sections.__name__}.{item.name}") for item in pkgutil.iter_modules(sections.__path__)]
    return sorted(found, key=lambda module: (module.ORDER, module.TITLE))


def write_report(folder: Path) -> list[Path]:
    """Makes the report in the folder from folder/results/*.json; returns the pages. TrainingError where there are no results."""
    results = Results(folder / "results")
    if not any(results.folder.glob("*.json")):
        raise TrainingError(f"{results.folder}: no result files; run study first")
    shown = [page.Section(module.TITLE, blocks) for module in section_modules() if (blocks := module.blocks(results))]
    figures = [block for section in shown for block in section.blocks if isinstance(block, Figure)]
    _write_figures(folder / "figures", figures)
    pages = {"report.html": page.to_html(_TITLE, shown), "report.md": page.to_markdown(_TITLE, shown, "figures")}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


def _write_figures(folder: Path, figures: list[Figure]) -> None:
    names = [figure.name for figure in figures]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two figures are named {name}")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        if old.stem not in names:
            old.unlink()
    for figure in figures:
        (folder / f"{figure.name}.svg").write_text(figure.svg + "\n", encoding="utf-8")
