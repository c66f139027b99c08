"""The money calculator: what applies, what it comes to, and what is left unsaid. Each test says its arithmetic."""

import json
import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from atlas287.answers import measure
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.measured import measured
from atlas287.answers.briefs.render.money import money_text
from atlas287.answers.briefs.render.rows import frame
from atlas287.answers.briefs.verify import _sentence
from atlas287.answers.briefs.wording import words as brief_words
from atlas287.answers.money import money, wording
from atlas287.answers.money_rules import awards, elements, span, words
from atlas287.answers.places import NATION
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind
from support.words import LOADED, SUPERLATIVE

DAY = date(2026, 5, 18)
FEDERAL = ["salary", "overtime", "award_leads", "equipment", "vehicles"]
FULL = {"officers": 4, "salary": 85000, "overtime": 5000, "vehicles": 1}
SULLIVAN = "tn-sullivan-county-sheriffs-office"


def by_id(content):
    return {each["id"]: each for each in content["elements"]}


def reasons(content):
    return {each["id"]: each["reason"] for each in content["left_out"]}


@pytest.fixture(scope="module")
def task_force(release):
    return money(release, "TFM", as_of=DAY, **FULL)


def test_what_the_department_announced_is_multiplied_by_what_is_given(task_force):
    told = by_id(task_force)
    # 4 officers × $85,000 × 100 percent
    assert told["salary"]["result"] == {"low": 340_000, "high": 340_000}
    # a cap: 4 × the lesser of $5,000 and 25 percent of $85,000, which is $21,250
    assert told["overtime"]["result"] == {"low": 0, "high": 20_000}
    # 4 officers × 4 quarters × $500, and × $1,000
    assert told["award_leads"]["result"] == {"low": 8_000, "high": 16_000}
    # 340,000 + 0 + 8,000 and 340,000 + 20,000 + 16,000
    total = task_force["total"]["announced"]
    assert (total["low"], total["high"], total["none_met"]) == (348_000, 376_000, 0)
    assert total["elements"] == ["salary", "overtime", "award_leads"]


def test_what_others_report_is_a_total_of_its_own(task_force):
    told = by_id(task_force)
    # 4 officers × $7,500; $100,000 once for the agency or for its one memorandum
    assert told["equipment"]["result"] == {"low": 30_000, "high": 30_000}
    assert told["vehicles"]["result"] == {"low": 100_000, "high": 100_000}
    total = task_force["total"]["reported"]
    assert (total["low"], total["high"], total["elements"]) == (130_000, 130_000, ["equipment", "vehicles"])
    assert {told[key]["confidence"] for key in total["elements"]} == {"secondary"}
    assert {told[key]["confidence"] for key in task_force["total"]["announced"]["elements"]} == {"primary"}


def test_overtime_above_the_cap_counts_up_to_the_cap(release):
    told = by_id(money(release, "TFM", as_of=DAY, officers=2, salary=60000, overtime=40000))
    # 2 × the lesser of $40,000 and 25 percent of $60,000, which is $15,000
    assert told["overtime"]["result"] == {"low": 0, "high": 30_000}


def test_cents_are_reckoned_as_decimals(release):
    told = by_id(money(release, "TFM", as_of=DAY, officers=3, salary="85000.10", overtime="0.10"))
    assert told["salary"]["result"]["low"] == 255_000.30  # 3 × $85,000.10, which binary fractions miss
    assert told["overtime"]["result"]["high"] == 0.30


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        ({}, set()),
        ({"officers": 2}, {"award_leads", "equipment"}),
        ({"salary": 50000}, set()),
        ({"officers": 2, "overtime": 900}, {"award_leads", "equipment"}),
        ({"vehicles": 3}, {"vehicles"}),
        ({"officers": 2, "salary": 50000}, {"salary", "award_leads", "equipment"}),
    ],
)
def test_a_rule_without_what_it_needs_stands_without_a_figure(release, given, figures):
    content = money(release, "TFM", as_of=DAY, **given)
    told = by_id(content)
    assert set(FEDERAL) <= set(told)
    for name in FEDERAL:
        assert (told[name]["result"] is not None) == (name in figures), name
        assert bool(told[name]["needs"]) == (name not in figures), name
        assert told[name]["high"] > 0
    for part in ("announced", "reported"):
        if not figures & set(content["total"][part]["elements"]):
            assert content["total"][part]["low"] is None
            assert content["total"][part]["why"].startswith("No figure without: ")


