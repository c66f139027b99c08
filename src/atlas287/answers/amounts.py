"""Amounts that a user gives and that the calculator prints: parsed with care, reckoned as decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from atlas287.core.errors import UsageError

Amount = int | float | str | Decimal
COUNTS = {"officers": ("trained officers", 100_000), "vehicles": ("vehicles", 100_000)}
"""What is counted: how it is called, and the largest number that is taken."""
DOLLARS = {"salary": ("pay and benefits", 10_000_000), "overtime": ("overtime", 10_000_000)}
"""What is given in dollars a year for one officer, likewise."""
ORDER = ("officers", "salary", "overtime", "vehicles")
LONGEST = 40
"""So many characters of a wrong word are repeated in the message."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is given to reckon with; None is not given. Dollars are those of one officer in a year."""

    officers: int | None = None
    salary: Decimal | None = None
    overtime: Decimal | None = None
    vehicles: int | None = None

    def lacking(self, needed: tuple[str, ...]) -> list[str]:
        """Which of these are not given."""
        return [name for name in needed if getattr(self, name) is None]

    def to_json(self) -> dict[str, int | float | None]:
        """The `inputs` of the contract."""
        return {name: None if (given := getattr(self, name)) is None else number(given) for name in ORDER}


def inputs(given: Mapping[str, Amount | None]) -> Inputs:
    """What a user gives, checked. Raises UsageError for what is no number, or none that can be meant."""
    counts = {name: None if given.get(name) is None else _count(name, given[name]) for name in COUNTS}
    dollars = {name: None if given.get(name) is None else _dollars(name, given[name]) for name in DOLLARS}
    return Inputs(counts["officers"], dollars["salary"], dollars["overtime"], counts["vehicles"])


def number(amount: Decimal | int) -> int | float:
    """An amount as JSON has it: whole where it is, else with cents."""
    return int(amount) if amount == int(amount) else float(amount)


def usd(amount: Decimal | int) -> str:
    """An amount in print; the same in both languages."""
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"


def _count(name: str, given: Any) -> int:
    what, most = COUNTS[name]
    text = _text(given)
    if not re.fullmatch(r"[0-9]{1,30}", text, re.ASCII) or not 1 <= int(text) <= most:
        do = f"write a whole number from 1 to {most:,}, without commas, or leave it out"
        raise UsageError(f"this is no number of {what} to reckon with", where=_where(name, text), do=do)
    return int(text)


def _dollars(name: str, given: Any) -> Decimal:
    what, most = DOLLARS[name]
    text = _text(given)
    least = 0 if name == "overtime" else 1
    if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,2})?", text, re.ASCII) or not least <= Decimal(text) <= most:
        do = f"write dollars from {least} to {most:,} such as 85000 or 85000.50, or leave it out"
        raise UsageError(f"this is no yearly amount of {what} to reckon with", where=_where(name, text), do=do)
    return Decimal(text)


def _text(given: Any) -> str:
    """What is given as text; a whole number beyond all bounds is cut, which no pattern then fits."""
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        return repr(given)
    if isinstance(given, int) and abs(given) >= 10**30:
        return f"{'-' if given < 0 else ''}10^30 or more"
    if isinstance(given, float) and given.is_integer() and abs(given) < 10**15:
        return str(int(given))
    return str(given).strip()


def _where(name: str, text: str) -> str:
    return f"--{name} {text if len(text) <= LONGEST else text[:LONGEST] + '…'}"
