"""Writes the README's table of model figures, or checks that it is current.

Usage: readme_figures.py ECGEDGE_DLL [--check]. Needs ECG5000 and MIT-BIH in $ECGEDGE_DATA, ./data or ../shared/data; what is
not there is passed over, saying so.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def find(relative: str) -> Path | None:
    folders = [os.environ.get("ECGEDGE_DATA"), ROOT / "data", ROOT.parent / "shared" / "data"]
    paths = (Path(folder) / relative for folder in folders if folder)
    return next((path for path in paths if path.exists()), None)


def run(program: str, *arguments: str) -> dict:
    output = subprocess.run(["dotnet", program, *arguments, "--json"], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def model_figures(program: str) -> str | None:
    """The table between the README's `models` marks; None without ECG5000."""
    file = find("ecg5000/ECG5000_TEST.txt")
    if file is None:
        return None
    return model_table(*(run(program, "evaluate", str(file), *more) for more in ((), ("--precision", "fp32"), ("--stream",))))


def detection_figures(program: str) -> str | None:
    """The table between the README's `detection` marks; None without MIT-BIH."""
    folder = find("mitdb")
    if folder is None:
        return None
    f = run(program, "detect", str(folder), "--score")
    return (
        f"| {len(f['records'])} records, {f['beats']} beats | |\n|---|---|\n"
        f"| sensitivity, 150 ms | {100 * f['sensitivity']:.2f} % ({f['missed']} missed) |\n"
        f"| positive predictivity, 150 ms | {100 * f['positivePredictivity']:.2f} % ({f['extra']} extra) |\n"
        f"| F1, 50 ms | {100 * f['f1Within50Ms']:.2f} % |\n"
        f"| median distance from the annotation | {f['medianErrorMs']:.1f} ms |\n"
        f"| from R peak to report: median, 95th percentile, longest | {f['delayP50Ms']:.0f}, {f['delayP95Ms']:.0f}, {f['delayMaxMs']:.0f} ms |\n"
    )


def stress_figures(program: str) -> str | None:
    """The table between the README's `stress` marks; None without MIT-BIH and its noise."""
    clean, noise = [find(f"mitdb/{r}.hea") for r in ("118", "119")], [find(f"nstdb/{n}.hea") for n in ("em", "ma", "bw")]
    if None in clean or None in noise:
        return None
    figures = run(program, "stress", *(str(r.with_suffix("")) for r in clean), "--noise", *(str(n.with_suffix("")) for n in noise))
    names = {"em": "electrode motion", "ma": "muscle", "bw": "baseline wander", "all": "the three pooled"}
    levels = sorted({row["decibel"] for row in figures["rows"]}, reverse=True)
    table = row_of("F1 at 50 ms", (f"{level:.0f} dB" for level in levels)) + "|---" * (len(levels) + 1) + "|\n"
    for noise_name, words in names.items():
        table += row_of(words, (f"{100 * row['f1']:.1f} %" for row in rows_of(figures, noise_name)))
    return table + row_of("signal quality within the noise", (f"{row['quality']:.2f}" for row in rows_of(figures, "all")))


def alarm_figures(program: str) -> str | None:
    """The table between the README's `alarms` marks; None without MIT-BIH."""
    folder = find("mitdb")
    if folder is None:
        return None
    f = run(program, "alarms", str(folder), "--normal")
    table = row_of(f"records {', '.join(r['record'] for r in f['records'])}: {f['hours']:.2f} h", ("alerts", "per hour")) + "|---|---|---|\n"
    technical = ("signal.leads-off", "signal.poor", "source.lost")
    for kind in f["kinds"]:
        if kind["alerts"] > 0:
            table += row_of(f"`{kind['kind']}`", (str(kind["alerts"]), f"{kind['perHour']:.2f}"))
    heart, signal = ([k for k in f["kinds"] if (k["kind"] in technical) == is_signal] for is_signal in (False, True))
    table += row_of("about the heart, all kinds", (str(sum(k["alerts"] for k in heart)), f"{f['perHour']:.2f}"))
    return table + row_of("about the signal, all kinds", (str(sum(k["alerts"] for k in signal)), f"{f['technicalPerHour']:.2f}"))


def rows_of(figures: dict, noise: str) -> list[dict]:
    return sorted((row for row in figures["rows"] if row["noise"] == noise), key=lambda row: -row["decibel"])


def row_of(name: str, cells) -> str:
    return f"| {name} | {' | '.join(cells)} |\n"


def wearer_figures(_: str) -> str:
    """The table between the README's `aami` marks: the cross-validation that the pack's manifest records."""
    manifest = json.loads((ROOT / "inference/models/aami/manifest.json").read_text(encoding="utf-8"))
    figures = manifest["figures"]
    kinds = [figures[precision] for precision in ("int8", "fp32")]
    table = row_of(f"pack `aami` {manifest['version']}, cross-validated", ("int8", "its fp32 twin")) + "|---|---|---|\n"
    for name, words in (("N", "normal"), ("S", "supraventricular"), ("V", "ventricular"), ("F", "fusion")):
        table += row_of(f"{words} ({name}, {kinds[0][name]['beats']} beats): sensitivity / positive predictivity / F1",
                        (" / ".join(f"{100 * kind[name][part]:.1f} %" for part in ("sensitivity", "predictivity", "f1")) for kind in kinds))
    table += row_of("macro-F1 of N, V and S", (f"{100 * kind['macroF1']:.1f} %" for kind in kinds))
    low, high = figures["int8"]["interval95"]["macroF1"]
    table += row_of("its 95 % interval, records drawn anew", (f"{100 * low:.0f} to {100 * high:.0f} %", ""))
    table += row_of("anomaly score without labels, V against the rest: AUC", (f"{kind['ranking']['anomalyAuc']:.4f}" for kind in kinds))
    warning = figures["earlyWarning"]
    for at in (60, 100):
        place = warning["at"].index(at)
        table += row_of(f"V warned of {-250 + (at - 1) * 700 / 139:.0f} ms after the R peak, at 1 % of N; AUC",
                        (f"{100 * warning['sensitivity'][place]:.0f} %; {warning['auc'][place]:.3f}", "the same file"))
    return table


def model_table(windows: dict, twin: dict, stream: dict) -> str:
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
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    failed = False
    for name, figures in (("models", model_figures), ("aami", wearer_figures), ("detection", detection_figures), ("stress", stress_figures),
                          ("alarms", alarm_figures)):
        current = figures(program)
        if current is None:
            print(f"README: the {name} figures are passed over, since their data is not at hand")
            continue
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        start, stop = text.index(begin) + len(begin), text.index(end)
        if not check:
            text = text[:start] + current + text[stop:]
        elif not agree(text[start:stop], current):
            print(f"README.md's {name} figures are not what the command prints now; expected:\n{current}")
            failed = True
    if not check:
        readme.write_text(text, encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
