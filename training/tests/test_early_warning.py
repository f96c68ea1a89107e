"""The prefix head."""

from __future__ import annotations

import numpy as np
import torch

from ecgtrain.data import BeatSet
from ecgtrain.early_warning import EarlyWarningRecipe, fit_head, thresholds

RECIPE = EarlyWarningRecipe([20, 60, 120], 1.0, 1, 0, 0.01, 4)


def test_a_risk_knows_its_prefix_only(beats: BeatSet) -> None:
    head = fit_head(beats.windows, beats.labels != 0, RECIPE)
    window = torch.from_numpy(beats.windows.astype(np.float32))
    for column, at in enumerate(RECIPE.at):
        changed = window.clone()
        changed[:, at:] = 9.0
        assert torch.equal(head(window)[:, column], head(changed)[:, column])
        changed[:, at - 1] = 9.0
        assert not torch.equal(head(window)[:, column], head(changed)[:, column])


def test_it_learns_what_the_prefix_shows(windows: np.ndarray) -> None:
    moved = windows.copy()
    moved[::2, 30:50] += 3.0
    risk = fit_head(moved, np.arange(len(moved)) % 2 == 0, RECIPE)(torch.from_numpy(moved)).detach().numpy()
    assert (risk[::2, 1:] > 0.5).all() and (risk[1::2, 1:] < 0.5).all()


def test_thresholds_leave_the_share_of_false_positives() -> None:
    risks = np.random.default_rng(0).random((1000, 3))
    found = thresholds(risks, 0.01)
    assert len(found) == 3 and all(np.isclose((risks[:, j] > found[j]).mean(), 0.01, atol=0.002) for j in range(3))
