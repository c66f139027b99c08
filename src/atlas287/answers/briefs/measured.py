"""What a sentence prints of a measure: a number, the largest group, the first or last list, or who is counted.

A sentence records a measure with its parameters, `verify` and `trace` call it again with them. A place's numbers are
looked up in a count of all such places, which is made once for a release: a brief of every county costs no more queries
than that of one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any

from atlas287.answers import measure
from atlas287.answers.measure import ListRef
from atlas287.answers.places import counties
from atlas287.core import registry
from atlas287.core.model import Count, Gap, Measurement
from atlas287.core.release import Release

PLACED = ("county", "town", "agency", "state", "models")
"""Dimensions of which all values are counted at once: places, and models in force where no place is named."""
SHARED = ("most", "each")
"""Parameters that ask for the groups of a dimension: the largest one, or every one."""

DERIVED: Mapping[str, str] = {
    "absent": "atlas287.answers.derived:absent",
    "authority": "atlas287.answers.authority:measured",
    "change": "atlas287.answers.derived:change",
    "changes": "atlas287.answers.derived:changes",
    "policy_begins": "atlas287.answers.derived:policy_begins",
    "grown": "atlas287.answers.spread:grown",
    "over": "atlas287.answers.derived:over",
    "passed": "atlas287.answers.firsts:passed",
    "policy_told": "atlas287.answers.derived:policy_told",
    "ranking": "atlas287.answers.derived:ranking",
    "reached": "atlas287.answers.firsts:reached",
    "several": "atlas287.answers.spread:several",
    "share": "atlas287.answers.derived:share",
    "signed": "atlas287.answers.derived:signed",
    "studies_since": "atlas287.answers.derived:studies_since",
    "money": "atlas287.answers.money:measured",
    "arithmetic": "atlas287.answers.briefs.check.derived:arithmetic",
    "claim_rank": "atlas287.answers.briefs.check.derived:rank",
    "claim_every": "atlas287.answers.briefs.check.derived:every",
    "claim_verdict": "atlas287.answers.briefs.check.derived:verdict",
}
"""What is derived from facts or from numbers -> the function that derives it, called with a release and parameters."""


def measured(release: Release, name: str, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """A measure called with the parameters that a sentence records.

    They are `as_of` and `where`, perhaps `basis`, `since` for what is counted over whole months up to `as_of`, and
    perhaps one of: `most`, the largest group of a dimension; `each`, all its groups by name; `extreme`, the first or
    last list up to the day on which anything is counted. What is no measure is derived from facts or numbers by a
    function of `DERIVED`, with parameters of its own. Raises UsageError for a unit, dimension or value that does not
    exist.
    """
    if name in DERIVED:
        return _derived(release, name, json.dumps(parameters, sort_keys=True))
    day = date.fromisoformat(parameters["as_of"])
    where = {key: [value] if isinstance(value, str) else list(value) for key, value in parameters["where"].items()}
    shared = next((key for key in SHARED if key in parameters), None)
    dimension = parameters[shared] if shared else None
    placed = next((key for key in PLACED if len(where.get(key, ())) == 1 and key != dimension), None)
    value = where.pop(placed)[0] if placed else None
    only = where.pop(dimension, None) if dimension and _disjoint(name, dimension) else None
    rest = tuple(sorted((key, tuple(values)) for key, values in where.items()))
    basis = parameters.get("basis")
    since = date.fromisoformat(parameters["since"]) if "since" in parameters else None
    version = measure.version(name)
    if "extreme" in parameters:
        extremes = _extremes(release, name, placed, rest, day, parameters["extreme"], basis)
        first, chosen = extremes.get(value, (0, None))
        return Measurement(name, dict(parameters), first, name, chosen.to_json() if chosen else None, version)
    count, groups = _groups(release, name, placed, dimension, rest, day, basis, since)
    if isinstance(count.total, Gap):
        return count.total
    facts = _cited(release, name, json.dumps(parameters["where"], sort_keys=True), day)
    if dimension is None:
        number = groups.get(value, {}).get(None, 0)
        return Measurement(name, dict(parameters), number, count.unit, count.list, version, facts)
    own = {str(key): n for key, n in groups.get(value, {}).items() if only is None or key in only}
    if only:
        total = sum(own.values())
    else:
        total = _groups(release, name, placed, None, rest, day, basis, since)[1].get(value, {}).get(None, 0)
    if shared == "most":
        total = max(own.values(), default=0)
        own = {key: number for key, number in own.items() if number == total}
    names = names_of(release, dimension)
    chosen_groups = sorted(own, key=lambda key: (names.get(key, key), key))
    said = {dimension: chosen_groups, "names": [names.get(key, key) for key in chosen_groups], "value": total}
    return Measurement(name, dict(parameters), said, count.unit, count.list, version, facts)


@lru_cache(1024)
def _cited(release: Release, name: str, where: str, day: date) -> tuple[str, ...]:
    """The facts that a sentence of this count cites, where the measure's header says that it cites them."""
    asked = measure.measures()[name]
    if "cites" not in asked.header:
        return ()
    kept = {key: [value] if isinstance(value, str) else list(value) for key, value in json.loads(where).items()}
    rows = release.rows(*measure.statement(asked, ["fact_id"], kept, (), day))
    return tuple(sorted(row["fact_id"] for row in rows if row["value"]))


