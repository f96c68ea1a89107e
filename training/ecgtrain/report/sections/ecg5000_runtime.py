"""The shipped pack as the device's own code measures it."""

from __future__ import annotations

from typing import Any

from ..blocks import Block, Heading, Table, Text
from ..results import Results

ORDER = 10
TITLE = "ECG5000: the shipped pack in the agent"

_ROWS = [("anomaly: AUC", "anomaly", "auc"), ("anomaly: average precision", "anomaly", "auprc"), ("anomaly: accuracy", "anomaly", "accuracy"),
         ("anomaly: F1", "anomaly", "f1"), ("five classes: accuracy", "classification", "accuracy"),
         ("five classes: balanced accuracy", "classification", "balancedAccuracy"), ("five classes: macro-F1", "classification", "macroF1"),
         ("one sample ahead: RMSE on normals", "forecast", "normalRmse"), ("one sample ahead: RMSE on all", "forecast", "rmse")]


def blocks(results: Results) -> list[Block]:
    """Figures on TEST (int8, fp32, through the stream) and the parity of int8 and fp32."""
    found = results.read("ecg5000-runtime")
    if found is None:
        return []
    columns = [found["int8"], found["fp32"], found["stream"]]
    rows = [[name, *(_cell(column, *path) for column in columns)] for name, *path in _ROWS]
    parity = found["parity"]
    return [
        Text("Measured by `ecgedge evaluate` (ONNX Runtime, C#). The last column plays the beats as one signal through filter, detector and "
             "segmenter first. One-step errors count from sample 8."),
        Table(["TEST", "int8", "fp32", "int8, through the stream"], rows),
        *_lists(found["int8"]),
        *_cost(found["bench"]),
        Heading("int8 against fp32"),
        Text(f"Same class on {parity['classAgreement']:.4%} of the beats, same side of the anomaly threshold on {parity['anomalyAgreement']:.4%}; "
             f"largest difference of any figure {100 * parity['largestDifference']:.3f} points."),
        Table(["figure", "int8", "fp32", "difference"], [
            [item["name"], f"{item['int8']:.4f}", f"{item['fp32']:.4f}", f"{item['difference']:+.4f}"] for item in parity["figures"]]),
    ]


def _lists(int8: dict[str, Any]) -> list[Block]:
    shown: list[Block] = []
    if int8.get("blockForecasts"):
        shown += [Heading("Rest of a beat from its start"), Table(["model", "RMSE on normals", "RMSE on all", "MSE on all"], [
            [item["model"], f"{item['normalRmse']:.4f}", f"{item['rmse']:.4f}", f"{item['rmse'] ** 2:.4f}"] for item in int8["blockForecasts"]])]
    if int8.get("earlyWarning"):
        shown += [Heading("Early warning"), Table(
            ["samples known", "warned, at the shipped threshold", "of normals", "warned, at 1 % of TEST normals", "AUC"],
            [[str(item["at"]), f"{item['tpr']:.3f}", f"{item['fpr']:.4f}", f"{item['tprAtOnePercent']:.3f}", f"{item['auc']:.4f}"]
             for item in int8["earlyWarning"]])]
    return shown


def _cost(bench: dict[str, Any]) -> list[Block]:
    rows = [[name, f"{value:.1f}"] for name, value in bench["microsecondsPerModel"].items()]
    return [Heading("Cost"), Table(["model, by itself", "µs"], [*rows, ["a verdict", f"{bench['microsecondsPerBeat']:.1f}"]],
                                   f"Medians, {bench['machine']}, one thread, int8; the quietest of {bench['runs']} runs of `ecgedge bench` beside other "
                                   "work. VAE and half-beat forecaster take no part in verdicts, early warnings come before them.")]


def _cell(figures: dict[str, Any], group: str, name: str) -> str:
    value = (figures.get(group) or {}).get(name)
    return "" if value is None else f"{value:.4f}"
