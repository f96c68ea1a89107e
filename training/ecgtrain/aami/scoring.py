"""Figures over continuous records, after ANSI/AAMI EC57: what the detector missed or invented counts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from .recordings import CLASSES, UNMATCHED, Recording

NONE = len(CLASSES)  # Row: no reference beat. Column: not found by the detector.


@dataclass(frozen=True)
class Judged:
    """Verdicts on all beats of a recording: probabilities [n, 5], anomaly score [n]."""

    recording: Recording
    probabilities: np.ndarray
    score: np.ndarray


def confusion(judged: Judged, from_seconds: float) -> np.ndarray:
    """int [6, 6]: reference class (last row: none) by given class (last column: missed), beats after from_seconds. A
    missed beat is counted where the next found one, or the end, is after from_seconds."""
    recording = judged.recording
    scored = recording.seconds > from_seconds
    table = np.zeros((NONE + 1, NONE + 1), int)
    reference = np.where(recording.label == UNMATCHED, NONE, recording.label)
    np.add.at(table, (reference[scored], judged.probabilities.argmax(axis=1)[scored]), 1)
    for kinds, counted in zip(recording.missed, (*scored, True)):
        for kind in kinds if counted else ():
            table[kind, NONE] += 1
    return table


def figures(table: np.ndarray) -> dict[str, Any]:
    """Sensitivity, positive predictivity and F1 of N, S, V, F; macro-F1 over N, V, S."""
    result: dict[str, Any] = {}
    for index, name in enumerate(CLASSES[:4]):
        right = table[index, index]
        sensitivity, predictivity = right / max(table[index].sum(), 1), right / max(table[:, index].sum(), 1)
        f1 = 2 * right / max(table[index].sum() + table[:, index].sum(), 1)
        result[name] = {"beats": table[index].sum(), "sensitivity": sensitivity, "predictivity": predictivity, "f1": f1}
    result["macroF1"] = float(np.mean([result[name]["f1"] for name in ("N", "V", "S")]))
    return result


def ranking(all_judged: list[Judged], from_seconds: float) -> dict[str, float]:
    """Without thresholds, pooled over the found beats: AUC and average precision of p_v, p_s, and of the anomaly score
    (V against all others, beats without a reference among these)."""
    rows = [judged.recording.seconds > from_seconds for judged in all_judged]
    label = np.concatenate([judged.recording.label[r] for judged, r in zip(all_judged, rows)])
    probabilities = np.concatenate([judged.probabilities[r] for judged, r in zip(all_judged, rows)])
    score = np.concatenate([judged.score[r] for judged, r in zip(all_judged, rows)])
    result = {}
    for name, target, values in (("V", 2, probabilities[:, 2]), ("S", 1, probabilities[:, 1]), ("anomaly", 2, score)):
        if 0 < (label == target).sum() < len(label):
            result[f"{name}Auc"] = float(roc_auc_score(label == target, values))
            result[f"{name}Ap"] = float(average_precision_score(label == target, values))
    return result


def bootstrap(tables: list[np.ndarray], draws: int, seed: int) -> dict[str, list[float]]:
    """95 % intervals of the figures when the records are drawn again with replacement; tables: a confusion a record."""
    rng = np.random.default_rng(seed)
    stacked = np.array(tables)
    found = [figures(stacked[rng.integers(0, len(tables), len(tables))].sum(axis=0)) for _ in range(draws)]
    values = {"V": [f["V"]["f1"] for f in found], "S": [f["S"]["f1"] for f in found],
              "macroF1": [f["macroF1"] for f in found]}
    return {name: [float(v) for v in np.quantile(value, [0.025, 0.975])] for name, value in values.items()}
