"""Golden cases: seeded synthetic windows with what torch makes of them, for the device's code to be checked against."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from . import normal_models
from .anomaly import AnomalyScore
from .classifier import Probabilities
from .data import WINDOW, normalised
from .experiment import Experiment
from .forecasters import HALF, PAST

CASES = 8
# Centre (share of the window), width, height of the waves of an R-to-R beat: S, T, P and the next QRS.
_WAVES = ((0.03, 0.018, -3.0), (0.42, 0.07, 1.1), (0.82, 0.035, 0.5), (0.985, 0.014, 1.6))


def synthetic_windows(seed: int) -> np.ndarray:
    """float32 [8, 140]: sums of Gaussians of varied place, width and height, plus a drift; not taken from any record."""
    rng = np.random.default_rng(seed)
    place = np.linspace(0, 1, WINDOW)
    windows = []
    for _ in range(CASES):
        drift = 0.3 * rng.standard_normal() * place
        waves = (height * (1 + 0.4 * rng.standard_normal())
                 * np.exp(-0.5 * ((place - centre - 0.02 * rng.standard_normal()) / (width * rng.uniform(0.7, 1.6))) ** 2)
                 for centre, width, height in _WAVES)
        windows.append(drift + sum(waves))
    return normalised(np.array(windows)).astype(np.float32)


@torch.no_grad()
def cases(experiment: Experiment, models: dict[str, torch.nn.Module], score: AnomalyScore) -> dict[str, Any]:
    """The golden file's content: for each window every fp32 output, every normal model's measure and the anomaly score."""
    windows = synthetic_windows(experiment.seed)
    measures = {name: normal_models.measure(name, models[name], windows) for name in normal_models.NAMES}
    scores = score.of(measures)
    return {
        "schema": 1,
        "pack": experiment.pack.name,
        "version": experiment.pack.version,
        "description": f"Synthetic windows (seed {experiment.seed}) and what the fp32 models make of them in torch",
        "tolerance": 1e-4,
        "threshold": score.threshold,
        "windows": [{
            "window": _numbers(torch.from_numpy(window)),
            "outputs": _outputs(models, torch.from_numpy(window[None])),
            "measures": {name: float(values[row]) for name, values in measures.items()},
            "anomalyScore": float(scores[row]),
            "anomalous": bool(scores[row] > score.threshold),
        } for row, window in enumerate(windows)],
    }


def _outputs(models: dict[str, torch.nn.Module], window: torch.Tensor) -> dict[str, dict[str, list[float]]]:
    result = {}
    for name in ("autoencoder", "vae", "pca"):
        reconstruction, latent = models[name](window)
        result[name] = {"reconstruction": _numbers(reconstruction), "latent": _numbers(latent)}
    result["classifier"] = {"probabilities": _numbers(Probabilities(models["classifier"])(window))}
    result["beat-forecaster"] = {"forecast": _numbers(models["beat-forecaster"](window[:, :PAST]))}
    result["half-beat-forecaster"] = {"forecast": _numbers(models["half-beat-forecaster"](window[:, :HALF]))}
    result["instant-forecaster"] = {"forecast": _numbers(models["instant-forecaster"](window))}
    result["early-warning"] = {"risk": _numbers(models["early-warning"](window))}
    return result


def _numbers(tensor: torch.Tensor) -> list[float]:
    return [float(value) for value in tensor.flatten().double()]
