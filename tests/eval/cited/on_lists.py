"""Numbers that rest on lists: how many, whose, the first and last, who has most, and how a number changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from eval.cited.claim import Claim, called, places
from eval.cited.recount import Row, year_before


def day_of(claim: Claim) -> date:
    """The day whose list a sentence must tell of, by its words."""
    when, oldest = claim.reading.when, claim.release.lists["participating"][0].as_of
    if when == "year_before":
        return year_before(claim.day)
    if when == "oldest":
        return oldest
    if when == "newest_pending":
        newest = claim.release.newest("pending", claim.day)
        return newest.as_of if newest else claim.day
    if when == "asked":
        plan = claim.brief.get("plan") or {}
        days = {plan.get(name) for name in ("day", "since", "until")} | {claim.brief["as_of"]}
        if claim.asked["as_of"] not in days:
            claim.fault("tells of a day that the question does not ask about")
        return date.fromisoformat(claim.asked["as_of"])
    return claim.day


def kept(claim: Claim, rows: list[Row]) -> list[Row]:
    """The rows that a sentence counts."""
    release, scope, key, who = claim.release, claim.scope, claim.key or "", claim.reading.who
    if claim.model:
        rows = [row for row in rows if row.model == claim.model]
    if who in ("county_bodies", "partial_bodies", "state_bodies", "prosecutors"):
        return [row for row in rows if release.is_of(row.agency, who, key)]
    if claim.reading.unit == "counties":  # whose State is that of the county, not of the row
        return rows
    if scope != "nation":
        rows = [row for row in rows if release.within(row.agency, row.state, scope, key)]
    return [row for row in rows if release.is_of(row.agency, who, key)] if who else rows


def units(claim: Claim, rows: Iterable[Row]) -> set[Any]:
    """What a sentence counts in its rows."""
    release, unit = claim.release, claim.reading.unit
    if unit == "agreements":
        return {row.agreement for row in rows}
    if unit == "pending":
        return {(row.agency, row.model) for row in rows}
    if unit == "states":
        return {row.state for row in rows} & set(release.states)
    if unit == "counties":
        based = {release.base[row.agency] for row in rows if row.agency in release.base}
        return {fips for fips in based if claim.scope != "state" or release.counties[fips][0] == claim.key}
    return {row.agency for row in rows}


def listed(claim: Claim) -> None:
    """A number on one list, and perhaps who is counted."""
    release, unit = claim.release, claim.reading.unit
    kind = "pending" if unit == "pending" else "participating"
    day = day_of(claim)
    found = release.standing(kind, day)
    if claim.asked.get("as_of") != str(day):
        claim.fault(f"counts another day than {day}")
    if found is None:
        return claim.fault(f"no list tells of {day}")
    rows = kept(claim, release.rows(found.list_no))
    counted = units(claim, rows)
    claim.number(len(counted))
    claim.date("date", found.as_of)
    if "names" in claim.given:
        claim.names(release.agencies[agency][3] for agency in {row.agency for row in rows})
    if "release" in claim.given:
        claim.equal("release", claim.given["release"], release.id)
    if "state" in claim.given:  # that of an agency
        claim.equal("State", claim.given["state"], release.states[release.agencies[claim.key or ""][0]])
    for name in ("county", "town"):  # the place that a body without a known base may lie in
        here = [called(release, scope, key) for scope, key in places(release, claim.brief) if scope == name]
        if name in claim.given and not any(claim.given[name] in names for names in here):
            claim.fault(f"speaks of another {name}")
    if claim.reading.who == "state_bodies":
        county = claim.where.get("county")
        claim.measured(state=None, county=county if ("county", county) in places(release, claim.brief) else "")
    elif claim.reading.who == "no_base":
        claim.measured(county="unknown")
    elif claim.reading.who == "no_area":
        claim.measured(county="unknown", town="unknown")
    else:
        claim.measured()
    claim.cited(found)
    return None


def extreme(claim: Claim) -> None:
    """The first or last list up to the day that shows an agency of the place."""
    release, unit, last = claim.release, claim.reading.unit, claim.reading.when == "last"
    kind = "pending" if unit == "pending" else "participating"
    claim.date("day", claim.day)
    mine = [
        pair
        for (agency, model), pair in release.seen(kind, claim.day).items()
        if release.within(agency, release.agencies[agency][0], claim.scope, claim.key or "")
        and claim.model in (None, model)
    ]
    claim.measured()
    if not mine:
        claim.number(0)
        return claim.cited()
    number = max(pair[1] for pair in mine) if last else min(pair[0] for pair in mine)
    found = next(each for each in release.lists[kind] if each.list_no == number)
    claim.date("date", found.as_of)
    if claim.printed == 0:
        claim.fault(f"the list of {found.as_of} shows it")
    claim.number(len(units(claim, kept(claim, release.rows(number)))))
    return claim.cited(found)


def signed(claim: Claim) -> None:
    """The signing date that a list prints for an agency and model."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    rows = kept(claim, claim.release.rows(found.list_no))
    claim.date("date", found.as_of)
    dates = {str(row.signed) for row in rows if row.signed}
    if not rows:
        claim.fault("the list does not show it")
    claim.equal("signing dates", set(re.findall(r"\d{4}-\d\d-\d\d", claim.given.get("names", ""))), dates)
    claim.names([{each} for each in dates])
    claim.measured()
    return claim.cited(found)


