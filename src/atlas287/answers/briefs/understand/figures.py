"""Numbers that a text states, with how far they bind: exactly, at least, at most or about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas287.answers.briefs.understand.number_words import WORDS, number_words
from atlas287.answers.briefs.understand.tokens import LONGEST, plain

MULTIPLES = {
    "doubled": 2, "double": 2, "twice": 2, "doble": 2, "duplicado": 2, "duplico": 2, "duplicaron": 2, "twofold": 2,
    "tripled": 3, "triple": 3, "threefold": 3, "triplicado": 3, "triplico": 3, "quadrupled": 4, "fourfold": 4,
    "cuadruplico": 4, "quintupled": 5, "quintuplico": 5,
} | {f"{word}fold": number for word, number in WORDS.items() if number > 1}  # fmt: skip
ROUGHLY = {
    "hundreds": 200, "dozens": 24, "thousands": 2000,
    "cientos": 200, "centenares": 200, "decenas": 20, "docenas": 24, "miles": 2000,
}  # fmt: skip
SHARES = {
    "half": 50.0, "mitad": 50.0, "third": 100 / 3, "tercio": 100 / 3, "tercera parte": 100 / 3,
    "quarter": 25.0, "cuarto": 25.0, "cuarta parte": 25.0, "thirds": 200 / 3, "tercios": 200 / 3,
    "terceras partes": 200 / 3, "quarters": 75.0, "cuartos": 75.0, "cuartas partes": 75.0,
}  # fmt: skip
"""Shares in words, in per cent; those in the plural are two thirds and three quarters."""
_SHARE = re.compile(
    r"(?:\b(?:a|an|one|un|una|la)[ -](?P<one>third|quarter|tercio|tercera parte|cuarto|cuarta parte)|"
    r"\b(?:two|dos)[ -](?P<two>thirds|tercios|terceras partes)|"
    r"\b(?:three|tres)[ -](?P<three>quarters|cuartos|cuartas partes)|"
    r"(?<!first )(?<!second )(?<!latter )(?<!primera )(?<!segunda )\b(?P<half>half|mitad))\b(?! of (?:19|20)\d\d)"
)
"""A share, and no third list, first half or quarter of a year."""
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
_NAMES = re.compile(r"(?<!\d)(?<!\d[.,])287(?![.,]?\d)\s?\(?g?\)?|\bsb\s?\d+|\bhb\s?\d+|\beo\s?\d+")
"""Numbers that are names of a section, a bill or an order."""
_WORD = re.compile(r"[a-z]+")
_COUNTED = re.compile(rf"\b(?:{'|'.join(word for word, number in WORDS.items() if number > 1)}) $")
"""A number before a word such as docenas, which it multiplies."""
_BOUNDS = tuple(
    (bound, re.compile(rf"(?:{words})\s*(?:(?:the|las?|los?|an?|una?)\s+)?$"))
    for bound, words in (
        (
            "at_least",
            "at least|(?:no|not) (?:fewer|less) than|a minimum of|al menos|por lo menos|no menos de|como minimo|"
            "un minimo de",
        ),
        ("at_most", "at most|up to|(?:no|not) more than|a lo sumo|como maximo|hasta|no mas de"),
        ("more", "more than|over|above|exceed(?:s|ed|ing)?|upwards? of|past|mas de|superan?|por encima de"),
        ("less", "fewer than|less than|under|below|menos de|por debajo de"),
        (
            "about",
            "about|around|nearly|almost|roughly|approximately|some|close to|circa|unos|unas|casi|alrededor de|"
            "aproximadamente|cerca de|approx\\.?",
        ),
    )
)


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
    """Every number of a text in order, without those within the spans to skip, such as dates and 287(g) itself."""
    folded = "".join(each if len(plain(each)) != 1 else plain(each) for each in text[:LONGEST])
    taken = bytearray(len(folded))
    for start, end in (*(skip or ()), *(match.span() for match in _NAMES.finditer(folded))):
        taken[start:end] = b"\1" * (min(end, len(folded)) - start)
    found = []
    for figure in (*_printed(folded), *_shares(folded), *_worded(folded)):
        if not any(taken[figure.start : figure.end]):
            taken[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


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
        digits = len(plain_number.partition(".")[2])
        yield Figure(float(plain_number) * scale, kind, _bound(text, match.start()), digits, *match.span())


def _shares(text: str) -> Iterator[Figure]:
    for match in _SHARE.finditer(text):
        name = next(name for name, word in match.groupdict().items() if word)
        share = SHARES[match[name]]
        yield Figure(share, "share", _bound(text, match.start()), 0, *match.span())


def _worded(text: str) -> Iterator[Figure]:
    for match in _WORD.finditer(text):
        if match[0] in MULTIPLES:
            yield Figure(float(MULTIPLES[match[0]]), "times", _bound(text, match.start()), 0, *match.span())
        elif match[0] in ROUGHLY and not _COUNTED.search(text, max(0, match.start() - 16), match.start()):
            yield Figure(float(ROUGHLY[match[0]]), "count", "at_least", 0, *match.span())
    for value, start, end in number_words(text):
        yield Figure(value, "count", _bound(text, start), 0, start, end)


def _bound(text: str, start: int) -> str:
    before = text[max(0, start - 32) : start].replace("$", "")
    return next((bound for bound, form in _BOUNDS if form.search(before)), "exact")
