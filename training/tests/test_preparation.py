"""Missing values, standardisation, principal components."""

from __future__ import annotations

import numpy as np
import pytest

from ecgtrain import TrainingError
from ecgtrain.preparation import PrincipalComponents, Standardiser, fill_missing


def test_missing_samples_are_interpolated_and_ends_held() -> None:
    rows = np.array([[np.nan, 1, np.nan, 3, 4, 5, 6, 7, 8, 9.0], np.arange(10.0)])
    filled = fill_missing(rows, most=0.25)
    assert filled[0].tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9] and np.array_equal(filled[1], rows[1])
    assert np.isnan(rows[0, 0])


def test_a_row_with_too_much_missing_is_named() -> None:
    rows = np.zeros((3, 10))
    rows[1, :3] = np.nan
    with pytest.raises(TrainingError, match="row 2: 30% of its samples are missing, expected at most 20%"):
        fill_missing(rows)


def test_standardiser_uses_training_beats_only(windows: np.ndarray) -> None:
    fitted = Standardiser.fitted(windows[:24])
    done = fitted.apply(windows[:24])
    assert np.allclose(done.mean(0), 0, atol=1e-5) and np.allclose(done.std(0), 1, atol=1e-4)
    assert not np.allclose(fitted.apply(windows[24:]).mean(0), 0, atol=0.05)
    assert np.isfinite(Standardiser.fitted(np.ones((4, 140))).apply(windows)).all()


def test_components_explain_what_they_rebuild(windows: np.ndarray) -> None:
    few, all_of_them = PrincipalComponents.fitted(windows, 3), PrincipalComponents.fitted(windows, 48)
    assert np.allclose(few.components @ few.components.T, np.eye(3), atol=1e-5)
    assert np.all(np.diff(all_of_them.explained) <= 1e-9) and all_of_them.explained.sum() == pytest.approx(1, abs=1e-4)
    lost = ((windows - few.rebuild(windows)) ** 2).sum() / ((windows - windows.mean(0)) ** 2).sum()
    assert 1 - lost == pytest.approx(few.explained.sum(), abs=1e-4)
    assert all(component[np.abs(component).argmax()] > 0 for component in few.components)
