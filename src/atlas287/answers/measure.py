"""Runs a measure: how many of a unit a release shows, on a date, by dimensions, with the rows behind it.

A measure is one `.sql` file below `measures/`: a SELECT of what is counted (`counted`) with its dimensions, under a
header. A new file is a new unit in the command line, the API and the docs by itself.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import query, registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Count, Gap, GapKind
from atlas287.core.names import fold_space
from atlas287.core.query import Query
from atlas287.core.release import Release

MEASURES = Path(__file__).parent / "measures"
STALE = timedelta(days=45)
"""A list older than this on the day asked for says nothing about that day (product rule on dates)."""
MONTH = "month"
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
BASES = ("based_in", "covers")
"""On which an agency belongs to a county."""
COUNTY, BASIS = "county", "basis"


@cache
def measures() -> dict[str, Query]:
    """Every measure by its unit."""
    return {str(each.header["unit"]): each for each in query.load_all(MEASURES).values()}


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
) -> Count:
    """How many of `unit` the release shows on `as_of` (default: the date of the newest list of that kind).

    `by` names dimensions or `month`; `where` keeps the given values of a dimension (several values: any of them).
    Raises UsageError for a unit, dimension or value that does not exist. What is not known comes back as a Gap.
    """
    measure = measures().get(unit)
    if measure is None:
        raise UsageError(f"no unit is called {unit!r}", do=f"count one of {', '.join(measures())}")
    kept = _where(release, measure, where or {})
    dimensions = _by(measure, by)
    if "basis" in measure.header or COUNTY in (*by, *kept):
        if basis not in BASES:
            raise UsageError("a count by county needs a basis", where="--basis", do=_choose(BASES))
        kept[BASIS] = [basis]
    elif basis is not None:
        raise UsageError(
            f"--basis does not apply to {unit}", do="it goes with counties, --by county and --where county"
        )
    day = as_of or _newest(release, measure)
    if measure.header.get("over") == "to_date":
        return _count_to_date(release, measure, dimensions, kept, day, rows)
    if MONTH in by:
        return _count_by_month(release, measure, dimensions, kept, day, rows)
    return _count_on(release, measure, dimensions, kept, day, rows)


def extreme(
    release: Release, unit: str, which: str, where: Mapping[str, Iterable[str]], day: date
) -> tuple[int, ListRef | None]:
    """The first or last list up to `day` on which a unit counts anything within `where`: the count, and that list.

    Zero and None where no list up to that day does.
    """
    measure = measures()[unit]
    kept = _where(release, measure, where)
    lists = {
        row["list_no"]: ListRef(**row)
        for row in release.rows(
            "SELECT list_no, as_of, file, sha256 FROM lists WHERE kind = $kind AND as_of <= $day",
            {"kind": measure.header["kind"], "day": day},
        )
    }
    if not lists:
        return 0, None
    counts = {row["list_no"]: row["value"] for row in release.rows(*statement(measure, (), kept, sorted(lists)))}
    showing = [number for number, value in counts.items() if value]
    if not showing:
        return 0, None
    chosen = min(showing) if which == "first" else max(showing)
    return counts[chosen], lists[chosen]


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
        raise UsageError(f"{measure.header['unit']} are counted to a date, without --rows or --by month")
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
    to_date = measure.header.get("over") == "to_date"
    groups = [*([] if to_date else ["list_no"]), *(dimension for dimension in by if dimension != MONTH)]
    condition, parameters = _condition(measure, where)
    if to_date:
        scope, parameters["as_of"] = "as_of <= $as_of", day
    elif len(lists) == 1:  # a constant lets the engine skip the other lists' row groups
        scope, parameters["list_no"] = "list_no = $list_no", lists[0]
    else:
        scope, parameters["lists"] = "list_no IN (SELECT unnest($lists))", list(lists)
    grouped = f"\nGROUP BY {', '.join(groups)}" if groups else ""
    source = f"(\n{measure.sql}\n) AS measure"
    if COUNTY in (*by, *where):
        source = (
            f"(\nSELECT measure.*, coalesce(c.county, 'unknown') AS county, $basis AS basis\nFROM {source}\n"
            "LEFT JOIN (SELECT agency_id, county FROM agency_counties WHERE basis = $basis) AS c USING (agency_id)\n"
            ") AS measure"
        )
    if BASIS in measure.header or COUNTY in (*by, *where):
        condition += " AND basis = $basis"
        parameters["basis"] = where[BASIS][0]
    return (
        f"SELECT {', '.join([*groups, 'count(DISTINCT counted) AS value'])}\n"
        f"FROM {source}\nWHERE {scope}{condition}{grouped}",
        parameters,
    )


def _condition(measure: Query, where: Mapping[str, list[str]]) -> tuple[str, dict[str, Any]]:
    named = {name: values for name, values in where.items() if name in measure.header["dimensions"]}
    condition = "".join(f" AND {name} IN (SELECT unnest($where_{name}))" for name in named)
    return condition, {f"where_{name}": values for name, values in named.items()}


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
        and (bool(set(by) & set(measure.header.get("overlaps", ()))) or (COUNTY in by and where[BASIS] == ["covers"])),
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


def _by(measure: Query, by: Sequence[str]) -> list[str]:
    known = measure.header["dimensions"]
    for dimension in by:
        if dimension != MONTH and dimension not in known:
            where = f"--by {dimension}"
            raise UsageError(
                f"{measure.header['unit']} have no such dimension", where=where, do=_choose([*known, MONTH])
            )
    if len(set(by)) != len(by):
        raise UsageError("a dimension is named twice", where=f"--by {','.join(by)}")
    return list(by)


def _where(release: Release, measure: Query, where: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    known = measure.header["dimensions"]
    kept: dict[str, list[str]] = {}
    for dimension, values in where.items():
        if dimension not in known:
            raise UsageError(
                f"{measure.header['unit']} have no such dimension", where=f"--where {dimension}=…", do=_choose(known)
            )
        wanted = [values] if isinstance(values, str) else values
        kept[dimension] = sorted({_value(release, dimension, known[dimension], value) for value in wanted})
    return kept


def _value(release: Release, dimension: str, spec: Mapping[str, Any], given: str) -> str:
    """The code of a value, given as code or name in any letter case; a county by its code."""
    text = fold_space(given).casefold()
    if "basis" in spec:
        if text == "unknown" or release.rows(
            "SELECT place_id FROM places WHERE type = 'county' AND place_id = $text", {"text": text}
        ):
            return text
        raise UsageError("no such county", where=f"--where {dimension}={given}", do="give its 5-digit FIPS code")
    if "ids" in spec:
        if release.rows(f'SELECT 1 FROM "{spec["ids"]}" WHERE agency_id = $text', {"text": text}):
            return text
        raise UsageError("no such agency", where=f"--where {dimension}={given}", do="look its id up with `agency NAME`")
    if "dates" in spec:
        with suppress(ValueError):
            return text if text == "undated" else str(date.fromisoformat(text))
        raise UsageError(
            "this is no date", where=f"--where {dimension}={given}", do="write it as YYYY-MM-DD, or undated"
        )
    names = registry.codes(spec["codes"])["standard"] if "codes" in spec else {value: value for value in spec["values"]}
    for code, name in names.items():
        if text in (code.casefold(), name.casefold()):
            return str(code)
    if "codes" in spec and text == "unknown":
        return "unknown"
    raise UsageError("no such value", where=f"--where {dimension}={given}", do=_choose(names))


def _choose(names: Iterable[str]) -> str:
    return f"choose from {', '.join(names)}"
