"""Sections to one self-contained HTML page and one Markdown page with its figures beside it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .blocks import Block, Figure, Heading, Table, Text

_CSS = """body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .7rem;border-bottom:1px solid #d8dee4;text-align:right}
td:first-child,th:first-child{text-align:left}figure{margin:1rem 0}figcaption,.caption{color:#57606a;font-size:.9em}
code{background:#f0f2f4;padding:0 .2em}svg{max-width:100%;height:auto}nav a{margin-right:1em}"""


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    title: str
    blocks: list[Block]


def to_html(title: str, sections: list[Section]) -> str:
    """The whole page; nothing is loaded from elsewhere."""
    links = "".join(f'<a href="#s{number}">{html.escape(section.title)}</a>' for number, section in enumerate(sections))
    parts = [f'<h2 id="s{number}">{html.escape(section.title)}</h2>\n' + "\n".join(map(_html, section.blocks))
             for number, section in enumerate(sections)]
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
            f"<style>{_CSS}</style></head>\n<body><h1>{html.escape(title)}</h1>\n<nav>{links}</nav>\n"
            + "\n".join(parts) + "\n</body></html>\n")


def to_markdown(title: str, sections: list[Section], figures: str) -> str:
    """The same page; figures: folder of their SVG files relative to it."""
    parts = [f"# {title}"]
    for section in sections:
        parts += [f"## {section.title}", *(_markdown(block, figures) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h3>{html.escape(block.text)}</h3>"
    if isinstance(block, Text):
        return f"<p>{_code(block.text)}</p>"
    if isinstance(block, Figure):
        return f"<figure>{block.svg}<figcaption>{_code(block.caption)}</figcaption></figure>"
    rows = ["".join(f"<{tag}>{_code(cell)}</{tag}>" for cell in row)
            for tag, row in [("th", block.columns), *(("td", row) for row in block.rows)]]
    caption = f'<p class="caption">{_code(block.caption)}</p>' if block.caption else ""
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>" + caption


def _markdown(block: Block, figures: str) -> str:
    if isinstance(block, Heading):
        return f"### {block.text}"
    if isinstance(block, Text):
        return block.text
    if isinstance(block, Figure):
        return f"![{block.caption}]({figures}/{block.name}.svg)\n\n*{block.caption}*"
    lines = [block.columns, ["---"] + ["---:"] * (len(block.columns) - 1), *block.rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{table}\n\n{block.caption}" if block.caption else table


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
