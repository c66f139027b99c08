"""Reads one table of enforcement: its rows as Arrow batches in the layout's columns, and what is odd in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from atlas287.intake.enforcement.layouts import Match


class Reading:
    """One table: `match` says what it is; `batches` gives its rows once; after them the findings are complete.

    A batch has the columns `sheet` and `row` (1-based, as in a spreadsheet), those of the layout with its types, and
    `redacted`: the names of the columns that are redacted in the row, parted by spaces. A column that the table lacks
    is null throughout and named in `match.missing`.
    """

    match: Match

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in order, some 50,000 at a time."""
        raise NotImplementedError


def read_table(path: Path, *, until: date | None = None) -> Reading:
    """Open a table. Dates after `until` (default: the last day of the release) are gaps. Raises ReadError where no
    layout fits or the file is damaged."""
    raise NotImplementedError
