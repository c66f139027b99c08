"""Reads one published workbook: every named row as printed, with its cells, links and what is odd.

Values come from fastexcel (calamine) as text; hidden rows and links from the sheet's XML (`sheet`); nothing is
repaired here. The kind is told by the headings alone, since file names lie about it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import fastexcel
import pyarrow as pa

from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import CellRef, Issue, Parsed, Source, column_letter
from atlas287.core.names import heading
from atlas287.intake.readers import package
from atlas287.intake.readers.sheet import Layer, read_layer

VERSION = 1
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

Column = list[str | None]


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    layer: Layer
    columns: dict[str, Column]
    """Every column by its letter; position 0 is row 1. Error cells hold their token, such as #N/A."""
    errors: list[tuple[str, int]]

    @property
    def height(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)


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
    for position, (sheet_name, path) in enumerate(sheets):
        sheet = _load(data, parts, position, sheet_name, path, name)
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


def _load(data: bytes, parts: dict[str, bytes], position: int, sheet_name: str, path: str, name: str) -> _Sheet:
    where = f"{name}, sheet {sheet_name}"
    layer = read_layer(parts, path, where)
    if layer.last_column < 0:
        return _Sheet(sheet_name, layer, {}, [])
    try:
        loaded = fastexcel.read_excel(data).load_sheet(sheet_name, header_row=None, skip_rows=0, dtypes="string")
        batch, failed = loaded.to_arrow_with_errors()
    except (fastexcel.FastExcelError, pa.ArrowException) as error:
        raise ReadError(f"the sheet cannot be read ({str(error).splitlines()[0]})", where=where) from error
    if batch.num_columns != layer.last_column - layer.first_column + 1:
        raise ReadError("the columns of the sheet cannot be told apart", where=where, do="use a copy saved by Excel")
    columns = {column_letter(layer.first_column + i): batch.column(i).to_pylist() for i in range(batch.num_columns)}
    errors = []
    for fault in failed.errors if failed is not None else ():
        row, index = fault.position
        letter = column_letter(layer.first_column + index)
        token = _ERROR.search(fault.detail)
        columns[letter][row] = _TOKENS.get(token.group(1), "#ERROR") if token else "#ERROR"
        errors.append((letter, row))
    return _Sheet(sheet_name, layer, columns, errors)


def _find_heading(sheet: _Sheet) -> _Heading | None:
    for row in range(min(sheet.height, HEADER_ROWS)):
        printed = {
            letter: heading(text)
            for letter, column in sheet.columns.items()
            if row < len(column) and (text := column[row]) is not None and text.strip()
        }
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
            filled = [(i, v) for i, v in enumerate(column) if i > found.row and v is not None and v.strip()]
            if filled:
                row, value = filled[0]
                stray = str(CellRef(sheet.name, letter, row + 1))
                issues.append(Issue("column_without_heading", stray, value, None, f"{len(filled)} values not read"))
        elif ours is not None and ours not in letters:
            letters[ours] = letter
        elif ours is not None:
            issues.append(Issue("column_twice", cell, column[found.row], None, "only the first is read"))
        elif text not in found.source.ignored_columns:
            issues.append(Issue("unknown_column", cell, column[found.row], None, "not in the source's column map"))
    for row in range(found.row):
        text = " | ".join(v for c in sheet.columns.values() if row < len(c) and (v := c[row]) and v.strip())
        if text:
            above = str(CellRef(sheet.name, next(iter(sheet.columns)), row + 1))
            issues.append(Issue("text_above_heading", above, text[:300], None, "not read"))
    return letters


def _rows(sheet: _Sheet, found: _Heading, letters: dict[str, str]) -> tuple[pa.Table, int, list[Issue]]:
    agency = sheet.columns[letters["agency"]]
    first = found.row + 1
    named = [i for i in range(first, len(agency)) if (text := agency[i]) is not None and text.strip()]
    issues = []
    filler = 0
    for i in sorted(set(range(first, sheet.height)).difference(named)):
        content = [
            v for c in letters.values() if i < len(sheet.columns[c]) and (v := sheet.columns[c][i]) and v.strip()
        ]
        if content:
            cell = str(CellRef(sheet.name, letters["agency"], i + 1))
            issues.append(Issue("row_without_agency", cell, " | ".join(content), None, "not counted"))
        else:
            filler += 1
    data: dict[str, list[object]] = {
        "row": [i + 1 for i in named],
        "hidden": [i + 1 in sheet.layer.hidden for i in named],
    }
    for ours in PRINTED:
        column = sheet.columns[letters[ours]] if ours in letters else None
        data[ours] = [column[i] for i in named] if column is not None else [None] * len(named)
    for ours in ("moa", "addendum"):
        links = sheet.layer.links
        letter = letters.get(ours)
        data[f"{ours}_url"] = [links.get(f"{letter}{i + 1}") for i in named]
    return pa.table(data, schema=RAW_SCHEMA), filler, issues


def _error_cells(sheet: _Sheet, found: _Heading, letters: dict[str, str]) -> Iterable[Issue]:
    mapped = set(letters.values())
    for letter, row in sheet.errors:
        if letter in mapped and row > found.row:
            cell = str(CellRef(sheet.name, letter, row + 1))
            yield Issue("error_cell", cell, sheet.columns[letter][row], None, "an Excel error is no value")


def _layout(sheet: _Sheet, found: _Heading, issues: list[Issue]) -> str:
    sequence = tuple(found.printed[letter] for letter in sheet.columns if letter in found.printed)
    for layout, headings in found.source.layouts.items():
        if sequence == headings:
            return layout
    cell = str(CellRef(sheet.name, next(iter(found.printed)), found.row + 1))
    issues.append(Issue("unknown_layout", cell, " | ".join(sequence), None, "read by its headings"))
    return "unknown"
