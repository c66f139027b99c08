"""The verdict on a claim: each part under its own unit and day, then under other units, then on lists near the day.

The order of verdicts is fixed: an error of arithmetic stands before all else; a part that holds under no unit and on no
list near its day is contradicted. The same rules judge every claim, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from atlas287.answers.briefs.check import measuring
from atlas287.answers.briefs.check.holding import fits_count, fits_part, follows, held, known_starts, start_of
from atlas287.answers.briefs.check.measuring import NEAR, Shown
from atlas287.answers.briefs.check.parse import newest, parse
from atlas287.answers.briefs.check.parts import Arithmetic, Claim, Part, Scope, units_of
from atlas287.core.model import Gap
from atlas287.core.release import Release

VERDICTS = (
    "arithmetic_error",
    "supported",
    "supported_for_another_unit",
    "supported_at_another_date",
    "mixed",
    "contradicted",
    "not_testable",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the test of a part finds. `status` is holds, unit, date, fails, tie or no_list.

    `unit` and `day` are those under which it holds, or was tested; `shown` are the counts that tell it, `gap` what is
    lacking where no list is near.
    """

    part: Part
    status: str
    unit: str
    day: date
    shown: tuple[Shown, ...]
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Whether what a claim says of its own numbers follows from them."""

    arithmetic: Arithmetic
    right: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict with what each part and each sum gave."""

    verdict: str
    outcomes: tuple[Outcome, ...]
    sums: tuple[Sum, ...]


@lru_cache(512)
def judged(
    release: Release, text: str, said: date | None = None, place: str | None = None, as_of: date | None = None
) -> tuple[Claim, Judged]:
    """A claim as it was read, with the verdict on it. Raises UsageError as `parse`."""
    claim = parse(release, text, said=said, place=place, as_of=as_of)
    return claim, judge(release, claim)


def judge(release: Release, claim: Claim) -> Judged:
    """The verdict on a claim as it was read."""
    sums = tuple(Sum(each, follows(each)) for each in claim.arithmetic)
    outcomes = tuple(_tested(release, part) for part in claim.tested())
    return Judged(_verdict(claim, outcomes, sums), outcomes, sums)


def _verdict(claim: Claim, outcomes: tuple[Outcome, ...], sums: tuple[Sum, ...]) -> str:
    if any(not each.right for each in sums):
        return "arithmetic_error"
    statuses = [outcome.status for outcome in outcomes if outcome.status != "no_list"]
    if not statuses or claim.refusal or claim.candidates:
        return "not_testable"
    if all(status == "holds" for status in statuses):
        return "supported"
    if "tie" in statuses or ("fails" in statuses and any(status != "fails" for status in statuses)):
        return "mixed"
    if "fails" in statuses:
        return "contradicted"
    return "supported_for_another_unit" if "unit" in statuses else "supported_at_another_date"


def _tested(release: Release, part: Part) -> Outcome:
    """A part under its unit, then under the others on its day, then on the lists near it."""
    last = newest(release)
    day = part.day.ending(last) if part.day else last
    if part.undated:
        return _somewhen(release, part, day)
    units = units_of(release, part)
    own = held(release, part, units[0], day)
    if isinstance(own, Gap):
        return Outcome(part, "no_list", part.unit, day, (), own)
    shown = tuple(_shown(release, part, units, day, last))
    if own is True:
        return Outcome(part, "holds", part.unit, day, shown)
    if own == "tie":
        return Outcome(part, "tie", part.unit, day, shown)
    for unit in units[1:]:
        if held(release, part, unit, day) is True:
            return Outcome(part, "unit", unit, day, shown)
    near = _standing(release, part, day)
    if near:
        ends = dict.fromkeys((near[0], min(near), max(near)))
        told = (each for other in sorted(ends) for each in _shown(release, part, units[:1], other, last))
        return Outcome(part, "date", part.unit, near[0], (*shown, *told))
    passed = _passed(release, part, measuring.near(release, part.unit, day))
    if passed:
        return Outcome(
            part, "date", part.unit, passed[1], (*shown, *(Shown(part.unit, part.scope, each) for each in passed))
        )
    return Outcome(part, "fails", part.unit, day, shown)


