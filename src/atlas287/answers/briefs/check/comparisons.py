"""Comparisons in a claim: the most, more than another, all counties of a State, none, or that one agency has one."""

from __future__ import annotations

import re
from dataclasses import replace

from atlas287.answers.briefs.check.existence import existing, none
from atlas287.answers.briefs.check.parts import JAILS, Moment, Part, Place, Scope
from atlas287.answers.briefs.check.ranks import combined, ranked
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.check.scopes import COUNTABLE, Context, day_of, spot
from atlas287.answers.briefs.understand.figures import Figure

STATES = 50.0
"""Every State is at least so many."""
_TOGETHER = re.compile(r"\b(?:combined|together|junt[oa]s|combinad[oa]s|sumad[oa]s)\b")


def compared(
    reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment, counted: bool
) -> list[Part]:
    """The comparisons of a sentence. Where it counts or compares nothing, whether it says that something is listed."""
    found = combined(reading, context, day) or ranked(reading, context, day) or _versus(reading, context, nouns, day)
    found = found or none(reading, context, day)
    if not found and not counted:
        found = existing(reading, context, day)
    return found


def every(reading: Reading, context: Context, day: Moment) -> tuple[Part, set[int]] | None:
    """All counties of a State, or all their jails or sheriffs; with the numbers that belong to it."""
    states = next((m for form in forms("every_state") if (m := form.search(reading.bare))), None)
    if states is not None and reading.has("has_one", states.end()) and not reading.has("policies"):
        if any(states.start() <= f.start < states.end() for f in reading.figures):
            return None
        own = day_of(reading, spot(states))
        return Part(
            "count", "states", value=STATES, bound="at_least", day=Moment.of(own) if own else day, at=states.start()
        ), {f.start for f in reading.figures if f.value == 1}
    found = [m for form in forms("every_of") for m in form.finditer(reading.bare)]
    match = next((m for m in found if not re.match(r"(?:los|las)\b", m[0]) or re.search(r"\d", m[0])), None)
    place = next((m.candidates[0] for m in reading.places if m.kind == "state"), context.place)
    if match is None or place is None or place["kind"] != "state" or not reading.has("members"):
        return None
    within = [f for f in reading.figures if match.start() - 1 <= f.start < match.end() and f.kind == "count"]
    said = match["what"]
    whole = reading.bare[max(0, match.start() - 30) : match.end()]
    jails = any(form.search(whole) for form in forms("jail"))
    sheriffs = re.search(r"\b(?:sheriffs?|alguacil\w*)\b", whole) is not None
    kinds = JAILS if jails else ("sheriff",) if sheriffs and not said.startswith(("count", "cond")) else ()
    kinds = ("sheriff",) if re.search(r"county sheriffs?", whole) else kinds
    models = tuple(code for code, *_ in reading.models)
    own = day_of(reading, within[0] if within else spot(match))
    part = Part(
        "every",
        "counties",
        Scope(place, models, kinds),
        value=within[0].value if within else None,
        day=Moment.of(own) if own else day,
        at=within[0].start if within else match.start(),
    )
    return part, {f.start for f in within}


def _versus(reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment) -> list[Part]:
    """More of one than of another: of two places, two models or two units."""
    match = next((m for form in forms("more_than") if (m := form.search(reading.text))), None)
    times = next(
        (
            f
            for f in reading.figures
            if f.kind == "times"
            and re.match(r"\s*(?:as (?:many|much)|el numero|mas\b|more\b|de \w+ (?:\S+ )?que\b)", reading.text[f.end :])
        ),
        None,
    )
    if match is None and times is None:
        return []
    split = match.end() if match else None
    if times is not None:
        than = re.compile(r"\b(?:as|than|que)\b(?!\s+(?:many|much))").search(reading.text, times.end + 3)
        split = than.end() if than else None
        match = None if match and match["verb"] else match
    if split is None or any(split <= f.start <= split + 12 for f in reading.figures):
        return []
    many = _so_many_more(reading, match) if match and times is None else None
    place, model, noun = _side(reading, 0, match.start() if match and match["verb"] else split)
    other, other_model, other_noun = _side(reading, split, len(reading.text))
    unit = noun.name if noun else other_noun.name if other_noun else "agreements"
    if other is None and not other_model and other_noun is None:
        return _between_days(reading, split, times or many, bool(match and match["less"]), day)
    second = other_noun.name if other_noun and noun else unit
    if place == other and model == other_model and unit == second:
        return []
    stated = times or many
    at = stated.start if stated else match.start() if match else 0
    own = day_of(reading, Figure(0, "count", "exact", 0, at, at + 1))
    shared = other or (context.place if not place else None)
    left = Scope(place or shared, model)
    right = Scope(
        other or (place if other_model or other_noun else None),
        other_model or (model if other or not other_noun else ()),
    )
    if _TOGETHER.search(reading.text, split):
        right = _together(reading, right, split)
    fewer = bool(match and match["less"])
    return [
        Part(
            "compare",
            unit,
            left,
            right,
            other_unit=second,
            order="fewest" if fewer else "most",
            value=stated.value if stated else None,
            bound=stated.bound if stated else "exact",
            worded=bool(times),
            measured="difference" if many else None,
            day=Moment.of(own) if own else day,
            at=at,
        )
    ]


def _so_many_more(reading: Reading, match: re.Match[str]) -> Figure | None:
    """The number by which one is said to be more than another: 39 more agreements than Florida."""
    found = [f for f in reading.figures if f.kind == "count" and f.end <= match.end()]
    told = re.compile(r"\s*(?:more|fewer|less|(?:\w+ )?(?:mas|menos))\b")
    return next((f for f in found if told.match(reading.text, f.end)), None)


def _together(reading: Reading, scope: Scope, split: int) -> Scope:
    """A side of a comparison that takes all the States and models it names together."""
    first = next((m for m in reading.places if m.start >= split), None)
    states = [each.candidates[0] for each in reading.group(first)] if first else []
    models = tuple(dict.fromkeys(code for code, at, _ in reading.models if at >= split))
    return replace(scope, models=models or scope.models, more=tuple(states[1:]))


def _side(reading: Reading, start: int, end: int) -> tuple[Place | None, tuple[str, ...], Noun | None]:
    """What one side of a comparison names first: place, model and unit."""
    place = next((m.candidates[0] for m in reading.places if start <= m.start < end), None)
    model = next(((code,) for code, at, _ in reading.models if start <= at < end), ())
    return place, model, next((n for n in reading.nouns if n.unit and start <= n.start < end), None)


def _between_days(reading: Reading, split: int, stated: Figure | None, fewer: bool, day: Moment) -> list[Part]:
    """More of one thing on one day than on another: more agreements in 2026 than in 2025."""
    place, model, noun = _side(reading, 0, split)
    start = next((each for each in reading.days if each.start >= split), None)
    if start is None or noun is None or noun.name not in COUNTABLE or any(not n.unit for n in reading.nouns):
        return []
    ends = [each for each in reading.days if each.start < split]
    since = Moment.of(start).last
    measured = "direction" if stated is None else "times" if stated.kind == "times" else "difference"
    value = stated.value if stated else 1.0
    value = -value if fewer and measured != "times" else value
    return [
        Part(
            "change",
            noun.name,
            Scope(place, model),
            value=value,
            bound=stated.bound if stated else "exact",
            digits=stated.digits if stated else 0,
            worded=stated is not None and stated.kind == "times" and stated.value in (2, 3) and not stated.digits,
            day=Moment.of(ends[-1]) if ends else day,
            start=Moment(since, since),
            measured=measured,
            at=stated.start if stated else noun.start,
        )
    ]
