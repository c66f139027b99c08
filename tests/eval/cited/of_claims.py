"""What a brief finds of the claim that it has just told: the verdict, and the counts that tell it.

A verdict is judged here only where the table of claims holds a figure that lists can test, with its own simpler rule:
the figure's unit on the day, then other units, then the lists of 14 days on either side. What the registry measures by
no list must be told as not testable. Other verdicts (ranks, shares of other things, words) are held against nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from eval.cited.claim import AGENCY_KINDS, MODELS, Claim
from eval.cited.recount import Listed, Release, Row, span

NEAR = timedelta(days=14)
COUNTED = {"agreements", "agencies", "counties"}
SHARES = {"share_of_agreements": "agreements", "share_of_agencies": "agencies"}
UNTESTED = {"none", "officers", "money", "arrests", "hours", "beds", "detainers"}
"""Of what claims state that no list of ICE shows."""
UNITS = {
    "agreements": ("agreements", "acuerdos"),
    "agencies": ("agencies", "agencias"),
    "agency_names": ("names of agencies as printed", "nombres de agencias impresos"),
    "listings": ("rows of the list", "filas de la lista"),
}
Scope = dict[str, list[str]]


def span_of(text: str) -> tuple[date, date]:
    """The first and last day of a day, month, year or years."""
    return (span(text[:4])[0], span(text[5:])[1]) if re.fullmatch(r"\d{4}-\d{4}", text) else span(text)


def claims(claim: Claim) -> None:
    """How many claims the registry holds up to the day; all of them from the day of the newest list on."""
    release = claim.release
    last = claim.day if claim.day < release.lists["participating"][-1].as_of else date.max
    said = {fact: span_of(str(each["said"]))[1] for fact, each in release.claims.items()}
    wanted = [fact for fact, day in said.items() if day <= last]
    if claim.scope == "state":
        wanted = [fact for fact in wanted if release.claims[fact]["state"] == claim.key]
    claim.number(len(wanted))
    claim.measured()
    claim.date("day", last)
    if last < date.max and claim.reading.unit != "until":
        claim.fault("does not say up to which day it counts")
    claim.cited()


def found(claim: Claim) -> None:
    """The verdict on the claim told before it."""
    release, told = claim.release, before(claim)
    if told is None:
        return claim.fault("no claim is told before it")
    row, day = release.claims[told], day_of(claim.release, told)
    claim.date("day", day)
    claim.equal("recorded claim", claim.asked.get("claim"), release.facts[told]["text_en"])
    claim.equal("recorded place", claim.asked.get("place"), row["county"] or row["state"])
    claim.equal("recorded day", claim.asked.get("as_of"), str(day))
    claim.equal("recorded verdict", claim.sentence["value"]["form"], claim.reading.unit)
    allowed = verdicts(release, told, day)
    if allowed and claim.reading.unit not in allowed:
        claim.fault(f"verdict: says {claim.reading.unit}, is {' or '.join(sorted(allowed))}")
    return claim.cited()


def before(claim: Claim) -> str | None:
    """The claim told last before a sentence."""
    for section in claim.brief["sections"]:
        told = None
        for sentence in section["sentences"]:
            if str(sentence.get("fact")).startswith("claim:"):
                told = str(sentence["fact"])
            if sentence["id"] == claim.sentence["id"]:
                return told
    return None


def day_of(release: Release, fact: str) -> date:
    """The last day that a claim can speak of; that of the newest list, where that lies within the month or year."""
    claim, newest = release.claims[fact], release.lists["participating"][-1].as_of
    first, last = span_of(str(claim["as_of"] or claim["said"]))
    return min(last, newest) if first <= newest else last


def verdicts(release: Release, fact: str, day: date) -> set[str]:
    """The verdicts that a claim may have by the table's figure; none where that decides nothing."""
    claim, text = release.claims[fact], release.facts[fact]["text_en"]
    metric, value, bound = claim["metric"], claim["value"], str(claim["bound"])
    rise = re.search(r"from ([\d,]+)\D*? to ([\d,]+)", text)
    percent = re.search(r"(\d+)%", text)
    if rise and percent:
        one, other = (int(each.replace(",", "")) for each in rise.groups())
        if abs(100 * (other - one) / one - int(percent[1])) >= 1:
            return {"arithmetic_error"}
    if metric in UNTESTED:
        return {"not_testable"}
    if value is None or metric not in COUNTED | set(SHARES) | {"growth"}:
        return set()
    if metric in SHARES and not claim["state"]:  # of agencies with something that no list shows
        return {"not_testable"}
    start = re.search(r"from ([\d,]+)", text)
    if metric == "growth" and (claim["unit"] != "percent" or not start):
        return {"not_testable"} if release.standing("participating", day) is None else set()

    def number(unit: str, listed: Listed) -> float:
        rows = release.rows(listed.list_no)
        own = [row for row in rows if claim["state"] in (None, row.state)]
        if metric in SHARES:
            return 100 * len(counted(release, unit, own)) / len(counted(release, unit, rows))
        if metric == "growth" and start:
            first = int(start[1].replace(",", ""))
            return 100 * (len(counted(release, unit, own)) - first) / first
        return len(counted(release, unit, own))

    def fits(number: float) -> bool:
        close = abs(number - float(value)) < (1 if metric in SHARES else 0.5)
        return bool({"at_least": number >= value, "at_most": number <= value}.get(bound, close))

    standing = release.standing("participating", day)
    if standing is None:
        return {"not_testable"}
    unit = SHARES.get(metric, "agreements" if metric == "growth" else metric)
    if fits(number(unit, standing)):
        return {"supported", "mixed"}
    if any(fits(number(each, standing)) for each in UNITS if each != unit and unit in UNITS):
        return {"supported_for_another_unit", "mixed"}
    near = [number(unit, each) for each in release.lists["participating"] if abs(each.as_of - day) <= NEAR]
    passed = any(min(pair) < value < max(pair) for pair in pairwise(near)) and metric in COUNTED and bound == "exact"
    if passed or any(fits(each) for each in near):
        return {"supported_at_another_date", "mixed"}
    return {"contradicted", "mixed"}


