"""Claims of the registry: worded alike for every side, by offices and organisations, as the collected rows say."""

import csv
import hashlib
import json
import re
from collections import Counter

import jsonschema
import pytest

from atlas287.core import registry
from support.words import LOADED, strings

CLAIMS = {path.stem: content for path, content in registry.documents("claims")}
SIDES = registry.codes("claim_sides")
SCHEMA = json.loads((registry.ROOT / "schema" / "claim.json").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
OFFICES = (
    "Advocates for ",
    "Database of ",
    "Deputy Director of ",
    "Director of ",
    "Governor of ",
    "Office of ",
    "Officials of ",
    "Press in ",
    "Readers of ",
    "Secretary of ",
    "Sheriff and County Executive of ",
    "Sheriff of ",
    "Sheriffs of ",
    "State senator of ",
    "Study in ",
)
ORGANISATIONS = {
    "ACLU",
    "ACLU of Utah",
    "Associated Press",
    "Cato Institute",
    "Center for Immigration Studies",
    "Department of Homeland Security",
    "Detention Pipeline",
    "FWD.us",
    "Factually",
    "Factually, on its reading of ICE",
    "Florida Sheriffs Association",
    "Government Accountability Office",
    "Immigrant Legal Resource Center",
    "Immigration and Customs Enforcement",
    "NICE",
    "New York Immigration Coalition",
    "Poynter and a tracker",
    "Prison Policy Initiative",
    "Recovered Factory",
    "Stateline",
    "USA Today network",
    "University of Illinois Chicago",
}
IN_WORDS = {
    "c006": "100 percent",
    "c014": "Half",
    "c038": "fivefold",
    "c043": "$1.4 billion",
    "c071": "half",
    "c072": "$25 million",
}
"""Figures that the sentence prints otherwise than in digits alone."""
NOT_SAID = {"c011": "20", "c054": "3", "c056": "0"}
"""Values of rows that are no part of the claim: what ICE then listed, recommendations counted, and "no link" as 0."""
NOT_COMPARED = {"c011": "56 pending", "c023": "2008", "c038": "35 in 2017"}
"""Comparators of rows that the speaker does not compare with: a list of ICE, a year, and a count by another office."""
RENAMED = {
    "ACLU License to Abuse": ("ACLU", "License to Abuse"),
    "GAO-21-186": ("GAO", "GAO-21-186"),
    "NBC-type press copy": ("pinkrepublic12.blogspot.com (press copy)", None),
}
"""Publishers that a row joins with a title, or guesses at."""


@pytest.fixture(params=CLAIMS, scope="module")
def claim(request):
    return CLAIMS[request.param]


def test_there_are_75_claims_each_in_the_file_of_its_number():
    assert list(CLAIMS) == [f"c{number:03}" for number in range(1, 76)]
    assert {name: claim["id"] for name, claim in CLAIMS.items()} == {name: f"claim:{name}" for name in CLAIMS}


def test_sides_stand_in_one_order_in_both_languages_and_each_has_claims():
    # counted by hand over the column publisher_type of the collected rows
    assert Counter(claim["side"] for claim in CLAIMS.values()) == {
        "federal_government": 12,
        "state_government": 12,
        "law_enforcement": 12,
        "civil_rights_org": 13,
        "advocacy_tracker": 2,
        "research": 9,
        "press": 15,
    }
    assert list(SIDES["standard"]) == list(SIDES["spanish"]) == SCHEMA["properties"]["side"]["enum"]


def test_the_text_is_one_short_sentence_without_its_full_stop(claim):
    for text in claim["text"].values():
        assert re.match(r"[A-ZÁÉÍÓÚ0-9]", text)
        assert not text.endswith((".", ";", ","))
        assert len(text.split()) <= 45
        assert '"' not in text
        assert text.count("“") == text.count("”")
        assert not re.search(r"\b(according to|según)\b", text)


def test_both_languages_give_the_same_figures_and_quote_alike(claim):
    english, spanish = claim["text"]["en"], claim["text"]["es"]
    assert sorted(NUMBER.findall(english)) == sorted(NUMBER.findall(spanish))
    assert english.count("“") == spanish.count("“")
    assert english != spanish


def test_only_the_speakers_own_words_may_be_loaded(claim):
    ours = {key: claim[key] for key in ("speaker", "role")}
    if not claim["verbatim"]:
        ours["text"] = claim["text"]
    for text in strings(ours):
        assert LOADED.findall(re.sub("“[^”]*”", "", text)) == [], text


def test_speakers_are_offices_and_organisations(claim):
    speaker = claim["speaker"]["en"]
    assert speaker in ORGANISATIONS or speaker.startswith(OFFICES)


def test_a_claim_is_never_more_certain_than_a_report_of_it(claim):
    assert claim["confidence"] == "secondary"


def test_the_figure_stands_in_the_sentence(claim):
    text, name = claim["text"]["en"], claim["id"].removeprefix("claim:")
    if name in IN_WORDS:
        assert IN_WORDS[name] in text
        return
    printed = {float(number.replace(",", "")) for number in NUMBER.findall(text)}
    assert {claim["value"], claim["value_high"]} - {None} <= printed


def test_the_bound_is_the_one_that_the_sentence_words(claim):
    if claim["value"] is None or claim["value_high"] is not None:
        return
    figure = IN_WORDS.get(claim["id"].removeprefix("claim:"), f"{claim['value']:,}")
    words = claim["text"]["en"].partition(figure)[0].lower().replace("$", "").split()[-3:]
    worded = (
        "about" if "about" in words else "at_least" if words[-2:] in (["more", "than"], ["at", "least"]) else "exact"
    )
    assert claim["bound"] == worded


def test_places_are_known_and_the_sentence_names_the_state(claim):
    state, county = claim["state"], claim["county"]
    if state is not None:
        assert registry.codes("states")["standard"][state] in claim["text"]["en"]
    if county is not None:
        row = next(row for row in registry.rows("places/counties.csv") if row["fips"] == county)
        assert row["state"] == state
        assert f"{row['name']} County" in claim["text"]["en"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"value": None}, "$.unit"),
        ({"unit": None}, "$.unit"),
        ({"side": "a_person"}, "$.side"),
        ({"said": "2025-13"}, "$.said"),
        ({"comparator": {"value": 135}}, "$.comparator"),
    ],
)
def test_a_claim_with_a_figure_without_unit_or_an_unknown_side_or_time_is_refused(changes, place):
    faults = jsonschema.Draft202012Validator(SCHEMA).iter_errors(CLAIMS["c001"] | changes)
    assert place in {fault.json_path for fault in faults}


