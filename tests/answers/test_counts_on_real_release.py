"""Counts on the embedded release against figures counted by hand from ICE's workbooks (the project's domain notes)."""

from datetime import date

import pytest

from atlas287.answers.measure import count

SPELT_TWICE = [
    ["walker county sheriff's department", "walker county sheriff's office"],
    ["waukesha county sheriff's department", "waukesha county sheriff's office"],
]
"""Read on the list of 2026-05-18: one sheriff, two spellings, in two models' rows."""


@pytest.mark.parametrize(
    ("day", "total", "models"),
    [
        ("2021-01-31", 148, {"JEM": 72, "WSO": 76}),
        ("2025-01-31", 135, {"JEM": 60, "WSO": 75}),
        ("2025-02-28", 239, None),
        ("2025-06-30", 737, None),
        ("2025-12-31", 1274, None),
        ("2026-03-31", 1560, None),
        ("2026-05-18", 1843, {"JEM": 182, "TFM": 1162, "WSO": 499}),
    ],
)
def test_listings_on_the_last_list_of_a_month(release, day, total, models):
    counted = count(release, "listings", by=["model"], as_of=date.fromisoformat(day))
    assert counted.total == total
    if models is not None:
        assert {row["model"]: row["value"] for row in counted.rows} == models


def test_names_on_the_last_list_are_1551_in_their_states_once_white_space_case_and_apostrophes_are_folded(release):
    folded = release.rows(
        "SELECT count(DISTINCT (state, agency_key)) AS n FROM listings WHERE list_no = "
        "(SELECT max(list_no) FROM lists WHERE kind = 'participating')"
    )
    assert folded == [{"n": 1551}]


def test_agencies_of_the_last_list_are_two_fewer_than_its_names(release):
    """Counted by hand: two agencies stand on it under two spellings each."""
    spelt_twice = release.rows(
        "SELECT list(DISTINCT agency_key ORDER BY agency_key) AS names FROM listings JOIN members USING (list_no, row) "
        "WHERE list_no = (SELECT max(list_no) FROM lists WHERE kind = 'participating') "
        "GROUP BY agency_id HAVING count(DISTINCT agency_key) > 1 ORDER BY names"
    )
    assert [row["names"] for row in spelt_twice] == SPELT_TWICE
    assert count(release, "agencies").total == 1551 - len(SPELT_TWICE)


def test_agency_names_as_printed_in_each_state_of_the_last_list_are_1567(release):
    printed = release.rows(
        "SELECT count(DISTINCT (state, agency_printed)) AS n FROM listings WHERE list_no = "
        "(SELECT max(list_no) FROM lists WHERE kind = 'participating')"
    )
    assert printed == [{"n": 1567}]


def test_most_agencies_hold_one_model_and_few_three(release):
    held = release.rows(
        "SELECT models, count(*) AS n FROM (SELECT count(DISTINCT model) AS models FROM listings WHERE list_no = "
        "(SELECT max(list_no) FROM lists WHERE kind = 'participating') GROUP BY state, agency_key) GROUP BY models"
    )
    assert {row["models"]: row["n"] for row in held} == {1: 1309, 2: 192, 3: 50}


def test_florida_and_texas_tie_on_the_first_of_april_2026(release):
    counted = count(release, "listings", by=["state"], as_of=date(2026, 4, 1))
    first, second = counted.rows[:2]
    assert {first["state"], second["state"]} == {"FL", "TX"}
    assert first["value"] == second["value"]


def test_the_pending_lists_end_with_two_applications(release):
    counted = count(release, "pending")
    assert (counted.total, counted.list["as_of"]) == (2, "2026-02-27")


def test_a_day_without_a_list_in_45_days_is_a_gap_with_both_sides(release):
    counted = count(release, "agreements", as_of=date(2026, 11, 24))
    assert counted.gaps[0].kind == "not_collected"
    assert (counted.gaps[0].before, counted.gaps[0].after) == ("2026-05-18", None)


def test_a_day_before_the_first_list_names_the_list_after_it(release):
    gap = count(release, "agreements", as_of=date(2007, 1, 1)).gaps[0]
    assert (gap.before, gap.after) == (None, "2007-09-19")


def test_a_day_between_the_lists_of_2009_and_2021_names_both(release):
    gap = count(release, "agreements", as_of=date(2019, 1, 1)).gaps[0]
    assert (gap.before, gap.after) == ("2009-10-28", "2021-01-13")


def test_all_688_workbooks_and_the_four_lists_of_2007_to_2009_are_held(release):
    assert count(release, "lists").total == 688 + 4


@pytest.mark.parametrize(("day", "total"), [("2007-09-19", 28), ("2008-03-10", 41), ("2009-10-28", 61)])
def test_the_lists_of_2007_to_2009_count_what_their_tables_hold(release, day, total):
    """Rows counted by hand in the transcriptions; of the 67 rows of 2009, 61 are signed and 6 pending."""
    assert count(release, "agreements", as_of=date.fromisoformat(day)).total == total


def test_six_rows_of_2009_were_pending(release):
    assert count(release, "pending", as_of=date(2009, 10, 28)).total == 6
