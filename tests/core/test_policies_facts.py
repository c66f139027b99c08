"""Measures of the States: one entry for each row of the fact file, exact in both languages, law told from bill."""

import csv
import hashlib
import json
import re
from collections import Counter

import pytest

from atlas287.core import registry
from support.words import LOADED

FILES = list(registry.documents("policies"))
MEASURES = [(content["state"], measure) for _, content in FILES for measure in content["measures"]]
BY_ID = {measure["id"]: measure for _, measure in MEASURES}
COUNTING = set(registry.codes("policy_standings")["counting"])
LOWERED = {
    # The row calls them primary, but the section that the sentence is about was not read in the issuer's text.
    "policy:ks-hb-2717-2022": "a statement of the attorney general",
    "policy:sd-sb-7-2025": "releases of the governor, reposted",
    "policy:tn-pub-ch-973-of-2018": "another section of the chapter",
    "policy:wa-sb-5497-2019-ch-440": "its clause on agreements through press and a bill summary",
    "policy:wv-hb-2008-2023-w-va": "the engrossed bill, not the act",
}
NOTES_WIN = {
    # What the row's note says against the row's own cell.
    ("policy:fl-sb-1808-2022-ch-2022", "ended"): "2025-02-13",
    ("policy:nj-ag-directive-2018-6", "effective"): "2019-09",
}
DEADLINES = {
    "policy:fl-sb-1808-2022-ch-2022": "2023-01-01",
    "policy:ms-sb-2114-2026": "2026-10-01",
    "policy:tn-sb-2223-hb-2219-2026": "2027-01-01",
    "policy:tx-sb-8-2025-gov-code": "2026-12-01",
}
RECALLED_ELSE = {
    "policy:ar-act-1076-of-2019-sb": "the day of signing, of which the entry holds the year that was read",
    "policy:fl-hb-sb-11a-14a-jan": "that it was not enacted",
    "policy:ga-hb-1105-2024-o-c": "the date of an earlier row, since replaced by one that was read",
    "policy:md-sb-245-hb-444-2026": "the numbers of the bills",
    "policy:nj-ag-directive-2018-6": "a day, of which the entry holds no more than the month",
}
measures = pytest.mark.parametrize("measure", BY_ID.values(), ids=BY_ID)


def pairs(measure):
    """The texts of a measure in English and Spanish."""
    return [measure[key] for key in ("text", "condition") if measure[key]]


def numbers(text):
    return sorted(re.findall(r"\d(?:[\d,.]*\d)?", text))


def counting(**coded):
    """The measures whose standing counts and whose codes are these."""
    return {
        name
        for name, measure in BY_ID.items()
        if measure["standing"] in COUNTING and all(measure[key] == value for key, value in coded.items())
    }


@pytest.fixture(scope="module")
def rows(data_dir):
    path = data_dir / "facts" / "state_policies.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = dict(enumerate(csv.DictReader(file), start=2))
    return found, hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_row_of_the_fact_file_has_one_entry():
    # 127 records and 51 states with the District of Columbia, counted in the file by hand
    assert sorted(measure["source"]["row"] for _, measure in MEASURES) == list(range(2, 129))
    assert len(BY_ID) == 127
    assert len(FILES) == 51


def test_a_file_is_named_by_its_state_and_its_measures_by_both():
    territories = {"AS", "GU", "MP", "PR", "VI"}
    assert {content["state"] for _, content in FILES} == set(registry.codes("states")["standard"]) - territories
    for path, content in FILES:
        assert content["state"].lower() == path.stem
        assert [m["id"] for m in content["measures"] if not m["id"].startswith(f"policy:{path.stem}-")] == []


def test_codes_of_the_schema_are_those_that_have_a_name():
    schema = json.loads((registry.ROOT / "schema" / "policy.json").read_text())["$defs"]["measure"]["properties"]
    assert schema["mandate"]["enum"] == [*registry.codes("policy_mandates")["standard"], None]
    assert schema["restriction"]["enum"] == [*registry.codes("policy_restrictions")["standard"], None]
    assert schema["standing"]["enum"] == list(registry.codes("policy_standings")["standard"])
    assert set(schema["kinds"]["items"]["enum"]) == {
        "all",
        "local",
        "state",
        *registry.codes("agency_kinds")["standard"],
    }
    assert set(schema["standing"]["enum"]) >= COUNTING


@measures
def test_a_measure_says_the_same_in_both_languages(measure):
    for pair in pairs(measure):
        assert numbers(pair["en"]) == numbers(pair["es"])
        assert pair["en"] != pair["es"]


@measures
def test_a_text_is_one_sentence_that_stands_alone(measure):
    name = registry.codes("states")["standard"][measure["id"][7:9].upper()]
    assert name in measure["text"]["en"]
    for text in measure["text"].values():
        assert text[0].isupper()
        assert not text.endswith(".")
        assert ". " not in text
        assert len(text.split()) <= 45


@measures
def test_a_text_uses_no_loaded_word_and_tells_no_source(measure):
    for pair in pairs(measure):
        for text in pair.values():
            assert LOADED.findall(text) == []
            assert not re.search(r"\b(according to|reportedly|tracker|según (?:el|la|un|una) (?!ley))", text)


@measures
def test_a_text_says_would_only_of_what_is_not_law(measure):
    text = measure["text"]["en"]
    if measure["standing"] in {"introduced", "passed_not_signed", "failed", "vetoed"}:
        assert " would " in text
    if measure["standing"] in COUNTING:
        assert " would " not in text.replace("would otherwise be released", "")


