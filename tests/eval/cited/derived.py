"""Shares of a count, the first list that shows so many, since when one has more, the days of a measure of a State."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from eval.cited.claim import AGENCY_KINDS, MODELS, Claim, called, places
from eval.cited.on_lists import by_state, units
from eval.cited.recount import IN_FORCE, Listed, Row

STANDINGS = {
    "enjoined": ("a court has stopped it", "un tribunal la detuvo"),
    "rescinded": ("rescinded", "revocada"),
    "superseded": ("replaced by a later measure", "sustituida por una medida posterior"),
    "contingent": ("it begins only on an event", "empieza solo si ocurre un hecho"),
    "introduced": ("a bill that was introduced; enactment not seen", "proyecto presentado; no se vio su aprobación"),
    "passed_not_signed": ("a bill that was passed; signing not seen", "proyecto aprobado; no se vio su firma"),
    "failed": ("a bill that failed", "proyecto que no prosperó"),
    "vetoed": ("a bill that was vetoed", "proyecto vetado"),
    "not_confirmed": ("not confirmed", "no confirmada"),
    "non_binding": ("not binding", "no vinculante"),
}
ENDED = ("it has ended", "ya no rige")


def filtered(claim: Claim, rows: list[Row], where: Mapping[str, Any]) -> list[Row]:
    """The rows that a recorded filter keeps: of a place, a model, kinds of agency."""
    found = rows
    for name, value in where.items():
        wanted = {value} if isinstance(value, str) else set(value)
        if name == "model":
            found = [row for row in found if row.model in wanted]
        elif name == "agency_kind":
            found = [row for row in found if claim.release.agencies[row.agency][2] in wanted]
        else:
            found = [row for row in found if claim.release.within(row.agency, row.state, name, str(value))]
    return found


def part(claim: Claim, where: Mapping[str, Any]) -> str:
    """What a part is called: its kinds of agency, then its models."""
    spanish = claim.brief["lang"] == "es"
    named = {code: name for name, code in MODELS[claim.brief["lang"]].items()}
    kinds, models = where.get("agency_kind", []), where.get("model", [])
    models = [models] if isinstance(models, str) else models
    return ", ".join([*(AGENCY_KINDS[kind][spanish] for kind in kinds), *(named[model] for model in models)])


def narrowed(where: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in where.items() if name not in ("model", "agency_kind")}


def of_place(claim: Claim, where: Mapping[str, Any]) -> None:
    """The place in the filter must be the one that the text names."""
    claim.equal("place", narrowed(where), {} if claim.scope in ("nation", "any") else {claim.scope: claim.key})


def number(text: str) -> int:
    return int(text.replace(",", ""))


def share(claim: Claim) -> None:
    """How much of a count a part of it is."""
    day = date.fromisoformat(claim.asked["as_of"])
    found = claim.release.standing("participating", day)
    if found is None:
        return claim.fault("no list tells of this day")
    if day != claim.day:
        claim.fault("counts another day than that of the brief")
    rows = claim.release.rows(found.list_no)
    counts = [len(units(claim, filtered(claim, rows, claim.asked[key]))) for key in ("where", "whole")]
    if claim.reading.who == "part":
        of_place(claim, claim.asked["whole"])
        claim.equal("part", claim.given["kinds"], part(claim, claim.asked["where"]))
        claim.equal("place of the part", narrowed(claim.asked["where"]), dict(claim.asked["whole"]))
    else:
        claim.equal("whole", dict(claim.asked["whole"]), {})
        here = [called(claim.release, *each) for each in places(claim.release, claim.brief) if each[0] != "nation"]
        (scope, key), *more = claim.asked["where"].items()
        if more or claim.given["kinds"] not in called(claim.release, scope, key) or claim.scope != "nation":
            claim.fault("names another place than it counts")
        if not any(claim.given["kinds"] in names for names in here):
            claim.fault("a place that the brief is not about")
    claim.number(counts[0])
    claim.equal("whole", number(claim.given["whole"]), counts[1])
    claim.equal("percentage", claim.given["percent"], f"{round(100 * counts[0] / counts[1], 1):,}")
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    claim.date("date", found.as_of)
    return claim.cited(found)


def together(claim: Claim) -> None:
    """A count in several States."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    states = list(claim.where.get("state", ()))
    rows = [row for row in claim.release.rows(found.list_no) if row.state in states]
    claim.number(len(units(claim, rows)))
    claim.date("date", found.as_of)
    claim.equal("recorded day", claim.asked["as_of"], str(claim.day))
    claim.names(called(claim.release, "state", state) for state in states)
    here = {key for scope, key in places_of(claim) if scope == "state"}
    if set(states) != here or set(claim.where) != {"state"}:
        claim.fault("counts other States than those that the question names")
    return claim.cited(found)


