"""Statutes, rules, orders and rulings: one sentence each, and what of them was read."""

from collections import Counter

import pytest

from atlas287.core import registry
from support.fact_texts import csv_rows, faults, row_of

STATUTES = [content for _, content in registry.documents("statutes")]
BY_ID = {statute["id"]: statute for statute in STATUTES}


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute["id"])
def test_a_statute_says_the_same_in_both_languages_in_plain_words(statute):
    assert faults(statute["text"]) == []


def test_every_file_is_named_by_its_id_and_all_52_are_there():
    assert [content["id"] for path, content in registry.documents("statutes")] == [
        f"statute:{path.stem}" for path, _ in registry.documents("statutes")
    ]
    assert len(BY_ID) == 52
    assert {f"statute:g{number}" for number in range(1, 11)} <= set(BY_ID)
    kinds = Counter(statute["kind"] for statute in STATUTES)  # counted by hand in the table
    assert kinds["court"] == 17
    assert (kinds["regulation"], kinds["executive_order"], kinds["state_opinion"], kinds["bill"]) == (3, 4, 1, 1)


@pytest.mark.parametrize("key", ["g2", "g4", "1644", "app", "2804"])  # rows marked recalled, as their text was not read
def test_what_was_not_read_is_marked_as_recalled(key):
    assert BY_ID[f"statute:{key}"]["confidence"] == "recalled"


def test_only_what_was_read_in_its_issuers_words_is_primary():
    """The rows whose notes say that the text itself was not read, or that a summary was read."""
    unread = {"g3", "g5", "1226d", "1103", "287-5", "10074", "14159", "13768", "13767", "obbba", "s2401", "c6", "c12"}
    unread |= {"saa", "fy26", "c16"}
    secondary = {statute["id"].removeprefix("statute:") for statute in STATUTES if statute["confidence"] == "secondary"}
    assert secondary == unread
    assert sum(statute["confidence"] == "recalled" for statute in STATUTES) == 5


def test_every_statute_has_a_citation():
    assert all(statute["citation"] for statute in STATUTES)


@pytest.mark.data
def test_every_row_has_its_statute_with_the_same_citation_day_and_link(data_dir):
    for statute in STATUTES:
        row = row_of(data_dir, statute)
        assert statute["id"] == "statute:" + row["id"].lower().replace(".", "-")
        assert (statute["citation"], statute["kind"]) == (row["citation"], row["kind"])
        assert statute["decided_or_enacted"] == (row["date"] or None)
        assert statute["source"]["url"] == (row["url"] or None)
        assert (row["confidence"] == "recalled") == (statute["confidence"] == "recalled")
    assert len(csv_rows(data_dir, STATUTES[0])) == len(STATUTES)
