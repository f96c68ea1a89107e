"""Drawings for the report as compact SVG text; the same data give the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402 the backend is chosen first
from matplotlib.axes import Axes  # noqa: E402

from .blocks import Figure  # noqa: E402

_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "ecgtrain", "font.size": 8.0, "font.family": "sans-serif", "axes.spines.top": False,
          "axes.spines.right": False, "lines.linewidth": 1.1, "axes.titlesize": 9.0, "legend.frameon": False,
          "path.simplify_threshold": 0.5, "savefig.dpi": 80}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def draw(name: str, caption: str, paint: Callable[..., None], panels: tuple[int, int] = (1, 1),
         size: tuple[float, float] = (4.6, 3.0)) -> Figure:
    """Calls paint(axes) with one Axes, or a flat list of them where panels (rows, columns) has several; size in inches."""
    with matplotlib.rc_context(_STYLE):
        figure, axes = pyplot.subplots(*panels, figsize=size, constrained_layout=True)
        paint(list(axes.ravel()) if isinstance(axes, np.ndarray) else axes)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return Figure(name, _compact(buffer.getvalue(), name), caption)


def curves(name: str, caption: str, lines: dict[str, tuple[Sequence[float], Sequence[float]]], labels: tuple[str, str],
           limits: tuple[float, float, float, float] | None = None, log_y: bool = False) -> Figure:
    """Named lines (x, y) in one panel; labels: of the axes; limits: x0, x1, y0, y1."""
    def paint(axes: Axes) -> None:
        for line, (x, y) in lines.items():
            axes.plot(x, y, label=line)
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        if limits:
            axes.set_xlim(limits[0], limits[1])
            axes.set_ylim(limits[2], limits[3])
        if log_y:
            axes.set_yscale("log")
        axes.legend()
    return draw(name, caption, paint)


def confusion(name: str, caption: str, matrix: Sequence[Sequence[int]], classes: Sequence[str]) -> Figure:
    """Counts, rows = true class, shaded by the share of the row."""
    counts = np.asarray(matrix)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)

    def paint(axes: Axes) -> None:
        axes.pcolormesh(shares, cmap="Blues", vmin=0, vmax=1, edgecolors="white", linewidth=0.5)
        axes.invert_yaxis()
        for row, column in np.ndindex(counts.shape):
            axes.text(column + 0.5, row + 0.5, str(counts[row, column]), ha="center", va="center",
                      color="white" if shares[row, column] > 0.6 else "black")
        places = np.arange(len(classes)) + 0.5
        axes.set_xticks(places, classes)
        axes.set_yticks(places, classes)
        axes.set_xlabel("classified as")
        axes.set_ylabel("true class")
    return draw(name, caption, paint, size=(4.4, 3.2))


def _compact(svg: str, name: str) -> str:
    """Without prologue and metadata, numbers to two decimals, ids unique to the figure (several share one page)."""
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = _LONG_NUMBER.sub(lambda found: f"{float(found.group()):.2f}", svg)
    svg = re.sub(r'(id="|url\(#|xlink:href="#)', lambda found: f"{found.group()}{name}-", svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    return re.sub(r"\n\s*", "\n", svg).strip()
