"""What is read out of a claim. Expected parts were read by hand in each claim."""

from datetime import date

import pytest

from atlas287.answers.briefs.check.parse import LONGEST, parse
from atlas287.core.errors import UsageError


def told(release, claim, **given):
    """Each part of a claim as kind, unit, number, models and state."""
    return [
        (part.kind, part.unit, part.value, part.scope.models, (part.scope.place or {}).get("code"))
        for part in parse(release, claim, **given).parts
    ]


def days(release, claim):
    """The last day of each part, and the first from which it counts growth."""
    return [(part.day.last, part.start.first if part.start else None) for part in parse(release, claim).tested()]


@pytest.mark.parametrize(
    ("claim", "unit", "value", "state"),
    [
        ("Georgia has 65 agreements.", "agreements", 65, "GA"),
        ("In Ohio, 30 sheriffs take part.", "agencies", 30, "OH"),
        ("Forty states have an agency in the program.", "states", 40, None),
        ("Hay 65 acuerdos en Georgia.", "agreements", 65, "GA"),
        ("En Ohio participan 30 agencias.", "agencies", 30, "OH"),
        ("Participan cuarenta estados.", "states", 40, None),
    ],
)
def test_a_number_is_read_with_its_unit_and_place(release, claim, unit, value, state):
    assert told(release, claim) == [("count", unit, value, (), state)]


@pytest.mark.parametrize(
    ("claim", "models"),
    [
        ("There are 182 jail agreements.", ["JEM"]),
        ("ICE lists 499 warrant agreements.", ["WSO"]),
        ("1,843 agreements: 182 in jails, 499 for warrants and 1,162 task forces.", [None, "JEM", "WSO", "TFM"]),
        ("Hay 182 acuerdos en cárceles.", ["JEM"]),
        ("Hay 499 acuerdos para órdenes y 1,162 de grupo operativo.", ["WSO", "TFM"]),
    ],
)
def test_models_are_known_by_what_they_are_for(release, claim, models):
    assert [found[3] for found in told(release, claim)] == [(model,) if model else () for model in models]
    assert {found[1] for found in told(release, claim)} == {"agreements"}


@pytest.mark.parametrize(
    "claim",
    [
        "1,843 agreements in 40 states: 182 of them in jails, 499 for warrants",
        "ICE counts 1,843 agreements across 40 states, 182 under the jail model and 499 under the warrant model",
        "1,843 acuerdos en 40 estados: 182 en cárceles y 499 para órdenes",
    ],
)
def test_a_breakdown_is_of_what_is_counted_and_not_of_the_states_over_which_it_is_spread(release, claim):
    assert [found[1:3] for found in told(release, claim)] == [
        ("agreements", 1843),
        ("states", 40),
        ("agreements", 182),
        ("agreements", 499),
    ]


def test_what_so_many_of_others_are_said_to_be_is_their_kind(release):
    found = parse(release, "1,549 agencies take part, of which 953 are sheriffs.").parts
    assert [part.scope.kinds for part in found] == [(), ("sheriff",)]
    found = parse(release, "Participan 1,549 agencias; 953 son alguaciles.").parts
    assert [part.scope.kinds for part in found] == [(), ("sheriff",)]


@pytest.mark.parametrize(
    ("claim", "start", "end"),
    [
        ("Agreements grew from 135 at the end of 2024 to 1,274 at the end of 2025.", (2024, 12, 31), (2025, 12, 31)),
        ("From 135 agreements by end of 2024 to 1,274 by end of 2025.", (2024, 12, 31), (2025, 12, 31)),
        ("Pasaron de 135 acuerdos a fines de 2024 a 1,274 a fines de 2025.", (2024, 12, 31), (2025, 12, 31)),
    ],
)
def test_each_end_of_a_growth_has_its_own_day(release, claim, start, end):
    assert [day for day, _ in days(release, claim)] == [date(*start), date(*end)]


