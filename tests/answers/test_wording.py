"""English and Spanish: the same sentences, places for numbers, and numbers."""

import re

import pytest

from atlas287 import Atlas
from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.wording import listing, words
from atlas287.core import registry

PLACES = ["nation", "OH", "PR", "12021", "17031", "35013", "FL/naples", "PA/mahoning township/42025"]
PLACES += ["fl-collier-county-sheriffs-office", "fl-florida-department-of-financial-services"]
DIGITS = re.compile(r"\d[\d,.-]*\d|\d")


def leaves(content, path=()):
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, (*path, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from leaves(value, (*path, number))
    else:
        yield path, content


def placeholders(text):
    return sorted(re.findall(r"\{[^}]*\}", text))


def brief_of(release, name, lang):
    if name == "nation":
        place = places.NATION
    elif len(name) == 2:
        place = places.state_place(name)
    elif name[0].isdigit():
        place = places.counties(release)[name]
    elif "/" in name:
        place = places.towns(release)[name]
    else:
        place = places.agency_place(places.find(release, "agency", name)[0])
    return answer.brief(release, place, lang=lang).to_json()


def every(brief):
    return [*brief["summary"], *(s for x in brief["sections"] for s in x["sentences"]), *brief["safe_to_print"]]


def test_every_wording_stands_in_both_languages_with_the_same_placeholders_and_digits():
    english = dict(leaves(words("en")))
    spanish = {path: text for path, text in leaves(words("es")) if path[0] != "models"}
    assert set(english) == set(spanish)
    for path, text in english.items():
        if isinstance(text, str):
            assert placeholders(text) == placeholders(spanish[path]), path
            assert re.findall(r"\d+", text) == re.findall(r"\d+", spanish[path]), path
            assert text != spanish[path] or path[-1] in ("marshal", "sheriff", "legal", "cited"), path


def test_every_model_has_a_spanish_name_with_its_code():
    for code in (*registry.codes("models")["standard"], "unknown"):
        assert words("es")["models"][code]


@pytest.mark.parametrize("name", PLACES)
def test_a_brief_has_the_same_sentences_values_and_numbers_in_both_languages(release, name):
    english, spanish = brief_of(release, name, "en"), brief_of(release, name, "es")
    assert [s["id"] for s in every(english)] == [s["id"] for s in every(spanish)]
    for one, other in zip(every(english), every(spanish), strict=True):
        for key in ("kind", "value", "unit", "measure", "list", "cites"):
            assert one.get(key) == other.get(key), one["id"]
        numbers = [sorted(DIGITS.findall(said["text"])) for said in (one, other)]
        if one["kind"] == "quoted":  # Spanish prints the original and its translation
            numbers = [sorted(set(each)) for each in numbers]
        assert numbers[0] == numbers[1], one["id"]
        assert one["text"] != other["text"]
    assert english["sources"] == spanish["sources"]
    assert [gap["kind"] for gap in english["gaps"]] == [gap["kind"] for gap in spanish["gaps"]]


def test_spanish_is_marked_as_not_reviewed_in_the_text_the_object_and_its_warnings(release):
    content = Atlas(release).state("OH", lang="es")
    assert content["brief"]["notice"].startswith("Texto en español todavía no revisado por un editor")
    assert content["warnings"] == [content["brief"]["notice"]]
    assert Atlas(release).state("OH")["brief"]["notice"] is None


def test_a_spanish_brief_verifies_like_an_english_one(release):
    for name in PLACES:
        assert Atlas(release).verify(brief_of(release, name, "es"))["failed"] == []


@pytest.mark.parametrize(
    ("names", "en", "es"),
    [
        ([], "", ""),
        (["Ohio"], "Ohio", "Ohio"),
        (["Florida", "Texas"], "Florida and Texas", "Florida y Texas"),
        (["A", "B", "C"], "A, B and C", "A, B y C"),
        (["A, of B", "C"], "A, of B and C", "A, of B y C"),
        (["A, of B", "C", "D"], "A, of B; C; D", "A, of B; C; D"),
    ],
)
def test_names_in_a_row_are_parted_so_that_each_can_be_told(names, en, es):
    assert (listing("en", names), listing("es", names)) == (en, es)
