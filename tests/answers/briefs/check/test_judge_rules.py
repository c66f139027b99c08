"""The verdict on a claim, in both languages.

Numbers were counted by tests/eval/independent.py, in plain Python over the workbooks; the first test holds them to it.
"""

from datetime import date

import pytest

from atlas287.answers.briefs.check import check
from atlas287.answers.briefs.check.judge import VERDICTS
from eval import independent

NEWEST, YEAR_ENDS = date(2026, 5, 18), (date(2024, 12, 31), date(2025, 12, 31))
COUNTS = [
    ("agreements", NEWEST, {}, 1843),
    ("agreements", NEWEST, {"model": "JEM"}, 182),
    ("agreements", NEWEST, {"model": "WSO"}, 499),
    ("agreements", NEWEST, {"model": "TFM"}, 1162),
    ("agreements", NEWEST, {"state": "TX"}, 387),
    ("agreements", NEWEST, {"state": "FL"}, 348),
    ("agreements", NEWEST, {"state": "GA"}, 65),
    ("agreements", NEWEST, {"state": "MO"}, 103),
    ("agreements", NEWEST, {"state": "PA"}, 102),
    ("agencies", NEWEST, {"state": "FL"}, 284),
    ("agencies", NEWEST, {"state": "MA"}, 1),
    ("agencies", NEWEST, {"state": "VT"}, 0),
    ("states", NEWEST, {}, 40),
    ("agreements", YEAR_ENDS[0], {}, 135),
    ("agencies", YEAR_ENDS[0], {}, 133),
    ("agreements", YEAR_ENDS[1], {}, 1274),
    ("agreements", YEAR_ENDS[1], {"state": "FL"}, 339),
    ("agreements", YEAR_ENDS[1], {"state": "TX"}, 259),
    ("agreements", date(2026, 1, 5), {}, 1274),
    ("agreements", date(2026, 1, 7), {}, 1311),
    ("agreements", date(2026, 1, 8), {}, 1317),
    ("agreements", date(2026, 5, 14), {}, 1832),
    ("agreements", date(2026, 1, 31), {"state": "VA"}, 32),
    ("agreements", date(2026, 3, 31), {"state": "VA"}, 28),
    ("agreements", date(2026, 5, 7), {"state": "MO"}, 98),
    ("agreements", date(2026, 5, 11), {"state": "MO"}, 98),
    ("agreements", NEWEST, {"state": "FL", "model": "TFM"}, 274),
    ("agreements", NEWEST, {"state": "CA"}, 0),
    ("agreements", NEWEST, {"state": "IL"}, 0),
]
CLAIMS = {
    "arithmetic_error": [
        ("en", "From 135 agreements to 1,843: they have multiplied by 20."),  # 13.65 times
        ("en", "182 of the 1,843 agreements, or 20%, are under the jail model."),  # 9.9 %
        ("en", "Agreements went from 135 to 1,843, an increase of 2,000."),  # 1,708
        ("es", "De 135 acuerdos a 1,843, un aumento del 900 %."),  # 1,265 %
        ("en", "Texas has 387 agreements and Florida 348, 800 in all."),  # 735
        ("es", "Hay 182 acuerdos de cárcel, 499 de órdenes y 1,162 de grupo operativo, en total 1,900."),  # 1,843
    ],
    "supported": [
        ("en", "There are 1,843 agreements in 40 states."),
        ("en", "Texas has 387 agreements and Florida 348, 735 in all."),
        ("en", "387 of the 1,843 agreements are in Texas."),
        ("en", "In Florida, 274 of 348 agreements are task force agreements."),
        ("en", "Between 1,800 and 1,900 agreements are in force."),
        ("en", "Between January 31 and March 31, 2026, agreements in Virginia fell from 32 to 28."),
        ("en", "Warrant service officer agreements outnumber jail agreements."),
        ("en", "Florida is second only to Texas in agreements."),
        ("en", "Florida is among the top three states for agreements."),
        ("en", "Neither California nor Illinois has an agreement."),
        ("en", "There are 387 agrements in Texas."),
        ("en", "The ACLU says Florida's 348 agreements hurt trust in police."),
        ("es", "Ningún estado supera a Texas en acuerdos."),
        ("es", "No hay acuerdos en California."),
        ("es", "Al 31 de diciembre había 1.274 acuerdos."),
        ("en", "Fewer than 200 jail agreements remain."),
        ("en", "Jail agreements are about 10% of all agreements."),
        ("en", "Warrant agreements are 27% of all agreements."),
        ("en", "1,843 agreements in 40 states: 182 in jails, 499 for warrants and 1,162 task forces."),
        ("en", "Florida had the largest number of agreements on December 31, 2025."),
        ("en", "Texas has the most agreements of any state."),
        ("en", "The warrant service model is the second most common."),
        ("en", "The number of agreements rose in 2025."),
        ("en", "There were more agreements in 2025 than in 2024."),
        ("en", "No agency in Vermont has an agreement."),
        ("en", "Nobody in Vermont has signed a 287(g) agreement."),
        ("en", "Missouri ranks third in agreements."),
        ("en", "Texas has 39 more agreements than Florida."),
        ("en", "There were 1,139 more agreements at the end of 2025 than at the end of 2024."),
        ("en", "There are more task force agreements than jail and warrant agreements combined."),
        ("en", "Florida and Texas each have more than 340 agreements."),
        ("es", "Texas y Florida suman el 40 % de los acuerdos."),  # 735 of 1,843 are 39.9 %
        ("es", "El modelo de grupo operativo es el más común."),
        ("es", "Los acuerdos aumentaron en 2025."),
        ("es", "De 135 acuerdos a finales de 2024 a 1,274 a finales de 2025."),
        ("es", "Ninguna agencia de Vermont tiene acuerdo."),
    ],
    "supported_for_another_unit": [
        ("en", "Florida has 284 agreements."),
        ("en", "There were 133 agreements at the end of 2024."),
        ("es", "Florida tiene 284 acuerdos."),
    ],
    "supported_at_another_date": [
        ("en", "On December 30, 2025 there were 1,317 agreements."),
        ("en", "On January 5, 2026 there were 1,300 agreements."),
        ("es", "El 11 de mayo de 2026 había 1,832 acuerdos."),
    ],
    "mixed": [
        ("en", "Texas has 387 agreements and Florida has 20."),
        ("en", "There are 1,843 agreements in 12 states."),
        ("es", "Texas tiene 387 acuerdos y Florida 20."),
    ],
    "contradicted": [
        ("en", "Between 2,000 and 2,500 agreements are in force."),
        ("en", "The number of agreements in Virginia rose between January 31, 2026 and March 31, 2026."),
        ("en", "More than 45 states have agreements."),  # 40; that there are more agencies says nothing of States
        ("en", "Fewer than 30 agreements are in force."),
        ("en", "Every state has at least one agreement."),
        ("en", "Neither Texas nor Florida has an agreement."),
        ("en", "There are not 1,843 agreements."),
        ("es", "Ningún estado tiene más acuerdos que Florida."),
        ("es", "Texas tiene el doble de acuerdos que Georgia."),  # 387 and 65
        ("en", "There are 5,000 agreements."),
        ("en", "The number of agreements fell in 2025."),
        ("en", "There were fewer agreements in 2025 than in 2024."),
        ("en", "No agency in Massachusetts has an agreement."),
        ("en", "No agency in Florida has an agreement."),
        ("en", "Georgia had the highest number of agreements at the end of 2025."),
        ("en", "The jail model is the most common."),
        ("en", "Georgia has 300 fewer agreements than Florida."),
        ("es", "Texas es el segundo estado con más acuerdos."),
        ("es", "El número de acuerdos bajó en 2025."),
        ("es", "Ninguna agencia de Massachusetts tiene acuerdo."),
        ("es", "El modelo de aplicación en cárceles es el más común."),
    ],
    "not_testable": [
        ("en", "Florida was the first in the nation to sign a 287(g) agreement."),
        ("en", "On average, each agency holds 1.2 agreements."),
        ("en", "The five largest states hold most of the agreements."),
        ("en", "287(g) makes communities safer."),
        ("en", "Deputies arrested 400 people under 287(g)."),
        ("en", "My neighbor was detained."),
        ("en", "There were 35 agreements in 2015."),  # no list is near
        ("es", "Los acuerdos generan desconfianza."),
        ("es", "Los agentes detuvieron a 400 personas."),
    ],
}


