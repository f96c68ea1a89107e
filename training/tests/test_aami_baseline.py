"""The wearer's baseline: causal, robust against ectopic beats, constant in memory, able to start again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import aami_synthetic
from ecgtrain.aami import shape
from ecgtrain.aami.baseline import NAMES, WearerBaseline
from ecgtrain.aami.settings import BaselineSettings

SETTINGS = BaselineSettings(calibrate_seconds=30, start_beats=40, template_beats=20, correlation=0.9, in_time=0.2,
                            lost_shape=0.2, lost_rhythm=0.3, good_quality=0.5)


def _normal(beats, ectopic):
    return np.mean([beat.window for beat, wide in zip(beats, ectopic) if not wide], axis=0)


def test_nothing_of_a_later_beat_changes_an_earlier_verdict() -> None:
    beats, _ = aami_synthetic.beats(1, 90, 0.2)
    whole, cut = WearerBaseline(SETTINGS), WearerBaseline(SETTINGS)
    first = [whole.observe(beat) for beat in beats][:60]
    second = [cut.observe(beat) for beat in beats[:60]]
    for a, b in zip(first, second):
        assert a.features == b.features and a.score == b.score and np.array_equal(a.difference, b.difference)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.45])
def test_ectopic_beats_among_the_first_do_not_spoil_the_running_beat(share: float) -> None:
    beats, ectopic = aami_synthetic.beats(2, 120, share)
    baseline = WearerBaseline(SETTINGS)
    seen = [baseline.observe(beat) for beat in beats]
    assert shape.correlation(baseline.template, _normal(beats, ectopic)) > 0.99
    late = [(p.score, wide) for p, wide in list(zip(seen, ectopic))[60:]]
    if share:
        assert min(score for score, wide in late if wide) > 5 * max(score for score, wide in late if not wide)
    assert seen[-1].is_ready and not seen[5].is_ready
    assert baseline.rhythm.reference == pytest.approx(0.8, abs=0.02)


def test_beats_of_poor_quality_teach_nothing() -> None:
    beats, _ = aami_synthetic.beats(3, 60, 0.0)
    baseline = WearerBaseline(SETTINGS)
    for beat in beats:
        baseline.observe(beat)
    before = baseline.template.copy(), baseline.rhythm.reference, baseline.good_beats
    for beat in beats[:30]:
        baseline.observe(replace(beat, quality=0.4, window=-beat.window))
    assert np.array_equal(before[0], baseline.template) and before[1:] == (baseline.rhythm.reference, baseline.good_beats)


def test_another_shape_for_good_is_learned_and_memory_stays_constant() -> None:
    beats, _ = aami_synthetic.beats(4, 80, 0.0)
    baseline = WearerBaseline(SETTINGS)
    for beat in beats:
        baseline.observe(beat)
    for beat in (replace(beat, window=-beat.window) for _ in range(3) for beat in beats):
        baseline.observe(beat)
    assert shape.correlation(baseline.template, -beats[0].window.astype(float)) > 0.95
    assert len(baseline.recent) == 40 and len(baseline.accepted) <= 20 and len(baseline.levels) <= 20
    assert len(baseline.rhythm.intervals) == 128 and len(baseline.rhythm.in_time) <= 20


def test_what_is_unknown_is_zero() -> None:
    beats, _ = aami_synthetic.beats(5, 60, 0.0)
    baseline = WearerBaseline(SETTINGS)
    first = baseline.observe(beats[0])
    assert set(first.features) == set(NAMES) and not any(first.features.values()) and first.score == 0
    for beat in beats[1:]:
        baseline.observe(beat)
    lonely = baseline.observe(replace(beats[-1], before=float("nan"), after=float("nan")))
    for name in ("rr_before", "rr_after", "rr_pair", "rr_previous", "rr_change", "rr_turn", "rr_rank", "rr_deviation"):
        assert lonely.features[name] == 0, name
    assert lonely.features["repeat"] == lonely.features["whole"] and lonely.score > 0


def test_a_shifted_beat_is_found_at_its_shift() -> None:
    beats, _ = aami_synthetic.beats(6, 1, 0.0)
    window = beats[0].window.astype(float)
    assert shape.best_shift(np.roll(window, 3), window) == 3 and shape.best_shift(np.roll(window, -4), window) == -4
    assert shape.measure(np.roll(window, 3), window)["qrs"] == pytest.approx(np.log(shape.FLOOR))
