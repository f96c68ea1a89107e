"""Forecasters of the rest of a beat and of the next sample, with the simple rules that they have to beat."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

import numpy as np
import torch
from torch import nn

from .. import training
from ..augment import through_path
from ..balancing import balanced
from ..data import WINDOW, BeatSet
from ..experiment import Experiment
from ..fitting import fit, make_repeatable, shuffled
from ..normal_models import as_tensor
from ..study_recipes import ForecastRow
from . import simple

FIRST = 8  # One-step errors count from this sample on: before it there is next to nothing to forecast from.
_SPLITS = (100, 84)


class BlockLstm(nn.Module):
    """past [n, past] -> forecast [n, 140 - past]: an LSTM over chunks, dropout, one dense layer."""

    def __init__(self, row: ForecastRow):
        super().__init__()
        self.row = row
        self.lstm = nn.LSTM(row.chunk, row.hidden, batch_first=True)
        self.head = nn.Sequential(nn.Dropout(row.dropout), nn.Linear(row.hidden, WINDOW - row.past))

    def forward(self, past: torch.Tensor) -> torch.Tensor:
        states, _ = self.lstm(past.reshape(len(past), -1, self.row.chunk))
        return self.head(states[:, -1])


def compare(experiment: Experiment, train: BeatSet, test: BeatSet, tick: Callable[[str], None]) -> dict[str, Any]:
    """blocks: rows per split; steps: rows one sample ahead; all errors on TEST in z units."""
    blocks = [{"name": name, "past": past, **_errors(test.windows[:, past:] - predicted, test)}
              for past in _SPLITS for name, predicted in simple.block_forecasts(train, test.windows, past).items()]
    steps = [{"name": name, **_errors((test.windows - predicted)[:, FIRST:], test)}
             for name, predicted in simple.next_samples(train, test.windows).items()]
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        fitted = [pool.submit(_block, row, experiment, train, test) for row in experiment.study.forecasters]
        ahead = [pool.submit(_step, smote, experiment, train, test) for smote in (False, True)]
        for found, waiting in ((blocks, fitted), (steps, ahead)):
            for done in waiting:
                found.append(done.result())
                tick(found[-1]["name"])
    return {"blocks": blocks, "steps": steps, "first": FIRST}


def _block(row: ForecastRow, experiment: Experiment, train: BeatSet, test: BeatSet) -> dict[str, Any]:
    predicted = _block_lstm(row, experiment, train)(as_tensor(test.windows[:, :row.past])).detach().numpy()
    return {"name": row.name, "past": row.past, **_errors(test.windows[:, row.past:] - predicted, test)}


def _step(smote: bool, experiment: Experiment, train: BeatSet, test: BeatSet) -> dict[str, Any]:
    recipe = replace(experiment.instant_forecaster, smote=smote)
    model = training.train_instant(experiment, recipe, train, training.seed_of(training.INSTANT, experiment.seed))
    with torch.no_grad():
        predicted = model(as_tensor(test.windows)).numpy()
    name = "LSTM over chunks with linear maps" + (", SMOTE" if smote else " (shipped)")
    return {"name": name, **_errors((test.windows - predicted)[:, FIRST:], test)}


def _block_lstm(row: ForecastRow, experiment: Experiment, train: BeatSet) -> nn.Module:
    make_repeatable(experiment.seed)
    rng = np.random.default_rng(experiment.seed)
    windows, labels = balanced(train.windows, train.labels, "smote" if row.smote else "none", rng)
    if row.normals_only:
        windows = windows[labels == 0]
    pool = np.concatenate([np.tile(windows, (row.clean, 1)), through_path(windows, row.path, experiment.path, rng)])
    batches = shuffled((as_tensor(pool),), row.schedule.batch, rng)
    return fit(BlockLstm(row), batches, lambda model, window: nn.functional.mse_loss(
        model(window[:, :row.past]), window[:, row.past:]), row.schedule)


def _errors(error: np.ndarray, test: BeatSet) -> dict[str, float]:
    square = (error**2).mean(1)
    normal = test.labels == 0
    return {"rmse": float(np.sqrt(square.mean())), "mse": float(square.mean()),
            "normalRmse": float(np.sqrt(square[normal].mean())), "normalMse": float(square[normal].mean())}
