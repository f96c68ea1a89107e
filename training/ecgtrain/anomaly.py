"""The anomaly score and its threshold, from normal beats that the scoring network did not see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_SMALLEST = 1e-12


@dataclass(frozen=True)
class Part:
    """One model's share of the score: weight * (ln(measure) - log_mean) / log_sd."""

    model: str
    log_mean: float
    log_sd: float
    weight: float


@dataclass(frozen=True)
class AnomalyScore:
    """A window is anomalous when the sum of its parts exceeds the threshold. operating_points: threshold of each
    model's measure alone."""

    parts: list[Part]
    threshold: float
    operating_points: dict[str, float]

    def of(self, measures: dict[str, np.ndarray]) -> np.ndarray:
        """Score per window [n] from each model's measure [n]."""
        return sum(part.weight * (log_measure(measures[part.model]) - part.log_mean) / part.log_sd
                   for part in self.parts)


def log_measure(measure: np.ndarray) -> np.ndarray:
    """ln(max(measure, 1e-12)), as on the device."""
    return np.log(np.maximum(measure, _SMALLEST))


def folds(count: int, parts: int, seed: int) -> list[np.ndarray]:
    """Sorted row numbers of each held-out part: disjoint, of nearly equal size, together all rows."""
    order = np.random.default_rng(seed).permutation(count)
    return [np.sort(order[part::parts]) for part in range(parts)]


def calibrate(measures: dict[str, np.ndarray], weights: dict[str, float], quantile: float) -> AnomalyScore:
    """Log-z constants, threshold and operating points from the out-of-fold measures [n] of normal windows."""
    parts = []
    for model, weight in weights.items():
        logs = log_measure(measures[model])
        parts.append(Part(model, float(logs.mean()), float(logs.std(ddof=1)), weight))
    points = {model: float(np.quantile(values, quantile)) for model, values in measures.items()}
    threshold = float(np.quantile(AnomalyScore(parts, 0.0, {}).of(measures), quantile))
    return AnomalyScore(parts, threshold, points)