def counted(release: Release, unit: str, rows: Iterable[Row], state: str | None = None) -> set[Any]:
    """What a unit counts in rows of a list; counties are those of the `state`, where one is given."""
    if unit == "agreements":
        return {row.agreement for row in rows}
    if unit == "listings":
        return set(enumerate(rows))
    if unit == "agency_names":
        return {row.name for row in rows}
    if unit == "pending":
        return {(row.agency, row.model) for row in rows}
    if unit == "states":
        return {row.state for row in rows} & set(release.states)
    if unit == "counties":
        based = {release.base[row.agency] for row in rows if row.agency in release.base}
        return {fips for fips in based if state is None or release.counties[fips][0] == state}
    return {row.agency for row in rows}


def scope_of(claim: Claim, text: str) -> Scope | None:
    """What a count is taken of, by its words: a place, a model, kinds of agency; None where they name nothing known."""
    release, spanish = claim.release, claim.brief["lang"] == "es"
    scope: Scope = {}
    kinds = re.fullmatch(r"(.*) (?:of the kind|del tipo) (.+)", text) or re.fullmatch(r"(.*) ()", f"{text} ")
    where = kinds[1] if kinds else text
    if kinds and kinds[2]:
        named = {names[spanish]: kind for kind, names in AGENCY_KINDS.items()}
        found = [named.get(each) for each in re.split(r", | and | y ", kinds[2])]
        if None in found:
            return None
        scope["agency_kind"] = [str(each) for each in found]
    model = re.fullmatch(r'(.*) (?:under the model|del modelo) "([^"]+)"', where)
    if model:
        code = MODELS[claim.brief["lang"]].get(model[2])
        if code is None:
            return None
        where, scope["model"] = model[1], [code]
    if where in ("", "en todo el país" if spanish else "in the whole country"):
        return scope
    named = {name: code for code, name in release.states.items()}
    together = re.fullmatch(r"(?:en|in) (.+), (?:together|en conjunto)", where)
    if together:
        states = [named.get(each) for each in re.split(r", | and | y ", together[1])]
        return None if None in states else scope | {"state": [str(each) for each in states]}
    state = re.fullmatch(r"(?:en|in) (.+)", where)
    if state:
        return scope | {"state": [named[state[1]]]} if state[1] in named else None
    county = re.fullmatch(r"(?:of agencies based in|de agencias con base en) (.+), (.+)", where)
    if county:
        own = [
            f for f, (code, names) in release.counties.items() if code == named.get(county[2]) and county[1] in names
        ]
        return scope | {"county": own} if len(own) == 1 else None
    return None


