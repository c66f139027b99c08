"""Reads a published table of people in detention by facility and day, kept as Parquet; the engine reads its rows.

The table is large and clean where it is right, so nothing in it is repaired: a fault makes the whole file implausible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.core.errors import EngineError, ReadError
from atlas287.core.model import Snapshot

KIND = "facility_days"
FIRST_DAY = date(2003, 3, 1)
"""No count is older than the agency itself."""
AHEAD = timedelta(days=366)
"""A day further than this after the newest list is taken for a misprint."""
NAMES = ("detention_facility_code", "detention_facility")
COUNTS = (
    "n_detained",
    "n_detained_at_midnight",
    "n_detained_male",
    "n_detained_female",
    "n_detained_convicted_criminal",
    "n_detained_possibly_under_18",
)


@dataclass(frozen=True, slots=True)
class FacilityDays:
    """One table of facility-days that stands: its rows lie in the snapshot's file."""

    snapshot: Snapshot
    source: str
    rows: int
    facilities: int
    first_day: date
    last_day: date
    person_days: int


def is_parquet(snapshot: Snapshot) -> bool:
    """Whether a file is a Parquet table, by its name as published or as kept."""
    return any(name.lower().endswith(".parquet") for name in (snapshot.name, snapshot.path.name))


def parse(snapshot: Snapshot, newest_list: date) -> FacilityDays:
    """What a table of facility-days holds.

    Raises ReadError where it is damaged, has other columns, or a row that cannot be: a facility-day twice, an empty
    cell, a negative number, a part above the whole, a day before ICE was founded or more than a year after
    `newest_list`.
    """
    engine = DuckDB()
    try:
        engine.attach("days", snapshot.path)
        source = _source(engine, snapshot.name)
        found = engine.rows(_CHECKS)[0]
    except EngineError as error:
        raise ReadError(
            "the Parquet table is damaged or cut short", where=snapshot.name, do="fetch the file again"
        ) from error
    finally:
        engine.close()
    for fault, what in _FAULTS.items():
        if found[fault]:
            raise ReadError(f"{found[fault]:,} {what}", where=snapshot.name, do="the file is left out")
    first, last = found["first_day"], found["last_day"]
    if first is None:
        raise ReadError("the table has no row", where=snapshot.name, do="the file is left out")
    if first < FIRST_DAY or last > newest_list + AHEAD:
        raise ReadError(
            f"its days run from {first} to {last}, before ICE was founded or more than a year after the newest list",
            where=snapshot.name,
            do="the file is left out",
        )
    return FacilityDays(
        snapshot, source, found["rows"], found["facilities"], first, last, int(found["person_days"] or 0)
    )


def select(path: Path) -> str:
    """The SELECT of a file's rows in the types of the house; the day is a date."""
    quoted = str(path).replace("'", "''")
    counts = ", ".join(f"CAST({name} AS INTEGER) AS {name}" for name in COUNTS)
    return (
        f"SELECT detention_facility_code AS facility, detention_facility AS name, CAST(date AS DATE) AS day, {counts} "
        f"FROM read_parquet('{quoted}')"
    )


def _source(engine: DuckDB, name: str) -> str:
    """The source of the registry whose columns these are. Raises ReadError where none has them."""
    columns = engine.columns("SELECT * FROM days")
    for source in registry.sources().values():
        if source.kind != KIND or not {"detention_facility_code", "date"} <= set(columns):
            continue
        missing, extra = sorted({*source.requires} - {*columns}), sorted({*columns} - {*source.requires})
        if missing or extra:
            parts = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has besides {', '.join(extra)}"] * bool(extra)
            raise ReadError(
                f"the table of facility-days {' and '.join(parts)}", where=name, do="read its layout, then extend it"
            )
        wrong = [c for c in COUNTS if "INT" not in columns[c]] + [c for c in NAMES if columns[c] != "VARCHAR"]
        wrong += ["date"] * (columns["date"] != "DATE" and not columns["date"].startswith("TIMESTAMP"))
        if wrong:
            raise ReadError(f"the column {wrong[0]} is of type {columns[wrong[0]]}", where=name)
        return source.name
    raise ReadError("no source of the registry has these columns", where=name, do="see registry/sources")


_FAULTS: dict[str, str] = {
    "blank": "rows have an empty cell",
    "twice": "facility-days stand more than once",
    "negative": "rows print a negative number",
    "above": "rows print a part of the people of a day that is larger than the whole",
}
_PARTS = ("n_detained_at_midnight", "n_detained_convicted_criminal", "n_detained_possibly_under_18")
_BLANK = " OR ".join(f"{name} IS NULL" for name in (*NAMES, "date", *COUNTS))
_CHECKS: Any = f"""SELECT count(*) AS rows, count(DISTINCT detention_facility_code) AS facilities,
    CAST(min(date) AS DATE) AS first_day, CAST(max(date) AS DATE) AS last_day,
    sum(n_detained_at_midnight) AS person_days,
    count(*) FILTER ({_BLANK}) AS blank,
    count(*) - (SELECT count(*) FROM (SELECT DISTINCT detention_facility_code, CAST(date AS DATE) FROM days)) AS twice,
    count(*) FILTER (least({", ".join(COUNTS)}) < 0) AS negative,
    count(*) FILTER (greatest({", ".join(_PARTS)}, n_detained_male + n_detained_female) > n_detained) AS above
FROM days"""