def over(claim: Claim) -> None:
    """The States with so many or more."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    least, where = number(claim.given["least"]), claim.asked["where"]
    counted = by_state(claim, filtered(claim, claim.release.rows(found.list_no), where))
    chosen = {state: count for state, count in counted.items() if count >= least}
    claim.number(len(chosen))
    claim.date("date", found.as_of)
    claim.names({f"{claim.release.states[state]} ({count:,})"} for state, count in chosen.items())
    claim.equal("threshold", claim.asked["least"], least)
    claim.equal("recorded day", claim.asked["as_of"], str(claim.day))
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    claim.equal("part", claim.given.get("kinds", ""), part(claim, where))
    claim.equal("place", narrowed(where), {})
    return claim.cited(found)


def several(claim: Claim) -> None:
    """Agencies with so many agreements or models, and how many agencies hold each number."""
    found = claim.release.standing("participating", claim.day)
    if found is None:
        return claim.fault("no list tells of this day")
    where, of_models = claim.asked["where"], claim.reading.who == "models"
    held: dict[str, set[tuple[str, ...]]] = {}
    for n, row in enumerate(filtered(claim, claim.release.rows(found.list_no), where)):
        held.setdefault(row.agency, set()).add((row.model,) if of_models else (row.model, str(n)))
    least, sizes = number(claim.given["least"]), Counter(len(rows) for rows in held.values())
    chosen = [agency for agency, rows in held.items() if len(rows) >= least]
    claim.number(len(chosen))
    claim.date("date", found.as_of)
    claim.equal("split", claim.given["split"], ", ".join(f"{size}: {sizes[size]:,}" for size in sorted(sizes)) or "0")
    claim.equal("threshold", claim.asked["least"], least)
    claim.equal("recorded day", claim.asked["as_of"], str(claim.day))
    claim.equal("what is counted", claim.asked["unit"], claim.reading.who)
    claim.equal("part", claim.given.get("kinds", ""), part(claim, where))
    of_place(claim, where)
    if "names" in claim.given:
        own = claim.release.agencies
        claim.names({f"{name} ({own[agency][0]})" for name in own[agency][3]} for agency in chosen)
    return claim.cited(found)


def grown(claim: Claim) -> None:
    """The States in which a count grew or fell most between two lists."""
    counts, lists = [], []
    for name in ("since", "until"):
        found = claim.release.standing("participating", date.fromisoformat(claim.asked[name]))
        if found is None:
            return claim.fault(f"no list tells of {claim.asked[name]}")
        claim.equal(name, claim.given[name], str(found.as_of))
        counts.append(by_state(claim, claim.release.rows(found.list_no)))
        lists.append(found)
    before, after = counts
    sign = -1 if claim.reading.who == "fell" else 1
    changed = {state: after[state] - before[state] for state in claim.release.states}
    moved = sorted((sign * by for by in changed.values() if sign * by > 0), reverse=True)[: claim.asked["first"]]
    chosen = [state for state, by in changed.items() if moved and sign * by >= moved[-1]]
    names = claim.release.states
    claim.names({f"{names[each]} ({changed[each]:+,}: {before[each]:,}, {after[each]:,})"} for each in chosen)
    claim.equal("direction", bool(claim.asked["fell"]), sign < 0)
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    claim.equal("filter", dict(claim.asked["where"]), {})
    claim.equal("recorded value", claim.sentence["value"]["value"], sign * moved[0] if moved else 0)
    return claim.cited(*lists)


def series(claim: Claim, where: Mapping[str, Any], last: date) -> list[tuple[Listed, int]]:
    """A count on every list up to a day."""
    lists = [each for each in claim.release.lists["participating"] if each.as_of <= last]
    return [(each, len(units(claim, filtered(claim, claim.release.rows(each.list_no), where)))) for each in lists]


def reached(claim: Claim) -> None:
    """The first list that shows so many, and the list before it."""
    counted = series(claim, claim.asked["where"], claim.day)
    claim.equal("day", claim.asked["as_of"], str(claim.day))
    claim.date("day", claim.day)
    least = number(claim.given["least"])
    claim.equal("threshold", claim.asked["least"], least)
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    of_place(claim, claim.asked["where"])
    claim.equal("part", claim.given.get("kinds", ""), part(claim, claim.asked["where"]))
    at = next((n for n, (_, count) in enumerate(counted) if count >= least), None)
    claim.equal("form", claim.reading.when, "zero" if at is None else "other" if at else "first")
    if at is None:
        at = max(range(len(counted)), key=lambda n: (counted[n][1], -n))
    chosen, before = counted[at], counted[at - 1] if claim.reading.when == "other" else None
    claim.number(chosen[1])
    claim.date("date", chosen[0].as_of)
    if before is None:
        return claim.cited(chosen[0])
    claim.date("earlier", before[0].as_of)
    claim.equal("count before", number(claim.given["nearer"]), before[1])
    listed(claim, chosen[0])
    return claim.cited(chosen[0], before[0])


def listed(claim: Claim, chosen: Listed) -> None:
    """The list that the sentence records beside both that it cites."""
    recorded = claim.sentence.get("list") or {}
    claim.equal("recorded list", (recorded.get("as_of"), recorded.get("sha256")), (str(chosen.as_of), chosen.sha256))


def passed(claim: Claim) -> None:
    """Since which list the first of two has more on every list."""
    both = [series(claim, claim.asked[key], claim.day) for key in ("where", "other")]
    claim.equal("day", claim.asked["as_of"], str(claim.day))
    claim.date("day", claim.day)
    claim.equal("unit", claim.asked["unit"], claim.reading.unit)
    for name, key in (("first", "where"), ("second", "other")):
        text, where = claim.given[name], claim.asked[key]
        names = [called(claim.release, *each) for each in narrowed(where).items() if each in places_of(claim)]
        if not any(text in each for each in names) and text != part(claim, where):
            claim.fault(f"the {name} is called otherwise")
    more = [one[1] > other[1] for one, other in zip(*both, strict=True)]
    at = len(more) - next((n for n, each in enumerate(reversed(more)) if not each), len(more))
    form = "zero" if at == len(more) else "other" if at else "first"
    claim.equal("form", claim.reading.when, form)
    at = min(at, len(more) - 1)
    chosen, counts = both[0][at][0], (both[0][at][1], both[1][at][1])
    claim.number(counts[0])
    claim.equal("the other", number(claim.given["rest"]), counts[1])
    claim.date("date", chosen.as_of)
    if form != "other":
        return claim.cited(chosen)
    before = both[0][at - 1][0]
    claim.date("earlier", before.as_of)
    told = tuple(number(claim.given[name]) for name in ("nearer", "nearother"))
    claim.equal("counts before", told, (both[0][at - 1][1], both[1][at - 1][1]))
    listed(claim, chosen)
    return claim.cited(chosen, before)


def places_of(claim: Claim) -> list[tuple[str, str]]:
    return places(claim.release, claim.brief)


def told(claim: Claim) -> None:
    """The days of a measure of a State, and why it does not count where it is told apart."""
    release, given, form = claim.release, claim.given, claim.reading.when
    fact = str(claim.asked["fact"])
    found = next((each for each in release.policies if each["fact_id"] == fact), None)
    if found is None:
        return claim.fault(f"no measure {fact}")
    source = release.facts[fact]
    claim.equal("citation", given["citation"], source["citation"] or source["title"])
    claim.equal("State", found["state"], claim.key)
    claim.equal("recorded day", claim.asked["as_of"], str(claim.day))
    claim.date("day", claim.day)
    ((unread,),) = release.sql("SELECT coalesce(unread_dates, '') FROM policies WHERE fact_id = $id", id=fact)
    for name in ("enacted", "effective"):
        known = found[name] if name not in unread.split() else None
        claim.equal(name, given.get(name), known)
    apart = form.startswith("apart_")
    if apart:
        if release.may_bind(found, claim.day):
            claim.fault("may be in force on this day")
        spanish = claim.brief["lang"] == "es"
        ended = found["standing"] in ("in_force", "in_force_in_part", "opinion")
        claim.equal("standing", given["standing"], (ENDED if ended else STANDINGS[found["standing"]])[spanish])
    elif not release.may_bind(found, claim.day) or found["standing"] not in IN_FORCE | {"enacted_start_unknown"}:
        claim.fault("is not in force on this day")
    claim.equal("form", bool(claim.asked["counted"]), not apart)
    return claim.cited_facts([fact])
