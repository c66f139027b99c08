"""A ledger told from invented lists in memory: the rows of a few dates, run through the tables as a build would.

Every agency is invented, so that no minted id and no judgement of the registry fits; only places that a test names may
be real.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from atlas287.core import release
from atlas287.core.engine import DuckDB
from atlas287.core.model import Parsed, Snapshot
from atlas287.intake import build
from atlas287.intake.lists import Listed
from atlas287.intake.readers.xlsx import RAW_SCHEMA

# The columns of the layouts P3 and Q3, written anew.
LETTERS = {
    "participating": dict(
        zip(("state", "agency", "type", "county", "model", "signed", "moa", "addendum"), "ABCDEFGH", strict=True)
    ),
    "pending": dict(zip(("state", "agency", "type", "county", "model", "moa"), "ABCDEF", strict=True)),
}
LAYOUTS = {"participating": "P3", "pending": "Q3"}
FIRST_ROW = 2

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Sheet:
    """One list to be: its date, its kind and its rows."""

    as_of: date
    kind: str
    rows: Sequence[Row]


def row(
    agency: str,
    model: str | None = "Task Force Model",
    signed: str | None = "2025-02-21",
    state: str | None = "OHIO",
    **printed: str | None,
) -> Row:
    """A row as printed, but that `signed` is a bare ISO date. `county`, `moa`, `moa_url` and so on as wanted."""
    clock = f"{signed} 00:00:00" if signed else None
    return {"agency": agency, "model": model, "signed": clock, "state": state, **printed}


def participating(as_of: str | date, *rows: Row) -> Sheet:
    """A list of participating agencies."""
    return Sheet(_day(as_of), "participating", rows)


def pending(as_of: str | date, *rows: Row) -> Sheet:
    """A list of pending agencies; it prints no signing dates."""
    return Sheet(_day(as_of), "pending", [{**each, "signed": None} for each in rows])


class Ledger:
    """The tables over the lists."""

    def __init__(self, *sheets: Sheet, threads: int | None = None) -> None:
        ordered = sorted(sheets, key=lambda sheet: (sheet.as_of, sheet.kind))  # stable: one day's lists as given
        self._engine = DuckDB(threads=threads)
        build.fill(self._engine, [_listed(number, sheet) for number, sheet in enumerate(ordered)])

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back."""
        self._engine.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT as tuples, dates as ISO text."""
        found = self._engine.rows(sql)
        return [tuple(str(v) if isinstance(v, date) else v for v in each.values()) for each in found]

    def row_hash(self, table: str) -> str:
        """The hash of a table's content that a manifest holds."""
        return release.row_hash(self._engine, table)

    def events(self, columns: str = "date, type, agency_id, model", where: str = "TRUE") -> list[tuple[Any, ...]]:
        """Events in a fixed order."""
        return self.rows(
            f"SELECT {columns} FROM events WHERE {where} ORDER BY date, type, agency_id, model, before, after, older"
        )


def _day(as_of: str | date) -> date:
    return as_of if isinstance(as_of, date) else date.fromisoformat(as_of)


def _listed(number: int, sheet: Sheet) -> Listed:
    name = f"{sheet.kind}Agencies{sheet.as_of:%m%d%Y}-invented{number}.xlsx"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    empty = dict.fromkeys(RAW_SCHEMA.names)
    values = [{**empty, "row": at, "hidden": False, **each} for at, each in enumerate(sheet.rows, FIRST_ROW)]
    content = Parsed(
        sha256=sha256,
        source=f"ice_{sheet.kind}",
        kind=sheet.kind,
        layout=LAYOUTS[sheet.kind],
        sheet="Sheet1",
        letters=LETTERS[sheet.kind],
        rows=pa.Table.from_pylist(values, schema=RAW_SCHEMA),
        hidden_rows=0,
        filler_rows=0,
        created=None,
        modified=None,
        issues=(),
    )
    return Listed(Snapshot(sha256, name, Path(name)), content, sheet.as_of, "file_name")
