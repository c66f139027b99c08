"""Places and agencies that a text names: the longest name first, with the State that stands beside it.

A name that fits several places gives all of them as candidates. Bare names of towns and counties are taken only where
the text names no other place, since many are ordinary words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.understand.tokens import Token, plain, tokens
from atlas287.core import aliases, registry
from atlas287.core.release import Release

LONGEST_NAME = 9
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
_AGENCY_WORDS = {
    *("sheriff", "police", "constable", "marshal", "department", "patrol", "corrections", "university", "college"),
    *("attorney", "guard", "jail", "district", "commission", "bureau", "authority", "school", "airport", "prosecutor"),
    *("troopers", "public", "commissioners", "detention", "investigation", "enforcement", "state", "office", "task"),
}
_COUNTY_WORDS = ("county", "parish", "borough", "municipio", "municipality")
_BEFORE_COUNTY = ("condado", "parroquia", "municipio")
_BEFORE_TOWN = ("city", "town", "village", "ciudad", "pueblo", "villa")
_OF = ("of", "de", "del")
ORDINARY = {"IN", "OR", "ME", "OK", "HI", "OH", "LA", "PA", "MA", "DE", "AL", "ID", "CO", "MO", "AS", "NE"}
"""Codes of States that are words of either language too: taken only behind a comma or a named place."""
Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place or agency that a text names from `start` up to `end`, as the place objects that it may mean.

    `body` is the kind of agency that a word beside a place asks for, where no agency of that name is on any list.
    """

    kind: str
    candidates: tuple[Place, ...]
    start: int
    end: int
    body: str | None = None


def mentions(release: Release, text: str) -> list[Mention]:
    """Every place and agency that a text names, in order; what bare names can mean only where it names no other."""
    words = tokens(text)
    names = _names(release)
    taken = [False] * len(words)
    states = list(_states(words, names))
    found: list[Mention] = []
    for kind in ("agency", "county", "town"):
        for start, end, known in _named(words, names, kind, taken, {begin for begin, *_ in states}):
            near = _state_beside(words, states, start, end)
            fitting = _within(known, near, [code for *_, code in states])
            if not fitting:
                continue
            if kind == "agency" and not near and not states:
                fitting = _namesakes(names, " ".join(token.word for token in words[start:end]), fitting)
            last = next((stop for begin, stop, code in states if near and code == near[0] and begin >= end), end)
            taken[start:last] = [True] * (last - start)
            found.append(Mention(kind, tuple(fitting), words[start].start, words[last - 1].end))
    for begin, stop, code in states:
        if not any(taken[begin:stop]):
            bare = code == "WA" and not _says_state(words, begin, stop)  # the State, or the capital
            meant = tuple(places.state_place(each) for each in ([code, "DC"] if bare else [code]))
            found.append(Mention("state", meant, words[begin].start, words[stop - 1].end))
    if not found:
        found = list(_bare(words, names))
    found.sort(key=lambda mention: mention.start)
    return [_with_body(words, names, each) if each.kind != "agency" else each for each in found]


@dataclass(frozen=True, slots=True)
class _Names:
    agency: Mapping[str, tuple[Place, ...]]
    county: Mapping[str, tuple[Place, ...]]
    town: Mapping[str, tuple[Place, ...]]
    state: Mapping[str, str]


@lru_cache(8)
def _names(release: Release) -> _Names:
    """Every name of the release in the words of `tokens` -> the places that it may mean."""
    agencies: dict[str, dict[str, Place]] = {}
    for row in release.rows(
        "SELECT DISTINCT n.alias, a.agency_id AS id, a.agency AS name, a.state FROM names AS n "
        "JOIN member_names AS m USING (state, agency_key) JOIN agencies AS a ON a.agency_id = m.agency_id ORDER BY ALL"
    ):
        place = {"kind": "agency", "id": row["id"], "name": row["name"], "state": row["state"]}
        agencies.setdefault(row["alias"], {})[row["id"]] = place
    counties: dict[str, list[Place]] = {}
    for place in places.counties(release).values():
        counties.setdefault(_spelt(str(place["name"]).rpartition(",")[0]), []).append(place)
    towns: dict[str, list[Place]] = {}
    for place in places.towns(release).values():
        towns.setdefault(_spelt(str(place["name"]).rpartition(",")[0]), []).append(place)
    own = registry.codes("states")
    states = {_spelt(name): code for code, name in own["standard"].items()}
    states |= {_spelt(name): code for code, name in own["spanish"].items()}
    return _Names(
        {name: tuple(found.values()) for name, found in agencies.items()},
        {name: tuple(found) for name, found in counties.items()},
        {name: tuple(found) for name, found in towns.items()},
        states,
    )


