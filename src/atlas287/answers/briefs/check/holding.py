"""Whether a part of a claim holds for a unit on a day, and whether a claim's own numbers agree with each other."""

from __future__ import annotations

from datetime import date

from atlas287.answers.briefs.check import measuring
from atlas287.answers.briefs.check.measuring import fits
from atlas287.answers.briefs.check.parts import Arithmetic, Moment, Part, Scope
from atlas287.core.model import Gap
from atlas287.core.release import Release

Held = bool | str | Gap


def follows(sum_: Arithmetic, *, worded: bool = False) -> bool:
    """Whether what a claim says of its own numbers follows from them; `worded` where it says so in words."""
    if sum_.kind == "sum":
        return fits(sum_.stated, sum_.bound, sum(sum_.numbers))
    one, other = sum_.numbers
    if sum_.kind == "difference":
        return fits(abs(sum_.stated), sum_.bound, abs(other - one))
    if sum_.kind == "share":
        return measuring.fits_share(sum_.stated, sum_.bound, 100 * one / other, sum_.digits, worded)
    if sum_.kind == "multiple":
        worded = worded or (sum_.stated in (2, 3) and not sum_.digits)
        return measuring.fits_multiple(sum_.stated, sum_.bound, other / one, sum_.digits, worded)
    grown = 100 * (other - one) / one
    sign = -1 if sum_.stated < 0 else 1
    return measuring.fits_share(abs(sum_.stated), sum_.bound, sign * grown, sum_.digits, worded)


def held(release: Release, part: Part, unit: str, day: date) -> Held:
    """Whether a part holds for a unit on a day: yes, no, `tie`, or the gap where no list is near."""
    found = _held(release, part, unit, day)
    return not found if part.negated and isinstance(found, bool) else found


def _held(release: Release, part: Part, unit: str, day: date) -> Held:
    if part.kind == "rank":
        return measuring.standing(release, part, unit, day)
    if part.kind == "change":
        return _grown(release, part, unit, day)
    found = measuring.counted(release, unit, part.scope, day)
    if isinstance(found, Gap):
        return found
    if part.kind == "exists":
        return found.number > 0
    if part.kind == "count":
        return fits_count(part, found.number)
    if part.kind == "every":
        return _every(release, part, found.number)
    other = part.other or Scope()
    against = measuring.counted(release, (part.other_unit or unit) if unit == part.unit else unit, other, day)
    if isinstance(against, Gap):
        return against
    if part.kind == "share":
        if not against.number:
            return False
        return fits_part(part, 100 * found.number / against.number)
    if part.value and part.measured == "difference":
        apart = found.number - against.number
        return fits(part.value, part.bound, -apart if part.order == "fewest" else apart)
    if part.value:
        return bool(against.number) and measuring.fits_multiple(
            part.value, part.bound, found.number / against.number, part.digits, worded=True
        )
    return found.number < against.number if part.order == "fewest" else found.number > against.number


def fits_count(part: Part, actual: float) -> bool:
    """Whether a count fits the number that a part states, or lies within its range."""
    if part.end_value is not None:
        return (part.value or 0) <= actual <= part.end_value
    return fits(part.value or 0, part.bound, actual)


def fits_part(part: Part, actual: float) -> bool:
    """Whether a share in per cent fits what a part states."""
    return measuring.fits_share(part.value or 0, part.bound, actual, part.digits, part.worded)


def _every(release: Release, part: Part, number: float) -> bool:
    whole = measuring.all_counties(release, str((part.scope.place or {})["code"]))
    if part.measured == "whole":
        return whole == part.value
    if part.measured == "percent":
        return fits_part(part, 100 * number / whole)
    return number == whole and part.value in (None, whole)


def _grown(release: Release, part: Part, unit: str, day: date) -> Held:
    """Whether a growth holds from any list of the month or year that a claim names as its start."""
    end = measuring.counted(release, unit, part.scope, day)
    if isinstance(end, Gap):
        return end
    known = known_starts(release, part, unit)
    if not known:
        counts = [measuring.counted(release, unit, part.scope, start) for start in starts(part.start)]
        return next((each for each in counts if isinstance(each, Gap)), False)
    return any(measuring.fits_growth(part, each, end.number) for each in known)


def known_starts(release: Release, part: Part, unit: str) -> list[float]:
    """The numbers from which a growth may be meant: the one that the claim states, else the counts on its days."""
    if part.start_value is not None:
        return [part.start_value]
    counts = [measuring.counted(release, unit, part.scope, start) for start in starts(part.start)]
    return [each.number for each in counts if not isinstance(each, Gap)]


def start_of(release: Release, part: Part, unit: str, day: date) -> date:
    """The day from which a growth is shown: of those that may be meant one from which it holds, else the first."""
    days = starts(part.start)
    end = measuring.counted(release, unit, part.scope, day)
    for each in days:
        found = measuring.counted(release, unit, part.scope, each)
        if isinstance(found, Gap) or isinstance(end, Gap):
            continue
        if measuring.fits_growth(part, found.number, end.number):
            return each
    return days[0]


def starts(start: Moment | None) -> list[date]:
    """The days from which a growth may be meant: the day, or first and last of a month or year."""
    return list(dict.fromkeys((start.first, start.last))) if start else []
