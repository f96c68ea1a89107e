"""Beats through the modelled live path."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ecgtrain.augment import PathModel, through_path

STILL = PathModel(aligned=0, offset_ms=0, jitter=0, highpass_hz=0, lowpass_probability=0, gain=0, warp=0, noise=0)


def difference(windows: np.ndarray, copies: np.ndarray) -> float:
    return float(np.sqrt(((copies.reshape(-1, *windows.shape) - windows) ** 2).mean()))


def test_without_disturbance_only_the_end_of_the_cut_moves_to_the_next_beat(windows: np.ndarray) -> None:
    copies = through_path(windows, 1, STILL, np.random.default_rng(0))
    stretched = np.array([np.interp(np.arange(140) * 140 / 139, np.arange(140), window) for window in windows])
    likeness = [np.corrcoef(a[:139], b[:139])[0, 1] for a, b in zip(copies, stretched)]
    assert min(likeness) > 0.99
    assert difference(windows[:, :70], copies[:, :70]) < difference(windows, copies)


def test_rows_keep_their_beat_and_are_normalised(windows: np.ndarray) -> None:
    model = PathModel(aligned=0, offset_ms=0, jitter=2,
                      highpass_hz=0.5, lowpass_probability=1, gain=0.05, warp=0.3, noise=0.03)
    copies = through_path(windows, 3, model, np.random.default_rng(1))
    assert copies.shape == (3 * len(windows), 140)
    assert np.allclose(copies.mean(axis=1), 0, atol=1e-9) and np.allclose(copies.std(axis=1, ddof=1), 1)
    likeness = np.corrcoef(np.concatenate([windows, copies[:len(windows)]]))[:len(windows), len(windows):]
    assert np.diag(likeness).mean() > likeness.mean() + 0.1
    assert (likeness.argmax(axis=1) == np.arange(len(windows))).mean() > 0.5


@pytest.mark.parametrize(("name", "value"), [("aligned", 1), ("jitter", 2), ("highpass_hz", 0.5), ("lowpass_probability", 1),
                                             ("gain", 0.05), ("warp", 0.5), ("noise", 0.05)])
def test_every_disturbance_disturbs(windows: np.ndarray, name: str, value: float) -> None:
    still, moved = (through_path(windows, 1, model, np.random.default_rng(2))
                    for model in (STILL, replace(STILL, **{name: float(value)})))
    assert difference(still, moved) > 0.01


def test_lowpass_takes_the_power_above_its_corner(windows: np.ndarray) -> None:
    def high(copies: np.ndarray) -> float:
        return float((np.abs(np.fft.rfft(copies * np.hanning(140)))[:, 34:] ** 2).sum())  # Above 60 Hz at 250 Hz.

    rough = windows + 0.3 * np.random.default_rng(5).standard_normal(windows.shape)
    still, smooth = (through_path(rough, 1, replace(STILL, lowpass_probability=share), np.random.default_rng(3))
                     for share in (0.0, 1.0))
    assert high(smooth) < 0.05 * high(still)


def test_a_seed_gives_the_same_copies(windows: np.ndarray) -> None:
    model = PathModel(aligned=0.5, offset_ms=2, jitter=2,
                      highpass_hz=0.5, lowpass_probability=0.5, gain=0.05, warp=0.3, noise=0.03)
    first, second, other = (through_path(windows, 1, model, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, second) and not np.array_equal(first, other)
