"""Growth in a claim: from one number to another, by so many per cent, times or more, or since a day."""

from __future__ import annotations

from dataclasses import replace

from atlas287.answers.briefs.check.growing import kind_of, since_of, tells_growth
from atlas287.answers.briefs.check.parts import Arithmetic, Moment, Part, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.check.scopes import Context, day_of, grows, is_range, is_start, scope_of
from atlas287.answers.briefs.understand.figures import Figure

Found = tuple[list[Part], list[Arithmetic], set[int]]


def grown(reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment, done: set[int]) -> Found:
    """The growths of a sentence: the ends that it states, what must follow from them, and what counts must show."""
    starts = [f for f in reading.figures if f.kind == "count" and is_start(reading, f) and not _range(reading, f)]
    stated = [f for f in reading.figures if tells_growth(reading, f, nouns)]
    if not starts and not stated:
        return _directed(reading, context, nouns, day)
    unit = _unit(nouns, [*starts, *stated], reading)
    if unit is None:
        sums = _sums(reading, starts, stated, nouns)
        used = {f.start for f in (*starts, *stated)}
        metric = next((n.name for f in (*starts, *stated) if (n := nouns[f.start]) and not n.unit), "unknown")
        unmeasured = [
            Part("unmeasured", value=f.value, bound=f.bound, metric=metric, day=day, at=f.start)
            for f in (*starts, *stated)
        ]
        return unmeasured, sums, used
    parts: list[Part] = []
    since = since_of(reading, day)
    for figure in starts:
        own = day_of(reading, figure, start=True)
        start = Moment.of(own) if own else since
        end = _end(reading, figure, nouns, stated)
        if end is None and not stated:
            continue  # agencies from 40 states
        at = start or day
        parts.append(
            Part(
                "count",
                unit.name,
                _scope(reading, end or figure, context),
                value=figure.value,
                bound=figure.bound,
                day=at,
                undated=start is None,
                at=figure.start,
            )
        )
    for figure in stated:
        parts += _changes(reading, context, figure, starts, stated, nouns, unit, day, since)
    used = {part.at for part in parts} | {f.start for f in stated}
    ends = [end for f in starts if (end := _end(reading, f, nouns, stated)) is not None]
    for end in ends:
        if end.start in used or end.start in done:
            continue
        own = day_of(reading, end)
        bound = "exact" if end.bound == "at_most" else end.bound
        parts.append(
            Part(
                "count",
                unit.name,
                _scope(reading, end, context),
                value=end.value,
                bound=bound,
                day=Moment.of(own) if own else day,
                at=end.start,
            )
        )
        used.add(end.start)
    return parts, _sums(reading, starts, stated, nouns), used


def _changes(
    reading: Reading,
    context: Context,
    figure: Figure,
    starts: list[Figure],
    stated: list[Figure],
    nouns: dict[int, Noun | None],
    unit: Noun,
    day: Moment,
    since: Moment | None,
) -> list[Part]:
    """A growth as counts test it, where the claim does not state both ends itself."""
    start = starts[0] if starts else None
    end = _end(reading, start or figure, nouns, stated)
    if start is not None and end is not None:
        return []
    kind = kind_of(figure)
    sign = grows(reading, figure)
    value = -figure.value if sign < 0 and kind != "times" else figure.value
    own = [each for each in reading.days if each.role != "since"]
    period = own[0] if len(own) == 1 and own[0].precision != "day" and not start else None
    if since is None and period is not None:
        since, ending = Moment(period.first, period.first), Moment.of(period)
    else:
        ending = Moment.of(own[-1]) if own else day
    if since is None and start is None:
        return [Part("unmeasured", value=figure.value, bound=figure.bound, metric="growth", day=day, at=figure.start)]
    return [
        Part(
            "change",
            unit.name,
            _scope(reading, figure, context),
            value=value,
            bound=figure.bound,
            digits=figure.digits,
            day=ending,
            start=since,
            start_value=start.value if start else None,
            measured=kind,
            worded=figure.kind == "share" or (figure.kind == "times" and figure.value in (2, 3) and not figure.digits),
            at=figure.start,
        )
    ]


