"""Places and agencies that a text names: the longest name first, with the State that stands beside it.

A name that fits several places gives all of them as candidates. Bare names of towns and counties are taken only where
the text names no other place, since many are ordinary words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from atlas287.answers import places
from atlas287.answers.briefs.understand.bare import ARTICLES, NO_TOWN, is_small_name, of_another_name
from atlas287.answers.briefs.understand.names import (
    AGENCY_WORDS,
    BODIES,
    COUNTY_WORDS,
    DOTTED,
    INITIALS,
    Names,
    Place,
    names,
    spelt,
)
from atlas287.answers.briefs.understand.tokens import Token, plain, tokens
from atlas287.core import aliases, registry
from atlas287.core.release import Release

LONGEST_NAME = 9
ORDINARY = {"IN", "OR", "ME", "OK", "HI", "OH", "LA", "PA", "MA", "DE", "AL", "ID", "CO", "MO", "AS", "NE"}
"""Codes of States that are words of either language too: taken only in capitals after `in`, or behind a place."""
NO_WORDS = {
    *("TX", "FL", "NC", "SC", "GA", "NY", "NJ", "NH", "NM", "NV", "ND", "SD", "TN", "KY", "KS", "WV", "WI", "WY", "AZ"),
    *("IL", "IA", "CT", "RI", "VT", "WA", "AK", "AR", "MN", "MS", "MD", "UT", "DC", "CA"),
}
"""Codes that are taken in small letters too, where they stand for a place by their position."""
_WITHIN = ("in", "en", "of", "de", "from", "across")
_COUNTED = {
    *("agreement", "agreements", "agency", "agencies", "total", "count", "number", "numbers", "counties", "county"),
    *("sheriff", "sheriffs", "police", "moa", "moas", "and", "vs", "versus", "has", "have", "law", "laws", "acuerdos"),
}
"""Words behind a State's code in capitals which show that it is one."""


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
    known_as = names(release)
    taken = [False] * len(words)
    states = {begin: (stop, code) for begin, stop, code in _states(words, known_as)}
    ends = dict(states.values())
    found: list[Mention] = []
    for kind in ("agency", "county", "town"):
        for start, end, known in _named(words, known_as, kind, taken, states):
            near, last = _state_beside(words, states, ends, start, end)
            elsewhere = {code for begin, (_, code) in states.items() if not start <= begin < end} if states else ()
            fitting = _within(known, near, elsewhere)
            if not fitting:
                continue
            if kind == "agency" and not near and not elsewhere:
                fitting = _namesakes(known_as, known_as.english(_text(words, start, end)), fitting)
            taken[start:last] = [True] * (last - start)
            found.append(Mention(kind, tuple(fitting), words[start].start, words[last - 1].end))
    found += [
        _state(words, known_as, begin, stop, code)
        for begin, (stop, code) in states.items()
        if not any(taken[begin:stop])
    ]
    if not found:
        found = list(_bare(words, known_as))
    found.sort(key=lambda mention: mention.start)
    return [_with_body(words, known_as, each) if each.kind != "agency" else each for each in found]


States = Mapping[int, tuple[int, str]]
"""The word at which a State's name begins -> the word after it, and the State's code."""