def shown(found):
    return {(each["unit"], each["value"], each["as_of"]) for each in found["values"]}


@pytest.mark.parametrize(("unit", "day", "where", "number"), COUNTS)
def test_the_numbers_of_these_tests_are_those_of_the_workbooks(data_dir, unit, day, where, number):
    assert independent.count(unit, day, **where) == number


def test_every_verdict_has_claims_in_both_languages():
    assert set(CLAIMS) == set(VERDICTS)
    assert all({lang for lang, _ in claims} == {"en", "es"} for claims in CLAIMS.values())


@pytest.mark.parametrize(
    ("verdict", "lang", "claim"), [(verdict, *each) for verdict, claims in CLAIMS.items() for each in claims]
)
def test_a_claim_has_the_verdict_that_the_counts_give_it(release, verdict, lang, claim):
    assert check(release, claim, lang=lang)["verdict"] == verdict


def test_that_there_is_none_is_shown_by_its_own_unit_alone(release):
    found = check(release, "No agency in Massachusetts has an agreement.")
    assert shown(found) == {("agencies", 1, "2026-05-18")}


@pytest.mark.parametrize("claim", ["The number of agreements fell in 2025.", "Agreements grew in 2025."])
def test_a_direction_shows_both_ends(release, claim):
    assert shown(check(release, claim)) == {("agreements", 135, "2024-12-26"), ("agreements", 1274, "2025-12-30")}


