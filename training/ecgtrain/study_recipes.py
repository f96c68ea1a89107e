"""What `study` compares: classifiers over several seeds, and forecasters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .fitting import Schedule
from .recipes import ClassifierRecipe

_QUICK_STEPS = 20


@dataclass(frozen=True)
class ClassifierRow:
    """One row of the classifiers' table. name: as the report shows it."""

    name: str
    recipe: ClassifierRecipe


@dataclass(frozen=True)
class ForecastRow:
    """One LSTM block forecaster: `past` samples in chunks of `chunk`, the rest of the window out.

    normals_only: fitted on normal beats, else on all of TRAIN; smote: rare classes filled up first.
    """

    name: str
    past: int
    chunk: int
    hidden: int
    dropout: float
    normals_only: bool
    smote: bool
    clean: int
    path: int
    schedule: Schedule


@dataclass(frozen=True)
class StudyRecipe:
    """seeds: how many of the experiment's seed, seed + 1, ... each classifier is fitted with."""

    seeds: int
    classifiers: list[ClassifierRow]
    forecasters: list[ForecastRow]

    def quick(self) -> "StudyRecipe":
        """The same rows with next to no training."""
        def short(recipe: Any, **changes: int) -> Any:
            return replace(recipe, clean=1, path=0, schedule=replace(recipe.schedule, steps=_QUICK_STEPS), **changes)

        return StudyRecipe(2, [replace(row, recipe=short(row.recipe, warped=0)) for row in self.classifiers],
                           [short(row) for row in self.forecasters])
