"""The report: one HTML and one Markdown page made from result files, a module a section.

How to add a section
1. Whatever measures something writes `reports/results/<name>.json` with `results.save(folder, name, content)`.
2. `report/sections/<module>.py` defines ORDER (int, place on the page; ecg5000 uses 0 to 99, aami 100 on), TITLE (str) and
   `blocks(results: Results) -> list[Block]`. It reads result files only (`results.read(name)`, None where there is none) and
   returns what to show, an empty list for nothing. It trains and measures nothing.
3. `report` finds the module by itself.
"""