def test_no_number_of_vehicles_multiplies_the_money_for_them(release):
    for number in (1, 12):
        told = by_id(money(release, "TFM", as_of=DAY, vehicles=number))
        assert told["vehicles"]["result"] == {"low": 100_000, "high": 100_000}


def test_both_readings_of_the_award_are_told_and_only_one_is_counted(release):
    told = {each.id: each for each in elements() if each.reading}
    assert {each.reading: each.counted for each in told.values()} == {"leads": True, "arrests": False}
    assert told["award_arrests"].amounts == told["award_leads"].amounts
    content = money(release, "TFM", as_of=DAY, officers=10)
    held = release.rows("SELECT count(*) AS n FROM facts WHERE fact_id = 'claim:c044'")[0]["n"]
    if held:
        rows = by_id(content)
        # 10 officers × 4 quarters × $500 and $1,000, in both rows; never their mean
        assert rows["award_arrests"]["result"] == rows["award_leads"]["result"] == {"low": 20_000, "high": 40_000}
        assert rows["award_arrests"]["source"]["fact"] == "claim:c044"
    else:
        assert reasons(content)["award_arrests"] == "not_held"
    assert content["total"]["announced"]["low"] == 20_000


def test_before_the_first_of_october_2025_the_federal_part_is_empty_with_the_reason(release):
    content = money(release, "TFM", as_of=date(2025, 9, 30), **FULL)
    assert content["elements"] == []
    assert content["federal"] == {
        "applies": False,
        "why": "Begins on 2025-10-01, so it does not apply on 2025-09-30",
    }
    assert content["total"]["announced"]["low"] is None
    assert by_id(money(release, "TFM", as_of=date(2025, 10, 1), **FULL))["salary"]["result"]["low"] == 340_000


@pytest.mark.parametrize("model", ["JEM", "WSO", "TTFM", "HYBRID"])
def test_federal_money_is_that_of_task_force_officers_alone(release, model):
    content = money(release, model, as_of=DAY, **FULL)
    assert content["elements"] == []
    assert content["federal"]["applies"] is False
    assert set(reasons(content).values()) <= {"model", "not_held"}


def test_an_agency_has_what_the_models_on_ices_list_give_it(release):
    listed = measure.count(release, "agreements", by=["model"], where={"agency": [SULLIVAN]}, as_of=DAY)
    content = money(release, SULLIVAN, as_of=DAY, officers=6, vehicles=1)
    assert content["subject"]["models"] == {row["model"]: row["value"] for row in listed.rows}
    assert content["subject"]["list"]["as_of"] == "2026-05-18"
    told = by_id(content)
    # 6 × $7,500 + $100,000 = $145,000, the sum that National Today reports of this sheriff (incentive:i36)
    assert content["total"]["reported"]["low"] == content["total"]["reported"]["high"] == 145_000
    assert [each["amount"] for each in content["awards"]] == [145_000, 69_000]
    assert {each["confidence"] for each in content["awards"]} == {"secondary"}
    # the State's fund has no amount for one agency
    assert (told["tennessee_grants"]["pool"], told["tennessee_grants"]["low"]) == (5_000_000, None)
    assert told["tennessee_grants"]["result"] == {"gap": "not_collected"}


def test_what_is_reported_of_an_agency_is_told_of_no_other(release):
    assert money(release, "TFM", state="TN", as_of=DAY)["awards"] == []
    assert money(release, "Knox County Sheriff's Office", state="TN", as_of=DAY)["awards"] == []
    assert [each["amount"] for each in money(release, "nh-carroll-police-department", as_of=DAY)["awards"]] == [
        122_515,
        943,
    ]


def test_an_agency_without_agreement_on_the_list_gets_nothing_told(release):
    before = money(release, SULLIVAN, as_of=date(2025, 1, 31), **FULL)
    assert before["elements"] == before["costs"] == []
    gone = release.rows(
        "SELECT agency_id FROM agencies WHERE status = 'no_longer_listed' AND state = 'TX' ORDER BY agency_id LIMIT 1"
    )
    for row in gone:
        content = money(release, row["agency_id"], as_of=DAY, **FULL)
        assert content["subject"]["models"] == {}
        assert set(reasons(content).values()) <= {"unlisted", "not_held"}
        assert (content["federal"]["applies"], content["state"]["applies"]) == (False, False)


