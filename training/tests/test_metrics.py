"""Figures against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from ecgtrain import metrics
from ecgtrain.study.threshold import most_balanced

RNG = np.random.default_rng(0)
ANOMALOUS = RNG.random(300) < 0.3
SCORES = np.round(RNG.standard_normal(300) + ANOMALOUS, 1)  # Rounded: ties.


def test_roc_agrees_with_scikit_learn_also_with_ties() -> None:
    curve = metrics.roc(SCORES, ANOMALOUS)
    assert curve.auc == pytest.approx(roc_auc_score(ANOMALOUS, SCORES))
    assert curve.true_positives_at(1.0) == 1 and 0 < curve.true_positives_at(0.05) < 0.6


def test_confusion_figures_agree_with_scikit_learn() -> None:
    labels, found = RNG.integers(4, size=200), RNG.integers(4, size=200)
    counts = metrics.confusion(labels, found, 4)
    assert metrics.accuracy(counts) == pytest.approx((labels == found).mean())
    assert metrics.macro_f1(counts) == pytest.approx(f1_score(labels, found, average="macro"))
    assert metrics.balanced_accuracy(counts) == pytest.approx(balanced_accuracy_score(labels, found))


def test_detection_at_a_threshold() -> None:
    found = metrics.detection(np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True]), 0.5)
    assert found == {"auc": 0.75, "accuracy": 0.5, "precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_reliability_of_a_calibrated_and_an_overconfident_classifier() -> None:
    right = np.arange(100) < 75
    labels = np.where(right, 0, 1)
    for share, error in ((0.75, 0.0), (0.95, 0.2)):
        bins = metrics.reliability(np.tile([share, 1 - share], (100, 1)), labels)
        assert bins["count"] == [100] and bins["accuracy"] == [0.75] and bins["error"][0] == pytest.approx(error)


def test_most_balanced_threshold_parts_what_can_be_parted() -> None:
    assert most_balanced(np.array([1.0, 2, 3]), np.array([4.0, 5])) == 3
