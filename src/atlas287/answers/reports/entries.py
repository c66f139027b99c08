"""From the cells of a report to its counts, with a message for every cell that the standard does not allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from atlas287.answers.reports import standard
from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import Grid
from atlas287.core.names import fold_space

ERROR, WARNING = "error", "warning"
HEADING_ROWS = 20
"""The heading stands in one of the first rows."""
_FEW = 5
"""A row that names so many fields is the heading."""
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0*)?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})(?:-01(?:[T ]00:00(?::00(?:\.0+)?)?)?)?")
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?) ?(%?)")
MONTHS_A_YEAR = 12
VINTAGE = "2023"
"""Year of the Census boundaries whose county codes are taken."""


@dataclass(frozen=True)
class Message:
    """What is wrong at one cell and what to do; a `warning` does not keep a report from passing."""

    severity: str
    code: str
    cell: str
    value: str | None
    what: str
    do: str

    def order(self) -> tuple[bool, int, int, str]:
        """Errors first, then by row and column."""
        letters = self.cell.rstrip("0123456789")
        return self.severity != ERROR, int(self.cell[len(letters) :]), len(letters), letters

    def to_json(self, grid: Grid) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "severity": self.severity,
            "code": self.code,
            "file": grid.file,
            "sheet": grid.sheet,
            "cell": self.cell,
            "value": self.value,
            "what": self.what,
            "do": self.do,
        }


@dataclass(frozen=True)
class Entry:
    """One count: its key by field, and either a whole number or the kind of gap. `row` is 0-based."""

    row: int
    key: Mapping[str, str]
    value: int | None
    gap: str | None
    covered: float
    complete: bool
    note: str | None

    def of(self, *names: str) -> tuple[str, ...]:
        """Some fields of the key."""
        return tuple(self.key[name] for name in names)

    def but(self, name: str) -> tuple[str, ...]:
        """The key without one field."""
        return tuple(value for field, value in self.key.items() if field != name)


class Sheet:
    """The sheet of a report: where its heading is, its entries, and the messages about its cells."""

    def __init__(self, grid: Grid, row: int) -> None:
        self.grid, self.row = grid, row
        self.columns = standard.headed(cell or "" for cell in grid.rows[row])
        self.messages: list[Message] = []

    def at(self, row: int, field: str) -> str:
        """The address of a field in a row; of the row's first cell where the column is missing."""
        return Grid.cell(row, self.columns.get(field, 0))

    def say(self, severity: str, code: str, row: int, field: str, what: str, do: str) -> None:
        """Note a message about a field of a row."""
        value = self.grid.text(row, self.columns[field]) if field in self.columns else None
        self.messages.append(Message(severity, code, self.at(row, field), value, what, do))

    def read(self, until: date) -> list[Entry]:
        """Every entry that can be read; months after `until` are refused."""
        self._heading()
        if any(each.severity == ERROR for each in self.messages):
            return []
        found = []
        for row in range(self.row + 1, len(self.grid.rows)):
            if any(cell and cell.strip() for cell in self.grid.rows[row]):
                entry = self._entry(row, until)
                found += [entry] if entry is not None else []
        return found

    def _heading(self) -> None:
        grid, seen = self.grid, set[str]()
        for row in range(self.row):
            if any(cell and cell.strip() for cell in grid.rows[row]):
                cell = Grid.cell(row, 0)
                self.messages.append(
                    Message(
                        WARNING, "text_above_heading", cell, None, "text above the heading is not read", "leave it out"
                    )
                )
        for position, printed in enumerate(grid.rows[self.row]):
            text, cell = (printed or "").strip(), Grid.cell(self.row, position)
            name = next(iter(standard.headed([text])), None)
            if standard.personal(text):
                what, do = "a report has no column about a person", "delete the column and report counts only"
                self.messages.append(Message(ERROR, "personal_column", cell, text, what, do))
            elif name is None and text:
                what, do = "the standard has no such column", "it is not read; leave it out or rename it"
                self.messages.append(Message(WARNING, "unknown_column", cell, text, what, do))
            elif name is not None and name in seen:
                what, do = f"the column {name} stands here twice", "keep one"
                self.messages.append(Message(ERROR, "column_twice", cell, text, what, do))
            seen |= {name} if name else set()
        for name, each in standard.fields().items():
            if name not in self.columns and not each.optional:
                what, do = f"the column {name} is missing", f"add it: {each.meaning[0].lower()}{each.meaning[1:]}"
                self.messages.append(Message(ERROR, "column_missing", Grid.cell(self.row, 0), name, what, do))

    def _entry(self, row: int, until: date) -> Entry | None:
        told: dict[str, Any] = {}
        for name, each in standard.fields().items():
            if name not in self.columns:
                continue
            at = row, self.columns[name]
            text = fold_space(self.grid.text(*at))
            if not text and at in self.grid.merged:
                what = f"the cell is part of the merged range {self.grid.merged[at]} and so is blank"
                self.say(ERROR, "merged_cell", row, name, what, "unmerge it and fill in every cell")
            elif not text and at in self.grid.formulas:
                what, do = "the formula has no stored value", "open and save the file in a spreadsheet, or paste values"
                self.say(ERROR, "formula_without_value", row, name, what, do)
            elif not text and not each.optional:
                do = (
                    "write 0 where counted and none, else one of " + ", ".join(each.gaps) if each.gaps else "fill it in"
                )
                self.say(ERROR, "blank", row, name, f"{name} is blank, and unknown is not blank", do)
            elif text or each.optional:
                told[name] = self._told(name, text, row, until)
        if any(told.get(name) is None for name, each in standard.fields().items() if not each.optional):
            return None
        self._combination(told, row, until)
        value, covered = told["value"], told["covered"]
        return Entry(
            row,
            {name: told[name] for name in standard.KEY},
            value if isinstance(value, int) else None,
            value if isinstance(value, str) else None,
            covered,
            told["complete"] == "yes",
            told.get("note") or None,
        )

    def _told(self, name: str, text: str, row: int, until: date) -> Any:
        """What a cell says, None where it cannot be read; then the message is noted."""
        found = _read(name, text)
        if found is None:
            self.say(
                ERROR, f"{name}_unreadable", row, name, f"{text[:60]!r} is no {name}", _DO.get(name) or _codes(name)
            )
        elif name == "month" and found > until.isoformat()[:7]:
            self.say(ERROR, "month_in_future", row, name, "the month has not begun", "report past months only")
        elif name == "month" and found < standard.content()["months"]["first"]:
            self.say(ERROR, "month_too_early", row, name, "no 287(g) agreement is older than 2002", "mend the year")
        elif name == "place" and found != text.upper() and text.isdecimal():
            self.say(WARNING, "leading_zero", row, name, f"read as {found}", "format the column as text")
        return found

    def _combination(self, told: Mapping[str, Any], row: int, until: date) -> None:
        stage, touchpoint = told["stage"], told["touchpoint"]
        allowed = [*standard.content()["combinations"][stage], "unknown", "all"]
        if touchpoint not in allowed:
            what = f"the stage {stage} does not happen at the touchpoint {touchpoint}"
            self.say(ERROR, "combination", row, "touchpoint", what, f"use one of {', '.join(allowed)}")
        if told["model"] == "all" and told["agency"] != "all":
            do = "name the models in force, none or unknown"
            self.say(ERROR, "model_of_an_agency", row, "model", "one agency has its own models", do)
        if told["complete"] == "yes" and told["month"] == until.isoformat()[:7]:
            self.say(ERROR, "month_not_over", row, "complete", "the month is not over", "write no")
        if told["covered"] == 0 and isinstance(told["value"], int):
            do = "write not_collected, or mend the share"
            self.say(ERROR, "covered_by_none", row, "value", "there is a count although no unit reports", do)


