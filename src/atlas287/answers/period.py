"""Runs a measure over a period of whole months: sums of days, divided by the days of the period.

Such a measure (`over: period` in its header) rests on one published table of facility-days. The sum stays beside the
average, and so does the share of the sum for which a dimension is known at all.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from atlas287.answers.dimensions import MONTH, condition
from atlas287.core.errors import UsageError
from atlas287.core.model import Count, Gap, GapKind
from atlas287.core.query import Query
from atlas287.core.release import Release

PERIOD = "period"
PLACED = ("state", "county", "models")
"""Dimensions that are not known of every facility; each number by one of them says of how many people it is known."""
UNKNOWN, NOT_LOCAL = "unknown", "private_or_federal"
Where = Mapping[str, list[str]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, first and last day included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """Days in it."""
        return (self.until - self.since).days + 1

    def months(self) -> Iterator[Period]:
        """Its months in order."""
        first = self.since
        while first <= self.until:
            yield month_of(first)
            first = month_of(first).until + timedelta(days=1)


def month_of(day: date) -> Period:
    """The month that holds a day."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last))


def table_file(release: Release) -> Row | None:
    """The table of facility-days on which a release rests, with its first and last day; None where it has none."""
    if "facility_files" not in release.tables:  # a release of an older version
        return None
    found = release.rows("SELECT * FROM facility_files ORDER BY last_day DESC LIMIT 1")
    return found[0] if found else None


def chosen(release: Release, since: date | None, until: date | None, as_of: date | None) -> Period:
    """The period asked for; without a day the last month of the table, with one day its month.

    Raises UsageError where it is not made of whole months.
    """
    if as_of is not None and (since or until):
        raise UsageError(
            "a period and a day are both given", where="--as-of", do="give --since and --until, or --as-of"
        )
    file = table_file(release)
    newest = file["last_day"] if file else date.fromisoformat(release.built)
    last = until or as_of or newest
    if until is None:
        last = month_of(last).until
    first = since or month_of(last).since
    if first.day != 1 or month_of(last).until != last or first > last:
        raise UsageError(
            "the period is not made of whole months",
            where=f"--since {first} --until {last}",
            do="give the first day of a month and the last day of the same or a later one",
        )
    return Period(first, last)


def count(release: Release, measure: Query, by: Sequence[str], where: Where, period: Period) -> Count:
    """The people of a period by dimensions, as an average day and as the sum of days behind it."""
    file = table_file(release)
    outside = _outside(file, period)
    if outside is not None and MONTH not in by:
        return _answer(measure, by, where, period, file, rows=({"value": _gap(outside)},), total=outside)
    covered = [each for each in period.months() if _outside(file, each) is None]
    table: list[Row] = []
    if covered:
        span = Period(covered[0].since, covered[-1].until)
        for row in release.rows(*statement(measure, by, where, span)):
            days = month_of(date.fromisoformat(f"{row[MONTH]}-01")).days if MONTH in by else period.days
            table.append({name: row[name] for name in by} | averaged(row["value"], days))
        if not by and not table:
            table = [averaged(0, period.days)]
    missing = [each for each in period.months() if each not in covered] if MONTH in by else []
    for each in missing:
        table.append({MONTH: f"{each.since:%Y-%m}"} | {"value": _gap(outside), "person_days": None, "days": each.days})
    table.sort(key=lambda row: _order(row, by))
    person_days: int | None = None
    known: tuple[Row, ...] = ()
    if outside is None:
        person_days = int(release.rows(*statement(measure, (), where, period))[0]["value"] or 0)
        placed = [name for name in PLACED if name in by or name in where]
        known = tuple(_known(release, measure, name, where, period) for name in placed)
    total = average(person_days, period.days) if person_days is not None and MONTH not in by else None
    return _answer(
        measure,
        by,
        where,
        period,
        file,
        rows=tuple(table),
        total=total,
        person_days=person_days,
        known=known,
        gaps=(outside,) if outside is not None else (),
    )


