"""What a claim says is first or last of its kind: the most, the second most, more than all others together."""

from __future__ import annotations

import re
from dataclasses import replace

from atlas287.answers import places as known
from atlas287.answers.briefs.check.parts import Moment, Part, Scope
from atlas287.answers.briefs.check.reading import Reading, forms
from atlas287.answers.briefs.check.scopes import Context, day_of, spot, unit_of

_TOP = re.compile(r"\b(?:top|leading|largest|biggest|first|primer[oa]s)\s+$")
_PRIMERS = re.compile(r"\s+(?:largest|biggest|leading|top|primer[oa]s|principales)\b")
RANKS = {
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "segundo": 2,
    "segunda": 2,
    "tercer": 3,
    "tercero": 3,
    "tercera": 3,
    "cuarto": 4,
    "cuarta": 4,
    "quinto": 5,
    "quinta": 5,
    **{
        word: rank
        for rank, words in enumerate(
            ("sixth sexto", "seventh septimo", "eighth octavo", "ninth noveno", "tenth decimo"), 6
        )
        for word in words.split()
    },
}
"""Ordinal words by which a claim gives a rank behind the first."""


def combined(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """More than all other States, or all other models, together is more than half."""
    match = next((m for form in forms("combined") if (m := form.search(reading.text))), None)
    models = tuple(code for code, *_ in reading.models)
    if match is None or not (reading.places or models):
        return []
    unit, own = unit_of(reading), day_of(reading, spot(match))
    place = reading.places[0].candidates[0] if reading.places else None
    return [
        Part(
            "share",
            unit,
            Scope(place, models),
            Scope(None, models if place else ()),
            value=50.0,
            bound="more",
            worded=True,
            day=Moment.of(own) if own else day,
            at=match.start(),
        )
    ]


def topmost(reading: Reading, day: Moment) -> tuple[list[Part], set[int]]:
    """States that are said to be among the first so many, with the number that says how many; they are no count."""
    for figure in reading.figures:
        top = _TOP.search(reading.text, 0, figure.start) or _PRIMERS.match(reading.text, figure.end)
        if figure.kind != "count" or not top:
            continue
        if not re.match(
            r"(?:\s+\S+){0,2}?\s+(?:states?|estados?)\b|\s+(?:in|en|for|por|nationally)\b|\s*(?:[.,]|$)",
            reading.text[figure.end :],
        ):
            return [], {figure.start}
        own = day_of(reading, figure)
        when = Moment.of(own) if own else day
        states = [m.candidates[0] for m in reading.places if m.kind == "state"]
        if any(f.kind in ("percent", "share") for f in reading.figures):
            states = []
        rank = Part("rank", unit_of(reading), dimension="state", nth=int(figure.value), bound="at_most", day=when)
        models = tuple(code for code, *_ in reading.models[:1])
        return [
            replace(rank, scope=Scope(state, models), other=Scope(None, models), at=figure.start) for state in states
        ], {figure.start}
    return [], set()


def ranked(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """That a place or model has the most or the fewest of something, or is second, third and so on."""
    for order in ("most", "fewest"):
        match = next((m for form in forms(order) if (m := form.search(reading.text)) and m[0].strip()), None)
        shared = [m for form in forms("most_of") for m in form.finditer(reading.text)]
        if (
            match is None
            or any(m.start() <= match.start() < m.end() for m in shared)
            or (
                match[0].endswith(("most", "least"))
                and re.match(r"\s*(?:of|recent|likely|important)\b", reading.text[match.end() :])
            )
        ):
            continue
        if any(
            n.start > match.end() and not n.unit and n.start - match.end() < 24
            for n in reading.nouns
            if n.name not in ("time", "policies")
        ):
            return []
        subject = _subject(reading, match, context)
        if subject is None:
            return []
        dimension, scope, outer = subject
        own = day_of(reading, spot(match))
        return [
            Part(
                "rank",
                unit_of(reading, match.start()),
                scope,
                outer,
                dimension=dimension,
                order=order,
                nth=_rank(reading, match),
                day=Moment.of(own) if own else day,
                at=match.start(),
            )
        ]
    return []


def _subject(reading: Reading, match: re.Match[str], context: Context) -> tuple[str, Scope, Scope] | None:
    """What is said to be first: the dimension, the group with its scope, and among what it is ranked."""
    places = [m for m in reading.places if m.kind in ("state", "county", "agency")]
    models = [code for code, *_ in reading.models]
    if places:
        led = [m for m in places if m.start < match.start()]
        if match.groupdict().get("next") and led:  # Florida is second only to Texas
            places = led
        nearest = min(places, key=lambda m: abs(m.start - match.start()) if m.kind == "state" else -1)
        place = nearest.candidates[0]
        dimension = str(nearest.kind)
        state = next((m.candidates[0] for m in places if m.kind == "state" and m is not nearest), None)
        rest = tuple(models[:1])
        if (
            dimension != "state"
            and state is None
            and re.search(r"\b(?:in|of) (?:the|its) state\b|\bdel? estado\b", reading.text)
        ):
            state = known.state_place(str(place["state"]))
        return dimension, Scope(place, rest), Scope(state if dimension != "state" else None, rest)
    if models:
        return "model", Scope(context.place, (models[0],)), Scope(context.place)
    return None


def _rank(reading: Reading, match: re.Match[str]) -> int:
    """The rank that stands in or right before a superlative: the second most, el segundo estado con más."""
    led = reading.text[max(0, match.start() - 24) : match.start()]
    before = re.search(r"\b(\w+)(?:[ -](?:state|county|model|estado|condado|modelo))? $", led)
    if match.groupdict().get("next"):
        return 2
    said = [*re.findall(r"\w+", match[0]), *([before[1]] if before else [])]
    return next((RANKS[word] for word in said if word in RANKS), 1)
