"""What lists show of a part of a claim: counts on a day, the lists near it, and whether a stated value fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from atlas287.answers import measure, places
from atlas287.answers.briefs.check.parts import BASIS, Part, Scope
from atlas287.answers.briefs.measured import measured
from atlas287.core.model import Gap, Measurement
from atlas287.core.release import Release

NEAR = timedelta(days=14)
"""Lists so many days before or after the day of a claim are near it."""
ROUGH = 0.05
"""How far a number said to be about, nearly or roughly so many may be off; a doubling or tripling too."""
ROUGH_SHARE = 2.5
"""How many points a share said in words, such as a half, may be off."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One count to show: of a unit and a scope on a day."""

    unit: str
    scope: Scope
    day: date


def asked(unit: str, scope: Scope, day: date) -> dict[str, Any]:
    """The parameters of a count."""
    return {"as_of": str(day), "where": scope.where()} | scope.basis(unit)


def counted(release: Release, unit: str, scope: Scope, day: date) -> Measurement | Gap:
    """A count of a unit and scope on a day."""
    return measured(release, unit, asked(unit, scope, day))


def fits(value: float, bound: str, actual: float) -> bool:
    """Whether a count fits a stated number."""
    tests = {
        "more": actual > value,
        "at_least": actual >= value,
        "less": actual < value,
        "at_most": actual <= value,
        "about": abs(actual - value) <= ROUGH * abs(value),
    }
    return tests.get(bound, actual == value)


def fits_share(value: float, bound: str, actual: float, digits: int, worded: bool) -> bool:
    """Whether a share in per cent fits a stated one: its printed digits by rounding, in words near enough."""
    if bound == "exact" and not worded:
        return rounds(value, actual, digits)
    if bound in ("exact", "about") and worded:
        return abs(actual - value) <= max(ROUGH_SHARE, ROUGH * value if bound == "about" else 0)
    return fits(value, bound, actual)


def rounds(value: float, actual: float, digits: int) -> bool:
    """Whether rounding up or down to the printed digits gives the stated value."""
    return abs(actual - value) < 10.0**-digits - 1e-9 or abs(actual - value) < 1e-9


def fits_growth(part: Part, start: float, end: float) -> bool | None:
    """Whether a growth fits what is said of it; None where nothing can be divided."""
    value = part.value or 0.0
    if part.measured == "direction":
        return (end - start) * value > 0
    if part.measured == "difference":
        return fits(abs(value), part.bound, end - start if value >= 0 else start - end)
    if not start:
        return None
    if part.measured == "times":
        return fits_multiple(value, part.bound, end / start, part.digits, part.worded)
    grown = 100 * (end - start) / start
    if value < 0:
        return fits_share(-value, part.bound, -grown, part.digits, part.worded)
    return fits_share(value, part.bound, grown, part.digits, part.worded)


def fits_multiple(value: float, bound: str, actual: float, digits: int, worded: bool) -> bool:
    """Whether a multiple fits: said in words within one part in twenty, else by rounding."""
    if bound == "exact":
        return abs(actual - value) <= ROUGH * value if worded else rounds(value, actual, digits)
    return actual >= value if bound == "more" and worded else fits(value, bound, actual)


@lru_cache(8)
def list_days(release: Release, kind: str) -> tuple[date, ...]:
    """The days of which a list of a kind is held."""
    rows = release.rows("SELECT DISTINCT as_of FROM lists WHERE kind = $kind ORDER BY as_of", {"kind": kind})
    return tuple(row["as_of"] for row in rows)


def near(release: Release, unit: str, day: date) -> list[date]:
    """The days of lists near a day, the nearest first."""
    kind = str(measure.measures()[unit].header["kind"])
    found = [each for each in list_days(release, kind) if abs(each - day) <= NEAR]
    return sorted(found, key=lambda each: (abs(each - day), each))


Where = tuple[tuple[str, tuple[str, ...]], ...]
"""The filter of a count in a form by which what it gave can be kept."""


def series(release: Release, unit: str, scope: Scope, days: Sequence[date]) -> list[tuple[date, int]]:
    """The counts on the last list of each of some days, by one query."""
    found = _series(release, unit, _filter(scope.where()), bool(scope.basis(unit)), tuple(sorted(days)), None)
    return [(day, found.get((day, None), 0)) for day in sorted(days)]


