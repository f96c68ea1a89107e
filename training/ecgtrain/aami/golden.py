"""The golden file: a seeded, synthetic sequence of beats and all that the baseline and the fp32 models make of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import torch

from ..data import WINDOW, normalised
from .baseline import NAMES, Beat, WearerBaseline
from .beats import WearerBeats
from .experiment import AamiExperiment
from .fitting import WARNING
from .pack import Fitted, camel
from .recordings import CLASSES, Recording
from .validation import probabilities

BEATS, SHORT_START, SHORT_TEMPLATE = 72, 24, 12
GAP_AT, BAD_FROM, SHAPE_CHANGE_AT = 50, 34, 56
_ROUND = 7
# Place (ms from the R peak), width (ms), height of P, Q, R, S, T of a normal beat, and of an ectopic one.
_NORMAL = ((-170, 22, 0.15), (-28, 9, -0.12), (0, 11, 1.2), (30, 10, -0.25), (260, 45, 0.3))
_ECTOPIC = ((-20, 30, -0.5), (15, 42, 1.5), (280, 60, -0.6))


def sequence(seed: int) -> list[Beat]:
    """72 beats of no real heart: a steady rhythm with ectopic beats, premature ones, poor quality, a gap, and at last
    another shape for good, so that the baseline must start again."""
    rng = np.random.default_rng(seed)
    ectopic = set(range(6, BEATS, 7))
    premature = set(range(10, BEATS, 11)) | ectopic
    interval = np.where([i in premature for i in range(BEATS + 1)], 0.52, 0.8) + 0.015 * rng.standard_normal(BEATS + 1)
    beats, time = [], 0.0
    for i in range(BEATS):
        time += float(interval[i]) + (4.0 if i == GAP_AT else 0.0)
        before = float("nan") if i in (0, GAP_AT) else float(interval[i])
        after = float("nan") if i in (GAP_AT - 1, BEATS - 1) else float(interval[i + 1])
        waves = _ECTOPIC if i in ectopic or i >= SHAPE_CHANGE_AT else _NORMAL
        millivolts = _drawn(waves, rng)
        quality = 0.3 if BAD_FROM <= i < BAD_FROM + 3 else 0.9
        window = normalised(millivolts[None])[0].astype(np.float32)
        beats.append(Beat(window, time, before, after, quality, float(millivolts.std(ddof=1))))
    return beats


def _drawn(waves: tuple[tuple[float, float, float], ...], rng: np.random.Generator) -> np.ndarray:
    time = np.linspace(-250, 450, WINDOW)
    shape = sum(height * (1 + 0.06 * rng.standard_normal()) * np.exp(-0.5 * ((time - place - 4 * rng.standard_normal()) / width) ** 2)
                for place, width, height in waves)
    return shape + 0.02 * rng.standard_normal(WINDOW)


def cases(experiment: AamiExperiment, fitted: Fitted) -> dict[str, Any]:
    """The golden file's content. The baseline's counts are shortened so that it calibrates, and starts again, within
    the sequence; its other parameters are the pack's."""
    settings = replace(experiment.baseline, calibrate_seconds=20.0, start_beats=SHORT_START, template_beats=SHORT_TEMPLATE)
    beats, baseline = sequence(experiment.seed), WearerBaseline(settings)
    seen = [baseline.observe(beat) for beat in beats]
    wearer = WearerBeats(_recording(beats), np.array([p.difference for p in seen], np.float32),
                         np.array([[p.features[name] for name in NAMES] for p in seen], np.float32),
                         np.array([p.score for p in seen]), np.array([p.width for p in seen]))
    found, scores = probabilities(experiment, fitted.models, wearer), fitted.score.of(wearer)
    with torch.no_grad():
        risks = fitted.models[WARNING](torch.from_numpy(wearer.difference), torch.from_numpy(wearer.column(["rr_before_recent"]))).numpy()
    limits = [fitted.score.threshold if p.is_ready else fitted.score.population for p in seen]
    return {
        "schema": 1,
        "pack": experiment.pack.name,
        "version": experiment.pack.version,
        "description": f"Synthetic beats (seed {experiment.seed}) with what the wearer's baseline and the fp32 models make of them",
        "tolerance": 1e-4,
        "baseline": {camel(name): value for name, value in asdict(settings).items()},
        "featureNames": list(NAMES),
        "beats": [{
            "window": _numbers(beat.window), "seconds": beat.seconds, "before": _known(beat.before),
            "after": _known(beat.after), "quality": beat.quality, "scale": beat.scale,
            "difference": _numbers(p.difference), "features": _numbers([p.features[name] for name in NAMES]),
            "ready": p.is_ready, "distance": p.distance, "distanceTimesPrematurity": p.score, "qrsWidthRatio": p.width,
            "anomalyScore": float(scores[i]), "anomalous": bool(scores[i] > limits[i]),
            "risks": _numbers(risks[i]),
            "modelProbabilities": {name: _numbers(values[i]) for name, values in found.items() if name != "both"},
            "probabilities": _numbers(found["both"][i]), "class": CLASSES[int(found["both"][i].argmax())],
        } for i, (beat, p) in enumerate(zip(beats, seen))],
    }


def _recording(beats: list[Beat]) -> Recording:
    """The beats as a recording without labels."""
    column = {name: np.array([getattr(beat, name) for beat in beats]) for name in ("seconds", "before", "after", "quality", "scale")}
    return Recording("synthetic", 1.0, np.array([beat.window for beat in beats]), column["seconds"], column["before"],
                     column["after"], column["quality"], np.zeros(len(beats)), column["scale"],
                     np.full(len(beats), -1), ((),) * (len(beats) + 1))


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _numbers(values: Any) -> list[float]:
    return [round(float(value), _ROUND) for value in np.asarray(values, np.float64).ravel()]