def collected(data_dir):
    path = data_dir / "facts" / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def pairs(data_dir):
    """Each claim with its row, which the file names by its line."""
    rows, sha256 = collected(data_dir)
    assert len(rows) == len(CLAIMS)
    assert {claim["source"]["sha256"] for claim in CLAIMS.values()} == {sha256}
    return [(name, claim, rows[claim["source"]["row"] - 2]) for name, claim in CLAIMS.items()]


@pytest.mark.data
def test_source_time_side_and_topic_are_those_of_the_row(pairs):
    for name, claim, row in pairs:
        source = claim["source"]
        assert row["claim_id"].lower() == name
        assert (source["url"], source["date"], source["read_in"]) == (row["url"], row["date"], row["seen_in"])
        assert (source["publisher"], source["title"]) == RENAMED.get(row["publisher"], (row["publisher"], None))
        assert (claim["said"], claim["side"], claim["topic"]) == (row["date"], row["publisher_type"], row["topic"])
        assert (claim["as_of"] or "") == (row["as_of"] if name != "c011" else "")
        assert claim["verbatim"] == (row["verbatim"] == "yes")


@pytest.mark.data
def test_figures_are_those_of_the_row(pairs):
    for name, claim, row in pairs:
        if name in NOT_SAID:
            assert (row["value"], claim["value"]) == (NOT_SAID[name], None)
            continue
        scale = 10**9 if row["unit"].startswith("billion") else 1
        figures = [float(part) * scale for part in row["value"].split("-") if part]
        assert [claim[key] for key in ("value", "value_high") if claim[key] is not None] == pytest.approx(figures)
        if figures:
            assert claim["unit"] == row["unit"].removeprefix("billion ").lower()


@pytest.mark.data
def test_what_a_figure_is_compared_with_is_that_of_the_row(pairs):
    for name, claim, row in pairs:
        if name in NOT_COMPARED:
            assert (row["comparator"], claim["comparator"]) == (NOT_COMPARED[name], None)
            continue
        figure = NUMBER.search(row["comparator"])
        compared = claim["comparator"] or {"value": None, "as_of": None}
        assert compared["value"] == (float(figure.group()) if figure else None)
        assert (compared["as_of"] or "") in row["comparator"] + row["as_of"]


@pytest.mark.data
def test_verbatim_words_are_those_of_the_row_and_other_quotations_too(pairs):
    for _, claim, row in pairs:
        text = claim["text"]["en"]
        quoted = re.findall("“([^”]*)”", text)
        if claim["verbatim"] and not quoted:
            assert text == row["text"].removesuffix(".")
        for words in quoted:
            assert words in row["text"]


@pytest.mark.data
def test_figures_of_the_sentence_are_in_the_row(pairs):
    """No figure is made up: 2017 and 2021 bound the administration of c038, and c013 says its own value."""
    known = {"c038": {"2017", "2021"}}
    for name, claim, row in pairs:
        cells = " ".join(row.values()).replace(",", "")
        told = {number.replace(",", "") for number in NUMBER.findall(claim["text"]["en"])} - {"287"}
        missing = {number for number in told if not re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", cells)}
        assert missing <= known.get(name, set()), name