def _filter(where: Mapping[str, Any]) -> Where:
    return tuple(sorted((name, (v,) if isinstance(v, str) else tuple(v)) for name, v in where.items()))


@lru_cache(512)
def _series(
    release: Release, unit: str, where: Where, basis: bool, days: tuple[date, ...], dimension: str | None
) -> Mapping[tuple[date, str | None], int]:
    """The counts on the last list of each of some days, by the groups of a dimension if there is one."""
    query = measure.measures()[unit]
    rows = release.rows(
        "SELECT max(list_no) AS list_no, as_of FROM lists WHERE kind = $kind AND as_of IN (SELECT unnest($days)) "
        "GROUP BY as_of",
        {"kind": query.header["kind"], "days": list(days)},
    )
    named = {row["list_no"]: row["as_of"] for row in rows}
    wanted = {name: list(values) for name, values in where} | ({"basis": [BASIS]} if basis else {})
    sql, parameters = measure.statement(query, [dimension] if dimension else (), wanted, sorted(named))
    return {
        (named[row["list_no"]], str(row[dimension]) if dimension else None): int(row["value"])
        for row in release.rows(sql, parameters)
    }


def ranked(release: Release, part: Part, unit: str, day: date) -> list[tuple[str, int]] | Gap:
    """The groups of a dimension with their counts, the largest first, and the smallest where the fewest are asked."""
    outer = part.other or Scope()
    return groups(release, unit, outer.where(), str(part.dimension), day, part.order)


def groups(
    release: Release, unit: str, where: Mapping[str, Any], dimension: str, day: date, order: str = "most"
) -> list[tuple[str, int]] | Gap:
    """The groups of a dimension with their counts on a day, those without one left out."""
    chosen = measure.list_on(release, str(measure.measures()[unit].header["kind"]), day)
    if isinstance(chosen, Gap):
        return chosen
    return _rankings(release, unit, where, dimension, [chosen.as_of], order)[chosen.as_of]


def _rankings(
    release: Release, unit: str, where: Mapping[str, Any], dimension: str, days: Sequence[date], order: str
) -> dict[date, list[tuple[str, int]]]:
    """The groups of a dimension with their counts on the lists of some days, by one query."""
    needs = "county" in (*where, dimension) or unit == "counties"
    counts = _series(release, unit, _filter(where), needs, tuple(sorted(days)), dimension)
    found: dict[date, list[tuple[str, int]]] = {day: [] for day in days}
    for (day, group), value in counts.items():
        if group not in (None, "None", "unknown") and value:
            found[day].append((str(group), value))
    for each in found.values():
        each.sort(key=lambda pair: (pair[1] if order == "fewest" else -pair[1], pair[0]))
    return found


def first_of(release: Release, part: Part, unit: str, day: date) -> list[str]:
    """The groups that share the first place."""
    found = ranked(release, part, unit, day)
    return [] if isinstance(found, Gap) else [group for group, value in found if value == found[0][1]]


def group_of(part: Part) -> str:
    """The group that a part ranks, as its dimension calls it."""
    return part.scope.models[0] if part.dimension == "model" else str(next(iter(part.scope.where().values())))


def standing(release: Release, part: Part, unit: str, day: date) -> bool | str | Gap:
    """Whether a group has the rank that a claim gives it; `tie` where others share it."""
    found = ranked(release, part, unit, day)
    return found if isinstance(found, Gap) else _stands(part, found)


def standing_on(release: Release, part: Part, days: Sequence[date]) -> list[date]:
    """The days of those given on whose lists a group has the rank that a claim gives it, by one query."""
    outer = (part.other or Scope()).where()
    found = _rankings(release, part.unit, outer, str(part.dimension), days, part.order)
    return [day for day in days if _stands(part, found[day]) is True]


def _stands(part: Part, found: Sequence[tuple[str, int]]) -> bool | str:
    value = dict(found).get(group_of(part))
    if value is None:
        return False
    better = sum(1 for _, other in found if (other < value if part.order == "fewest" else other > value))
    same = sum(1 for _, other in found if other == value) - 1
    if part.bound == "at_most":
        return better < part.nth
    if better == part.nth - 1 and not same:
        return True
    return "tie" if better <= part.nth - 1 <= better + same and same else False


def all_counties(release: Release, code: str) -> int:
    """How many counties and county equivalents a State has."""
    return sum(1 for place in places.counties(release).values() if place["state"] == code)
