"""Result files: what the measuring steps leave for the report, one JSON object a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import TrainingError

_DIGITS = 6


@dataclass(frozen=True)
class Results:
    """The result files of one folder."""

    folder: Path

    def read(self, name: str) -> dict[str, Any] | None:
        """Content of <name>.json; None where there is no such file."""
        path = self.folder / f"{name}.json"
        if not path.is_file():
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            raise TrainingError(f"{path}: {error}; expected a JSON object") from error


def save(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Writes <name>.json; numpy arrays and numbers become lists and numbers of six significant digits."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_plain(content), separators=(",", ":"), ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        return _plain(value.item())
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
