"""Studies of the registry: typed, alike in both languages, in plain words, and with the figures of their row."""

import csv
import hashlib
import json
import re
from collections import Counter

import pytest

from atlas287.core import registry
from support.words import LOADED, strings

FILES = dict(registry.documents("studies"))
STUDIES = list(FILES.values())
BY_ID = {study["id"]: study for study in STUDIES}
SCHEMA = json.loads((registry.ROOT / "schema" / "study.json").read_text(encoding="utf-8"))["properties"]
CODES = {
    "design": "study_designs",
    "topic": "study_topics",
    "direction": "study_directions",
    "kind": "study_kinds",
    "programme": "study_programmes",
}
TEXTS = ("outcome", "effect", "interval", "places", "text", "limits")
SENTENCES = ("text", "limits")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
PROGRAMME = re.compile(r"287\(g\)|section 287|OIG-\d+-\d+|SB 54")
RECALLED = {"study:s008", "study:s026", "study:s030", "study:s057", "study:s063", "study:s087"}
"""By hand from the rows: recalled, or not verified."""
NO_ADDRESS = {"study:s006", "study:s022", "study:s044", "study:s048"}
"""By hand from the rows' limits: the DOI is recalled, or two lists of references disagree on it."""
LEFT_OUT = {
    "study:s006": "2019",
    "study:s026": "4 9",
    "study:s055": "6,488",
    "study:s063": "5.3",
}
"""Figures of a row that are no estimate (the year of a talk) or that its own limits withdraw: not found, quoted by a
later author, or not to be displayed."""
YEARS_TOLD_OTHERWISE = {"study:s035": "2018", "study:s037": "2013", "study:s047": "2013"}
"""By hand: 14 months after January 2017, the school year 2012/13, and 2008-13."""

each = pytest.mark.parametrize("study", STUDIES, ids=lambda study: study["id"])


def numbers(text):
    return Counter(NUMBER.findall(PROGRAMME.sub("", text)))


def pieces(study):
    """The texts of a study, each in both languages."""
    return {name: study[name] for name in TEXTS if study[name] is not None}


@pytest.fixture(scope="module")
def rows(data_dir):
    with (data_dir / "facts" / "studies.csv").open(encoding="utf-8", newline="") as file:
        return {f"study:{row['study_id'].lower()}": (line, row) for line, row in enumerate(csv.DictReader(file), 2)}


def test_there_are_the_93_studies_and_each_file_is_named_by_its_id():
    assert list(BY_ID) == [f"study:s{number:03}" for number in range(1, 94)]
    assert [path.stem for path in FILES] == [study["id"].removeprefix("study:") for study in STUDIES]
    assert len({study["citation"] for study in STUDIES}) == 93


@each
def test_a_study_says_the_same_in_both_languages(study):
    for name, text in pieces(study).items():
        assert sorted(NUMBER.findall(text["en"])) == sorted(NUMBER.findall(text["es"])), name


@each
def test_a_sentence_of_a_study_is_one_short_sentence(study):
    for name in SENTENCES:
        for text in study[name].values():
            assert text[0].isupper() and text[-1] != ".", text
            assert not re.search(r"[.!?] [A-ZÁÉÍÓÚÑ]", text), text
            assert len(text.split()) <= 45, text
            assert not re.search(r"according to|según (?:el|la|un|una) ", text, re.IGNORECASE), text


@each
def test_a_study_uses_no_loaded_word_outside_its_title(study):
    for text in strings(list(pieces(study).values())):
        assert LOADED.findall(text) == [], text


@each
def test_the_limits_say_what_cannot_be_shown(study):
    english = r"cannot|no figure of it is shown"
    assert re.search(english, study["limits"]["en"]), study["limits"]["en"]
    assert re.search(r"\bno\b|\bni\b", study["limits"]["es"]), study["limits"]["es"]


@each
def test_models_are_named_only_where_the_programme_is_studied(study):
    models = set(study["models"])
    assert models.isdisjoint({"any", "none"}) or len(models) == 1
    if study["programme"] == "287g":
        assert "none" not in models
    if study["programme"] in ("secure_communities", "state_law"):
        assert models == {"none"}
    else:
        assert study["programme"] == "287g" or models <= {"any", "none"}


@each
def test_a_text_on_another_programme_names_it(study):
    if study["programme"] == "secure_communities":
        assert "Secure Communities" in study["text"]["en"] or "Secure Communities" in study["limits"]["en"]
        assert "Comunidades Seguras" in study["text"]["es"] or "Comunidades Seguras" in study["limits"]["es"]
    if study["programme"] == "287g":
        told = " ".join((study["text"]["en"], study["limits"]["en"], study["outcome"]["en"]))
        assert "287(g)" in told or study["id"] == "study:s025"


@each
def test_the_years_studied_are_in_order(study):
    start, end = study["period"]["from"], study["period"]["to"]
    assert start is None or (end is not None and start <= end)
    assert end is None or end <= study["year"]


@each
def test_a_study_shown_with_another_is_shown_by_it_too(study):
    for other in study["shown_with"]:
        assert study["id"] in BY_ID[other]["shown_with"]


@each
def test_an_address_is_printed_only_where_it_is_sure(study):
    assert (study["source"]["url"] is None) == (study["id"] in NO_ADDRESS)
    if study["doi"]:
        assert study["source"]["url"] == f"https://doi.org/{study['doi']}"
    assert study["source"]["date"] == str(study["year"])


