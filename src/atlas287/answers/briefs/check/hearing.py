"""A claim made plain before it is read: days without a year get theirs, and key words one letter wrong are mended.

A day or month without a year is that of the same sentence's later date which it stands before (January 31 to March 31,
2026), else the last one up to the day on which the claim was made.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from atlas287.answers.briefs.check.reading import vocabulary
from atlas287.answers.briefs.understand.dated import MONTHS
from atlas287.answers.briefs.understand.spelling import respelt
from atlas287.answers.briefs.understand.tokens import folded
from atlas287.core.release import Release

_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_NO_YEAR = r"(?!\d|[,.]\d|\s?%|\.?,?\s+(?:of\s+|del?\s+)?(?:19|20)\d\d\b)"
_NO_UNIT = r"(?!\s+(?:new |more |nuev\w+ )?(?:agreements?|agenc\w+|count\w+|states|sheriffs?|acuerdos|agencias))"
_DAY = re.compile(
    rf"\b(?P<name>{_NAME})\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b{_NO_YEAR}{_NO_UNIT}|"
    rf"\b(?P<first>[0-3]?\d|primero)(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?P<of>{_NAME})\b(?!\s+\d){_NO_YEAR}"
)
_MONTH = re.compile(
    rf"\b(?:in|by|since|last|this|early|late|until|end of|en|desde|hasta|fin(?:es|ales) de|mes de)"
    rf"\s+(?P<name>{_NAME})\b"
    rf"(?!\.?\s+\d){_NO_YEAR}(?!\s+(?:to|through|and|y|a|hasta)\s+(?:{_NAME})\b)"
)
_RELATIVE = re.compile(
    r"(?P<before>\b(?:of|in|since|by|during|from|until|en|de|desde|durante|hasta)\s+)?"
    r"(?:\bso far (?=this year))?(?:(?P<this>\bthis year|\byear to date|\b(?:en )?lo que va del? ano|\beste ano)|"
    r"(?P<last>(?<!the )\blast year|\b(?:el )?ano pasado)|(?P<month>(?<!the )\blast month|\b(?:el )?mes pasado))\b"
)
_LATER = re.compile(
    r"[^.;]{0,12}?\b(?:to|and|through|until|y|al?|hasta)\s+(?:el\s+|the\s+)?(?:[0-3]?\d\w*\s+(?:of |de )?)?"
    rf"(?P<name>{_NAME})\.?\s+(?:[0-3]?\d(?:st|nd|rd|th)?)?,?\s*(?:of\s+|del?\s+)?(?P<year>(?:19|20)\d\d)\b"
)


def heard(release: Release, text: str, until: date) -> str:
    """The claim as it is read: key words spelt right, and a year behind each day and month that has none."""
    return _dated(respelt(release, text, *_spelling()), until)


@cache
def _spelling() -> tuple[frozenset[str], frozenset[str]]:
    known = vocabulary()
    return frozenset(" ".join(known["spelling"]).split()), frozenset(" ".join(known["spelt_right"]).split())


def _named(text: str, until: date) -> str:
    """The text with this year, last year and last month by their numbers."""
    letters = folded(text)
    if len(letters) != len(text):
        return text
    for match in reversed(list(_RELATIVE.finditer(letters))):
        said = str(until.year if match["this"] else until.year - 1)
        if match["month"]:
            before = until.replace(day=1) - timedelta(days=1)
            said = f"{before:%Y-%m}"
        led = text[match.start("before") : match.end("before")] if match["before"] else "in "
        text = f"{text[: match.start()]}{led}{said}{text[match.end() :]}"
    return text


def _dated(text: str, until: date) -> str:
    text = _named(text, until)
    letters = folded(text)
    if len(letters) != len(text):
        return text
    found = [(m, m["name"] or m["of"], m["day"] or m["first"]) for m in _DAY.finditer(letters)]
    found += [(m, m["name"], None) for m in _MONTH.finditer(letters)]
    for match, name, number in sorted(found, key=lambda each: -each[0].start()):
        month, day = MONTHS[name], int(number) if number and number.isdecimal() else 1
        at = match.start() + letters[match.start() : match.end()].index(name)
        if not 1 <= day <= 31 or (name in ("may", "march", "mar") and text[at].islower()):
            continue
        later = _LATER.match(letters, match.end())
        year = until.year if (month, day) <= (until.month, until.day) else until.year - 1
        if later:
            year = int(later["year"]) - (month > MONTHS[later["name"]])
        text = f"{text[: match.end()]}{', ' if match.groupdict().get('day') else ' '}{year}{text[match.end() :]}"
    return text