@measures
def test_dates_follow_each_other(measure):
    enacted, effective, ended = (measure[key] for key in ("enacted", "effective", "ended"))
    if enacted and effective:
        shared = min(len(enacted), len(effective))
        assert enacted[:shared] <= effective[:shared]
    if ended:
        assert effective < ended
    assert [key for key in measure["unread_dates"] if measure[key] is None] == []


def test_a_duty_has_a_deadline_where_the_law_sets_one():
    assert {name: m["deadline"] for name, m in BY_ID.items() if m["deadline"]} == DEADLINES


def test_two_datings_of_one_act_name_each_other():
    conflicting = {name: measure["conflicts_with"] for name, measure in BY_ID.items() if measure["conflicts_with"]}
    one, other = "policy:me-ld-1971-5-mrsa-c", "policy:me-ld-1971-conflicting-date"
    assert conflicting == {one: [other], other: [one]}
    assert (BY_ID[one]["effective"], BY_ID[other]["effective"]) == ("2026-07", "2026-01")


def test_duties_and_bans_that_count_are_those_read_by_hand():
    # read off the rows and their notes
    assert counting(mandate="must_hold") == {
        "policy:fl-sb-1808-2022-ch-2022",
        "policy:fl-s-908-11-as-amended",
        "policy:tn-sb-2223-hb-2219-2026",
        "policy:va-eo-47-2025",
    }
    assert counting(mandate="must_request") == {"policy:ga-hb-1105-2024-o-c", "policy:tx-sb-8-2025-gov-code"}
    assert counting(mandate="must_apply") == {"policy:ar-act-654-of-2025-sb", "policy:ms-sb-2114-2026"}
    assert {name[7:9] for name in counting(mandate="detainer_duty")} == {"fl", "ia", "mt", "nc", "nh", "tx", "wv"}
    assert {name[7:9] for name in counting(restriction="ban")} == {"ca", "de", "il", "md", "me", "nj", "nm", "or", "wa"}
    assert counting(restriction="board_approval") == {"policy:mn-ag-opinion-2025-12-12"}
    assert {name[7:9] for name in counting(restriction="conditions")} == {"va", "vt"}
    assert {name[7:9] for name in counting(restriction="state_agencies_only")} == {"ma", "va"}


def test_what_only_a_tracker_says_to_be_law_does_not_count():
    unconfirmed = {name for name, measure in BY_ID.items() if measure["standing"] == "not_confirmed"}
    assert {name[7:9] for name in unconfirmed} == {
        "ct",
        "id",
        "in",
        "ks",
        "md",
        "mn",
        "ms",
        "nd",
        "nj",
        "ny",
        "ok",
    }
    assert Counter(measure["standing"] for measure in BY_ID.values())["none_found"] == 10


@measures
def test_who_must_do_something_is_named(measure):
    if measure["mandate"] or measure["restriction"]:
        # schools and clinics are no police bodies
        assert measure["kinds"] or measure["id"] == "policy:hi-hb-1870-cd1-2026"


def test_a_duty_on_jails_binds_no_city_police():
    for name in ("fl-s-908-11-as-amended", "tx-sb-8-2025-gov-code", "ar-act-654-of-2025-sb", "tn-sb-2223-hb-2219-2026"):
        assert set(BY_ID[f"policy:{name}"]["kinds"]) <= {"sheriff", "county_corrections", "state_corrections"}


@measures
def test_an_entry_carries_what_its_row_says(rows, measure):
    found, sha = rows
    row = found[measure["source"]["row"]]
    source = measure["source"]
    assert (source["file"], source["sha256"]) == ("facts/state_policies.csv", sha)
    assert row["state"] == registry.codes("states")["standard"][measure["id"][7:9].upper()]
    for key, column in (
        ("title", "source_title"),
        ("publisher", "publisher"),
        ("url", "source_url"),
        ("read_in", "seen_in"),
    ):
        assert source[key] == (row[column] or None)
    for key in ("enacted", "effective", "ended"):
        assert measure[key] == NOTES_WIN.get((measure["id"], key), row[f"{key}_date"] or None)
    for key in ("mandate", "restriction"):
        assert measure[key] == (None if row[f"{key}_kind"] in ("", "none") else row[f"{key}_kind"])


@measures
def test_an_entry_is_trusted_no_more_than_its_row(rows, measure):
    row = rows[0][measure["source"]["row"]]
    if row["confidence"] == "recalled" or row["verified_by"] == "not verified":
        assert measure["confidence"] == "recalled"
    elif row["verified_by"] == "primary" and measure["id"] not in LOWERED:
        assert measure["confidence"] == "primary"
    else:
        assert measure["confidence"] == "secondary"


@measures
def test_a_sentence_is_not_the_wording_of_its_row(rows, measure):
    row = rows[0][measure["source"]["row"]]
    own, read = (text.lower().split() for text in (measure["text"]["en"], row["paraphrase"]))
    shared = {" ".join(read[i : i + 12]) for i in range(len(read) - 11)}
    assert [run for run in shared if run in " ".join(own)] == []


@measures
def test_dates_that_the_note_recalls_are_marked(rows, measure):
    if measure["confidence"] != "recalled" and measure["id"] not in RECALLED_ELSE:
        recalled = "recalled" in rows[0][measure["source"]["row"]]["note"]
        inferred = measure["id"] in {"policy:ar-act-654-of-2025-sb", "policy:fl-s-908-11-as-amended"}
        assert bool(measure["unread_dates"]) == (recalled or inferred)
