"""Adds up the results of all test runners, and fails when fewer tests were discovered than were committed to.

Usage: total.py RESULTS_FOLDER MINIMUM_FILE FAILED_CHECKS. Checks that failed beside the runners count as failures. Prints, last, one line: N passed, N failed, N skipped.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def of_trx(path: Path) -> tuple[int, int, int]:
    """passed, failed, skipped of a dotnet test result file."""
    outcomes = [result.get("outcome") for result in ElementTree.parse(path).iter(f"{TRX}UnitTestResult")]
    passed = outcomes.count("Passed")
    skipped = outcomes.count("NotExecuted")
    return passed, len(outcomes) - passed - skipped, skipped


def of_junit(path: Path) -> tuple[int, int, int]:
    """passed, failed, skipped of a JUnit result file."""
    passed = failed = skipped = 0
    for case in ElementTree.parse(path).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def main() -> int:
    folder, minimum_file = Path(sys.argv[1]), Path(sys.argv[2])
    minimum = {name: int(count) for name, count in (line.split() for line in minimum_file.read_text().splitlines() if line.strip())}
    totals = [0, int(sys.argv[3]), 0]
    failure = False
    for name, least in sorted(minimum.items()):
        path = folder / name
        result = (of_trx if path.suffix == ".trx" else of_junit)(path) if path.exists() else (0, 0, 0)
        print(f"{name}: {sum(result)} tests, at least {least} expected")
        if sum(result) < least:
            print(f"FAILED: {name} discovered {sum(result)} tests; {minimum_file} expects at least {least}")
            failure = True
        totals = [total + part for total, part in zip(totals, result)]
    unlisted = {p.name for p in folder.iterdir() if p.suffix in (".trx", ".xml")} - set(minimum)
    if unlisted:
        print(f"FAILED: results that {minimum_file} does not list: {', '.join(sorted(unlisted))}")
        failure = True
    if failure:
        totals[1] += 1
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if totals[1] else 0


if __name__ == "__main__":
    sys.exit(main())
