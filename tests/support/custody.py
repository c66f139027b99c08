"""Invented tables of people in detention by facility and day, and lists that name a sheriff."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from support import workbooks
from support.lists import MODELS

PARTS = ("n_detained_male", "n_detained_female", "n_detained_convicted_criminal", "n_detained_possibly_under_18")
INTEGER = pa.int32()
SCHEMA = pa.schema(
    [
        ("detention_facility_code", pa.string()),
        ("date", pa.timestamp("us")),
        ("n_detained", INTEGER),
        ("n_detained_at_midnight", INTEGER),
        *((name, INTEGER) for name in PARTS),
        ("detention_facility", pa.string()),
    ]
)


def facility_day(code, name, day, midnight, anytime=None, convicted=0):
    """One row of the table, of people who are all men."""
    whole = midnight if anytime is None else anytime
    parts = {"n_detained_male": whole, "n_detained_female": 0, "n_detained_possibly_under_18": 0}
    return parts | {
        "detention_facility_code": code,
        "date": datetime(day.year, day.month, day.day),
        "n_detained": whole,
        "n_detained_at_midnight": midnight,
        "n_detained_convicted_criminal": convicted,
        "detention_facility": name,
    }


def days(first: date, last: date):
    """Every day from first to last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def write_days(path: Path, rows, schema=SCHEMA) -> Path:
    """The table as Parquet."""
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return path


def write_sheriffs(folder: Path, day: date, sheriffs, filler: int = 60) -> None:
    """A list of police departments, and of (state, county, model) for whose sheriff it stands; its name dates it."""
    signed = datetime(2025, 1, 2)
    rows = [
        {"state": "OHIO", "agency": f"Example {i} Police Department", "type": "Municipality", "county": None}
        | {"model": MODELS[i % 3], "signed": signed}
        for i in range(filler)
    ]
    rows += [
        {"state": state, "agency": f"{county} County Sheriff's Office", "county": f"{county} County"}
        | {"model": model, "signed": signed}
        for state, county, model in sheriffs
    ]
    path = folder / f"participatingAgencies{day:%m%d%Y}am.xlsx"
    path.write_bytes(workbooks.raw(workbooks.listing("P3", *rows)))
