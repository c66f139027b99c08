"""What one published list says: rows as printed, with their cells, and what is odd in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def column_letter(index: int) -> str:
    """The spreadsheet name of a column: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class CellRef:
    """The address of one cell: `Sheet1!F12`."""

    sheet: str
    column: str
    row: int

    def __str__(self) -> str:
        return f"{self.sheet}!{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Issue:
    """One oddity: what was printed (`original`), what it is taken for (`value`, null for a gap), by which rule."""

    code: str
    cell: str
    original: str | None
    value: str | None
    rule: str

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "code": self.code,
            "cell": self.cell,
            "original": self.original,
            "value": self.value,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Parsed:
    """A workbook after the reader, before any repair: every value is as printed.

    `rows` has one row per named agency with the columns of `readers.xlsx.RAW_SCHEMA`; `letters` maps our
    column to its spreadsheet letter, so that (sheet, letter, row) addresses the cell behind each value.
    `as_of` is the list's date where a column of the file prints it.
    `filler_rows` are rows without a name, `hidden_rows` those named rows that the publisher left hidden.
    """

    sha256: str
    source: str
    kind: str
    layout: str
    sheet: str
    letters: dict[str, str]
    rows: pa.Table
    hidden_rows: int
    filler_rows: int
    created: datetime | None
    modified: datetime | None
    issues: tuple[Issue, ...]
    as_of: date | None = None

    def cell(self, column: str, row: int) -> str:
        """The address of `column` (ours) in `row` (1-based, as in the spreadsheet)."""
        return str(CellRef(self.sheet, self.letters[column], row))
