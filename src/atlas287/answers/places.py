"""Places by name: the nation, states, counties, towns and agencies as the place objects of briefs.

A place object holds `kind`, `name` and what tells it: `code` of a state, `fips` of a county, `id` of a town or agency.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from atlas287.answers import ledger
from atlas287.core import aliases, registry
from atlas287.core.errors import UsageError
from atlas287.core.names import fold_space
from atlas287.core.release import Release

ALIKE = 0.92
"""Jaro-Winkler similarity from which a county or town is offered for a name that fits none."""
NATION: dict[str, Any] = {"kind": "nation", "name": "United States"}
VINTAGE = 2023
FORMS = {
    "county": "{} County",
    "parish": "{} Parish",
    "municipio": "{} Municipio",
    "planning_region": "{} Planning Region",
    "borough_or_census_area": "{} (borough or census area)",
}
"""How a county equivalent is called; a city keeps its name, with the word city where that lacks it."""
FORMS_OF_TOWNS = ("city", "town", "village", "borough", "metropolitan")
TERRITORIES = ("AS", "GU", "MP", "VI")
Place = Mapping[str, Any]


def state_place(code: str) -> dict[str, Any]:
    """The place object of a state or territory."""
    return {"kind": "state", "code": code, "name": registry.codes("states")["standard"][code]}


def agency_place(agency: Mapping[str, Any]) -> dict[str, Any]:
    """The place object of an agency, as `ledger.find` gives it."""
    return {"kind": "agency", "id": agency["id"], "name": agency["name"], "state": agency["state"]}


def candidate(place: Mapping[str, Any]) -> dict[str, Any]:
    """A place as a candidate for an ambiguous name."""
    return {key: value for key, value in place.items() if key not in ("counties", "vintage")}


@lru_cache(8)
def counties(release: Release) -> Mapping[str, dict[str, Any]]:
    """Every county and county equivalent of the vintage in force, by 5-digit code."""
    found = release.rows(
        "SELECT place_id AS fips, name, state, legal_kind FROM places WHERE type = 'county' AND vintage = $vintage "
        "ORDER BY place_id",
        {"vintage": VINTAGE},
    )
    return {
        row["fips"]: {
            "kind": "county",
            "fips": row["fips"],
            "name": f"{_county_name(row)}, {registry.codes('states')['standard'][row['state']]}",
            "state": row["state"],
            "vintage": VINTAGE,
        }
        for row in found
    }


@lru_cache(8)
def towns(release: Release) -> Mapping[str, dict[str, Any]]:
    """Every town that the release tells, by id."""
    names = registry.codes("states")["standard"]
    found = release.rows("SELECT town_id, town, state, place_id, counties FROM towns ORDER BY town_id")
    return {
        row["town_id"]: {
            "kind": "town",
            "id": row["town_id"],
            "name": f"{row['town']}, {names[row['state']]}",
            "state": row["state"],
            "counties": (row["counties"] or "").split(),
        }
        for row in found
    }


def find_states(name: str) -> list[dict[str, Any]]:
    """The states that a name may mean: exactly, else those whose name contains it. Raises UsageError for none."""
    names: dict[str, str] = registry.codes("states")["standard"]
    text = fold_space(name).casefold()
    exact = [code for code, full in names.items() if text in (code.casefold(), full.casefold())]
    found = exact or [code for code, full in names.items() if text and text in full.casefold()]
    if not found:
        raise UsageError(f"no state or territory is called {name!r}", do="give its name or two-letter code")
    return [state_place(code) for code in found]


def state_called(name: str) -> str:
    """The code of the one state or territory that a name means. Raises UsageError for none, and for several."""
    found = find_states(name)
    if len(found) > 1:
        raise UsageError(f"{name!r} fits several states", do=f"give one of {', '.join(p['code'] for p in found)}")
    return str(found[0]["code"])


def state_or_none(name: str | None) -> str | None:
    """`state_called`, and None where no name is given."""
    return None if name is None else state_called(name)


def find_counties(release: Release, name: str, state: str | None = None) -> list[dict[str, Any]]:
    """The counties that a name or 5-digit code may mean, within a state where one is given.

    Raises UsageError where none fits, since every county is known. The state may also follow the name: `Lake, OH`.
    """
    bare, code = _parted(name, state)
    known = [place for place in counties(release).values() if code in (None, place["state"])]
    text = fold_space(bare)
    wanted, keys = aliases.county_key(text), _county_keys(release)
    for fits in (
        [place for place in known if text == place["fips"]],
        [place for place in known if text.casefold() in _spellings(place)],
        [place for place in known if wanted and wanted == keys[place["fips"]]],
        [place for place in known if wanted and wanted in keys[place["fips"]]],
        _alike(release, wanted, {str(place["fips"]): (keys[place["fips"]], place) for place in known}),
    ):
        if fits:
            return fits
    raise UsageError(f"no county is called {name!r}", do="give its name, or its 5-digit FIPS code")


def find_towns(release: Release, name: str, state: str | None = None) -> list[dict[str, Any]]:
    """The towns that a name or id may mean, within a state where one is given; none where none fits.

    The state may also follow the name: `Naples, FL`. Raises UsageError for a name without a letter or digit.
    """
    bare, code = _parted(name, state)
    if not aliases.alias(bare):
        raise UsageError("the name has no letter or digit", do="give the town's name, and --state")
    known = [place for place in towns(release).values() if code in (None, place["state"])]
    text = fold_space(bare).casefold()
    wanted = aliases.place(aliases.alias(f"{text} police department"))
    bares = {str(place["id"]): (str(place["id"]).split("/")[1], place) for place in known}
    for fits in (
        [place for place in known if text == str(place["id"]).casefold()],
        [place for key, place in bares.values() if key in (wanted, text) or _no_form(key) == _no_form(wanted)],
        [place for key, place in bares.values() if set(wanted.split()) <= set(key.split())],
        _alike(release, wanted, bares),
    ):
        if fits:
            return fits
    return []


def find(release: Release, kind: str, name: str | None, state: str | None = None) -> list[dict[str, Any]]:
    """The places of a kind that a name may mean; agencies as `ledger.find` gives them. See the `find_` of each kind."""
    if kind == "nation" or name is None:
        return [NATION]
    if kind == "state":
        return find_states(name)
    if kind == "county":
        return find_counties(release, name, state)
    if kind == "town":
        return find_towns(release, name, state)
    return ledger.find(release, name, state_or_none(state))


def called(release: Release, name: str | None) -> list[dict[str, Any]]:
    """The places that a word of an unsaid kind may mean, told by its form. See `Atlas.places_called`."""
    if name is None:
        return [NATION]
    text = fold_space(name)
    kinds = {"county": text.isdecimal() or "," in text, "town": "/" in text, "agency": "-" in text}
    kind = next((kind for kind, told in kinds.items() if told), "state")
    found = find(release, kind, text)
    if not found:
        raise UsageError(f"no {kind} is called {name!r}", do="see `atlas287 gaps --help` for how to name a place")
    return [agency_place(each) for each in found] if kind == "agency" else found


def known_place(release: Release, place: Place) -> Place:
    """The place as this release has it. Raises UsageError for one that it does not have."""
    kind = place["kind"]
    if kind == "nation":
        return NATION
    if kind == "state":
        return state_place(place["code"])
    if kind in ("county", "town"):
        key = place["fips"] if kind == "county" else place["id"]
        found = (counties(release) if kind == "county" else towns(release)).get(str(key))
        if found is None:
            raise UsageError(f"no {kind} has this code", where=str(key))
        return found
    fitting = ledger.find(release, place["id"])
    if len(fitting) != 1:
        raise UsageError("no agency has this id", where=str(place["id"]))
    return agency_place(fitting[0])


def _parted(name: str, state: str | None) -> tuple[str, str | None]:
    """A name without the state that follows a comma, and that state's code or the one given."""
    bare, comma, tail = name.rpartition(",")
    if state is None and comma and bare.strip():
        names = registry.codes("states")["standard"]
        text = fold_space(tail).casefold()
        code = next((code for code, full in names.items() if text in (code.casefold(), full.casefold())), None)
        if code:
            return bare, code
    return name, state_or_none(state)


