"""Distances of one window from the wearer's running beat, part by part."""

from __future__ import annotations

import numpy as np

P_WAVE, QRS, ST_T, WIDTH = slice(4, 34), slice(34, 70), slice(70, 140), slice(26, 82)
R_PEAK, AROUND_R = 49, slice(40, 60)
LARGEST_SHIFT = 4
FLOOR = 0.001  # Added to mean squares before the logarithm.
CORRELATION_LIMIT = 0.99

# Measures whose running median (level) over accepted beats the baseline keeps.
LEVELLED = ("whole", "qrs", "p_wave", "st_t", "p_correlation", "qrs_correlation", "width", "slope")
PLAIN = ("correlation", "p_range", "peak", "polarity", "shift")


def measure(window: np.ndarray, template: np.ndarray) -> dict[str, float]:
    """LEVELLED and PLAIN measures of a window [140] against the running beat [140]."""
    shift = best_shift(window, template)
    qrs, p_wave = window[_moved(QRS, shift)], window[_moved(P_WAVE, shift)]
    expected_p = template[P_WAVE]
    return {
        "whole": log_mean_square(window - template),
        "qrs": log_mean_square(qrs - template[QRS]),
        "p_wave": log_mean_square(p_wave - p_wave.mean() - expected_p + expected_p.mean()),
        "st_t": log_mean_square(window[ST_T] - template[ST_T]),
        "p_correlation": _stretched(correlation(p_wave, expected_p)),
        "qrs_correlation": _stretched(correlation(qrs, template[QRS])),
        "width": width(window),
        "slope": float(np.log(np.abs(np.diff(window[QRS])).max() + FLOOR)),
        "correlation": _stretched(correlation(window, template)),
        "p_range": float(np.log((np.ptp(window[:34]) + FLOOR) / (np.ptp(template[:34]) + FLOOR))),
        "peak": float(window[R_PEAK] - template[R_PEAK]),
        "polarity": _extremes(window) - _extremes(template),
        "shift": float(shift),
    }


def best_shift(window: np.ndarray, template: np.ndarray) -> int:
    """-4..4: how many points later the window's QRS lies than the template's, by least square; the lowest of equals."""
    expected = template[QRS]
    errors = [np.sum((window[_moved(QRS, shift)] - expected) ** 2) for shift in range(-LARGEST_SHIFT, LARGEST_SHIFT + 1)]
    return int(np.argmin(errors)) - LARGEST_SHIFT


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's; 0 where either is constant."""
    a, b = a - a.mean(), b - b.mean()
    power = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / power) if power > 1e-9 else 0.0


def width(window: np.ndarray) -> float:
    """ln of the standard deviation, in points of 700/139 ms, of where the squared slope lies around the R peak."""
    energy = np.diff(window[WIDTH]) ** 2
    place = np.arange(len(energy))
    total = energy.sum() + FLOOR
    centre = (energy * place).sum() / total
    return float(0.5 * np.log((energy * (place - centre) ** 2).sum() / total + FLOOR))


def log_mean_square(difference: np.ndarray) -> float:
    """ln(mean of squares + 0.001)."""
    return float(np.log(np.mean(difference ** 2) + FLOOR))


def _moved(part: slice, shift: int) -> slice:
    return slice(part.start + shift, part.stop + shift)


def _stretched(value: float) -> float:
    return float(np.arctanh(np.clip(value, -CORRELATION_LIMIT, CORRELATION_LIMIT)))


def _extremes(window: np.ndarray) -> float:
    return float(window[AROUND_R].max() + window[AROUND_R].min())
