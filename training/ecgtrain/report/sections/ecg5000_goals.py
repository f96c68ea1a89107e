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
    pack = results.read("ecg5000-shipped")
    goals = [*_pack_goals(found["int8"]), *_class_goals(found["int8"], study), *_parity_goals(found["parity"]), *_cost_goals(pack, found)]
    rows = [_row(*goal) for goal in goals]
    missed = sum(row[3] == "no" for row in rows)
    high = [_row(*goal) for goal in _moonshots(found["int8"])]
    return [Table(["goal (TEST, int8, C# runtime)", "at least / at most", "reached", "met"], rows,
                  f"{len(rows) - missed} of {len(rows)} met. One-step errors from sample 8. The means over seeds come from the numpy interpreter."),
            Text("Five packs are averages of five networks each that share none; the shipped one is the first of them and was not chosen among "
                 "them. Early-warning rates at 1 % are taken at 1 % of TEST's normals, as the goal was set; the shipped thresholds' own "
                 "rates stand further below. "
                 f"Cost: {found['bench']['machine']}, the quietest of {found['bench']['runs']} runs of `ecgedge bench`."),
            Table(["moonshot", "at least", "reached", "met"], high, "0.9491 is the highest accuracy published on this split, 0.599 the highest "
                  "balanced accuracy; no one method has both.")]


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
    def mean(row: dict[str, Any], name: str) -> float:
        return float(np.mean([run["int8"][name] for run in row["runs"]]))

    alone, shipped = study["rows"][-2:]
    return [("five classes: accuracy, mean of five packs", 0.946, mean(shipped, "accuracy"), True),
            ("five classes: macro-F1, mean of five packs", 0.615, mean(shipped, "macroF1"), True),
            ("five classes: accuracy, shipped, against the five networks that it averages", mean(alone, "accuracy"),
             int8["classification"]["accuracy"], True),
            ("five classes: accuracy, shipped, against five packs", mean(shipped, "accuracy"), int8["classification"]["accuracy"], True),
            ("five classes: macro-F1, shipped", 0.615, int8["classification"]["macroF1"], True)]


def _parity_goals(parity: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    return [("int8 against fp32: same class", 0.995, parity["classAgreement"], True),
            ("int8 against fp32: largest difference of a figure", 0.002, parity["largestDifference"], False)]


def _cost_goals(pack: dict[str, Any] | None, found: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    size = [("int8 files together, kB", 250.0, sum(pack["sizes"].values()) / 1000, False)] if pack else []
    return [*size, ("a verdict by the whole pack, µs", 100.0, found["bench"]["microsecondsPerBeat"], False)]


def _moonshots(int8: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    anomaly, classes = int8["anomaly"], int8["classification"]
    return [("anomaly: AUC", 0.995, anomaly["auc"], True), ("anomaly: accuracy", 0.985, anomaly["accuracy"], True),
            ("anomaly: F1", 0.980, anomaly["f1"], True), ("five classes: accuracy", 0.9491, classes["accuracy"], True),
            ("five classes: balanced accuracy", 0.599, classes["balancedAccuracy"], True)]


def _row(name: str, goal: float, reached: float, at_least: bool) -> list[str]:
    met = reached >= goal if at_least else reached <= goal
    digits = 1 if goal >= 10 else 4
    return [name, f"{'≥' if at_least else '≤'} {goal:.{digits}f}", f"{reached:.{digits}f}", "yes" if met else "no"]
