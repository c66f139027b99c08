"""What a picture of a count shows, whatever draws it: series, gaps, words, and a description in plain text.

A figure adds nothing to the count. A month without a list is a gap: no value, never 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from atlas287.answers.briefs.render import describe
from atlas287.answers.briefs.render.describe import Series
from atlas287.answers.dimensions import BASIS, MONTH
from atlas287.answers.measure import ListRef, list_on, measures
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Count
from atlas287.core.release import Release

MOST_SERIES, MOST_BARS = 6, 60
COUNTY = "county"
BASES_SAID = {"based_in": "of base", "covers": "covered"}
UNKNOWN = "unknown"
"""The value of a dimension where a list prints none that can be read."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture before it is drawn. `months` is empty for bars; `ends` are the days on which the months are counted.

    `gaps` are runs of months without a list, first and last; `skipped` is how many groups are left out, smallest first.
    """

    title: str
    notes: tuple[str, ...]
    unit: str
    dimension: str | None
    months: tuple[str, ...]
    ends: tuple[date, ...]
    series: tuple[Series, ...]
    gaps: tuple[tuple[str, str], ...]
    skipped: int
    footer: tuple[str, ...]
    alternative: str

    @property
    def largest(self) -> int:
        """The largest value drawn, at least 1 so that a scale can stand on it."""
        return max([1, *(value for each in self.series for value in each.values if value is not None)])


def figure(release: Release, count: Count, by: Sequence[str]) -> Figure:
    """The figure of a count by one dimension, by month, or by month and one dimension.

    Raises UsageError where there is nothing to draw, or more than a picture can hold.
    """
    others = [dimension for dimension in by if dimension != MONTH]
    if not by or len(others) > 1:
        raise UsageError(
            "a picture shows one dimension, or month and one other", where="--plot", do="choose it by --by"
        )
    if count.period is not None:
        raise UsageError("a count over a period is not drawn yet", where="--plot", do="take its rows as --format csv")
    if MONTH not in by and count.gaps:
        raise UsageError(
            f"nothing can be drawn, since {count.gaps[0].what}", where="--plot", do="choose another --as-of"
        )
    if not any(isinstance(row["value"], int) for row in count.rows):
        raise UsageError("nothing is counted, so nothing can be drawn", where="--plot", do="choose another --where")
    dimension = others[0] if others else None
    name = names(release, count.unit, dimension)
    months = tuple(_months(str(count.rows[0][MONTH]), count.as_of[:7])) if MONTH in by else ()
    series = _lines(count, dimension, months, name) if months else _bars(count, str(dimension), name)
    gone = {str(row[MONTH]) for row in count.rows if isinstance(row["value"], dict)} if months else set()
    kept, skipped = _fitting(series, bool(months), dimension)
    words = describe.Words(release, count, by, _where(release, count))
    gaps = tuple(_runs(months, gone))
    return Figure(
        title=words.title,
        notes=words.notes(kept, bool(gaps), skipped),
        unit=count.unit,
        dimension=dimension,
        months=months,
        ends=tuple(min(_end(month), date.fromisoformat(count.as_of)) for month in months),
        series=kept,
        gaps=gaps,
        skipped=skipped,
        footer=_footer(release, count, months),
        alternative=words.alternative(kept, months, gaps, skipped),
    )


def names(release: Release, unit: str, dimension: str | None) -> Callable[[str], str]:
    """What a value of a dimension is called: names of codes, counties and agencies, else the value as it is."""
    if dimension is None:
        return lambda code: code
    spec: Mapping[str, Any] = measures()[unit].header["dimensions"].get(dimension, {})
    known: dict[str, str] = {}
    if "codes" in spec:
        known = registry.codes(spec["codes"])["standard"]
    elif dimension in _NAMES:
        known = {row["id"]: f"{row['name']} ({row['state']})" for row in release.rows(_NAMES[dimension])}
    known = {UNKNOWN: f"{dimension.replace('_', ' ').capitalize()} not known"} | known
    return lambda code: known.get(code, code.replace("_", " "))


def _where(release: Release, count: Count) -> list[str]:
    """The filters of a count in words."""
    found = []
    for dimension, values in count.where.items():
        if dimension == BASIS:
            found += [] if COUNTY in count.where else [f"counties {BASES_SAID[str(values)]}"]
            continue
        name = names(release, count.unit, dimension)
        said = " or ".join(name(value).replace("_", " ") for value in ([values] if isinstance(values, str) else values))
        found.append(f"county {BASES_SAID[str(count.where[BASIS])]}: {said}" if dimension == COUNTY else said)
    return found


def _lines(
    count: Count, dimension: str | None, months: Sequence[str], name: Callable[[str], str]
) -> tuple[Series, ...]:
    """One series a group, largest at its end first. A month whose list shows none of a group is 0.

    But a list that leaves the group of some of its rows unknown may hold it unseen, so there it has no value.
    """
    table: dict[str, dict[str, int]] = {}
    gone = {str(row[MONTH]) for row in count.rows if isinstance(row["value"], dict)}
    for row in count.rows:
        if isinstance(row["value"], int):
            table.setdefault(str(row[dimension]) if dimension else "", {})[str(row[MONTH])] = row["value"]
    unsure = gone | set(table.get(UNKNOWN, {}))
    found = []
    for code, counted in table.items():
        absent = gone if code == UNKNOWN else unsure
        values = tuple(counted.get(month, None if month in absent else 0) for month in months)
        found.append(Series(code, name(code), values))
    return tuple(sorted(found, key=lambda each: (-(each.values[-1] or 0), each.code)))


def _bars(count: Count, dimension: str, name: Callable[[str], str]) -> tuple[Series, ...]:
    said = Counter(name(str(row[dimension])) for row in count.rows)
    found = []
    for row in count.rows:
        code = str(row[dimension])
        unique = name(code) if said[name(code)] == 1 else f"{name(code)} [{code}]"
        found.append(Series(code, unique, (int(row["value"]),)))
    return tuple(found)


def _fitting(series: tuple[Series, ...], lines: bool, dimension: str | None) -> tuple[tuple[Series, ...], int]:
    if not lines:
        return series[:MOST_BARS], max(0, len(series) - MOST_BARS)
    if len(series) > MOST_SERIES:
        raise UsageError(
            f"a picture by month holds at most {MOST_SERIES} series and this count has {len(series)}",
            where="--plot",
            do=f"keep some with --where {dimension}=…",
        )
    return series, 0


def _footer(release: Release, count: Count, months: Sequence[str]) -> tuple[str, ...]:
    """The list behind the number (by month, the newest of them), its hash, the release, and who drew it."""
    listed = count.list
    if months:
        newest = max(str(row["list"]) for row in count.rows if row["list"])
        kind = str(measures()[count.unit].header["kind"])
        found = list_on(release, kind, date.fromisoformat(newest))
        listed = found.to_json() if isinstance(found, ListRef) else None
    lines = []
    if listed:
        which = "newest list" if months else "list"
        lines.append(f"Source: ICE, {which} of {listed['as_of']}: {listed['file']}, sha256 {listed['sha256'][:12]}…")
    return (*lines, f"Release {release.id} · drawn by atlas287")


def _months(first: str, last: str) -> Iterator[str]:
    day = date.fromisoformat(f"{first}-01")
    while f"{day:%Y-%m}" <= last:
        yield f"{day:%Y-%m}"
        day = _end(f"{day:%Y-%m}") + timedelta(days=1)


def _end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _runs(months: Sequence[str], gone: set[str]) -> Iterator[tuple[str, str]]:
    for missing, run in groupby(months, key=lambda month: month in gone):
        inside = list(run)
        if missing:
            yield inside[0], inside[-1]


_NAMES = {
    "agency": "SELECT agency_id AS id, agency AS name, state FROM agencies",
    "county": "SELECT place_id AS id, name, state FROM places WHERE type = 'county'",
    "town": "SELECT town_id AS id, town AS name, state FROM towns",
}
