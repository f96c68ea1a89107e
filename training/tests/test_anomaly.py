"""The score's arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from ecgtrain.anomaly import AnomalyScore, Part, calibrate, folds


def test_folds_hold_out_every_row_once() -> None:
    parts = folds(293, 4, seed=7)
    assert sorted(np.concatenate(parts).tolist()) == list(range(293))
    assert {len(part) for part in parts} == {73, 74}
    assert all(np.array_equal(a, b) for a, b in zip(parts, folds(293, 4, seed=7)))


def test_score_is_the_weighted_sum_of_log_z() -> None:
    score = AnomalyScore([Part("a", -2.0, 0.5, 1.0), Part("b", 1.0, 2.0, 3.0)], 0.0, {})
    measures = {"a": np.array([np.exp(-1.0), 0.0]), "b": np.array([np.exp(3.0), 1.0])}
    expected = [1.0 * 2.0 + 3.0 * 1.0, (np.log(1e-12) + 2) / 0.5 + 3.0 * -0.5]
    assert score.of(measures) == pytest.approx(expected)


def test_calibration_puts_the_quantile_of_the_normals_at_the_threshold() -> None:
    rng = np.random.default_rng(0)
    measures = {"a": np.exp(rng.normal(-2, 0.7, 1000)), "b": np.exp(rng.normal(1, 0.2, 1000))}
    score = calibrate(measures, {"a": 1.0, "b": 0.5}, 0.95)
    assert (score.of(measures) > score.threshold).mean() == pytest.approx(0.05, abs=0.001)
    assert (measures["a"] > score.operating_points["a"]).mean() == pytest.approx(0.05, abs=0.001)
    logs = np.log(measures["a"])
    assert (score.parts[0].log_mean, score.parts[0].log_sd) == pytest.approx((logs.mean(), logs.std(ddof=1)))
    assert [part.weight for part in score.parts] == [1.0, 0.5]
