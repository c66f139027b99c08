"""Days that are counted from another day or told without a year. Expected days were reckoned by hand."""

from datetime import date

import pytest

from atlas287.answers.briefs.understand.when import days

NEWEST = date(2026, 5, 18)
TOLD = {
    "One year before April 30, 2026, how many?": ["2025-04-30"],
    "un año antes del 30 de abril de 2026": ["2025-04-30"],
    "two weeks before 2026-05-18": ["2026-05-04"],
    "three months after January 20, 2025": ["2025-04-20"],
    "between April 1 and May 18, 2026": ["2026-04-01", "2026-05-18"],
    "entre el 1 de abril y el 18 de mayo de 2026": ["2026-04-01", "2026-05-18"],
    "between December 1 and May 18, 2026": ["2025-12-01", "2026-05-18"],
    "del 1 al 18 de mayo de 2026": ["2026-05-01", "2026-05-18"],
    "six months ago": ["2025-11-18"],
    "hace un año": ["2025-05-18"],
    "in the last 6 months": ["2025-11-18"],
    "en los últimos seis meses": ["2025-11-18"],
    "May 18, 2026 and a year earlier": ["2026-05-18", "2025-05-18"],
    "on May 1": ["2026-05-01"],
    "in March": ["2026-03-31"],
    "as of last December": ["2025-12-31"],
    "18-May-2026": ["2026-05-18"],
    "18.05.2026": ["2026-05-18"],
    "2026/05/18": ["2026-05-18"],
    "how many may sign": [],
    "a month of agreements": [],
}


@pytest.mark.parametrize(("text", "told"), TOLD.items())
def test_a_day_is_counted_from_the_day_named_or_from_the_newest_list(text, told):
    assert [str(day.last) for day in days(text, NEWEST)] == told


def test_without_a_newest_list_no_day_is_counted_from_now():
    assert days("six months ago, and on May 1") == []
    assert [str(day.last) for day in days("between April 1 and May 18, 2026")] == ["2026-04-01", "2026-05-18"]


def test_a_day_counted_from_one_that_is_not_there_is_none():
    assert [str(day.last) for day in days("on February 30 and on March 1, 2026")] == ["2026-03-01"]
