"""A check and a brief with claims of others verify; one altered anywhere does not."""

import copy
import json

import pytest

from atlas287 import Atlas

CHECKED = (
    ("en", "Texas has the most agreements of any state."),
    ("en", "Agreements grew from 135 at the end of 2024 to 1,843, a 641% increase."),
    ("en", "287(g) makes communities safer."),
    ("es", "Texas y Florida suman el 40 % de los acuerdos."),
    ("es", "El número de acuerdos bajó en 2025."),
)


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def printed(result):
    return json.loads(json.dumps(result, default=str))


@pytest.fixture(scope="module")
def florida(atlas):
    """The brief of the State that quotes speakers."""
    return printed(atlas.state("FL"))["brief"]


def sentences(brief):
    return [said for section in brief["sections"] for said in section["sentences"]]


@pytest.mark.parametrize(("lang", "claim"), CHECKED)
def test_a_check_verifies(atlas, lang, claim):
    found = atlas.verify(printed(atlas.check(claim, lang=lang)))
    assert (found["failed"], found["passed"]) == ([], found["sentences"])


@pytest.mark.parametrize(("lang", "claim"), CHECKED)
@pytest.mark.parametrize("key", ["verdict", "claim", "values", "explanation"])
def test_an_altered_check_does_not_verify(atlas, lang, claim, key):
    content = printed(atlas.check(claim, lang=lang))
    other = {
        "verdict": "mixed",
        "claim": "There are 1,843 agreements.",
        "values": [{"unit": "agreements", "value": 1}],
        "explanation": content["explanation"][:-1],
    }
    assert atlas.verify(content | {key: other[key]})["failed"]


def test_a_brief_with_claims_and_quotations_verifies(atlas, florida):
    assert florida["narratives"]
    assert any(said["kind"] == "quoted" for said in sentences(florida))
    found = atlas.verify(florida)
    assert (found["failed"], found["passed"]) == ([], found["sentences"])


def altered_words(said):
    said["text"] = said["text"].replace("“", "“Surely, ", 1)


def altered_span(said):
    said["quote"]["start"] += 3


def altered_document(said):
    said["quote"]["document"] = "claim:none"


def no_quote(said):
    said["quote"] = None


def quoted_as_attributed(said):
    said["kind"] = "attributed"


@pytest.mark.parametrize("alter", [altered_words, altered_span, altered_document, no_quote, quoted_as_attributed])
def test_an_altered_quotation_does_not_verify(atlas, florida, alter):
    brief = copy.deepcopy(florida)
    said = next(each for each in sentences(brief) if each["kind"] == "quoted")
    alter(said)
    assert said["id"] in {failure["id"] for failure in atlas.verify(brief)["failed"]}


def test_a_narrative_with_another_verdict_does_not_verify(atlas, florida):
    brief = copy.deepcopy(florida)
    brief["narratives"][0]["tested"] = "supported" if brief["narratives"][0]["tested"] != "supported" else "mixed"
    assert atlas.verify(brief)["failed"]
