"""Numbers written in words, in English and Spanish: `twenty-five`, `treinta y cinco`, `two dozen`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNITS = (
    "zero cero none", "one uno una un", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
    "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce", "thirteen trece", "fourteen catorce",
    "fifteen quince", "sixteen dieciseis", "seventeen diecisiete", "eighteen dieciocho", "nineteen diecinueve",
    "twenty veinte", "veintiuno veintiun veintiuna", "veintidos", "veintitres", "veinticuatro", "veinticinco",
    "veintiseis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = (
    "thirty treinta", "forty cuarenta", "fifty cincuenta", "sixty sesenta", "seventy setenta", "eighty ochenta",
    "ninety noventa",
)  # fmt: skip
_HUNDREDS = (
    "cien ciento", "doscientos doscientas", "trescientos trescientas", "cuatrocientos cuatrocientas",
    "quinientos quinientas", "seiscientos seiscientas", "setecientos setecientas", "ochocientos ochocientas",
    "novecientos novecientas",
)  # fmt: skip
WORDS = {
    word: number
    for numbers, step in ((enumerate(_UNITS), 1), (enumerate(_TENS, 3), 10), (enumerate(_HUNDREDS, 1), 100))
    for each, words in numbers
    for word in words.split()
    for number in (each * step,)
}
"""Words for numbers -> the number."""
TIMES = {"hundred": 100, "dozen": 12, "docena": 12, "docenas": 12}
"""Words that multiply the number before them, within a thousand."""
SCALES = {"thousand": 1_000, "mil": 1_000, "million": 1_000_000, "millon": 1_000_000, "millones": 1_000_000}
_ANY = "|".join(sorted({*WORDS, *TIMES, *SCALES}, key=len, reverse=True))
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)) and |(?:(?<=treinta)|(?<=enta)) y "
_RUN = re.compile(rf"\b(?:{_ANY})(?:(?:[ -]|{_AND})(?:{_ANY}))*\b")
_SPANISH_NOUN = re.compile(
    r" (?:mil\b|por ciento|veces|millones|agencias|acuerdos|convenios|estados|condados|departamentos|alguaciles|"
    r"agentes|oficiales|solicitudes|meses|anos|dias)"
)


def number_words(text: str) -> Iterator[tuple[float, int, int]]:
    """Every number of two and more, or nought, in a text without accents: its value and from where up to where.

    `one` and `una` alone are articles more often than numbers, and `once` is eleven only before a Spanish noun.
    """
    for match in _RUN.finditer(text):
        parts = re.split(r"[ -]|\s+", match[0])
        numbers = [part for part in parts if part not in ("and", "y", "")]
        if numbers == ["once"] and not _SPANISH_NOUN.match(text, match.end()):
            continue
        value = _value(numbers)
        if value != 1 and not (numbers[0] in TIMES and numbers[0].endswith("s")):
            yield float(value), match.start(), match.end()


def _value(numbers: list[str]) -> int:
    total = current = 0
    for word in numbers:
        if word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
        elif word in TIMES:
            current = max(current, 1) * TIMES[word]
        else:
            current += WORDS[word]
    return total + current