def _spelt(name: str) -> str:
    return " ".join(token.word for token in tokens(name) if not token.is_mark)


def _runs(words: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
    """The runs of words from one on that no mark breaks, longest first: where each ends, and its words."""
    end = start
    while end < min(len(words), start + LONGEST_NAME) and not words[end].is_mark:
        end += 1
    for stop in range(end, start, -1):
        yield stop, " ".join(token.word for token in words[start:stop])


def _named(
    words: Sequence[Token], names: _Names, kind: str, taken: Sequence[bool], states: Collection[int]
) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """The names of a kind that stand in full: from which word up to which, and what each may mean."""
    start = 0
    while start < len(words):
        chosen = None
        for stop, name in _runs(words, start):
            if any(taken[start:stop]):
                continue
            known = {"agency": _agency, "county": _county, "town": _town}[kind](names, name)
            comma = stop < len(words) and words[stop].word == ","
            if not known and comma and stop + 1 in states:  # Naples, Florida; Collier, FL
                known = {"agency": _no, "county": _county_alone, "town": _town_alone}[kind](names, name)
            if known:
                chosen = (start, stop, known)
                break
        if chosen:
            yield chosen
        start = chosen[1] if chosen else start + 1


def _agency(names: _Names, name: str) -> tuple[Place, ...]:
    parts = name.split()
    if len(parts) < 2 or not _AGENCY_WORDS.intersection(parts):
        return ()
    if " of " in name and parts[0] == "sheriff":  # the sheriff of Collier County
        return names.agency.get(aliases.alias(f"{name.partition(' of ')[2]} {parts[0]}"), ())
    return names.agency.get(aliases.alias(name), ())


def _county(names: _Names, name: str) -> tuple[Place, ...]:
    parts = name.split()
    if parts[0] in _BEFORE_COUNTY and len(parts) > 1:
        rest = " ".join(parts[2:] if parts[1] in _OF else parts[1:])
        return next((found for word in _COUNTY_WORDS if (found := names.county.get(f"{rest} {word}"))), ())
    return names.county.get(name, ()) if parts[-1] in _COUNTY_WORDS or len(parts) > 2 else ()


def _county_alone(names: _Names, name: str) -> tuple[Place, ...]:
    found = (names.county.get(f"{name} {word}", ()) for word in _COUNTY_WORDS)
    return () if name in names.town else next((known for known in found if known), ())


def _town_alone(names: _Names, name: str) -> tuple[Place, ...]:
    return names.town.get(name, ())


def _no(names: _Names, name: str) -> tuple[Place, ...]:
    return ()


def _town(names: _Names, name: str) -> tuple[Place, ...]:
    parts = name.split()
    if len(parts) > 2 and parts[0] in _BEFORE_TOWN and parts[1] in _OF:
        return names.town.get(" ".join(parts[2:]), ())
    return ()


def _states(words: Sequence[Token], names: _Names) -> Iterator[tuple[int, int, str]]:
    """The States that a text names, by name or by a code in capitals: from which word up to which, and the code."""
    codes = registry.codes("states")["standard"]
    start = 0
    while start < len(words):
        found = next(
            ((stop, code) for stop, name in _runs(words, start) if (code := _state(names, words[stop - 1], name))), None
        )
        text = words[start].text.replace(".", "")
        behind = start > 0 and (words[start - 1].word == "," or words[start - 1].word in _COUNTY_WORDS)
        if found is None and text.upper() in codes and _is_code(text, behind):
            found = (start + 1, text.upper())
        if (
            found
            and found[1] == "WA"
            and [token.word for token in words[start + 1 : start + 3]] in ([",", "dc"], ["dc"])
        ):
            found = (found[0] + (2 if words[start + 1].word == "," else 1), "DC")
        if found:
            yield start, found[0], found[1]
        start = found[0] if found else start + 1


def _is_code(text: str, behind: bool) -> bool:
    """Whether letters are meant as a State's code: in capitals, or behind a comma where they are no word."""
    ordinary = text.upper() in ORDINARY
    return (behind and (text.isupper() or not ordinary)) or (text.isupper() and not ordinary)


def _state(names: _Names, last: Token, name: str) -> str | None:
    """The State of a name, also where its last word says whose something is (Florida's)."""
    owned = last.text.replace("’", "'").endswith("'s")
    return names.state.get(name) or (names.state.get(name.removesuffix("s")) if owned else None)


def _state_beside(words: Sequence[Token], states: Sequence[tuple[int, int, str]], start: int, end: int) -> list[str]:
    """The State right before a name, or the one that follows it behind a comma, a bracket or a little word."""
    at = end
    while at < len(words) and at < end + 2 and words[at].word in (",", "(", "in", "en", "of", "de"):
        at += 1
    return [code for begin, stop, code in states if begin == at or stop == start]


def _says_state(words: Sequence[Token], begin: int, stop: int) -> bool:
    """Whether a word for State stands beside its name, or the name is a code."""
    beside = [*words[max(0, begin - 2) : begin], *words[stop : stop + 1]]
    return words[begin].text.isupper() or any(token.word in ("state", "estado") for token in beside)


def _within(known: Sequence[Place], near: Sequence[str], named: Sequence[str]) -> list[Place]:
    """The places within the State beside the name, else within those that the text names, else all."""
    if near:
        return [place for place in known if place["state"] in near]
    return [place for place in known if place["state"] in named] or list(known)


def _namesakes(names: _Names, name: str, agencies: Sequence[Place]) -> list[Place]:
    """Agencies with the towns or counties of that name elsewhere, whose own police or sheriff may be meant."""
    called = aliases.alias(name)
    for body, known in (("police", names.town), ("sheriff", names.county)):
        places_called = known.get(called.removesuffix(f" {body}"), ()) if called.endswith(f" {body}") else ()
        if len(places_called) > 1:
            listed = {place["state"] for place in agencies}
            return [*agencies, *(place for place in places_called if place["state"] not in listed)]
    return list(agencies)


def _bare(words: Sequence[Token], names: _Names) -> Iterator[Mention]:
    """Names of towns and counties that stand alone, where nothing else is named: those written with a capital."""
    start = 0
    while start < len(words):
        chosen = None
        for stop, name in _runs(words, start):
            if not words[start].text[:1].isupper() or (start == 0 and stop == 1):
                break
            county = next((found for word in _COUNTY_WORDS if (found := names.county.get(f"{name} {word}"))), ())
            town = names.town.get(name, ())
            if town or county:
                chosen = (stop, (*town, *county))
                break
        if chosen:
            kinds = {place["kind"] for place in chosen[1]}
            kind = kinds.pop() if len(kinds) == 1 else "place"
            yield Mention(kind, tuple(chosen[1]), words[start].start, words[chosen[0] - 1].end)
        start = chosen[0] if chosen else start + 1


def _with_body(words: Sequence[Token], names: _Names, mention: Mention) -> Mention:
    """A place with the kind of agency asked for beside it; where that is its listed sheriff's office, the agency."""
    body = _body(words, mention)
    if body == "sheriff" and mention.kind == "county" and len(mention.candidates) == 1:
        county = mention.candidates[0]
        called = aliases.alias(f"{_spelt(str(county['name']).rpartition(',')[0])} sheriff")
        own = [agency for agency in names.agency.get(called, ()) if agency["state"] == county["state"]]
        if len(own) == 1:
            return replace(mention, kind="agency", candidates=(own[0],))
    return replace(mention, body=body)


def _body(words: Sequence[Token], mention: Mention) -> str | None:
    """The kind of agency that a word within three words of a place asks for."""
    inside = [at for at, token in enumerate(words) if mention.start <= token.start < mention.end]
    if not inside:
        return None
    near = [*words[max(0, inside[0] - 4) : inside[0]], *words[inside[-1] + 1 : inside[-1] + 3]]
    return next((BODIES[part] for token in near for part in token.word.split() if part in BODIES), None)


__all__ = ["Mention", "mentions", "plain"]
