"""A day, month or year that a text names, the names of months, and the words before a date that say what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "enero", "ene"),
            ("february", "feb", "febrero"),
            ("march", "mar", "marzo"),
            ("april", "apr", "abril", "abr"),
            ("may", "mayo"),
            ("june", "jun", "junio"),
            ("july", "jul", "julio"),
            ("august", "aug", "agosto"),
            ("september", "sept", "sep", "septiembre", "setiembre"),
            ("october", "oct", "octubre"),
            ("november", "nov", "noviembre"),
            ("december", "dec", "diciembre", "dic"),
        ),
        start=1,
    )
    for name in names
}
_END = r"(?:the\s+)?end of\s+|fin(?:es|ales)? de\s+"
_SINCE = re.compile(
    rf"(?:since|from|after|between|starting|desde|a partir de|despues de|entre)\s+(?:el\s+)?(?:{_END})?(?:the\s+)?$"
)
_UNTIL = re.compile(
    rf"(?:{_END}|(?:until|till|through|up to|by|as of|hasta|al|a|para|and|y|to)\s+(?:el\s+)?(?:{_END})?(?:the\s+)?)$"
)
BEFORE = re.compile(r"(?:before|prior to|antes del?)\s+(?:el\s+|the\s+)?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year that a text names: its first and last day, and whether the text speaks `on`, `since` or
    `until` it. `precision` is day, month or year.
    """

    first: date
    last: date
    precision: str
    role: str
    start: int
    end: int


def role(text: str, start: int) -> str:
    """Whether the words before a date that begins at `start` count from it, up to it, or on it."""
    before = text[max(0, start - 30) : start]
    return "since" if _SINCE.search(before) else "until" if _UNTIL.search(before) or BEFORE.search(before) else "on"
