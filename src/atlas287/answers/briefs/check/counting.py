"""A number of a claim as a count of what lists show, or as something that no list measures; and parts denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from atlas287.answers.briefs.check.parts import Moment, Part, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms, vocabulary
from atlas287.answers.briefs.check.scopes import Context, day_of, is_range, scope_of
from atlas287.answers.briefs.check.shares import part_of, whole_counties
from atlas287.answers.briefs.understand.figures import Figure

_EACH = re.compile(r"\b(?:each|apiece|both|cada un[oa]|amb[oa]s)\b")
"""Words by which a number is that of each of several States."""

_NUMBERED = re.compile(r"(?:\bnumber|\bno\.|\bnumero|#)\s*$")
"""Words before a number that tells a rank: number one."""
LAST_RANK = 10
_UNDER = re.compile(r"\b(?:\w+ed|training|officers|deputies|people|working|program\w*) under (?:the |its )?$")
"""Words by which something is done under so many agreements, which is no bound."""
_MEAN = re.compile(
    r"\b(?:averag(?:e|es|ing)|on average|mean|median|typical(?:ly)?|"
    r"promedi\w+|de media|mediana|for (?:every|each)|por cada)\b"
)
"""Words by which a number is a mean or a ratio."""
_DEFINITE = re.compile(r"(?:'s|’s|s'|\b(?:the|its|their|these|those|los|las|sus|estos|esos))\s+$")


def counted(
    reading: Reading, figure: Figure, nouns: dict[int, Noun | None], context: Context, day: Moment, done: set[int]
) -> Iterator[Part]:
    """A number as a count, or as something that no list measures."""
    noun = nouns[figure.start]
    done.add(figure.start)
    after = next((f for f in reading.figures if f.start > figure.start), None)
    money = figure.kind == "usd" or (after is not None and after.kind == "usd" and is_range(reading, figure, after))
    if figure.value <= LAST_RANK and _NUMBERED.search(reading.text, 0, figure.start):
        return
    if noun is not None and noun.unit and (_MEAN.search(reading.text) or (figure.digits and figure.value % 1)):
        noun = None
    if noun is None or not noun.unit or figure.kind != "count" or money:
        metric = "money" if money else noun.name if noun and not noun.unit else "unknown"
        yield Part("unmeasured", value=figure.value, bound=figure.bound, metric=metric, day=day, at=figure.start)
        return
    if not membership(reading, figure, noun):
        yield Part(
            "unmeasured",
            value=figure.value,
            bound=figure.bound,
            metric=about(reading, figure, noun),
            day=day,
            at=figure.start,
        )
        return
    bound, end = figure.bound, None
    if bound == "less" and _UNDER.search(reading.text, 0, figure.start):
        bound = "exact"
    if after and is_range(reading, figure, after) and after.kind == "count":
        bound, end = "between", after.value
        done.add(after.start)
    own = day_of(reading, after if after and end is not None else figure)
    scope = part_of(reading, figure, noun, context) or scope_of(
        reading, after if after and end is not None else figure, context
    )
    kinds = noun.kinds if noun.name == "agencies" and not _several(reading, figure, noun) else ()
    kinds = kinds or (_kinds_told(reading, figure) if noun.name in ("agencies", "agreements") else ())
    scope = replace(scope, kinds=kinds or scope.kinds)
    scope = replace(scope, place=None, more=()) if noun.name == "states" else scope
    several = (scope.place, *scope.more) if scope.more and _EACH.search(reading.text) else ()
    when = Moment.of(own) if own else day
    state = scope.place is not None and scope.place["kind"] == "state"
    if noun.name == "counties" and state and whole_counties(reading, figure):
        yield Part(
            "every", "counties", Scope(scope.place), value=figure.value, measured="whole", day=when, at=figure.start
        )
        return
    for own_scope in [replace(scope, place=place, more=()) for place in several] or [scope]:
        yield Part(
            "count",
            noun.name,
            own_scope,
            value=figure.value,
            bound=bound,
            end_value=end,
            day=when,
            at=figure.start,
        )


def _kinds_told(reading: Reading, figure: Figure) -> tuple[str, ...]:
    """The kind of agency that is said to be so many of others: of which 1,000 are sheriffs."""
    verb = re.match(r"\s+(?:of (?:them|these) )?(?:are|were|son|eran)\s+", reading.bare[figure.end :])
    at = figure.end + verb.end() if verb else -1
    return tuple(
        kind
        for kind, patterns in vocabulary()["kinds"].items()
        if verb and any(re.compile(form).match(reading.bare, at) for form in patterns)
    )


def membership(reading: Reading, figure: Figure, noun: Noun) -> bool:
    """Whether a number tells how many are listed, and not how many have done something that no list shows."""
    start, end = reading.clause(figure.start)
    if noun.name in ("states", "counties") and (
        reading.has("policies", start, end) or reading.has("lacking", figure.end, end)
    ):
        return False
    behind = max(figure.end, noun.end)
    nouns = [n for n in reading.nouns if behind <= n.start < end and n.name not in ("time", "places", "policies")]
    done = [n for n in nouns if not n.unit]
    if not done:
        return True
    which = re.match(r"\s*(?:that|which|who|que)\b", reading.text[behind:])
    if _DEFINITE.search(reading.text[: figure.start]) and not which:
        return True  # Florida's 348 agreements harm trust
    return bool(re.search(forms("members")[0], reading.text[behind : done[0].start]))


def about(reading: Reading, figure: Figure, noun: Noun) -> str:
    """What the words around a number are about that no list measures."""
    start, end = reading.clause(figure.start)
    if noun.name in ("states", "counties") and reading.has("policies", start, end):
        return "policies"
    return next((n.name for n in reading.nouns if not n.unit and n.start >= figure.end and n.name != "time"), "unknown")


def _several(reading: Reading, figure: Figure, noun: Noun) -> bool:
    """Whether sheriffs stand beside police departments, so that together they are agencies of any kind."""
    end = reading.clause(figure.start)[1]
    near = reading.bare[figure.end : max(end, min(len(reading.bare), noun.end + 30))]
    return bool(
        re.search(
            r"(?:\band\b|\by\b|,).{0,16}\b(?:police|polic\w+|departments?|departamentos?)\b|\bpolice\b.{0,20}(?:and|y)\b",
            near,
        )
    )


def negated(reading: Reading, part: Part) -> Part:
    """A part that its clause denies."""
    if part.kind in ("unmeasured", "change") or part.negated or (part.kind == "count" and not part.value):
        return part
    start, end = reading.clause(part.at)
    denied = any(form.search(reading.text, start, end) for form in forms("negation"))
    bounded = part.bound in ("at_most", "at_least") and re.search(
        r"\b(?:no|not)\s+(?:more|fewer|less)", reading.text[start:end]
    )
    return replace(part, negated=True) if denied and not bounded else part
