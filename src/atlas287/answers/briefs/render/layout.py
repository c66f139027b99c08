"""How text and Markdown are laid out: folded lines, lists under a heading, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 100
"""Letters of a line of plain text."""


def lines(parts: Iterable[str]) -> str:
    """Lines as text that ends with a line break."""
    return "".join(f"{part}\n" for part in parts)


def wrap(text: str, indent: str = "") -> str:
    """Text folded to the width, its first line behind `indent`, such as a bullet, the others below its words."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def section(heading: str, entries: Iterable[Sequence[str]], markdown: bool) -> list[str]:
    """A heading and its entries, each a first line and those below it; nothing where there are none."""
    bullet, indent = ("- ", "  - ") if markdown else ("  - ", "    ")
    folded = [wrap(line, indent if below else bullet) for entry in entries for below, line in enumerate(entry)]
    return ["", *titled(heading, markdown), *folded] if folded else []


def titled(heading: str, markdown: bool) -> list[str]:
    """The heading of a section."""
    return [f"## {heading}", ""] if markdown else [heading]


def pipes(rows: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown; the first row is its head."""
    head, *rest = rows
    return [_pipe(head), _pipe(["---"] * len(head)), *map(_pipe, rest)]


def _pipe(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
