"""What a section is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading below the section's own title."""

    text: str


@dataclass(frozen=True)
class Text:
    """One paragraph, plain text; `backticks` mark code."""

    text: str


@dataclass(frozen=True)
class Table:
    """Cells as they are to be shown; numbers are formatted by the section. caption: one line below the table."""

    columns: list[str]
    rows: list[list[str]]
    caption: str = ""


@dataclass(frozen=True)
class Figure:
    """name: file name without extension, unique in the report (lower case, hyphens). svg: the drawing itself, inline in the
    HTML page and a file beside the Markdown one. caption: what is seen, with units."""

    name: str
    svg: str
    caption: str


Block = Heading | Text | Table | Figure
