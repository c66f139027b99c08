"""What a claim is made of: parts that can each be tested, and what the claim says of arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from atlas287.answers.briefs.understand.dated import Day
from atlas287.core.release import Release

Place = Mapping[str, Any]
UNITS = ("agreements", "agencies", "agency_names", "listings", "states", "counties")
"""Units under which a number is tried, in this order."""
COUNTED = UNITS[:4]
"""Units of a like size: a bound, growth or share of one may have been counted under another of them."""
BASIS = "based_in"
"""Counties are counted by where agencies are based."""
JAILS = ("sheriff", "county_corrections", "regional_jail")
"""Kinds of body that run the jail of a county."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what a count is taken: a place (None: the nation), models and kinds of agency (none: all of them).

    `more` are States beside the place.
    """

    place: Place | None = None
    models: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    more: tuple[Place, ...] = ()

    def where(self) -> dict[str, Any]:
        """The filter of a measure."""
        found: dict[str, Any] = {}
        if self.place is not None and self.place["kind"] != "nation":
            kind = self.place["kind"]
            found[kind] = self.place[{"state": "code", "county": "fips"}.get(kind, "id")]
            if self.more:
                found["state"] = [self.place["code"], *(place["code"] for place in self.more)]
        if self.models:
            found["model"] = self.models[0] if len(self.models) == 1 else list(self.models)
        if self.kinds:
            found["agency_kind"] = list(self.kinds)
        return found

    def basis(self, unit: str) -> dict[str, str]:
        """The basis that a count needs where counties are counted or filtered by."""
        county = self.place is not None and self.place["kind"] == "county"
        return {"basis": BASIS} if county or unit == "counties" else {}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month or year of a claim: its first and last day."""

    first: date
    last: date
    precision: str = "day"

    @classmethod
    def of(cls, day: Day | date) -> Moment:
        """The moment of a day that a text names."""
        return cls(day, day) if isinstance(day, date) else cls(day.first, day.last, day.precision)

    def ending(self, newest: date) -> date:
        """The day on which a count of it is taken: its last, or the newest list's where that lies within it."""
        return newest if self.first <= newest < self.last else self.last


@dataclass(frozen=True, slots=True)
class Part:
    """One number or comparison of a claim.

    `kind` is count, share, change, rank, compare, exists, every or unmeasured. `scope` is what is counted: of a share
    the part, of a comparison the first; `other` is the whole, or the second. `measured` says how a change is stated:
    percent, times, difference or direction. `start_value` is the start of a growth that the claim itself states,
    `end_value` the upper end of a range; `undated` marks the start of a growth whose day the claim does not name.
    `dimension` and `order` belong to a rank; of one among the first so many, `bound` is at_most.
    """

    kind: str
    unit: str = "agreements"
    scope: Scope = Scope()
    other: Scope | None = None
    other_unit: str | None = None
    value: float | None = None
    bound: str = "exact"
    digits: int = 0
    worded: bool = False
    day: Moment | None = None
    start: Moment | None = None
    start_value: float | None = None
    end_value: float | None = None
    undated: bool = False
    measured: str | None = None
    dimension: str | None = None
    order: str = "most"
    nth: int = 1
    negated: bool = False
    metric: str | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Numbers that a claim sets against each other: `kind` is change, multiple, difference, share or sum; `numbers`
    are from and to, part and whole, or all the terms of a sum; `stated` is what the claim makes of them.
    """

    kind: str
    numbers: tuple[float, ...]
    stated: float
    bound: str
    digits: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was read. `refusal` is person, live or other where it is nothing that is tested here."""

    text: str
    parts: tuple[Part, ...] = ()
    arithmetic: tuple[Arithmetic, ...] = ()
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    models: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    day: Moment | None = None
    refusal: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)

    def tested(self) -> list[Part]:
        """The parts that a count can test."""
        return [part for part in self.parts if part.kind != "unmeasured"]

    @property
    def metric(self) -> str:
        """What the claim is about: a unit, a share, growth, or what no list measures; none for an opinion."""
        for part in self.tested():
            if part.kind == "share":
                return f"share_of_{part.unit}"
            return "growth" if part.kind == "change" else part.unit
        return next((str(part.metric) for part in self.parts), None) or next(iter(self.metrics), "none")

    def to_json(self, newest: date) -> dict[str, Any]:
        """The claim as the contract has it: of its main part, and each part by itself."""
        main = next(iter(self.tested()), None) or next(iter(self.parts), None)
        found = {
            "metric": self.metric,
            "value": _number(main.value) if main else None,
            "unit": _unit(main) if main else None,
            "place": _named(main.scope.place if main and main.kind != "unmeasured" else self.place),
            "model": main.scope.models[0] if main and main.scope.models else None,
            "as_of": str(main.day.ending(newest)) if main and main.day else None,
            "comparator": _comparator(main, newest) if main else None,
            "bound": main.bound if main and main.value is not None else None,
        }
        return found | {
            "parts": [_part(part, newest) for part in self.parts],
            "arithmetic": [
                {"kind": each.kind, "numbers": [_number(n) for n in each.numbers], "stated": _number(each.stated)}
                for each in self.arithmetic
            ],
            "refusal": self.refusal,
        }


def units_of(release: Release, part: Part) -> list[str]:
    """The units under which a part can be tried: its own first, then those that can be filtered as it is.

    A number that is stated exactly may have been counted under any unit. A bound, growth, share, rank or direction of
    agreements, agencies or rows is tried under the other two of these alone, and one of States or counties under no
    other: there are far fewer of them, so that more than 45 or fewer than 50 would hold for some other unit by itself.
    That there is none of something, or that something is not so, says nothing of other units.
    """
    from atlas287.answers import measure

    known = measure.measures()
    needed = {*part.scope.where(), *(part.other.where() if part.other else ())} - {"basis"}
    if part.dimension:
        needed.add(part.dimension)
    exact = part.kind == "count" and part.bound == "exact"
    tried = UNITS if exact or (part.kind == "count" and part.undated) else COUNTED if part.unit in COUNTED else ()
    others = [u for u in tried if u != part.unit and needed <= set(known[u].header["dimensions"])]
    none = part.negated or (part.kind == "count" and not part.value)
    alone = none or part.unit == "pending" or part.kind in ("exists", "every")
    return [part.unit, *(() if alone else others)]


def _unit(part: Part) -> str | None:
    if part.kind == "share" or (part.kind == "change" and part.measured == "percent"):
        return "percent"
    if part.kind == "change" and part.measured == "times":
        return "times"
    return part.metric if part.kind == "unmeasured" else part.unit


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _named(place: Place | None) -> dict[str, Any] | None:
    return {key: value for key, value in place.items() if key not in ("counties", "vintage")} if place else None


def _comparator(part: Part, newest: date) -> dict[str, Any] | None:
    if part.kind == "change":
        start = str(part.start.first) if part.start else None
        return {"value": _number(part.start_value), "as_of": start, "unit": part.unit}
    if part.kind == "compare" and part.other is not None:
        return {"place": _named(part.other.place), "models": list(part.other.models), "unit": part.other_unit}
    return None


def _part(part: Part, newest: date) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "metric": part.metric or part.unit,
        "value": _number(part.value),
        "up_to": _number(part.end_value),
        "bound": part.bound if part.value is not None else None,
        "unit": _unit(part),
        "place": _named(part.scope.place),
        "models": list(part.scope.models),
        "as_of": str(part.day.ending(newest)) if part.day else None,
        "since": str(part.start.first) if part.start else None,
        "negated": part.negated,
    }