def _runs(words: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
    """The runs of words from one on that no mark breaks, longest first: where each ends, and its words."""
    end = start
    while end < min(len(words), start + LONGEST_NAME) and not words[end].is_mark:
        end += 1
    for stop in range(end, start, -1):
        yield stop, _text(words, start, stop)


def _text(words: Sequence[Token], start: int, stop: int) -> str:
    return " ".join(token.word for token in words[start:stop])


def _named(
    words: Sequence[Token], known_as: Names, kind: str, taken: Sequence[bool], states: States
) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """The names of a kind that stand in full: from which word up to which, and what each may mean."""
    called = {"agency": known_as.agencies, "county": known_as.counties, "town": known_as.towns}[kind]
    start = 0
    while start < len(words):
        chosen = None
        for stop, name in _runs(words, start):
            if any(taken[start:stop]):
                continue
            known = called(name)
            comma = stop < len(words) and words[stop].word == ","
            if not known and comma and stop + 1 in states and kind != "agency":  # Naples, Florida; Collier, FL
                town = known_as.town.get(name, ())
                known = town if kind == "town" else () if town else known_as.bare_counties(name)
            if not known and kind == "town" and stop in states and _may_be_town(words, start, name):  # naples florida
                known = tuple(each for each in known_as.town.get(name, ()) if each["state"] == states[stop][1])
            if not known and kind == "town" and start in states and states[start][0] < stop:  # Virginia Beach
                known = _town_of_state_name(words, known_as, start, stop, name)
            if not known and kind == "town" and name.endswith((" police", " police department")):
                bare = name.removesuffix(" department").removesuffix(" police")
                near, _ = _state_beside(words, states, {}, start, stop)  # the police of Houston in Texas
                known = tuple(each for each in known_as.town.get(bare, ()) if each["state"] == near)
                stop = start + len(bare.split()) if known else stop
            if known:
                chosen = (start, stop, known)
                break
        if chosen:
            yield chosen
        start = chosen[1] if chosen else start + 1


def _may_be_town(words: Sequence[Token], start: int, name: str) -> bool:
    """Whether words right before a State's name may be a town of it: behind a little word or mark, or at the start."""
    parts = set(name.split())
    if parts & (AGENCY_WORDS | set(COUNTY_WORDS) | set(ARTICLES) | set(_WITHIN) | {"law", "act", *NO_TOWN}):
        return False
    return start == 0 or words[start - 1].is_mark or words[start - 1].word in (*_WITHIN, "for", "at", "pd", "g")


def _town_of_state_name(words: Sequence[Token], known_as: Names, start: int, stop: int, name: str) -> tuple[Place, ...]:
    """Towns whose name opens with that of a State: Kansas City, and New York City for the town of New York."""
    if not all(token.text[:1].isupper() for token in words[start:stop]):
        return ()
    return known_as.town.get(name) or known_as.town.get(name.removesuffix(" city"), ())


def _states(words: Sequence[Token], known_as: Names) -> Iterator[tuple[int, int, str]]:
    """The States that a text names, by name or by code: from which word up to which, and the code."""
    shouted = all(token.text.isupper() for token in words if not token.is_mark)
    start = 0
    while start < len(words):
        found = next(
            ((stop, code) for stop, name in _runs(words, start) if (code := known_as.state_called(name))), None
        )
        if found is None and (code := _initials(words, start)):
            found = (start + 2, code)
        if found is None and (code := _code(words, known_as, start, shouted)):
            found = (start + 1, code)
        if found and found[1] == "WA":
            after = [token.word for token in words[found[0] : found[0] + 2]]
            if after[:1] == ["dc"] or after == [",", "dc"]:
                found = (found[0] + (1 if after[0] == "dc" else 2), "DC")
        if found:
            yield start, found[0], found[1]
        start = found[0] if found else start + 1


def _code(words: Sequence[Token], known_as: Names, at: int, shouted: bool) -> str | None:
    """The State whose code a word is. One that is a word too counts in capitals after `in`, or behind a place of it."""
    text = words[at].text.replace(".", "").removesuffix("'s").removesuffix("’s")
    code, dotted = text.upper(), words[at].text.endswith(".") and text[:1].isupper()
    if dotted and words[at].word in DOTTED:
        return DOTTED[words[at].word]
    if code not in registry.codes("states")["standard"]:
        return None
    before = words[at - 1].word if at else ""
    if code not in ORDINARY:
        named = text.isupper() or dotted or before == "," or before in COUNTY_WORDS
        return code if named or (code in NO_WORDS and _placed(words, at)) else None
    within = before in _WITHIN and (text.isupper() or dotted) and not shouted
    goes_on = at + 1 < len(words) and not words[at + 1].is_mark and words[at + 1].text.islower()
    if dotted and goes_on and len(text) == 2 and not text.isupper():  # Pa. agreements, and no end of a sentence
        return code
    counted = goes_on and text.isupper() and not shouted and words[at + 1].word in _COUNTED  # PA agreements
    if counted and (code not in ("IN", "AS", "OR") or words[at + 1].word in ("agreements", "agencies")):
        return code
    return code if within or _place_before(words, known_as, at, code) else None


def _initials(words: Sequence[Token], at: int) -> str | None:
    """The State whose code two initials make: N. C."""
    two = words[at : at + 2]
    if len(two) < 2 or not all(len(token.text) == 2 and token.text.endswith(".") for token in two):
        return None
    code = "".join(token.text[0] for token in two)
    return code if code in INITIALS else None


def _placed(words: Sequence[Token], at: int) -> bool:
    """Whether a word stands where a place does: behind `in` and the like, else at either end of the text."""
    if not at:
        return len(words) > 1
    behind = words[at - 1].word in (*_WITHIN, "for", "and", "vs", "versus")
    return behind or all(token.is_mark for token in words[at + 1 :])


def _place_before(words: Sequence[Token], known_as: Names, at: int, code: str) -> bool:
    """Whether the words before a comma are a town or county of a State, or the words right before a county of it."""
    comma = at > 0 and words[at - 1].word == ","
    if not comma and not words[at].text.isupper():
        return False
    end = at - 1 if comma else at
    for start in range(max(0, end - LONGEST_NAME), end):
        if any(token.is_mark for token in words[start:end]):
            continue
        name = _text(words, start, end)
        known = known_as.counties(name) or (known_as.agencies(name) if words[at].text.isupper() else ())
        if comma:
            known = (*known, *known_as.town.get(name, ()), *known_as.bare_counties(name))
        if any(place["state"] == code for place in known):
            return True
    return False


def _state_beside(
    words: Sequence[Token], states: States, ends: Mapping[int, str], start: int, end: int
) -> tuple[str | None, int]:
    """The State that follows a name behind a comma, a bracket or a little word, or stands right before it.

    With it goes the word up to which both reach.
    """
    at = end
    while at < min(len(words), end + 2) and at not in states and words[at].word in (",", "(", "in", "en", "of", "de"):
        at += 1
    if at in states:
        return states[at][1], states[at][0]
    return ends.get(start), end


def _state(words: Sequence[Token], known_as: Names, begin: int, stop: int, code: str) -> Mention:
    """A State, or what else its bare name or code may mean: the capital for Washington, Los Angeles for LA."""
    meant: list[Place] = [places.state_place(code)]
    beside = [*words[max(0, begin - 2) : begin], *words[stop : stop + 1]]
    if not any(token.word in ("state", "estado") for token in beside):
        if code == "WA" and not words[begin].text.isupper():
            meant.append(places.state_place("DC"))
        if words[begin].text == "LA":
            meant += [place for place in known_as.town.get("los angeles", ()) if place["state"] == "CA"]
    kind = "state" if len({place["kind"] for place in meant}) == 1 else "place"
    return Mention(kind, tuple(meant), words[begin].start, words[stop - 1].end)


def _within(known: Sequence[Place], near: str | None, named: Collection[str]) -> list[Place]:
    """The places within the State beside the name, else within those that the text names, else all."""
    if near:
        return [place for place in known if place["state"] == near]
    return [place for place in known if place["state"] in named] or list(known)


def _namesakes(known_as: Names, name: str, agencies: Sequence[Place]) -> list[Place]:
    """Agencies with the towns or counties of that name elsewhere, whose own police or sheriff may be meant."""
    called = aliases.alias(name)
    for body, known in (("police", known_as.town), ("sheriff", known_as.county)):
        places_called = known.get(called.removesuffix(f" {body}"), ()) if called.endswith(f" {body}") else ()
        if len(places_called) > 1:
            listed = {place["state"] for place in agencies}
            return [*agencies, *(place for place in places_called if place["state"] not in listed)]
    return list(agencies)


def _bare(words: Sequence[Token], known_as: Names) -> Iterator[Mention]:
    """Names of towns and counties that stand alone, where nothing else is named: those written with a capital.

    In small letters they count where the words beside them say that a place stands there.
    """
    start, last = 0, -2
    while start < len(words):
        chosen = None
        for stop, name in _runs(words, start):
            small = not words[start].text[:1].isupper()
            if small and not is_small_name(words, start, stop, joined=last == start - 1):
                continue
            known = (*known_as.town.get(name, ()), *known_as.bare_counties(name))
            if known and (small or not of_another_name(words, start, stop)):
                chosen = (stop, known)
                break
        if chosen:
            last = chosen[0]
            kinds = {place["kind"] for place in chosen[1]}
            kind = kinds.pop() if len(kinds) == 1 else "place"
            yield Mention(kind, tuple(chosen[1]), words[start].start, words[chosen[0] - 1].end)
        start = chosen[0] if chosen else start + 1


def _with_body(words: Sequence[Token], known_as: Names, mention: Mention) -> Mention:
    """A place with the kind of agency asked for beside it; where that is its listed sheriff's office, the agency."""
    body = _body(words, mention)
    if body == "sheriff" and mention.kind == "county" and len(mention.candidates) == 1:
        county = mention.candidates[0]
        called = f"{spelt(str(county['name']).rpartition(',')[0])} sheriff"
        own = [agency for agency in known_as.agencies(called) if agency["state"] == county["state"]]
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
