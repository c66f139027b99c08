"""Numbers in words, in English and Spanish: whole numbers, multiples, shares, and round words such as dozens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas287.answers.briefs.understand.number_words import WORDS, number_words

MULTIPLES = {
    "doubled": 2, "double": 2, "doubling": 2, "twice": 2, "doble": 2, "duplicado": 2, "duplico": 2, "duplicaron": 2,
    "duplicando": 2, "tripled": 3, "triple": 3, "tripling": 3, "triplicado": 3,
    "triplico": 3, "triplicaron": 3, "thrice": 3, "quadrupled": 4, "cuadruplico": 4, "cuadruplicado": 4,
    "quintupled": 5, "quintuplico": 5, "quintuplicado": 5,
} | {f"{word}fold": number for word, number in WORDS.items() if number > 1}  # fmt: skip
ROUGHLY = {
    "hundreds": 200, "dozens": 24, "thousands": 2000,
    "cientos": 200, "centenares": 200, "decenas": 20, "docenas": 24, "miles": 2000,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "mitad": 2, "third": 3, "tercio": 3, "tercera parte": 3, "quarter": 4, "fourth": 4,
    "cuarto": 4, "cuarta parte": 4, "fifth": 5, "quinto": 5, "quinta parte": 5, "tenth": 10, "decima parte": 10,
}  # fmt: skip
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
_WORD = re.compile(r"[a-z]+")
_COUNTED = re.compile(rf"\b(?:{'|'.join(word for word, number in WORDS.items() if number > 1)}) $")
"""A number before a word such as docenas, which it multiplies."""
_SHARE = re.compile(
    rf"\b(?:(?P<many>{_SMALL}|a|la|\d)[\s-]+)?(?P<part>(?:half(?! a dozen)|halves|mitad|"
    r"thirds?|tercios?|terceras? partes?|"
    r"quarters?|fourths?|cuartos?|cuartas? partes?|fifths?|quintos?|quintas? partes?|tenths?|decimas? partes?))\b"
    r"(?P<of>\s+(?:of|the|all|de|del)\b)?"
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|primer|segundo|tercer|cuarto|the|el)\s+$")
_RATIO = re.compile(
    rf"\b(?P<some>{_SMALL}|\d{{1,2}})\s+(?:in|out of|of every|in every|de cada)\s+(?P<all>{_SMALL}|\d{{1,2}})\b"
    r"(?!\s+states)"
)
_MAJORITY = re.compile(
    r"\b(?:the (?:vast )?majority|a (?:vast )?majority|(?:la (?:gran )?)?mayoria)\b(?=\s+(?:of|de)\b|\s*[.,]|$)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words from `start` up to `end`: of a kind of figure, with the bound that the word itself sets."""

    value: float
    kind: str
    bound: str | None
    start: int
    end: int


_SEVERAL = re.compile(
    r"\b(?:several|a few|many|vari[oa]s|unos cuantos|unas cuantas) "
    r"(?P<of>hundred|dozen|thousand|cientos|docenas|miles)\b|"
    r"\b(?P<half>half a dozen|media docena)\b"
)
_LEAST = {"hundred": 200, "dozen": 24, "thousand": 2000, "cientos": 200, "docenas": 24, "miles": 2000}


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in words of a text without accents and in lower case; what says more stands first."""
    for match in _MAJORITY.finditer(text):
        yield Numeral(50.0, "share", "more", *match.span())
    for match in _RATIO.finditer(text):
        some, whole = _small(match["some"]), _small(match["all"])
        if some < whole:
            yield Numeral(100 * some / whole, "share", None, *match.span())
    for match in _SEVERAL.finditer(text):
        if match["half"]:
            yield Numeral(6.0, "count", None, *match.span())
        else:
            yield Numeral(float(_LEAST[match["of"]]), "count", "at_least", *match.span())
    yield from _shares(text)
    for match in _WORD.finditer(text):
        if match[0] in MULTIPLES:
            yield Numeral(float(MULTIPLES[match[0]]), "times", None, *match.span())
        elif match[0] in ROUGHLY and not _COUNTED.search(text, max(0, match.start() - 16), match.start()):
            yield Numeral(float(ROUGHLY[match[0]]), "count", "at_least", *match.span())
    for value, start, end in number_words(text):
        yield Numeral(value, "count", None, start, end)


def _shares(text: str) -> Iterator[Numeral]:
    for match in _SHARE.finditer(text):
        part = match["part"]
        name = next(
            (
                each
                for each in (part, part.rstrip("s"), part.replace("s parte", " parte").rstrip("s"))
                if each in _PARTS
            ),
            "",
        )
        half = _PARTS.get(name) == 2
        many = _small(match["many"]) if match["many"] else 1
        ordinal = _ORDINAL.search(text[: match.start("part")]) and not match["of"]
        if name and not ordinal and (half or match["of"] or match["many"] not in (None, "la")):
            if re.search(r"\b(?:first|second|third|fourth)\s$", text[: match.start()]):
                continue  # the third quarter of a year
            yield Numeral(
                100 * many / _PARTS[name],
                "share",
                None,
                match.start("many") if match["many"] else match.start(),
                match.end("part"),
            )


def _small(word: str) -> int:
    return int(word) if word.isdecimal() else WORDS.get(word, 1)
