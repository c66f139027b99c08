"""Numbers and gaps that rest on tables of the release, for which no list stands: events, measures, studies."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from eval.cited.claim import AGENCY_KINDS, Claim, places
from eval.cited.on_lists import kept
from eval.cited.recount import IN_FORCE, year_before

LOCAL = {"sheriff", "county_police", "county_corrections", "municipal_police"}
"""Kinds of agency of a county or town."""
TOPICS = {
    "trust": ("trust and reporting of crime", "confianza y denuncia de delitos"),
    "crime": ("crime", "delitos"),
    "profiling": ("stops and arrests by ethnicity", "paradas y arrestos por origen étnico"),
    "arrests": ("arrests, detainers and deportations", "arrestos, órdenes de retención y deportaciones"),
    "oversight": ("oversight and practice", "supervisión y práctica"),
    "school": ("schooling", "educación escolar"),
    "health": ("health and benefits", "salud y prestaciones"),
    "labour": ("work and the economy", "trabajo y economía"),
    "mobility": ("moves and population", "mudanzas y población"),
    "adoption": ("adoption of agreements", "adopción de acuerdos"),
    "cost": ("costs and payments", "costos y pagos"),
}


def lists(claim: Claim) -> None:
    """How many lists are held, or how many intervals without one."""
    days = [each.as_of for each in claim.release.lists["participating"] if each.as_of <= claim.day]
    claim.date("day", claim.day)
    wide = sum((later - earlier).days > 45 for earlier, later in pairwise(days))
    claim.number(len(days) if claim.reading.unit == "lists" else wide)
    claim.cited()


def events(claim: Claim) -> None:
    """Changes up to the day."""
    claim.date("day", claim.day)
    release, unit = claim.release, claim.reading.unit
    found = [
        event
        for event in release.events(unit, claim.day)
        if release.within(event[0], event[1], claim.scope, claim.key or "") and claim.model in (None, event[2])
    ]
    claim.number(len(found))
    claim.measured()
    if unit != "any" and "type" in claim.where:
        claim.equal("recorded type", claim.where["type"], unit)
    if unit == "no_longer_listed" and "one" in claim.given:  # "so it is no longer listed"
        standing = release.standing("participating", claim.day)
        if standing and kept(claim, release.rows(standing.list_no)):
            claim.fault("the list of the day shows it")
    claim.cited()


def changes(claim: Claim) -> None:
    """Changes between two days, and perhaps whose."""
    release, unit = claim.release, claim.reading.unit
    for name in ("since", "until"):
        claim.equal(name, claim.given[name], claim.asked[name])
    since, until = date.fromisoformat(claim.given["since"]), date.fromisoformat(claim.given["until"])
    found = [
        event
        for event in release.events(unit, until, since)
        if release.within(event[0], event[1], claim.scope, claim.key or "")
    ]
    claim.number(len(found))
    claim.measured()
    claim.equal("recorded type", claim.asked.get("type", "any"), unit)
    if "names" in claim.given:
        claim.names({name} for name in {f"{name} ({state})" for _, state, _, name in found})
    claim.cited()


def policies(claim: Claim) -> None:
    """How many measures of a State are in force, or which States have one that obliges to or limits something."""
    release, unit = claim.release, claim.reading.unit
    claim.date("day", claim.day)
    found = [each for each in release.policies if release.in_force(each, claim.day)]
    if unit == "measures":
        found = [each for each in found if each["state"] == claim.key]
        claim.number(len(found))
        claim.measured()
    else:
        found = [each for each in found if each["duty"] == unit]
        states = {each["state"] for each in found}
        claim.number(len(states))
        claim.names({release.states[state]} for state in states)
        claim.equal("recorded duty", claim.where.get("duty"), unit)
    claim.cited_facts(each["fact_id"] for each in found)


def begins(claim: Claim) -> None:
    """A measure of a State that is enacted and not yet in force: its citation, State and start."""
    release, given = claim.release, claim.given
    claim.date("day", claim.day)
    fact = str(claim.asked["fact"])
    found = next((each for each in release.policies if each["fact_id"] == fact), None)
    if found is None:
        return claim.fault(f"no measure {fact}")
    told = release.facts[fact]
    claim.equal("citation", given["citation"], told["citation"] or told["title"])
    claim.equal("State", found["state"], claim.key)
    claim.equal("start", given["begins"], found["effective"])
    claim.equal("recorded day", claim.asked["as_of"], str(claim.day))
    if found["from"] is None or found["from"] <= claim.day:
        claim.fault("has begun, or may have")
    if found["enacted"] is None or found["enacted"] > str(claim.day):
        claim.fault("was not enacted on this day")
    if found["standing"] not in IN_FORCE | {"enacted_start_unknown"}:
        claim.fault(f"its standing is {found['standing']}")
    return claim.cited_facts([fact])


def kinds_named(claim: Claim) -> set[str]:
    """The kinds of agency that a gap names, which must be those of the brief's place."""
    named = {names[claim.brief["lang"] == "es"]: kind for kind, names in AGENCY_KINDS.items()}
    printed = claim.given["kinds"].split(", ")
    place = claim.brief.get("place") or {}
    agency = next((key for scope, key in claim.known if scope == "agency"), None)
    wanted = {claim.release.agencies[agency][2]} if agency and place.get("kind") == "agency" else LOCAL
    found = {named.get(each, each) for each in printed}
    if found != wanted or len(printed) != len(found):
        claim.fault(f"names other kinds than {', '.join(sorted(wanted))}")
    return found


