"""Names of agencies, counties, towns and States of a release, in the words of `tokens`, and what each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.understand.tokens import tokens
from atlas287.core import aliases, registry
from atlas287.core.release import Release

BODIES = {
    "sheriff": "sheriff",
    "sheriffs": "sheriff",
    "alguacil": "sheriff",
    "police": "municipal_police",
    "cops": "municipal_police",
    "policia": "municipal_police",
    "constable": "constable",
    "marshal": "marshal",
}
"""Words for a body beside a place -> the kind of agency."""
AGENCY_WORDS = {
    *("sheriff", "police", "constable", "marshal", "department", "patrol", "corrections", "university", "college"),
    *("attorney", "guard", "jail", "district", "commission", "bureau", "authority", "school", "airport", "prosecutor"),
    *("troopers", "public", "commissioners", "detention", "investigation", "enforcement", "state", "office", "task"),
}
COUNTY_WORDS = ("county", "parish", "borough", "municipio", "municipality")
BEFORE_COUNTY = {
    "condado": ("county", "parish", "borough"),
    "parroquia": ("parish",),
    "municipio": ("municipio", "municipality"),
}
"""Spanish words before a county's name -> the forms that its own name may have."""
_BEFORE_TOWN = ("city", "town", "village", "ciudad", "pueblo", "villa", "municipio")
_POLICE_OF = ("departamento de policia de la ciudad de ", "departamento de policia de ", "policia de ")
_SHERIFF_OF = ("oficina del alguacil del condado de ", "alguacil del condado de ")
OF = ("of", "de", "del")
_CALLED = {
    "virgin islands": "VI",
    "islas virgenes": "VI",
    "fla": "FL",
    "tex": "TX",
    "tenn": "TN",
    "calif": "CA",
    "ala": "AL",
    "ariz": "AZ",
    "colo": "CO",
    "conn": "CT",
    "mich": "MI",
    "minn": "MN",
    "neb": "NE",
    "nev": "NV",
    "okla": "OK",
    "penn": "PA",
    "penna": "PA",
    "wis": "WI",
    "wisc": "WI",
    "wyo": "WY",
    "texan": "TX",
    "texano": "TX",
    "texana": "TX",
    "tejas": "TX",
    "floridian": "FL",
    "floridano": "FL",
    "floridana": "FL",
    "nebr": "NE",
    "kans": "KS",
    "w va": "WV",
    "west va": "WV",
    "w virginia": "WV",
    "n carolina": "NC",
    "n car": "NC",
    "s carolina": "SC",
    "s car": "SC",
    "n dakota": "ND",
    "n dak": "ND",
    "s dakota": "SD",
    "s dak": "SD",
    "n mex": "NM",
    "new mex": "NM",
    "n mexico": "NM",
    "n hampshire": "NH",
    "n jersey": "NJ",
}
"""States as the press and their own people call them, besides their names and codes."""
DOTTED = {
    "wash": "WA",
    "ore": "OR",
    "ill": "IL",
    "ind": "IN",
    "kan": "KS",
    "ark": "AR",
    "miss": "MS",
    "mass": "MA",
    "mont": "MT",
    "del": "DE",
    "ida": "ID",
}
"""States as the press shortens them with a capital and a full stop; without these they are words of their own."""
INITIALS = ("DC", "NC", "ND", "NH", "NJ", "NM", "NY", "PR", "RI", "SC", "SD", "WV")
"""Codes of names of two words, which are printed as initials too: N. C."""
_DIVISION = re.compile(r"\s*(?:,\s*(?:Division of\s+)?|\s-\s|-\s+|/\s+)")
_DEPARTMENT = re.compile(r"\bdepartment of ")
Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of each kind -> the places that they may mean; names of States -> their codes."""

    agency: Mapping[str, tuple[Place, ...]]
    county: Mapping[str, tuple[Place, ...]]
    town: Mapping[str, tuple[Place, ...]]
    state: Mapping[str, str]

    def agencies(self, name: str) -> tuple[Place, ...]:
        """Agencies of a name that holds a word for a body, in English or Spanish."""
        for spelling in dict.fromkeys((name, name.removesuffix("s"))):  # the Highway Patrol's
            called = self.english(spelling)
            parts = called.split()
            if (
                len(parts) > 1
                and AGENCY_WORDS.intersection(parts)
                and (found := self.agency.get(aliases.alias(called)))
            ):
                return found
        return ()

    @staticmethod
    def english(name: str) -> str:
        """The name of an agency in the order of English: `policía de Naples` and `the police of Naples` are one."""
        for openings, body in ((_POLICE_OF, "police"), (_SHERIFF_OF, "county sheriff")):
            opening = next((each for each in openings if name.startswith(each)), None)
            if opening:
                return f"{name.removeprefix(opening)} {body}"
        first, of, place = name.partition(" of ")
        return f"{place} {first}" if of and first in ("sheriff", "police") else name

    def counties(self, name: str) -> tuple[Place, ...]:
        """Counties of a name with the word for their form; in Spanish that word stands before."""
        parts = name.split()
        if parts[0] in BEFORE_COUNTY and len(parts) > 1:
            rest = " ".join(parts[2:] if parts[1] in OF else parts[1:])
            return self._of_forms(rest, BEFORE_COUNTY[parts[0]])
        whole = parts[-1] in COUNTY_WORDS or (len(parts) > 2 and name not in self.state)
        return self.county.get(name, ()) if whole else ()

    def bare_counties(self, name: str) -> tuple[Place, ...]:
        """Counties of a name that stands without the word for their form."""
        return next((found for word in COUNTY_WORDS if (found := self.county.get(f"{name} {word}"))), ())

    def towns(self, name: str) -> tuple[Place, ...]:
        """Towns of a name behind a word such as `city of`."""
        parts = name.split()
        if len(parts) > 2 and parts[0] in _BEFORE_TOWN and parts[1] in OF:
            return self.town.get(" ".join(parts[2:]), ())
        return ()

    def state_called(self, name: str) -> str | None:
        """The code of a State's name, possessive too: `Ohio`, `Ohio's`, `Nueva York`."""
        return self.state.get(name) or self.state.get(name.removesuffix("s"))

    def _of_forms(self, name: str, forms: tuple[str, ...]) -> tuple[Place, ...]:
        return tuple(place for form in forms for place in self.county.get(f"{name} {form}", ()))


@lru_cache(8)
def names(release: Release) -> Names:
    """Every name of the release in the words of `tokens` -> the places that it may mean."""
    own = registry.codes("states")
    states = {spelt(name): code for code, name in own["standard"].items()}
    states |= {spelt(name): code for code, name in own["spanish"].items()} | _CALLED
    agencies: dict[str, dict[str, Place]] = {}
    parts: dict[str, dict[str, Place]] = {}
    for row in release.rows(
        "SELECT DISTINCT n.alias, a.agency_id AS id, a.agency AS name, a.state FROM names AS n "
        "JOIN member_names AS m USING (state, agency_key) JOIN agencies AS a ON a.agency_id = m.agency_id ORDER BY ALL"
    ):
        place = {"kind": "agency", "id": row["id"], "name": row["name"], "state": row["state"]}
        agencies.setdefault(row["alias"], {})[row["id"]] = place
        for short in _short(row["name"], spelt(own["standard"][row["state"]])):
            parts.setdefault(short, {})[row["id"]] = place
    counties: dict[str, list[Place]] = {}
    for place in places.counties(release).values():
        counties.setdefault(spelt(str(place["name"]).rpartition(",")[0]), []).append(place)
    towns: dict[str, list[Place]] = {}
    for town_id, place in places.towns(release).items():
        printed, key = str(place["name"]).rpartition(",")[0], town_id.partition("/")[2]
        towns.setdefault(key if printed.lower() == key else spelt(printed), []).append(place)  # most ids are so spelt
    return Names(
        {name: tuple(found.values()) for name, found in (parts | agencies).items()},
        {name: tuple(found) for name, found in counties.items()},
        {name: tuple(found) for name, found in towns.items()},
        states,
    )


def spelt(name: str) -> str:
    """A name in the words of `tokens`."""
    return " ".join(token.word for token in tokens(name) if not token.is_mark)


def _short(printed: str, state: str) -> Iterator[str]:
    """What a statewide body is also called: by its department or its division alone, or without `department of`.

    `Texas Department of Public Safety - Texas Highway Patrol` is both the department and the Texas Highway Patrol.
    """
    bodies = [spelt(part) for part in _DIVISION.split(printed) if part]
    if not bodies or not bodies[0].startswith(f"{state} "):
        return
    for body in bodies:
        whole = body if body.startswith(f"{state} ") else f"{state} {body}"
        if AGENCY_WORDS.intersection(whole.split()):
            yield aliases.alias(whole)
            yield _DEPARTMENT.sub("", aliases.alias(whole))
