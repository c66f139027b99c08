"""When a list was current, in which order lists stand, and whether one is plausible beside its neighbours.

File names lie (domain notes in docs/explanation/lists.md), so the date in a name stands only while the content and the
workbook's own times do not speak against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from atlas287.core import registry
from atlas287.core.model import Parsed, Snapshot
from atlas287.intake import codes

FAR = timedelta(days=7)
"""A name's date further than this from the workbook's modified time is taken for a misprint."""
NEIGHBOUR = timedelta(days=45)
"""Lists further apart than this are no neighbours, so the second is not judged by the first."""
FIRST_DAY, LAST_DAY = date(2021, 1, 1), date(2099, 12, 31)
"""A name that carries a day outside these carries no day."""
MOST_UNKNOWN, MOST_UNKNOWN_SHARE = 5, 0.1
"""A list with more rows than both of these (as a number, as a share) of unknown state or model is no such list."""
LAST_ROWS = 200
"""One row in this many (at least one) may print a later date than the list's without dating the list."""

_STAMP = re.compile(r"(?<!\d)(\d{14})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{8}|\d{6})(?=\D*$|[a-z]*\d?\D*$)", re.IGNORECASE)
_PART = re.compile(r"\d(am|mid|pm)(\d?)_?([a-z]?)\b", re.IGNORECASE)
_PART_RANK = {"am": 1, "": 2, "mid": 3, "pm": 4}


@dataclass(frozen=True, slots=True)
class Listed:
    """A parsed list with its date. `basis` is file_name | file_property | content | unknown (as_of is then None)."""

    snapshot: Snapshot
    parsed: Parsed
    as_of: date | None
    basis: str

    @property
    def order(self) -> tuple[str, str, str, int, str, str]:
        """Lists in the order in which they were current; on one day by the time of saving, then am, mid, pm."""
        moment = self.parsed.modified or capture_time(self.snapshot.name)
        stamp = moment.isoformat() if moment and self.as_of and abs(moment.date() - self.as_of) <= FAR else ""
        return (
            self.as_of.isoformat() if self.as_of else "",
            self.parsed.kind,
            stamp,
            part_of_day(self.snapshot.name),
            self.snapshot.name,
            self.snapshot.sha256,
        )


def dated(snapshot: Snapshot, parsed: Parsed) -> Listed:
    """The list with its date, and what that date rests on. A date that a column of the file prints stands. Else:

    The date in the name stands unless it is no date, lies before the newest SIGNED, or (for a name that carries a
    day, not an archive's capture time) more than a week from the modified time. Then the modified time dates the
    list: exactly, or by the name's day and month in the year before or after, where that is within a week of it.
    Without a modified time it is the name's day and month in the first year that fits the newest SIGNED, else that
    date itself.
    """
    if parsed.as_of is not None:
        return Listed(snapshot, parsed, parsed.as_of, "content")
    newest = newest_signed(parsed)
    floor = newest or FIRST_DAY
    captured = capture_time(snapshot.name)
    named = captured.date() if captured else name_date(snapshot.name)
    saved = parsed.modified.date() if parsed.modified else None
    if named is not None and named >= floor and (captured or saved is None or abs(named - saved) <= FAR):
        return Listed(snapshot, parsed, named, "file_name")
    if saved is not None and saved >= floor and captured is None:
        near = [day for day in _neighbouring_years(named) if floor <= day and abs(day - saved) <= FAR]
        return Listed(snapshot, parsed, near[0] if near else saved, "file_property")
    if newest is not None:
        return Listed(snapshot, parsed, _rolled(named, newest) or newest, "content")
    return Listed(snapshot, parsed, None, "unknown")


def capture_time(name: str) -> datetime | None:
    """The time in a name such as participatingAgencies-20250221214937.xlsx, when an archive captured the file."""
    match = _STAMP.search(name)
    try:
        return datetime.strptime(match[1], "%Y%m%d%H%M%S") if match else None
    except ValueError:
        return None


