"""Shares in a claim: so many per cent, a half or most of the agreements or agencies are in a place or of a model."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from atlas287.answers.briefs.check.parts import Arithmetic, Moment, Part, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms, vocabulary
from atlas287.answers.briefs.check.scopes import Context, day_of, grouped, noun_of, scope_of
from atlas287.answers.briefs.understand.figures import Figure

Found = tuple[list[Part], list[Arithmetic], set[int]]
WHOLE = 100.0


def shared(reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment, done: set[int]) -> Found:
    """The shares of a sentence; where a list cannot tell the part, it is not measured."""
    parts: list[Part] = []
    used: set[int] = set()
    last: Noun | None = None
    found = [f for f in reading.figures if f.kind in ("percent", "share") and f.start not in done]
    found += [
        Figure(50.0, "share", "more", 0, match.start(), match.end())
        for form in forms("most_of")
        for match in form.finditer(reading.text)
    ]
    for figure in found:
        noun = noun_of(reading, figure) or last or _noun(reading, figure, nouns, context)
        parts.append(_share(reading, context, figure, noun, day))
        last = noun if noun and noun.unit else last
        used.add(figure.start)
    sums = _sums(reading, found)
    return parts, sums, used


def _share(reading: Reading, context: Context, figure: Figure, noun: Noun | None, day: Moment) -> Part:
    own = day_of(reading, figure)
    when = Moment.of(own) if own else day
    plain = Part("unmeasured", value=figure.value, bound=figure.bound, digits=figure.digits, day=when, at=figure.start)
    if noun is None or not noun.unit or noun.name in ("states", "pending"):
        return replace(plain, metric=noun.name if noun and not noun.unit else "unknown")
    part, whole = _sides(reading, figure, context, noun)
    if noun.name == "counties" and part == whole and part.place is not None and part.place["kind"] == "state":
        return Part(
            "every",
            "counties",
            part,
            value=figure.value,
            bound=figure.bound,
            digits=figure.digits,
            measured="percent",
            worded=figure.kind == "share",
            day=when,
            at=figure.start,
        )
    if part == whole:
        done = [n for n in reading.nouns if not n.unit and n.start >= figure.end and n.name != "time"]
        return replace(plain, metric=done[0].name if done else "unknown")
    return Part(
        "share",
        noun.name,
        part,
        whole,
        value=figure.value,
        bound=figure.bound,
        digits=figure.digits,
        worded=figure.kind == "share",
        day=when,
        at=figure.start,
    )


def _noun(reading: Reading, figure: Figure, nouns: dict[int, Noun | None], context: Context) -> Noun | None:
    """What the share is of: a share of a number is of what that number counts."""
    later = next((f for f in reading.figures if f.start >= figure.end), None)
    if later and re.fullmatch(r"\s*(?:of|de)\s+(?:the|los|las|all|its|~|\s)*", reading.bare[figure.end : later.start]):
        return nouns.get(later.start)
    if figure.start in nouns:
        return nouns[figure.start]
    return next((noun for noun in reading.nouns if noun.start >= figure.end), context.unit)


def _sides(reading: Reading, figure: Figure, context: Context, noun: Noun) -> tuple[Scope, Scope]:
    """The part and the whole: what a verb before the share names is the part, and what stands behind one after it."""
    start, end = reading.clause(figure.start)
    marks = [at for at in _attributes(reading) if not noun.start <= at < noun.end]
    if not any(start <= at < end for at in marks):
        end = len(reading.text)
    verb_before = next((m for form in forms("holds") for m in form.finditer(reading.bare, start, figure.start)), None)
    verb_after = next((m for form in forms("verb") for m in [form.search(reading.bare, figure.end, end)] if m), None)
    before = [at for at in marks if start <= at < figure.start]
    after = [at for at in marks if figure.end <= at < end]
    if before and verb_before and max(before) < verb_before.end() + 200 and min(before) < verb_before.start():
        part, whole = before, after
    elif verb_after:
        whole = before + [at for at in after if at < verb_after.start()]
        part = [at for at in after if at >= verb_after.end()]
    else:
        whole, part = before, after
    outer = _scope(reading, whole, Scope())
    if outer.place is None and context.place is not None and not reading.nation() and not _places(reading, part):
        outer = replace(outer, place=context.place)
    inner = _scope(reading, part, outer)
    if not part and not verb_after and before and not after:
        inner, outer = outer, Scope()
    return inner, outer


def _attributes(reading: Reading) -> list[int]:
    """Where a sentence names a place, a model or a kind of agency."""
    kinds = [
        m.start()
        for forms_ in vocabulary()["kinds"].values()
        for form in forms_
        for m in re.finditer(form, reading.bare)
    ]
    return sorted({*(m.start for m in reading.places), *(at for _, at, _ in reading.models), *kinds})


def _places(reading: Reading, at: list[int]) -> bool:
    return any(mention.start in at for mention in reading.places)


def _scope(reading: Reading, at: list[int], outer: Scope) -> Scope:
    places = [m for m in reading.places if m.start in at]
    models = tuple(code for code, start, _ in reading.models if start in at)
    kinds = tuple(
        kind
        for kind, patterns in vocabulary()["kinds"].items()
        for form in patterns
        for m in re.finditer(form, reading.bare)
        if m.start() in at
    )
    if not places:
        return Scope(outer.place, models or outer.models, kinds or outer.kinds, outer.more)
    rows = [each for each in reading.places if places[-1] in reading.group(each)]
    return grouped(reading, rows[0], models or outer.models, kinds or outer.kinds)


def part_of(reading: Reading, figure: Figure, noun: Noun, context: Context) -> Scope | None:
    """What a number counts that is told as so many of so many, such as 1,162 or 1,843 in 1,162 of the 1,843."""
    pair = next((pair for pair in _pairs(reading) if figure in pair), None)
    if pair is None:
        return None
    part, whole = _sides(reading, max(pair, key=lambda each: each.start), context, noun)
    if part == whole:
        return None
    if part.place is None and whole.place is None:
        place = scope_of(reading, pair[0], context).place  # In Florida, 274 of 348 agreements
        part, whole = replace(part, place=place), replace(whole, place=place)
    return part if pair[0] is figure else whole


def whole_counties(reading: Reading, figure: Figure) -> bool:
    """Whether a number is that of all counties of a State: of its 254 counties."""
    return any(figure is whole for _, whole in _pairs(reading))


def _pairs(reading: Reading) -> list[tuple[Figure, Figure]]:
    """Numbers that are told as part and whole."""
    found = []
    counts = [f for f in reading.figures if f.kind == "count"]
    for one, other in pairwise(counts):
        between = reading.bare[one.end : other.start]
        if re.fullmatch(r"\s*(?:out )?(?:of|de)\s+(?:the|its|all|los|las|sus|~|['’]s?|\s)*", between):
            found.append((one, other))
        elif (
            re.search(r"(?:^|[,;.]\s*)(?:of|de)\s+(?:the|its|all|los|las|sus|~|\s)*$", reading.bare[: one.start])
            and "," in between
        ):
            found.append((other, one))
    return found


def _sums(reading: Reading, found: list[Figure]) -> list[Arithmetic]:
    """So many of so many, or so many per cent: what must follow from numbers that stand side by side."""
    sums = []
    for part, whole in _pairs(reading):
        last = max(part.end, whole.end)
        for share in found:
            near = reading.bare[last : share.start] if share.start > last else ""
            if (
                near
                and len(near) < 60
                and re.search(r"(?:,|\(|—|–|\bor\b|\bo\b)\s*(?:\w+ ){0,2}$", near)
                and whole.value
            ):
                sums.append(Arithmetic("share", (part.value, whole.value), share.value, share.bound, share.digits))
    return sums
