"""Gaps, holders and terms of the registry: typed, in both languages, in plain words, and complete."""

import csv
import hashlib
import json
import re
import string
from difflib import SequenceMatcher

import pytest

from atlas287.core import facts, registry
from atlas287.core.model import LANGUAGES, GapKind, Stage
from atlas287.core.release import Release
from support.words import COMMONNESS, LOADED, SUPERLATIVE, strings

PLACES = ("nation", "state", "county", "town", "agency")
TERMS = [term for terms in facts.glossary().values() for term in terms]
GAPS = facts.gaps()
HOLDERS = tuple(facts.holders().values())


def texts(gap):
    """The texts of a gap, each in both languages."""
    found = {"what": gap.what, "why": gap.why_it_matters, "fill": gap.would_fill, "basis": gap.basis}
    if gap.request:
        found["request"] = gap.request
    return found | {f"proxy {key}": text for key, text in (gap.proxy or {}).items()}


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def rows(data_dir, name):
    path = data_dir / "facts" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.id)
def test_a_gap_says_the_same_in_both_languages(gap):
    for name, text in texts(gap).items():
        assert set(text) == set(LANGUAGES), name
        english, spanish = (text[lang] for lang in LANGUAGES)
        assert fields(english) == fields(spanish), name
        assert set(fields(english)) <= {"place"}, name
        assert sorted(re.findall(r"\d+", english)) == sorted(re.findall(r"\d+", spanish)), name
        assert english != spanish or name == "basis", name


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.id)
def test_a_gap_uses_no_loaded_word_of_either_direction_and_no_superlative(gap):
    for text in strings(list(texts(gap).values())):
        assert LOADED.findall(text) == [], text
        assert SUPERLATIVE.findall(text) == [], text


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.id)
def test_a_gap_prints_no_count_that_a_later_release_could_make_wrong(gap):
    for text in (gap.what["en"], gap.why_it_matters["en"], gap.would_fill["en"]):
        rest = re.sub(r"287\(g\)|GAO-21-186", "", text)
        allowed = {"trust-by-model": {"2025"}, "crime-after-expansion": {"2025", "2026"}}.get(gap.id, set())
        assert set(re.findall(r"\d+", rest)) <= allowed, text


def test_files_are_named_by_their_ids_and_ids_are_unique():
    for folder, key in (("gaps", "id"), ("holders", "id"), ("glossary", "topic")):
        for path, content in registry.documents(folder):
            assert content[key] == path.stem
    ids = [term.id for term in TERMS]
    assert len(set(ids)) == len(ids)


def test_stages_kinds_and_places_of_the_schema_are_those_of_the_code():
    schema = json.loads((registry.ROOT / "schema" / "gap.json").read_text())["properties"]
    contract = json.loads((registry.ROOT / "schema" / "contract" / "gaps.json").read_text())
    assert schema["stage"]["enum"] == [stage.value for stage in Stage]
    assert contract["properties"]["gaps"]["items"]["properties"]["stage"]["enum"] == schema["stage"]["enum"]
    assert schema["kind"]["enum"] == [kind.value for kind in GapKind]
    assert tuple(schema["places"]["items"]["enum"]) == PLACES


def test_every_holder_of_a_gap_is_known_and_every_holder_holds_something():
    held = {holder for gap in GAPS for holder in gap.holders}
    assert held == set(facts.holders())


def test_what_nobody_holds_has_no_request_and_what_somebody_holds_has_one():
    assert {gap.id for gap in GAPS if not gap.holders} == {"list-of-state-measures", "trust-by-model"}
    for gap in GAPS:
        assert (gap.request is None) == (gap.holders == ()), gap.id


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: holder.id)
def test_a_holder_is_an_office_whose_address_and_records_law_are_typed_gaps(holder):
    assert (holder.address, holder.records_law) == (GapKind.NOT_COLLECTED, GapKind.NOT_LOADED)
    english, spanish = (holder.title[lang] for lang in LANGUAGES)
    wanted = {"federal": [], "state": ["place"], "county": ["place"], "agency": ["agency"]}[holder.level]
    assert fields(english) == fields(spanish) == wanted
    assert not re.search(r"\d|@|https?:|Street|Avenue|\bAct\b|U\.?S\.?C", english + spanish)