def test_far_from_any_list_it_is_not_known_what_applies_to_an_agency(release):
    content = money(release, SULLIVAN, as_of=date(2026, 11, 24), **FULL)
    assert content["subject"]["models"] == {"gap": "not_collected"}
    assert content["federal"]["applies"] is content["state"]["applies"] is None
    assert content["elements"] == []
    assert any("2026-11-24" in gap["what"] for gap in content["not_known"])
    assert by_id(money(release, "TFM", as_of=date(2026, 11, 24), **FULL))["salary"]["result"]["low"] == 340_000


def test_the_grant_of_texas_is_a_range_over_all_classes_of_counties(release):
    content = money(release, "WSO", state="TX", as_of=DAY)
    told = by_id(content)["texas_grant"]
    # caps, so nothing at least; the population of the county is not held, so $140,000 at most
    assert told["result"] == {"low": 0, "high": 140_000}
    assert [tier["cap"] for tier in told["tiers"]] == [80_000, 100_000, 120_000, 140_000]
    assert any("population" in gap["what"] for gap in content["not_known"])
    assert reasons(money(release, "WSO", state="TX", as_of=date(2025, 12, 31)))["texas_grant"] == "early"
    police = release.rows(
        "SELECT agency_id FROM agencies WHERE state = 'TX' AND kind = 'municipal_police' AND status = 'listed' LIMIT 1"
    )
    assert reasons(money(release, police[0]["agency_id"], as_of=DAY))["texas_grant"] == "kind"


def test_the_bonus_of_florida_is_counted_once_for_each_officer(release):
    # up to $1,000 for each of 7 officers
    for model, element in (("TFM", "florida_bonus"), ("WSO", "florida_bonus_credentialed")):
        content = money(release, model, state="FL", as_of=DAY, officers=7)
        bonuses = [each for each in content["elements"] if each["id"].startswith("florida_bonus")]
        assert [each["id"] for each in bonuses] == [element]
        assert bonuses[0]["result"] == {"low": 0, "high": 7_000}
        assert bonuses[0]["confidence"] == "primary"
    both = release.rows(
        "SELECT agency_id FROM agreements WHERE status = 'listed' AND agency_id LIKE 'fl-%' GROUP BY agency_id "
        "HAVING bool_or(model = 'TFM') AND bool_or(model = 'WSO') ORDER BY agency_id LIMIT 1"
    )[0]["agency_id"]
    content = money(release, both, as_of=DAY, officers=7)
    assert "florida_bonus" in by_id(content)
    assert reasons(content)["florida_bonus_credentialed"] == "instead"


