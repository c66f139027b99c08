"""Totals of a table of enforcement by place and period, as its layout's `series` say; none tells people apart.

A total is of a stage, a place and a period. There is none by sex, age, nationality or conviction, so that no small cell
says anything about anybody but that it happened there and then.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import ColumnType, GapKind, How, Layout, PlaceKind, Series, Step
from atlas287.core.names import fold_space
from atlas287.intake import codes

FREE = ("CC0-1.0", "US government work")
"""Licences under which totals of a table may enter a release."""

_QUARTER = re.compile(r"(\d{4})[.Qq -]*([1-4])")
_COUNTY_SUFFIX = re.compile(
    r" (county|parish|borough|census area|municipality|city and borough|municipio)$", re.IGNORECASE
)
Place = tuple[str | None, str | None, str | None]
"""Code, state and name as printed; the state is None where the table tells none."""
Period = tuple[date | None, date | None]


def may_ship(layout: Layout) -> bool:
    """Whether totals of the table may enter a release: it says so, and its licence is CC0 or that of the government."""
    return layout.ships == "totals" and layout.licence.startswith(FREE)


class Totals:
    """Adds up the batches of one table. `by` is the period wanted, month or year; a longer one of a series stays.

    Raises UsageError where the layout gives no totals, or may not enter a release and `for_release` asks for that.
    """

    def __init__(self, layout: Layout, by: Step = Step.YEAR, *, for_release: bool = False) -> None:
        if not layout.series:
            raise UsageError(f"no totals are defined for {layout.title}", do="read the file without them")
        if for_release and not may_ship(layout):
            what = f"totals of {layout.title} may not enter a release (licence: {layout.licence})"
            raise UsageError(what, do="use them locally, or ask the publisher for an open licence")
        self.layout = layout
        self._sums = [_Sum(series, layout, by) for series in layout.series]

    def add(self, batch: pa.RecordBatch) -> None:
        """Count one batch of `Reading.batches`."""
        for each in self._sums:
            each.add(batch)

    def rows(self) -> list[dict[str, Any]]:
        """One row a series, place and period. What is not known is an object with the kind of gap in it."""
        return [row for each in self._sums for row in each.rows()]


class _Sum:
    """The totals of one series."""

    def __init__(self, series: Series, layout: Layout, by: Step) -> None:
        self.series, self.layout = series, layout
        steps = list(Step)
        fixed = series.step in (Step.SPAN, Step.FISCAL_YEAR)
        self.step = series.step if fixed else max(series.step, by, key=steps.index)
        self.seen: set[tuple[Any, ...]] = set()
        self.values: dict[tuple[Any, ...], int] = defaultdict(int)
        self.blanks: dict[tuple[Any, ...], int] = defaultdict(int)
        self.days: dict[Any, set[date]] = defaultdict(set)
        self.first, self.last = date.max, date.min

    def add(self, batch: pa.RecordBatch) -> None:
        series = self.series
        if series.distinct:
            batch = self._unseen(batch)
        batch = batch.filter(self._chosen(batch))
        period = self._period(batch)
        keys = {f"k{i}": batch[name] for i, name in enumerate(self._place_columns)} | {"period": period}
        value = batch[series.value_column] if series.value_column else pa.array([1] * batch.num_rows, pa.int64())
        found = (
            pa.table({**keys, "value": value})
            .group_by(list(keys))
            .aggregate([("value", "sum"), ("value", "count"), ([], "count_all")])
        )
        for row in found.to_pylist():
            key = tuple(row[name] for name in keys)
            self.values[key] += row["value_sum"] or 0
            self.blanks[key] += row["count_all"] - row["value_count"]
        if series.how is How.MEAN_PER_DAY:
            days = pa.table({"period": period, "day": batch[series.period_column]}).group_by(["period", "day"])
            for row in days.aggregate([]).to_pylist():
                self.days[row["period"]].add(row["day"])

    def rows(self) -> Iterator[dict[str, Any]]:
        """The totals in order of place and period."""
        values: dict[tuple[Place, Period], Any] = defaultdict(int)
        for group, number in self.values.items():
            period = group[-1]
            key = (self._place(group[:-1]), self._bounds(period))
            if isinstance(values[key], dict):
                continue
            if self.blanks[group] and not self.series.blank_is_zero:
                values[key] = {"gap": GapKind.NOT_COLLECTED.value}
            elif self.series.how is How.MEAN_PER_DAY and period is not None:
                values[key] += number / len(self.days[period])
            else:
                values[key] += number
        if self.series.how is How.ACTIVE:
            values = self._active(values)
        for (place, period), value in sorted(values.items(), key=lambda each: _order(*each[0])):
            if period[0] is None and value == 0:
                continue  # a blank cell of an undated row
            yield self._row(place, period, value)

    def _row(self, place: Place, period: Period, value: Any) -> dict[str, Any]:
        series, (code, state, printed), (since, until) = self.series, place, period
        undated = {"gap": GapKind.UNKNOWN_DATE.value}
        return {
            "source": self.layout.name,
            "series": series.name,
            "stage": series.stage,
            "touchpoint": series.touchpoint,
            "unit": series.unit,
            "how": series.how.value,
            "place_kind": series.place.value,
            "place": code if code is not None else {"gap": _unplaced(printed).value},
            "state": state,
            "printed": printed,
            "step": self.step.value,
            "since": since.isoformat() if since else undated,
            "until": until.isoformat() if until else undated,
            "value": round(value, 2) if isinstance(value, float) else value,
        }

    @property
    def _place_columns(self) -> tuple[str, ...]:
        return tuple(name for name in (self.series.place_column, self.series.state_column) if name is not None)

    def _unseen(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        keep = []
        for row in zip(*(batch[name].to_pylist() for name in self.layout.columns), strict=True):
            keep.append(row not in self.seen)
            self.seen.add(row)
        return batch.filter(pa.array(keep, pa.bool_()))

    def _chosen(self, batch: pa.RecordBatch) -> pa.Array:
        chosen = pa.array([True] * batch.num_rows, pa.bool_())
        for rule, wanted in ((self.series.only, True), (self.series.without, False)):
            for column, values in rule.items():
                inside = pc.is_in(batch[column], value_set=pa.array(values, batch[column].type))
                chosen = pc.and_(chosen, inside if wanted else pc.invert(inside))
        return chosen

    def _period(self, batch: pa.RecordBatch) -> pa.Array:
        """The first day of each row's period; null where the row is not dated or the series has one span."""
        series = self.series
        if series.period_column is None:
            return pa.nulls(batch.num_rows, pa.date32())
        column = batch[series.period_column]
        kind = self.layout.columns[series.period_column].type
        if kind in (ColumnType.DATE, ColumnType.TIME, ColumnType.MONTH):
            told = Step.MONTH if kind is ColumnType.MONTH else Step.DAY
            days = pc.cast(column, pa.date32())
        else:
            told = series.step
            months = batch[series.month_column].to_pylist() if series.month_column else [None] * len(column)
            pairs = zip(column.to_pylist(), months, strict=True)
            days = pa.array([_first_day(value, month, told) for value, month in pairs], pa.date32())
        if days.null_count < len(days):
            ends = pc.min_max(days).as_py()
            self.first, self.last = min(self.first, ends["min"]), max(self.last, _last_day(ends["max"], told))
        return days if self.step is Step.FISCAL_YEAR else pc.floor_temporal(days, unit=self.step.value)

    def _bounds(self, first: date | None) -> Period:
        """The days of a period, at the edges only those from the first to the last day of the table."""
        if self.series.since is not None:
            return self.series.since, self.series.until
        if first is None:
            return None, None
        return max(first, self.first), min(_last_day(first, self.step), self.last)

    def _place(self, printed: tuple[str | None, ...]) -> Place:
        kind = self.series.place
        if not printed:
            return self.series.code, _state_of(kind, self.series.code), None
        name, state = printed[0], codes.state(printed[1]).value if len(printed) > 1 else None
        if name is None:
            return None, state, None
        if kind is PlaceKind.STATE:
            code = codes.state(name).value
        else:
            code = _county(name, state) if kind is PlaceKind.COUNTY else fold_space(name)
        return code, state or _state_of(kind, code), name

    def _active(self, begun: Mapping[tuple[Place, Period], Any]) -> dict[tuple[Place, Period], Any]:
        """Rows begun by the end of each period of the table; not known for a place of which no row is dated."""
        dated = sorted({group[-1] for group in self.values if group[-1] is not None})
        counted: dict[tuple[Place, Period], Any] = {key: n for key, n in begun.items() if key[1][0] is None}
        some = {place for place, period in begun if period[0] is not None}
        for place in {place for place, _ in begun}:
            total: Any = 0 if place in some else {"gap": GapKind.UNKNOWN_DATE.value}
            first = dated[0] if dated else None
            while first is not None and first <= dated[-1]:
                if place in some:
                    total += begun.get((place, self._bounds(first)), 0)
                counted[place, self._bounds(first)] = total
                first = _last_day(first, self.step) + timedelta(days=1)
        return counted