def kept(release: Release, scope: Scope, rows: list[Row]) -> list[Row]:
    """The rows that a scope takes in."""
    found = rows
    if "state" in scope:
        found = [row for row in found if row.state in scope["state"]]
    if "county" in scope:
        found = [row for row in found if release.base.get(row.agency) in scope["county"]]
    if "model" in scope:
        found = [row for row in found if row.model in scope["model"]]
    if "agency_kind" in scope:
        found = [row for row in found if release.agencies[row.agency][2] in scope["agency_kind"]]
    return found


def list_of(claim: Claim, scope: Scope | None) -> Listed | None:
    """The list that a count must be of, where its scope is what the sentence records; faults otherwise."""
    where = {name: [value] if isinstance(value, str) else value for name, value in claim.where.items()}
    if scope is None or where != scope:
        claim.fault("records another scope than its text names")
        return None
    kind = "pending" if claim.reading.unit == "pending" else "participating"
    listed = claim.release.standing(kind, date.fromisoformat(claim.asked["as_of"]))
    if listed is None:
        claim.fault(f"no list tells of {claim.asked['as_of']}")
        return None
    claim.date("date", listed.as_of)
    return listed


def tested(claim: Claim) -> None:
    """A count on one list."""
    release, unit = claim.release, claim.reading.unit
    scope = scope_of(claim, claim.given["of"])
    listed = list_of(claim, scope)
    if listed is None or scope is None:
        return None
    rows = kept(
        release, {k: v for k, v in scope.items() if k != "state" or unit != "counties"}, release.rows(listed.list_no)
    )
    state = scope["state"][0] if "state" in scope else None
    claim.number(len(counted(release, unit, rows, state)))
    return claim.cited(listed)


def every(claim: Claim) -> None:
    """In how many of all counties of a State agencies are based."""
    release, place = claim.release, claim.given["place"]
    state = next((code for code, name in release.states.items() if name == place), "")
    scope = scope_of(claim, claim.given["of"])
    scope = None if scope is None else scope | {"state": [state]}
    listed = list_of(claim, scope)
    if listed is None or scope is None:
        return None
    rows = kept(release, {k: v for k, v in scope.items() if k != "state"}, release.rows(listed.list_no))
    whole = sum(own == state for own, _ in release.counties.values())
    claim.equal("counties of the State", int(claim.given["whole"].replace(",", "")), whole)
    claim.equal("recorded counties of the State", claim.sentence["value"]["whole"], whole)
    claim.number(len(counted(release, "counties", rows, state)))
    return claim.cited(listed)


def rank(claim: Claim) -> None:
    """The first of a dimension with its count, and the count of the group that a claim names."""
    release, spanish = claim.release, claim.brief["lang"] == "es"
    unit, dimension = str(claim.asked["unit"]), str(claim.asked["dimension"])
    listed = list_of(claim, {name: [v] if isinstance(v, str) else v for name, v in claim.where.items()})
    if listed is None:
        return None
    claim.equal("unit", claim.given["counted"], UNITS[unit][spanish] if unit in UNITS else unit)
    claim.equal("order", claim.asked["order"], claim.reading.unit)
    rows = kept(release, dict(claim.where), release.rows(listed.list_no))
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault({"model": row.model, "state": row.state}.get(dimension, ""), []).append(row)
    counts = {group: len(counted(release, unit, own)) for group, own in groups.items()}
    best = (max if claim.reading.unit == "most" else min)(counts.values())
    called = {code: name for name, code in MODELS[claim.brief["lang"]].items()} | release.states
    claim.equal("best", int(claim.given["best"].replace(",", "")), best)
    claim.equal("recorded best", claim.sentence["value"]["best"], best)
    claim.names({called.get(group, group)} for group, number in counts.items() if number == best)
    own = str(claim.asked["group"])
    claim.equal("group", claim.given["group"], called.get(own, own))
    claim.number(counts.get(own, 0))
    return claim.cited(listed)
