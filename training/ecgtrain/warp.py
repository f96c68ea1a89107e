"""Generic copies of a beat for the classifier: cut elsewhere, bent in time, with drift and noise (not a model of the device)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .data import WINDOW


@dataclass(frozen=True)
class WarpModel:
    """shift: largest error of either end of the cut, samples. bend: sd of a smooth time warp, samples. scale: sd of the amplitude.
    drift: sd of the amplitude of a slow sine, noise: largest sd of white noise, in standard deviations of the beat."""

    shift: float
    bend: float
    scale: float
    drift: float
    noise: float


def warped(beats: np.ndarray, copies: int, model: WarpModel, rng: np.random.Generator) -> np.ndarray:
    """Every beat of [n, 140] `copies` times; [copies * n, 140], beat i at rows i, n + i, ... Not normalised again: the
    network is not to rely on the exact amplitude."""
    if copies == 0:
        return np.empty((0, beats.shape[1]))
    return np.concatenate([_warped_once(beats, model, rng) for _ in range(copies)])


def _warped_once(beats: np.ndarray, model: WarpModel, rng: np.random.Generator) -> np.ndarray:
    count, phase = len(beats), np.linspace(0.0, 1.0, WINDOW)
    begin, end = rng.uniform(-model.shift, model.shift, (2, count, 1))
    first, second = model.bend * rng.standard_normal((2, count, 1))
    places = (np.arange(WINDOW) + begin * (1 - phase) + end * phase
              + first * np.sin(np.pi * phase) + second * np.sin(2 * np.pi * phase))
    # Beyond its ends a beat is held at its last sample: what follows it is not in the data.
    places = np.clip(places, 0, WINDOW - 1)
    left = np.minimum(places.astype(int), WINDOW - 2)
    share = places - left
    moved = np.take_along_axis(beats, left, 1) * (1 - share) + np.take_along_axis(beats, left + 1, 1) * share
    moved = moved * (1 + model.scale * rng.standard_normal((count, 1)))
    turns, start = rng.uniform(0.3, 1.5, (count, 1)), rng.uniform(0, 2 * np.pi, (count, 1))
    drift = model.drift * rng.standard_normal((count, 1)) * np.sin(2 * np.pi * turns * phase + start)
    noise = model.noise * rng.random((count, 1)) * rng.standard_normal(moved.shape)
    return moved + drift + noise