def test_an_element_whose_source_gives_only_a_year_is_certain_after_that_year(release):
    assert span("2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert span("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    element = "florida_bonus_credentialed"
    assert reasons(money(release, "WSO", state="FL", as_of=date(2025, 12, 31)))[element] == "start_unknown"
    assert element in by_id(money(release, "WSO", state="FL", as_of=date(2026, 1, 1)))


def test_a_state_without_a_rule_is_not_said_to_pay_nothing(release):
    content = money(release, "TFM", state="WY", as_of=DAY)
    assert content["state"]["applies"] is None
    assert "does not show that there is none" in content["state"]["why"]
    assert money(release, "TFM", as_of=DAY)["state"] == {"applies": None, "why": "No State is given"}


def test_what_the_memorandum_lays_on_the_agency_is_told_model_by_model(release):
    for model in ("JEM", "WSO", "TFM"):
        told = money(release, model, as_of=DAY)["costs"]
        assert [each["id"] for each in told] == [f"term:{model}.cost", "incentive:i32"]
        assert {each["confidence"] for each in told} == {"primary"}
    tribal = money(release, "TTFM", as_of=DAY)
    assert tribal["costs"] == []
    assert any("TTFM" in gap["what"] for gap in tribal["not_known"])
    early = money(release, "JEM", as_of=date(2021, 6, 1))  # before the templates of 2025
    assert early["costs"] == []
    assert any("2021-06-01" in gap["what"] for gap in early["not_known"])


@pytest.mark.parametrize("subject", ["TFM", "JEM", SULLIVAN])
@pytest.mark.parametrize("day", [date(2025, 6, 1), DAY])
def test_what_is_not_known_is_told_whatever_applies(release, subject, day):
    content = money(release, subject, as_of=day)
    gaps = content["not_known"]
    award = next(gap for gap in gaps if gap.get("id") == "performance-awards")
    assert award["kind"] == "not_released"
    assert award["holders"]
    assert any(gap["what"].startswith("Which appropriation pays") for gap in gaps)
    assert any("was paid" in gap["what"] for gap in gaps)
    assert {gap["kind"] for gap in gaps} == {"not_released", "not_collected"}
    assert any(gap.get("id") == "certified-officers" for gap in gaps)
    assert not any(
        g.get("id") == "certified-officers" for g in money(release, subject, as_of=day, officers=2)["not_known"]
    )


def test_nothing_is_shown_as_paid(task_force):
    assert task_force["warnings"][0].startswith("What a rule or report offers is no payment")
    assert "paid" not in json.dumps({key: task_force[key] for key in ("total", "federal", "state", "inputs")})


@pytest.mark.parametrize(
    "given",
    [
        {"officers": 0},
        {"officers": -3},
        {"officers": 2.5},
        {"officers": "many"},
        {"officers": True},
        {"officers": 10**30},
        {"officers": 10**5000},
        {"officers": "1" * 5000},
        {"officers": "٣"},
        {"officers": ""},
        {"salary": "-1"},
        {"salary": 0},
        {"salary": "85,000"},
        {"salary": "$85000"},
        {"salary": "1e5"},
        {"salary": float("nan")},
        {"salary": float("inf")},
        {"salary": 1e30},
        {"salary": "85000.123"},
        {"salary": Decimal("-5")},
        {"salary": [85000]},
        {"overtime": "text"},
        {"overtime": -0.01},
        {"vehicles": 0},
        {"vehicles": "9" * 40},
    ],
    ids=lambda given: next(iter(given)),
)
def test_an_input_that_cannot_be_meant_gets_one_clear_sentence(release, given):
    with pytest.raises(UsageError) as raised:
        money(release, "TFM", **given)
    text = str(raised.value)
    assert f"--{next(iter(given))} " in text
    assert "leave it out" in text
    assert len(text) < 260
    assert "\n" not in text


@pytest.mark.parametrize(
    ("given", "taken"),
    [(85000, 85000), (85000.5, 85000.5), ("85000.50", 85000.5), (Decimal("85000.5"), 85000.5), (" 85000 ", 85000)],
)
def test_dollars_are_taken_as_number_text_or_decimal(release, given, taken):
    assert money(release, "TFM", salary=given)["inputs"]["salary"] == taken


def test_a_word_that_is_neither_model_nor_agency_is_wrong(release):
    for name in ("nowhere at all", " "):
        with pytest.raises(UsageError):
            money(release, name)
    assert money(release, "tfm")["subject"] == money(release, "Task Force Model")["subject"]


def test_a_name_that_fits_several_agencies_gives_them_and_nothing_else(release):
    content = money(release, "Washington County", **FULL)
    assert content["subject"] is None
    assert len(content["candidates"]) > 3
    assert content["elements"] == content["not_known"] == []
    assert content["total"] is None


def test_the_rules_fit_the_facts_that_they_use(release):
    known = {content["id"]: content for _, content in registry.documents("incentives")}
    told = {each.id: each for each in elements()}
    assert sorted(known[fact]["amount"] for fact in told["award_leads"].facts) == [500, 750, 1000]
    texas = known["incentive:i25"]
    caps = [tier["cap"] for tier in told["texas_grant"].tiers]
    assert (min(caps), max(caps)) == (texas["amount"], texas["amount_high"])
    for tier in told["texas_grant"].tiers:  # the classes as the fact words them
        assert f"{tier['cap']:,}" in texas["text"]["en"]
        assert tier["below"] is None or f"{tier['below']:,}" in texas["text"]["en"]
    for each in told.values():
        for fact in (*each.amounts, *(fact for fact in each.facts if fact in known)):
            assert known[fact]["state"] == each.state
        if each.rule != "pool" and each.state is None:
            assert {tuple(known[fact]["models"]) for fact in each.amounts} == {each.models}
    used = {fact for each in told.values() for fact in each.facts}
    assert {key for key, content in known.items() if content["role"] == "element_of_calculator"} <= used
    names = {row["agency_id"] for row in release.rows("SELECT agency_id FROM agencies")}
    assert set(awards().values()) <= names
    assert {known[fact]["role"] for fact in awards()} == {"award"}


def leaves(content, path=()):
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, content


def test_the_words_are_the_same_in_both_languages_with_the_same_places_and_digits():
    english, spanish = (dict(leaves(words(lang))) for lang in ("en", "es"))
    assert english.keys() == spanish.keys()
    pairs = [(path, text, spanish[path]) for path, text in english.items()]
    pairs += [(each.id, text["en"], text["es"]) for each in elements() for text in (each.name, each.condition)]
    for path, one, other in pairs:
        for pattern in (r"\{[^}]*\}", r"\d+"):
            assert sorted(re.findall(pattern, one)) == sorted(re.findall(pattern, other)), path
        assert not LOADED.search(one + " " + other), path
        assert not SUPERLATIVE.search(one.replace("at least", "").replace("at most", "")), path


def test_spanish_has_the_same_figures(release):
    english, spanish = (money(release, "TFM", state="FL", as_of=DAY, lang=lang, **FULL) for lang in ("en", "es"))
    for key in ("inputs", "subject"):
        assert english[key] == spanish[key]
    for one, other in zip(english["elements"], spanish["elements"], strict=True):
        assert one["element"] != other["element"]
        for key in ("id", "low", "high", "unit", "result", "needs", "confidence", "facts"):
            assert one[key] == other[key]
    for part in ("announced", "reported"):
        assert {**english["total"][part], "why": None} == {**spanish["total"][part], "why": None}


PARAMETERS = {"subject": "TFM", "state": "FL", "as_of": "2026-05-18", "officers": 4, "salary": 85000}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("change", "text"),
    [
        # 4 × $85,000 + 4 × 4 × $500; and + 4 × 4 × $1,000 + 4 × $1,000 of Florida's bonus
        ({"part": "announced"}, "$348,000–$360,000"),
        ({"part": "announced", "overtime": 100}, "$348,000–$360,400"),
        ({"part": "announced", "salary": None}, "$8,000–$20,000"),
        ({"part": "announced", "salary": None, "officers": 1}, "$2,000–$5,000"),
        ({"part": "reported"}, "$30,000"),
        ({"part": "reported", "vehicles": 2}, "$130,000"),
        ({"part": "reported", "officers": None, "state": "TX"}, "$0–$140,000"),
        ({"part": "announced", "as_of": "2025-01-01"}, "2025-01-01"),
    ],
    ids=str,
)
def test_a_sentence_of_a_brief_prints_a_range_and_can_be_run_again(release, lang, change, text):
    asked = PARAMETERS | change
    composer = Composer(release, NATION, DAY, lang)
    name = "the Task Force Model" if lang == "en" else "el modelo de grupo operativo"
    said = composer.derived(wording(asked), "money", asked, subject=name)
    assert said.kind == "computed"
    assert text in said.text
    assert ("paid" if lang == "en" else "paga") in said.text or text == "2025-01-01"
    written = json.loads(json.dumps(said.to_json()))
    document = {"release": release.id, "lang": lang, "sources": []}
    document["sources"] = [asdict(source) for source in composer.sources.values()]
    assert list(_sentence(release, document, written)) == []


