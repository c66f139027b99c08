"""What sentences derive from facts or counts: functions of a release and parameters, which `verify` runs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas287.answers import measure, stated
from atlas287.answers.places import counties
from atlas287.core import registry
from atlas287.core.model import Gap, Measurement
from atlas287.core.release import Release


def studies_since(release: Release, parameters: Mapping[str, Any]) -> Measurement:
    """How many studies of 287(g) published up to a day have data of a year or later: {"year", "as_of"}."""
    year, day = int(parameters["year"]), date.fromisoformat(parameters["as_of"])
    rows = release.rows(
        "SELECT fact_id FROM studies WHERE programme = '287g' AND year <= $published AND period_to >= $year "
        "ORDER BY fact_id",
        {"published": day.year, "year": year},
    )
    facts = tuple(row["fact_id"] for row in rows)
    value = {"value": len(facts), "year": str(year), "as_of": str(day)}
    return Measurement("studies_since", dict(parameters), value, "studies", None, facts=facts)


def policy_begins(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """A measure of a State that is enacted and begins after a day: {"fact", "as_of"}; its citation, State and start."""
    told = stated.fact(release, parameters["fact"])
    row = release.rows("SELECT state, effective FROM policies WHERE fact_id = $id", {"id": told.fact_id})[0]
    value = {
        "value": 1,
        "form": "other",
        "citation": told.citation or told.title or told.fact_id,
        "state": registry.codes("states")["standard"][row["state"]],
        "begins": row["effective"],
        "as_of": parameters["as_of"],
    }
    return Measurement("policy_begins", dict(parameters), value, "policies", None, facts=(told.fact_id,))


def change(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """How a count changed between two days: {"unit", "where", "since", "until"} and perhaps "basis".

    The value holds the counts `before` and `after`, the dates of their lists, the difference as `value`, and the
    `percent` by which it grew, to one decimal; no percentage where nothing stood before.
    """
    where = {key: [value] if isinstance(value, str) else value for key, value in parameters["where"].items()}
    counts = []
    for key in ("since", "until"):
        day = date.fromisoformat(parameters[key])
        found = measure.count(release, parameters["unit"], where=where, as_of=day, basis=parameters.get("basis"))
        if isinstance(found.total, Gap):
            return found.total
        counts.append(found)
    (first, before), (last, after) = ((c.list or {}, c.total if isinstance(c.total, int) else 0) for c in counts)
    value: dict[str, Any] = {"value": after - before, "before": before, "after": after}
    value |= {"since": first.get("as_of", ""), "until": last.get("as_of", ""), "form": "other" if before else "zero"}
    if before:
        value["percent"] = round(100 * (after - before) / before, 1)
    lists = tuple(each for each in (first, last) if each)
    return Measurement("change", dict(parameters), value, str(parameters["unit"]), None, lists=lists)


def share(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """How much of a count a part of it is: {"unit", "where", "whole", "as_of"} and perhaps "basis" of the part.

    The value holds both counts and the `percent`, to one decimal; none where the whole is nothing.
    """
    day, counts = date.fromisoformat(parameters["as_of"]), []
    for key in ("where", "whole"):
        where = {name: [value] if isinstance(value, str) else value for name, value in parameters[key].items()}
        basis = parameters.get("basis") if "county" in where else None
        found = measure.count(release, parameters["unit"], where=where, as_of=day, basis=basis)
        if isinstance(found.total, Gap):
            return found.total
        counts.append((found.total or 0, found.list))
    (part, read), (whole, _) = counts
    value: dict[str, Any] = {"value": part, "whole": whole, "form": "other" if whole else "zero"}
    if whole:
        value["percent"] = round(100 * part / whole, 1)
    return Measurement("share", dict(parameters), value, str(parameters["unit"]), read)


def policy_told(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The days of a measure of a State and whether it counts on a day: {"fact", "as_of", "counted"}.

    A date that nobody read in a source is not among them. The form says which days are known: both, enacted, effective,
    other, each after `apart_` for a measure that is told apart from those that count.
    """
    told = stated.fact(release, parameters["fact"])
    row = release.rows(
        "SELECT state, enacted, effective, unread_dates FROM policies WHERE fact_id = $id", {"id": told.fact_id}
    )[0]
    unread = (row["unread_dates"] or "").split()
    days = {name: row[name] for name in ("enacted", "effective") if row[name] and name not in unread}
    known = "both" if len(days) == 2 else next(iter(days), "none" if not parameters["counted"] else "other")
    value = {
        "value": 1,
        "form": known if parameters["counted"] else f"apart_{known}",
        "citation": told.citation or told.title or told.fact_id,
        "as_of": parameters["as_of"],
    }
    return Measurement("policy_told", dict(parameters), value | days, "policies", None, facts=(told.fact_id,))