def test_the_glossary_is_the_one_place_that_tells_the_words_of_others():
    told = {term.id for term in TERMS if LOADED.search(" ".join([*term.term.values(), *term.definition.values()]))}
    assert told == {"sanctuary-policy", "anti-sanctuary-law", "criminal-alien", "racial-profiling", "cap"}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_a_term_says_the_same_in_both_languages_and_nothing_of_how_common_it_is(term):
    english, spanish = (term.definition[lang] for lang in LANGUAGES)
    assert sorted(re.findall(r"\d+", english)) == sorted(re.findall(r"\d+", spanish))
    for text in (english, spanish):
        assert not SUPERLATIVE.search(text)
        assert not COMMONNESS.search(text)
    assert term.term["es"] not in term.avoid
    assert (term.basis is not None) == (term.confidence == "primary")


def test_labels_of_others_are_called_so():
    for term in TERMS:
        if term.id in ("sanctuary-policy", "anti-sanctuary-law"):
            assert "label that others use" in term.definition["en"]
            assert "etiqueta que otros usan" in term.definition["es"]


def test_the_lists_show_what_the_glossary_says_of_the_models():
    shown = Release.open().rows(
        "SELECT model, list(DISTINCT year(l.as_of) ORDER BY year(l.as_of)) AS years FROM listings "
        "JOIN lists AS l USING (list_no) WHERE l.kind = 'participating' AND model IN ('TFM', 'HYBRID') GROUP BY model"
    )
    years = {row["model"]: row["years"] for row in shown}
    assert years["HYBRID"] == [2009]
    assert years["TFM"][:2] == [2009, 2025]


@pytest.mark.data
def test_every_row_of_the_gaps_found_is_told_once_with_its_file(data_dir):
    found, sha256 = rows(data_dir, "evidence_gaps")
    told = [gap for gap in GAPS if gap.source["file"] == "facts/evidence_gaps.csv"]
    assert sorted(gap.source["row"] for gap in told) == sorted(row["id"] for row in found)
    by_row = {row["id"]: row for row in found}
    for gap in told:
        row = by_row[gap.source["row"]]
        assert gap.source["sha256"] == sha256
        assert gap.topic == row["topic"]
        assert (gap.confidence == facts.RECALLED) == (row["confidence"] == "recalled"), gap.id


@pytest.mark.data
def test_a_gap_of_ices_tables_names_a_table_of_the_schema_that_is_released(data_dir):
    path = data_dir / "enforcement" / "ddp_schema.csv"
    with path.open(encoding="utf-8", newline="") as file:
        tables = {(row["release"], row["table"]) for row in csv.DictReader(file)}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for gap in (gap for gap in GAPS if gap.source["file"] == "enforcement/ddp_schema.csv"):
        release, _, table = gap.source["row"].partition(" ")
        assert any(release == known and table in ("", name) for known, name in tables), gap.id
        assert gap.source["sha256"] == sha256


@pytest.mark.data
def test_every_row_of_the_glossary_is_told_once_with_its_file(data_dir):
    found, sha256 = rows(data_dir, "glossary")
    assert sorted(term.term["en"] for term in TERMS) == sorted(row["term_en"] for row in found)
    spanish = {row["term_en"]: row["term_es"] for row in found}
    assert {term.term["en"]: term.term["es"] for term in TERMS} == spanish
    assert {content["source"]["sha256"] for _, content in registry.documents("glossary")} == {sha256}


@pytest.mark.data
def test_no_sentence_is_copied_from_the_rows(data_dir):
    gaps, terms = rows(data_dir, "evidence_gaps")[0], rows(data_dir, "glossary")[0]
    copied = [
        (ours, theirs)
        for term in TERMS
        for row in terms
        if row["term_en"] == term.term["en"]
        for ours, theirs in (
            (term.definition["en"], row["definition_en"]),
            (term.definition["es"], row["definition_es"]),
        )
        if SequenceMatcher(None, ours.lower(), theirs.lower()).ratio() > 0.9
    ]
    copied += [
        (gap.what["en"], row["what_public_data_does_not_say"])
        for gap in GAPS
        for row in gaps
        if row["id"] == gap.source["row"]
        and SequenceMatcher(None, gap.what["en"], row["what_public_data_does_not_say"]).ratio() > 0.9
    ]
    assert copied == []
