"""Reading hyper-parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import EXPERIMENT
from ecgtrain import TrainingError
from ecgtrain.experiment import Experiment, read_experiment
from ecgtrain.normal_models import NAMES


def test_the_committed_experiment_weighs_models_of_normal_beats(experiment: Experiment) -> None:
    assert set(experiment.anomaly.weights) < set(NAMES)
    assert experiment.vae.hidden[-1] == 8


@pytest.mark.parametrize(("old", "new", "said"), [
    ("seed = 7", "sed = 7", "unknown key 'sed'"),
    ("jitter = 2.0\n", "", "path: key 'jitter' is missing"),
    ("folds = 4", 'folds = "four"', "early_warning: folds is 'four', expected a value of type int"),
    ("quantile = 0.96", "quantile = true", "quantile is True, expected a value of type float"),
    ("seed = 7", "seed =", "Invalid value"),
    ('network = "dense", ', "", "study: classifiers 1: recipe: key 'network' is missing"),
])
def test_refuses_a_bad_experiment_naming_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = EXPERIMENT.read_text()
    assert old in text
    path = tmp_path / "bad.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(TrainingError) as error:
        read_experiment(path)
    assert str(path) in str(error.value) and said in str(error.value)


def test_quick_shortens_every_schedule(experiment: Experiment) -> None:
    quick = experiment.quick()
    for recipe in (quick.autoencoder, quick.vae, quick.beat_forecaster, quick.classifier, quick.instant_forecaster):
        assert recipe.schedule.steps <= 40
    for row in (*(entry.recipe for entry in quick.study.classifiers), *quick.study.forecasters):
        assert row.schedule.steps <= 40
    assert quick.autoencoder.hidden == experiment.autoencoder.hidden