@lru_cache(4096)
def _derived(release: Release, name: str, parameters: str) -> Measurement | Gap:
    module, _, function = DERIVED[name].partition(":")
    found: Measurement | Gap = getattr(import_module(module), function)(release, json.loads(parameters))
    return found


@lru_cache(8)
def names_of(release: Release, dimension: str) -> Mapping[str, str]:
    """The printed name of each value of a dimension that has names."""
    if dimension == "state":
        return dict(registry.codes("states")["standard"])
    if dimension == "agency":
        return {row["agency_id"]: row["agency"] for row in release.rows("SELECT agency_id, agency FROM agencies")}
    if dimension == "county":
        return {fips: str(place["name"]).rpartition(",")[0] for fips, place in counties(release).items()}
    return {}


Rest = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(1024)
def _groups(
    release: Release,
    name: str,
    placed: str | None,
    dimension: str | None,
    rest: Rest,
    day: date,
    basis: str | None,
    since: date | None,
) -> tuple[Count, Mapping[str | None, Mapping[str | None, float]]]:
    """A count by place and perhaps one dimension more, and its values by place and group; None where there is none."""
    by = [each for each in (placed, dimension) if each is not None]
    if since is None:
        count = measure.count(release, name, by=by, where=dict(rest), as_of=day, basis=basis)
    else:
        count = measure.count(release, name, by=by, where=dict(rest), since=since, until=day)
    if isinstance(count.total, Gap):
        return count, {}
    groups: dict[str | None, dict[str | None, float]] = {}
    for row in count.rows:
        place = groups.setdefault(row[placed] if placed else None, {})
        place[row[dimension] if dimension else None] = row["value"]
    return count, groups


def _disjoint(name: str, dimension: str) -> bool:
    """Whether nothing is counted in two groups of a dimension, so that the groups wanted can be picked and added up."""
    header = measure.measures()[name].header
    return dimension not in header.get("overlaps", ()) and "link" not in header["dimensions"][dimension]


@lru_cache(1024)
def _extremes(
    release: Release, name: str, placed: str | None, rest: Rest, day: date, which: str, basis: str | None
) -> Mapping[str | None, tuple[int, ListRef | None]]:
    """For each place the first or last list up to a day on which a unit counts anything: the count, and that list."""
    by = [placed] if placed else []
    return {
        (key[0] if key else None): found
        for key, found in measure.extremes(release, name, which, by, dict(rest), day, basis).items()
    }
