"""Reads a claim: what of it a count can test, for which unit, place, model and day; no language model, no network."""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest

from atlas287.answers import places
from atlas287.answers.briefs.check import comparisons, growth, shares, totals
from atlas287.answers.briefs.check.counting import counted, negated
from atlas287.answers.briefs.check.hearing import heard
from atlas287.answers.briefs.check.parts import Arithmetic, Claim, Moment, Part, Place
from atlas287.answers.briefs.check.ranks import topmost
from atlas287.answers.briefs.check.reading import Noun, Reading, forms, places_in, readings
from atlas287.answers.briefs.check.scopes import (
    Context,
    is_range,
    is_start,
    noun_before,
    noun_of,
    unknown_noun,
)
from atlas287.answers.briefs.understand.figures import Figure
from atlas287.answers.briefs.understand.mentions import mentions
from atlas287.answers.briefs.understand.tokens import folded
from atlas287.core.errors import UsageError
from atlas287.core.names import fold_space
from atlas287.core.release import Release

_NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
_PERSON = re.compile(
    rf"\b(?P<name>{_NAME}(?:\s[A-Z]\.)?(?:\s{_NAME}){{1,2}})\s+"
    r"(?:was|is|has been|were|fue|est[aá]|ha sido)\s+(?:\w+\s){0,2}?"
    r"(?:arrested|detained|deported|undocumented|illegal|held|wanted|arrestad\w|detenid\w|deportad\w|indocumentad\w)"
)


LONGEST = 2_000
"""Characters of a claim that are read; what follows is left out, and the check says so."""


def printable(claim: str) -> str:
    """A claim without control characters and runs of white space."""
    return fold_space("".join(each if each.isprintable() else " " for each in claim))


def parse(
    release: Release,
    claim: str,
    *,
    said: date | None = None,
    place: str | None = None,
    as_of: date | None = None,
) -> Claim:
    """The claim as it is tested. `said`, `as_of` and `place` stand in where it names no day or place of its own.

    Raises UsageError for a claim without a word, and for a `place` that fits none.
    """
    text = printable(claim)[:LONGEST]
    asked = {"claim": claim, "said": _iso(said), "place": place, "as_of": _iso(as_of)}
    if not re.search(r"\w", text):
        raise UsageError("the claim holds no word", do='give it in quotes: atlas287 check "ICE lists 1,843 agreements"')
    given = called(release, place) if place is not None else []
    day = Moment.of(as_of or said or newest(release))
    plain = heard(release, text, day.last)
    refused = (
        _refusal(release, text) if plain == text else _refusal(release, plain) or _refusal(release, text, told=False)
    )
    if refused or len(given) > 1:
        candidates = tuple(given) if len(given) > 1 else ()
        return Claim(text, candidates=candidates, day=day, refusal=refused, asked=asked)
    sentences = readings(release, plain)
    several = [m for r in sentences for m in r.places if len(m.candidates) > 1]
    context = Context(given[0] if given else None)
    parts: list[Part] = []
    sums: list[Arithmetic] = []
    for reading in sentences:
        found, arithmetic = _sentence(reading, context, day)
        parts += found
        sums += arithmetic
    named = [m.candidates[0] for r in sentences for m in r.places]
    return Claim(
        text,
        parts=tuple(parts) if not several else (),
        arithmetic=tuple(sums),
        place=named[0] if named else context.place,
        candidates=tuple(several[0].candidates) if several and parts else (),
        models=tuple(dict.fromkeys(code for r in sentences for code, *_ in r.models)),
        metrics=tuple(dict.fromkeys(n.name for r in sentences for n in r.nouns if not n.unit and n.name != "time")),
        day=day,
        asked=asked,
    )


def newest(release: Release) -> date:
    """The day of the newest list."""
    return date.fromisoformat(str(release.newest["participating"]))


