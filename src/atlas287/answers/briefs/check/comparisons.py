"""Comparisons in a claim: the most, more than another, all counties of a State, none, or that one agency has one."""

from __future__ import annotations

import re
from dataclasses import replace

from atlas287.answers.briefs.check.parts import JAILS, Moment, Part, Place, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.check.scopes import Context, day_of, scope_of
from atlas287.answers.briefs.understand.figures import Figure

RANKS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
COUNTABLE = ("agreements", "agencies", "listings", "counties")


def compared(
    reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment, counted: bool
) -> list[Part]:
    """The comparisons of a sentence. Where it counts or compares nothing, whether it says that something is listed."""
    found = _combined(reading, context, day) or _ranked(reading, context, day) or _versus(reading, context, nouns, day)
    found = found or _none(reading, context, day)
    if not found and not counted:
        found = _existing(reading, context, day)
    return found


def every(reading: Reading, context: Context, day: Moment) -> tuple[Part, set[int]] | None:
    """All counties of a State, or all their jails or sheriffs; with the numbers that belong to it."""
    found = [m for form in forms("every_of") for m in form.finditer(reading.bare)]
    match = next((m for m in found if not re.match(r"(?:los|las)\b", m[0]) or re.search(r"\d", m[0])), None)
    place = next((m.candidates[0] for m in reading.places if m.kind == "state"), context.place)
    if match is None or place is None or place["kind"] != "state" or not _listed(reading):
        return None
    within = [f for f in reading.figures if match.start() - 1 <= f.start < match.end() and f.kind == "count"]
    said = match["what"]
    whole = reading.bare[max(0, match.start() - 30) : match.end()]
    jails = any(form.search(whole) for form in forms("jail"))
    sheriffs = re.search(r"\b(?:sheriffs?|alguacil\w*)\b", whole) is not None
    kinds = JAILS if jails else ("sheriff",) if sheriffs and not said.startswith(("count", "cond")) else ()
    kinds = ("sheriff",) if re.search(r"county sheriffs?", whole) else kinds
    models = tuple(code for code, *_ in reading.models)
    own = day_of(reading, within[0] if within else _at(match))
    part = Part(
        "every", "counties", Scope(place, models, kinds), value=within[0].value if within else None,
        day=Moment.of(own) if own else day, at=within[0].start if within else match.start(),
    )  # fmt: skip
    return part, {f.start for f in within}


