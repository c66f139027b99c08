"""Reads the ledger of a release: one agency's record, the changes between lists, and what is held for judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers.measure import ListRef, list_on
from atlas287.core import aliases, registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind
from atlas287.core.names import agency_key, fold_space
from atlas287.core.release import Release

ALIKE = 0.88
"""Jaro-Winkler similarity from which a name that fits none is offered names like it."""
Row = dict[str, Any]


def find(release: Release, name: str, state: str | None = None) -> list[Row]:
    """The agencies that a name may mean, as {id, name, state, kind, status}; none where none fits.

    In this order: the id (a merged one redirects); a spelling on a list; the name in full words (`core.aliases`); all
    its words within a name, with the words for kinds of body filled in; else names like it in spelling.
    """
    if not aliases.alias(name):
        raise UsageError("the name has no letter or digit", do="give words of the agency's name, or its id")
    wanted = {"state": state, "id": fold_space(name).lower(), "key": agency_key(name), "alias": aliases.alias(name)}
    spelling = "agency_id IN (SELECT n.agency_id FROM spelt AS n WHERE {})"
    for condition in (
        "agency_id = $id OR list_contains(string_split(coalesce(merged_ids, ''), ' '), $id)",
        spelling.format("n.agency_key = $key"),
        spelling.format("n.alias = $alias"),
        spelling.format("list_has_all(string_split(n.alias, ' '), string_split($alias, ' '))"),
        spelling.format(f"jaro_winkler_similarity(n.alias, $alias) >= {ALIKE}"),
    ):
        used = {key: value for key, value in wanted.items() if f"${key}" in condition} | {"state": state}
        found = release.rows(
            "WITH spelt AS (SELECT i.agency_id, n.agency_key, n.alias FROM names AS n "
            "JOIN member_names AS i USING (state, agency_key)) "
            "SELECT agency_id AS id, agency AS name, state, kind, status FROM agencies "
            f"WHERE ({condition}) AND ($state IS NULL OR state = $state) ORDER BY state, agency, agency_id",
            used,
        )
        if found:
            return found
    return []


def record(release: Release, agency_id: str, day: date) -> Row:
    """Everything that the ledger holds of one agency: the object of `agency` in the contract, without its brief."""
    agency = release.rows("SELECT * FROM agencies WHERE agency_id = $id", {"id": agency_id})[0]
    profile = release.rows("SELECT * FROM profiles WHERE agency_id = $id", {"id": agency_id})[0]
    return {
        "agency": {
            "id": agency_id,
            "name": agency["agency"],
            "names": agency["names"].split(" | "),
            "kind": agency["kind"],
            "state": agency["state"],
            "based_in": _based_in(release, profile),
            "places": _places(release, agency_id),
            "ori": profile["ori"],
            "population": _population(profile),
            "merged_ids": (agency["merged_ids"] or "").split(),
        },
        "as_of": str(day),
        "status": status(release, agency_id, day),
        "agreements": _agreements(release, agency_id, day),
        "applications": _applications(release, agency_id, day),
        "records": _records(release, agency_id),
        "events": changes(release, until=day, agency_id=agency_id),
    }


def status(release: Release, agency_id: str, day: date) -> str:
    """How the agency stands on a day: listed, held, no_longer_listed, not_listed, or unknown where no list is near."""
    if isinstance(list_on(release, "participating", day), Gap):
        return "unknown"
    return statuses(release, day).get(agency_id, "not_listed")


@lru_cache(64)
def statuses(release: Release, day: date) -> Mapping[str, str]:
    """How every agency that was listed up to a day stands then: listed, held or no_longer_listed.

    They rest on lists up to that day alone: an absence that later lists made count was held until then. Where no list
    is near the day, every agency is unknown.
    """
    newest = list_on(release, "participating", day)
    if isinstance(newest, Gap):
        return {row["agency_id"]: "unknown" for row in release.rows("SELECT agency_id FROM agencies")}
    spells = release.rows(
        "SELECT s.agency_id, s.first_list_no <= $no AND s.last_list_no >= $no AS listed, "
        "s.ended = 'held' OR (s.missing_list_no <= $no AND coalesce(c.list_no > $no, FALSE)) AS held, "
        "s.ended = 'no_longer_listed' AS gone "
        "FROM spells AS s LEFT JOIN lists AS c ON c.list_no = s.confirmed_list_no "
        "WHERE s.kind = 'participating' AND s.first_list_no <= $no",
        {"no": newest.list_no},
    )
    found: dict[str, str] = {}
    for word, column in (("no_longer_listed", "gone"), ("held", "held"), ("listed", "listed")):
        found |= {spell["agency_id"]: word for spell in spells if spell[column]}
    return found


def changes(
    release: Release,
    *,
    since: date | None = None,
    until: date | None = None,
    states: Iterable[str] = (),
    types: Sequence[str] = (),
    agency_id: str | None = None,
) -> list[Row]:
    """Events dated from `since` to `until`, oldest first, as objects of the contract; each names both its lists.

    Raises UsageError for a type that there is not.
    """
    known = registry.codes("event_types")["standard"]
    for given in types:
        if given not in known:
            raise UsageError("no such type of event", where=f"--type {given}", do=f"choose from {', '.join(known)}")
    found = release.rows(
        """SELECT e.*, o.file AS older_file, o.sha256 AS older_sha256, n.file AS newer_file, n.sha256 AS newer_sha256
        FROM events AS e
        JOIN lists AS o ON o.list_no = e.older_list_no
        JOIN lists AS n ON n.list_no = e.newer_list_no
        WHERE ($since IS NULL OR e.date >= $since) AND ($until IS NULL OR e.date <= $until)
            AND (len($states) = 0 OR list_contains($states, e.state))
            AND (len($types) = 0 OR list_contains($types, e.type))
            AND ($agency_id IS NULL OR e.agency_id = $agency_id)
        ORDER BY e.date, e.newer_list_no, e.state, e.agency_id, e.model, e.type, e.event_id""",
        {"since": since, "until": until, "states": list(states), "types": list(types), "agency_id": agency_id},
    )
    return [
        {
            "id": row["event_id"],
            "date": str(row["date"]),
            "type": row["type"],
            "state": row["state"],
            "agency_id": row["agency_id"],
            "agency": row["agency"],
            "agency_before": row["agency_before"],
            "model": row["model"],
            "before": row["before"],
            "after": row["after"],
            "lists": [
                {"as_of": str(row[side]), "file": row[f"{side}_file"], "sha256": row[f"{side}_sha256"]}
                for side in ("older", "newer")
            ],
            "basis": row["basis"],
        }
        for row in found
    ]


def held(release: Release, states: Iterable[str] = ()) -> list[Row]:
    """What waits for judgement: agencies and models that left the list, each with the names that may continue them."""
    found = release.rows(
        "SELECT h.*, a.agency, a.state FROM held AS h JOIN agencies AS a USING (agency_id) "
        "WHERE len($states) = 0 OR list_contains($states, a.state) "
        "ORDER BY a.state, a.agency, h.model, h.verdict DESC, h.other_id",
        {"states": list(states)},
    )
    waiting: dict[tuple[str, str, int], Row] = {}
    for row in found:
        entry = waiting.setdefault(
            (row["agency_id"], row["model"], row["spell"]),
            {
                "agency_id": row["agency_id"],
                "agency": row["agency"],
                "state": row["state"],
                "model": row["model"],
                "last_listed": str(row["last_listed"]),
                "first_missing": str(row["first_missing"]),
                "why": row["why"],
                "candidates": [],
            },
        )
        if row["other_id"]:
            entry["candidates"].append(
                {"id": row["other_id"], "name": row["other"], "verdict": row["verdict"], "evidence": row["evidence"]}
            )
    return list(waiting.values())


def _based_in(release: Release, profile: Mapping[str, Any]) -> Row:
    if profile["based_in"] is None:
        kind = GapKind.CONFLICTING if profile["based_in_status"] == "unsure" else GapKind.NOT_COLLECTED
        return {"gap": kind.value, "basis": profile["based_in_basis"]}
    place = release.rows("SELECT * FROM places WHERE place_id = $id", {"id": profile["based_in"]})[0]
    return {
        "fips": place["place_id"],
        "name": place["name"],
        "vintage": place["vintage"],
        "status": profile["based_in_status"],
        "basis": profile["based_in_basis"],
    }


def _places(release: Release, agency_id: str) -> list[Row]:
    found = release.rows(
        "SELECT p.*, c.share, c.basis, c.status FROM coverage AS c JOIN places AS p USING (place_id) "
        "WHERE c.agency_id = $id ORDER BY p.type, p.place_id",
        {"id": agency_id},
    )
    return [
        ({"fips": row["place_id"], "vintage": row["vintage"]} if row["type"] == "county" else {"id": row["place_id"]})
        | {
            "type": row["type"],
            "name": row["name"],
            "share": row["share"] if row["share"] is not None else {"gap": GapKind.NOT_COLLECTED.value},
            "basis": row["basis"],
            "status": row["status"],
        }
        for row in found
    ]


def _population(profile: Mapping[str, Any]) -> Row:
    if profile["population"] is None:
        return {"gap": GapKind.NOT_COLLECTED.value}
    return {"value": profile["population"], "year": profile["population_year"], "source": f"FBI, {profile['ori']}"}


def _agreements(release: Release, agency_id: str, day: date) -> list[Row]:
    found = release.rows(
        "SELECT a.*, s.last_list_no AS last_no, s.last_shown FROM agreements AS a "
        "JOIN (SELECT m.agreement_id, max(m.list_no) AS last_list_no, max(l.as_of) AS last_shown FROM members AS m "
        "JOIN lists AS l USING (list_no) WHERE l.kind = 'participating' AND l.as_of <= $day AND m.agency_id = $id "
        "GROUP BY m.agreement_id) AS s USING (agreement_id) WHERE a.agency_id = $id ORDER BY a.model, a.first_list_no",
        {"id": agency_id, "day": day},
    )
    newest = list_on(release, "participating", day)
    not_loaded = {"gap": GapKind.NOT_LOADED.value}
    return [
        {
            "id": row["agreement_id"],
            "model": row["model"],
            "signed": {
                "list": str(row["signed"]) if row["signed"] else {"gap": GapKind.UNKNOWN_DATE.value},
                "listed_dates": row["signed_dates"].split(", "),
                "agency": not_loaded,
                "ice": not_loaded,
            },
            "first_listed": str(row["first_listed"]),
            "last_listed": str(row["last_shown"]),
            "status": _status_on(row, newest, statuses(release, day).get(agency_id)),
            "memorandum": {
                "url": row["moa_url"] if row["moa_url"] else {"gap": GapKind.NOT_COLLECTED.value},
                "document": not_loaded,
            },
            "addendum": row["addendum_url"],
        }
        for row in found
    ]


def _status_on(row: Mapping[str, Any], newest: ListRef | Gap, agency: str | None) -> str:
    """How an agreement stands by lists up to a day: what later lists say of it is left out."""
    if isinstance(newest, Gap):
        return "unknown"
    if row["last_no"] == newest.list_no:
        return "listed"
    if row["last_no"] != row["last_list_no"]:
        return "not_listed"  # and listed again later
    return "held" if row["status"] == "no_longer_listed" and agency == "held" else str(row["status"])


def _applications(release: Release, agency_id: str, day: date) -> list[Row]:
    found = release.rows(
        "SELECT * FROM applications WHERE agency_id = $id AND first_pending <= $day ORDER BY first_pending, model",
        {"id": agency_id, "day": day},
    )
    return [
        {
            "model": row["model"],
            "first_pending": str(row["first_pending"]),
            "last_pending": str(row["last_pending"]),
            "outcome": row["outcome"],
            "agreement": row["agreement_id"],
            "days_to_signed": row["days_to_signed"],
            "days_to_listed": row["days_to_listed"],
        }
        for row in found
    ]


def _records(release: Release, agency_id: str) -> list[Row]:
    found = release.rows("SELECT * FROM records WHERE agency_id = $id ORDER BY source, file, row", {"id": agency_id})
    return [
        {
            "source": row["source"],
            "file": row["file"],
            "sha256": row["sha256"],
            "cell": row["cell"],
            "model": row["model"],
        }
        | {key: str(row[key]) if row[key] else None for key in ("signed", "first_seen", "last_seen", "moa")}
        for row in found
    ]