def lacking(claim: Claim) -> None:
    """Rows of a list without a signing date that can be read, or without a link to a memorandum."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    rows = kept(claim, claim.release.rows(found.list_no))
    if claim.reading.unit == "no_signed":
        claim.number(sum(row.signed is None for row in rows))
    else:
        claim.number(sum(row.memorandum != "linked" for row in rows))
    claim.date("date", found.as_of)
    claim.measured()
    return claim.cited(found)


def by_state(claim: Claim, rows: list[Row]) -> Counter[str]:
    """A unit by State."""
    states = set(claim.release.states) & {row.state for row in rows}
    own: dict[str, list[Row]] = {state: [] for state in states}
    for row in rows:
        own.get(row.state, []).append(row)
    return Counter({state: len(units(claim, found)) for state, found in own.items()})


def ranking(claim: Claim) -> None:
    """The States with the most of a unit: the largest alone (`most`), or the first five with their numbers."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    counted = by_state(claim, kept(claim, claim.release.rows(found.list_no)))
    claim.date("date", found.as_of)
    if claim.reading.rule == "most":
        claim.number(max(counted.values()))
        first = [state for state, n in counted.items() if n == max(counted.values())]
        claim.names({claim.release.states[state]} for state in first)
    else:
        least = counted.most_common(5)[-1][1]
        first = [state for state, n in counted.items() if n >= least]
        claim.names({f"{claim.release.states[state]} ({counted[state]:,})"} for state in first)
        claim.number(max(counted.values()))
    claim.measured()
    return claim.cited(found)


def change(claim: Claim) -> None:
    """A count on two lists, and by how many per cent it changed."""
    found = []
    plan = claim.brief.get("plan") or {}
    for name in ("since", "until"):
        asked = claim.asked[name]
        if asked not in (plan.get(name), claim.brief["as_of"]):
            claim.fault(f"{name} is not the day that the question asks about")
        listed = claim.release.standing("participating", date.fromisoformat(asked))
        if listed is None:
            return claim.fault(f"no list tells of {asked}")
        claim.equal(name, claim.given[name], str(listed.as_of))
        found.append((listed, len(units(claim, kept(claim, claim.release.rows(listed.list_no))))))
    before, after = found[0][1], found[1][1]
    claim.equal("before", int(claim.given.get("before", "0").replace(",", "")), before)
    claim.equal("after", int(claim.given["after"].replace(",", "")), after)
    if "percent" in claim.given:
        if before:
            claim.equal("percentage", claim.given["percent"], f"{round(100 * (after - before) / before, 1):,}")
    elif before:
        claim.fault("gives no percentage")
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    value = claim.sentence["value"]
    claim.equal("recorded values", (value["before"], value["after"], value["value"]), (before, after, after - before))
    claim.measured()
    return claim.cited(*(each for each, _ in found))


def neighbours(claim: Claim) -> None:
    """Counties that border one and are the base of a listed agency."""
    release = claim.release
    found = release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    based = {release.base.get(row.agency) for row in release.rows(found.list_no)}
    counted = sorted(fips for fips in release.neighbours[claim.key or ""] if fips in based)
    claim.number(len(counted))
    claim.date("date", found.as_of)
    claim.names(release.counties[fips][1] for fips in counted)
    claim.measured(county=sorted(release.neighbours[claim.key or ""]))
    return claim.cited(found)
