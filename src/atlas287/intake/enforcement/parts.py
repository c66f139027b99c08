"""What an opened table is made of: parts with headings and batches, and the tally of what is odd in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from atlas287.core.model import CellRef, column_letter

BATCH_ROWS = 50_000
FIRST_CELLS = 3
"""So many addresses of an oddity are kept; the others are counted."""
MAX_KINDS = 1_000
"""So many oddities are told apart; further ones count as MORE."""
MORE = "more_issues"


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet, or a file without sheets.

    `heading_row` is 1-based. `batches` can be run once. Each batch has the column `row` first (1-based, as a
    spreadsheet numbers it) and then the columns of the table by position, named "0", "1" and so on.
    """

    name: str
    headings: tuple[str, ...]
    heading_row: int
    batches: Callable[[], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file: its format, and its parts one after another (the next begins where the last is done with)."""

    format: str
    parts: Iterator[Part]


@dataclass(slots=True)
class Oddity:
    """How often something odd was met, and its first cells."""

    count: int = 0
    cells: list[str] = field(default_factory=list)


class Tally:
    """Counts what is odd: one entry for each code, rule, printed value and value taken."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, str | None, str | None], Oddity] = {}

    def add(
        self,
        code: str,
        rule: str,
        cell: str | None,
        *,
        count: int = 1,
        original: str | None = None,
        value: str | None = None,
    ) -> None:
        """Count one oddity `count` times, its first at `cell`."""
        entry = (code, rule, original, value)
        if entry not in self.found and len(self.found) >= MAX_KINDS:
            entry = (MORE, "too many kinds to tell apart", None, None)
        oddity = self.found.setdefault(entry, Oddity())
        oddity.count += count
        if cell is not None and len(oddity.cells) < FIRST_CELLS:
            oddity.cells.append(cell)

    def to_json(self) -> list[dict[str, Any]]:
        """The issues of the contract, with how often each was met and its first cells."""
        return [
            {
                "code": code,
                "cell": oddity.cells[0] if oddity.cells else None,
                "original": original,
                "value": value,
                "rule": rule,
                "count": oddity.count,
                "cells": oddity.cells,
            }
            for (code, rule, original, value), oddity in sorted(
                self.found.items(), key=lambda each: tuple(text or "" for text in each[0])
            )
        ]


def cell(part: str, position: int, row: int) -> str:
    """The address of a cell by its part, 0-based column and 1-based row."""
    return str(CellRef(part, column_letter(position), row))


def numbered(batches: Iterator[pa.RecordBatch], first: int) -> Iterator[pa.RecordBatch]:
    """Batches with the column `row`, counted on from `first`, and their columns named by position."""
    for batch in batches:
        rows = pa.array(range(first, first + batch.num_rows), pa.int64())
        yield pa.RecordBatch.from_arrays([rows, *batch.columns], names=["row", *map(str, range(batch.num_columns))])
        first += batch.num_rows
