"""Counts on the embedded release against figures counted by hand from ICE's workbooks (the project's domain notes)."""

from datetime import date

import pytest

from atlas287.answers.measure import count


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


def test_agencies_of_the_last_list_are_1551_by_folded_name(release):
    assert count(release, "agencies").total == 1551


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
    gap = count(release, "agreements", as_of=date(2019, 1, 1)).gaps[0]
    assert (gap.before, gap.after) == (None, "2021-01-13")


def test_all_688_lists_are_held(release):
    assert count(release, "lists").total == 688
