"""Writes the README's table of model figures, or checks that it is current.

Usage: readme_figures.py ECGEDGE_DLL [--check]. Needs ECG5000 in $ECGEDGE_DATA, ./data or ../shared/data; without it the check
is passed over, saying so.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->"


def find_test_half() -> Path | None:
    folders = [os.environ.get("ECGEDGE_DATA"), ROOT / "data", ROOT.parent / "shared" / "data"]
    paths = (Path(folder) / "ecg5000" / "ECG5000_TEST.txt" for folder in folders if folder)
    return next((path for path in paths if path.is_file()), None)


def evaluate(program: str, file: Path, *more: str) -> dict:
    output = subprocess.run(["dotnet", program, "evaluate", str(file), "--json", *more], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def table(windows: dict, twin: dict, stream: dict) -> str:
    def row(name: str, *path: str, percent: bool = True) -> str:
        cells = []
        for figures in (windows, twin, stream):
            value = figures
            for step in path:
                value = value[step]
            cells.append(f"{100 * value:.2f} %" if percent else f"{value:.4f}")
        return f"| {name} | {' | '.join(cells)} |\n"

    found = stream["stream"]
    return (
        f"| pack `{windows['pack']}` {windows['version']} | int8 | its fp32 twin | int8, through the stream |\n|---|---|---|---|\n"
        + row("anomaly: AUC", "anomaly", "auc", percent=False)
        + row("anomaly: average precision", "anomaly", "auprc", percent=False)
        + row("anomaly: accuracy", "anomaly", "accuracy")
        + row("anomaly: F1", "anomaly", "f1")
        + row("five classes: accuracy", "classification", "accuracy")
        + row("five classes: balanced accuracy", "classification", "balancedAccuracy")
        + row("five classes: macro-F1", "classification", "macroF1")
        + row("one sample ahead: RMSE, z units", "forecast", "rmse", percent=False)
        + f"\nThrough the stream {found['found']} of {found['replayed']} beats are found ({100 * found['sensitivity']:.2f} %), positive "
        + f"predictivity {100 * found['positivePredictivity']:.2f} %.\n"
    )


NUMBER = re.compile(r"\d+\.\d+|\d+")


def agree(written: str, current: str) -> bool:
    """The same text with the same numbers, but for what another processor's integer kernels may change: 0.2 of a point."""
    if NUMBER.sub("#", written) != NUMBER.sub("#", current):
        return False
    pairs = zip(NUMBER.findall(written), NUMBER.findall(current))
    return all(abs(float(a) - float(b)) <= (0.2 if float(b) > 1.5 else 0.002) or (float(b) > 100 and abs(float(a) - float(b)) <= 9)
               for a, b in pairs)


def main() -> int:
    program, check = sys.argv[1], "--check" in sys.argv
    file = find_test_half()
    if file is None:
        print("README figures not checked: ECG5000 is not at hand")
        return 0
    current = table(evaluate(program, file), evaluate(program, file, "--precision", "fp32"), evaluate(program, file, "--stream"))
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    if agree(text[start:end], current) if check else text[start:end] == current:
        return 0
    if check:
        print(f"README.md's figures are not what `ecgedge evaluate` prints now; expected:\n{current}")
        return 1
    readme.write_text(text[:start] + current + text[end:], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
