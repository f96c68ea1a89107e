"""Forecasting: the rest of a beat, the next sample; early warning."""

from __future__ import annotations

from typing import Any

from .. import plots
from ..blocks import Block, Heading, Table, Text
from ..results import Results

ORDER = 40
TITLE = "ECG5000: forecasting and early warning"


def blocks(results: Results) -> list[Block]:
    """Tables of forecasters beside simple rules; curves of the early-warning head."""
    shown: list[Block] = []
    if study := results.read("ecg5000-forecasts"):
        shown += [Text("Errors on TEST in z units, fp32. Published for 84 to 56 on this set: MSE 0.212 (Seq2Seq, DILATE paper).")]
        for past in (100, 84):
            rows = [row for row in study["blocks"] if row["past"] == past]
            shown += [Heading(f"Samples {past} to 139 from 0 to {past - 1}"), Table(
                ["forecaster", "RMSE on normals", "RMSE on all", "MSE on normals", "MSE on all"], [_cells(row) for row in rows])]
        shown += [Heading(f"One sample ahead, from sample {study['first']}"), Table(
            ["forecaster", "RMSE on normals", "RMSE on all", "MSE on normals", "MSE on all"], [_cells(row) for row in study["steps"]])]
    if pack := results.read("ecg5000-shipped"):
        rows = pack["warning"]
        shown += [
            Heading("Early warning"),
            Text("One logistic regression a prefix, fitted on TRAIN (normal against the rest). Shipped thresholds: 1 % false positives on out-of-fold "
                 "TRAIN normals. ECG5000's windows are normalised over the whole beat, so early figures here know a little of what is to come; "
                 "live, the running scale of the last beats stands in."),
            Table(["samples known", "AUC", "found at 1 % of TEST normals", "found at the shipped threshold", "false positives there"],
                  [[str(row["at"]), f"{row['auc']:.4f}", f"{row['atOnePercent']:.3f}", f"{row['truePositives']:.3f}",
                    f"{row['falsePositives']:.4f}"] for row in rows]),
            plots.curves("ecg5000-early-roc", "ROC of the early-warning head at each prefix, TEST.",
                         {f"{row['at']} samples": row["roc"] for row in rows}, ("false positive rate", "true positive rate"),
                         (0, 0.1, 0, 1.005))]
    return shown


def _cells(row: dict[str, Any]) -> list[str]:
    return [row["name"], *(f"{row[name]:.4f}" for name in ("normalRmse", "rmse", "normalMse", "mse"))]
