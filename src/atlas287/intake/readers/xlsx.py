"""Reads one published workbook: every named row as printed, with its cells, links and what is odd.

Values come from fastexcel (calamine) as text; hidden rows and links from the sheet's XML (`sheet`); nothing is
repaired here. The kind is told by the headings alone, since file names lie about it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import CellRef, Issue, Parsed, Source, column_letter
from atlas287.core.names import heading
from atlas287.intake.readers import package
from atlas287.intake.readers.sheet import Layer, read_layer

VERSION = 2
"""Part of the cache key of parsed files: raise it with every change in what this module returns."""

PRINTED = ("state", "agency", "type", "county", "model", "signed", "moa", "addendum")
RAW_SCHEMA = pa.schema(
    [("row", pa.int32()), ("hidden", pa.bool_())]
    + [(column, pa.string()) for column in PRINTED]
    + [("moa_url", pa.string()), ("addendum_url", pa.string())]
)
HEADER_ROWS = 20
"""The heading stands in one of the first rows."""

_ERROR = re.compile(r"Error\((\w+)\)")
_TOKENS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
_ANOTHER = "use a copy saved by Excel"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    layer: Layer
    columns: dict[str, pa.StringArray]
    """Every column by its letter; position 0 is row 1. Error cells hold their token, such as #N/A."""
    errors: list[tuple[str, int]]

    @property
    def height(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def text(self, letter: str, row: int) -> str | None:
        """One cell, by its 0-based row; null where it is blank."""
        value: str | None = self.columns[letter][row].as_py()
        return value if value and value.strip() else None


@dataclass(frozen=True, slots=True)
class _Heading:
    source: Source
    row: int
    """0-based."""
    printed: dict[str, str]
    """Letter -> heading as `names.heading` folds it; columns without a heading are left out."""


def parse(data: bytes, *, name: str) -> Parsed:
    """The list in the bytes of one workbook.

    `name` is used in messages only. Raises ReadError where the file is not a list of a known kind or is too large,
    damaged or protected to read.
    """
    parts = package.open_parts(data, name)
    sheets = package.sheets(parts, name)
    issues: list[Issue] = []
    chosen: tuple[_Sheet, _Heading] | None = None
    workbook = open_workbook(package.repacked(parts), name)
    for sheet_name, path in sheets:
        sheet = load_sheet(workbook, read_layer(parts, path, _where(name, sheet_name)), sheet_name, name)
        found = _find_heading(sheet)
        if found is None or chosen is not None:
            if sheet.columns:
                issues.append(Issue("other_sheet", f"{sheet_name}!A1", sheet_name, None, "only the first list is read"))
        else:
            chosen = sheet, found
    if chosen is None:
        wanted = ", ".join(registry.source("ice_pending").requires)
        raise ReadError("no sheet has the headings of a list of agencies", where=name, do=f"they are {wanted}")
    sheet, found = chosen
    created, modified = package.times(parts, name)
    letters = _letters(sheet, found, issues)
    rows, filler, blank = _rows(sheet, found, letters)
    issues.extend(blank)
    issues.extend(_error_cells(sheet, found, letters))
    return Parsed(
        sha256=hashlib.sha256(data).hexdigest(),
        source=found.source.name,
        kind=found.source.kind,
        layout=_layout(sheet, found, issues),
        sheet=sheet.name,
        letters=letters,
        rows=rows,
        hidden_rows=sum(1 for hidden in rows.column("hidden").to_pylist() if hidden),
        filler_rows=filler,
        created=created,
        modified=modified,
        issues=tuple(issues),
    )


def open_workbook(data: bytes, name: str) -> fastexcel.ExcelReader:
    """A workbook for `load_sheet`. Raises ReadError where it cannot be read."""
    with _refusing("the workbook cannot be read", name):
        return fastexcel.read_excel(data)


def load_sheet(workbook: fastexcel.ExcelReader, layer: Layer, sheet_name: str, name: str) -> _Sheet:
    """One sheet as texts, with its error cells. Raises ReadError where it cannot be read."""
    with _refusing("the sheet cannot be read", _where(name, sheet_name)):
        loaded = workbook.load_sheet(sheet_name, header_row=None, skip_rows=0, dtypes="string")
        batch, failed = loaded.to_arrow_with_errors()
        letters = [column_letter(column.absolute_index) for column in loaded.available_columns()]
    columns = {letter: batch.column(i) for i, letter in enumerate(letters)}
    tokens: dict[str, dict[int, str]] = {}
    for fault in failed.errors if failed is not None else ():
        row, index = fault.position
        tokens.setdefault(letters[index], {})[row] = _token(fault.detail)
    for letter, found in tokens.items():
        values = columns[letter].to_pylist()
        for row, token in found.items():
            values[row] = token
        columns[letter] = pa.array(values, pa.string())
    errors = [(letter, row) for letter, found in tokens.items() for row in found]
    return _Sheet(sheet_name, layer, columns, errors)


@contextmanager
def _refusing(what: str, where: str) -> Iterator[None]:
    try:
        yield
    except (fastexcel.FastExcelError, pa.ArrowException) as error:
        raise ReadError(f"{what} ({str(error).splitlines()[0]})", where=where, do=_ANOTHER) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which derives from BaseException alone
            raise
        raise ReadError(f"{what} (its reader panicked)", where=where, do=_ANOTHER) from error


def _where(name: str, sheet_name: str) -> str:
    return f"{name}, sheet {sheet_name[:31]}"  # Excel allows no longer name


@cache
def _token(detail: str) -> str:
    """The error as Excel prints it, from the value reader's words."""
    match = _ERROR.search(detail)
    return _TOKENS.get(match[1], "#ERROR") if match else "#ERROR"


def _find_heading(sheet: _Sheet) -> _Heading | None:
    for row in range(min(sheet.height, HEADER_ROWS)):
        printed = {letter: heading(text) for letter in sheet.columns if (text := sheet.text(letter, row)) is not None}
        headings = set(printed.values())
        for source in registry.sources().values():
            if source.requires and headings.issuperset(source.requires) and headings.isdisjoint(source.excludes):
                return _Heading(source, row, printed)
    return None


def _letters(sheet: _Sheet, found: _Heading, issues: list[Issue]) -> dict[str, str]:
    """Our column -> letter; a column that is neither mapped nor ignored by name is an issue, never dropped silently."""
    letters: dict[str, str] = {}
    for letter, column in sheet.columns.items():
        cell = str(CellRef(sheet.name, letter, found.row + 1))
        text = found.printed.get(letter)
        ours = found.source.columns.get(text) if text is not None else None
        if text is None:
            filled = [row for row in _filled(column) if row > found.row]
            if filled:
                stray = str(CellRef(sheet.name, letter, filled[0] + 1))
                value = sheet.text(letter, filled[0])
                issues.append(Issue("column_without_heading", stray, value, None, f"{len(filled)} values not read"))
        elif ours is not None and ours not in letters:
            letters[ours] = letter
        elif ours is not None:
            issues.append(Issue("column_twice", cell, column[found.row].as_py(), None, "only the first is read"))
        elif text not in found.source.ignored_columns:
            printed = column[found.row].as_py()
            issues.append(Issue("unknown_column", cell, printed, None, "not in the source's column map"))
    for row in range(found.row):
        text = " | ".join(value for letter in sheet.columns if (value := sheet.text(letter, row)))
        if text:
            above = str(CellRef(sheet.name, next(iter(sheet.columns)), row + 1))
            issues.append(Issue("text_above_heading", above, text[:300], None, "not read"))
    return letters


def _filled(column: pa.StringArray) -> list[int]:
    """0-based rows whose cell is not blank."""
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True)
    rows: list[int] = pc.indices_nonzero(pc.invert(blank)).to_pylist()
    return rows


