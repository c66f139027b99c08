"""What a question is taken to ask. Topics, places and refusals expected were read by hand in each question."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.answers.briefs.ask.plan import plan
from atlas287.core.errors import UsageError

REFUSED = {
    "person": [
        "Is my neighbor undocumented?",
        "¿Mi vecina es indocumentada?",
        "Is Maria Garcia in jail in Collier County?",
        "Has John Smith been arrested by the sheriff?",
        "Look up Jose Hernandez",
        "¿Está detenido Juan Pérez?",
        "¿Quién es Juan Pérez?",
        "Names of the officers trained in Collier County",
        "Find the deputies in Collier County trained under 287(g)",
        "List the officers trained in Ohio",
        "Who is the sheriff of Collier County?",
        "Nombres de los agentes capacitados en Texas",
        "Where is the man named John Doe held by ICE?",
        "A-number 123 456 789, where is he?",
    ],
    "live": [
        "Where is ICE today?",
        "¿Dónde está la migra hoy?",
        "Are there checkpoints near me tonight?",
        "Is there a raid in Naples tomorrow?",
        "¿Hay redadas hoy en Houston?",
        "Are ICE agents in my neighborhood?",
        "When is the next raid?",
    ],
    "advice": [
        "Can I be deported?",
        "Should I go to my ICE hearing?",
        "Do I need a lawyer?",
        "Do I have to show my papers?",
        "¿Me pueden deportar?",
        "¿Qué hago si ICE llega a mi casa?",
        "How do I get my green card?",
        "Am I safe from ICE?",
    ],
    "opinion": [
        "Who is right about 287(g)?",
        "¿Quién tiene la razón sobre los acuerdos?",
        "Is the program racist?",
        "Should Collier County sign an agreement?",
        "Should our sheriff join?",
        "¿Debería firmar mi condado?",
        "Which is the best candidate in Ohio?",
    ],
    "other": [
        "What is the capital of France?",
        "How is the weather in Ohio?",
        "¿Cuál es la capital de Francia?",
        "Write a poem",
        "2 + 2",
    ],
}
ANSWERED = {
    "Can my county sheriff hold someone for ICE?": {"authority"},
    "What should our county board ask before signing?": {"law"},
    "What should I ask the county before we sign?": {"law"},
    "¿Qué debe preguntar la junta del condado antes de firmar?": {"law"},
    "Do I need a FOIA request for the memorandum?": {"law", "gaps"},
    "Do I have to file a public records request to see the agreement?": {"gaps", "law"},
    "¿Necesito una solicitud de registros públicos para el memorando?": {"law", "gaps"},
    "Who supervises officers under the Warrant Service Officer model?": {"law"},
    "May officers arrest someone in the street under the Task Force Model?": {"authority"},
    "¿Puede un oficial interrogar a alguien en la cárcel?": {"authority"},
    "How many people were arrested under 287(g)?": {"pipeline"},
    "How many raids did ICE do?": {"pipeline"},
    "What happened to people arrested under 287(g) in Florida?": {"pipeline"},
    "Which courts have ruled on 287(g)?": {"law"},
    "What do critics say is wrong with 287(g)?": {"narratives"},
    "Do studies find racial profiling under 287(g)?": {"studies"},
    "Is the Los Angeles County Sheriff listed?": {"agency"},
    "Has Fort Worth signed?": {"scale", "role"},
    "Is San Diego listed?": {"scale", "role"},
    "Which deputies' agencies are listed in Ohio?": {"scale"},
    "Must sheriffs sign agreements in Florida?": {"policy"},
    "How many officers are trained in Florida?": {"officers"},
    "Are there complaints about officers in Florida?": {"complaints"},
    "Where is ICE's list of agencies published?": {"scale", "role", "gaps"},
    "Is it legal for a sheriff to hold people without a warrant?": {"authority", "law"},
    "Who signs an agreement for a county?": {"scale", "law"},
    "How many applications are pending?": {"scale"},
    "How are officers trained?": {"law"},
    "How much did Collier County receive?": {"money"},
}
"""Questions about institutions that stand near a refused one -> topics of which one at least must be told."""


@pytest.mark.parametrize(
    ("kind", "question"), [(kind, question) for kind, questions in REFUSED.items() for question in questions]
)
def test_a_question_out_of_scope_is_refused_by_its_kind(release, kind, question):
    assert plan(release, question).refusal == kind


@pytest.mark.parametrize("question", ANSWERED)
def test_a_question_near_those_is_not_refused(release, question):
    made = plan(release, question)
    assert (made.refusal, made.unknown_place) == (None, None)
    assert ANSWERED[question].intersection(made.topics), made.topics


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("How many agreements are there in Ohio?", "en"),
        ("¿Cuántos acuerdos hay en Ohio?", "es"),
        ("cuantos acuerdos hay en ohio", "es"),
        ("Collier County", "en"),
        ("condado de Collier", "es"),
        ("¿Ohio?", "es"),
        ("Las Vegas Metropolitan Police Department", "en"),
        ("El Paso County, Colorado", "en"),
        ("Is Los Alamos, New Mexico, listed?", "en"),
        ("¿Está en la lista Palm Beach?", "es"),
        ("La policía de Houston, ¿tiene acuerdo?", "es"),
        ("De Soto Parish agreements", "en"),
        ("287(g)", "en"),
        ("acuerdos 287(g) in Texas", "en"),
    ],
)
def test_the_language_is_told_from_the_question(release, question, lang):
    assert plan(release, question).lang == lang


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_language_asked_for_goes_before_that_of_the_question(release, lang):
    assert plan(release, "¿Cuántos acuerdos hay en Ohio?", lang=lang).lang == lang


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How many agreements are there in Ohio?", ["Ohio"]),
        ("How many agreements in Ohio, and which Ohio agencies hold them?", ["Ohio"]),
        ("¿Cuántos acuerdos hay en Carolina del Norte?", ["North Carolina"]),
        ("Compare Texas and Florida", ["Texas", "Florida"]),
        ("Compare Collier County with Florida", ["Collier County, Florida", "Florida"]),
        ("Is Naples, Florida, listed in Florida?", ["Naples, Florida"]),
        ("How many agreements are there?", []),
    ],
)
def test_places_are_those_named_each_once(release, question, names):
    assert [place["name"] for place in plan(release, question).places] == names


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Ohio", "Ohio"),
        ("oh", "Ohio"),
        ("12021", "Collier County, Florida"),
        ("Collier County, FL", "Collier County, Florida"),
        ("collier", "Collier County, Florida"),
        ("FL/naples", "Naples, Florida"),
        ("naples, fl", "Naples, Florida"),
        ("fl-collier-county-sheriffs-office", "Collier County Sheriff's Office"),
        ("Collier County Sheriff", "Collier County Sheriff's Office"),
    ],
)
def test_a_place_given_beside_the_question_is_told_by_name_code_or_id(release, place, name):
    made = plan(release, "How many agreements are there?", place=place)
    assert [place["name"] for place in made.places] == [name]


def test_a_place_that_fits_several_is_ambiguous(release):
    given = plan(release, "How many agreements are there?", place="Lake County")
    asked = plan(release, "How many agreements are there in Lake County?")
    assert len(given.candidates) == len(asked.candidates) == 12
    assert given.places == asked.places == ()


@pytest.mark.parametrize(
    "place", ["Xyzzy", "", " ", "99999", "Ohio and Texas", "\x1b[31m", "'; DROP TABLE agencies; --"]
)
def test_a_place_that_fits_none_is_refused_in_one_sentence(release, place):
    with pytest.raises(UsageError, match="no place is called"):
        plan(release, "How many agreements are there?", place=place)


@pytest.mark.parametrize(
    ("question", "lost"),
    [
        ("How many agreements are there in Atlantis County?", "Atlantis County"),
        ("¿Cuántos acuerdos hay en el condado de Atlantis?", "Atlantis"),
        ("Has the Xyzzyvale Police an agreement?", "Xyzzyvale Police"),
        ("How many agreements in Xyzzyvale?", "Xyzzyvale"),
    ],
)
def test_a_place_that_is_not_known_is_told_by_name(release, question, lost):
    assert plan(release, question).unknown_place == lost


@pytest.mark.parametrize(
    "question",
    [
        "How many agreements in January?",
        "How many agreements in Republican states?",
        "How many agreements were signed in Trump's second term?",
        "Who in Homeland Security approves agreements?",
        "How many agreements in English and in Spanish?",
        "What is in Section 287(g)?",
        "How many agreements in Fiscal Year 2025?",
        "How many in America have agreements?",
    ],
)
def test_a_capital_behind_in_is_not_always_a_place(release, question):
    assert plan(release, question).unknown_place is None


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("How many agreements were there on May 16, 2025?", date(2025, 5, 16)),
        ("¿Cuántos acuerdos había el 16 de mayo de 2025?", date(2025, 5, 16)),
        ("How many agreements were there in March 2025?", date(2025, 3, 31)),
        ("How many agreements were there in 2024?", date(2024, 12, 31)),
        ("¿Cuántos acuerdos había en 2024?", date(2024, 12, 31)),
        ("How many agreements were there by the end of 2025?", date(2025, 12, 31)),
        ("How many agreements were there before 2025?", date(2024, 12, 31)),
        ("How many agreements are there in 2026?", date(2026, 5, 18)),
        ("How many agreements are there in May 2026?", date(2026, 5, 18)),
        ("How many agreements are there today?", None),
        ("How many agreements are there?", None),
    ],
)
def test_the_day_is_the_last_of_what_is_named_and_not_past_the_newest_list(release, question, day):
    assert plan(release, question).day == day


def test_a_day_given_beside_the_question_goes_before_the_one_in_it(release):
    assert plan(release, "How many agreements in 2024?", as_of=date(2025, 5, 16)).day == date(2025, 5, 16)


@pytest.mark.parametrize("given_date", ["2025-02-30", "April 31, 2025", "31 de abril de 2025"])
def test_a_date_that_there_is_not_is_refused_in_one_sentence(release, given_date):
    with pytest.raises(UsageError, match="there is no such date"):
        plan(release, f"How many agreements on {given_date}?")


@pytest.mark.parametrize("question", ["", " ", "?!", "\0\x1b", "\u202e\u200d", "…"])
def test_a_question_without_a_word_is_refused_in_one_sentence(release, question):
    with pytest.raises(UsageError, match="the question holds no word"):
        plan(release, question)


def test_a_language_that_is_not_there_is_refused(release):
    with pytest.raises(UsageError, match="no such language"):
        plan(release, "Ohio", lang="fr")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("How many agreements are there in Texas?", "¿Cuántos acuerdos hay en Texas?"),
        ("Which states ban agreements?", "¿Qué estados prohíben los acuerdos?"),
        ("What do studies say about trust?", "¿Qué dicen los estudios sobre la confianza?"),
        ("How much does ICE pay agencies?", "¿Cuánto paga ICE a las agencias?"),
        ("How many officers are there in Ohio?", "¿Cuántos agentes hay en Ohio?"),
        ("What is a 287(g) agreement?", "¿Qué es un acuerdo 287(g)?"),
        ("Which agencies left in February 2026?", "¿Qué agencias dejaron de figurar en febrero de 2026?"),
        ("What role do local police play in Texas?", "¿Qué papel desempeña la policía local en Texas?"),
        ("How many agreements ended in 2025?", "¿Cuántos acuerdos terminaron en 2025?"),
        ("Do 287(g) agreements reduce crime?", "¿Reducen los acuerdos 287(g) la delincuencia?"),
        ("How many states have agreements?", "¿Cuántos estados tienen acuerdos?"),
    ],
)
def test_a_question_and_its_translation_ask_the_same(release, english, spanish):
    one, other = plan(release, english), plan(release, spanish)
    for name in ("topics", "places", "models", "unit", "day", "since", "until", "first", "refusal"):
        assert getattr(one, name) == getattr(other, name), name


def test_a_plan_is_the_same_each_time(release):
    question = "How many Task Force Model agreements were there in Collier County, Florida, in 2025?"
    assert plan(release, question) == plan(release, question)
    assert plan(release, question).to_json() == plan(release, question).to_json()


@given(st.text(max_size=200), st.sampled_from(["", "agreements in Ohio ", "287(g) ", "sheriff "]))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_plan_or_is_refused_in_one_sentence(release, text, before):
    try:
        made = plan(release, before + text)
    except UsageError:
        return
    assert made.question.isprintable()
    assert made.topics or made.refusal or made.unknown_place or made.candidates
