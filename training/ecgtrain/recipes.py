"""How each network of a pack is built and fitted; tables of the same names in experiments/*.toml."""

from __future__ import annotations

from dataclasses import dataclass

from .fitting import Schedule


@dataclass(frozen=True)
class NormalRecipe:
    """A network fitted on normal beats only. members: networks of different seeds whose outputs are averaged in the graph.
    clean, path: published and path-modelled copies of each beat in its training pool. noise: sd of white noise added to the
    input, not to the target."""

    hidden: list[int]
    members: int
    clean: int
    path: int
    noise: float
    schedule: Schedule


@dataclass(frozen=True)
class VaeRecipe(NormalRecipe):
    """observation_sd: the assumed noise of a sample; small values favour the reconstruction over the prior."""

    observation_sd: float


@dataclass(frozen=True)
class PcaRecipe:
    """components: kept. clean, path: copies of each normal beat that they are fitted on."""

    components: int
    clean: int
    path: int


@dataclass(frozen=True)
class ClassifierRecipe:
    """network: "convolutional" (one channel count and kernel each, then a dense layer of `hidden[0]`) or "dense" (`hidden`).

    standardise: samples by the training beats' mean and deviation, inside the graph. balance: one of balancing.BALANCES;
    balance_strength: the power of class weights, or the share of the largest class that the others grow to. mixup: its
    strength (0 = none). members: networks of different seeds whose logits are averaged in the graph. clean, warped, path: copies of
    each beat as published, through warp.py and through augment.py.
    """

    network: str
    channels: list[int]
    kernels: list[int]
    hidden: list[int]
    dropout: float
    standardise: bool
    balance: str
    balance_strength: float
    mixup: float
    members: int
    clean: int
    warped: int
    path: int
    schedule: Schedule


@dataclass(frozen=True)
class InstantRecipe:
    """hidden: LSTM units. penalty: of the ridge regressions that are the linear maps. normal_weight: of a normal beat's error beside
    another's. smote: whether rare classes are filled up by SMOTE. clean, path: copies of every TRAIN beat for the LSTM."""

    hidden: int
    penalty: float
    normal_weight: float
    smote: bool
    clean: int
    path: int
    schedule: Schedule
