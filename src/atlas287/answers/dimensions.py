"""The dimensions of a measure: which there are, what values they take, and how a place is told from an agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.names import fold_space
from atlas287.core.query import Query
from atlas287.core.release import Release

MONTH = "month"
BASES = ("based_in", "covers")
"""On which an agency belongs to a county."""
BASIS = "basis"
LINKS = {
    "county": "SELECT agency_id, county FROM agency_counties WHERE basis = $basis",
    "town": "SELECT agency_id, town_id AS town FROM agency_towns WHERE certain",
}
"""Dimensions that a row has through its agency, and the rows that tell them; one agency can have several."""
_IDS = {
    "agency": "SELECT agency_id AS id FROM agencies",
    "county": "SELECT place_id AS id FROM places WHERE type = 'county' UNION ALL SELECT 'unknown'",
    "town": "SELECT town_id AS id FROM towns UNION ALL SELECT 'unknown'",
    "facility": "SELECT facility AS id FROM facilities",
    "models": "SELECT DISTINCT models AS id FROM facility_months",
}
_FIND = {
    "agency": "look its id up with `agency NAME`",
    "county": "give its 5-digit FIPS code",
    "town": "look its id up with `town NAME`",
    "facility": "see `count detained --by facility` for the codes",
    "models": "see `count detained --by models` for the sets of models",
}


def filled(measures: Mapping[str, Query]) -> Mapping[str, Query]:
    """Measures by unit with what their headers leave out.

    A dimension left blank has the words of the measure that `like` names; each that the rows hold is a column too.
    """
    for measure in measures.values():
        header = measure.header
        for name, spec in header["dimensions"].items():
            told = spec or measures[header["like"]].header["dimensions"][name]
            header["dimensions"][name] = told
            if "link" not in told:
                header["columns"][name] = ["VARCHAR", "dimension"]
    return measures


@lru_cache(16)
def ids(release: Release, dimension: str) -> Mapping[str, str]:
    """The values of a dimension that a release lists, by their form in lower case."""
    return {row["id"].casefold(): row["id"] for row in release.rows(_IDS[dimension])}


def grouped(measure: Query, by: Sequence[str]) -> list[str]:
    """The dimensions to group by. Raises UsageError for one that the measure lacks or that is named twice."""
    known = measure.header["dimensions"]
    for dimension in by:
        if dimension != MONTH and dimension not in known:
            where = f"--by {dimension}"
            raise UsageError(
                f"{measure.header['unit']} have no such dimension", where=where, do=choose([*known, MONTH])
            )
    if len(set(by)) != len(by):
        raise UsageError("a dimension is named twice", where=f"--by {','.join(by)}")
    return list(by)


def kept(release: Release, measure: Query, where: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The values to keep of each dimension, as codes. Raises UsageError for a dimension or value that there is not."""
    known = measure.header["dimensions"]
    found: dict[str, list[str]] = {}
    for dimension, values in where.items():
        if dimension not in known:
            raise UsageError(
                f"{measure.header['unit']} have no such dimension", where=f"--where {dimension}=…", do=choose(known)
            )
        wanted = [values] if isinstance(values, str) else values
        found[dimension] = sorted({_value(release, dimension, known[dimension], value) for value in wanted})
    return found


def _value(release: Release, dimension: str, spec: Mapping[str, Any], given: str) -> str:
    """The code of a value, given as code or name in any letter case; a county by its code."""
    text = fold_space(given).casefold()
    if "ids" in spec:
        known = ids(release, dimension)
        if text in known:
            return known[text]
        raise UsageError(f"no such {dimension}", where=f"--where {dimension}={given}", do=_FIND[dimension])
    if "months" in spec:
        with suppress(ValueError):
            return f"{date.fromisoformat(f'{text}-01'):%Y-%m}"
        raise UsageError("this is no month", where=f"--where {dimension}={given}", do="write it as YYYY-MM")
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
    raise UsageError("no such value", where=f"--where {dimension}={given}", do=choose(names))


def condition(measure: Query, where: Mapping[str, list[str]]) -> tuple[str, dict[str, Any]]:
    """The SQL that keeps the wanted values of dimensions, and its parameters."""
    named = {name: values for name, values in where.items() if name in measure.header["dimensions"]}
    kept = "".join(f" AND {name} IN (SELECT unnest($where_{name}))" for name in named)
    return kept, {f"where_{name}": values for name, values in named.items()}


def choose(names: Iterable[str]) -> str:
    """What to do where a name is not known."""
    return f"choose from {', '.join(names)}"
