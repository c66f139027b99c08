"""The one way to compare printed names: what it joins, and above all what it leaves apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas287.core.names import agency_key, fold_space, heading


@pytest.mark.parametrize(
    "respelt",
    [
        "Example County Sheriff's Office",
        "  Example  County Sheriff's Office ",
        "Example County\nSheriff's Office",
        "Example\u00a0County Sheriff's\u2003Office",
        "EXAMPLE COUNTY SHERIFF'S OFFICE",
        "Example County Sheriff’s Office",
        "Example County Sheriff‘s Office",
        "Example County Sheriff`s Office",
        "Example County Sheriff´s Office",
        "Example County Sheriff＇s Office",
        "Ｅxample County Sheriff's Oﬃce",
    ],
)
def test_white_space_letter_case_and_apostrophes_do_not_part_an_agency(respelt):
    assert agency_key(respelt) == "example county sheriff's office"


@pytest.mark.parametrize(
    "other",
    [
        "Example County Sheriffs Office",
        "Example County Sheriff's Department",
        "Example Co. Sheriff's Office",
        "Example Sheriff's Office",
        "Example-County Sheriff's Office",
        "Exampel County Sheriff's Office",
        "Éxample County Sheriff's Office",
    ],
)
def test_whatever_else_differs_needs_a_judgement(other):
    assert agency_key(other) != agency_key("Example County Sheriff's Office")


def test_an_accent_is_one_letter_however_it_is_encoded():
    assert agency_key("Can\u0303on Police") == agency_key("Cañon Police") == "cañon police"


@given(st.text())
def test_a_name_that_was_normalised_stays_as_it_is(printed):
    key = agency_key(printed)
    assert fold_space(key) == key
    assert agency_key(f" {printed}\n") == key


def test_a_heading_is_upper_case_with_single_spaces():
    assert heading(" Law  Enforcement\nAgency ") == "LAW ENFORCEMENT AGENCY"
