"""Copies of beats as the device would see them: through the live filters, cut at R peaks found a little off.

On the device a window is cut from a filtered, continuous signal. It is cut at the R waves that the device finds, a sample
or two off the published marks; the high-pass filter carries the neighbours' energy into the beat, and the low-pass rounds
its corners. Beats are therefore laid end to end, filtered, cut again by cubic interpolation and normalised: a part of them
where the device's own search finds the R waves, the others at jittered places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import butter, firwin, iirnotch, lfilter

from .data import WINDOW, normalised
from .rwave import RATE_HZ, largest_deflection, r_wave

_SETTLING_BEATS = 4
_SEQUENCE_BEATS = 20


@dataclass(frozen=True)
class PathModel:
    """How far a live window may differ from the published cut.

    aligned: share of sequences cut at the R waves that the device would find, offset_ms from them.
    jitter: largest error of either cut in the others, samples. highpass_hz: corner of the second-order high-pass in
    half of the sequences, the others get a lower one (0 = none). lowpass_probability: share of sequences that pass the 50 Hz notch
    and the 40 Hz low-pass. gain, warp, noise: sd of a beat's amplitude
    relative to its neighbours, of a smooth time warp (samples), and of white noise (in standard deviations of the beat).
    """

    aligned: float
    offset_ms: float
    jitter: float
    highpass_hz: float
    lowpass_probability: float
    gain: float
    warp: float
    noise: float


def through_path(beats: np.ndarray, copies: int, model: PathModel, rng: np.random.Generator) -> np.ndarray:
    """Every beat of [n, 140] `copies` times through the modelled path; [copies * n, 140], beat i at rows i, n + i, ..."""
    result = np.empty((copies, *beats.shape))
    for copy in range(copies):
        order = rng.permutation(len(beats))
        for start in range(0, len(order), _SEQUENCE_BEATS):
            chosen = order[start:start + _SEQUENCE_BEATS]
            result[copy, chosen] = _sequence(beats, chosen, model, rng)
    return result.reshape(-1, WINDOW)


def _sequence(beats: np.ndarray, chosen: np.ndarray, model: PathModel, rng: np.random.Generator) -> np.ndarray:
    """The chosen beats as one stretch of signal between random neighbours, filtered and cut again; [len(chosen), 140]."""
    lead_in = rng.integers(len(beats), size=_SETTLING_BEATS)
    lead_out = rng.integers(len(beats), size=2)
    signal = beats[np.concatenate([lead_in, chosen, lead_out])]
    signal = (signal * (1 + model.gain * rng.standard_normal((len(signal), 1)))).ravel()
    if rng.random() < model.lowpass_probability:
        signal = lfilter(*iirnotch(50.0, 8, fs=RATE_HZ), signal)
        # The low-pass delays by a whole number of samples, known on the device and taken out there.
        signal = np.convolve(signal, firwin(31, 40.0, fs=RATE_HZ), mode="same")
    corner = model.highpass_hz * min(1.0, 2 * rng.random())
    if corner > 0.02:
        signal = lfilter(*butter(2, corner, "high", fs=RATE_HZ), signal)
    signal = signal + model.noise * rng.random() * rng.standard_normal(len(signal))
    return normalised(_cut(signal, _SETTLING_BEATS, len(chosen), model, rng))


def _cut(signal: np.ndarray, first: int, count: int, model: PathModel, rng: np.random.Generator) -> np.ndarray:
    starts = WINDOW * (first + np.arange(count))
    # On the device a window holds both R peaks: it ends where the next one begins.
    if rng.random() < model.aligned:
        found = [r_wave(signal, largest_deflection(signal, WINDOW * (first + k))) for k in range(count + 1)]
        marks = np.array(found) + model.offset_ms / 1000 * RATE_HZ
        begin, end = marks[:-1], marks[1:]
    else:
        begin = starts + rng.uniform(-model.jitter, model.jitter, count)
        end = starts + WINDOW + rng.uniform(-model.jitter, model.jitter, count)
    phase = np.linspace(0.0, 1.0, WINDOW)
    places = begin[:, None] + (end - begin)[:, None] * phase
    bend = model.warp * rng.standard_normal((count, 2))
    places = places + bend[:, :1] * np.sin(np.pi * phase) + bend[:, 1:] * np.sin(2 * np.pi * phase)
    return CubicSpline(np.arange(len(signal)), signal)(places)