def called(release: Release, name: str) -> list[Place]:
    """The places that an option names, as a claim names one or by code. Raises UsageError for none."""
    text = fold_space(name)
    if not text:
        raise UsageError("the place holds no word", where="--place")
    if text.isdecimal():
        return list(places.find_counties(release, text))
    found = mentions(release, text)
    if len(found) == 1:
        return list(found[0].candidates)
    return list(places.find_states(text))


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def _refusal(release: Release, text: str, *, told: bool = True) -> str | None:
    """Why a claim is not tested here: it is about a person, about what happens now, or, if `told`, something else."""
    letters = folded(text)
    for kind in ("person", "live"):
        if any(form.search(letters) for form in forms(kind)):
            return kind
    named = [(m.start, m.end) for m in places_in(release, text)]
    for match in _PERSON.finditer(text):
        if not any(match.start("name") < end and start < match.end("name") for start, end in named):
            return "person"
    if not told or named or any(form.search(letters) for form in forms("about")):
        return None
    sentences = readings(release, text)
    known = any(reading.models or any(n.name != "time" for n in reading.nouns) for reading in sentences)
    sums = any(is_start(reading, figure) for reading in sentences for figure in reading.figures)
    return None if known or sums else "other"


def _sentence(reading: Reading, context: Context, day: Moment) -> tuple[list[Part], list[Arithmetic]]:
    """The parts of one sentence; what it says first of place and unit holds for what follows."""
    parts: list[Part] = []
    sums: list[Arithmetic] = []
    done: set[int] = set()
    nouns = _nouns(reading, context)
    for find in (growth.grown, shares.shared):
        found, arithmetic, used = find(reading, context, nouns, day, done)
        parts, sums, done = parts + found, sums + arithmetic, done | used
    whole = comparisons.every(reading, context, day)
    if whole:
        parts.append(whole[0])
        done |= whole[1]
    total = totals.total_of(reading)
    leading, first = topmost(reading, day)
    done |= first
    for figure in reading.figures:
        if total is not None and figure is total:
            whole_of = totals.summed(figure, parts, nouns[figure.start])
            if whole_of is not None:
                parts, sums, done = parts + whole_of[0], [*sums, whole_of[1]], done | {figure.start}
        if figure.start not in done:
            parts += counted(reading, figure, nouns, context, day, done)
    compared = leading or comparisons.compared(reading, context, nouns, day, bool(parts))
    parts = [each for each in parts if each.at not in {other.at for other in compared}] + compared
    for part in parts:
        if part.kind == "count" and part.scope.place is not None:
            context.place = part.scope.place
    if reading.places and context.place is None and len({m.start for m in reading.places}) == 1:
        context.place = reading.places[0].candidates[0]
    return [negated(reading, part) for part in sorted(parts, key=lambda part: part.at)], sums


def _nouns(reading: Reading, context: Context) -> dict[int, Noun | None]:
    """What each number of a sentence counts: its own noun, else that of its neighbours; None for something unknown."""
    found: dict[int, Noun | None] = {}
    bare: list[Figure] = []
    for figure, after in zip_longest(reading.figures, reading.figures[1:]):
        noun = noun_of(reading, figure)
        if noun is None and is_start(reading, figure):
            firm = (own for each in reading.figures if each is not figure and (own := noun_of(reading, each)))
            noun = next(firm, None)
        if noun is None and after is not None and is_range(reading, figure, after):
            noun = noun_of(reading, after)
        if noun is None and not (figure.kind == "count" and unknown_noun(reading, figure)):
            noun = noun_before(reading, figure)
            if noun is None:
                bare.append(figure)
                continue
        found[figure.start] = noun
        if noun is not None and noun.unit and (noun.name != "states" or context.unit is None):
            context.unit = noun
    for figure in bare:
        later = [found[f.start] for f in reading.figures if f.start > figure.start and found.get(f.start)]
        earlier = [found[f.start] for f in reading.figures if f.start < figure.start and found.get(f.start)]
        chosen = earlier[-1:] or later[:1] or ([context.unit] if context.unit else [])
        found[figure.start] = chosen[0] if chosen else Noun("agreements", True, (), 0, 0)
    return found
