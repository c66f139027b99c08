"""Questions in words of many kinds: what was asked is answered, by every filter that it states, or refused.

Numbers were counted by tests/eval/independent.py on the lists of the days; Collier County's 4 were read by hand. Those
of kinds of agency were counted again by words of the names in its rows of 2026-05-18, less Lee County Port Authority
Police in Florida, which is no police of a town, and with Walker County's sheriff in Texas, who stands under two names,
counted once. The 16 without agreements are the States and territories that its count of 40 lacks. The rest was read by
hand in each question.
"""

import pytest

from atlas287.answers.briefs.ask.compose import ask
from atlas287.answers.briefs.ask.plan import plan
from atlas287.answers.briefs.understand.spelling import near

NUMBERS = {
    # words for a count
    "Total 287(g) MOAs signed so far?": ("agreements", 1843),
    "287g count florida": ("agreements", 348),
    "287g Ohio count 2025": ("agreements", 16),
    "texas???? agreements???? number????": ("agreements", 387),
    "How many states have at least one agreement?": ("states", 40),
    "¿Me podrían decir el número de convenios 287(g) vigentes?": ("agreements", 1843),
    "How many agreements in Texas and who pays for them?": ("agreements", 387),
    "task-force model agreements Oklahoma number": ("agreements", 58),
    # one letter wrong, or as the press writes it
    "how many agreements in Flordia": ("agreements", 348),
    "how many agreemnts in Calfornia": ("agreements", 0),
    "number of agreements in tennesee": ("agreements", 77),
    "Tenn. 287(g) agreements how many?": ("agreements", 77),
    "Oiga, ¿cuántos acuerdos hay en Tejas?": ("agreements", 387),
    "How many agreements are there in Colier County, Florida?": ("agreements", 4),
    # days
    "How many agreements were listed in the middle of August 2025?": ("agreements", 895),
    "How many agreements were there in autumn 2025?": ("agreements", 1188),
    "How many agreements were there at the end of last year?": ("agreements", 1274),
    "How many agreements were there at the start of 2026?": ("agreements", 1274),
    "¿Cuántos acuerdos había a principios de 2026?": ("agreements", 1274),
    "How many agreements in Q1 2026?": ("agreements", 1560),
    "How many agreements in the third quarter of 2025?": ("agreements", 1035),
    "How many agreements were there when Biden left office?": ("agreements", 135),
    "Before Trump's second term, say at the end of December 2024, how many agreements were in force?": (
        "agreements",
        135,
    ),
    "How many WSO agreements were in Florida at end of 2025": ("agreements", 65),
    # kinds of agency
    "How many sheriffs in Florida participate in 287(g)?": ("agencies", 67),
    "How many police departments in Texas have agreements?": ("agencies", 72),
    "¿Cuántos departamentos de policía de Texas tienen acuerdos?": ("agencies", 72),
    "How many constables in Texas have 287(g) agreements?": ("agencies", 22),
    "How many university police departments in Florida have signed?": ("agencies", 17),
    "How many task force agreements do Florida police departments hold?": ("agreements", 173),
    "¿Cuántos alguaciles de Georgia tienen convenio?": ("agencies", 37),
    # growth and rankings
    "How much did 287(g) grow from December 2024 to December 2025?": ("agreements", 1274),
    "Which state has the most sheriffs with agreements?": ("agencies", 198),
    "Which states have no agreements?": ("states", 16),
}
"""Question -> unit and number of the first sentence, but for a question of two topics or two days: among all."""
TOPICS = {
    "has the Tarrant County Sheriff left the program?": "agency",
    "Is the Tarrant County Sheriff's Office part of 287(g)?": "agency",
    "Did the Frederick County, Maryland sheriff end its agreement?": "agency",
    "Did Wells, Maine police leave 287(g)?": "agency",
    "Is LAPD in 287(g)?": "agency",
    "is colier county sherif's office listed": "agency",
    "Has anybody left the program this year?": "changes",
    "¿Quién se ha dado de baja en Texas en 2026?": "changes",
    "How does a county get out of a 287(g) agreement?": "law",
    "How many hours of training do officers get under the jail model?": "law",
    "What does Texas law say about 287(g)?": "policy",
    "Is 287(g) illegal in Illinois?": "policy",
    "Does the Virginia State Police have an agreement?": "agency",
    "Can a deputy drive someone to ICE?": "authority",
    "¿Puede la policía preguntarme mi estatus migratorio en un retén?": "authority",
    "Does 287(g) lower wages?": "studies",
    "¿Cómo afecta el 287(g) a la salud?": "studies",
    "pros and cons of 287(g)": "narratives",
    "¿Qué dice la ACLU del 287(g)?": "narratives",
    "How many immigrants were detained in Florida by 287(g) officers?": "pipeline",
    "What records can I request about 287(g)?": "gaps",
    "Tell me everything about 287(g)": "role",
}
REFUSED = {
    "Which officer arrested Carlos Diaz?": "person",
    "¿Cómo se llama el agente que me detuvo?": "person",
    "¿Dónde estará ICE mañana?": "live",
    "will I get deported if I get a speeding ticket": "advice",
    "Can you recommend an immigration lawyer": "advice",
    "Should ICE be abolished?": "opinion",
    "Is 287(g) a good idea?": "opinion",
    "How does Canada deport people?": "other",
    "How many counties are in Texas?": "other",
    "What is the speed limit in Ohio?": "other",
}


def values(brief):
    """Unit and number of each sentence with a measure, first to last, counts before and after included."""
    for section in brief["sections"]:
        for said in section["sentences"]:
            if "measure" in said:
                value = said["value"]
                kept = (
                    [value[key] for key in ("value", "after") if key in value] if isinstance(value, dict) else [value]
                )
                yield from ((said["unit"], number) for number in kept)


@pytest.mark.parametrize("question", NUMBERS)
def test_a_count_holds_to_every_filter_that_is_stated(release, question):
    assert NUMBERS[question] in list(values(ask(release, question).to_json()))[:2]


@pytest.mark.parametrize("question", TOPICS)
def test_the_topic_is_told_from_many_words(release, question):
    made = plan(release, question)
    assert (made.refusal, made.unknown_place) == (None, None)
    assert TOPICS[question] in made.topics


@pytest.mark.parametrize("question", REFUSED)
def test_what_is_out_of_scope_is_refused(release, question):
    assert plan(release, question).refusal == REFUSED[question]


@pytest.mark.parametrize(
    "question",
    [
        "My cousin told me that NC has lots of these. How many 287(g) agreements are there in North Carolina?",
        "My editor wants a number by tonight for a small paper in Georgia. How many agreements are there in Georgia?",
        "May a Texas sheriff without an agreement arrest someone for being undocumented?",
    ],
)
def test_a_person_in_the_preamble_alone_refuses_no_question(release, question):
    made = plan(release, question)
    assert made.refusal is None
    assert "studies" not in made.topics


@pytest.mark.parametrize("question", ["How many agreements in Narnia County, Ohio?", "Atlantis County agreements"])
def test_no_name_is_put_right_that_is_not_one_letter_from_one_county(release, question):
    assert plan(release, question).unknown_place


@pytest.mark.parametrize(
    ("word", "other", "is_near"),
    [
        ("flordia", "florida", True),
        ("calfornia", "california", True),
        ("sherrif", "sheriff", False),
        ("agreemnts", "agreements", True),
        ("county", "country", True),
        ("florida", "florida", False),
        ("texas", "nevada", False),
    ],
)
def test_words_one_letter_apart_are_near(word, other, is_near):
    assert near(word, other) is is_near