@pytest.mark.parametrize(
    ("claim", "value", "since", "until"),
    [
        ("The number of agreements fell in 2025.", -1, date(2025, 1, 1), date(2025, 12, 31)),
        ("Agencies in Texas grew in March 2026.", 1, date(2026, 3, 1), date(2026, 3, 31)),
        ("The number of counties has risen since January 2025.", 1, date(2025, 1, 1), date(2026, 5, 18)),
        ("El número de acuerdos bajó en 2025.", -1, date(2025, 1, 1), date(2025, 12, 31)),
        ("Los acuerdos aumentaron en abril de 2026.", 1, date(2026, 4, 1), date(2026, 4, 30)),
        ("There were more agreements in 2025 than in 2024.", 1, date(2024, 12, 31), date(2025, 12, 31)),
        ("Hay menos agencias en Texas que en 2025.", -1, date(2025, 12, 31), date(2026, 5, 18)),
    ],
)
def test_a_direction_without_a_number_compares_both_ends(release, claim, value, since, until):
    (part,) = parse(release, claim).tested()
    assert (part.kind, part.measured, part.value) == ("change", "direction", value)
    assert (part.start.first, part.day.last) == (since, until)


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        ("From 135 agreements to 1,843: they have multiplied by 20.", 20),
        ("From 135 to 1,843 agreements, multiplied by nearly 14.", 14),
        ("Agreements rose by a factor of 13, from 135 to 1,843.", 13),
        ("De 135 acuerdos a 1,843: se multiplicaron por 20.", 20),
    ],
)
def test_a_multiple_is_held_against_the_two_numbers_beside_it(release, claim, stated):
    (found,) = parse(release, claim).arithmetic
    assert (found.kind, found.numbers, found.stated) == ("multiple", (135, 1843), stated)


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        ("Agreements went from 135 to 1,843, an increase of 1,708.", 1708),
        ("Agreements went from 135 to 1,843, a gain of more than 2,000.", 2000),
        ("Los acuerdos pasaron de 135 a 1,843, un aumento de 1,708.", 1708),
    ],
)
def test_an_increase_of_so_many_is_held_against_the_two_numbers_beside_it(release, claim, stated):
    (found,) = parse(release, claim).arithmetic
    assert (found.kind, found.numbers, found.stated) == ("difference", (135, 1843), stated)


@pytest.mark.parametrize(
    ("claim", "dimension", "group", "order", "nth"),
    [
        ("Florida had the largest number of agreements on December 31, 2025.", "state", "FL", "most", 1),
        ("Georgia has the highest total of agencies.", "state", "GA", "most", 1),
        ("The warrant model is the second most common.", "model", "WSO", "most", 2),
        ("Jail enforcement is the least common model.", "model", "JEM", "fewest", 1),
        ("El modelo de grupo operativo es el más común.", "model", "TFM", "most", 1),
        ("Texas es el estado con más acuerdos.", "state", "TX", "most", 1),
        ("Texas es el segundo estado con más acuerdos.", "state", "TX", "most", 2),
        ("Missouri ranks third in agreements.", "state", "MO", "most", 3),
        ("El modelo de órdenes es el segundo más común.", "model", "WSO", "most", 2),
    ],
)
def test_a_superlative_ranks_states_or_models(release, claim, dimension, group, order, nth):
    (part,) = parse(release, claim).tested()
    named = part.scope.models[0] if dimension == "model" else part.scope.place["code"]
    assert (part.kind, part.dimension, named, part.order, part.nth) == ("rank", dimension, group, order, nth)