@lru_cache(100_000)
def _read(name: str, text: str) -> Any:
    """The value or code of a text; None where it is none."""
    reader = _READERS.get(name)
    return reader(text) if reader else standard.code(name, text) if standard.fields()[name].codes else text


def sheet_of(grids: list[Grid]) -> Sheet:
    """The first sheet that has the heading. Raises ReadError where none has."""
    for grid in grids:
        for row in range(min(HEADING_ROWS, len(grid.rows))):
            if len(standard.headed(cell or "" for cell in grid.rows[row])) >= _FEW:
                return Sheet(grid, row)
    raise ReadError(
        "no row has the headings of the reporting standard",
        where=grids[0].file if grids else None,
        do="begin with `atlas287 report template --out FOLDER`",
    )


@cache
def _counties() -> Mapping[str, str]:
    """5-digit code -> state."""
    return {row["fips"]: row["state"] for row in registry.rows("places/counties.csv") if row["vintage"] == VINTAGE}


@cache
def _places() -> Mapping[str, str]:
    states = registry.codes("states")["standard"]
    found = {"US": "US", "UNITED STATES": "US", "ESTADOS UNIDOS": "US"} | {code: code for code in states}
    return found | {name.upper(): code for code, name in states.items()} | {fips: fips for fips in _counties()}


def state_of(place: str) -> str | None:
    """The state of a place; None for the nation."""
    return None if place == "US" else _counties().get(place, place)


def _place(text: str) -> str | None:
    known = _places()
    return known.get(text.upper()) or (known.get(text.zfill(5)) if text.isdecimal() else None)


def _agency(text: str) -> str:
    return "all" if standard.fold(text) in ("all", "todas", "todos") else text


def _month(text: str) -> str | None:
    match = _MONTH.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match and 1 <= int(match[2]) <= MONTHS_A_YEAR else None


def _value(text: str) -> int | str | None:
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else standard.code("value", text)


def _covered(text: str) -> float | None:
    match = _SHARE.fullmatch(text)
    if match is None:
        return None
    share = float(match[1].replace(",", ".")) / (100 if match[2] else 1)
    return share if share <= 1 else None


def _version(text: str) -> str | None:
    versions: list[str] = standard.content()["fields"]["standard"]["versions"]
    return text if text in versions else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "standard": _version,
    "place": _place,
    "agency": _agency,
    "month": _month,
    "value": _value,
    "covered": _covered,
}
_DO = {
    "standard": "write 1.0.0",
    "place": "write US, a two-letter State, or a county as its 5-digit FIPS code",
    "month": "write it as YYYY-MM",
    "value": "write a whole number without signs or separators, or suppressed, not_collected, not_released, redacted",
    "covered": "write a share from 0 to 1, or a percentage with its sign",
}


def _codes(name: str) -> str:
    return f"write one of {', '.join(standard.fields()[name].codes)}"


def months_between(first: str, last: str) -> Iterator[str]:
    """Every month from the first to the last, as YYYY-MM."""
    start, end = (int(each[:4]) * MONTHS_A_YEAR + int(each[5:]) - 1 for each in (first, last))
    for number in range(start, end + 1):
        yield f"{number // MONTHS_A_YEAR:04}-{number % MONTHS_A_YEAR + 1:02}"