def _directed(reading: Reading, context: Context, nouns: dict[int, Noun | None], day: Moment) -> Found:
    """A growth or decline since a day or within a year or month, without a number: agreements have grown since 2024."""
    since = since_of(reading, day)
    period = next((each for each in reading.days if each.precision != "day" and each.role == "on"), None)
    if since is None and period is not None and len(reading.days) == 1:
        since = Moment(period.first, period.first)
    units = [noun for noun in reading.nouns if noun.unit and noun.name != "pending"]
    if since is None or reading.figures or not units:
        return [], [], set()
    noun = units[0]
    for name, value in (("grow", 1.0), ("fall", -1.0)):
        match = next((m for form in forms(name) if (m := form.search(reading.bare, noun.end))), None)
        if match and not any(n for n in reading.nouns if not n.unit and n.name != "time"):
            at = Figure(value, "count", "exact", 0, match.start(), match.end())
            ending = [each for each in reading.days if each.role != "since"]
            part = Part(
                "change",
                noun.name,
                scope_of(reading, at, context),
                value=value,
                day=Moment.of(ending[-1]) if ending else day,
                start=since,
                measured="direction",
                at=match.start(),
            )
            return [part], [], set()
    return [], [], set()


def _scope(reading: Reading, figure: Figure, context: Context) -> Scope:
    """The scope of an end of a growth; a model that the sentence names before its first number holds for both ends."""
    scope = scope_of(reading, figure, context)
    first = reading.figures[0]
    return scope if scope.models else replace(scope, models=scope_of(reading, first, context).models)


def _range(reading: Reading, figure: Figure) -> bool:
    after = next((f for f in reading.figures if f.start > figure.start), None)
    return after is not None and is_range(reading, figure, after)


def _unit(nouns: dict[int, Noun | None], figures: list[Figure], reading: Reading) -> Noun | None:
    """The unit that grew, or None where something grew that no list measures."""
    own = [noun for figure in figures if (noun := nouns[figure.start]) is not None]
    if any(not noun.unit for noun in own) or len(own) < len(figures):
        return None
    ends = [nouns[f.start] for f in reading.figures if f.kind == "count"]
    counted = [noun for noun in (*own, *ends) if noun is not None and noun.unit and noun.end]
    return counted[0] if counted else Noun("agreements", True, (), 0, 0)


def _end(reading: Reading, start: Figure, nouns: dict[int, Noun | None], stated: list[Figure]) -> Figure | None:
    """The number to which something grew: of the same noun, the nearest behind, else the nearest before."""
    noun = nouns[start.start]
    fitting = [
        f
        for f in reading.figures
        if f is not start
        and f.kind == "count"
        and f not in stated
        and not is_start(reading, f)
        and noun is not None
        and (own := nouns[f.start]) is not None
        and (own.name == noun.name)
    ]
    behind = [f for f in fitting if f.start > start.start]
    return behind[0] if behind else fitting[-1] if fitting else None


def _sums(
    reading: Reading, starts: list[Figure], stated: list[Figure], nouns: dict[int, Noun | None]
) -> list[Arithmetic]:
    found = []
    for start in starts:
        end = _end(reading, start, nouns, stated)
        if end is None or not start.value:
            continue
        for figure in (each for each in stated if each.kind != "share"):
            kind = {"percent": "change", "times": "multiple"}.get(kind_of(figure), "difference")
            value = -figure.value if grows(reading, figure) < 0 and kind != "multiple" else figure.value
            if kind == "multiple" and grows(reading, figure) < 0:
                continue
            found.append(Arithmetic(kind, (start.value, end.value), value, figure.bound, figure.digits))
    return found