def _standing(release: Release, part: Part, day: date) -> list[date]:
    """The lists near a day on which a part holds, the nearest first; none for a number that is denied.

    That a number is denied holds on nearly every other list, so it says nothing of them.
    """
    if part.negated and part.kind != "exists":
        return []
    return [other for other in _likely(release, part, day) if held(release, part, part.unit, other) is True]


def _likely(release: Release, part: Part, day: date) -> list[date]:
    """The lists near a day on which a part may hold, the nearest first; most kinds are told by one query."""
    days = measuring.near(release, part.unit, day)
    if not days or part.negated or part.kind not in ("count", "share", "change", "rank"):
        return days
    if part.kind == "rank":
        return measuring.standing_on(release, part, days)
    counts = dict(measuring.series(release, part.unit, part.scope, days))
    if part.kind == "change":
        bases = known_starts(release, part, part.unit)
        return [day for day in days if any(measuring.fits_growth(part, base, counts[day]) for base in bases)]
    if part.kind == "share":
        wholes = dict(measuring.series(release, part.unit, part.other or Scope(), days))
        shares = {each: 100 * counts[each] / wholes[each] for each in days if wholes[each]}
        return [e for e in days if e in shares and fits_part(part, shares[e])]
    return [each for each in days if fits_count(part, counts[each])]


def _shown(release: Release, part: Part, units: list[str], day: date, last: date) -> Iterator[Shown]:
    """The counts that tell a part on a day."""
    for unit in units if part.kind == "count" else units[:1]:
        if part.kind == "change" and part.start is not None:
            yield Shown(unit, part.scope, start_of(release, part, unit, day))
        yield Shown(unit, part.scope, day)
        if part.other is not None and part.kind in ("share", "compare"):
            yield Shown(part.other_unit or unit, part.other, day)


def _passed(release: Release, part: Part, days: list[date]) -> tuple[date, date] | None:
    """Two neighbouring lists between whose counts a stated number lies."""
    if part.kind != "count" or part.bound != "exact" or part.negated or len(days) < 2:
        return None
    counts = measuring.series(release, part.unit, part.scope, days)
    for (one, low), (other, high) in pairwise(counts):
        if min(low, high) < (part.value or 0) < max(low, high):
            return one, other
    return None


def _somewhen(release: Release, part: Part, day: date) -> Outcome:
    """The start of a growth whose day a claim does not name: on any list up to the end, the last that shows it."""
    kind = "pending" if part.unit == "pending" else "participating"
    days = [each for each in measuring.list_days(release, kind) if each <= day]
    if not days:
        found = measuring.counted(release, part.unit, part.scope, day)
        return Outcome(part, "no_list", part.unit, day, (), found if isinstance(found, Gap) else None)
    for unit in units_of(release, part):
        counts = measuring.series(release, unit, part.scope, days)
        chosen = next((at for at, number in reversed(counts) if fits_count(part, number)), None)
        if chosen is not None:
            status = "holds" if unit == part.unit else "unit"
            return Outcome(part, status, unit, chosen, (Shown(unit, part.scope, chosen),))
    counts = measuring.series(release, part.unit, part.scope, days)
    for (one, low), (other, high) in pairwise(counts):
        if other - one <= NEAR and min(low, high) < (part.value or 0) < max(low, high):
            return Outcome(
                part, "date", part.unit, other, (Shown(part.unit, part.scope, one), Shown(part.unit, part.scope, other))
            )
    nearest = min(counts, key=lambda each: (abs(each[1] - (part.value or 0)), -each[0].toordinal()))
    return Outcome(part, "fails", part.unit, nearest[0], (Shown(part.unit, part.scope, nearest[0]),))
