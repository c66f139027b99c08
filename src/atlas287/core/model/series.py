"""What totals a published table of enforcement gives: of which stage, of what place, over which periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PlaceKind(StrEnum):
    """What kind of place a total is of."""

    COUNTRY = "country"
    STATE = "state"
    COUNTY = "county"
    AREA = "area"
    """An ICE area of responsibility, by the name that the publisher prints."""
    FACILITY = "facility"
    """ICE's code, or the name where the publisher gives no code."""
    LANDMARK = "landmark"


class Step(StrEnum):
    """How long one period of a total is, from short to long."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    """The federal one, from October of the year before."""
    SPAN = "span"
    """The whole time that the table covers; it cannot be broken down."""


class How(StrEnum):
    """How the numbers of rows make one value."""

    ROWS = "rows"
    SUM = "sum"
    MEAN_PER_DAY = "mean_per_day"
    """The sum divided by the days of the period that the table has."""
    ACTIVE = "active"
    """Rows dated up to the end of the period."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of totals that a table gives.

    `stage` and `touchpoint` are codes of the reporting standard, `detained` besides; `unit` is people, events or
    counties. The place is a fixed `code` or read from `place_column`, a county's state from `state_column`. The period
    is read from `period_column` with `step` the shortest that is told, or from `month_column` beside it, or is fixed
    from `since` to `until`. `value_column` holds the numbers; without one rows are counted. `only` and `without` say
    which rows: column -> values. `distinct` drops rows that repeat exactly, `blank_is_zero` is the publisher's way to
    write 0. `why` says on what these rules rest.
    """

    name: str
    stage: str
    touchpoint: str
    unit: str
    place: PlaceKind
    step: Step
    how: How
    code: str | None = None
    place_column: str | None = None
    state_column: str | None = None
    period_column: str | None = None
    month_column: str | None = None
    since: date | None = None
    until: date | None = None
    value_column: str | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distinct: bool = False
    blank_is_zero: bool = False
    why: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the table that it reads."""
        named = (self.place_column, self.state_column, self.period_column, self.month_column, self.value_column)
        return tuple(dict.fromkeys(name for name in (*named, *self.only, *self.without) if name is not None))
