"""The words of topics.yaml and what each topic tells. Topics expected were read by hand in each question."""

import re
import time
from importlib import import_module

import pytest

from atlas287.answers.briefs.ask.compose import STAGES, ask
from atlas287.answers.briefs.ask.plan import plan
from atlas287.answers.briefs.ask.topics import TOPICS
from atlas287.answers.briefs.ask.words import vocabulary
from atlas287.answers.briefs.wording import words

ASKED = {
    "role": ["What role do local police play in referring people to ICE?", "¿Qué papel tienen los alguaciles?"],
    "scale": ["How many agreements are there in Ohio?", "¿Qué agencias de Ohio tienen acuerdos?"],
    "agency": ["Is the Collier County Sheriff's Office listed?", "¿Tiene acuerdo la policía de Naples, Florida?"],
    "changes": ["Which agencies left in February 2026?", "¿Qué cambió en Texas en marzo de 2026?"],
    "law": ["What is the Warrant Service Officer model?", "¿Qué es un acuerdo 287(g)?"],
    "authority": [
        "Can a deputy under the Jail Enforcement Model question someone about status?",
        "¿Pueden los agentes arrestar a alguien en la calle bajo el modelo TFM?",
    ],
    "policy": ["Which states ban agreements?", "¿Qué estados obligan a firmar acuerdos?"],
    "money": ["How much does ICE pay agencies?", "¿Cuánto cuesta a un condado un acuerdo?"],
    "narratives": ["What do critics claim about 287(g)?", "¿Qué argumentan los críticos del programa 287(g)?"],
    "studies": ["What do studies find on crime?", "¿Qué dicen los estudios sobre la confianza?"],
    "pipeline": ["How many people were arrested under 287(g)?", "¿Cuántas personas fueron remitidas a ICE?"],
    "officers": ["How many deputies are there in Ohio?", "¿Cuántos agentes hay en Texas?"],
    "complaints": ["Were there complaints against agencies?", "¿Hay quejas contra las agencias?"],
    "gaps": ["What is not known about 287(g)?", "¿Qué no se sabe de los acuerdos?"],
}
HEADED = {
    "scale": "scale",
    "agency": "scale",
    "changes": "scale",
    "law": "law",
    "authority": "law",
    "policy": "scale",
    "money": "scale",
    "narratives": "narratives",
    "studies": "impact",
    "pipeline": "pipeline",
    "officers": "unknown",
    "complaints": "unknown",
    "gaps": "unknown",
}
"""Topic -> the heading under which it is answered; `role` fills all six."""
LENGTH = 12_000
ADVERSE = (
    *("a", "a ", "1 ", "1,111", "1.111", " ", "é", "(", "a-", "Aa-", "must ask ", "file is it does "),
    *("how many a b c d e f ", "which a b c d ", "names of the a b c ", "effects of a b c d e ", "ice a b c d "),
    *("Is John Smith ", "City of Aa ", "Aa Bb Cc Dd County", "may 1 ", "2020-1", "one hundred and ", "$1.1 287 "),
)


def patterns(content, name=""):
    """Every pattern within the vocabulary, with where it stands."""
    if isinstance(content, str):
        yield name, re.compile(content)
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from patterns(value, f"{name}/{key}")
    else:
        for value in content:
            yield from patterns(value, name)


def compiled():
    """The patterns of the modules that read a question."""
    folder = "atlas287.answers.briefs"
    for name in (
        "ask.plan",
        "ask.scope",
        "ask.subject",
        "understand.dated",
        "understand.relative",
        "understand.when",
        "understand.figures",
        "understand.tokens",
        "understand.number_words",
    ):
        for key, value in vars(import_module(f"{folder}.{name}")).items():
            several = value if isinstance(value, tuple) else (value,)
            flat = [each for part in several for each in (part if isinstance(part, tuple) else (part,))]
            yield from ((f"{name}.{key}", each) for each in flat if isinstance(each, re.Pattern))


def test_every_topic_has_questions_and_an_answer():
    assert set(ASKED) == {"role", *TOPICS} == {"agency", *vocabulary()["topics"]}
    assert set(HEADED) == set(TOPICS)
    assert set(STAGES) <= set(TOPICS)


@pytest.mark.parametrize(("topic", "question"), [(topic, each) for topic, asked in ASKED.items() for each in asked])
def test_a_question_is_answered_under_its_topic_and_heading(release, topic, question):
    made = plan(release, question)
    assert (made.topics[:1], made.refusal) == ((topic,), None)
    brief = ask(release, question).to_json()
    headings = words(brief["lang"])["headings"]
    told = [section["heading"] for section in brief["sections"]]
    assert told == list(headings.values()) if topic == "role" else headings[HEADED[topic]] in told
    assert all(section["sentences"] for section in brief["sections"])
    assert brief["summary"]


def test_every_pattern_is_plain_and_in_lower_case():
    """They are matched on text without accents and capitals, so that one with either would never match."""
    for name, pattern in patterns(vocabulary()):
        text = re.sub(r"\\[A-Z]", "", pattern.pattern)
        assert text.isascii(), name
        assert text == text.lower(), name


def test_no_pattern_fits_the_empty_text():
    assert [name for name, pattern in patterns(vocabulary()) if pattern.search("")] == []


@pytest.mark.parametrize("adverse", ADVERSE)
def test_all_patterns_together_take_little_time_on_any_text(adverse):
    every = [*patterns(vocabulary()), *compiled()]
    assert len(every) > 150
    text = (adverse * LENGTH)[:LENGTH]
    began = time.process_time()
    for _, pattern in every:
        for _ in pattern.finditer(text):
            pass
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("adverse", ["Is John Smith ", "Ohio, ", "1 ", "IN OR ME "])
def test_a_question_of_the_greatest_length_is_read_in_seconds(release, adverse):
    began = time.process_time()
    plan(release, (adverse * LENGTH)[:LENGTH])
    assert time.process_time() - began < 3
