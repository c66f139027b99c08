"""What a published table of enforcement looks like: its columns, its release, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from atlas287.core.model.series import Series


class ColumnType(StrEnum):
    """What a column holds once it is read."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    TIME = "time"
    """A moment without a time zone; a table may print the day alone."""
    MONTH = "month"
    """The first day of the month."""


class Role(StrEnum):
    """Where a column comes from."""

    SOURCE = "source"
    WITHHELD = "withheld"
    """In the raw workbook it is redacted or blank throughout; the processed table leaves it out."""
    ADDED = "added"
    """The publisher computed it and added it to the source's columns."""
    DERIVED = "derived"
    """A column of a table that the publisher computed from other tables."""


class Form(StrEnum):
    """In which of its two forms a table is at hand."""

    RAW = "raw"
    """As the agency released it."""
    PROCESSED = "processed"
    """As the publisher cleaned it; also the only form of a table that has but one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `printed` are its headings besides its name; `codes` names its encoder in `registry/codes/enforcement`. `day_first`
    says that its dates are written day before month. `note` is the publisher's rule for a computed column.
    """

    name: str
    type: ColumnType
    printed: tuple[str, ...] = ()
    role: Role = Role.SOURCE
    codes: str | None = None
    meaning: str | None = None
    note: str | None = None
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something known to be wrong in a release.

    `scope` release: the whole table, where its newest date lies from `since` to `until`. `scope` rows: the rows dated
    from `since` to `until`, in `field` where it names one. `treat` is refuse or flag.
    """

    scope: str
    what: str
    treat: str
    source: str
    since: date | None = None
    until: date | None = None
    field: str | None = None

    def spans(self, day: date | None) -> bool:
        """Whether a day lies within the fault; an unknown day does so only where no bound is set."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Layout:
    """One published table in one release: a file of `registry/enforcement/`.

    `period` is the column whose dates bound the table, `until` the last day that any of its dates can have. `holds`
    tells tables with equal columns apart: column -> the only values that it has in this one. `ships` says what of it a
    release may carry: nothing, or totals. `row_of` is what one row is: person (a row about one), place, total or other
    (a table about tables). `series` are the totals that it gives.
    """

    name: str
    kind: str
    title: str
    release: str
    publisher: str
    licence: str
    ships: str
    row_of: str
    grain: str
    columns: Mapping[str, Column]
    period: str | None = None
    until: date | None = None
    url: str | None = None
    holds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faulty: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()

    @property
    def person_rows(self) -> bool:
        """Whether a row is about a person: then no value of a row is ever printed."""
        return self.row_of == "person"

    def expected(self, form: Form) -> tuple[str, ...]:
        """The columns that a whole table of this form has, in order."""
        if form is Form.RAW:
            return tuple(c.name for c in self.columns.values() if c.role in (Role.SOURCE, Role.WITHHELD))
        return tuple(c.name for c in self.columns.values() if c.role is not Role.WITHHELD)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms in which the table is published."""
        roles = {column.role for column in self.columns.values()}
        two = Role.SOURCE in roles and bool(roles & {Role.ADDED, Role.WITHHELD})
        return (Form.PROCESSED, Form.RAW) if two else (Form.PROCESSED,)
