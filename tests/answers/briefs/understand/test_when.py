"""Days that a text names in English and Spanish, and dates that there are none. Expected values are read by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.answers.briefs.understand.dated import MONTHS
from atlas287.answers.briefs.understand.when import days, impossible, says_now


def told(text):
    return [(str(day.first), str(day.last), day.role) for day in days(text)]


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-05-16",
        "on May 16, 2025",
        "on May 16th 2025",
        "on 16 May 2025",
        "on the 16th of May 2025",
        "el 16 de mayo de 2025",
        "el 16 de MAYO del 2025",
        "on 05/16/2025",
        "el 16/05/2025",
        "on 5/16/25",
        "on the list (May 16, 2025).",
    ],
)
def test_a_day_is_told_in_many_forms(text):
    assert told(text) == [("2025-05-16", "2025-05-16", "on")]


@pytest.mark.parametrize("text", ["el 1.º de mayo de 2025", "el 1o de mayo de 2025", "el primero de mayo de 2025"])
def test_the_first_of_a_month_is_told_in_spanish(text):
    assert told(text) == [("2025-05-01", "2025-05-01", "on")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in May 2025", "2025-05-01", "2025-05-31"),
        ("en mayo de 2025", "2025-05-01", "2025-05-31"),
        ("in Sept. 2025", "2025-09-01", "2025-09-30"),
        ("en setiembre de 2025", "2025-09-01", "2025-09-30"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("in 2025-02", "2025-02-01", "2025-02-28"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("in fiscal year 2024-25", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_month_or_year_has_its_first_and_last_day(text, first, last):
    assert told(text) == [(first, last, "on")]


def test_every_month_is_known_in_both_languages():
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    for name, number in MONTHS.items():
        assert [day.first for day in days(f"in {name} 2025")] == [date(2025, number, 1)], name


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("since 2025", "since"),
        ("desde 2025", "since"),
        ("desde el fin de 2025", "since"),
        ("a partir de 2025", "since"),
        ("after 2025", "since"),
        ("until 2025", "until"),
        ("hasta 2025", "until"),
        ("by the end of 2025", "until"),
        ("a finales de 2025", "until"),
        ("as of 2025", "until"),
        ("in 2025", "on"),
    ],
)
def test_a_date_is_one_that_a_text_counts_on_from_or_up_to(text, role):
    assert told(text) == [("2025-01-01", "2025-12-31", role)]


@pytest.mark.parametrize(
    "text", ["before 2025", "prior to January 1, 2025", "antes de 2025", "antes del 1 de enero de 2025"]
)
def test_before_a_date_is_up_to_the_day_before_it(text):
    assert told(text) == [("2024-12-31", "2024-12-31", "until")]


@pytest.mark.parametrize(
    "text",
    [
        "between January 2025 and March 2026",
        "from January 2025 to March 2026",
        "entre enero de 2025 y marzo de 2026",
        "desde enero de 2025 hasta marzo de 2026",
    ],
)
def test_a_range_is_two_dates(text):
    assert told(text) == [("2025-01-01", "2025-01-31", "since"), ("2026-03-01", "2026-03-31", "until")]


@pytest.mark.parametrize("text", ["between January and March 2026", "entre enero y marzo de 2026"])
def test_a_range_may_name_its_year_once(text):
    assert told(text) == [("2026-01-01", "2026-01-31", "since"), ("2026-03-01", "2026-03-31", "until")]


@pytest.mark.parametrize(
    "given_date",
    [
        "2025-02-30",
        "2025-13-01",
        "February 29, 2025",
        "April 31, 2025",
        "31 de abril de 2025",
        "13/45/2025",
        "2025-00-10",
    ],
)
def test_a_date_that_there_is_not_is_none_and_no_month_or_year_either(given_date):
    text = f"How many on {given_date}?"
    assert days(text) == []
    assert impossible(text) == given_date


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-02-28",
        "February 29, 2024",
        "in fiscal year 2024-25",
        "call 555-2025-0199",
        "287(g) since 2025",
        "¿Cuántos en mayo?",
        "no date at all",
        "",
    ],
)
def test_a_text_without_such_a_date_has_none(text):
    assert impossible(text) is None


@pytest.mark.parametrize(
    "text",
    ["May I ask in May?", "he may", "$2025", "20255 people", "8 USC 1357", "in 3025", "1843", "mayo", "march on"],
)
def test_ordinary_words_and_numbers_are_no_dates(text):
    assert days(text) == []


@pytest.mark.parametrize(
    "text", ["How many now?", "today", "currently listed", "hoy", "en la actualidad", "hasta la fecha"]
)
def test_now_is_told(text):
    assert says_now(text)


@pytest.mark.parametrize("text", ["I know", "nowhere", "ahorrar", "in 2025"])
def test_now_is_not_told_within_other_words(text):
    assert not says_now(text)


@given(st.dates(date(1996, 1, 1), date(2099, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_every_day_is_told_in_every_form(day):
    name = next(name for name, number in MONTHS.items() if number == day.month)
    spanish = [name for name, number in MONTHS.items() if number == day.month][-1]
    for text in (f"{day}", f"{name} {day.day}, {day.year}", f"{day.day} de {spanish} de {day.year}"):
        assert [(found.first, found.last) for found in days(text)] == [(day, day)], text


@given(st.text(alphabet=st.sampled_from("0123456789-/ ,.maydeneroJan20"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_dates_do_not_overlap(text):
    last = 0
    for day in days(text):
        assert last <= day.start < day.end <= len(text)
        assert day.first <= day.last
        last = day.end
    impossible(text)
