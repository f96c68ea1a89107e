"""The anomaly score of a wearer's beats: distance from the running beat times prematurity, and the QRS's width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..anomaly import log_measure
from .beats import WearerBeats
from .experiment import ScoreRecipe
from .recordings import CLASSES

DISTANCE, WIDTH = "running-distance-x-prematurity", "qrs-width-ratio"
_USUAL_LOG_WIDTH = 0.0  # A usual beat is as wide as the wearer's own.


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
        measures = {DISTANCE: wearer.score, WIDTH: wearer.width}
        return (wearer.width > 0) * sum(part.weight * (log_measure(measures[part.measure]) - part.log_mean) / part.log_sd for part in self.parts)


def calibrate(wearers: list[WearerBeats], recipe: ScoreRecipe, calibrate_seconds: float) -> PersonalScore:
    """Scale from the N beats, thresholds from all beats but V, of these wearers. The parts' exponents are 1 and
    width_weight: the score is ln(distance * (0.1 + prematurity) * width ratio ** width_weight) - usual_log_distance.

    What is taken away is a constant and not the mean of these wearers: the measures are relative to the wearer as they
    are, and a mean would give packs (and folds) of other wearers another zero.
    """
    known = [w.recording.seconds > calibrate_seconds for w in wearers]
    normal = [rows & (w.recording.label == 0) for w, rows in zip(wearers, known)]
    parts = []
    for measure, values, usual, exponent in (
            (DISTANCE, [w.score for w in wearers], recipe.usual_log_distance, 1.0),
            (WIDTH, [w.width for w in wearers], _USUAL_LOG_WIDTH, recipe.width_weight)):
        logs = log_measure(np.concatenate([value[rows] for value, rows in zip(values, normal)]))
        parts.append(Part(measure, usual, float(logs.std()), float(exponent * logs.std())))
    score = PersonalScore(parts, 0.0, 0.0)
    return PersonalScore(parts, _limit(score, wearers, known, recipe),
                         _limit(score, wearers, [~rows & (w.width > 0) for w, rows in zip(wearers, known)], recipe))


def _limit(score: PersonalScore, wearers: list[WearerBeats], chosen: list[np.ndarray], recipe: ScoreRecipe) -> float:
    ventricular = CLASSES.index("V")
    values = [score.of(w)[rows & (w.recording.label != ventricular)] for w, rows in zip(wearers, chosen)]
    return float(np.quantile(np.concatenate(values), 1 - recipe.false_positives))
