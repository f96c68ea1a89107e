"""The one training loop: AdamW, one-cycle cosine decay, optional moving average of the weights, everything seeded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch

Batch = tuple[torch.Tensor, ...]
_STRETCHES = 50


@dataclass(frozen=True)
class Schedule:
    """steps: optimiser steps. batch: rows a step. rate: peak learning rate. decay: weight decay. average: decay of the
    exponential moving average of the weights that is kept as the result, 0 = keep the last weights."""

    steps: int
    batch: int
    rate: float
    decay: float
    average: float = 0.0


def make_repeatable(seed: int) -> None:
    """One thread and deterministic kernels: the same seed gives the same bits on one machine."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)


def fit(model: torch.nn.Module, batches: Iterator[Batch], loss: Callable[..., torch.Tensor],
        schedule: Schedule) -> torch.nn.Module:
    """Minimises loss(model, *batch) over schedule.steps batches; returns the model (or its average) in eval mode.

    The result carries `losses`: the mean loss of each of 50 equal stretches of the run (fewer when there are fewer steps).
    """
    optimiser = torch.optim.AdamW(model.parameters(), lr=schedule.rate, weight_decay=schedule.decay, foreach=True)
    average = deepcopy(model) if schedule.average else None
    model.train()
    losses = np.empty(schedule.steps)
    for step in range(schedule.steps):
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate * _shape(step / schedule.steps)
        optimiser.zero_grad()
        value = loss(model, *next(batches))
        value.backward()
        losses[step] = value.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if average is not None:
            _blend(average, model, min(schedule.average, (step + 1) / (step + 10)))
    result = (average if average is not None else model).eval()
    result.losses = [float(part.mean()) for part in np.array_split(losses, min(_STRETCHES, schedule.steps))]
    return result


def shuffled(tensors: Batch, batch: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Endless batches of matching rows, reshuffled each time all rows have been seen."""
    count = len(tensors[0])
    while True:
        order = torch.from_numpy(rng.permutation(count))
        for start in range(0, max(count - batch + 1, 1), batch):
            chosen = order[start:start + batch]
            yield tuple(tensor[chosen] for tensor in tensors)


def _shape(progress: float) -> float:
    return progress / 0.05 if progress < 0.05 else 0.5 * (1 + math.cos(math.pi * (progress - 0.05) / 0.95))


@torch.no_grad()
def _blend(average: torch.nn.Module, model: torch.nn.Module, keep: float) -> None:
    state = model.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.mul_(keep).add_(state[name], alpha=1 - keep)
        else:
            value.copy_(state[name])
