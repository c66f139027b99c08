"""That there is none, or that one place or agency has an agreement."""

from __future__ import annotations

import re
from dataclasses import replace

from atlas287.answers.briefs.check.parts import Moment, Part, Place, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.check.scopes import Context, day_of, noun_at, scope_of, spot
from atlas287.answers.briefs.understand.figures import Figure

SINGLE = (
    (re.compile(r"(?:county|parish|condado|parroquia)\b(?! (?:sheriff|police|agenc|attorney))"), "counties", ()),
    (re.compile(r"(?:sheriff|alguacil)\b"), "agencies", ("sheriff",)),
    (re.compile(r"(?:city|town|municipal|municipality|municipio|ciudad)\b"), "agencies", ("municipal_police",)),
)
"""Words for one of a unit by which a claim says that there is none, with the kind of agency that they mean."""

_SINCE = re.compile(r"\b(?:since|after|because of|due to|despite|desde|tras|por|a pesar de)\s+(?:\S+\s+){0,3}$")
"""Words behind which stands why there is none."""
_NEITHER = re.compile(r"\b(?:neither\b.{2,60}\bnor|ni\b.{2,60}\bni)\b")


def none(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """No agreement, no agency, none."""
    found = next(
        (m for form in forms("no_unit") for m in form.finditer(reading.bare) if _named(reading, m.start("noun"))),
        None,
    )
    none = next((m for form in forms("none") if (m := form.search(reading.text))), None)
    neither = _NEITHER.search(reading.text) if reading.places and reading.has("members") else None
    match = found or none or neither
    if match is None or not (reading.places or context.place or found):
        return []
    noun = _named(reading, found.start("noun")) if found else None
    name = noun.name if noun and noun.name != "pending" else "agreements"
    if reading.has("policies") and name == "states":
        return []
    at = Figure(0, "count", "exact", 0, match.start(), match.start() + 2)
    scope = scope_of(reading, at, context)
    if neither and not (found or none):
        states = [m.candidates[0] for m in reading.places if m.kind == "state"]
        scope = replace(scope, place=states[0], more=tuple(states[1:])) if len(states) > 1 else scope
    if scope.place is None and reading.places:
        scope = replace(scope, place=reading.places[0].candidates[0])
    if scope.place is None and not scope.models:
        return []
    scope = replace(scope, kinds=noun.kinds if noun and name == "agencies" else ())
    done = [n for n in reading.nouns if not n.unit and n.start > match.end() and n.name != "time"]
    if done and _SINCE.search(reading.text, match.end(), done[0].start):
        done = []
    if done and not reading.has("members", match.end(), done[0].start):
        return []
    own = day_of(reading, at)
    return [Part("count", name, scope, value=0.0, day=Moment.of(own) if own else day, negated=False, at=match.start())]


def _named(reading: Reading, at: int) -> Noun | None:
    """The unit that is named behind a word for none, where one county or town is named for all."""
    for form, name, kinds in SINGLE:
        match = form.match(reading.bare, at)
        if match:
            return Noun(name, True, kinds, *match.span())
    return noun_at(reading, at)


def existing(reading: Reading, context: Context, day: Moment) -> list[Part]:
    """That a place or agency has an agreement, or takes part."""
    match = next((m for form in forms("has_one") if (m := form.search(reading.bare))), None)
    named = [m for m in reading.places if match is None or m.start < match.end()]
    if match is None or not (named or reading.places) or reading.has("nobody", 0, match.start()):
        return []
    done = [n for n in reading.nouns if not n.unit and n.name not in ("time", "policies") and n.start >= match.start()]
    if done or re.search(
        r"\b(?:first|primer\w*|oldest|newest|latest|longest|antigu\w+|recientes?|would|could|should|must|may|might|if)\b",
        reading.text,
    ):
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
    own = day_of(reading, spot(match))
    part = Part(
        "exists", "agreements", Scope(place, models, kinds), day=Moment.of(own) if own else day, at=match.start()
    )
    return [part]