@pytest.mark.parametrize(
    ("claim", "unit", "kinds", "state"),
    [
        ("No county in Nevada has signed an agreement.", "counties", (), "NV"),
        ("No sheriff in Delaware participates.", "agencies", ("sheriff",), "DE"),
        ("No city in Delaware has an agreement.", "agencies", ("municipal_police",), "DE"),
        ("Nobody in Delaware has signed a 287(g) agreement.", "agreements", (), "DE"),
        ("There isn't a single agreement in Illinois.", "agreements", (), "IL"),
        ("Ningún condado de Vermont participa.", "counties", (), "VT"),
        ("Ningún alguacil de Delaware participa.", "agencies", ("sheriff",), "DE"),
    ],
)
def test_that_there_is_none_is_a_count_of_zero(release, claim, unit, kinds, state):
    (part,) = parse(release, claim).tested()
    found = (part.kind, part.unit, part.value, part.scope.kinds, part.scope.place["code"])
    assert found == ("count", unit, 0, kinds, state)


@pytest.mark.parametrize(
    ("claim", "kind", "value", "fewer"),
    [
        ("Texas has 39 more agreements than Florida.", "compare", 39, False),
        ("Georgia has 283 fewer agreements than Florida.", "compare", 283, True),
        ("Texas tiene 39 acuerdos más que Florida.", "compare", 39, False),
        ("There were 1,139 more agreements at the end of 2025 than at the end of 2024.", "change", 1139, False),
        ("There were 1,139 fewer agreements in 2024 than in 2025.", "change", -1139, False),
    ],
)
def test_so_many_more_is_a_difference(release, claim, kind, value, fewer):
    (part,) = parse(release, claim).tested()
    found = (part.kind, part.measured, part.value, part.order == "fewest")
    assert found == (kind, "difference", value, fewer)


def test_what_each_of_several_states_has_is_a_part_of_its_own(release):
    assert told(release, "Florida and Texas each have more than 340 agreements.") == [
        ("count", "agreements", 340, (), "FL"),
        ("count", "agreements", 340, (), "TX"),
    ]


def test_one_side_of_a_comparison_can_be_several_together(release):
    (part,) = parse(release, "There are more task force agreements than jail and warrant agreements combined.").parts
    assert (part.scope.models, part.other.models) == (("TFM",), ("JEM", "WSO"))
    (part,) = parse(release, "Texas has more agreements than Florida and Georgia combined.").parts
    assert part.other.where() == {"state": ["FL", "GA"]}


def test_most_of_something_is_a_share_and_no_rank(release):
    (part,) = parse(release, "Most of the agreements are in Florida.").tested()
    assert (part.kind, part.value, part.bound) == ("share", 50, "more")


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("My neighbor was detained under 287(g).", "person"),
        ("John Smith was arrested by deputies.", "person"),
        ("There is a raid near the school right now.", "live"),
        ("Mi hermano fue detenido por el alguacil.", "person"),
        ("Hay una redada cerca de mi casa ahora.", "live"),
        ("Coffee is the best drink.", "other"),
    ],
)
def test_claims_about_persons_the_moment_or_other_things_are_refused(release, claim, why):
    found = parse(release, claim)
    assert (found.refusal, found.parts) == (why, ())


def test_a_claim_without_a_day_or_place_takes_those_that_are_given(release):
    found = parse(release, "There are 20 agreements.", said=date(2025, 5, 1), place="GA")
    assert (found.parts[0].day.last, found.parts[0].scope.place["code"]) == (date(2025, 5, 1), "GA")
    own = parse(release, "There were 20 agreements in Ohio on 2025-09-17.", said=date(2025, 5, 1), place="GA")
    assert (own.parts[0].day.last, own.parts[0].scope.place["code"]) == (date(2025, 9, 17), "OH")


@pytest.mark.parametrize("claim", ["", " ", "\n\t", "...", "¿?", "\x00\x1b", "​"])
def test_a_claim_without_a_word_is_an_error(release, claim):
    with pytest.raises(UsageError):
        parse(release, claim)


def test_what_stands_behind_the_first_characters_is_not_read(release):
    claim = "a " * (LONGEST // 2) + "There are 1,843 agreements."
    assert parse(release, claim).parts == ()
