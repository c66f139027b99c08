"""Counts of ICE's lists made without atlas287, by which the expected numbers of the evaluation sets are held.

Plain Python over the workbooks: the first sheet that prints LAW ENFORCEMENT AGENCY, every row with an agency's name,
hidden or not. Names are compared by letters and digits alone, states by a small table of misprints, dates as printed.
Nothing is judged: no rename is joined, no agency moved, no date repaired. Where that makes a difference the sets say
so (`within`).

    python tests/eval/independent.py agreements 2026-05-18 --state FL --model TFM
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import openpyxl

DAY = timedelta(days=1)
NEAR = timedelta(days=45)
"""A list that is older than this says nothing of the day."""
UNITS = ("listings", "agreements", "agencies", "states", "counties")
_NAMES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,GU Guam,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,"
    "KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,"
    "MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,"
    "NC North Carolina,ND North Dakota,MP Northern Mariana Islands,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,"
    "PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,"
    "VA Virginia,VI Virgin Islands,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
)
STATES = {name.upper(): code for code, name in (pair.split(" ", 1) for pair in _NAMES.split(","))}
MISPRINTS = {"PENNSLYVANIA": "PA", "WEST VIRGINA": "WV", "UTAHJ": "UT", "MCHIGAN": "MI"}
_PARTS = {"am": 0, "mid": 1, "pm": 2, "pm2": 3}


@dataclass(frozen=True)
class Row:
    """One row of a list as printed, with what it is compared by."""

    state: str
    agency: str
    key: str
    model: str
    signed: str
    county: str
    kind: str


@dataclass(frozen=True)
class List:
    """One workbook that holds a list of participating agencies."""

    as_of: date
    file: str


def data() -> Path:
    """The folder of real files: $ATLAS287_DATA, else ../shared/data from the project's root."""
    return Path(os.environ.get("ATLAS287_DATA") or Path(__file__).parents[3] / "shared" / "data")


@cache
def lists() -> tuple[List, ...]:
    """Every list of participating agencies of the manifest by date, the later of one day after the earlier.

    The manifest tells the day from the content where a file's name lies.
    """
    with (data() / "agreements" / "manifest.csv").open(encoding="utf-8") as stream:
        found = [row for row in csv.DictReader(stream) if row["kind"] == "participating"]
    ordered = sorted(found, key=lambda row: (row["as_of"], _part(row["file"]), row["file"]))
    return tuple(List(date.fromisoformat(row["as_of"]), row["file"]) for row in ordered)


def newest(day: date) -> List | None:
    """The last list dated on the day or before; None where it is more than 45 days older."""
    before = [one for one in lists() if one.as_of <= day]
    return before[-1] if before and day - before[-1].as_of <= NEAR else None


@cache
def rows(file: str) -> tuple[Row, ...]:
    """The rows of a list that print an agency's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, about styles and validations that no count needs
        book = openpyxl.load_workbook(data() / "agreements" / "sheets" / file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        lines = [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
        head = next((n for n, line in enumerate(lines) if "LAW ENFORCEMENT AGENCY" in map(str.upper, line)), None)
        if head is None:
            continue
        at = {name.upper(): n for n, name in enumerate(lines[head]) if name}
        if "SIGNED" not in at:
            raise ValueError(f"{file} is not a list of participating agencies")
        return tuple(_row(line, at) for line in lines[head + 1 :] if _cell(line, at, "LAW ENFORCEMENT AGENCY"))
    raise ValueError(f"{file} has no sheet with LAW ENFORCEMENT AGENCY")


def kept(
    day: date, state: str | None = None, model: str | None = None, county: str | None = None, agency: str | None = None
) -> list[Row] | None:
    """The rows of the day's list in a state, of a model, with a COUNTY, of an agency; None where no list is near."""
    chosen = newest(day)
    if chosen is None:
        return None
    return [
        row
        for row in rows(chosen.file)
        if (state is None or row.state == state)
        and (model is None or row.model == model)
        and (county is None or row.county == plain(county))
        and (agency is None or row.key == plain(agency))
    ]


