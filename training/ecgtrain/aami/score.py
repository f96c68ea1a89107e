"""The anomaly score of a wearer's beats: distance from the running beat times prematurity, and what the wearer's own beats are like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..anomaly import log_measure
from .beats import WearerBeats
from .experiment import ScoreRecipe
from .recordings import CLASSES

DISTANCE, USUAL, WIDTH, SLOPE = "running-distance-x-prematurity", "usual-distance", "qrs-width-ratio", "qrs-slope-ratio"


@dataclass(frozen=True)
class Part:
    """weight * (ln(measure) - log_mean) / log_sd."""

    measure: str
    log_mean: float
    log_sd: float
    weight: float


@dataclass(frozen=True)
class PersonalScore:
    """threshold: for a wearer who is known. population: while the baseline is learning."""

    parts: list[Part]
    threshold: float
    population: float

    def of(self, wearer: WearerBeats) -> np.ndarray:
        """[n]: the score of each beat; 0 where nothing was known of the wearer yet."""
        measures = measures_of(wearer)
        return (wearer.width > 0) * sum(part.weight * (log_measure(measures[part.measure]) - part.log_mean) / part.log_sd for part in self.parts)


def measures_of(wearer: WearerBeats) -> dict[str, np.ndarray]:
    """[n] by name: the measures of the score. Those of beats without a running beat mean nothing."""
    level, slope = wearer.column(["whole_level", "slope_relative"]).astype(np.float64).T
    return {DISTANCE: wearer.score, USUAL: np.exp(level), WIDTH: wearer.width, SLOPE: np.exp(slope)}


def calibrate(wearers: list[WearerBeats], recipe: ScoreRecipe, calibrate_seconds: float) -> PersonalScore:
    """Scale from the N beats, thresholds from all beats but V, of these wearers. The score is the logarithm of the
    product of the measures, each to its exponent, less that of a usual beat.

    What is taken away is a constant and not the mean of these wearers: the measures are relative to the wearer as they
    are, and a mean would give packs (and folds) of other wearers another zero.
    """
    known = [w.recording.seconds > calibrate_seconds for w in wearers]
    normal = [rows & (w.recording.label == 0) for w, rows in zip(wearers, known)]
    parts = []
    for measure, usual, exponent in ((DISTANCE, recipe.usual_log_distance, 1.0), (USUAL, recipe.usual_log_level, recipe.level_weight),
                                     (WIDTH, 0.0, recipe.width_weight), (SLOPE, 0.0, recipe.slope_weight)):
        logs = log_measure(np.concatenate([measures_of(w)[measure][rows] for w, rows in zip(wearers, normal)]))
        parts.append(Part(measure, usual, float(logs.std()), float(exponent * logs.std())))
    score = PersonalScore(parts, 0.0, 0.0)
    return PersonalScore(parts, _limit(score, wearers, known, recipe),
                         _limit(score, wearers, [~rows & (w.width > 0) for w, rows in zip(wearers, known)], recipe))


def _limit(score: PersonalScore, wearers: list[WearerBeats], chosen: list[np.ndarray], recipe: ScoreRecipe) -> float:
    ventricular = CLASSES.index("V")
    values = [score.of(w)[rows & (w.recording.label != ventricular)] for w, rows in zip(wearers, chosen)]
    return float(np.quantile(np.concatenate(values), 1 - recipe.false_positives))
