"""The words of a picture: its title, notes and text alternative, computed from the count alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atlas287.answers.dimensions import MONTH
from atlas287.answers.measure import STALE, measures
from atlas287.core.model import Count
from atlas287.core.release import Release

ALL_SAID = 8
"""Up to this many bars, the text alternative says every value."""


@dataclass(frozen=True, slots=True)
class Series:
    """One group of the count. `values` stand beside the figure's months (None: not known), or are a bar's one value."""

    code: str
    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Title, notes and text alternative of the picture of a count. `kept` are its filters in words."""

    release: Release
    count: Count
    by: Sequence[str]
    kept: Sequence[str]

    @property
    def subject(self) -> str:
        """What is counted, where, and by what."""
        title = str(measures()[self.count.unit].header["title"])
        by = " and ".join(dimension.replace("_", " ") for dimension in sorted(self.by, key=lambda name: name != MONTH))
        return ", ".join([f"287(g): {title[0].lower()}{title[1:]}", *self.kept, f"by {by}"])

    @property
    def title(self) -> str:
        """The subject and its date."""
        return f"{self.subject}, as of {self.count.as_of}"

    def notes(self, series: Sequence[Series], gaps: bool, skipped: int) -> tuple[str, ...]:
        """The unit and rule; what a gap looks like; what is left out."""
        found = [f"Unit: {self.count.unit}. Rule: {self.count.rule}."]
        if MONTH in self.by and any(each.code == "unknown" for each in series):
            what = next(dimension.replace("_", " ") for dimension in self.by if dimension != MONTH)
            found.append(f"Where a list leaves the {what} of rows unknown, what it does not show is not known either.")
        if gaps:
            found.append(f"Shaded: no list within {STALE.days} days up to the end of the month. Not known, not zero.")
        if self.count.overlap:
            found.append("Bars overlap: what is counted can stand in several, so they do not add up.")
        if skipped:
            found.append(f"The largest are drawn; {skipped:,} more are in the count.")
        return tuple(found)

    def alternative(
        self, series: Sequence[Series], months: Sequence[str], gaps: Sequence[tuple[str, str]], skipped: int
    ) -> str:
        """The picture in plain text."""
        if months:
            said = [f"Line chart: {self.title}."]
            said += [self._line(each, months) for each in series]
            said.append(_gaps(gaps))
        else:
            said = [f"Bar chart from 0: {self.title}.", *self._bars(series, skipped)]
        return " ".join(part for part in said if part)

    def _line(self, each: Series, months: Sequence[str]) -> str:
        known = [(month, value) for month, value in zip(months, each.values, strict=True) if value is not None]
        (first, start), (last, end) = known[0], known[-1]
        name = f"{each.name or self.count.unit.replace('_', ' ').capitalize()}: "
        if len(known) == 1:
            return f"{name}{start:,} in {first}, the one month with a value."
        return f"{name}{start:,} in {first}, {end:,} in {last}."

    def _bars(self, series: Sequence[Series], skipped: int) -> list[str]:
        values = [(each.name, each.values[0] or 0) for each in series]
        said = []
        if len(values) <= ALL_SAID and not skipped:
            said.append(f"{'; '.join(f'{name} {value:,}' for name, value in values)}.")
        else:
            said.append(f"{len(values) + skipped:,} groups, {len(values):,} of them drawn." if skipped else "")
            said[-1] = said[-1] or f"{len(values):,} groups."
            said.append(_extreme("Largest", values, max(value for _, value in values)))
            if not skipped:
                said.append(_extreme("Smallest", values, min(value for _, value in values)))
        if isinstance(self.count.total, int):
            said.append(f"Total: {self.count.total:,}.")
        return said


def _extreme(word: str, values: Sequence[tuple[str, int]], value: int) -> str:
    """The groups that have a value, by name where they are few."""
    tied = [name for name, each in values if each == value]
    if len(tied) > 4:
        return f"{word}: {value:,}, in {len(tied)} groups."
    return f"{word}: {' and '.join(tied)}, {value:,}{' each' if len(tied) > 1 else ''}."


def _gaps(gaps: Sequence[tuple[str, str]]) -> str:
    if not gaps:
        return "No month is a gap."
    runs = [first if first == last else f"{first} to {last}" for first, last in gaps]
    return f"Gaps, drawn as breaks and not as zero, since no list is held: {'; '.join(runs)}."
