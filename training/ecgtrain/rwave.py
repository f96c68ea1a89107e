"""Where the device cuts windows: the R wave, found beside the largest deflection of each QRS complex.

The same search as acquisition/Signal/RPeakLocator.cs and RWaveLocator.cs, at 250 Hz.
"""

from __future__ import annotations

import numpy as np

RATE_HZ = 250.0
_PEAK_SEARCH = 8  # samples; beats laid end to end have their QRS at the seam
_SEARCH = round(0.028 * RATE_HZ)
_CURVATURE = round(0.008 * RATE_HZ)
_FALL = round(0.024 * RATE_HZ)
_FALL_FRACTION = 0.2


def largest_deflection(signal: np.ndarray, near: int) -> int:
    """Index of the sample furthest from zero within 32 ms of a place on a filtered signal."""
    start = near - _PEAK_SEARCH
    return start + int(np.argmax(np.abs(signal[start:near + _PEAK_SEARCH + 1])))


def r_wave(signal: np.ndarray, peak: int) -> float:
    """Place of the sharpest upward apex near the peak from which the signal falls by a fifth of the complex or more;
    between samples by a parabola. The peak itself where no apex qualifies."""
    places = np.arange(peak - _SEARCH, peak + _SEARCH + 1)
    sharpness = _sharpness(signal, places)
    least_fall = _FALL_FRACTION * (signal[places].max() - signal[places].min())
    falls = np.array([signal[i] - signal[i:i + _FALL + 1].min() for i in places])
    candidates = np.where((falls >= least_fall) & (sharpness > 0), sharpness, -np.inf)
    best = int(np.argmax(candidates))
    if not np.isfinite(candidates[best]):
        return float(peak)
    if best in (0, len(places) - 1):
        return float(places[best])
    before, middle, after = sharpness[best - 1:best + 2]
    bend = before - 2 * middle + after
    return places[best] + (0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)))


def _sharpness(signal: np.ndarray, places: np.ndarray) -> np.ndarray:
    return 2 * signal[places] - signal[places - _CURVATURE] - signal[places + _CURVATURE]
