"""A sheet as printed: texts by row and column, for files that people fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atlas287.core.model.listing import column_letter


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook, or a CSV file, whose sheet has no name. Positions are 0-based.

    `formulas` are cells whose text was computed by the program that saved them, None of it where it was not; `merged`
    leads from a cell that has no text of its own to the range it is part of, such as A2:A5.
    """

    file: str
    sha256: str
    sheet: str | None
    rows: Sequence[Sequence[str | None]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def text(self, row: int, column: int) -> str:
        """A cell's text without outer white space; empty where it is blank or beyond the row."""
        cells = self.rows[row]
        return (cells[column] or "").strip() if column < len(cells) else ""

    @staticmethod
    def cell(row: int, column: int) -> str:
        """The address of a cell, such as C5."""
        return f"{column_letter(column)}{row + 1}"