def _combined(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """More than all other States together is more than half."""
    match = next((m for form in forms("combined") if (m := form.search(reading.text))), None)
    if match is None or not reading.places:
        return []
    unit, own = _unit(reading), day_of(reading, _at(match))
    place = reading.places[0].candidates[0]
    models = tuple(code for code, *_ in reading.models)
    return [
        Part("share", unit, Scope(place, models), Scope(None, models), value=50.0, bound="more", worded=True,
             day=Moment.of(own) if own else day, at=match.start())
    ]  # fmt: skip


def _ranked(reading: Reading, context: Context, day: Moment) -> list[Part]:
    for order in ("most", "fewest"):
        match = next((m for form in forms(order) if (m := form.search(reading.text)) and m[0].strip()), None)
        shared = [m for form in forms("most_of") for m in form.finditer(reading.text)]
        if (
            match is None
            or any(m.start() <= match.start() < m.end() for m in shared)
            or re.match(r"\s*(?:common )?(?:of|recent|likely|important)\b", reading.text[match.end() :])
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
        own = day_of(reading, _at(match))
        rank = match.groupdict().get("rank") if order == "most" else None
        return [
            Part("rank", _unit(reading, match.start()), scope, outer, dimension=dimension, order=order, nth=RANKS.get(rank or "", 1),
                 day=Moment.of(own) if own else day, at=match.start())
        ]  # fmt: skip
    return []


def _subject(reading: Reading, match: re.Match[str], context: Context) -> tuple[str, Scope, Scope] | None:
    """What is said to be first: the dimension, the group with its scope, and among what it is ranked."""
    places = [m for m in reading.places if m.kind in ("state", "county", "agency")]
    models = [code for code, *_ in reading.models]
    if places:
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
            from atlas287.answers import places as known

            state = known.state_place(str(place["state"]))
        return dimension, Scope(place, rest), Scope(state if dimension != "state" else None, rest)
    if models:
        return "model", Scope(context.place, (models[0],)), Scope(context.place)
    return None


def _versus(reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment) -> list[Part]:
    """More of one than of another: of two places, two models or two units."""
    match = next((m for form in forms("more_than") if (m := form.search(reading.text))), None)
    times = next(
        (
            f
            for f in reading.figures
            if f.kind == "times" and re.match(r"\s*(?:as (?:many|much)|el numero|mas\b|more\b)", reading.text[f.end :])
        ),
        None,
    )
    if match is None and times is None:
        return []
    split = match.end() if match else None
    if times is not None:
        than = re.compile(r"\b(?:as|than|que)\b(?!\s+(?:many|much))").search(reading.text, times.end + 3)
        split = than.end() if than else None
    if split is None or any(split <= f.start <= split + 12 for f in reading.figures):
        return []
    sides = []
    for inside in (lambda at: at < split, lambda at: at >= split):
        place = next((m.candidates[0] for m in reading.places if inside(m.start)), None)
        model = next(((code,) for code, at, _ in reading.models if inside(at)), ())
        noun = next((n for n in reading.nouns if n.unit and inside(n.start)), None)
        sides.append((place, model, noun))
    (place, model, noun), (other, other_model, other_noun) = sides
    unit = noun.name if noun else other_noun.name if other_noun else "agreements"
    if other is None and not other_model and other_noun is None:
        return []
    second = other_noun.name if other_noun and noun else unit
    if place == other and model == other_model and unit == second:
        return []
    at = times.start if times else match.start() if match else 0
    own = day_of(reading, Figure(0, "count", "exact", 0, at, at + 1))
    shared = other or (context.place if not place else None)
    left = Scope(place or shared, model)
    right = Scope(
        other or (place if other_model or other_noun else None),
        other_model or (model if other or not other_noun else ()),
    )
    fewer = bool(match and match["less"])
    return [
        Part("compare", unit, left, right, other_unit=second, order="fewest" if fewer else "most",
             value=times.value if times else None, bound=times.bound if times else "exact", worded=bool(times),
             day=Moment.of(own) if own else day, at=at)
    ]  # fmt: skip


def _none(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """No agreement, no agency, none."""
    found = next(
        (m for form in forms("no_unit") for m in form.finditer(reading.bare) if _noun_at(reading, m.start("noun"))),
        None,
    )
    none = next((m for form in forms("none") if (m := form.search(reading.text))), None)
    match = found or none
    if match is None or not (reading.places or context.place or found):
        return []
    noun = _noun_at(reading, found.start("noun")) if found else None
    name = noun.name if noun and noun.name != "pending" else "agreements"
    if reading.has("policies") and name == "states":
        return []
    at = Figure(0, "count", "exact", 0, match.start(), match.end())
    scope = scope_of(reading, at, context)
    if scope.place is None and reading.places:
        scope = replace(scope, place=reading.places[0].candidates[0])
    if scope.place is None and not scope.models:
        return []
    done = [n for n in reading.nouns if not n.unit and n.start > match.end() and n.name != "time"]
    if done and not reading.has("members", match.end(), done[0].start):
        return []
    own = day_of(reading, at)
    return [Part("count", name, scope, value=0.0, day=Moment.of(own) if own else day, negated=False, at=match.start())]


def _existing(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """That a place or agency has an agreement, or takes part."""
    match = next((m for form in forms("has_one") if (m := form.search(reading.bare))), None)
    named = [m for m in reading.places if match is None or m.start < match.end()]
    if match is None or not (named or reading.places):
        return []
    done = [n for n in reading.nouns if not n.unit and n.name not in ("time", "policies") and n.start >= match.start()]
    if done or re.search(r"\b(?:first|primer\w*|would|could|should|must|may|might|if)\b", reading.text):
        return []
    mention = (named or list(reading.places))[0]
    specific = next((m for m in reading.places if m.kind == "agency"), mention)
    place: Place = specific.candidates[0]
    kinds = (
        ("sheriff", "county_corrections", "county_police")
        if specific.body == "sheriff" and specific.kind == "county"
        else ()
    )
    models = tuple(code for code, *_ in reading.models)
    own = day_of(reading, _at(match))
    part = Part(
        "exists", "agreements", Scope(place, models, kinds), day=Moment.of(own) if own else day, at=match.start()
    )
    return [part]


def _listed(reading: Reading) -> bool:
    return reading.has("members")


def _unit(reading: Reading, near: int = 0) -> str:
    """The unit that a comparison counts."""
    units = [n for n in reading.nouns if n.unit and n.name in COUNTABLE]
    behind = [n for n in units if n.start >= near]
    chosen = (behind or units)[:1]
    return chosen[0].name if chosen else "agreements"


def _noun_at(reading: Reading, at: int) -> Noun | None:
    return next((n for n in reading.nouns if n.unit and n.start <= at < n.end), None)


def _at(match: re.Match[str]) -> Figure:
    return Figure(0, "count", "exact", 0, match.start(), match.end())
