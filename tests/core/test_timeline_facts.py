"""Milestones: what happened when, and the count that was given for it."""

import pytest

from atlas287.core import registry
from support.fact_texts import assert_source, faults, figures, row_of

MILESTONES = [content for _, content in registry.documents("timeline")]
BY_ID = {milestone["id"].removeprefix("milestone:"): milestone for milestone in MILESTONES}
METRICS = {"new agreements": "new_agreements", "arrests in month": "arrests_in_month"}
MONTH_RECALLED = "2002-07-first-agreement-florida-department"
"""Its row gives a month and says that the month was recalled, so that the year alone is kept."""


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda milestone: milestone["id"])
def test_a_milestone_says_the_same_in_both_languages_in_plain_words(milestone):
    assert faults(milestone["text"]) == []


def test_all_35_are_there_each_in_a_file_of_its_name_and_begin_with_their_day():
    assert [path.stem for path, _ in registry.documents("timeline")] == list(BY_ID)
    assert len(MILESTONES) == 35
    for key, milestone in BY_ID.items():
        assert key.startswith(milestone["happened"])


def test_the_sentence_holds_the_count():
    for key, milestone in BY_ID.items():
        if key not in ("2002-07-first-agreement-florida-department", "2003-09-second-agreement-alabama"):  # in words
            assert milestone["value"] is None or f"{milestone['value']:,}" in figures(milestone["text"]["en"]), key


def test_a_count_that_nobody_read_is_none_and_not_zero():
    unknown = BY_ID["2026-11-24-counts-after-2026-05"]
    assert (unknown["metric"], unknown["value"], unknown["confidence"]) == ("agreements", None, "recalled")


def test_only_counts_that_an_office_gave_of_itself_are_primary():
    """The audit of GAO read on its site and the two announcements of DHS; ICE's page on law is not the law."""
    assert {key for key, milestone in BY_ID.items() if milestone["confidence"] == "primary"} == {
        "2017-01-start-of-first-trump",
        "2020-09-agreements",
        "2025-09-02-dhs-count-at-reimbursement",
        "2025-09-17-dhs-count-passes-1000",
        "2025-10-01-federal-reimbursement-starts",
    }
    assert sum(milestone["confidence"] == "recalled" for milestone in MILESTONES) == 5  # the rows marked so


@pytest.mark.data
def test_every_milestone_has_the_figures_day_and_source_of_its_row(data_dir):
    for key, milestone in BY_ID.items():
        row = row_of(data_dir, milestone)
        assert milestone["value"] == (float(row["value"]) if row["value"].isdigit() else None), key
        assert milestone["metric"] == (METRICS.get(row["metric"], row["metric"]) or None)
        assert milestone["unit"] == (row["unit"] or None)
        assert milestone["happened"] == (row["date"] if key != MONTH_RECALLED else row["date"][:4])
        assert_source(milestone, row)
    assert len({milestone["source"]["row"] for milestone in MILESTONES}) == len(MILESTONES)