def statement(measure: Query, by: Sequence[str], where: Where, period: Period) -> tuple[str, dict[str, Any]]:
    """The SQL of a sum over a period and its parameters; what `trace` shows is what ran."""
    filters, parameters = condition(measure, where)
    parameters |= {"since": f"{period.since:%Y-%m}", "until": f"{period.until:%Y-%m}"}
    groups = f"\nGROUP BY {', '.join(by)}" if by else ""
    return (
        f"SELECT {', '.join([*by, 'CAST(sum(counted) AS BIGINT) AS value'])}\n"
        f"FROM (\n{measure.sql}\n) AS measure\nWHERE month >= $since AND month <= $until{filters}{groups}",
        parameters,
    )


def average(person_days: int, days: int) -> float:
    """People on an average day, to one decimal; less than half a tenth of a person is 0.0."""
    return round(person_days / days, 1)


def averaged(person_days: int | None, days: int) -> Row:
    """A row's value with the sum and the days behind it."""
    return {"value": average(person_days or 0, days), "person_days": int(person_days or 0), "days": days}


def _known(release: Release, measure: Query, dimension: str, where: Where, period: Period) -> Row:
    """Of how many people a dimension is known at all, among those that the other filters keep.

    For models that is at facilities of which it is known who runs them; `local` are those that a local agency runs.
    """
    others = {name: values for name, values in where.items() if name != dimension}
    rows = release.rows(*statement(measure, [dimension], others, period))
    whole = sum(row["value"] for row in rows)
    known = sum(row["value"] for row in rows if row[dimension] != UNKNOWN)
    local = sum(row["value"] for row in rows if row[dimension] not in (UNKNOWN, NOT_LOCAL))
    return {
        "dimension": dimension,
        "value": average(known, period.days),
        "of": average(whole, period.days),
        "share": round(known / whole, 4) if whole else None,
    } | ({"local": average(local, period.days)} if dimension == "models" else {})


def _outside(file: Row | None, period: Period) -> Gap | None:
    """The gap where the table does not reach over a period."""
    if file is None:
        what = "this release holds no table of people in detention by facility and day"
    elif period.since < file["first_day"] or period.until > file["last_day"]:
        what = (
            f"the table of people in detention runs from {file['first_day']} to {file['last_day']}, "
            f"not over {period.since} to {period.until}"
        )
    else:
        return None
    return Gap(
        GapKind.NOT_LOADED,
        what,
        "who is held, and where, can be told on no day outside it",
        "a table of facility-days that covers those days, given to `atlas287 build --from`",
        "Deportation Data Project, which publishes ICE's records",
    )


def _gap(gap: Gap | None) -> Row:
    return {"gap": (gap.kind if gap else GapKind.NOT_LOADED).value}


def _order(row: Row, by: Sequence[str]) -> tuple[Any, ...]:
    """By month first, then the largest group first by one dimension, in the order of the dimensions by several."""
    others = [name for name in by if name != MONTH]
    month = str(row.get(MONTH, ""))
    if len(others) == 1:
        return (month, -(row["person_days"] or 0), str(row.get(others[0])))
    return (month, *(str(row.get(name)) for name in others))


def _answer(
    measure: Query,
    by: Sequence[str],
    where: Where,
    period: Period,
    file: Row | None,
    *,
    rows: tuple[Row, ...],
    total: float | Gap | None,
    person_days: int | None = None,
    known: tuple[Row, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Count:
    return Count(
        measure=measure.name,
        unit=str(measure.header["unit"]),
        rule=str(measure.header["rule"]),
        as_of=str(period.until),
        list={"as_of": str(file["last_day"]), "file": file["file"], "sha256": file["sha256"]} if file else None,
        rows=rows,
        total=total,
        gaps=gaps or ((total,) if isinstance(total, Gap) else ()),
        where={name: values[0] if len(values) == 1 else values for name, values in where.items()},
        by=tuple(by),
        period={
            "since": str(period.since),
            "until": str(period.until),
            "days": period.days,
            "person_days": person_days,
            "known": [dict(each) for each in known],
        },
    )
