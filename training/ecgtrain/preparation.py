"""Data preparation fitted on training beats only: missing values, standardisation, principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import TrainingError


def fill_missing(windows: np.ndarray, most: float = 0.2) -> np.ndarray:
    """Windows [n, samples] with NaN interpolated linearly within each row, ends held; rows without NaN are unchanged.

    TrainingError names the row (from 1) where more than the share `most` is missing.
    """
    missing = np.isnan(windows)
    shares = missing.mean(axis=1)
    if (shares > most).any():
        row = int(np.argmax(shares > most))
        raise TrainingError(f"row {row + 1}: {shares[row]:.0%} of its samples are missing, expected at most {most:.0%}")
    filled = windows.copy()
    places = np.arange(windows.shape[1])
    for row in np.flatnonzero(missing.any(axis=1)):
        held = ~missing[row]
        filled[row, ~held] = np.interp(places[~held], places[held], windows[row, held])
    return filled


@dataclass(frozen=True)
class Standardiser:
    """Per-sample mean [samples] and standard deviation [samples] of the training beats."""

    mean: np.ndarray
    sd: np.ndarray

    @staticmethod
    def fitted(windows: np.ndarray) -> "Standardiser":
        """From training windows [n, samples]; a constant sample keeps its scale."""
        sd = windows.std(axis=0)
        return Standardiser(windows.mean(axis=0), np.where(sd > 0, sd, 1.0))

    def apply(self, windows: np.ndarray) -> np.ndarray:
        """Any windows [n, samples] by the training beats' mean and deviation."""
        return (windows - self.mean) / self.sd


@dataclass(frozen=True)
class PrincipalComponents:
    """mean [samples]; components [k, samples], orthonormal, largest variance first; explained [k], shares of the variance."""

    mean: np.ndarray
    components: np.ndarray
    explained: np.ndarray

    @staticmethod
    def fitted(windows: np.ndarray, count: int) -> "PrincipalComponents":
        """From training windows [n, samples]. The sign is fixed: the largest entry of a component is positive."""
        mean = windows.mean(axis=0)
        _, singular, components = np.linalg.svd(windows - mean, full_matrices=False)
        kept = components[:count]
        largest = kept[np.arange(len(kept)), np.abs(kept).argmax(axis=1)]
        return PrincipalComponents(mean, kept * np.sign(largest)[:, None], singular[:count] ** 2 / (singular**2).sum())

    def project(self, windows: np.ndarray) -> np.ndarray:
        """Coordinates [n, k]."""
        return (windows - self.mean) @ self.components.T

    def rebuild(self, windows: np.ndarray) -> np.ndarray:
        """The windows as the components can express them, [n, samples]."""
        return self.mean + self.project(windows) @ self.components
