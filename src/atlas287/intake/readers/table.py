"""Reads a published table that is kept as CSV: old lists, and records of agreements from other pages.

One file can hold several lists, told apart by a column of dates and perhaps one of status. Cells are addressed as in a
spreadsheet: `dhs_oig_2009-10-28!C5` is the third column of the file's fifth line.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import Issue, Parsed, Source, column_letter
from atlas287.core.names import fold_space, heading
from atlas287.intake.readers.xlsx import RAW_SCHEMA

RECORD = "record"
"""Kind of a table that is no list: each row says over which dates its publisher showed an agreement, or none."""
MAX_BYTES = 32 << 20
RECORD_SCHEMA = pa.schema(
    [("row", pa.int32())]
    + [(name, pa.string()) for name in ("state", "agency", "model", "signed", "moa", "first_seen", "last_seen")]
)


def parse(data: bytes, *, name: str) -> list[Parsed]:
    """Every list of a CSV file in order of date and kind, or its records as one.

    Raises ReadError where it is no text, no source of the registry has its headings, or a row has other columns.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"the file has more than {MAX_BYTES >> 20} MiB", where=name, do="it is not a table of agreements"
        )
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReadError("the file is no CSV in UTF-8", where=name, do=str(error)) from error
    headings = [heading(cell) for cell in lines[0]] if lines else []
    source = _source(headings, name)
    unknown = set(headings) - set(source.columns) - set(source.ignored_columns)
    columns = {source.columns[text]: index for index, text in enumerate(headings) if text in source.columns}
    rows, filler = [], 0
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(headings):
            raise ReadError(
                f"the row has {len(cells)} cells, the heading {len(headings)}", where=f"{name}, line {number}"
            )
        row = {column: cells[index] for column, index in columns.items()}
        if not fold_space(row["agency"]):
            filler += 1
            continue
        rows.append((number, row))
    if not rows:
        raise ReadError("no row names an agency", where=name)
    sheet = name.rpartition(".")[0]
    issues = tuple(
        Issue("unknown_column", f"{sheet}!{column_letter(headings.index(text))}1", text, None, "not read")
        for text in sorted(unknown)
    )
    letters = {column: column_letter(index) for column, index in columns.items()}
    sha256 = hashlib.sha256(data).hexdigest()
    layout = next((name for name, known in source.layouts.items() if known == tuple(headings)), "unknown")
    if source.kind == RECORD:
        return [_parsed(sha256, source, RECORD, layout, sheet, letters, _records(rows), None, filler, issues)]
    groups: dict[tuple[date, str], list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in rows:
        groups.setdefault((_day(row["as_of"], name, number), _kind(row, source, name, number)), []).append(
            (number, row)
        )
    return [
        _parsed(
            sha256, source, kind, layout, sheet, letters, _listed(group), day, filler * first, issues if first else ()
        )
        for first, ((day, kind), group) in zip([True] + [False] * len(groups), sorted(groups.items()), strict=False)
    ]


def _source(headings: Sequence[str], name: str) -> Source:
    for source in registry.sources().values():
        if source.reader == "csv" and set(source.requires) <= set(headings):
            return source
    raise ReadError(
        "the headings are those of no source", where=name, do="known are the CSV sources of registry/sources"
    )


def _parsed(
    sha256: str,
    source: Source,
    kind: str,
    layout: str,
    sheet: str,
    letters: dict[str, str],
    rows: pa.Table,
    as_of: date | None,
    filler: int,
    issues: tuple[Issue, ...],
) -> Parsed:
    return Parsed(
        sha256=sha256,
        source=source.name,
        kind=kind,
        layout=layout,
        sheet=sheet,
        letters=letters,
        rows=rows,
        hidden_rows=0,
        filler_rows=filler,
        created=None,
        modified=None,
        issues=issues,
        as_of=as_of,
    )


def _listed(group: Sequence[tuple[int, Mapping[str, str]]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"row": number, "hidden": False} | {k: v or None for k, v in row.items()} for number, row in group], RAW_SCHEMA
    )


def _records(rows: Sequence[tuple[int, Mapping[str, str]]]) -> pa.Table:
    return pa.Table.from_pylist([{"row": n} | {k: v or None for k, v in row.items()} for n, row in rows], RECORD_SCHEMA)


def _day(printed: str, name: str, number: int) -> date:
    try:
        return date.fromisoformat(fold_space(printed))
    except ValueError:
        raise ReadError(f"{printed!r} is no date of a list", where=f"{name}, line {number}") from None


def _kind(row: Mapping[str, str], source: Source, name: str, number: int) -> str:
    if not source.kinds:
        return source.kind
    printed = fold_space(row["kind"])
    if printed not in source.kinds:
        raise ReadError(
            f"{printed!r} is no known status", where=f"{name}, line {number}", do=f"known are {', '.join(source.kinds)}"
        )
    return source.kinds[printed]
