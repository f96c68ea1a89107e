"""What cross-validation found, put together for the manifest and the report."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from . import scoring, validation
from .beats import WearerBeats
from .experiment import AamiExperiment
from .fitting import AUTOENCODER, VAE
from .recordings import CLASSES, UNMATCHED

_DRAWS = 1000
_NORMAL, _VENTRICULAR = CLASSES.index("N"), CLASSES.index("V")


def extras(fold: validation.Fold, wearer: WearerBeats) -> dict[str, Any]:
    """Of a held-out wearer: early risks, reconstruction errors, and the fold's anomaly threshold."""
    return {"warnings": validation.warnings(fold, wearer), "threshold": fold.score.threshold,
            "errors": {name: validation.reconstruction_error(fold.models[name], wearer) for name in (VAE, AUTOENCODER)}}


def collect(experiment: AamiExperiment, judged: dict[str, list[scoring.Judged]], more: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything the report shows. judged: by kind of verdict, a list of all records; more: `extras` of the same."""
    start = experiment.baseline.calibrate_seconds
    names = [one.recording.name for one in judged["both"]]
    return {
        "protocol": f"record-grouped cross-validation, {min(experiment.folds, len(names))} folds over {len(names)} records; the "
                    f"agent's own detector and causal filter; the first {start:g} s of each record calibrate and are not scored; "
                    "missed beats count against sensitivity, invented ones against predictivity",
        "records": names,
        "figures": {kind: _figures(found, start, experiment.seed) for kind, found in judged.items()},
        "perRecord": {kind: [_record(one, start) for one in judged[kind]] for kind in judged if kind in ("both", "int8")},
        "agreement": _agreement(judged, start),
        "anomaly": _anomaly(judged["both"], [item["threshold"] for item in more], start),
        "earlyWarning": _warnings(experiment, [item["warnings"] for item in more], start),
        "reconstruction": _reconstruction(judged["both"], [item["errors"] for item in more], start),
    }


def _figures(judged: list[scoring.Judged], start: float, seed: int) -> dict[str, Any]:
    tables = [scoring.confusion(one, start) for one in judged]
    total = sum(tables)
    # EC57 leaves ventricular flutter out; in these records only flutter gives so many beats without a reference.
    without_unmatched = total.copy()
    without_unmatched[scoring.NONE] = 0
    return scoring.figures(total) | {
        "confusion": total, "ranking": scoring.ranking(judged, start), "interval95": scoring.bootstrap(tables, _DRAWS, seed),
        "matchedBeatsOnly": scoring.figures(without_unmatched)}


def _record(judged: scoring.Judged, start: float) -> dict[str, Any]:
    table = scoring.confusion(judged, start)
    return {"record": judged.recording.name, "confusion": table, **scoring.figures(table)}


def _agreement(judged: dict[str, list[scoring.Judged]], start: float) -> dict[str, float] | None:
    """Share of beats whose class is the same for int8 in the agent and fp32 in Python."""
    if "int8" not in judged:
        return None
    pairs = [(a.probabilities[rows].argmax(1), b.probabilities[rows].argmax(1)) for a, b in zip(judged["both"], judged["int8"])
             for rows in [a.recording.seconds > start]]
    same = np.concatenate([a == b for a, b in pairs])
    distance = np.concatenate([np.abs(a.score - b.score) for a, b in zip(judged["both"], judged["int8"])])
    return {"class": float(same.mean()), "largestScoreDifference": float(distance.max())}


def _anomaly(judged: list[scoring.Judged], thresholds: list[float], start: float) -> dict[str, Any]:
    rows = [one.recording.seconds > start for one in judged]
    label = np.concatenate([one.recording.label[r] for one, r in zip(judged, rows)])
    score = np.concatenate([one.score[r] for one, r in zip(judged, rows)])
    above = np.concatenate([one.score[r] > limit for one, r, limit in zip(judged, rows, thresholds)])
    target, known = label == _VENTRICULAR, label != UNMATCHED
    result: dict[str, Any] = {"beats": len(label), "ventricular": int(target.sum())}
    if 0 < target.sum() < len(label):
        result |= {"auc": float(roc_auc_score(target, score)), "aucMatched": float(roc_auc_score(target[known], score[known])),
                   "sensitivity": float(above[target].mean()), "falsePositiveRate": float(above[~target].mean()),
                   "predictivity": float(target[above].mean()) if above.any() else 0.0}
        result["perRecordAuc"] = {one.recording.name: float(roc_auc_score(one.recording.label[r] == _VENTRICULAR, one.score[r]))
                                  for one, r in zip(judged, rows) if (one.recording.label[r] == _VENTRICULAR).sum() >= 10}
    return result


def _warnings(experiment: AamiExperiment, found: list[dict[str, Any]], start: float) -> dict[str, Any]:
    rows = [one["seconds"] > start for one in found]
    risk = np.concatenate([one["risk"][r] for one, r in zip(found, rows)])
    label = np.concatenate([one["label"][r] for one, r in zip(found, rows)])
    normal, target = risk[label == _NORMAL], risk[label == _VENTRICULAR]
    recipe = experiment.early_warning
    thresholds = [float(value) for value in np.quantile(normal, 1 - recipe.false_positives, axis=0)]
    result: dict[str, Any] = {"at": recipe.at, "thresholds": thresholds}
    if len(target):
        both = np.concatenate([normal, target])
        truth = np.arange(len(both)) >= len(normal)
        result["auc"] = [float(roc_auc_score(truth, both[:, k])) for k in range(len(recipe.at))]
        result["sensitivity"] = [float((target[:, k] > limit).mean()) for k, limit in enumerate(thresholds)]
    return result


def _reconstruction(judged: list[scoring.Judged], errors: list[dict[str, np.ndarray]], start: float) -> dict[str, Any]:
    """How well the population's models alone would tell V from all others (badly: that is why there is a baseline)."""
    rows = [one.recording.seconds > start for one in judged]
    target = np.concatenate([one.recording.label[r] == _VENTRICULAR for one, r in zip(judged, rows)])
    result: dict[str, Any] = {}
    for name in (VAE, AUTOENCODER):
        values = np.concatenate([item[name][r] for item, r in zip(errors, rows)])
        result[name] = {"medianError": float(np.median(values[~target]))}
        if 0 < target.sum() < len(target):
            result[name]["auc"] = float(roc_auc_score(target, values))
    return result


def for_manifest(content: dict[str, Any]) -> dict[str, Any]:
    """The figures that the pack's manifest carries."""
    chosen = {kind: {key: value for key, value in found.items() if key in ("N", "S", "V", "F", "macroF1", "ranking", "interval95")}
              for kind, found in content["figures"].items() if kind in ("both", "int8")}
    return _plain({"protocol": content["protocol"] + "; the pack itself is fitted on all of these records",
                   "fp32": chosen.get("both"), "int8": chosen.get("int8"), "agreement": content["agreement"],
                   "anomaly": content["anomaly"], "earlyWarning": content["earlyWarning"]})


def line(name: str, found: dict[str, Any]) -> str:
    """One line of the terminal."""
    classes = ", ".join(f"{kind} {found[kind]['sensitivity']:.3f}/{found[kind]['predictivity']:.3f}/{found[kind]['f1']:.3f}"
                        for kind in ("N", "S", "V", "F"))
    return f"{name}: Se/P+/F1 {classes}; macro-F1 (N V S) {found['macroF1']:.4f}"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    return round(value, 6) if isinstance(value, float) else value
