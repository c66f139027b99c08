"""Money that bears on agreements: amounts, units and conditions as the table of incentives gives them."""

import re

import pytest

from atlas287.core import registry
from support.fact_texts import assert_source, csv_rows, faults, row_of

INCENTIVES = [content for _, content in registry.documents("incentives")]
BY_ID = {incentive["id"].removeprefix("incentive:"): incentive for incentive in INCENTIVES}


@pytest.mark.parametrize("incentive", INCENTIVES, ids=lambda incentive: incentive["id"])
def test_an_incentive_says_the_same_in_both_languages_in_plain_words(incentive):
    assert faults(incentive["text"]) == []


def test_all_42_are_there_each_in_a_file_of_its_name():
    assert list(BY_ID) == [f"i{number:02d}" for number in range(1, 43)]
    assert [path.stem for path, _ in registry.documents("incentives")] == list(BY_ID)


def test_an_amount_has_a_unit_and_only_an_amount_has_one():
    for incentive in INCENTIVES:
        assert (incentive["amount"] is None) == (incentive["unit"] is None), incentive["id"]
        if incentive["amount_high"] is not None:
            assert incentive["amount_high"] > incentive["amount"]
    assert {key for key, incentive in BY_ID.items() if incentive["amount_high"]} == {"i12", "i25"}  # the two ranges


@pytest.mark.parametrize(
    ("key", "amount", "unit"),
    [  # the department's announcement of 2025-09-02, a tracker's note, Florida's statute: read by hand in the table
        ("i01", 100, "percent"),
        ("i02", 25, "percent_of_salary"),
        ("i03", 1000, "usd_per_officer_quarter"),
        ("i04", 750, "usd_per_officer_quarter"),
        ("i05", 500, "usd_per_officer_quarter"),
        ("i06", 7500, "usd_per_officer"),
        ("i07", 100000, "usd_per_agency"),
        ("i20", 1000, "usd_per_officer"),
        ("i25", 80000, "usd_per_agency"),
    ],
)
def test_what_a_calculator_reckons_with(key, amount, unit):
    incentive = BY_ID[key]
    assert (incentive["role"], incentive["amount"], incentive["unit"]) == ("element_of_calculator", amount, unit)


def test_nothing_else_is_reckoned_with():
    assert sum(incentive["role"] == "element_of_calculator" for incentive in INCENTIVES) == 9


def test_the_sentence_holds_the_amount():
    units = (("", 1), (" million", 10**6), (" billion", 10**9))
    for key, incentive in BY_ID.items():
        if incentive["amount"] is None:
            continue
        said = {f"{incentive['amount'] / size:,.10g}{name}" for name, size in units}
        said |= {f"{incentive['amount']:,}", f"{incentive['amount']} percent"}
        assert any(re.search(rf"(?<![\d.,]){re.escape(text)}(?!\d)", incentive["text"]["en"]) for text in said), key


def test_only_issuers_own_texts_are_primary():
    """DHS's announcement, statutes, the offices that run Florida's and Texas's grants, and a signed memorandum."""
    primary = {key for key, incentive in BY_ID.items() if incentive["confidence"] == "primary"}
    assert primary == {"i01", "i02", "i03", "i04", "i05", "i20", "i22", "i26", "i32", "i40", "i41"}
    assert {key for key, incentive in BY_ID.items() if incentive["confidence"] == "recalled"} == {"i30", "i42"}
    assert all(BY_ID[key]["citation"] for key in primary)


@pytest.mark.data
def test_every_row_has_its_incentive_with_the_same_figures_days_and_source(data_dir):
    for key, incentive in BY_ID.items():
        row = row_of(data_dir, incentive)
        assert row["id"].lower() == key
        told = [float(part) for part in row["amount"].split("-")] if row["amount"] else []
        assert [incentive[name] for name in ("amount", "amount_high") if incentive[name] is not None] == told
        assert (incentive["begins"], incentive["ends"]) == (row["start_date"] or None, row["end_date"] or None)
        assert_source(incentive, row)
    assert len(csv_rows(data_dir, BY_ID["i01"])) == len(INCENTIVES)
