"""Runs a measure: how many of a unit a release shows, on a date, by dimensions, with the rows behind it.

A measure is one `.sql` file below `measures/`: a SELECT of what is counted (`counted`) with its dimensions, under a
header. A new file is a new unit in the command line, the API and the docs by itself.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from atlas287.answers import period as periods
from atlas287.answers.dimensions import BASES, BASIS, LINKS, MONTH, choose, condition, filled, grouped, kept
from atlas287.answers.period import PERIOD
from atlas287.core import query
from atlas287.core.errors import UsageError
from atlas287.core.model import Count, Gap, GapKind
from atlas287.core.query import Query
from atlas287.core.release import Release

MEASURES = Path(__file__).parent / "measures"
STALE = timedelta(days=45)
"""A list older than this on the day asked for says nothing about that day (product rule on dates)."""
DATED = {
    "to_date": "as_of <= $as_of",
    "in_force": "begins <= $as_of AND (ended IS NULL OR ended > $as_of)",
}
"""How a measure that reads no single list takes a day, by `over` in its header: what had happened, what is in force."""
LISTING = (
    "file",
    "cell",
    "state",
    "agency_printed",
    "agency_id",
    "agreement_id",
    "model",
    "signed",
    "state_printed",
    "type_printed",
    "county_printed",
    "model_printed",
    "signed_printed",
    "memorandum",
    "moa_url",
)
"""What a row of a list says where the rows behind a number are asked for."""


@cache
def measures() -> Mapping[str, Query]:
    """Every measure by its unit, its dimensions with their words."""
    return filled({str(each.header["unit"]): each for each in query.load_all(MEASURES).values()})


@cache
def version(unit: str) -> str:
    """What tells the SQL of a measure from what it was in another version of the code: a hash of it."""
    return hashlib.sha256(measures()[unit].sql.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ListRef:
    """One list in the release."""

    list_no: int
    as_of: date
    file: str
    sha256: str

    def to_json(self) -> dict[str, str]:
        """The `list` of the contract."""
        return {"as_of": str(self.as_of), "file": self.file, "sha256": self.sha256}


@lru_cache(256)
def list_on(release: Release, kind: str, day: date) -> ListRef | Gap:
    """The newest list of a kind dated `day` or before; a gap where there is none or it is over 45 days older."""
    found = release.rows(
        "SELECT list_no, as_of, file, sha256 FROM lists WHERE kind = $kind AND as_of <= $day "
        "ORDER BY list_no DESC LIMIT 1",
        {"kind": kind, "day": day},
    )
    if found and day - found[0]["as_of"] <= STALE:
        return ListRef(**found[0])
    after = release.rows(
        "SELECT min(as_of) AS as_of FROM lists WHERE kind = $kind AND as_of > $day", {"kind": kind, "day": day}
    )[0]["as_of"]
    before = found[0]["as_of"] if found else None
    sides = f"the list before is of {before}" if before else "no list before is held"
    sides += f", the next of {after}" if after else ", no later one is held"
    return Gap(
        GapKind.NOT_COLLECTED,
        f"no list of {kind} agencies within {STALE.days} days up to {day}: {sides}",
        would_fill=f"a copy of ICE's list of {kind} agencies from those days",
        holder="U.S. Immigration and Customs Enforcement, or an archive of its web page",
        before=str(before) if before else None,
        after=str(after) if after else None,
    )


def count(
    release: Release,
    unit: str,
    *,
    by: Sequence[str] = (),
    where: Mapping[str, Iterable[str]] | None = None,
    as_of: date | None = None,
    basis: str | None = None,
    rows: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Count:
    """How many of `unit` the release shows on `as_of` (default: the date of the newest list of that kind).

    A measure over a period takes `since` and `until`, whole months, or the month of `as_of`. `by` names dimensions or
    `month`; `where` keeps the given values of a dimension (several values: any of them). Raises UsageError for a unit,
    dimension or value that does not exist. What is not known comes back as a Gap.
    """
    measure = measures().get(unit)
    if measure is None:
        raise UsageError(f"no unit is called {unit!r}", do=f"count one of {', '.join(measures())}")
    wanted = kept(release, measure, where or {})
    dimensions = grouped(measure, by)
    if BASIS in measure.header or any("link" in _spec(measure, name) and name == "county" for name in (*by, *wanted)):
        if basis not in BASES:
            raise UsageError("a count by county needs a basis", where="--basis", do=choose(BASES))
        wanted[BASIS] = [basis]
    elif basis is not None:
        raise UsageError(
            f"--basis does not apply to {unit}", do="it goes with counties, --by county and --where county"
        )
    if measure.header.get("over") == PERIOD:
        if rows:
            raise UsageError("--rows does not go with a count over a period", do="count by facility instead")
        return periods.count(release, measure, dimensions, wanted, periods.chosen(release, since, until, as_of))
    if since or until:
        raise UsageError(f"{unit} are counted on a day, not over a period", do="give --as-of")
    day = as_of or _newest(release, measure)
    if measure.header.get("over") in DATED:
        return _count_to_date(release, measure, dimensions, wanted, day, rows)
    if MONTH in by:
        return _count_by_month(release, measure, dimensions, wanted, day, rows)
    return _count_on(release, measure, dimensions, wanted, day, rows)


def extremes(
    release: Release,
    unit: str,
    which: str,
    by: Sequence[str],
    where: Mapping[str, Iterable[str]],
    day: date,
    basis: str | None = None,
) -> dict[tuple[str, ...], tuple[int, ListRef]]:
    """The first or last list up to `day` on which a unit counts anything, by the values of `by`: the count, that list.

    Without `by` the one key is empty; what no list up to that day shows has none.
    """
    measure = measures()[unit]
    wanted = kept(release, measure, where) | ({BASIS: [basis]} if basis else {})
    lists = {
        row["list_no"]: ListRef(**row)
        for row in release.rows(
            "SELECT list_no, as_of, file, sha256 FROM lists WHERE kind = $kind AND as_of <= $day",
            {"kind": measure.header["kind"], "day": day},
        )
    }
    if not lists:
        return {}
    sql, parameters = statement(measure, grouped(measure, by), wanted, sorted(lists))
    end, groups = {"first": "min", "last": "max"}[which], "".join(f"{dimension}, " for dimension in by)
    found = release.rows(
        f"SELECT {groups}{end}(list_no) AS list_no, arg_{end}(value, list_no) AS value FROM ({sql}) WHERE value > 0"
        + (f" GROUP BY {groups.removesuffix(', ')}" if by else ""),
        parameters,
    )
    return {
        tuple(row[dimension] for dimension in by): (row["value"], lists[row["list_no"]])
        for row in found
        if row["list_no"] is not None
    }


def _count_on(
    release: Release, measure: Query, by: Sequence[str], where: Mapping[str, list[str]], day: date, rows: bool
) -> Count:
    chosen = list_on(release, str(measure.header["kind"]), day)
    if isinstance(chosen, Gap):
        return _answer(
            measure, where, day, rows=({"value": {"gap": chosen.kind.value}},), total=chosen, by=by, gaps=(chosen,)
        )
    table, total = _table(release, measure, by, where, lists=[chosen.list_no])
    listings = _listings(release, measure, where, chosen) if rows else None
    return _answer(measure, where, day, by=by, chosen=chosen, rows=table, total=total, listings=listings)


def _count_to_date(
    release: Release, measure: Query, by: Sequence[str], where: Mapping[str, list[str]], day: date, rows: bool
) -> Count:
    if rows or MONTH in by:
        raise UsageError(f"{measure.header['unit']} are counted on a date, without --rows or --by month")
    table, total = _table(release, measure, by, where, day=day)
    return _answer(measure, where, day, by=by, rows=table, total=total)


def _table(
    release: Release,
    measure: Query,
    by: Sequence[str],
    where: Mapping[str, list[str]],
    *,
    lists: Sequence[int] = (),
    day: date | None = None,
) -> tuple[tuple[dict[str, Any], ...], int]:
    """The rows by dimension and the total, which is counted by itself since rows may overlap."""
    total = sum(row["value"] for row in release.rows(*statement(measure, (), where, lists, day)))
    if not by:
        return ({"value": total},), total
    found = release.rows(*statement(measure, by, where, lists, day))
    return _sorted([{key: row[key] for key in (*by, "value")} for row in found], by), total


def _count_by_month(
    release: Release, measure: Query, by: Sequence[str], where: Mapping[str, list[str]], day: date, rows: bool
) -> Count:
    if rows:
        raise UsageError("--rows does not go with --by month", do="ask for the rows of one date with --as-of")
    ends = list(_months(release, str(measure.header["kind"]), day))
    chosen = {end: list_on(release, str(measure.header["kind"]), end) for end in ends}
    numbers = sorted({ref.list_no for ref in chosen.values() if isinstance(ref, ListRef)})
    others = [dimension for dimension in by if dimension != MONTH]
    sql, parameters = statement(measure, others, where, numbers)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in release.rows(sql, parameters):
        found.setdefault(row["list_no"], []).append(row)
    table: list[dict[str, Any]] = []
    gaps: list[Gap] = []
    for end, ref in chosen.items():
        month = {MONTH: f"{end:%Y-%m}"}
        if isinstance(ref, Gap):
            gaps.append(ref)
            table.append(month | dict.fromkeys(others) | {"value": {"gap": ref.kind.value}, "list": None})
            continue
        values = found.get(ref.list_no, [])
        cells = _sorted([{k: row[k] for k in (*others, "value")} for row in values], others)
        if not others and not cells:
            cells = ({"value": 0},)
        table.extend(month | dict(row) | {"list": str(ref.as_of)} for row in cells)
    return _answer(measure, where, day, by=by, rows=tuple(table), total=None, gaps=tuple(gaps))


def statement(
    measure: Query,
    by: Sequence[str],
    where: Mapping[str, list[str]],
    lists: Sequence[int],
    day: date | None = None,
) -> tuple[str, dict[str, Any]]:
    """The SQL of a count and its parameters; what `trace` shows is what ran."""
    dated = DATED.get(str(measure.header.get("over")))
    groups = [*([] if dated else ["list_no"]), *(dimension for dimension in by if dimension != MONTH)]
    filters, parameters = condition(measure, where)
    if dated:
        scope, parameters["as_of"] = dated, day
    elif len(lists) == 1:  # a constant lets the engine skip the other lists' row groups
        scope, parameters["list_no"] = "list_no = $list_no", lists[0]
    else:
        scope, parameters["lists"] = "list_no IN (SELECT unnest($lists))", list(lists)
    grouped = f"\nGROUP BY {', '.join(groups)}" if groups else ""
    source = f"(\n{measure.sql}\n) AS measure"
    linked = [name for name in LINKS if "link" in measure.header["dimensions"].get(name, ()) and name in (*by, *where)]
    for name in linked:
        source = (
            f"(\nSELECT measure.*, coalesce(link.{name}, 'unknown') AS {name}\nFROM {source}\n"
            f"LEFT JOIN ({LINKS[name]}) AS link ON link.agency_id = measure.agency\n) AS measure"
        )
    if BASIS in measure.header:
        filters += " AND basis = $basis"
    if BASIS in measure.header or "county" in linked:
        parameters[BASIS] = where[BASIS][0]
    return (
        f"SELECT {', '.join([*groups, 'count(DISTINCT counted) AS value'])}\n"
        f"FROM {source}\nWHERE {scope}{filters}{grouped}",
        parameters,
    )


def _spec(measure: Query, dimension: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = measure.header["dimensions"].get(dimension, {})
    return found


def _listings(
    release: Release, measure: Query, where: Mapping[str, list[str]], chosen: ListRef
) -> tuple[dict[str, Any], ...]:
    sql, parameters = statement(measure, ["row"], where, [chosen.list_no])
    found = release.rows(
        f"""SELECT l.sheet || '!' || c.letter || r.row AS cell, coalesce(m.state, r.state) AS state, r.agency_printed,
            m.agency_id, m.agreement_id, r.model, r.signed,
            r.state_printed, r.type_printed, r.county_printed, r.model_printed, r.signed_printed,
            r.memorandum, r.moa_url
        FROM ({sql} HAVING count(counted) > 0) AS measure
        JOIN listings AS r USING (list_no, row)
        JOIN members AS m USING (list_no, row)
        JOIN lists AS l USING (list_no)
        JOIN cells AS c ON c.list_no = r.list_no AND c.field = 'agency'
        ORDER BY r.row""",
        parameters,
    )
    return tuple(
        {"file": chosen.file} | row | {"signed": str(row["signed"]) if row["signed"] else None} for row in found
    )


def _answer(
    measure: Query,
    where: Mapping[str, list[str]],
    day: date,
    *,
    rows: Sequence[Mapping[str, Any]],
    total: int | Gap | None,
    by: Sequence[str] = (),
    chosen: ListRef | None = None,
    gaps: tuple[Gap, ...] = (),
    listings: tuple[dict[str, Any], ...] | None = None,
) -> Count:
    return Count(
        measure=measure.name,
        unit=str(measure.header["unit"]),
        rule=str(measure.header["rule"]),
        as_of=str(day),
        list=chosen.to_json() if chosen else None,
        rows=tuple(rows),
        total=total,
        gaps=gaps,
        where={name: values[0] if len(values) == 1 else values for name, values in where.items()},
        overlap=not isinstance(total, Gap)
        and (bool({*by} & {*measure.header.get("overlaps", ())}) or ("county" in by and where[BASIS] == ["covers"])),
        listings=listings,
        by=tuple(by),
    )


def _newest(release: Release, measure: Query) -> date:
    kind = str(measure.header.get("kind", "participating"))
    newest = release.newest.get(kind)
    return date.fromisoformat(newest or release.built)


def _months(release: Release, kind: str, day: date) -> Iterable[date]:
    """The last day of every month from that of the first list to that of `day`, where `day` itself ends the row."""
    first = release.rows("SELECT min(as_of) AS first FROM lists WHERE kind = $kind", {"kind": kind})[0]["first"]
    year, month = (first or day).year, (first or day).month
    while (year, month) <= (day.year, day.month):
        yield min(day, date(year, month, calendar.monthrange(year, month)[1]))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _sorted(rows: list[dict[str, Any]], by: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Largest first by one dimension; in the order of the dimensions by several."""
    names = [dimension for dimension in by if dimension != MONTH]
    if len(names) == 1:
        return tuple(sorted(rows, key=lambda row: (-row["value"], str(row[names[0]]))))
    return tuple(sorted(rows, key=lambda row: tuple(str(row[name]) for name in names)))
