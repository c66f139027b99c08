"""Days that a text names, in English and Spanish: a day, month or year, each with its first and last day.

"Today" and "now" are the day of the newest list, never the clock. `role` says whether the text counts up to the day,
from it, or on it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from atlas287.answers.briefs.understand.tokens import folded

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "enero"),
            ("february", "feb", "febrero"),
            ("march", "mar", "marzo"),
            ("april", "apr", "abril"),
            ("may", "mayo"),
            ("june", "jun", "junio"),
            ("july", "jul", "julio"),
            ("august", "aug", "agosto"),
            ("september", "sept", "sep", "septiembre", "setiembre"),
            ("october", "oct", "octubre"),
            ("november", "nov", "noviembre"),
            ("december", "dec", "diciembre"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)\b",
        rf"\b(?P<month>\d\d?)/(?P<day>\d\d?)/{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?:of\s+|de\s+)?{_YEAR}\b",
        rf"\b(?P<day>\d\d?|primero|first)\.?(?:st|nd|rd|th|o)?\s+(?:of\s+|de\s+)?(?P<name>{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})(?=\.?\s+(?:and|to|through|until|y|a|hasta|e)\s+(?:{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?{_YEAR}\b)",
        rf"\b{_YEAR}-(?P<month>0?[1-9]|1[0-2])\b",
        r"\b(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<short>\d\d)\b(?!/)",
        rf"(?<![$#\w]){_YEAR}\b",
    )
)
_END = r"(?:the\s+)?end of\s+|fin(?:es|ales)? de\s+"
_SINCE = re.compile(
    rf"(?:since|from|after|between|starting|desde|a partir de|despues de|entre)\s+(?:el\s+)?(?:{_END})?(?:the\s+)?$"
)
_UNTIL = re.compile(
    rf"(?:{_END}|(?:until|till|through|up to|by|as of|hasta|al|a|para|and|y|to)\s+(?:el\s+)?(?:{_END})?(?:the\s+)?)$"
)
_BEFORE = re.compile(r"(?:before|prior to|antes del?)\s+(?:el\s+|the\s+)?$")
_NOW = re.compile(
    r"\b(?:today|now|currently|at present|to date|hoy|ahora|actualmente|actualidad|hasta la fecha|en este momento)\b"
)


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


def days(text: str) -> list[Day]:
    """Every date that a text names, in order. A date that there is not, such as 2025-02-30, is none."""
    letters = folded(text)
    found: list[Day] = []
    taken = bytearray(len(letters))
    for form in _FORMS:
        for match in form.finditer(letters):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)  # one that is no date is not a month or year either
                found += _day(letters, match)
    return sorted(found, key=lambda day: day.start)


def impossible(text: str) -> str | None:
    """The first date in a text that there is not, as written: 2025-02-30, April 31, 2025."""
    letters = folded(text)
    for form in _FORMS:
        for match in form.finditer(letters):
            if not list(_day(letters, match)):
                return text[match.start() : match.end()]
    return None


def says_now(text: str) -> bool:
    """Whether a text asks how things stand now."""
    return _NOW.search(folded(text)) is not None


def _day(text: str, match: re.Match[str]) -> Iterator[Day]:
    parts = match.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    month = MONTHS[parts["name"]] if parts.get("name") else int(parts.get("month") or 0)
    named = parts.get("day") or "0"
    number = int(named) if named.isdigit() else 1
    if "/" in match[0] and month > 12:  # 18/5/2026, as Spanish writes it
        month, number = number, month
    try:
        if parts.get("day"):
            first = last = date(year, month, number)
        elif month:
            first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        else:
            first, last = date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return
    precision = "day" if parts.get("day") else "month" if month else "year"
    before = text[max(0, match.start() - 30) : match.start()]
    if _BEFORE.search(before):  # up to the day before it
        first = last = first - timedelta(days=1)
        precision = "day"
    role = "since" if _SINCE.search(before) else "until" if _UNTIL.search(before) or _BEFORE.search(before) else "on"
    yield Day(first, last, precision, role, match.start(), match.end())