def _order(place: Place, period: Period) -> tuple[Any, ...]:
    return (place[0] is None, *(each or "" for each in place), period[0] is None, period[0] or date.min)


def _state_of(kind: PlaceKind, code: str | None) -> str | None:
    """The state that the code of a state or county tells."""
    if kind is PlaceKind.STATE or code is None:
        return code
    return _state_by_county().get(code) if kind is PlaceKind.COUNTY else None


def _unplaced(printed: str | None) -> GapKind:
    return GapKind.NOT_COLLECTED if printed is None else GapKind.UNREADABLE


def _first_day(value: Any, month: int | None, step: Step) -> date | None:
    """The first day of a printed fiscal year, of a quarter such as 2022.1, or of a month in a year."""
    if value is None:
        return None
    if step is Step.FISCAL_YEAR:
        return date(int(value) - 1, 10, 1)
    quarter = _QUARTER.fullmatch(str(value))
    if quarter:
        return date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
    return date(int(value), month, 1) if month is not None and 1 <= month <= 12 else None


def _last_day(first: date, step: Step) -> date:
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12, Step.FISCAL_YEAR: 12}.get(step)
    if months is None:
        return first
    year, month = divmod(first.year * 12 + first.month - 1 + months - 1, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


@lru_cache(10_000)
def _county(printed: str, state: str | None) -> str | None:
    """The 5-digit code of a county that is printed by name; None where the state has none or several of that name."""
    found = _counties().get((state, _county_key(printed)), ())
    return found[0] if len(found) == 1 else None


@lru_cache(1)
def _counties() -> dict[tuple[str | None, str], tuple[str, ...]]:
    made: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for row in registry.rows("places/counties.csv"):
        key = (row["state"], _county_key(row["name"]))
        made[key] = (*made.get(key, ()), row["fips"])
    return made


@lru_cache(1)
def _state_by_county() -> dict[str, str]:
    return {row["fips"]: row["state"] for row in registry.rows("places/counties.csv")}


def _county_key(name: str) -> str:
    return _COUNTY_SUFFIX.sub("", fold_space(name)).casefold()
