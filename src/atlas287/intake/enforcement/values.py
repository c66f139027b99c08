"""What one printed value means by its column's type: a value, or a typed gap with the rule that found it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from atlas287.core import registry
from atlas287.core.model import Column, ColumnType, GapKind
from atlas287.core.names import fold_space

FIRST_DAY = date(1900, 1, 1)
"""Nothing in these tables is older; ICE prints years such as 2 and 212 by mistake."""
EXCEL_EPOCH = datetime(1899, 12, 30)
SERIALS = (10_000, 73_050)
"""Numbers that Excel shows as days from 1927 to 2099. Smaller ones may be years."""
MISSING = frozenset({"", "NA", "N/A", "#N/A", "NULL", "NONE", "NAN", "NAT"})
"""What the publishers write, in capitals, where there is no value."""

_MARK = r"\(?b\)?\s*\(\s*\d\s*\)\s*(?:\(\s*[a-z]\s*\))?"
_REDACTED = re.compile(rf"(?i)\s*(?:{_MARK}(?:[\s,;/&]|and)*)+|\[?\(?redacted\)?\]?|█+")
PERHAPS_REDACTED = r"\(\s*\d\s*\)|(?i:redacted)|█"
"""What every mark of redaction holds, as an expression that Arrow understands."""
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?)?(?:Z|\+00:00)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AaPp][Mm])?)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+]?\$?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\$\d+(?:\.\d+)?")
_TRUE, _FALSE = frozenset({"TRUE", "T", "YES", "Y", "1", "1.0"}), frozenset({"FALSE", "F", "NO", "N", "0", "0.0"})


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is None for a gap. `code` and `rule` name what is odd, both None where the value stands as printed."""

    value: Any
    code: str | None = None
    rule: str | None = None
    gap: GapKind | None = None


Reader = Callable[[str], Value]
BLANK = Value(None)
REDACTED = Value(None, None, None, GapKind.REDACTED)


def reader(column: Column, *, marks: bool = True) -> Reader:
    """The function from a printed text of the column to its value. Blank is None without an issue.

    `marks` says whether marks of redaction are that; a table about tables may print one as a value.
    """
    if column.codes is not None and column.type is ColumnType.TEXT:
        codes = column.codes
        read: Reader = lambda text: _coded(codes, text)  # noqa: E731
    elif column.type in (ColumnType.DATE, ColumnType.TIME, ColumnType.MONTH):
        read = _day_first if column.day_first else _month_first
    else:
        read = {
            ColumnType.TEXT: lambda text: Value(text.strip()),
            ColumnType.WHOLE: _whole,
            ColumnType.NUMBER: _number,
            ColumnType.TRUTH: _truth,
        }[column.type]

    def value(text: str) -> Value:
        bare = text.strip()
        if bare.upper() in MISSING:
            return BLANK
        if marks and is_redacted(bare):
            return REDACTED
        return read(text)

    return value


def is_redacted(text: str) -> bool:
    """Whether a cell holds a mark of redaction such as "(b)(6)" or "b(6), b(7)(C)" and nothing else."""
    return _REDACTED.fullmatch(text) is not None


def _number(text: str) -> Value:
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        return Value(float(bare))
    if _GROUPED.fullmatch(bare):
        return Value(float(bare.replace(",", "").replace("$", "")), "number_repaired", "sign of money or thousands")
    return Value(None, "number_unreadable", "no number", GapKind.UNREADABLE)


def _whole(text: str) -> Value:
    found = _number(text)
    if found.value is None:
        return found
    if not found.value.is_integer() or abs(found.value) > 2**53:
        return Value(None, "number_unreadable", "no whole number", GapKind.UNREADABLE)
    return Value(int(found.value), found.code, found.rule)


def _truth(text: str) -> Value:
    bare = text.strip().upper()
    if bare in _TRUE or bare in _FALSE:
        return Value(bare in _TRUE)
    return Value(None, "truth_unreadable", "neither true nor false", GapKind.UNREADABLE)


def _month_first(text: str) -> Value:
    return _moment(text, day_first=False)


def _day_first(text: str) -> Value:
    return _moment(text, day_first=True)


def _moment(text: str, *, day_first: bool) -> Value:
    """A moment; whether it is plausible is judged later, by the bounds of the table."""
    bare = text.strip()
    try:
        if match := _ISO.fullmatch(bare):
            year, month, day, hour, minute, second, fraction = match.groups()
            micro = int((fraction or "0").ljust(6, "0"))
            clock = (int(hour or 0), int(minute or 0), int(second or 0), micro)
            return Value(datetime(int(year), int(month), int(day), *clock))
        if match := _SLASHED.fullmatch(bare):
            first, other, year, hour, minute, second, half = match.groups()
            day, month = (first, other) if day_first else (other, first)
            full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 69 else 1900 + int(year)
            hours = int(hour or 0)
            if half is not None:
                hours = hours % 12 + (12 if half.lower() == "pm" else 0)
            moment = datetime(full, int(month), int(day), hours, int(minute or 0), int(second or 0))
            return Value(moment) if len(year) == 4 else Value(moment, "date_repaired", "year of two digits")
        if match := _MONTH.fullmatch(bare):
            return Value(datetime(int(match[1]), int(match[2]), 1))
        if _NUMBER.fullmatch(bare) and SERIALS[0] <= float(bare) <= SERIALS[1]:
            return Value(EXCEL_EPOCH + timedelta(days=float(bare)), "date_repaired", "number without a date format")
    except (ValueError, OverflowError):
        pass
    return Value(None, "date_unreadable", "no date", GapKind.UNREADABLE)


@cache
def _code_lookup(name: str) -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str]]:
    content = registry.enforcement_codes()[name]
    standard = {fold_space(value).casefold(): value for value in content["standard"]}
    fixes = {fold_space(value).casefold(): code for value, code in content.get("fixes", {}).items()}
    return standard, fixes, frozenset(content.get("ignored", ()))


def _coded(name: str, text: str) -> Value:
    """The standard spelling. A value that the list does not know stays as printed, and is an issue."""
    standard, fixes, ignored = _code_lookup(name)
    bare = fold_space(text)
    if bare in ignored:
        return BLANK
    found = standard.get(bare.casefold())
    if found is not None:
        return Value(found) if found == text else Value(found, "code_repaired", "white space or letter case")
    found = fixes.get(bare.casefold())
    if found is not None:
        return Value(found, "code_repaired", "spelling")
    return Value(bare, "code_unknown", f"not in codes/enforcement/{name}")
