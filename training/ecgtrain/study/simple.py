"""Forecasts that need no network: persistence, the mean normal beat, AR(8), ridge regression. Fitted on normal beats."""

from __future__ import annotations

import numpy as np

from ..data import WINDOW, BeatSet

_ORDER = 8
_PENALTY = 10.0
_NEXT_PENALTY = 3.0


def block_forecasts(train: BeatSet, windows: np.ndarray, past: int) -> dict[str, np.ndarray]:
    """Name -> forecast [n, 140 - past] of windows [n, 140] from their first `past` samples."""
    ahead, normals = WINDOW - past, train.normals
    autoregressive = windows[:, past - _ORDER:past]
    weights = _autoregression(normals)
    for _ in range(ahead):
        following = autoregressive[:, -_ORDER:] @ weights[:-1] + weights[-1]
        autoregressive = np.column_stack([autoregressive, following])
    return {
        "persistence": np.repeat(windows[:, past - 1:past], ahead, axis=1),
        "mean normal beat": np.broadcast_to(normals[:, past:].mean(0), (len(windows), ahead)),
        "AR(8)": autoregressive[:, _ORDER:],
        "ridge, normals": _ridge(normals[:, :past], normals[:, past:], windows[:, :past], _PENALTY),
        "ridge, all of TRAIN": _ridge(train.windows[:, :past], train.windows[:, past:], windows[:, :past], _PENALTY),
    }


def next_samples(train: BeatSet, windows: np.ndarray) -> dict[str, np.ndarray]:
    """Name -> forecast [n, 140] of every sample from those before it; before sample 8 it is the mean normal beat."""
    normals = train.normals
    mean = np.broadcast_to(normals.mean(0), windows.shape)
    forecasts = {"persistence": np.concatenate([mean[:, :1], windows[:, :-1]], axis=1), "mean normal beat": mean}
    weights = _autoregression(normals)
    autoregressive, ridge = mean.copy(), mean.copy()
    for i in range(_ORDER, WINDOW):
        autoregressive[:, i] = windows[:, i - _ORDER:i] @ weights[:-1] + weights[-1]
        ridge[:, i] = _ridge(normals[:, :i], normals[:, i:i + 1], windows[:, :i], _NEXT_PENALTY)[:, 0]
    return forecasts | {"AR(8)": autoregressive, "ridge a position, normals": ridge}


def _autoregression(windows: np.ndarray) -> np.ndarray:
    """Weights [9]: of the last eight samples in order, then the constant."""
    rows = np.concatenate([windows[:, i - _ORDER:i] for i in range(_ORDER, WINDOW)])
    targets = np.concatenate([windows[:, i] for i in range(_ORDER, WINDOW)])
    return np.linalg.lstsq(np.column_stack([rows, np.ones(len(rows))]), targets, rcond=None)[0]


def _ridge(inputs: np.ndarray, targets: np.ndarray, queries: np.ndarray, penalty: float) -> np.ndarray:
    mean, level = inputs.mean(0), targets.mean(0)
    centred = inputs - mean
    weights = np.linalg.solve(centred.T @ centred + penalty * np.eye(inputs.shape[1]), centred.T @ (targets - level))
    return (queries - mean) @ weights + level