def _rows(sheet: _Sheet, found: _Heading, letters: dict[str, str]) -> tuple[pa.Table, int, list[Issue]]:
    first = found.row + 1
    no_name = {row for letter, row in sheet.errors if letter == letters["agency"]}
    named = [row for row in _filled(sheet.columns[letters["agency"]]) if row >= first and row not in no_name]
    issues = []
    filler = 0
    for row in sorted(set(range(first, sheet.height)).difference(named)):
        content = [value for letter in letters.values() if (value := sheet.text(letter, row))]
        if content:
            cell = str(CellRef(sheet.name, letters["agency"], row + 1))
            issues.append(Issue("row_without_agency", cell, " | ".join(content), None, "not counted"))
        else:
            filler += 1
    hidden, links = sheet.layer.hidden, sheet.layer.links
    taken = pa.array(named, pa.int32())
    data: dict[str, pa.Array] = {
        "row": pc.add(taken, pa.scalar(1, pa.int32())),
        "hidden": pa.array([row + 1 in hidden for row in named], pa.bool_()),
    }
    for ours in PRINTED:
        letter = letters.get(ours)
        data[ours] = sheet.columns[letter].take(taken) if letter else pa.nulls(len(named), pa.string())
    for ours in ("moa", "addendum"):
        linked = links.get(letters.get(ours, ""), {})
        data[f"{ours}_url"] = pa.array([linked.get(row + 1) for row in named], pa.string())
    return pa.table(data, schema=RAW_SCHEMA), filler, issues


def _error_cells(sheet: _Sheet, found: _Heading, letters: dict[str, str]) -> Iterable[Issue]:
    mapped = set(letters.values())
    for letter, row in sheet.errors:
        if letter in mapped and row > found.row:
            cell = str(CellRef(sheet.name, letter, row + 1))
            yield Issue("error_cell", cell, sheet.text(letter, row), None, "an Excel error is no value")


def _layout(sheet: _Sheet, found: _Heading, issues: list[Issue]) -> str:
    sequence = tuple(found.printed[letter] for letter in sheet.columns if letter in found.printed)
    for layout, headings in found.source.layouts.items():
        if sequence == headings:
            return layout
    cell = str(CellRef(sheet.name, next(iter(found.printed)), found.row + 1))
    issues.append(Issue("unknown_layout", cell, " | ".join(sequence), None, "read by its headings"))
    return "unknown"
