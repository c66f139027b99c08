"""Sums in a claim: so many in one State and so many in another, so many in all."""

from __future__ import annotations

import re
from dataclasses import replace

from atlas287.answers.briefs.check.parts import Arithmetic, Part, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading
from atlas287.answers.briefs.understand.figures import Figure

_LED = re.compile(
    r"\b(?:(?:for |making |giving |dando )?(?:a|un) (?:combined |grand )?total (?:of|de)|total(?:ing|ling|s)|"
    r"(?:add(?:s|ing)?|sum(?:s|ming)?) (?:up )?to|makes?|making|together|combined|juntos|suman|sumando)"
    r"(?:,| (?:that is|they have|there are|is|son|hay))?\s+$"
)
"""Words before a number by which it is the sum of those before it."""
_LOOSE = re.compile(r"\b(?:in all|in total|altogether|overall|en total|en conjunto)(?:,| there are| hay| son)?\s+$")
_AFTER = re.compile(
    r"\s*(?:[^\s,.;:]+ ){0,2}?"
    r"(?:in all|in total|altogether|combined|together|total|overall|en total|en conjunto|juntos)\b"
)
_WHOLE = re.compile(r"\b(?:out of|of|de) (?:the |los |las )?$")
_WIDER = re.compile(r"\b(?:nation(?:wide|ally|al)?|country|pais|united states|estados unidos|nacional(?:es|mente)?)\b")


def total_of(reading: Reading) -> Figure | None:
    """The number of a sentence that is the sum of those before it; of a new half sentence only in plain words."""
    counts = [figure for figure in reading.figures if figure.kind == "count"]
    if len(counts) < 3:
        return None
    figure, before = counts[-1], counts[-2]
    led, between = reading.text[: figure.start], reading.text[before.end : figure.start]
    if _LED.search(led):
        return figure
    if _WHOLE.search(led) or ";" in between or _WIDER.search(reading.text, before.end):
        return None
    return figure if _LOOSE.search(led) or _AFTER.match(reading.text, figure.end) else None


def summed(total: Figure, parts: list[Part], noun: Noun | None) -> tuple[list[Part], Arithmetic] | None:
    """The sum as a count of all that its terms name, and what must follow from them; None where they are no terms.

    Terms are counts of one unit on one day, of States or of models that all differ.
    """
    terms = [part for part in parts if part.kind == "count" and part.at < total.start and part.end_value is None]
    units, days = {part.unit for part in terms}, {part.day for part in terms}
    if len(terms) < 2 or len(units) > 1 or len(days) > 1 or (noun and noun.unit and noun.end and {noun.name} != units):
        return None
    scopes = [part.scope for part in terms]
    if any(scopes.count(scope) > 1 for scope in scopes):
        return None
    stated = Arithmetic("sum", tuple(part.value or 0.0 for part in terms), total.value, total.bound, total.digits)
    whole = _whole(scopes)
    if whole is None:
        return [], stated
    return [replace(terms[0], scope=whole, value=total.value, bound=total.bound, at=total.start)], stated


def _whole(scopes: list[Scope]) -> Scope | None:
    """All that some scopes cover: of several States, or of several models."""
    first, rest = scopes[0], scopes[1:]
    states = all(each.place is not None and each.place["kind"] == "state" and not each.more for each in scopes)
    alike = all((each.models, each.kinds) == (first.models, first.kinds) for each in rest)
    if states and alike and all(each.place != first.place for each in rest):
        return replace(first, more=tuple(each.place for each in rest if each.place))
    if all(len(each.models) == 1 and replace(each, models=()) == replace(first, models=()) for each in scopes):
        return replace(first, models=tuple(each.models[0] for each in scopes))
    return None
