"""What is not known of a place: the right gaps, in the right language, with a letter that asks for no person."""

import re

import pytest

from atlas287.answers.gaps import place_gaps, place_name, words
from atlas287.core import facts
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES, Stage
from support.words import LOADED, strings

PLACES = {
    "nation": {"kind": "nation", "name": "United States"},
    "state": {"kind": "state", "code": "OH", "name": "Ohio"},
    "county": {"kind": "county", "fips": "12021", "name": "Collier County, Florida", "state": "FL"},
    "town": {"kind": "town", "id": "FL/naples", "name": "Naples, Florida", "state": "FL"},
    "agency": {"kind": "agency", "id": "fl-x", "name": "Elm County Sheriff's Office", "state": "FL"},
}
EVERY = [pytest.param(place, lang, id=f"{kind}-{lang}") for kind, place in PLACES.items() for lang in LANGUAGES]
SURE = [gap for gap in facts.gaps() if gap.confidence != facts.RECALLED]
PERSON = re.compile(
    r"\b(names?|nombres?|surnames?|apellidos?|birth|nacimiento|alien numbers?|A-numbers?|passports?|pasaportes?|"
    r"addresses|fingerprints?|huellas|photographs?|fotograf\w+|biometric\w*|social security|home|domicilios?)\b",
    re.IGNORECASE,
)
LAW = re.compile(
    r"\b(Act|Ley(?:es)?|statute|estatuto|U\.?S\.?C|C\.?F\.?R|Freedom of Information|Sunshine|law(?! enforcement))\b"
)


@pytest.mark.parametrize(("place", "lang"), EVERY)
def test_a_place_has_the_gaps_of_its_kind_that_rest_on_a_source_and_no_other(place, lang):
    told = place_gaps(place, lang)
    assert [gap.id for gap in told] == [gap.id for gap in SURE if place["kind"] in gap.places]
    assert {gap.confidence for gap in told} <= {"primary", "secondary"}
    order = [list(Stage).index(gap.stage) for gap in told]
    assert order == sorted(order)


def test_what_is_recalled_is_told_of_no_place():
    recalled = {gap.id for gap in facts.gaps() if gap.confidence == facts.RECALLED}
    assert len(recalled) == 14  # rows of evidence_gaps.csv whose confidence is recalled
    for place in PLACES.values():
        assert recalled.isdisjoint(gap.id for gap in place_gaps(place))


@pytest.mark.parametrize(("place", "lang"), EVERY)
def test_no_text_is_left_unfilled_or_loaded(place, lang):
    for gap in place_gaps(place, lang):
        for text in strings(gap.to_json()):
            assert "{" not in text
            assert not LOADED.search(text), text


@pytest.mark.parametrize(("place", "lang"), EVERY)
def test_a_letter_names_office_place_period_and_form_and_no_law(place, lang):
    lines = {
        "en": ("To", "Subject", "Place", "Period", "Form"),
        "es": ("Para", "Asunto", "Lugar", "Período", "Formato"),
    }
    for gap in place_gaps(place, lang):
        if gap.request is None:
            assert gap.holders == ()
            continue
        found = dict(re.findall(r"^(\w+): (.+)$", gap.request, re.MULTILINE))
        assert tuple(found) == lines[lang]
        to, subject, where, _, form = found.values()
        assert to == gap.holder == gap.holders[0]["title"]
        assert where == place_name(place, lang)
        assert where in subject
        assert "CSV" in form
        assert not LAW.search(gap.request)


@pytest.mark.parametrize(("place", "lang"), EVERY)
def test_a_letter_asks_for_nothing_that_could_tell_who_a_person_is(place, lang):
    promise = {
        "en": "It asks for nothing that could tell who a person is",
        "es": "No pide nada que permita saber quién es una persona",
    }
    for gap in place_gaps(place, lang):
        if gap.request is not None:
            assert not PERSON.search(gap.request), gap.request
            assert promise[lang] in gap.request


def test_an_agency_is_asked_before_the_federal_office_where_both_hold_it():
    by_place = {kind: {gap.id: gap for gap in place_gaps(place)} for kind, place in PLACES.items()}
    assert by_place["agency"]["referrals-by-agency"].holder == "Records custodian of Elm County Sheriff's Office (FL)"
    for kind in ("nation", "state", "county", "town"):
        gap = by_place[kind]["referrals-by-agency"]
        assert gap.holder.startswith("FOIA Office of U.S. Immigration and Customs Enforcement")
        assert gap.holders[1]["title"] == "Records custodian of the law enforcement agency concerned"


def test_what_is_not_known_of_an_office_is_a_typed_gap_beside_the_letter():
    for gap in place_gaps(PLACES["nation"]):
        for holder in gap.holders:
            assert (holder["address"], holder["records_law"]) == ({"gap": "not_collected"}, {"gap": "not_loaded"})


def test_stages_keep_gaps_and_a_wrong_one_names_those_there_are():
    kept = place_gaps(PLACES["state"], stages=["oversight", "match"])
    assert [gap.id for gap in kept] == ["referrals-by-agency", "complaints", "inspection-results"]
    with pytest.raises(UsageError, match=r"--stage jail: no such stage; choose from agreements, training, stop"):
        place_gaps(PLACES["state"], stages=["jail"])


def test_a_language_that_is_not_there_is_said():
    with pytest.raises(UsageError, match=r"--lang fr: no such language; choose from en, es"):
        place_gaps(PLACES["nation"], "fr")


def test_the_words_of_both_languages_have_the_same_keys_and_numbers():
    english, spanish = (words(lang) for lang in LANGUAGES)
    assert set(english["stages"]) == set(spanish["stages"]) == {stage.value for stage in Stage}
    for key in ("periods", "labels"):
        assert list(english[key]) == list(spanish[key])
    for one, other in (
        (english["letter"], spanish["letter"]),
        *((english[k], spanish[k]) for k in ("periods", "stages")),
    ):
        numbers = [sorted(re.findall(r"\d+|\{\w+\}", " ".join(strings(text)))) for text in (one, other)]
        assert numbers[0] == numbers[1]