def studies(claim: Claim) -> None:
    """Studies of 287(g) by topic, by model, or with data of a year or later."""
    claim.date("day", claim.day)
    text = (
        "SELECT DISTINCT s.fact_id, s.topic, s.period_to, m.model, s.year FROM studies AS s "
        "LEFT JOIN study_models AS m ON m.fact_id = s.fact_id WHERE s.programme = '287g' AND s.year <= $year"
    )
    rows = claim.release.sql(text, year=claim.day.year)
    if claim.reading.unit == "topic":
        named = {code: names[claim.brief["lang"] == "es"] for code, names in TOPICS.items()}
        rows = [row for row in rows if named[row[1]] == claim.given["topic"]]
        if named.get(claim.where.get("topic", "")) != claim.given["topic"]:
            claim.fault("records another topic")
    elif claim.reading.unit == "model":
        rows = [row for row in rows if row[3] == claim.model]
        claim.equal("recorded model", claim.where.get("model"), claim.model)
    else:
        unknown = {row[0] for row in rows if row[2] is None and row[4] >= int(claim.given["year"])}
        claim.equal("recorded year", claim.asked["year"], int(claim.given["year"]))
        if unknown and claim.printed == 0:
            claim.fault(f"the years of the data of {len(unknown)} studies are not known, so that none is not told")
        rows = [row for row in rows if row[2] is not None and row[2] >= int(claim.given["year"])]
    claim.number(len({row[0] for row in rows}))
    claim.cited_facts({row[0] for row in rows}, by_table=True)


def gap(claim: Claim) -> None:
    """A gap cites nothing; where it says what is not held, that must be so."""
    release, rule, given = claim.release, claim.reading.unit, claim.given
    what, _, tables = rule.partition(":")
    if what not in ("no_list", "no_pending"):
        claim.date("day", claim.day)
    if claim.sentence["cites"]:
        claim.fault("a gap cites nothing")
    if what == "lacks":
        for table in set(tables.split()) & release.tables:
            claim.fault(f"the release holds {table}")
    elif what == "oldest":
        claim.date("oldest", release.lists["participating"][0].as_of)
    elif what in ("no_list", "no_pending"):
        gap_of_lists(claim, "participating" if what == "no_list" else "pending")
    elif what == "before_2025" and claim.day >= date(2025, 2, 1):
        claim.fault("the templates of 2025 were in use on this day")
    elif what == "called" and given["called"] not in claim.brief["question"]:
        claim.fault("the question names no such place")
    elif what == "unread":
        plan = claim.brief.get("plan") or {}
        stated = {str(plan.get(name)) for name in ("day", "since", "until")} | set(plan.get("also", ()))
        stated |= {f"{each:,}" for each in plan.get("numbers", ())}
        for each in given["kinds"].split("; "):
            if each[0].isdigit() and each not in stated:
                claim.fault(f"the question states no {each}")
    elif what == "town_county":
        claim.equal("counties of the town", None, release.towns[claim.key or ""][2])
    elif what in ("silent", "silent_kinds"):
        kinds = kinds_named(claim) if what == "silent_kinds" else None
        binding = [p for p in release.policies if p["state"] == claim.key and p["bound"] and p["duty"]]
        binding = [p for p in binding if kinds is None or p["bound"] & kinds]
        told = [p["fact_id"] for p in binding if release.in_force(p, claim.day) or release.may_bind(p, claim.day)]
        if told:
            claim.fault(f"measures that bind, or may bind, police are known: {', '.join(told)}")
    elif what == "uncertain":
        cited = dict(release.sql("SELECT fact_id, citation FROM facts WHERE kind = 'policy'"))
        here = {key for scope, key in places(release, claim.brief) if scope == "state"}
        named = [p for p in release.policies if cited.get(p["fact_id"]) == given["citation"] and p["state"] in here]
        open_ = [p for p in named if release.may_bind(p, claim.day) and not release.in_force(p, claim.day)]
        if not open_ and not any(p["conflicts_with"] for p in named):
            claim.fault("no measure of this citation has an uncertain start on this day")


def gap_of_lists(claim: Claim, kind: str) -> None:
    """No list stands for the day, being one that the brief asks for; the ones on either side are those printed."""
    release, given = claim.release, claim.given
    plan = claim.brief.get("plan") or {}
    asked = {plan.get(name) for name in ("day", "since", "until")} | {str(claim.day), str(year_before(claim.day))}
    if given["day"] not in asked:
        claim.fault(f"{given['day']} is no day that the brief asks for")
    day = date.fromisoformat(given["day"])
    if release.standing(kind, day) is not None:
        claim.fault("a list tells of this day")
    earlier = release.newest(kind, day)
    later = next((each for each in release.lists[kind] if each.as_of > day), None)
    claim.equal("list before", given.get("earlier"), str(earlier.as_of) if earlier else None)
    claim.equal("list after", given.get("later"), str(later.as_of) if later else None)