def test_a_sentence_of_an_agency_far_from_any_list_is_a_gap(release):
    found = measured(
        release, "money", PARAMETERS | {"subject": SULLIVAN, "state": None, "as_of": "2026-11-24", "part": "announced"}
    )
    assert isinstance(found, Gap)
    assert found.kind is GapKind.NOT_COLLECTED
    assert wording({"part": "announced"}) is None
    assert wording({"part": "reported"}) in brief_words("en")["sentences"]


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_text_gives_no_total_as_a_single_figure(release, lang, markdown):
    printed = money_text(money(release, "TFM", as_of=DAY, lang=lang, **FULL), markdown=markdown)
    flat = " ".join(printed.split())
    assert ("between nothing, where no condition is met" if lang == "en" else "entre nada, si no se cumple") in flat
    assert "$348,000" in flat
    assert "$376,000" in flat
    assert flat.count("$130,000") == 1


def test_the_rows_tell_every_part_and_parts_that_are_not_counted(release):
    content = money(release, SULLIVAN, as_of=DAY, officers=6, vehicles=1)
    rows = frame(content).rows
    parts = {row["part"] for row in rows}
    assert {"element", "award", "cost", "total", "not_known"} <= parts
    counted = [row for row in rows if row["part"] == "element" and row["counted"] and row["result_low"] is not None]
    # 45,000 + 100,000 + 12,000 of the award: what both totals hold together
    assert sum(row["result_low"] for row in counted) == 157_000
    assert all(row["counted"] is False for row in rows if row["part"] == "award")
    assert frame(money(release, "Washington County")).rows[0]["id"].endswith("washington-county-sheriffs-office")
