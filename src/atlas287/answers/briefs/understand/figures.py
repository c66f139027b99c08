"""Numbers that a text states, with how far they bind: exactly, at least, at most or about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas287.answers.briefs.understand.numerals import numerals
from atlas287.answers.briefs.understand.tokens import folded

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:\.\d+)?(?!\d*(?:st|nd|rd|th)\b)"
_SCALE = {
    "thousand": 1e3,
    "mil": 1e3,
    "million": 1e6,
    "millon": 1e6,
    "millones": 1e6,
    "billion": 1e9,
    "mil millones": 1e9,
}
_FIGURE = re.compile(
    rf"(?P<usd>\$\s?)?(?P<number>{_NUMBER})"
    r"(?P<scale>\s+(?:mil millones|thousand|million|millones|millon|billion|mil)\b)?"
    r"(?P<dollars>\s+(?:de\s+)?(?:dollars|dolares|usd)\b)?"
    r"(?P<percent>\s?(?:%|percent\b|per cent\b|por ciento\b))?(?P<times>(?:\s?x\b|[\s-]?fold\b|\s(?:times|veces)\b))?"
)
_LAWS = re.compile(
    r"(?<!\d)(?<!\d[.,])287(?![.,]?\d)\s?\(?g?\)?|"
    r"\b(?:[shlar]b|ld|hf|sf|eo|acts?|bill|order|section|seccion|title|chapter|ley|proyecto|decreto|public law|usc|cfr)"
    r"\s?(?:no\.?\s?|n\.?º\s?)?\d[\d.-]*(?:\(\w+\))*|"
    r"\b\d+\s(?:u\.?s\.?c\.?|c\.?f\.?r\.?)(?:\s§?\s?\d[\d.]*(?:\(\w+\))*)?|\b24/7\b|\b9/11\b"
)
"""Numbers that name a law."""
_BOUNDS = tuple(
    (bound, re.compile(rf"\b(?:{words})\s*(?:(?:the|its|las?|los?|el|an?|una?)\s+)?$"))
    for bound, words in (
        (
            "at_least",
            "no fewer than|no less than|not (?:fewer|less) than|at least|a minimum of|al menos|por lo menos|"
            "como minimo|un minimo de|no menos de",
        ),
        (
            "at_most",
            "at most|up to|as many as|no more than|not more than|a maximum of|a lo sumo|como maximo|hasta|no mas de",
        ),
        (
            "more",
            "more than|(?<!turned )(?<!handed )over|above|exceed(?:s|ed|ing)?|upwards? of|past|"
            "tops|topped|topping|(?:to|will) top|"
            "surpass(?:es|ed|ing)?|greater than|mas del?|superan?|supero|superaron|superado|rebasan?|por encima de",
        ),
        ("less", "fewer than|less than|under|below|just shy of|menos del?|por debajo de"),
        (
            "about",
            "about|around|nearly|almost|roughly|approximately|some|close to|circa|(?:an )?estimated|unos|unas|casi|"
            "alrededor del?|aproximadamente|cerca del?|approx\\.?",
        ),
    )
)
_AFTER = (
    ("at_least", re.compile(r"\s?\+|\s(?:or|o) (?:more|greater|mas)\b")),
    ("at_most", re.compile(r"\s(?:or|o) (?:fewer|less|menos)\b")),
    ("about", re.compile(r"\s(?:or so|mas o menos)\b")),
)
_MULTIPLIED = re.compile(
    r"\bmultiplic\w+ (?:casi |mas de )?por (?:mas de |casi |cerca de )?$|"
    r"\b(?:multipl(?:y|ied|ying)|gr[eo]wn?|rose|risen|increased|expanded) by (?:more than |nearly |almost |about )?"
    r"a factor of (?:more than |nearly |almost |about )?$|"
    r"\bmultipl(?:y|ied|ying) (?:nearly |almost |more than )?by (?:more than |nearly |almost |about )?$"
)
WINDOW = 32


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a text states. `kind` is count, percent, times, usd or share (a share said in words, in per cent);
    `bound` exact, more, at_least, less, at_most or about; `digits` how many decimals are printed.
    """

    value: float
    kind: str
    bound: str
    digits: int
    start: int
    end: int


def figures(text: str, skip: list[tuple[int, int]] | None = None) -> list[Figure]:
    """Every number of a text in order, without those within the spans to skip, such as dates, and names of laws."""
    letters = folded(text)
    taken = [*(skip or ()), *(match.span() for match in _LAWS.finditer(letters))]
    found = []
    for figure in (*_shared(letters), *_printed(letters), *_worded(letters)):
        if not any(figure.start < end and start < figure.end for start, end in taken):
            taken.append((figure.start, figure.end))
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def _shared(text: str) -> Iterator[Figure]:
    """Shares in words, which can hold numbers: 2 out of 3."""
    return (figure for figure in _worded(text) if figure.kind == "share")


def _printed(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        number = match["number"]
        spaced = re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number)  # 1.843, as parts of the Spanish-speaking world write it
        plain_number = number.replace(".", "") if spaced else number.replace(",", "")
        scale = _SCALE[match["scale"].strip()] if match["scale"] else 1
        kind = (
            "usd"
            if match["usd"] or match["dollars"]
            else "percent"
            if match["percent"]
            else "times"
            if match["times"]
            else "count"
        )
        kind = "times" if kind == "count" and _MULTIPLIED.search(text[: match.start()]) else kind
        digits = len(plain_number.partition(".")[2])
        yield Figure(float(plain_number[:30]) * scale, kind, _bound(text, *match.span()), digits, *match.span())


def _worded(text: str) -> Iterator[Figure]:
    for each in numerals(text):
        after = re.match(r"\s(?:percent|per cent|por ciento)\b|\s(?:times|veces)\b", text[each.end :])
        kind, end = each.kind, each.end
        if after and kind == "count":
            kind, end = ("times" if after[0].strip() in ("times", "veces") else "percent"), end + after.end()
        kind = "times" if kind == "count" and _MULTIPLIED.search(text[: each.start]) else kind
        yield Figure(each.value, kind, each.bound or _bound(text, each.start, end), 0, each.start, end)


def _bound(text: str, start: int, end: int) -> str:
    after = next((bound for bound, form in _AFTER if form.match(text[end : end + WINDOW])), None)
    before = text[max(0, start - WINDOW) : start].replace("$", "")
    return after or next((bound for bound, form in _BOUNDS if form.search(before)), "exact")