def test_a_superlative_shows_the_runner_up_and_else_the_first(release):
    first = check(release, "Texas has the most agreements of any state.")
    assert shown(first) == {("agreements", 387, "2026-05-18"), ("agreements", 348, "2026-05-18")}
    other = check(release, "Florida has the most agreements of any state.")
    assert (other["verdict"], shown(other)) == ("contradicted", shown(first))
    models = check(release, "The task force model is the most common.")
    assert shown(models) == {("agreements", 1162, "2026-05-18"), ("agreements", 499, "2026-05-18")}


def test_what_several_states_have_together_is_shown_for_each(release):
    found = shown(check(release, "Florida and Georgia account for 30% of agreements."))
    assert found == {("agreements", number, "2026-05-18") for number in (348 + 65, 1843, 348, 65)}
    counted = shown(check(release, "Texas and Georgia have 452 agreements together."))
    assert {("agreements", number, "2026-05-18") for number in (387 + 65, 387, 65)} <= counted


def test_a_number_between_two_lists_near_the_day_shows_both(release):
    found = check(release, "On January 5, 2026 there were 1,300 agreements.")
    assert {("agreements", 1274, "2026-01-05"), ("agreements", 1311, "2026-01-07")} <= shown(found)
    other = check(release, "On January 5, 2026 there were 1,500 agreements.")
    assert other["verdict"] == "contradicted"


def test_the_first_and_the_last_near_list_that_bear_a_number_are_shown(release):
    """Missouri had 98 agreements on the lists of 2026-05-07 to 2026-05-11 (COUNTS) and 103 on that of 2026-05-18."""
    found = check(release, "Missouri has 98 agreements.")
    assert found["verdict"] == "supported_at_another_date"
    assert {("agreements", 98, "2026-05-07"), ("agreements", 98, "2026-05-11")} <= shown(found)


def test_who_has_more_is_shown_beside_a_superlative_that_is_contradicted(release):
    found = shown(check(release, "Ningún estado tiene más acuerdos que Florida.", lang="es"))
    assert {("agreements", 387, "2026-05-18"), ("agreements", 348, "2026-05-18")} <= found


@pytest.mark.parametrize(("lang", "name"), [("en", "Task Force Model"), ("es", "grupo operativo (TFM)")])
def test_a_rank_of_models_names_them_in_words(release, lang, name):
    told = check(release, "The jail model is the most common.", lang=lang)["explanation"][1]["text"]
    assert name in told and " TFM (" not in told


def test_a_sum_is_shown_with_its_terms(release):
    told = [
        each["text"] for each in check(release, "Texas has 387 agreements and Florida 348, 800 in all.")["explanation"]
    ]
    assert "387 + 348 = 735, which does not fit the stated 800." in told


def test_a_check_asks_the_release_a_few_times_only(release, monkeypatch):
    """No list is asked for by itself where one query tells of several."""
    asked = []
    rows = type(release).rows

    def counted(self, *given):
        asked.append(given)
        return rows(self, *given)

    check(release, "Agreements grew by 200% between March 2025 and May 2025.")
    monkeypatch.setattr(type(release), "rows", counted)
    check(release, "Agreements grew by 300% between February 20, 2025 and February 27, 2026.")
    assert len(asked) <= 20
