"""Terms of the models: what each template lets officers do, as read in signed memoranda."""

import hashlib
import re
from collections import Counter

import pytest

from atlas287.core import registry
from support.fact_texts import assert_source, faults, row_of

TABLED = [content for path, content in registry.documents("models") if not path.stem.endswith("_clauses")]
MODELS = {content["model"]: content["terms"] for content in TABLED}
CLAUSES = {
    term["id"]: term
    for path, content in registry.documents("models")
    if path.stem.endswith("_clauses")
    for term in content["terms"]
}
"""Read in the memoranda themselves: no row of the table holds them."""
TERMS = [term for terms in MODELS.values() for term in terms]
BY_ID = {term["id"]: term for term in TERMS}
NAMES = {"TFM_2025": "TFM", "TFM_pre2013": "TFM_PRE2013", "HYBRID_historical": "HYBRID", "TRIBAL_TFM": "TTFM"}
"""How the table of models spells some of them."""
COUNTED = "agreements_2026_05_18"
"""Counts of a list, which the release counts by itself."""


@pytest.mark.parametrize("term", [*TERMS, *CLAUSES.values()], ids=lambda term: term["id"])
def test_a_term_says_the_same_in_both_languages_in_plain_words(term):
    assert faults(term["text"]) == []


def test_the_terms_of_seven_models_have_ids_of_their_own():
    counted = {"JEM": 21, "WSO": 23, "TFM": 27, "TFM_PRE2013": 7, "HYBRID": 4, "TTFM": 4, "NONE": 1}
    assert {model: len(terms) for model, terms in MODELS.items()} == counted  # rows of the table, counts left out
    assert len(BY_ID) == len(TERMS)
    for model, terms in MODELS.items():
        for term in terms:
            prefix = "none" if model == "NONE" else model
            assert re.fullmatch(rf"term:{prefix}\.{term['attribute']}(\.\d)?", term["id"])
            assert term["attribute"] != COUNTED


def test_what_is_primary_is_cited_and_what_is_recalled_is_not_checked():
    for term in TERMS:
        assert (term["confidence"] == "primary") <= bool(term["citation"]), term["id"]
        assert bool(term["pages"]) <= (term["confidence"] == "primary"), term["id"]
    assert Counter(term["confidence"] for term in TERMS)["recalled"] == 4  # the rows marked recalled, counted by hand


def test_the_three_lengths_of_warrant_service_training_are_kept_as_a_conflict():
    hours = {key: term for key, term in BY_ID.items() if key.startswith("term:WSO.training_hours")}
    assert [re.findall(r"\d", term["text"]["en"])[0] for term in hours.values()] == ["8", "4", "4"]
    for key, term in BY_ID.items():
        for other in term["conflicts_with"]:
            assert key in BY_ID[other]["conflicts_with"]
    assert all(term["conflicts_with"] for term in hours.values())


@pytest.mark.data
@pytest.mark.parametrize(
    ("key", "said"),
    [  # words found by reading the memoranda
        ("JEM.contact_setting", "only during the course of their normal duties while assigned"),
        ("JEM.can_interrogate", "to interrogate any person detained in the participating law"),
        ("JEM.arrest_without_warrant_on_street", "are delegated only those authorities listed below"),
        ("JEM.hold_limit", "for no more than 48 hours unless there exists an"),
        ("JEM.issues_detainers", "as soon as possible, but no longer than approximately 24"),
        ("JEM.prepares_charging_documents", "power and authority to prepare charging documents"),
        ("WSO.can_interrogate", "are only delegated the two authorities listed below"),
        ("WSO.arrest_without_warrant_on_street", "are only delegated the two authorities listed below"),
        ("WSO.serves_warrants", "to serve and execute warrants of arrest for immigration violations"),
        ("WSO.hold_limit", "for no more than 48 hours unless there exists an"),
        ("WSO.duration", "upon 90-day written notice to the other party"),
        ("TFM.contact_setting", "various units, teams, or task forces designated by ICE"),
        ("TFM.can_interrogate", "to interrogate any alien or person believed to be an alien"),
        ("TFM.arrest_without_warrant_on_street", "is likely to escape before a warrant can be obtained"),
        ("TFM.serves_warrants", "to serve and execute warrants of arrest for immigration violations"),
        ("TFM.issues_detainers", "to issue immigration detainers"),
        ("TFM.hold_limit", "transported by the LEA on the same day"),
        ("TFM.training_format", "online, recorded or virtual-meeting formats, as determined by ICE"),
        ("TFM.training_change_date", "online, recorded or virtual-meeting formats, as determined by ICE"),
    ],
)
def test_a_key_power_stands_on_the_page_it_names(key, said, data_dir):
    pdfium = pytest.importorskip("pypdfium2")
    term = BY_ID[f"term:{key}"]
    document = pdfium.PdfDocument(data_dir / "moas" / term["checked_in"])
    pages = [document[page - 1].get_textpage().get_text_range() for page in term["pages"]]
    assert said in re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.data
