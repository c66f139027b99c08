"""Verdicts over three invented lists, whose counts are made by hand in tests/support/claims.py."""

from datetime import date

import pytest

from atlas287.answers.briefs.check import check

FIRST, SECOND, THIRD = date(2025, 3, 3), date(2025, 3, 10), date(2025, 6, 2)


@pytest.mark.parametrize(
    ("claim", "day", "verdict"),
    [
        ("ICE lists 140 agreements", SECOND, "supported"),
        ("ICE lists 120 agencies with 140 agreements in 2 states", SECOND, "supported"),
        ("More than 120 agreements are listed", SECOND, "supported"),
        ("More than 200 agreements are listed", THIRD, "contradicted"),
        ("At least 140 agreements are listed", SECOND, "supported"),
        ("Up to 140 agreements are listed", SECOND, "supported"),
        ("Fewer than 140 partnerships are listed", date(2025, 3, 20), "supported_for_another_unit"),  # of 120 agencies
        ("140 agencies have an agreement", SECOND, "supported_for_another_unit"),
        ("ICE lists 80 agreements", SECOND, "supported_at_another_date"),  # a week before
        ("ICE lists 110 agreements", SECOND, "supported_at_another_date"),  # between 80 and 140
        ("ICE lists 180 agreements", SECOND, "contradicted"),
        ("ICE lists 80 agreements", THIRD, "contradicted"),  # three months before
        ("ICE lists 140 agreements in 4 states", SECOND, "mixed"),
        ("Agreements grew 42% from 140 to 200", THIRD, "supported"),  # 42.9
        ("Agreements grew 43% from 140 to 200", THIRD, "supported"),  # rounded up
        ("Agreements grew 44% from 140 to 200", THIRD, "arithmetic_error"),
        ("Agreements more than doubled from 80 to 200", THIRD, "supported"),
        ("Agreements tripled from 80 to 200", THIRD, "arithmetic_error"),
        ("Agreements rose by 60, from 140 to 200", THIRD, "supported"),
        ("Agreements rose by 100, from 140 to 200", THIRD, "arithmetic_error"),
        ("Agreements more than doubled from March 3, 2025 to June 2, 2025", None, "supported"),
        ("Agreements grew 150% since March 3, 2025", THIRD, "supported"),
        ("Agreements grew by more than 200% since March 3, 2025", THIRD, "contradicted"),
        ("The number of agreements has fallen since March 3, 2025", SECOND, "contradicted"),
        ("The number of agreements has grown since March 3, 2025", SECOND, "supported"),
        ("71% of agreements are in Ohio", SECOND, "supported"),  # 100 of 140, 71.4
        ("72% of agreements are in Ohio", SECOND, "supported"),  # rounded up
        ("74% of agreements are in Ohio", SECOND, "contradicted"),
        ("67% of agreements are in Ohio", SECOND, "supported_for_another_unit"),  # 80 of 120 agencies, 66.7
        ("Half of agreements are in Ohio", THIRD, "supported"),  # 100 of 200
        ("Most agreements are in Ohio", SECOND, "supported"),
        ("Most agreements are in Ohio", THIRD, "contradicted"),
        ("Ohio has the most agreements", SECOND, "supported"),
        ("Ohio has the most agreements", THIRD, "mixed"),  # a hundred each
        ("Iowa has the most agreements", SECOND, "contradicted"),
        ("Iowa has the second most agreements", SECOND, "supported"),
        ("Ohio has more agreements than Iowa", SECOND, "supported"),
        ("Ohio has more agreements than Iowa", THIRD, "contradicted"),
        ("Ohio has 2.5 times as many agreements as Iowa", SECOND, "supported"),
        ("The Task Force Model is the most common 287(g) model", SECOND, "mixed"),  # sixty and sixty of the WSO
        ("Ohio has 60 task force, 20 jail enforcement and 20 warrant service officer agreements", SECOND, "supported"),
        ("Utah has no agreements", SECOND, "supported"),
        ("Ohio has no agreements", SECOND, "contradicted"),
        ("Ohio does not have the most agreements", SECOND, "contradicted"),
        ("Between 120 and 160 agreements are listed", SECOND, "supported"),
        ("ICE lists 200 agreements", date(2025, 9, 1), "not_testable"),  # no list of the 45 days before
        ("ICE lists 200 agreements and the Task Force Model makes officers safer", THIRD, "supported"),
    ],
)
def test_a_verdict_is_what_the_lists_give_by_hand(invented, claim, day, verdict):
    assert check(invented, claim, said=day)["verdict"] == verdict


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("ICE lists 140 agreements in 2 states", "ICE tiene 140 acuerdos en 2 estados"),
        ("Agreements grew 200% from 80 to 140", "Los acuerdos aumentaron un 200%: de 80 a 140"),
        ("Half of agreements are in Ohio", "La mitad de los acuerdos están en Ohio"),
        ("Ohio has the most agreements", "Ohio es el estado con más acuerdos"),
        ("Utah has no agreements", "Utah no tiene ningún acuerdo"),
        ("About 180 agencies take part in 287(g)", "Cerca de 180 agencias participan en el 287(g)"),
    ],
)
@pytest.mark.parametrize("day", [SECOND, THIRD])
def test_a_claim_in_spanish_gets_the_verdict_of_the_same_claim_in_english(invented, english, spanish, day):
    assert check(invented, english, said=day)["verdict"] == check(invented, spanish, said=day)["verdict"]


def test_the_values_are_the_counts_under_each_unit_on_the_list_of_the_day(invented):
    found = check(invented, "ICE lists 180 agreements", said=date(2025, 3, 12))
    assert [(each["unit"], each["value"], each["as_of"]) for each in found["values"]] == [
        ("agreements", 140, "2025-03-10"),
        ("agencies", 120, "2025-03-10"),
        ("agency_names", 120, "2025-03-10"),
        ("listings", 140, "2025-03-10"),
        ("states", 2, "2025-03-10"),
        ("counties", 0, "2025-03-10"),  # invented towns lie in none
    ]
    assert {each["list"]["file"] for each in found["values"]} == {"participatingAgencies03102025am.xlsx"}


def test_the_day_of_the_claim_comes_before_as_of_and_that_before_said(invented):
    claim = "ICE lists 80 agreements"
    assert check(invented, f"{claim} on March 3, 2025", as_of=THIRD, said=THIRD)["as_of"] == "2025-03-03"
    assert check(invented, claim, as_of=SECOND, said=THIRD)["as_of"] == "2025-03-10"
    assert check(invented, claim, said=THIRD)["as_of"] == "2025-06-02"
    assert check(invented, claim)["as_of"] == "2025-06-02"  # the newest list


def test_the_place_of_the_claim_comes_before_the_one_given(invented):
    assert check(invented, "It has 100 agreements", place="Ohio", said=SECOND)["verdict"] == "supported"
    assert check(invented, "Iowa has 40 agreements", place="Ohio", said=SECOND)["verdict"] == "supported"


def test_a_start_without_a_day_fits_where_any_list_before_the_end_shows_it(invented):
    assert check(invented, "Up from 80 agreements to 200", said=THIRD)["verdict"] == "supported"
    assert check(invented, "Up from 40 agreements to 200", said=THIRD)["verdict"] != "supported"


def test_a_month_stands_for_its_last_day_and_a_running_year_for_the_newest_list(invented):
    assert check(invented, "There were 140 agreements in March 2025")["as_of"] == "2025-03-31"
    assert check(invented, "There are 200 agreements in 2025")["as_of"] == "2025-06-02"