def ranking(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The States with the most of a unit: {"unit", "where", "as_of", "first"} and perhaps "by", "basis" and "fewest".

    `by` county ranks counties, which need a basis; `fewest` tells those with the least of those that have any.
    The value holds `rows` of {state, value}, as many as `first` and any that tie with the last of them, and their
    `names` with the numbers in print.
    """
    where = {key: [value] if isinstance(value, str) else value for key, value in parameters["where"].items()}
    day = date.fromisoformat(parameters["as_of"])
    by, fewest = str(parameters.get("by", "state")), bool(parameters.get("fewest"))
    found = measure.count(release, parameters["unit"], by=[by], where=where, as_of=day, basis=parameters.get("basis"))
    if isinstance(found.total, Gap):
        return found.total
    names = dict(registry.codes("states")["standard"])
    if by == "county":
        names |= {fips: str(place["name"]) for fips, place in counties(release).items()}
    ordered = [(str(row[by]), int(row["value"])) for row in found.rows if row[by] in names]
    ordered.sort(key=lambda pair: (pair[1] if fewest else -pair[1], pair[0]))
    first = int(parameters["first"])
    last = ordered[first - 1][1] if len(ordered) >= first else ordered[-1][1] if ordered else 0
    rows = [{by: key, "value": n} for key, n in ordered if (n <= last if fewest else n >= last)]
    value = {
        "value": ordered[0][1] if ordered else 0,
        "rows": rows,
        "names": [f"{names[str(row[by])]} ({row['value']:,})" for row in rows],
    }
    return Measurement("ranking", dict(parameters), value, str(parameters["unit"]), found.list)


def over(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The States with so many of a unit or more: {"unit", "where", "as_of", "least"}; their number and names."""
    where = {key: [value] if isinstance(value, str) else value for key, value in parameters["where"].items()}
    day, names = date.fromisoformat(parameters["as_of"]), registry.codes("states")["standard"]
    found = measure.count(release, parameters["unit"], by=["state"], where=where, as_of=day)
    if isinstance(found.total, Gap):
        return found.total
    rows = [row for row in found.rows if row["state"] in names and row["value"] >= parameters["least"]]
    value: dict[str, Any] = {"value": len(rows), "least": parameters["least"], "form": "other" if rows else "zero"}
    value["names"] = [f"{names[str(row['state'])]} ({row['value']:,})" for row in rows]
    return Measurement("over", dict(parameters), value, "states", found.list)


def signed(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """Agreements of the list of a day that print a signing date of a period: {"where", "from", "to", "as_of"}."""
    where = {key: [value] if isinstance(value, str) else value for key, value in parameters["where"].items()}
    day = date.fromisoformat(parameters["as_of"])
    basis = parameters.get("basis")
    found = measure.count(release, "agreements", by=["signed"], where=where, as_of=day, basis=basis)
    if isinstance(found.total, Gap):
        return found.total
    number = sum(row["value"] for row in found.rows if parameters["from"] <= str(row["signed"]) <= parameters["to"])
    value = {"value": number, "from": parameters["from"], "to": parameters["to"]}
    value["form"] = "zero" if not number else "one" if number == 1 else "other"
    return Measurement("signed", dict(parameters), value, "agreements", found.list)


def absent(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The States and territories without a listed agreement on a day: {"as_of"}; their number and `names`."""
    day = date.fromisoformat(parameters["as_of"])
    found = measure.count(release, "agreements", by=["state"], as_of=day)
    if isinstance(found.total, Gap):
        return found.total
    listed = {row["state"] for row in found.rows}
    names = [name for code, name in registry.codes("states")["standard"].items() if code not in listed]
    value = {"value": len(names), "names": sorted(names), "form": "other" if names else "zero"}
    return Measurement("absent", dict(parameters), value, "states", found.list)


def changes(release: Release, parameters: Mapping[str, Any]) -> Measurement:
    """Events between two days, both counted: {"since", "until", "where"} and perhaps "type".

    The value holds their number, and the `names` of the agencies concerned where they are few.
    """
    where = parameters["where"]
    conditions, given = ["date BETWEEN $since AND $until"], {key: parameters[key] for key in ("since", "until")}
    for key, column in (("state", "state"), ("agency", "agency_id")):
        if key in where:
            conditions.append(f"{column} = ${key}")
            given[key] = where[key]
    if "county" in where:
        conditions.append(
            "agency_id IN (SELECT agency_id FROM agency_counties WHERE county = $county AND basis = 'based_in')"
        )
        given["county"] = where["county"]
    if "type" in parameters:
        conditions.append("type = $type")
        given["type"] = parameters["type"]
    found = release.rows(
        f"SELECT type, agency, state FROM events WHERE {' AND '.join(conditions)} ORDER BY state, agency, type", given
    )
    value: dict[str, Any] = {"value": len(found), "since": parameters["since"], "until": parameters["until"]}
    named = list(dict.fromkeys(f"{row['agency']} ({row['state']})" for row in found))
    value["names"] = named if len(named) <= FEW else []
    value["form"] = _form(len(found), "type" in parameters, bool(value["names"]))
    if "type" not in parameters:
        value["types"] = dict(sorted(Counter(row["type"] for row in found).items()))
    return Measurement("changes", dict(parameters), value, "events", None)


FEW = 30
"""Agencies that a sentence names at most."""


def _form(number: int, typed: bool, named: bool) -> str:
    """The wording of a number of changes: of one type the agencies are named where they are few."""
    if not number:
        return "zero"
    if typed:
        return "named" if named else "other"
    return "one" if number == 1 else "other"
