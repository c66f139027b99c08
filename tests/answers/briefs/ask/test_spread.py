"""Agencies with several agreements, States by growth, regions, small letters, and what is left unanswered.

Numbers are counted over the lists by tests/eval/independent.py, or add up to the totals of the same list.
"""

from collections import Counter
from datetime import date

import pytest

from atlas287.answers.briefs.ask.compose import ask
from eval import independent


@pytest.fixture(scope="module")
def release():
    from atlas287.atlas import Atlas

    return Atlas.open().release


def value(brief, wording):
    found = [said for said in brief.summary if said.id.startswith(wording)]
    return found[0].slots["n"].value


def test_agencies_with_more_than_one_agreement_are_counted_from_the_rows_of_the_list(release):
    rows = Counter((row.state, row.key) for row in independent.kept(date(2026, 5, 18), "GA"))
    said = value(ask(release, "Which agencies in Georgia have more than one agreement?"), "ask.several")
    assert said["value"] == sum(number > 1 for number in rows.values())
    assert {row["each"]: row["value"] for row in said["rows"]} == dict(Counter(rows.values()))
    assert len(said["names"]) == said["value"]


def test_agencies_by_number_of_agreements_add_up_to_the_totals_of_the_list(release):
    said = value(ask(release, "¿Cuántas agencias tienen más de un acuerdo?"), "ask.several")
    assert sum(row["each"] * row["value"] for row in said["rows"]) == 1843
    assert sum(row["value"] for row in said["rows"]) == 1549


def test_agencies_with_each_of_two_models_are_those_on_both_parts_of_the_list(release):
    question = "How many agencies in Florida have both jail enforcement and task force agreements?"
    jail, street = ({row.key for row in independent.kept(date(2026, 5, 18), "FL", model)} for model in ("JEM", "TFM"))
    assert value(ask(release, question), "ask.several")["value"] == len(jail & street)


@pytest.mark.parametrize(
    "question",
    [
        "Which state added the most agreements since January 1, 2026?",
        "¿Qué estado sumó más acuerdos desde el 1 de enero de 2026?",
        "which states grew fastest since January 1, 2026",
    ],
)
def test_states_are_ranked_by_how_much_they_grew_between_two_lists(release, question):
    said = value(ask(release, question), "ask.grown")
    for row in said["rows"]:
        counts = [len(independent.kept(day, row["state"])) for day in (date(2026, 1, 1), date(2026, 5, 18))]
        assert [row["before"], row["after"], row["value"]] == [*counts, counts[1] - counts[0]]
    others = [
        len(independent.kept(date(2026, 5, 18), code) or []) - len(independent.kept(date(2026, 1, 1), code) or [])
        for code in independent.STATES.values()
    ]
    assert sorted(others, reverse=True)[: len(said["rows"])] == [row["value"] for row in said["rows"]]


@pytest.mark.parametrize(
    "question",
    [
        "How many agreements are in New England?",
        "How many agreements in the South?",
        "agreements in border states",
        "how many agencies in south Texas",
        "¿Cuántos acuerdos hay en los estados fronterizos?",
    ],
)
def test_regions_are_told_as_undefined_and_get_no_number(release, question):
    brief = ask(release, question)
    assert brief.status == "not_answerable"
    assert brief.plan["refusal"] == "region"


@pytest.mark.parametrize(
    "question",
    [
        "How many agreements in South Carolina?",
        "agreements in West Virginia",
        "Does West Palm Beach have an agreement?",
    ],
)
def test_places_whose_names_hold_a_direction_are_no_regions(release, question):
    assert ask(release, question).status == "answered"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("does phoenix have an agreement", "Phoenix, Arizona"),
        ("is tampa in the program", "Tampa, Florida"),
        ("chicago police", "Chicago, Illinois"),
        ("collier so", "Collier County Sheriff's Office"),
        ("does collier county so have a task force agreement", "Collier County Sheriff's Office"),
        ("agreements in pinellas", "Pinellas County, Florida"),
    ],
)
def test_places_in_small_letters_are_found(release, question, named):
    brief = ask(release, question)
    places = [brief.place] if brief.place else brief.candidates
    assert named in [place["name"] for place in places]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Does Texas have 400 agreements?", "400"),
        ("task force agreements added in Florida in April 2026", "Task Force Model"),
        ("How many police departments joined in March 2026?", "Municipal police"),
        ("which county added the most agreements in 2026", "which counties changed most"),
    ],
)
def test_a_part_that_no_sentence_uses_is_told_as_not_answered(release, question, left):
    brief = ask(release, question)
    assert brief.status == "partly"
    assert left in brief.summary[-1].text
    assert any(said.id.startswith(("scale.", "ask.")) for said in brief.summary)


def test_each_of_three_days_gets_its_number(release):
    brief = ask(release, "agreements in Ohio on January 31 2026, February 28 2026 and March 31 2026")
    counted = [len(independent.kept(day, "OH")) for day in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))]
    assert [said.slots["n"].number for said in brief.summary[:3]] == counted
    assert brief.status == "answered"


def test_what_one_agency_was_paid_is_a_gap_before_anything_else(release):
    brief = ask(release, "What did ICE pay the Collier County Sheriff's Office?")
    assert brief.summary[0].kind == "gap"
    assert brief.summary[0].gap.kind == "not_released"
