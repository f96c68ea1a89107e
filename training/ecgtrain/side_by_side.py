"""Convolutional classifiers of one shape as one network: channels side by side, logits averaged by the last layer.

An average of outputs would run every member's layers one after the other. Here layer i of all members is one grouped convolution, so
that several small networks take the device as many steps as one.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from .average import averaged
from .classifier import Classifier


class SideBySide(nn.Module):
    """window [n, 140] -> mean of the members' logits [n, classes]. Its log loss is never above the mean of theirs."""

    def __init__(self, members: Sequence[Classifier]):
        super().__init__()
        self.losses = [sum(values) / len(values) for values in zip(*(member.losses for member in members))]
        layers: list[nn.Module] = []
        for parts in zip(*(member.convolutions for member in members)):
            layers.append(_joined(parts, first=not layers))
        self.convolutions = nn.Sequential(*layers)
        hidden = [member.dense[2] for member in members]
        self.hidden = _as_convolution(hidden, channels=members[0].convolutions[-3].out_channels)
        self.last = _mean_of([member.dense[4] for member in members])

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        features = self.convolutions(window.unsqueeze(1))
        return self.last(torch.relu(self.hidden(features)).flatten(1))


def joined(members: Sequence[nn.Module]) -> nn.Module:
    """The only member itself; convolutional members side by side; members of any other kind averaged."""
    if len(members) > 1 and all(isinstance(member, Classifier) for member in members):
        return SideBySide(members).eval()
    return averaged(list(members))


def _joined(parts: Sequence[nn.Module], first: bool) -> nn.Module:
    """One layer of all members; the first convolution reads the same window for all of them."""
    like = parts[0]
    if isinstance(like, nn.Conv1d):
        joined: nn.Module = nn.Conv1d((1 if first else len(parts)) * like.in_channels, len(parts) * like.out_channels, like.kernel_size,
                                      like.stride, like.padding, groups=1 if first else len(parts))
    elif isinstance(like, nn.BatchNorm1d):
        joined = nn.BatchNorm1d(len(parts) * like.num_features)
    else:
        return like
    state = [part.state_dict() for part in parts]
    joined.load_state_dict({name: value if value.ndim == 0 else torch.cat([own[name] for own in state])
                            for name, value in state[0].items()})
    return joined


def _as_convolution(parts: Sequence[nn.Linear], channels: int) -> nn.Conv1d:
    """Each member's dense layer over its own flattened channels: a grouped convolution as long as the features."""
    outputs, length = parts[0].out_features, parts[0].in_features // channels
    joined = nn.Conv1d(len(parts) * channels, len(parts) * outputs, length, groups=len(parts))
    joined.weight.data = torch.cat([part.weight.data.reshape(outputs, channels, length) for part in parts])
    joined.bias.data = torch.cat([part.bias.data for part in parts])
    return joined


def _mean_of(parts: Sequence[nn.Linear]) -> nn.Linear:
    joined = nn.Linear(sum(part.in_features for part in parts), parts[0].out_features)
    joined.weight.data = torch.cat([part.weight.data for part in parts], dim=1) / len(parts)
    joined.bias.data = torch.stack([part.bias.data for part in parts]).mean(0)
    return joined
