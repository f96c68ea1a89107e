"""Anomaly detectors that know normal beats only."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import plots
from ..blocks import Block, Table, Text
from ..results import Results

ORDER = 30
TITLE = "ECG5000: anomaly detection"


def blocks(results: Results) -> list[Block]:
    """Table of detectors, ROC, precision-recall, score histogram."""
    pack = results.read("ecg5000-shipped")
    if pack is None:
        return []
    found = pack["anomaly"]
    rows = [[name + (f" (weight {found['weights'][name]:g})" if name in found["weights"] else ""), *_cells(row)]
            for name, row in found["rows"].items()]
    rows.append(["combined, semi-supervised threshold", *_cells(found["semi"])])
    return [
        Text("Fitted on TRAIN's 292 normal beats and their copies through the modelled live path. Thresholds: a percentile of out-of-fold scores "
             f"of training normals ({found['chosenBy']}). `combined` is what ships: the weighted sum of the log-z errors. The semi-supervised row has the same score; its "
             "threshold alone has seen TRAIN's 208 labelled anomalies (highest balanced accuracy). int8 files, numpy interpreter."),
        Table(["detector", "AUC", "accuracy", "precision", "recall", "F1"], rows),
        plots.curves("ecg5000-roc", "ROC of the combined score on TEST.", {"combined": found["roc"]},
                     ("false positive rate", "true positive rate"), (0, 0.2, 0.6, 1.005)),
        plots.curves("ecg5000-precision-recall", "Precision against recall of the combined score on TEST.",
                     {"combined": found["precision"]}, ("recall", "precision"), (0, 1.005, 0.6, 1.005)),
        _histogram(found),
    ]


def _cells(row: dict[str, float]) -> list[str]:
    return [f"{row[name]:.4f}" for name in ("auc", "accuracy", "precision", "recall", "f1")]


def _histogram(found: dict[str, Any]) -> Block:
    def paint(axes: Any) -> None:
        for name, color in (("normal", "tab:blue"), ("anomalous", "tab:red")):
            counts = np.array(found["scores"][name])
            axes.stairs(counts, np.arange(-12, 40.5)[:len(counts) + 1], label=name, color=color)
        axes.axvline(found["threshold"], color="0.4", linewidth=0.8)
        axes.set_yscale("log")
        axes.set_xlabel("anomaly score")
        axes.set_ylabel("beats")
        axes.legend()
    return plots.draw("ecg5000-scores", "Scores on TEST; the line is the threshold.", paint)
