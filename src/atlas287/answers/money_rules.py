"""How facts become amounts: the elements of registry/money, typed, and the words around them."""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES

WORDS = Path(__file__).with_name("money_words.yaml")
NEEDS: Mapping[str, tuple[str, ...]] = {
    "salary": ("officers", "salary"),
    "overtime": ("officers", "salary", "overtime"),
    "officer_quarters": ("officers",),
    "officers": ("officers",),
    "vehicles": ("vehicles",),
    "tiers": (),
    "pool": (),
}
"""Rule -> what must be given for a figure."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element; see registry/schema/money.json. `amounts` are the facts that hold its figures."""

    id: str
    facts: tuple[str, ...]
    limits: tuple[str, ...]
    rule: str
    bound: str
    period: str
    state: str | None
    models: tuple[str, ...]
    agency_kinds: tuple[str, ...]
    name: Mapping[str, str]
    condition: Mapping[str, str]
    amounts: tuple[str, ...]
    tiers: tuple[Mapping[str, int | None], ...] = ()
    reading: str | None = None
    amounts_of: str | None = None
    unless: str | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The inputs without which it has no figure."""
        return NEEDS[self.rule]

    @property
    def counted(self) -> bool:
        """Whether a total may hold it: of two readings of one amount only the one that states the amount."""
        return self.reading is None or self.amounts_of is None


@cache
def elements() -> tuple[Element, ...]:
    """Every element, in the order in which answers tell them."""
    told = [each for content in _documents() for each in content["elements"]]
    facts = {each["id"]: tuple(each["facts"]) for each in told}
    lists = {field.name for field in fields(Element) if str(field.type).startswith("tuple")}
    typed: list[dict[str, Any]] = [
        {key: tuple(value) if key in lists else value for key, value in each.items()}
        | {"amounts": facts[each.get("amounts_of", each["id"])]}
        for each in told
    ]
    return tuple(Element(**each) for each in typed)


@cache
def awards() -> Mapping[str, str]:
    """Facts on what one agency is reported to get -> the id of that agency."""
    return {fact: agency for content in _documents() for fact, agency in content["awards"].items()}


@cache
def costs() -> tuple[str, ...]:
    """Facts on what memoranda lay on the agency, besides the terms of each model."""
    return tuple(fact for content in _documents() for fact in content["costs"])


@cache
def version() -> str:
    """Tells one state of the rules from another."""
    return hashlib.sha256(json.dumps(_documents(), sort_keys=True).encode()).hexdigest()[:12]


@cache
def words(lang: str) -> Mapping[str, Any]:
    """The words around facts in a language. Raises UsageError for one that is not there."""
    if lang not in LANGUAGES:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(LANGUAGES)}")
    found: Mapping[str, Any] = registry.load_yaml(WORDS)[lang]
    return found


def span(day: str) -> tuple[date, date]:
    """The first and the last day that a day, month or year can mean."""
    year, month, exact = (*(int(part) for part in day.split("-")), 0, 0)[:3]
    first = date(year, month or 1, exact or 1)
    if exact:
        return first, first
    last = month or 12
    return first, date(year, last, calendar.monthrange(year, last)[1])


def begun(begins: str, day: date) -> bool:
    """Whether what begins then certainly holds on a day: of a month or year only after its last day."""
    first, last = span(begins)
    return day >= first if first == last else day > last


@cache
def _documents() -> list[dict[str, Any]]:
    return [content for _, content in registry.documents("money")]
