"""No side is exempt: every claim of the registry goes through the one function that tests any claim."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from atlas287 import Atlas
from atlas287.answers import places, stated
from atlas287.answers.briefs import answer, check, claimed
from atlas287.answers.briefs.check import registered
from atlas287.answers.briefs.rooms import narratives
from atlas287.answers.briefs.verify import verify
from atlas287.core import registry
from atlas287.core.errors import UsageError

SIDES = list(registry.codes("claim_sides")["standard"])
PACKAGE = Path(check.__file__).parent


@pytest.fixture(scope="module")
def table(release):
    return Atlas(release).claims()["claims"]


def test_the_table_holds_every_claim_of_the_registry_that_is_not_only_recalled(table):
    files = [registry.load_yaml(path) for path in sorted((registry.ROOT / "claims").glob("*.yaml"))]
    wanted = {each["id"] for each in files if each["confidence"] != "recalled"}
    assert {each["fact"] for each in table} == wanted
    assert len(table) == len(wanted) > 70


def test_every_side_is_there_in_the_fixed_order_and_has_a_tested_claim(table):
    order = [each["side"] for each in table]
    assert list(dict.fromkeys(order)) == SIDES
    assert order == sorted(order, key=SIDES.index)
    tested = {each["side"] for each in table if each["tested"] != "not_testable"}
    assert {
        "federal_government",
        "state_government",
        "law_enforcement",
        "civil_rights_org",
        "advocacy_tracker",
        "press",
    } <= tested


def test_more_than_one_side_is_contradicted_or_wrong_in_its_arithmetic(table):
    """A test that found fault with one side alone would be suspect; this says what is so, not what should be."""
    at_fault = {each["side"] for each in table if each["tested"] in ("contradicted", "arithmetic_error", "mixed")}
    assert len(at_fault) >= 3


def test_each_verdict_is_that_of_the_same_words_said_by_nobody(release, table):
    for entry in table:
        told, claim = stated.fact(release, entry["fact"]), claimed.claims(release)[entry["fact"]]
        again = check.check(release, **registered.asked(release, claim, told.text_en))
        assert (entry["tested"], entry["values"]) == (again["verdict"], again["values"]), entry["fact"]


def test_verdicts_stay_when_the_sides_are_permuted(release, table, monkeypatch):
    turned = dict(zip(SIDES, [*SIDES[1:], SIDES[0]], strict=True))
    real = claimed.claims(release)
    others = {
        key: {**row, "side": turned[row["side"]], "speaker_en": "Somebody", "role_en": "another"}
        for key, row in real.items()
    }
    monkeypatch.setattr(registered, "claims", lambda _: others)
    registered.tested.cache_clear()
    try:
        permuted = {entry["fact"]: entry for entry in registered.table(release)}
    finally:
        registered.tested.cache_clear()
    for entry in table:
        assert permuted[entry["fact"]]["side"] == turned[entry["side"]]
        assert permuted[entry["fact"]]["tested"] == entry["tested"]


def test_the_code_of_the_check_names_no_claim_speaker_or_side():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("*")) if path.is_file())
    assert "claim:c" not in text
    for side in SIDES:
        if side not in ("press", "research"):  # words of the language too
            assert side not in text
    for entry in (registry.load_yaml(path) for path in (registry.ROOT / "claims").glob("*.yaml")):
        assert entry["speaker"]["en"] not in text or entry["speaker"]["en"] in ("DHS", "NICE")


def test_a_side_can_be_chosen_and_one_that_there_is_not_is_refused(release):
    press = Atlas(release).claims(sides=["press"])["claims"]
    assert {each["side"] for each in press} == {"press"}
    with pytest.raises(UsageError, match="no such side"):
        Atlas(release).claims(sides=["us"])


def test_both_languages_give_the_same_verdicts_and_counts(release, table):
    for entry, other in zip(table, Atlas(release).claims(lang="es")["claims"], strict=True):
        assert (entry["fact"], entry["tested"]) == (other["fact"], other["tested"])
        assert entry["values"] == other["values"]


def test_the_spanish_of_a_claim_gets_the_verdict_of_its_english(release, table):
    for entry in table:
        told, claim = stated.fact(release, entry["fact"]), claimed.claims(release)[entry["fact"]]
        spanish = check.check(release, **registered.asked(release, claim, told.text_es))
        assert spanish["verdict"] == entry["tested"], entry["fact"]


def heading(brief):
    return brief["sections"][4]["sentences"]


def test_heading_5_of_the_nation_tells_of_every_side_its_newest_counted_claims_each_followed_by_its_test(release):
    brief = answer.brief(release, places.NATION).to_json()
    entries = brief["narratives"]
    verdicts = [entry["tested"] == "not_testable" for entry in entries]
    assert verdicts == sorted(verdicts)  # those that a list can test stand first
    told = [said["fact"] for said in heading(brief) if said.get("fact")]
    assert [entry["fact"] for entry in entries] == told
    rows = claimed.claims(release)
    for side in SIDES:
        counted = [key for key, row in rows.items() if row["side"] == side and row["metric"] in narratives.COUNTED]
        newest = sorted(counted, key=lambda key: (str(rows[key]["said"]), key))[-narratives.NEWEST :]
        assert {entry["fact"] for entry in entries if entry["side"] == side} == set(newest), side
    said = heading(brief)
    after = [said[number + 1]["id"] for number, each in enumerate(said) if each.get("fact")]
    assert after == [f"check.found:{fact}" for fact in told]


@pytest.mark.parametrize(("place", "wanted"), [("FL", "FL"), ("NY", "NY"), ("WY", None)])
def test_a_state_tells_the_claims_that_are_about_it(release, place, wanted):
    brief = answer.brief(release, places.state_place(place)).to_json()
    about = {key for key, row in claimed.claims(release).items() if row["state"] == wanted and wanted}
    assert {entry["fact"] for entry in brief["narratives"]} == about


def test_a_county_tells_those_about_it_or_its_state_and_not_those_about_another_county(release):
    county = places.counties(release)["36059"]  # Nassau, New York; another claim is about Broome
    facts = {entry["fact"] for entry in answer.brief(release, county).to_json()["narratives"]}
    rows = claimed.claims(release)
    assert facts == {key for key, row in rows.items() if row["state"] == "NY" and row["county"] in (None, "36059")}
    assert any(rows[fact]["county"] == "36059" for fact in facts)


def test_an_earlier_brief_tells_what_was_said_up_to_its_day(release):
    brief = answer.brief(release, places.NATION, as_of=date(2025, 3, 31)).to_json()
    assert brief["narratives"]
    assert all(entry["date"][:10] <= "2025-03-31" for entry in brief["narratives"])


def test_words_that_are_the_speakers_own_are_quoted_with_where_they_stand(release):
    brief = answer.brief(release, places.NATION).to_json()
    rows = claimed.claims(release)
    for said in (each for each in heading(brief) if each.get("fact")):
        verbatim = rows[said["fact"]]["verbatim"]
        assert said["kind"] == ("quoted" if verbatim else "attributed")
        if verbatim:
            quote = said["quote"]
            words = stated.fact(release, quote["document"]).text_en[quote["start"] : quote["end"]]
            assert f"“{words}”" in said["text"]
            assert quote["page"] is None


def test_the_spanish_brief_prints_the_original_and_its_translation(release):
    brief = answer.brief(release, places.NATION, lang="es").to_json()
    said = next(each for each in heading(brief) if each.get("fact") == "claim:c001")
    assert "“287(g) partnerships have increased 641%—from 135 agreements to 1,001”" in said["text"]
    assert "en español: “Las alianzas 287(g) han aumentado un 641%: de 135 acuerdos a 1,001”" in said["text"]


@pytest.mark.parametrize("alter", ["text", "quote", "kind"])
def test_a_quoted_sentence_that_was_altered_does_not_verify(release, alter):
    brief = json.loads(json.dumps(answer.brief(release, places.NATION).to_json()))
    said = next(each for each in heading(brief) if each["kind"] == "quoted")
    if alter == "quote":
        said["quote"]["end"] -= 1
    else:
        said[alter] = {"text": said["text"].replace("“", "“not "), "kind": "attributed"}[alter]
    failed = verify(release, brief)["failed"]
    assert said["id"] in {failure["id"] for failure in failed}


def test_a_stored_text_that_changed_makes_its_quotation_fail(release, monkeypatch):
    brief = json.loads(json.dumps(answer.brief(release, places.NATION).to_json()))
    said = next(each for each in heading(brief) if each["kind"] == "quoted")
    changed = dict(stated.facts(release))
    changed[said["fact"]] = replace(changed[said["fact"]], text_en="Something else was said")
    monkeypatch.setattr(stated, "facts", lambda _: changed)
    assert said["id"] in {failure["id"] for failure in verify(release, brief)["failed"]}
