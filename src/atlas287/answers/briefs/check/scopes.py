"""What stands beside a number of a claim: its noun, its place and model, its day, and where it stands in a growth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from atlas287.answers.briefs.check.parts import Place, Scope
from atlas287.answers.briefs.check.reading import Noun, Reading, forms
from atlas287.answers.briefs.understand.dated import Day
from atlas287.answers.briefs.understand.figures import Figure
from atlas287.answers.briefs.understand.mentions import Mention

_OF = re.compile(r"\s*(?:(?:of|de|del)\b)?\s*(?:(?:all the|the|all|its|their|las?|los|sus|todos los|todas las)\b)?\s*")
_CUT = re.compile(
    r"[.;:()—–,]|\b(?:of|de|del|in|en|with|con|to|a|al|from|desde|since|by|on|when|as|at|than|que|who|that|which|for|para|por|"
    r"over|under|during|before|after|are|is|were|was|has|have|had|son|es|estan|tienen|tiene|bajo|"
    r"compared|frente|across|among|between|"
    r"no longer|took|take|takes|up|down)\b"
)
_NEUTRAL = re.compile(
    r"\b(?:new|active|current|total|more|fewer|last|this|next|today|now|ago|year|other|additional|and|or|y|o|total(?:es)?|"
    r"nuev[oa]s?|activ[oa]s?|actual(?:es)?|hoy|ahora|mas|menos|just|only|currently|already|signed|listed|so|far|overall|"
    r"nationwide|nationally|ya|solo|unicamente|participating|de|the|los|las|"
    r"them|these|those|ell[oa]s|est[oa]s|es[oa]s|strong|over|under|increase|rise|jump|it|they|el|la)\b|~+|[^\w\s]"
)
_PER = re.compile(r"\b(?:a|per|each|every|al|por|cada)\s+$")
_START = re.compile(
    r"\b(?:from|up from|down from|compared (?:with|to)|versus|vs\.?|desde|frente a|en comparacion con|"
    r"(?:instead|in place) of)\s+"
    r"(?:just |only |about |around |nearly |the |roughly |some |fewer than |more than |"
    r"solo |apenas |los |las |unos |unas )*$"
)
_TO = re.compile(
    r"\b(?:to|a|hasta|y|and)\s+(?:just |about |around |nearly |over |more than |almost |roughly |some |los |las |"
    r"mas de |casi |unos |cerca de )*$"
)
_SPREAD = re.compile(r"\b(?:in|across|over|from|en|de)\s+(?:all |the |some |los |las |unos )*(?:[\d,.]+ |\w+ )?$")
_AT_END = re.compile(r"\b(?:(?:at|in) )?(?:the )?end of (?:the )?$|\bfin(?:es|ales)? de $")
_FROM = re.compile(
    r"(?<!mas )(?<!menos )(?<!cerca )(?<!alrededor )(?<!encima )\b(?:de|between|entre)\s+(?:los |las |solo )?$"
)
_COMPARED = re.compile(
    r"\b(?:than|many as|much as|que)\s+"
    r"(?:(?:at|on|in|by|the|end|of|a|en|el|al|finales|de|there|were|was|it|habia)\s+)*$"
)
"""Words before a day with which another is compared."""
COUNTABLE = ("agreements", "agencies", "listings", "counties")


@dataclass(slots=True)
class Context:
    """What a claim has said so far, for numbers that leave it out."""

    place: Place | None = None
    unit: Noun | None = None


def noun_of(reading: Reading, figure: Figure) -> Noun | None:
    """The noun that a number counts: within the words that follow it, as far as no other number and no verb stands."""
    end = following(reading, figure)
    of = _OF.match(reading.bare, figure.end, end)
    start = of.end() if of else figure.end
    cut = _CUT.search(reading.bare, start, end)
    stop = cut.start() if cut else end
    within = [
        n
        for n in reading.nouns
        if start <= n.start < stop and not (n.name == "time" and _PER.search(reading.bare[: n.start]))
    ]
    if not within:
        return None
    chosen = within[0]
    for noun in within[1:]:
        if re.fullmatch(r"[\s~]*", reading.bare[chosen.end : noun.start]) and (noun.unit or not chosen.unit):
            chosen = noun  # police department partnerships are partnerships
    return chosen


def unknown_noun(reading: Reading, figure: Figure) -> bool:
    """Whether a number counts something that the vocabulary does not know."""
    end = following(reading, figure)
    of = _OF.match(reading.bare, figure.end, end)
    start = of.end() if of else figure.end
    cut = _CUT.search(reading.bare, start, end)
    return bool(_NEUTRAL.sub(" ", reading.bare[start : cut.start() if cut else end]).strip())


def noun_before(reading: Reading, figure: Figure) -> Noun | None:
    """The nearest unit before a number in its sentence, else what else is counted there."""
    before = [noun for noun in reading.nouns if noun.end <= figure.start and noun.name != "time"]
    units = [noun for noun in before if noun.unit]
    units = [noun for noun in units if not spread(reading, noun)] or units
    here = beside(reading.places, reading, figure)
    if here is not None and here.kind == "state":  # 1,843 agreements; 40 states; 387 in Texas
        units = [noun for noun in units if noun.name != "states"] or units
    if units and not any(
        noun.start > units[-1].end and noun.name in ("officers", "arrests", "detainers", "people") for noun in before
    ):
        return units[-1]
    return before[-1] if before else None


def spread(reading: Reading, noun: Noun) -> bool:
    """Whether States or counties only say over how many of them something else is spread: agreements in 40 states."""
    return noun.name in ("states", "counties") and _SPREAD.search(reading.bare[: noun.start]) is not None


def following(reading: Reading, figure: Figure) -> int:
    """Where the next number starts, or the sentence ends."""
    return next((each.start for each in reading.figures if each.start >= figure.end), len(reading.text))


def preceding(reading: Reading, figure: Figure) -> int:
    """Where the number before ends, or the sentence starts."""
    return max((each.end for each in reading.figures if each.end <= figure.start), default=0)


def is_start(reading: Reading, figure: Figure) -> bool:
    """Whether a number is the one from which something grew."""
    before = reading.text[: figure.start]
    if _START.search(before):
        return True
    if not _FROM.search(before):
        return False
    after = next((each for each in reading.figures if each.start >= figure.end and each.kind == "count"), None)
    return after is not None and bool(_TO.search(reading.text[figure.end : after.start]))


def is_range(reading: Reading, low: Figure, high: Figure) -> bool:
    """Whether two numbers are the ends of a range: between 1,800 and 1,900."""
    before, between = reading.text[: low.start], reading.text[low.end : high.start]
    return bool(re.search(r"\b(?:between|entre)\s+(?:los |las )?$", before)) and bool(
        re.fullmatch(r"\s*(?:and|y|e|%|percent)*\s*(?:and|y|e)?\s*(?:los |las |el )?", between)
    )


def beside(found: Sequence[Mention], reading: Reading, figure: Figure) -> Mention | None:
    """The place that belongs to a number: of its own clause the first behind it, else the last before it."""
    start, end = reading.clause(figure.start)
    inside = [each for each in found if start <= each.start < end]
    stop = following(reading, figure)
    after = [each for each in inside if figure.end <= each.start < stop]
    return after[0] if after else inside[-1] if inside else None


def scope_of(reading: Reading, figure: Figure, context: Context) -> Scope:
    """The place and models of a number: of its clause, else of what leads up to it, else of what was said before."""
    chosen = _place(reading, figure, context)
    models = _models(reading, figure)
    if not isinstance(chosen, Mention):
        return Scope(chosen, models)
    return grouped(reading, chosen, models)


def grouped(reading: Reading, mention: Mention, models: tuple[str, ...], kinds: tuple[str, ...] = ()) -> Scope:
    """The scope of a place with the States that stand in a row with it."""
    first, *more = [each.candidates[0] for each in reading.group(mention)]
    return Scope(first, models, kinds, tuple(more))


def _place(reading: Reading, figure: Figure, context: Context) -> Mention | Place | None:
    chosen = beside(reading.places, reading, figure)
    start, end = reading.clause(figure.start)
    if chosen is None and reading.nation(start, end):
        return None
    if chosen is None:
        led = [each for each in reading.places if each.start < figure.start]
        chosen = led[-1] if led else None
    if chosen is None and context.place is None:
        rest = [each for each in reading.places if each.start >= figure.end]
        last = not any(each.start > figure.start for each in reading.figures)
        linked = re.match(r"[^,;.]*\b(?:and|y)\b", reading.text[figure.end :]) is not None and not reading.nation()
        after = next((each for each in reading.figures if each.start > figure.start), None)
        linked = linked and after is not None and noun_of(reading, after) is not None  # else of what comes before
        if rest and (last or (linked and len({id(each) for each in rest}) == 1)):
            chosen = rest[0]
    if chosen is None:
        return context.place
    rows = [each for each in reading.places if chosen in reading.group(each)]
    return rows[0]


def _models(reading: Reading, figure: Figure) -> tuple[str, ...]:
    start, end = reading.clause(figure.start)
    first, stop = preceding(reading, figure), following(reading, figure)
    after = [code for code, at, _ in reading.models if figure.end <= at < min(stop, end)]
    if after:
        return (after[0],)
    before = [code for code, at, _ in reading.models if max(first, start) <= at < figure.start]
    if before:
        return (before[-1],)
    led = [code for code, at, _ in reading.models if first <= at < figure.start]
    return (led[-1],) if led else ()


def day_of(reading: Reading, figure: Figure, *, start: bool = False) -> Day | None:
    """The day that belongs to a number; of a `start` that from which something grew, else one that is no such day."""
    first, stop = preceding(reading, figure), following(reading, figure)
    after = [day for day in reading.days if figure.end <= day.start < stop]
    if start:
        own = [day for day in after if day.role != "until" or _AT_END.search(reading.text[: day.start])]
        since = [day for day in reading.days if day.role == "since"]
        return next(iter(own or since), None)
    owned = [
        d
        for f in reading.figures
        if is_start(reading, f) and f is not figure
        for d in reading.days
        if f.end <= d.start < following(reading, f)
    ]
    owned += [day for day in reading.days if _COMPARED.search(reading.text[: day.start])]
    fitting = [day for day in after if day.role != "since" and day not in owned]
    before = [d for d in reading.days if first <= d.start < figure.start and d.role != "since" and d not in owned]
    others = [day for day in reading.days if day.role != "since" and day not in owned]
    if fitting:
        return fitting[0]
    return before[-1] if before else others[-1] if others else None


def grows(reading: Reading, figure: Figure) -> int:
    """1 where the words about a number tell of growth, -1 of decline, 0 of neither."""
    start, end = reading.clause(figure.start)
    window = (max(0, min(start, figure.start - 60)), max(end, figure.end + 24))
    if any(form.search(reading.bare, *window) for form in forms("grow")):
        return 1
    return -1 if any(form.search(reading.bare, *window) for form in forms("fall")) else 0


def unit_of(reading: Reading, near: int = 0) -> str:
    """The unit that a comparison counts."""
    units = [n for n in reading.nouns if n.unit and n.name in COUNTABLE]
    behind = [n for n in units if n.start >= near]
    chosen = (behind or units)[:1]
    return chosen[0].name if chosen else "agreements"


def noun_at(reading: Reading, at: int) -> Noun | None:
    """The unit that stands at a place of the text."""
    return next((n for n in reading.nouns if n.unit and n.start <= at < n.end), None)


def spot(match: re.Match[str]) -> Figure:
    """Where words stand, as if a number stood there."""
    return Figure(0, "count", "exact", 0, match.start(), match.end())
