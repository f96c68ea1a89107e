"""Rare classes: random oversampling, SMOTE, class weights. An experiment names one of BALANCES."""

from __future__ import annotations

import numpy as np

BALANCES = ("none", "weights", "oversample", "smote")


def balanced(windows: np.ndarray, labels: np.ndarray, how: str, rng: np.random.Generator,
             share: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Windows [n, samples] and labels [n] with more rows of the rare classes where `how` is oversample or smote.

    share: every class grows to this share of the largest class (1 = equal counts). The given rows come first, unchanged.
    """
    if how not in ("oversample", "smote"):
        return windows, labels
    counts = np.bincount(labels)
    wanted = round(share * counts.max())
    rows, marks = [windows], [labels]
    for label in np.flatnonzero((counts > 0) & (counts < wanted)):
        own = windows[labels == label]
        lacking = wanted - len(own)
        made = oversampled(own, lacking, rng) if how == "oversample" else smote(own, lacking, rng)
        rows.append(made)
        marks.append(np.full(lacking, label))
    return np.concatenate(rows), np.concatenate(marks)


def oversampled(windows: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` rows drawn from one class with replacement."""
    return windows[rng.integers(len(windows), size=count)]


def smote(windows: np.ndarray, count: int, rng: np.random.Generator, neighbours: int = 5) -> np.ndarray:
    """`count` rows between a window of one class and one of its nearest neighbours in it (Chawla et al. 2002).

    A class of one window can only be repeated.
    """
    if len(windows) == 1:
        return oversampled(windows, count, rng)
    distance = ((windows[:, None] - windows[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1)[:, :min(neighbours, len(windows) - 1)]
    own = rng.integers(len(windows), size=count)
    other = nearest[own, rng.integers(nearest.shape[1], size=count)]
    return windows[own] + rng.random((count, 1)) * (windows[other] - windows[own])


def class_weights(labels: np.ndarray, classes: int, power: float = 1.0) -> np.ndarray:
    """float32 [classes]: (n / (classes present * count)) ** power, so that the mean over all rows is 1 at power 1."""
    counts = np.bincount(labels, minlength=classes)
    weights = np.zeros(classes)
    present = counts > 0
    weights[present] = (counts.sum() / (present.sum() * counts[present])) ** power
    return weights.astype(np.float32)
