"""Oversampling, SMOTE and class weights."""

from __future__ import annotations

import numpy as np
import pytest

from ecgtrain.balancing import balanced, class_weights, smote

LABELS = np.repeat([0, 1, 2], [20, 5, 1])
ROWS = np.random.default_rng(0).standard_normal((26, 4)) + 10 * LABELS[:, None]


@pytest.mark.parametrize("how", ["oversample", "smote"])
def test_rare_classes_grow_to_the_share_of_the_largest(how: str) -> None:
    rows, labels = balanced(ROWS, LABELS, how, np.random.default_rng(1), share=0.5)
    assert np.bincount(labels).tolist() == [20, 10, 10]
    assert np.array_equal(rows[:26], ROWS) and np.array_equal(labels[:26], LABELS)
    assert np.abs(rows - 10 * labels[:, None]).max() < 5  # Every made row lies with its class.
    made = rows[26:][labels[26:] == 1]
    known = (made[:, None] == ROWS[LABELS == 1][None]).all(axis=2).any(axis=1)
    assert known.all() if how == "oversample" else not known.any()


@pytest.mark.parametrize("how", ["none", "weights"])
def test_other_ways_leave_the_rows_alone(how: str) -> None:
    rows, labels = balanced(ROWS, LABELS, how, np.random.default_rng(1))
    assert rows is ROWS and labels is LABELS


def test_smote_stays_between_neighbours() -> None:
    pair = np.array([[0.0, 0.0], [1.0, 2.0]])
    made = smote(pair, 50, np.random.default_rng(2))
    assert np.allclose(made[:, 1], 2 * made[:, 0]) and made.min() >= 0 and made[:, 0].max() <= 1
    assert np.array_equal(smote(pair[:1], 3, np.random.default_rng(2)), np.repeat(pair[:1], 3, axis=0))


def test_class_weights_average_to_one_and_skip_absent_classes() -> None:
    weights = class_weights(LABELS, 4)
    assert weights[3] == 0 and weights[LABELS].mean() == pytest.approx(1)
    assert weights[2] == pytest.approx(20 * weights[0])
    assert class_weights(LABELS, 4, power=0.5)[2] == pytest.approx(np.sqrt(weights[2]))