def name_date(name: str) -> date | None:
    """The day in a name such as pendingAgencies10292025pmB.xlsx or ParticipatingAgency091826am.xlsx."""
    match = _DAY.search(name.rpartition(".")[0] or name)
    if match is None:
        return None
    try:
        day = datetime.strptime(match[1], "%m%d%Y" if len(match[1]) == 8 else "%m%d%y").date()
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def part_of_day(name: str) -> int:
    """A rank for am < (none) < mid < pm < pm2, pmB."""
    match = _PART.search(name)
    if match is None:
        return _PART_RANK[""] * 10
    return _PART_RANK[match[1].lower()] * 10 + (int(match[2]) if match[2] else 0) + (1 if match[3] else 0)


def newest_signed(parsed: Parsed) -> date | None:
    """The newest signing date printed, leaving out one row in 200 (at least one) whose year may be a misprint."""
    if parsed.kind != "participating":
        return None
    dates = sorted(
        date.fromisoformat(value)
        for printed in parsed.rows.column("signed").value_counts().to_pylist()
        if (value := codes.signed(printed["values"], None).value) is not None
        for _ in range(printed["counts"])
    )
    spared = max(1, len(dates) // LAST_ROWS)
    return dates[-1 - spared] if len(dates) > spared else None


def _rolled(named: date | None, newest: date) -> date | None:
    fitting = [day for day in _neighbouring_years(named) if timedelta() <= day - newest <= NEIGHBOUR]
    return min(fitting, default=None)


def _neighbouring_years(named: date | None) -> list[date]:
    """The day in the years just before and after: around New Year names carry the wrong one."""
    days = []
    for shift in (-1, 1):
        with suppress(ValueError):  # 29 February
            if named is not None:
                days.append(named.replace(year=named.year + shift))
    return days


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that stays out of the release, with the reason, which is printed loudly."""

    name: str
    sha256: str
    reason: str


def plausible(lists: Iterable[Listed]) -> tuple[list[Listed], list[Quarantined]]:
    """Split lists into those that stand, in order, and those implausible by themselves or beside the last standing.

    The bounds are the source's (`registry/sources`), where a real file that breaks one can be accepted by sha256 with
    its reason.
    """
    standing: list[Listed] = []
    refused: list[Quarantined] = []
    last: dict[str, Listed] = {}
    for entry in sorted(lists, key=lambda entry: entry.order):
        reason = _implausible(entry, last.get(entry.parsed.kind))
        if reason is None or entry.parsed.sha256 in registry.source(entry.parsed.source).accepted:
            standing.append(entry)
            last[entry.parsed.kind] = entry
        else:
            refused.append(Quarantined(entry.snapshot.name, entry.snapshot.sha256, reason))
    return standing, refused


def _implausible(entry: Listed, before: Listed | None) -> str | None:
    source = registry.source(entry.parsed.source)
    rows = entry.parsed.rows.num_rows
    if entry.as_of is None:
        return "nothing in its name, properties or rows tells its date"
    if not source.min_rows <= rows <= source.max_rows:
        return f"{rows:,} rows are outside the plausible {source.min_rows:,} to {source.max_rows:,}"
    unknown = _unknown_rows(entry.parsed)
    if unknown > max(MOST_UNKNOWN, rows * MOST_UNKNOWN_SHARE):
        return f"{unknown:,} of {rows:,} rows print no known state or model"
    if before is None or before.as_of is None or entry.as_of - before.as_of > NEIGHBOUR:
        return None
    was = before.parsed.rows.num_rows
    if source.max_fall is not None and rows < was * source.max_fall:
        return f"{rows:,} rows after {was:,} on {before.as_of}: a fall beyond the plausible factor {source.max_fall}"
    if source.max_rise is not None and rows > was * source.max_rise:
        return f"{rows:,} rows after {was:,} on {before.as_of}: a rise beyond the plausible factor {source.max_rise}"
    return None


def _unknown_rows(parsed: Parsed) -> int:
    states, models = (parsed.rows.column(name).to_pylist() for name in ("state", "model"))
    if "model" not in parsed.letters:  # the layout has no such column
        models = [next(iter(registry.codes("models")["standard"].values()))] * len(models)
    pairs = Counter(zip(states, models, strict=True))
    return sum(
        number
        for (state, model), number in pairs.items()
        if codes.state(state).value is None or codes.model(model).value is None
    )
