"""Generic copies, and averages of networks."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ecgtrain.average import averaged
from ecgtrain.pca import fitted
from ecgtrain.warp import WarpModel, warped

STILL = WarpModel(0, 0, 0, 0, 0)


def test_without_disturbance_a_copy_is_the_beat(windows: np.ndarray) -> None:
    assert np.allclose(warped(windows, 2, STILL, np.random.default_rng(0)), np.tile(windows, (2, 1)), atol=1e-5)
    assert warped(windows, 0, STILL, np.random.default_rng(0)).shape == (0, 140)


@pytest.mark.parametrize("model", [WarpModel(2, 0, 0, 0, 0), WarpModel(0, 1, 0, 0, 0), WarpModel(0, 0, 0.2, 0, 0),
                                   WarpModel(0, 0, 0, 0.3, 0), WarpModel(0, 0, 0, 0, 0.2)])
def test_every_disturbance_disturbs_and_the_beat_stays_itself(windows: np.ndarray, model: WarpModel) -> None:
    copies = warped(windows, 1, model, np.random.default_rng(1))
    assert np.sqrt(((copies - windows) ** 2).mean()) > 0.02
    likeness = np.corrcoef(np.concatenate([windows, copies]))[:len(windows), len(windows):]
    assert (likeness.argmax(axis=1) == np.arange(len(windows))).mean() > 0.6


def test_an_average_is_the_mean_of_each_output(windows: np.ndarray) -> None:
    members = [fitted(windows[start:start + 24], 2) for start in (0, 24)]
    for member in members:
        member.losses = [1.0]
    assert averaged(members[:1]) is members[0]
    rows = torch.from_numpy(windows)
    expected = [sum(parts) / 2 for parts in zip(*(member(rows) for member in members))]
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(averaged(members)(rows), expected))
