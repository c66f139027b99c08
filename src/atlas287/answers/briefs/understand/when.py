"""Days that a text names, in English and Spanish: a day, month or year, each with its first and last day.

"Today" and "now" are the day of the newest list, never the clock. `role` says whether the text counts up to the day,
from it, or on it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from atlas287.answers.briefs.understand.dated import BEFORE, MONTHS, Day, role
from atlas287.answers.briefs.understand.relative import counted_back, same_month, shifted, without_year
from atlas287.answers.briefs.understand.tokens import folded

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)\b",
        rf"\b(?P<month>\d\d?)[-/.](?P<day>\d\d?)[-/.]{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?:of\s+|de\s+)?{_YEAR}\b",
        rf"\b(?P<day>\d\d?|primero|first)\.?(?:st|nd|rd|th|o)?[\s-]+(?:of\s+|de\s+)?(?P<name>{_MONTH})\.?,?[\s-]+(?:of\s+|del?\s+)?{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?{_YEAR}\b",
        rf"\b(?P<name>{_MONTH})(?=\.?\s+(?:and|to|through|until|y|a|hasta|e)\s+(?:{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?{_YEAR}\b)",
        rf"\b{_YEAR}-(?P<month>0?[1-9]|1[0-2])\b",
        r"\b(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<short>\d\d)\b(?!/)",
        rf"\b(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_YEAR}\b",
        rf"(?<![$#\w]){_YEAR}\b",
    )
)
_PARTS = {
    "spring": (3, 5),
    "primavera": (3, 5),
    "summer": (6, 8),
    "verano": (6, 8),
    "fall": (9, 11),
    "autumn": (9, 11),
    "otono": (9, 11),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "primer trimestre": (1, 3),
    "segundo trimestre": (4, 6),
    "tercer trimestre": (7, 9),
    "cuarto trimestre": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "primer semestre": (1, 6),
    "segundo semestre": (7, 12),
}
"""Parts of a year: the first and last month. Winter is in two years, so it is none of them."""
_PART = re.compile(rf"\b(?P<part>{'|'.join(_PARTS)})(?:\s+|,\s*)(?:of\s+|del?\s+|in\s+)?{_YEAR}\b")
_EDGE = re.compile(
    r"\b(?:(?P<mid>mid|middle|halfway through|mediados)|(?P<start>new year.?s(?: day)?|start|beginning|"
    rf"opening|turn|principios?|inicios?|"
    rf"comienzos?))(?:\s?-\s?|\s+)(?:of\s+|del?\s+|in\s+)?(?:(?P<name>{_MONTH})\.?,?\s+(?:of\s+|del?\s+)?)?{_YEAR}\b"
)
_NEW_YEAR = re.compile(rf"\b(?:new year(?:.?s)?(?: day)?|ano nuevo),?\s+(?:(?:of|del?|in)\s+)?{_YEAR}\b")
_OFFICE = (
    (
        re.compile(r"\binauguration(?: day)?,?(?: (?:of|in))? 2025\b|\b(?:the inauguration|inauguration day)\b"),
        date(2025, 1, 20),
    ),
    (
        re.compile(
            r"\b(?:start|beginning|outset|dawn) of (?:the |president )?(?:second )?trump(?:.s)? "
            r"(?:second |new |current )?(?:term|administration|presidency)\b|"
            r"\btrump(?: administration)? (?:was (?:sworn in|inaugurated)(?: again)?|assumed office|"
            r"came (?:in|to power|into office)|began (?:his )?(?:second )?term|asumio|llego al poder|volvio al poder|"
            r"tomo posesion|regreso a la casa blanca)"
            r"(?: (?:in|on|en) (?:january |enero de )?2025)?\b(?!.{0,12}2017)|"
            r"\b(?:inicio|comienzo|principio) del? (?:segundo )?(?:mandato|gobierno|periodo) de trump\b"
        ),
        date(2025, 1, 20),
    ),
    (re.compile(r"\bbiden (?:left|leaves|ended|departed)\b(?: office)?"), date(2025, 1, 20)),
    (
        re.compile(
            r"\b(?:trump|president) (?:took|returned to|came back to) office(?: again)?"
            r"(?: in (?:january,? )?2025)?\b(?!.{0,12}2017)"
        ),
        date(2025, 1, 20),
    ),
)
"""Days on which a term of office began, as readers name them."""
_RELATIVE = re.compile(
    r"\b(?:(?P<ago>last|past|previous)|(?P<this>this|the current)) (?P<unit>year|month)\b|"
    r"\b(?:el )?(?P<es_unit>ano|mes) (?P<es_ago>pasado|anterior)\b|\beste (?P<es_this>ano|mes)\b"
)
_NOW = re.compile(
    r"\b(?:today|now|currently|at present|to date|hoy|ahora|actualmente|actualidad|hasta la fecha|en este momento)\b"
)


def days(text: str, newest: date | None = None) -> list[Day]:
    """Every date that a text names, in order. A date that there is not, such as 2025-02-30, is none.

    `Last year` and the like are counted from the newest list, where that is given.
    """
    letters = folded(text)
    found: list[Day] = []
    taken = bytearray(len(letters))
    for day in _phrased(letters, newest):
        if not any(taken[day.start : day.end]):
            taken[day.start : day.end] = b"\1" * (day.end - day.start)
            found.append(day)
    for form in _FORMS:
        for match in form.finditer(letters):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)  # one that is no date is not a month or year either
                found += _day(letters, match)
    found = [shifted(letters, day) for day in sorted(found, key=lambda day: day.start)]
    for day in found:
        taken[day.start : day.end] = b"\1" * (day.end - day.start)
    told = tuple(found)
    for day in (
        *same_month(letters, told),
        *counted_back(letters, told, newest),
        *without_year(letters, told, newest),
    ):
        if not any(taken[day.start : day.end]):
            taken[day.start : day.end] = b"\1" * (day.end - day.start)
            found.append(day)
    return sorted(found, key=lambda day: day.start)


def _phrased(text: str, newest: date | None) -> Iterator[Day]:
    """Days named by a part of a year, by its start or middle, by a term of office, or from the newest list."""
    for match in _PART.finditer(text):
        first, last = _PARTS[match["part"]]
        yield _spanned(text, match, int(match["year"]), first, last, "month")
    for match in _EDGE.finditer(text):
        year = int(match["year"])
        month = MONTHS[match["name"]] if match["name"] else 0
        half = date(year, month, 15) if month else date(year, 6, 30)
        day = half if match["mid"] else date(year, month or 1, 1)
        yield Day(day, day, "day", role(text, match.start()), *match.span())
    for match in _NEW_YEAR.finditer(text):
        day = date(int(match["year"]), 1, 1)
        yield Day(day, day, "day", role(text, match.start()), *match.span())
    for form, day in _OFFICE:
        for match in form.finditer(text):
            yield Day(day, day, "day", role(text, match.start()), *match.span())
    for match in _RELATIVE.finditer(text):
        if newest is None:
            break
        ago = bool(match["ago"] or match["es_ago"])
        if (match["unit"] or match["es_unit"] or match["es_this"]) in ("year", "ano"):
            yield _spanned(text, match, newest.year - ago, 1, 12, "year")
        else:
            before = newest.replace(day=1) - timedelta(days=1) if ago else newest
            yield _spanned(text, match, before.year, before.month, before.month, "month")


def _spanned(text: str, match: re.Match[str], year: int, first: int, last: int, precision: str) -> Day:
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Day(date(year, first, 1), end, precision, role(text, match.start()), *match.span())


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
    if re.match(r"\d\d?[-/.]\d", match[0]) and month > 12:  # 18/5/2026, as Spanish writes it
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
    if BEFORE.search(text[max(0, match.start() - 30) : match.start()]):  # up to the day before it
        first = last = first - timedelta(days=1)
        precision = "day"
    yield Day(first, last, precision, role(text, match.start()), match.start(), match.end())
