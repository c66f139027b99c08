"""The record of a place: counts by unit, and its agencies with how they stand on the list of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from atlas287.answers import ledger, measure
from atlas287.answers.policy import policies_of, policy
from atlas287.core.model import Brief, GapKind
from atlas287.core.names import fold_space
from atlas287.core.release import Release

Row = dict[str, Any]
UNITS = {
    "nation": ("agreements", "agencies", "states"),
    "state": ("agreements", "agencies", "counties"),
    "county": ("agreements", "agencies"),
    "town": ("agreements", "agencies"),
}
"""What is counted for each kind of place."""
RELATIONS = ("town", "county", "part_of_county", "state", "unknown")
"""How an agency belongs to a county or town: named for the town; of the county; policing an unknown part of the county;
policing the whole state; or of an area that no source tells, in the same state."""


LOCAL = ("sheriff", "county_police", "county_corrections", "municipal_police")
"""Kinds of agency whose law is told of a county or town where no body of its own is known."""


def record(release: Release, place: Mapping[str, Any], day: date, lang: str = "en") -> Row:
    """The object of `nation`, `state`, `county` and `town` in the contract, without its brief."""
    kind = place["kind"]
    key = {"state": "code", "county": "fips", "town": "id"}.get(kind)
    where = {kind: place[key]} if key else {}
    counts = []
    for unit in UNITS[kind]:
        basis = "based_in" if kind == "county" or unit == "counties" else None
        by = ["model"] if unit == "agreements" else []
        counts.append(measure.count(release, unit, by=by, where=where, as_of=day, basis=basis).to_json())
    found = listed(release, place, day) if kind in ("nation", "state") else policing(release, place, day)
    return {
        "place": dict(place),
        "as_of": str(day),
        "counts": counts,
        "agencies": found,
        "policy": law(release, place, found, day, lang),
    }


def around(release: Release, brief: Brief, kind: str = "") -> Row:
    """The object of the contract around a brief, without it; `kind` says which one where no place was found."""
    if brief.place is not None:
        day = date.fromisoformat(brief.as_of)
        if brief.place["kind"] == "agency":
            return ledger.record(release, brief.place["id"], day)
        return record(release, brief.place, day, brief.lang)
    if kind == "agency":
        status = "unknown" if brief.candidates else "not_listed"
        empty: Row = {key: [] for key in ("agreements", "applications", "records", "events")}
        return {"agency": None, "as_of": brief.as_of, "status": status} | empty
    policy = {"gap": GapKind.OUT_OF_SCOPE.value}
    return {"place": None, "as_of": brief.as_of, "counts": [], "agencies": [], "policy": policy}


def law(release: Release, place: Mapping[str, Any], bodies: Iterable[Row], day: date, lang: str) -> Row:
    """What State law obliges to or limits on a day: of a State, or of the kinds of the `bodies` of a county or town.

    The nation has no such law of its own: a gap, with how many States there are under each duty or limit.
    """
    if place["kind"] == "nation":
        states = measure.count(release, "policy_states", by=["duty"], as_of=day)
        rows = [dict(row) for row in states.rows if row["duty"] != "none"]  # measures that neither oblige nor limit
        return {"gap": GapKind.OUT_OF_SCOPE.value, "as_of": str(day), "by_duty": rows}
    if place["kind"] == "state":
        return policies_of(release, place["code"], day, lang)
    own = {body["kind"] for body in bodies if body["relation"] not in ("state", "unknown")}
    return _narrowed(release, place["state"], sorted(own) or LOCAL, day, lang)


def _narrowed(release: Release, state: str, kinds: Iterable[str], day: date, lang: str) -> Row:
    """The law of a State as far as it concerns some kinds of agency, in the form of the law of a whole State."""
    answers = [policy(release, state, kind, day, lang) for kind in kinds]
    whole = policies_of(release, state, day, lang)
    bound = [each for each in answers if not each["silent"]]
    concerned = {key: {row["id"] for each in answers for row in each[key]} for key in ("measures", "apart")}
    gaps = {gap["what"]: gap for each in bound or answers for gap in each["gaps"]}
    return whole | {
        "silent": not bound,
        "kinds": [{key: each[key] for key in ("agency_kind", "duties", "unknown")} for each in bound],
        **{key: [row for row in whole[key] if row["id"] in ids] for key, ids in concerned.items()},
        "gaps": list(gaps.values()),
    }


def listed(release: Release, place: Mapping[str, Any], day: date) -> list[Row]:
    """The agencies on the list of a day in the nation or a state, each with its agreements as listed."""
    where = {"state": place["code"]} if place["kind"] == "state" else {}
    rows = measure.count(release, "agreements", where=where, as_of=day, rows=True).listings or ()
    found: dict[str, Row] = {}
    for row in rows:
        entry = found.setdefault(row["agency_id"], _entry(row, "listed"))
        entry["agreements"].append(_agreement(row))
    return sorted(found.values(), key=lambda entry: (entry["state"] or "", entry["name"], entry["id"]))


def policing(release: Release, place: Mapping[str, Any], day: date) -> list[Row]:
    """Every agency known to police a county or town, wholly or in part, and those of the state whose area is unknown.

    `status` is that of the agency on the day; a body of the FBI's list that no list of ICE shows is not_listed, one
    that a listed namesake may be is unknown. `relation` is one of `RELATIONS`; for agencies of an unknown area only
    those that the list of the day shows are given.
    """
    rows = measure.count(release, "agreements", where={"state": place["state"]}, as_of=day, rows=True).listings or ()
    agreements: dict[str, list[Row]] = {}
    for row in rows:
        agreements.setdefault(row["agency_id"], []).append(_agreement(row))
    stands = ledger.statuses(release, day)
    fips = [place["fips"]] if place["kind"] == "county" else list(place["counties"])
    town = place["id"] if place["kind"] == "town" else None
    found = [
        {
            "id": row["agency_id"],
            "name": row["agency"],
            "state": row["state"],
            "kind": row["kind"],
            "relation": row["relation"],
            "status": stands.get(row["agency_id"], "not_listed"),
            "agreements": agreements.get(row["agency_id"], []),
        }
        for row in release.rows(_AGENCIES, {"fips": fips, "town": town, "state": place["state"]})
        if row["relation"] != "unknown" or row["agency_id"] in agreements
    ]
    found += [
        {
            "id": None,
            "ori": row["ori"],
            "name": row["body"],
            "state": row["state"],
            "kind": row["kind"],
            "relation": row["relation"],
            "status": "unknown" if row["match"] == "unsure" else "not_listed",
            "agreements": [],
        }
        for row in release.rows(_BODIES, {"fips": fips, "town": town})
    ]
    order = {relation: n for n, relation in enumerate(RELATIONS)}
    return sorted(found, key=lambda e: (order[e["relation"]], not e["agreements"], e["name"], e["id"] or e["ori"]))


def dated(release: Release, content: Mapping[str, Any]) -> Row:
    """A record of a place whose agreements say on which list they were first."""
    rows = release.rows("SELECT agreement_id, first_listed FROM agreements")
    first = {row["agreement_id"]: str(row["first_listed"]) for row in rows}
    agencies = [
        entry | {"agreements": [each | {"first_listed": first[each["id"]]} for each in entry["agreements"]]}
        for entry in content["agencies"]
    ]
    return dict(content) | {"agencies": agencies}


def _entry(row: Mapping[str, Any], status: str) -> Row:
    name = fold_space(row["agency_printed"])
    return {"id": row["agency_id"], "name": name, "state": row["state"], "status": status, "agreements": []}


def _agreement(row: Mapping[str, Any]) -> Row:
    return {"id": row["agreement_id"], "model": row["model"], "signed": {"list": row["signed"]}, "cell": row["cell"]}


_AGENCIES = """
WITH told AS (
    SELECT agency_id, 'town' AS relation, 0 AS rank FROM agency_towns WHERE town_id = $town AND certain
    UNION ALL
    SELECT agency_id, 'unknown', 4 FROM agency_towns WHERE town_id = $town AND NOT certain
    UNION ALL
    SELECT c.agency_id,
        CASE
            WHEN a.kind IN ('sheriff', 'county_police', 'county_corrections') THEN 'county'
            WHEN c.basis = 'based_in' OR v.place_id IS NULL THEN 'part_of_county'
            ELSE 'state'
        END,
        CASE WHEN v.place_id IS NOT NULL THEN 3 ELSE 1 END
    FROM agency_counties AS c
    JOIN agencies AS a USING (agency_id)
    LEFT JOIN coverage AS v ON v.agency_id = c.agency_id AND v.place_id = a.state
    WHERE list_contains($fips, c.county)
        -- Another town's police do not police this town.
        AND ($town IS NULL OR a.kind NOT IN ('municipal_police', 'marshal'))
    UNION ALL
    SELECT a.agency_id, 'unknown', 4
    FROM agencies AS a
    WHERE a.state = $state
        AND a.agency_id NOT IN (SELECT agency_id FROM agency_counties WHERE basis = 'covers')
        AND ($town IS NULL OR a.agency_id NOT IN (SELECT agency_id FROM agency_towns WHERE certain))
)
SELECT a.agency_id, a.agency, a.state, a.kind, arg_min(t.relation, t.rank) AS relation
FROM told AS t
JOIN agencies AS a USING (agency_id)
GROUP BY ALL
ORDER BY a.agency_id
"""
_BODIES = """
SELECT b.ori, b.body, b.state, b.kind, b.match,
    CASE
        WHEN b.kind IN ('sheriff', 'county_police') THEN 'county'
        WHEN $town IS NULL THEN 'part_of_county'
        ELSE 'town'
    END AS relation
FROM bodies AS b
LEFT JOIN towns AS t
    ON t.town_id = $town AND b.kind IN ('municipal_police', 'marshal')
    AND t.place_id = b.state || '/' || b.place AND t.counties IS NOT DISTINCT FROM b.counties
WHERE b.agency_id IS NULL AND (
    -- The town's own department, unless a listed agency is that; else the bodies of its counties.
    t.town_id IS NOT NULL AND t.town_id NOT IN (SELECT town_id FROM agency_towns WHERE certain)
    OR list_has_any(string_split(coalesce(b.counties, ''), ' '), $fips)
    AND ($town IS NULL OR b.kind IN ('sheriff', 'county_police'))
)
ORDER BY b.ori
"""
