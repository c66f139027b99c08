"""What printed values mean: types, dates, codes, marks of redaction."""

from datetime import datetime

import pytest

from atlas287.core.model import Column, ColumnType, GapKind
from atlas287.intake.enforcement.values import is_redacted, reader


def read(kind, text, **options):
    return reader(Column("x", ColumnType(kind), **options))(text)


@pytest.mark.parametrize(
    "mark", ["(b)(6)", "b(6), b(7)(C)", "(b)(6), (b)(7)(c)", "(b) (6); (b) (7) (C)", "[redacted]", "REDACTED", "██"]
)
def test_a_mark_of_redaction_is_a_typed_gap_in_a_column_of_any_type(mark):
    assert is_redacted(mark)
    for kind in ColumnType:
        found = read(kind, f" {mark} ")
        assert (found.value, found.gap, found.code) == (None, GapKind.REDACTED, None)


@pytest.mark.parametrize("text", ["287(g) Program", "B (6)th floor", "redacted by hand", "(8)", "I247A (6)"])
def test_what_only_looks_like_a_mark_of_redaction_is_none(text):
    assert not is_redacted(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-07-04", datetime(2025, 7, 4)),
        ("2025-07-04 13:05", datetime(2025, 7, 4, 13, 5)),
        ("2025-07-04T13:05:09.25Z", datetime(2025, 7, 4, 13, 5, 9, 250000)),
        ("7/4/2025", datetime(2025, 7, 4)),
        ("07/04/2025 1:05:09 PM", datetime(2025, 7, 4, 13, 5, 9)),
        ("07/04/2025 12:05 AM", datetime(2025, 7, 4, 0, 5)),
        ("0002-05-01", datetime(2, 5, 1)),
        ("45842", datetime(2025, 7, 4)),
        ("45842.5", datetime(2025, 7, 4, 12)),
        ("7/4/25", datetime(2025, 7, 4)),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(text, moment):
    assert read("time", text).value == moment


def test_a_year_of_two_digits_and_a_bare_day_number_are_told():
    assert read("date", "7/4/25").rule == "year of two digits"
    assert read("date", "45842").rule == "number without a date format"


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-30", "4 July", "13/45/2025", "1987", "99999999", "-1"])
def test_what_is_no_date_is_a_gap_that_is_told(text):
    found = read("date", text)
    assert (found.value, found.code, found.gap) == (None, "date_unreadable", GapKind.UNREADABLE)


def test_the_day_comes_first_only_where_the_layout_says_so():
    assert read("date", "04/07/2025", day_first=True).value == datetime(2025, 7, 4)
    assert read("date", "04/07/2025").value == datetime(2025, 4, 7)


@pytest.mark.parametrize("text", ["", "  ", "NA", "n/a", "null", "NaN"])
def test_what_publishers_write_for_nothing_is_blank_and_no_issue(text):
    for kind in ColumnType:
        found = read(kind, text)
        assert (found.value, found.code, found.gap) == (None, None, None)


def test_numbers_and_truths():
    assert [read("number", text).value for text in ("1", "-2.5", "1e3", "$1,500.00")] == [1, -2.5, 1000, 1500]
    assert read("number", "12 days").code == "number_unreadable"
    assert (read("whole", "41.0").value, read("whole", "41.5").code) == (41, "number_unreadable")
    assert [read("truth", text).value for text in ("TRUE", "no", "1", "F")] == [True, False, True, False]
    assert read("truth", "perhaps").code == "truth_unreadable"


def test_codes_are_standard_repaired_ignored_or_unknown_and_never_pass_silently():
    method = {"codes": "apprehension_method"}
    assert read("text", "CAP Local Incarceration", **method).code is None
    repaired = read("text", " cap  local incarceration", **method)
    assert (repaired.value, repaired.code) == ("CAP Local Incarceration", "code_repaired")
    unknown = read("text", "Invented Arrest", **method)
    assert (unknown.value, unknown.code) == ("Invented Arrest", "code_unknown")
    assert read("text", "NA", codes="threat_level").value is None
    assert read("text", "F", codes="gender").value == "Female"