def count(unit: str, day: date, **where: str | None) -> int | None:
    """How many of the unit the day's list shows; None where no list is near the day.

    `listings` are rows; `agreements` are rows of one state, agency, model and printed signing date; `agencies` are
    names within a state; `states` are states and territories; `counties` are the county names printed, within a state.
    """
    found = kept(day, **where)
    if found is None:
        return None
    things = {
        "listings": lambda n, row: n,
        "agreements": lambda n, row: (row.state, row.key, row.model, row.signed),
        "agencies": lambda n, row: (row.state, row.key),
        "states": lambda n, row: row.state,
        "counties": lambda n, row: (row.state, row.county) if row.county else None,
    }
    return len({things[unit](n, row) for n, row in enumerate(found)} - {None})


def by(dimension: str, unit: str, day: date, **where: str | None) -> dict[str, int]:
    """The count for every state or model of the day's list, the largest first."""
    values = {getattr(row, dimension) for row in kept(day, **where) or []}
    counted = {value: count(unit, day, **(where | {dimension: value})) or 0 for value in values}
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def changed(since: date, until: date, state: str | None = None) -> dict[str, int]:
    """How many agencies and models came to the lists of a period, and how many are missing from the last of them.

    Names alone are compared, so a rename counts twice: once as added, once as no longer listed.
    """
    days = sorted({one.as_of for one in lists() if since <= one.as_of <= until})
    then, *steps = ({(row.state, row.key, row.model) for row in kept(day, state) or []} for day in [since - DAY, *days])
    seen = then.union(*steps)
    return {"added": len(seen - then), "no_longer_listed": len(seen - (steps[-1] if steps else then))}


def plain(text: str) -> str:
    """Letters and digits alone, lower case, without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’‘`´]", "", bare)).strip()


def _part(file: str) -> float:
    found = re.search(r"(am|mid|pm2|pm)(?=_|\.|B)", file)
    return _PARTS[found[1]] if found else 1.5


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return re.sub(r"\s+", " ", str(cell)).strip() if cell is not None else ""


def _cell(line: list[str], at: dict[str, int], name: str) -> str:
    return line[at[name]] if name in at and at[name] < len(line) else ""


def _row(line: list[str], at: dict[str, int]) -> Row:
    state, agency = _cell(line, at, "STATE").upper(), _cell(line, at, "LAW ENFORCEMENT AGENCY")
    county = plain(re.sub(r"\b(county|parish|borough)\b", "", _cell(line, at, "COUNTY"), flags=re.IGNORECASE))
    return Row(
        state=STATES.get(state) or MISPRINTS.get(state) or "unknown",
        agency=agency,
        key=plain(agency),
        model=_model(_cell(line, at, "SUPPORT TYPE")),
        signed=_cell(line, at, "SIGNED"),
        county="" if county in ("na", "n a", "n") else county,
        kind=_cell(line, at, "TYPE").strip().lower(),
    )


def _model(printed: str) -> str:
    words = printed.lower()
    found = [code for word, code in (("jail", "JEM"), ("warrant", "WSO"), ("task", "TFM")) if word in words]
    return found[0] if len(found) == 1 else "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unit", choices=UNITS)
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("--by", choices=("state", "model"))
    for name in ("state", "model", "county", "agency"):
        parser.add_argument(f"--{name}")
    asked = vars(parser.parse_args())
    unit, day, dimension = asked.pop("unit"), asked.pop("day"), asked.pop("by")
    chosen = newest(day)
    print(chosen.file if chosen else "no list within 45 days")  # noqa: T201 (a command prints)
    print(by(dimension, unit, day, **asked) if dimension else count(unit, day, **asked))  # noqa: T201


if __name__ == "__main__":
    main()
