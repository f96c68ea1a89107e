"""Figures of classifiers and detectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


def confusion(labels: np.ndarray, found: np.ndarray, classes: int) -> np.ndarray:
    """Counts [classes, classes], rows = true class."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (labels, found), 1)
    return counts


def accuracy(counts: np.ndarray) -> float:
    """Share on the diagonal of a confusion matrix."""
    return float(np.trace(counts) / counts.sum())


def macro_f1(counts: np.ndarray) -> float:
    """Unweighted mean of the F1 of every class; a class never found counts 0."""
    right = np.diag(counts)
    return float(np.mean(2 * right / np.maximum(counts.sum(0) + counts.sum(1), 1)))


def balanced_accuracy(counts: np.ndarray) -> float:
    """Mean sensitivity of the classes."""
    return float(np.mean(np.diag(counts) / np.maximum(counts.sum(1), 1)))


@dataclass(frozen=True)
class Roc:
    """One point a distinct score, from the highest down: shares of false and true positives, precision."""

    false_positives: np.ndarray
    true_positives: np.ndarray
    precision: np.ndarray

    @property
    def auc(self) -> float:
        """Area under the curve."""
        return float(np.trapz(self.true_positives, self.false_positives))

    def true_positives_at(self, false_positives: float) -> float:
        """The largest share of true positives at no more than this share of false ones."""
        return float(self.true_positives[self.false_positives <= false_positives].max(initial=0.0))


def roc(scores: np.ndarray, anomalous: np.ndarray) -> Roc:
    """Curve of a score [n] that is high where anomalous [n] is true; both classes must occur."""
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.cumsum(anomalous[order])[last]
    misses = last + 1 - hits
    return Roc(np.append(0, misses / misses[-1]), np.append(0, hits / hits[-1]), np.append(1.0, hits / (last + 1)))


def detection(scores: np.ndarray, anomalous: np.ndarray, threshold: float) -> dict[str, float]:
    """auc, and accuracy, precision, recall, f1 of "score above threshold"."""
    found = scores > threshold
    hits = float((found & anomalous).sum())
    return {"auc": roc(scores, anomalous).auc, "accuracy": float((found == anomalous).mean()),
            "precision": hits / max(found.sum(), 1), "recall": hits / anomalous.sum(),
            "f1": 2 * hits / max(found.sum() + anomalous.sum(), 1)}


def reliability(probabilities: np.ndarray, labels: np.ndarray, bins: int = 10) -> dict[str, list[float]]:
    """confidence, accuracy and count of each equal-width bin of the winning probability that holds beats; `error` their
    count-weighted mean distance (expected calibration error)."""
    winning, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = np.minimum((winning * bins).astype(int), bins - 1)
    held = [place == number for number in range(bins) if (place == number).any()]
    confidence, accuracies, counts = ([float(f(mask)) for mask in held] for f in (
        lambda mask: winning[mask].mean(), lambda mask: right[mask].mean(), lambda mask: mask.sum()))
    error = sum(abs(c - a) * n for c, a, n in zip(confidence, accuracies, counts)) / len(labels)
    return {"confidence": confidence, "accuracy": accuracies, "count": counts, "error": [error]}


def thinned(values: Iterable[float], points: int = 200) -> np.ndarray:
    """At most `points` of the values, evenly taken, first and last among them."""
    array = np.asarray(values)
    return array if len(array) <= points else array[np.linspace(0, len(array) - 1, points).round().astype(int)]