@pytest.mark.parametrize(
    ("key", "said"),
    [  # words found by reading the memoranda
        ("JEM.clause_powers_listed", "are delegated only those authorities listed below"),
        ("JEM.clause_transport", "subject to removal to ICE-approved detention facilities"),
        ("JEM.clause_ordinary_powers", "Nothing contained herein shall otherwise limit the jurisdiction and powers"),
        ("JEM.clause_record_checks", "responsible for ensuring proper record checks have been completed"),
        ("JEM.clause_citizenship_claims", "generally within one hour of the claim"),
        ("JEM.clause_certified", "Only those certified LEA personnel who receive authorization letters"),
        ("JEM.clause_powers_2020", "are delegated only those authorities listed below"),
        ("WSO.clause_two_powers", "are only delegated the two authorities listed below"),
        ("WSO.clause_ordinary_powers", "Nothing contained herein shall otherwise limit the"),
        ("WSO.clause_notice_after_service", "notification to the ICE officer immediately after"),
        ("WSO.clause_certified", "Only those certified LEA personnel who receive authorization letters"),
        ("WSO.clause_powers_2019", "are only delegated the two authorities listed below"),
        ("TFM.clause_transport", "and transport (8 C.F.R. § 287.5(c)(6)) such aliens to ICE-approved"),
        ("TFM.clause_custody", "maintain custody of aliens arrested by ICE, or another"),
        ("TFM.clause_arrested_persons", "who have been arrested for State or Federal criminal offenses"),
        (
            "TFM.clause_certified",
            "Only participating LEA personnel who are nominated, trained, certified, and authorized",
        ),
        ("TFM.clause_ordinary_powers", "Nothing contained herein shall otherwise limit the jurisdiction and powers"),
        ("TFM.clause_powers_february_2025", "to arrest without a warrant any alien entering"),
    ],
)
def test_a_clause_stands_on_the_page_it_names(key, said, data_dir):
    pdfium = pytest.importorskip("pypdfium2")
    term = CLAUSES[f"term:{key}"]
    source = data_dir / term["source"]["file"]
    assert term["source"]["file"] == f"moas/{term['checked_in']}" and term["source"]["row"] == term["pages"][-1]
    assert hashlib.sha256(source.read_bytes()).hexdigest() == term["source"]["sha256"]
    document = pdfium.PdfDocument(source)
    pages = [document[page - 1].get_textpage().get_text_range() for page in term["pages"]]
    assert said in re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.data
def test_no_task_force_clause_caps_a_hold_at_48_hours(data_dir):
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(data_dir / "moas" / BY_ID["term:TFM.hold_limit"]["checked_in"])
    text = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in document))
    assert re.findall(r"(.{30})48 hours", text) == ["ther party to this MOA within "]  # notice of a revocation


@pytest.mark.data
def test_every_row_of_the_table_has_its_term_with_the_same_source(data_dir):
    rows = {}
    for term in TERMS:
        row = row_of(data_dir, term)
        assert_source(term, row)
        assert row["attribute"] == term["attribute"]
        rows[term["source"]["row"]] = term["id"]
    assert len(rows) == len(TERMS)
    for model, terms in MODELS.items():
        for term in terms:
            told = row_of(data_dir, term)["model"]
            assert model == {"NO_AGREEMENT": "NONE"}.get(told, NAMES.get(told, told))
