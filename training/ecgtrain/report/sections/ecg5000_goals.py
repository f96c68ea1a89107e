"""Goals set beforehand and what the shipped int8 files reach."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..blocks import Block, Table, Text
from ..results import Results

ORDER = 5
TITLE = "ECG5000: goals"


def blocks(results: Results) -> list[Block]:
    """One row a goal; nothing without the runtime's figures."""
    found, study = results.read("ecg5000-runtime"), results.read("ecg5000-classifiers")
    if found is None or study is None:
        return []
    rows = [_row(*goal) for goal in (*_pack_goals(found["int8"]), *_class_goals(found["int8"], study), *_parity_goals(found["parity"]))]
    missed = sum(row[3] == "no" for row in rows)
    return [Table(["goal (TEST, int8, C# runtime)", "at least / at most", "reached", "met"], rows,
                  f"{len(rows) - missed} of {len(rows)} met. One-step errors from sample 8. The means over seeds come from the numpy interpreter."),
            Text("Early-warning rates at 1 % are taken at 1 % of TEST's normals, as the goal was set; the shipped thresholds' own rates stand "
                 "further below.")]


def _pack_goals(int8: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    anomaly, blocks_ = int8["anomaly"], {item["model"]: item for item in int8["blockForecasts"]}
    early = {item["at"]: item["tprAtOnePercent"] for item in int8["earlyWarning"]}
    return [("anomaly: AUC", 0.993, anomaly["auc"], True), ("anomaly: accuracy", 0.980, anomaly["accuracy"], True),
            ("anomaly: F1", 0.976, anomaly["f1"], True), ("one sample ahead: RMSE on normals", 0.130, int8["forecast"]["normalRmse"], False),
            ("100 to 40: RMSE on normals", 0.315, blocks_["beat-forecaster"]["normalRmse"], False),
            ("84 to 56: MSE on all beats", 0.212, blocks_["half-beat-forecaster"]["rmse"] ** 2, False),
            *((f"early warning at {at} samples, 1 % false positives", goal, early[at], True)
              for at, goal in ((20, 0.60), (100, 0.86), (120, 0.96)))]


def _class_goals(int8: dict[str, Any], study: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    runs = [run["int8"] for run in study["rows"][-1]["runs"]]
    mean = float(np.mean([run["accuracy"] for run in runs]))
    return [("five classes: accuracy, mean over seeds", 0.946, mean, True),
            ("five classes: accuracy, shipped, against that mean", mean, int8["classification"]["accuracy"], True),
            ("five classes: macro-F1, mean over seeds", 0.615, float(np.mean([run["macroF1"] for run in runs])), True)]


def _parity_goals(parity: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    return [("int8 against fp32: same class", 0.995, parity["classAgreement"], True),
            ("int8 against fp32: largest difference of a figure", 0.002, parity["largestDifference"], False)]


def _row(name: str, goal: float, reached: float, at_least: bool) -> list[str]:
    met = reached >= goal if at_least else reached <= goal
    return [name, f"{'≥' if at_least else '≤'} {goal:.4f}", f"{reached:.4f}", "yes" if met else "no"]
