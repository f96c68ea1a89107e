"""Several networks of one shape as one: their outputs averaged inside the graph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import torch
from torch import nn


class Average(nn.Module):
    """Mean of the members' outputs; a member that returns several tensors has each averaged."""

    def __init__(self, members: list[nn.Module]):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.losses = [sum(values) / len(values) for values in zip(*(member.losses for member in members))]

    def forward(self, values: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        results = [member(values) for member in self.members]
        if isinstance(results[0], torch.Tensor):
            return _mean(results)
        return tuple(_mean(parts) for parts in zip(*results))


def _mean(parts: Sequence[torch.Tensor]) -> torch.Tensor:
    return reduce(torch.add, parts) * (1 / len(parts))


def averaged(members: list[nn.Module]) -> nn.Module:
    """The only member itself, or the average of several."""
    return members[0] if len(members) == 1 else Average(members).eval()
