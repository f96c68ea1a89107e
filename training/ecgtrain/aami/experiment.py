"""Hyper-parameters of the aami pack, read from experiments/aami.toml."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from .. import TrainingError
from ..experiment import Pack, Quantisation, read_table
from ..fitting import Schedule
from . import baseline
from .recordings import CLASSES
from .settings import BaselineSettings


@dataclass(frozen=True)
class SamplingRecipe:
    """How often a beat is drawn. class_power: beats of a class weigh (all beats / beats of the class) to this power.
    record_power: within a class a record's beats weigh (1 / its beats) to this power, so that no wearer outweighs the
    others. from_seconds: beats before this are not trained on, the baseline knows too little."""

    class_power: float
    record_power: float
    from_seconds: float


@dataclass(frozen=True)
class MemberRecipe:
    """Dense networks of one kind. features: which they see. members: how many of different seeds. dropout: share of the
    features taken for average in training. smoothing: share of each label given to all classes alike."""

    features: list[str]
    members: int
    dropout: float
    smoothing: float
    schedule: Schedule


@dataclass(frozen=True)
class FeatureRecipe:
    """The dense networks on features: ventricular ones tell how likely V is, the rest share out the rest. clip:
    standardised features are held within plus or minus this. noise: sd of what is added to them in training. weight: in
    the vote."""

    ventricular: MemberRecipe
    rest: MemberRecipe
    hidden: list[int]
    clip: float
    noise: float
    weight: float


@dataclass(frozen=True)
class ConvolutionRecipe:
    """The convolutional network on difference and features, of which it sees those named. In training: noise: sd of what
    is added to standardised features. feature_dropout: share of features taken for average. jitter: largest shift in points
    of the difference, the detector's inaccuracy. amplitude: largest relative change of its size. drift: sd of a straight
    line added to it. wave_noise: largest sd of smooth noise added. smoothing: share of each label given to all classes."""

    features: list[str]
    channels: list[int]
    kernels: list[int]
    hidden: int
    dropout: float
    clip: float
    noise: float
    feature_dropout: float
    jitter: int
    amplitude: float
    drift: float
    wave_noise: float
    smoothing: float
    weight: float
    schedule: Schedule


@dataclass(frozen=True)
class ReconstructionRecipe:
    """Autoencoder and VAE of windows of normal beats of all wearers."""

    hidden: list[int]
    observation_sd: float
    schedule: Schedule


@dataclass(frozen=True)
class WarningRecipe:
    """at: prefix lengths. penalty: of the squared weights. false_positives: share of the held-out N beats above a
    prefix's threshold. ventricular_weight: of a V beat, against 1 of an N beat."""

    at: list[int]
    penalty: float
    false_positives: float
    ventricular_weight: float


@dataclass(frozen=True)
class ScoreRecipe:
    """width_weight, slope_weight, level_weight: exponents of QRS width ratio, QRS slope ratio and the wearer's usual distance
    beside distance times prematurity. usual_log_distance, usual_log_level: ln of distance times prematurity, and of the
    usual distance, that count as zero. false_positives: share of all beats but V above the threshold."""

    width_weight: float
    slope_weight: float
    level_weight: float
    usual_log_distance: float
    usual_log_level: float
    false_positives: float


@dataclass(frozen=True)
class AamiExperiment:
    """One experiments/aami.toml. folds: of the record-grouped cross-validation. prior: what the odds of N, S, V, F and Q
    are multiplied by after training, against the weight that sampling gives to rare classes."""

    seed: int
    folds: int
    pack: Pack
    baseline: BaselineSettings
    features: list[str]
    sampling: SamplingRecipe
    prior: list[float]
    feature_classifier: FeatureRecipe
    classifier: ConvolutionRecipe
    reconstruction: ReconstructionRecipe
    early_warning: WarningRecipe
    anomaly: ScoreRecipe
    quantisation: Quantisation

    def quick(self) -> "AamiExperiment":
        """The same run with almost no training, to exercise every step; its models are of no use."""
        def short(recipe):
            return replace(recipe, schedule=replace(recipe.schedule, steps=20))
        dense = self.feature_classifier
        dense = replace(dense, ventricular=short(dense.ventricular), rest=short(dense.rest))
        return replace(self, folds=2, feature_classifier=dense, classifier=short(self.classifier),
                       reconstruction=short(self.reconstruction))


def read_aami_experiment(path: Path) -> AamiExperiment:
    """Reads and checks an experiment; TrainingError names the file and the key."""
    experiment = read_table(AamiExperiment, path)
    for name in experiment.features:
        if name not in baseline.NAMES:
            raise TrainingError(f"{path}: features: unknown '{name}', expected one of {', '.join(baseline.NAMES)}")
    if len(experiment.prior) != len(CLASSES) or min(experiment.prior) <= 0:
        raise TrainingError(f"{path}: prior is {experiment.prior}, expected {len(CLASSES)} numbers above 0")
    recipe = experiment.feature_classifier
    for name in (*recipe.ventricular.features, *recipe.rest.features, *experiment.classifier.features):
        if name not in experiment.features:
            raise TrainingError(f"{path}: a network's feature '{name}' is not among the features")
    return experiment
