"""The evaluation sets of ask and check are whole, and their numbers are those of a count made without atlas287."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
import yaml

from eval import independent

HERE = Path(__file__).parent
STATUSES = {"answered", "partly", "not_answerable", "ambiguous"}
TOPICS = {"role", "scale", "agency", "changes", "law", "authority", "policy", "money", "narratives", "studies"}
TOPICS |= {"pipeline", "gaps", None}
GAPS = {"out_of_scope", "not_released", "not_loaded", "not_collected"}
VERDICTS = {"supported", "contradicted", "supported_for_another_unit", "supported_at_another_date"}
VERDICTS |= {"arithmetic_error", "mixed", "not_testable"}
AGENCY = {"listed", "not_listed", "no_longer_listed", "held"}
PLACES = {
    "nation": set(),
    "state": {"code"},
    "county": {"fips", "name"},
    "town": {"name", "state"},
    "agency": {"name", "state"},
}
NUMBER = {"unit", "value", "as_of", "list", "state", "model", "county", "agency", "within", "by", "since", "type"}
FILTERS = ("state", "model", "county", "agency")


def _set(name):
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


QUESTIONS, CLAIMS = _set("questions"), _set("claims")


def _accepted(value):
    return value if isinstance(value, list) else [value]


def _numbers(entry):
    return entry["expect"].get("numbers", entry["expect"].get("values"))


@pytest.mark.parametrize(("entries", "least", "spanish"), [(QUESTIONS, 170, 0.3), (CLAIMS, 100, 0.2)])
def test_a_set_is_large_enough_and_partly_in_spanish(entries, least, spanish):
    assert len(entries) >= least
    assert sum(entry["lang"] == "es" for entry in entries) / len(entries) >= spanish
    assert {entry["lang"] for entry in entries} == {"en", "es"}


@pytest.mark.parametrize("entries", [QUESTIONS, CLAIMS])
def test_every_entry_has_its_own_id_and_text_and_says_how_it_was_counted(entries):
    for key in ("id", "question" if entries is QUESTIONS else "text"):
        assert len({(entry[key], entry.get("as_of"), entry.get("place")) for entry in entries}) == len(entries)
    assert all(entry["basis"] for entry in entries)


@pytest.mark.parametrize("entry", QUESTIONS + CLAIMS, ids=lambda entry: entry["id"])
def test_the_half_of_an_entry_follows_from_its_id(entry):
    even = int(hashlib.sha256(entry["id"].encode()).hexdigest()[0], 16) % 2 == 0
    assert entry["split"] == ("tune" if even else "held")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_expects_known_words_alone(question):
    expect = question["expect"]
    known = {"status", "topic", "place", "numbers", "gap", "candidates", "agency_status", "mentions", "never"}
    assert set(expect) <= known
    assert set(_accepted(expect["status"])) <= STATUSES
    assert set(_accepted(expect["topic"])) <= TOPICS
    assert set(expect["gap"] or []) <= GAPS
    assert expect.get("agency_status", "listed") in AGENCY
    place = expect["place"]
    assert place is None or set(place) - {"kind"} == PLACES[place["kind"]]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_without_an_answer_names_its_gap_and_an_ambiguous_one_its_candidates(question):
    expect = question["expect"]
    if expect["status"] == "not_answerable":
        assert expect["gap"]
        assert not expect["numbers"]
    if "ambiguous" in _accepted(expect["status"]):
        assert expect["candidates"] > 1
    else:
        assert expect["candidates"] is None


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_a_claim_expects_a_known_verdict_and_what_is_testable_has_values(claim):
    expect = claim["expect"]
    assert set(expect) == {"verdict", "values"}
    assert expect["verdict"] in VERDICTS
    if expect["verdict"] in ("arithmetic_error", "not_testable"):
        assert not expect["values"]
    else:
        assert expect["values"] or "COUNTY" in claim["basis"]


def test_every_verdict_is_met_in_both_halves():
    for half in ("tune", "held"):
        assert {claim["expect"]["verdict"] for claim in CLAIMS if claim["split"] == half} == VERDICTS


def test_every_topic_and_status_is_met_in_both_halves():
    for half in ("tune", "held"):
        expected = [question["expect"] for question in QUESTIONS if question["split"] == half]
        assert {topic for one in expected for topic in _accepted(one["topic"])} == TOPICS
        assert {status for one in expected for status in _accepted(one["status"])} == STATUSES


@pytest.mark.parametrize("entry", QUESTIONS + CLAIMS, ids=lambda entry: entry["id"])
def test_a_number_names_its_unit_day_and_list(entry):
    for number in _numbers(entry):
        assert set(number) <= NUMBER
        assert number["unit"] in {*independent.UNITS, "events"}
        assert isinstance(number["value"], int)
        assert date.fromisoformat(number["list"]) <= date.fromisoformat(number["as_of"])


@pytest.mark.data
@pytest.mark.parametrize("entries", [QUESTIONS, CLAIMS])
def test_every_number_is_that_of_a_count_made_without_atlas287(entries, data_dir, monkeypatch):
    monkeypatch.setenv("ATLAS287_DATA", str(data_dir))
    for entry in entries:
        for number in _numbers(entry):
            if number.get("by") != "hand":
                assert _counted(number) == (number["list"], number["value"]), (entry["id"], number)


def _counted(number):
    day = date.fromisoformat(number["as_of"])
    if number["unit"] == "events":
        since = date.fromisoformat(number["since"])
        value = independent.changed(since, day, number.get("state"))[number["type"]]
    else:
        value = independent.count(number["unit"], day, **{name: number.get(name) for name in FILTERS})
    chosen = independent.newest(day)
    return str(chosen.as_of) if chosen else None, value
