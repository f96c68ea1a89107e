"""One module a section; each has ORDER, TITLE and blocks(results)."""
