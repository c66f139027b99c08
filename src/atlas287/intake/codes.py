"""Encoders: from a printed value to what it means, by a named rule; what no rule covers stays a typed gap.

Each works on one printed value, so a build calls it once per distinct value, however many rows print it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from urllib.parse import parse_qs, unquote

from atlas287.core import registry
from atlas287.core.model import GapKind
from atlas287.core.names import fold_space

LATE = timedelta(days=60)
"""A signing date up to this long after its list stays as printed; beyond it the year is taken for a misprint."""
YEAR = timedelta(days=366)
ENACTED = date(1996, 9, 30)
"""Section 287(g) became law: no agreement can be older."""
MAX_WRAPPERS = 4
"""A link wrapped more often than this is no link."""
DISTINCT = 100_000
"""Printed values repeat over hundreds of lists: so many distinct ones are remembered."""
EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Encoded:
    """`value` is null where nothing could be told; `rule` is null where the value stands as printed."""

    value: str | None
    rule: str | None = None
    gap: GapKind | None = None


@cache
def _lookup(name: str) -> tuple[dict[str, str], dict[str, str]]:
    content = registry.codes(name)
    standard = {printed.upper(): code for code, printed in content["standard"].items()}
    standard |= {code.upper(): code for code in content["standard"]}
    return standard, content["fixes"]


@lru_cache(DISTINCT)
def state(printed: str | None) -> Encoded:
    """The two-letter code of a printed state. Lists print states in capitals."""
    return _encode("states", printed, as_printed=str.upper)


@lru_cache(DISTINCT)
def model(printed: str | None) -> Encoded:
    """The code of a printed support type."""
    names = registry.codes("models")["standard"]
    by_upper = {name.upper(): name for name in names.values()}
    return _encode("models", printed, as_printed=lambda text: by_upper.get(text.upper(), text))


def _encode(name: str, printed: str | None, as_printed: Callable[[str], str]) -> Encoded:
    text = fold_space(printed or "")
    if not text:
        return Encoded(None, "blank", GapKind.UNREADABLE)
    standard, fixes = _lookup(name)
    rules = []
    if text != printed:
        rules.append("white_space")
    if text != as_printed(text):
        rules.append("letter_case")
    code = standard.get(text.upper())
    if code is None:
        code = fixes.get(text.upper())
        rules.append("spelling")
    if code is None:
        return Encoded(None, "unknown_code", GapKind.UNREADABLE)
    return Encoded(code, ", ".join(rules) or None)


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d:\d\d))?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4,5})")
_NO_SECOND_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})(\d{4})")
_NO_FIRST_SLASH = re.compile(r"(\d{1,2})(\d{2})/(\d{4})")
_SERIAL = re.compile(r"\d{5}")


@lru_cache(DISTINCT)
def signed(printed: str | None, list_date: date | None) -> Encoded:
    """The ISO date in a SIGNED cell, seen on a list of `list_date`.

    Rules: `missing_slash` (05/082025), `year_digit` (5025, 20026: the one date within the year up to the list whose
    year differs by one digit), `text_date` (typed as text), `serial_number` (a number without a date format),
    `time_of_day` (dropped). A date up to 60 days after its list stays as printed, by rule `after_list`. What no rule
    repairs is a gap, by rule `year_after_list`, `before_law` or `no_date`.
    """
    text = fold_space(printed or "")
    if not text:
        return Encoded(None, "blank", GapKind.UNKNOWN_DATE)
    parts, rule = _date_parts(text)
    if parts is None:
        return Encoded(None, "no_date", GapKind.UNREADABLE)
    year, month, day = parts
    value = _date(year, month, day)
    latest = list_date + LATE if list_date is not None else date.max
    if value is not None and ENACTED <= value <= latest:
        late = "after_list" if list_date is not None and value > list_date else None
        return Encoded(value.isoformat(), ", ".join(filter(None, (rule, late))) or None)
    if list_date is not None and rule != "serial_number":  # Excel counted the days: no digit of the year was typed
        repaired = _other_year(year, month, day, list_date)
        if repaired is not None:
            return Encoded(repaired.isoformat(), ", ".join(filter(None, (rule, "year_digit"))))
    if value is None:
        return Encoded(None, "no_date", GapKind.UNREADABLE)
    return Encoded(None, "before_law" if value < ENACTED else "year_after_list", GapKind.UNREADABLE)


def _other_year(printed: str, month: int, day: int, list_date: date) -> date | None:
    """The one date in the year up to the list whose year differs from the printed one by a digit."""
    candidates = {
        near
        for year in (list_date.year, list_date.year - 1)
        if _differs_by_one_digit(printed, year)
        and (near := _date(str(year), month, day)) is not None
        and list_date - YEAR < near <= list_date
    }
    return candidates.pop() if len(candidates) == 1 else None


def _date_parts(text: str) -> tuple[tuple[str, int, int] | None, str | None]:
    if match := _ISO.fullmatch(text):
        year, month, day, clock = match.groups()
        return (year, int(month), int(day)), None if clock in (None, "00:00:00") else "time_of_day"
    if match := _SLASHED.fullmatch(text):
        return (match[3], int(match[1]), int(match[2])), "text_date"
    if match := _NO_SECOND_SLASH.fullmatch(text) or _NO_FIRST_SLASH.fullmatch(text):
        return (match[3], int(match[1]), int(match[2])), "missing_slash"
    if _SERIAL.fullmatch(text):
        serial = EXCEL_EPOCH + timedelta(days=int(text))
        return (str(serial.year), serial.month, serial.day), "serial_number"
    return None, None


def _date(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _differs_by_one_digit(printed: str, year: int) -> bool:
    """5025 and 2025 do, 20026 and 2026 do (one digit too many)."""
    meant = str(year)
    if len(printed) == len(meant):
        return sum(a != b for a, b in zip(printed, meant, strict=True)) == 1
    return len(printed) == len(meant) + 1 and any(printed[:i] + printed[i + 1 :] == meant for i in range(len(printed)))


_ADDRESS = re.compile(r"https?://[^/\s]+", re.IGNORECASE)
_WRAPPERS = {
    "archive": re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(.+)", re.IGNORECASE),
    "safelink": re.compile(r"https?://(?:[^/?]*\.)?safelinks\.protection\.outlook\.com/[^?]*\?(.+)", re.IGNORECASE),
    "extension": re.compile(r"chrome-extension://[^/]*/(.+)", re.IGNORECASE),
    "one_slash": re.compile(r"(https?:/[^/].*)", re.IGNORECASE),
}
_SAFELINK_REST = re.compile(r"(safelinks\.protection\.outlook\.com).*", re.IGNORECASE | re.DOTALL)
_MAILBOX = re.compile(r"[\w.+-]+(?:@|%(?:25)*40)[\w-]+(?:\.|%2e)\w[\w.-]*", re.IGNORECASE)


def link(printed: str | None) -> Encoded:
    """The address that a link cell leads to, with wrappers undone.

    Rules: `safelink` (Outlook's wrapper; its tracking part, which may name a mailbox, is not kept), `extension` (a
    browser extension's address in front), `archive` (an archived copy's prefix), `one_slash` (https:/www…). What is
    no web address then, or still names a mailbox, is a gap by rule `no_address`.
    """
    text = (printed or "").strip()
    if not text:
        return Encoded(None)
    rules: list[str] = []
    while (found := _unwrapped(text)) is not None:
        if len(rules) == MAX_WRAPPERS:
            return Encoded(None, "no_address", GapKind.UNREADABLE)
        rules.append(found[0])
        text = found[1].strip()
    if not _ADDRESS.match(text) or "safelinks." in text.lower() or _names_mailbox(text):
        return Encoded(None, "no_address", GapKind.UNREADABLE)
    return Encoded(text, ", ".join(rules) or None)


@lru_cache(DISTINCT)
def _unwrapped(text: str) -> tuple[str, str] | None:
    for rule, pattern in _WRAPPERS.items():
        match = pattern.match(text)
        if match is None:
            continue
        inner = match[1]
        if rule == "safelink":
            return rule, parse_qs(inner).get("url", [""])[0]
        if rule == "one_slash":
            return rule, inner.replace(":/", "://", 1)
        return rule, unquote(inner) if rule == "extension" else inner
    return None


def shown_link(printed: str) -> str:
    """A link as an issue may show it: without any mailbox, and so without the tracking part of a wrapper."""
    if "safelinks." in printed.lower():
        printed = _SAFELINK_REST.sub(r"\1/?url=…", printed)
    return _MAILBOX.sub("…", printed) if _names_mailbox(printed) else printed


def _names_mailbox(text: str) -> bool:
    """The pattern is slow over long addresses, and few hold an @ or its code 40."""
    return ("@" in text or "40" in text) and _MAILBOX.search(text) is not None
