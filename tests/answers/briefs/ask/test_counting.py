"""Answers that hold more than one number: shares, firsts, overtakings, several models, States together, bills.

Numbers were counted by tests/eval/independent.py on every list of participating agencies: Texas has more than Florida
from 2026-04-13 on (354 and 344), the first 1,000 agreements stand on the list of 2025-09-09 (956 on that of
2025-09-08). Bills and their standing were read in registry/policies.
"""

import pytest

from atlas287.answers.briefs.ask.compose import ask
from atlas287.answers.briefs.ask.plan import plan
from atlas287.answers.briefs.understand.mentions import mentions
from atlas287.answers.briefs.verify import verify


def told(release, question):
    brief = ask(release, question).to_json()
    assert verify(release, brief)["failed"] == []
    return brief


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of the agreements are WSO?",
        "que porcentaje de los acuerdos son WSO",
        "Of all agreements, what share is of the warrant service officer model?",
    ],
)
def test_a_share_is_told_with_the_part_the_whole_and_every_model(release, question):
    brief = told(release, question)
    assert brief["summary"][0]["value"] == {"value": 499, "whole": 1843, "form": "other", "percent": 27.1}
    numbers = [said["value"] for section in brief["sections"] for said in section["sentences"]]
    assert {499, 1843, 182, 1162} <= {each for each in numbers if isinstance(each, int)}


def test_the_share_of_a_state_is_that_of_the_nation(release):
    value = told(release, "What fraction of all agreements are in Texas?")["summary"][0]["value"]
    assert (value["value"], value["whole"], value["percent"]) == (387, 1843, 21.0)


@pytest.mark.parametrize(
    "question", ["When did Texas pass Florida?", "¿En qué fecha superó Texas a Florida en número de acuerdos?"]
)
def test_when_one_state_passed_another_is_told_with_both_lists(release, question):
    said = told(release, question)["summary"][0]
    value = said["value"]
    assert (said["list"]["as_of"], value["value"], value["other"]) == ("2026-04-13", 354, 344)
    assert (value["earlier_date"], value["earlier"], value["earlier_other"]) == ("2026-04-01", 344, 344)


@pytest.mark.parametrize(
    ("question", "least", "day", "number"),
    [
        ("When did the number of agreements reach 1,000?", 1000, "2025-09-09", 1000),
        ("What was the first list with more than 1,500 agreements?", 1501, "2026-03-06", 1504),
        ("¿Cuándo se superaron los 1.000 acuerdos?", 1001, "2025-09-24", 1035),
        ("When did Pennsylvania get its first agreement?", 1, "2025-03-17", 2),
    ],
)
def test_the_first_list_that_shows_so_many_is_told(release, question, least, day, number):
    said = told(release, question)["summary"][0]
    assert (said["value"]["least"], said["list"]["as_of"], said["value"]["value"]) == (least, day, number)


def test_a_number_that_no_list_shows_is_told_with_the_most(release):
    said = told(release, "When did the number of agreements reach 5,000?")["summary"][0]
    assert (said["value"]["form"], said["value"]["value"]) == ("zero", 1843)


def test_states_with_more_than_a_number_are_named(release):
    said = told(release, "Which states have more than 100 agreements?")["summary"][0]
    assert said["value"]["names"] == ["Texas (387)", "Florida (348)", "Missouri (103)", "Pennsylvania (102)"]


def test_both_days_are_told_in_whichever_order_they_are_named(release):
    question = "How many more agreements did Texas have on May 18, 2026 than on April 13, 2026?"
    value = told(release, question)["summary"][0]["value"]
    assert (value["before"], value["after"]) == (354, 387)


@pytest.mark.parametrize(
    ("text", "code"),
    [("W. Va. agreements total", "WV"), ("N. C. agreements", "NC"), ("Pa. agreements", "PA"), ("how many in tx", "TX")],
)
def test_a_state_is_told_as_the_press_prints_it(release, text, code):
    assert [each["code"] for found in mentions(release, text) for each in found.candidates] == [code]


@pytest.mark.parametrize("text", ["Tell me. Agreements?", "iron ore", "acuerdos de mi condado", "como va el programa"])
def test_ordinary_words_are_no_states(release, text):
    assert mentions(release, text) == []


@pytest.mark.parametrize(
    "aside",
    ["a quick one for a legislative memo: ", "I'm a law student, ", "Reporter on deadline: ", "For my law class: "],
)
def test_who_asks_and_for_what_does_not_set_the_topic(release, aside):
    assert plan(release, aside + "agencies and agreements nationally, latest list").topics == ("scale",)


@pytest.mark.parametrize(
    "question",
    [
        "is ICE at the courthouse in Tampa right now",
        "are there ICE agents near the school in Houston",
        "any ICE checkpoints on I-75?",
        "¿Está la migra afuera del tribunal?",
    ],
)
def test_where_ice_is_now_is_refused(release, question):
    assert plan(release, question).refusal == "live"


@pytest.mark.parametrize("question", ["How many agencies work with ICE right now?", "Is ICE's list of today longer?"])
def test_how_things_stand_now_is_not_refused_as_live(release, question):
    assert plan(release, question).refusal is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Idaho: did a bill requiring 287(g) applications pass?", ("HB 659 (2026)", "a bill that failed")),
        ("New Jersey statute of March 2026 on 287(g) agreements", ("P.L. 2026 c. 5", "2026-03-25", "not confirmed")),
        ("What happened to the Arizona bill on 287(g)?", ("SB 1164 (2025)", "vetoed")),
    ],
)
def test_a_bill_is_named_and_told_apart(release, question, words):
    brief = told(release, question)
    text = " ".join(said["text"] for section in brief["sections"] for said in section["sentences"])
    assert brief["status"] in ("answered", "partly")
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    "question",
    ["may a WSO deputy ask someone in jail where they were born", "pueden los agentes JEM emitir detainers"],
)
def test_an_act_in_ordinary_words_is_one_of_authority(release, question):
    made = plan(release, question)
    assert made.topics == ("authority",)
    assert len(made.acts) == 1
