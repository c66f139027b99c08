"""Days that a text counts from another one: a year before a date, six months ago, April 1 of a year told further on.

What has no date to count from is counted from the newest list, where that is given, never from the clock.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from atlas287.answers.briefs.understand.dated import BEFORE, MONTHS, Day, role

_NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "uno"), 1),
    "two": 2,
    "dos": 2,
    "three": 3,
    "tres": 3,
    "four": 4,
    "cuatro": 4,
    "five": 5,
    "cinco": 5,
    "six": 6,
    "seis": 6,
    "nine": 9,
    "nueve": 9,
    "ten": 10,
    "diez": 10,
    "twelve": 12,
    "doce": 12,
    "eighteen": 18,
    "dieciocho": 18,
}
_UNITS = {
    **dict.fromkeys(("year", "years", "ano", "anos"), "year"),
    **dict.fromkeys(("month", "months", "mes", "meses"), "month"),
    **dict.fromkeys(("week", "weeks", "semana", "semanas"), "week"),
    **dict.fromkeys(("day", "days", "dia", "dias"), "day"),
}
_SPAN = rf"(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?P<unit>{'|'.join(_UNITS)})"
_SHIFTED = re.compile(
    rf"\b{_SPAN}\s+(?:(?P<back>before|prior to|earlier than|previous to|antes del?)|after|later than|despues del?)"
    r"\s+(?:the\s+|el\s+)?$"
)
"""Words right before a date that move it."""
_EARLIER = re.compile(rf"\b{_SPAN}\s+(?:earlier|before(?: that)?|prior|previously|antes|atras)\b|\bthe year before\b")
"""Words that name a day by another date of the text."""
_AGO = re.compile(rf"\b{_SPAN}\s+ago\b|\bhace\s+{_SPAN.replace('number', 'n').replace('unit', 'u')}\b")
_PAST = re.compile(
    rf"\b(?:(?:the\s+)?(?:last|past|previous)|(?:los\s+|las\s+)?ultim[oa]s)\s+{_SPAN}\b|"
    r"\b(?:el|la)\s+ultim[oa]\s+(?P<u>ano|mes|semana)\b|\b(?:over|in|during)\s+the\s+past\s+(?P<v>week)\b"
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NO_YEAR = re.compile(
    rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?!\s*[%/-]?\d)|"
    rf"\b(?P<before>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<after>{_MONTH})\b|"
    rf"\b(?:last|this|past|pasado|in|since|until|by|during|through|of|en|desde|hasta|durante|de|before|after|early|late|between|from|entre)\s+"
    rf"(?:the\s+)?(?P<bare>{_MONTH})\b(?!\.?\s+\d)"
)
_SAME_MONTH = re.compile(
    r"\b(?:del?|from|between|entre)\s+(?:el\s+|the\s+)?(?P<day>\d\d?)(?:st|nd|rd|th)?\s+"
    r"(?:and|to|through|y|al?|hasta)\s+(?:el\s+|the\s+)?$"
)
"""The first of two days of one month, which is told with the second alone."""


def shifted(letters: str, found: Day) -> Day:
    """A date as the words before it move it: `one year before April 30, 2026`; else the date itself."""
    match = _SHIFTED.search(letters[max(0, found.start - 45) : found.start])
    if match is None:
        return found
    begin = max(0, found.start - 45) + match.start()
    counted = BEFORE.search(letters[max(0, found.start - 30) : found.start])  # such a date is told as the day before it
    base = found.last + timedelta(days=1) if counted else found.last
    number = _number(match["number"])
    day = moved(base, -number if match["back"] else number, match["unit"])
    return Day(day, day, "day", role(letters, begin), begin, found.end)


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def without_year(letters: str, found: Sequence[Day], newest: date | None) -> Iterator[Day]:
    """Days and months without a year: of the year of the date that follows, else the last one up to the newest list."""
    for match in _NO_YEAR.finditer(letters):
        name = match["name"] or match["after"] or match["bare"]
        start = match.start("bare") if match["bare"] else match.start()
        number = int(match["day"] or match["before"] or 0)
        near = next((day for day in found if day.start >= match.end()), None) or (found[-1] if found else None)
        if near is None and newest is None:
            continue
        until = near.last if near is not None and near.start >= match.end() else newest
        year = near.last.year if near is not None else newest.year if newest else 0
        month = MONTHS[name]
        try:
            first = date(year, month, number or 1)
            if until is not None and first > until:
                first = first.replace(year=year - 1)
        except ValueError:
            continue
        last = first if number else first.replace(day=calendar.monthrange(first.year, month)[1])
        yield Day(first, last, "day" if number else "month", role(letters, start), start, match.end())


def same_month(letters: str, found: Sequence[Day]) -> Iterator[Day]:
    """`from 1 to 18 May 2026`: the first of both days."""
    for day in found:
        match = _SAME_MONTH.search(letters[max(0, day.start - 30) : day.start])
        if match and day.precision == "day" and 0 < int(match["day"]) <= day.last.day:
            first = day.last.replace(day=int(match["day"]))
            offset = max(0, day.start - 30)
            yield Day(first, first, "day", "since", offset + match.start("day"), offset + match.end("day"))


def counted_back(letters: str, found: Sequence[Day], newest: date | None) -> Iterator[Day]:
    """Days so many months or years ago, or earlier than another date of the text."""
    if newest is not None:
        for match in _AGO.finditer(letters):
            number, unit = match["number"] or match["n"], match["unit"] or match["u"]
            day = moved(newest, -_number(number), unit)
            yield Day(day, day, "day", role(letters, match.start()), *match.span())
        for match in _PAST.finditer(letters):
            number, unit = match["number"] or "one", match["unit"] or match["u"] or match["v"]
            day = moved(newest, -_number(number), unit)
            yield Day(day, day, "day", "since", *match.span())
    base = found[0].last if found else newest
    if base is None:
        return
    for match in _EARLIER.finditer(letters):
        if any(day.start - 12 <= match.end() <= day.start for day in found):
            continue  # what moves the date that follows
        number, unit = match["number"] or "one", match["unit"] or "year"
        day = moved(base, -_number(number), unit)
        yield Day(day, day, "day", "since" if found else "on", *match.span())


def moved(day: date, number: int, unit: str) -> date:
    """A day so many units later, or earlier; the last day of a month where it has no such day."""
    kind = _UNITS[unit]
    if kind in ("week", "day"):
        return day + timedelta(days=number * (7 if kind == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if kind == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
