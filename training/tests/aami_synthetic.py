"""Synthetic wearers for the tests of the aami pack: windows and tables as `ecgedge windows` writes them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from ecgtrain.aami import golden
from ecgtrain.aami.baseline import Beat
from ecgtrain.aami.recordings import COLUMNS

RATE = 360


def beats(seed: int, count: int, ectopic: float, seconds: float = 0.8) -> tuple[list[Beat], np.ndarray]:
    """Beats of a steady rhythm and which of them are ectopic: a share of them, early and wide, never two in a row."""
    rng = np.random.default_rng(seed)
    is_ectopic = rng.random(count) < ectopic
    is_ectopic[1:] &= ~is_ectopic[:-1]
    intervals = np.round(np.where(is_ectopic, 0.65, 1.0) * seconds * RATE + 4 * rng.standard_normal(count)) / RATE
    times, found = np.cumsum(intervals), []
    for i in range(count):
        millivolts = golden._drawn(golden._ECTOPIC if is_ectopic[i] else golden._NORMAL, rng)
        after = times[i + 1] - times[i] if i + 1 < count else float("nan")
        found.append(Beat(((millivolts - millivolts.mean()) / millivolts.std(ddof=1)).astype(np.float32), float(times[i]),
                          float(intervals[i]) if i else float("nan"), float(after), 0.9, float(millivolts.std(ddof=1))))
    return found, is_ectopic


def write_recording(folder: Path, name: str, seed: int, count: int = 500) -> None:
    """<name>.windows.npy and .csv, with an early beat in every fifth ectopic one's place labelled A."""
    found, is_ectopic = beats(seed, count, 0.15)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.windows.npy", np.array([beat.window for beat in found]))
    with (folder / f"{name}.windows.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for i, beat in enumerate(found):
            sample = round(beat.seconds * RATE)
            following = sample + round(beat.after * RATE) if np.isfinite(beat.after) else ""
            symbol = "A" if is_ectopic[i] and i % 5 == 0 else "V" if is_ectopic[i] else "N"
            table.writerow([sample, following, beat.before if i else "", beat.after if following else "", beat.quality, 0.01,
                            beat.scale, symbol, "V" if i == 7 else ""])
        table.writerow(["", "", "", "", "", "", "", "", "N"])
