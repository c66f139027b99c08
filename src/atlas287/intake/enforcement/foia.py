"""Opens workbooks: ICE's raw releases, where titles stand above the headings and many sheets continue one table.

The value reader gives every cell as text. `bounds.check` must have passed the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fastexcel
import pyarrow as pa

from atlas287.core.errors import ReadError
from atlas287.intake.enforcement.headings import FIRST_ROWS, heading_row
from atlas287.intake.enforcement.parts import BATCH_ROWS, Part, Tally, cell, numbered

_ANOTHER = "use a copy saved by Excel"


def parts(path: Path, tally: Tally) -> Iterator[Part]:
    """The sheets that hold anything, in the workbook's order; one is in memory at a time.

    A sheet of which no row has known headings has its first filled row for them, so that it can be named.
    """
    with _refusing("the workbook cannot be read", path.name):
        workbook = fastexcel.read_excel(path)
        names = list(workbook.sheet_names)
    for name in names:
        part = _sheet(workbook, name, f"{path.name}, sheet {name[:31]}", tally)
        if part is not None:
            yield part


def _sheet(workbook: fastexcel.ExcelReader, name: str, where: str, tally: Tally) -> Part | None:
    with _refusing("the sheet cannot be read", where):
        loaded = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        batch, failed = loaded.to_arrow_with_errors()
        positions = [column.absolute_index for column in loaded.available_columns()]
    if batch.num_rows == 0 or batch.num_columns == 0:
        return None
    rows = [list(row.values()) for row in batch.slice(0, FIRST_ROWS).to_pylist()]
    at = heading_row(rows)
    if at is None:
        at = next((number for number, row in enumerate(rows) if any(row)), 0)
    for column, count, first in _errors(failed, at):
        rule = "an Excel error is no value"
        tally.add("error_cell", rule, cell(name, positions[column], first + 1), count=count)
    for number, row in enumerate(rows[:at]):
        if any(row):
            tally.add("text_above_heading", "not read", cell(name, positions[0], number + 1))
    width = max(positions) + 1
    headings = [""] * width
    for position, text in zip(positions, rows[at], strict=True):
        headings[position] = text or ""
    columns = dict(zip(positions, batch.columns, strict=True))
    blank = pa.nulls(batch.num_rows, pa.string())
    arrays = [columns.get(position, blank) for position in range(width)]
    body = pa.RecordBatch.from_arrays(arrays, names=[str(position) for position in range(width)]).slice(at + 1)
    pieces = (body.slice(start, BATCH_ROWS) for start in range(0, body.num_rows, BATCH_ROWS))
    return Part(name, tuple(headings), at + 1, lambda: numbered(pieces, at + 2))


def _errors(failed: fastexcel.CellErrors | None, heading: int) -> list[tuple[int, int, int]]:
    """(column, how many, first row) of the error cells below the heading, 0-based."""
    if failed is None:
        return []
    found = [error.position for error in failed.errors]
    counts = Counter(column for row, column in found if row > heading)
    firsts: dict[int, int] = {}
    for row, column in found:
        if row > heading:
            firsts[column] = min(row, firsts.get(column, row))
    return [(column, count, firsts[column]) for column, count in sorted(counts.items())]


@contextmanager
def _refusing(what: str, where: str) -> Iterator[None]:
    try:
        yield
    except (fastexcel.FastExcelError, pa.ArrowException) as error:
        raise ReadError(f"{what} ({str(error).splitlines()[0][:200]})", where=where, do=_ANOTHER) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which derives from BaseException alone
            raise
        raise ReadError(f"{what} (its reader panicked)", where=where, do=_ANOTHER) from error