def test_recalled_studies_are_marked_and_say_that_they_are_unverified_or_unread():
    marked = {study["id"] for study in STUDIES if study["confidence"] == "recalled"}
    assert marked == RECALLED
    for study in (BY_ID[name] for name in sorted(RECALLED)):
        assert re.search(r"unverified|not read|not found", study["limits"]["en"])
        assert study["effect"] is None
    assert {study["confidence"] for study in STUDIES} == {"secondary", "recalled"}


@pytest.mark.parametrize(("key", "name"), CODES.items())
def test_every_code_of_a_study_has_a_name_in_both_languages(key, name):
    encoder = registry.codes(name)
    assert list(encoder["standard"]) == list(encoder["spanish"])
    assert set(encoder["standard"]) == set(SCHEMA[key]["enum"]) >= {study[key] for study in STUDIES}
    for text in strings([encoder["title"], encoder["standard"], encoder["spanish"]]):
        assert LOADED.findall(text) == [], text


def test_how_much_was_read_is_as_counted_by_hand_in_the_table():
    """77 abstracts, 13 citations and 3 not verified, counted in the column `verified`."""
    assert Counter(study["read"] for study in STUDIES) == {"abstract": 77, "citation only": 13, "not verified": 3}


def test_the_studies_that_tell_models_apart_are_those_of_the_table():
    """Read by hand in the column `model_studied`: rows that name a model which is not only recalled."""
    told = {study["id"][-3:]: study["models"] for study in STUDIES if not {"any", "none"} & set(study["models"])}
    assert told == {
        "004": ["TFM_PRE2013", "JEM"],
        "009": ["JEM"],
        "010": ["JEM"],
        "026": ["TFM_PRE2013"],
        "029": ["JEM", "TFM_PRE2013", "HYBRID"],
        "032": ["JEM", "WSO"],
        "035": ["JEM"],
        "040": ["TFM_PRE2013", "JEM"],
        "056": ["TFM_PRE2013", "JEM"],
        "058": ["JEM", "WSO"],
        "062": ["JEM"],
        "063": ["JEM"],
        "078": ["JEM"],
    }


@pytest.mark.data
def test_a_study_keeps_source_and_codes_of_its_row(data_dir, rows):
    sha256 = hashlib.sha256((data_dir / "facts" / "studies.csv").read_bytes()).hexdigest()
    assert list(rows) == list(BY_ID)
    links = {"yes": "checked", "no": "unchecked", "link not opened": "not_opened", "conflict": "conflicting"}
    for name, (line, row) in rows.items():
        study, source = BY_ID[name], BY_ID[name]["source"]
        assert (source["row"], source["sha256"]) == (line, sha256)
        assert (str(study["year"]), study["topic"], study["read"]) == (row["year"], row["topic"], row["verified"]), name
        assert study["link"] == links[row["doi_checked"]], name
        assert source["read_in"] == (None if row["seen_in"] == "not retrieved" else row["seen_in"]), name
        if name not in NO_ADDRESS:
            printed = row["doi_or_url"]
            assert source["url"] == (f"https://doi.org/{printed}" if printed.startswith("10.") else printed), name


@pytest.mark.data
def test_figures_of_the_estimate_are_those_of_the_row_and_none_is_missing(rows):
    for name, (_, row) in rows.items():
        study = BY_ID[name]
        printed = numbers(row["effect_size"]) - Counter(LEFT_OUT.get(name, "").split())
        effect = numbers(study["effect"]["en"]) if study["effect"] else Counter()
        if name == "study:s025":
            assert effect == Counter(["4", "9", "10"])
        elif study["effect"] is None:
            ordinals = Counter(re.findall(r"\d(?=st|nd|rd)", row["effect_size"]))
            assert printed - ordinals == Counter(), name
        else:
            assert effect == printed, name


@pytest.mark.data
def test_intervals_are_those_of_the_row(rows):
    for name, (_, row) in rows.items():
        if BY_ID[name]["interval"]:
            printed = numbers(row["interval_or_precision"] + row["effect_size"])
            assert numbers(BY_ID[name]["interval"]["en"]) <= printed, name
        else:
            assert not re.search(r"CI|SE ", row["interval_or_precision"]), name


@pytest.mark.data
def test_no_sentence_of_a_study_holds_a_figure_that_its_row_lacks(rows):
    for name, (_, row) in rows.items():
        known = {number for cell in row.values() for number in numbers(cell)} | {YEARS_TOLD_OTHERWISE.get(name)}
        for key in ("outcome", "places", "text", "limits"):
            assert set(numbers(BY_ID[name][key]["en"])) <= known, (name, key)


@pytest.mark.data
def test_the_years_studied_and_the_title_stand_in_the_row(rows):
    for name, (_, row) in rows.items():
        study = BY_ID[name]
        for year in filter(None, study["period"].values()):
            assert str(year) in row["period"] or str(year) == YEARS_TOLD_OTHERWISE[name], name
        title = study["source"]["title"]
        plain = row["citation"].replace(" and Melendres", "").replace("US DOJ ", "")
        if title and name not in ("study:s025", "study:s026"):
            assert title.casefold() in plain.casefold() or name == "study:s081", name


@pytest.mark.data
def test_a_row_that_says_it_is_not_about_287g_is_coded_so(rows):
    for name, (_, row) in rows.items():
        if "not 287(g)" in row["limits"] + row["model_studied"]:
            assert BY_ID[name]["programme"] != "287g", name
            assert BY_ID[name]["models"] == ["none"], name
