"""Five classes: rows over seeds, the shipped confusion matrix, reliability."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import plots
from ..blocks import Block, Table, Text
from ..results import Results

ORDER = 20
TITLE = "ECG5000: five classes"


def blocks(results: Results) -> list[Block]:
    """Table of classifiers, then the shipped one's confusion matrix and reliability."""
    shown: list[Block] = []
    if study := results.read("ecg5000-classifiers"):
        shown += [
            Text("Mean and standard deviation over five runs of different seeds on TEST; int8 files in the numpy interpreter. A run of the last "
                 "row averages several networks, none of them in two runs; its first run is what ships, whatever the others reach, and "
                 f"averages {study['rows'][-1]['members']} networks, the seeds of the row before. {_place(study['rows'][-1])}"),
            Table(["classifier", "accuracy", "macro-F1", "balanced accuracy", "accuracy, fp32", "int8 = fp32", "each run's accuracy"],
                  [_row(row) for row in study["rows"]])]
        if data := results.read("ecg5000-data"):
            shown += [Text("Share of each class that is found, mean over the runs; beats of TEST in brackets."),
                      Table(["classifier", *(f"{name} ({beats})" for name, beats in zip(data["classes"], data["test"]))],
                            [_found(row) for row in study["rows"]])]
    if (pack := results.read("ecg5000-shipped")) and (data := results.read("ecg5000-data")):
        shape = pack["classification"]
        shown += [plots.confusion("ecg5000-confusion", "The shipped classifier on TEST, int8: counts, shaded by the share of the true class.",
                                  shape["confusion"], data["classes"]), _reliability(shape["reliability"])]
    return shown


def _row(row: dict[str, Any]) -> list[str]:
    def spread(name: str, precision: str = "int8") -> str:
        values = [run[precision][name] for run in row["runs"]]
        return f"{np.mean(values):.4f} ± {np.std(values, ddof=1):.4f}"

    agreement = min(run["agreement"] for run in row["runs"])
    each = ", ".join(f"{run['int8']['accuracy']:.4f}" for run in row["runs"])
    return [row["name"], spread("accuracy"), spread("macroF1"), spread("balancedAccuracy"), spread("accuracy", "fp32"),
            f"≥ {agreement:.4f}", each]


def _found(row: dict[str, Any]) -> list[str]:
    shares = []
    for run in row["runs"]:
        counts = np.array(run["int8"]["confusion"], float)
        shares.append(np.diag(counts) / np.maximum(counts.sum(axis=1), 1))
    return [row["name"], *(f"{share:.3f}" for share in np.mean(shares, axis=0))]


def _place(row: dict[str, Any]) -> str:
    """Where the shipped run stands among its like."""
    found = [run["int8"]["accuracy"] for run in row["runs"]]
    below, mean = sum(value < found[0] for value in found), float(np.mean(found))
    return (f"Among the {len(found)} packs' accuracies ({', '.join(f'{value:.4f}' for value in found)}, mean {mean:.4f}) the shipped one's "
            f"is {found[0]:.4f}: {_times(below)} lower.")


def _times(count: int) -> str:
    return {0: "none is", 1: "one is"}.get(count, f"{count} are")


def _reliability(bins: dict[str, list[float]]) -> Block:
    def paint(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
        axes.plot(bins["confidence"], bins["accuracy"], marker="o")
        for x, y, count in zip(bins["confidence"], bins["accuracy"], bins["count"]):
            axes.annotate(f"{count:.0f}", (x, y), textcoords="offset points", xytext=(4, -9))
        axes.set_xlabel("probability of the winning class")
        axes.set_ylabel("share that is right")
    return plots.draw("ecg5000-reliability", f"Reliability on TEST; numbers are beats in the bin; expected calibration error "
                      f"{bins['error'][0]:.4f}.", paint)