def _alike(release: Release, wanted: str, known: Mapping[str, tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Places spelt much like a name that fits none, nearest first."""
    if not wanted:
        return []
    found = release.rows(
        "SELECT id FROM (SELECT unnest($ids) AS id, unnest($names) AS name) "
        f"WHERE jaro_winkler_similarity(name, $wanted) >= {ALIKE} "
        "ORDER BY jaro_winkler_similarity(name, $wanted) DESC, id LIMIT 25",
        {"ids": list(known), "names": [key for key, _ in known.values()], "wanted": wanted[:200]},
    )
    return [known[row["id"]][1] for row in found]


def _county_name(row: Mapping[str, Any]) -> str:
    name = str(row["name"])
    if row["state"] in TERRITORIES or row["legal_kind"] == "district":
        return name
    if row["legal_kind"] == "independent_city":
        return name if name.lower().endswith(" city") else f"{name} city"
    return FORMS[row["legal_kind"]].format(name)


def _spellings(place: Place) -> tuple[str, str]:
    """A county's name with and without its state, in lower case."""
    name = str(place["name"]).casefold()
    return name, name.rpartition(",")[0]


@lru_cache(8)
def _county_keys(release: Release) -> Mapping[str, str]:
    """Counties' names for look-up without the words for their form: a city and a county of one name share it."""
    found = release.rows(
        "SELECT place_id, name FROM places WHERE type = 'county' AND vintage = $vintage", {"vintage": VINTAGE}
    )
    return {
        row["place_id"]: aliases.county_key(re.sub(r" city$", "", row["name"], flags=re.IGNORECASE)) for row in found
    }


def _no_form(name: str) -> str:
    """A town's name without the word for its form, on which lists disagree, or for its police's."""
    words = name.split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in FORMS_OF_TOWNS else words)
