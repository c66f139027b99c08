"""Numbers that a text states, how far they bind, and what is no number. Expected values are read by hand."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atlas287.answers.briefs.understand.figures import figures
from atlas287.answers.briefs.understand.number_words import number_words
from atlas287.answers.briefs.understand.when import days


def told(text):
    return [(figure.value, figure.kind, figure.bound) for figure in figures(text)]


@pytest.mark.parametrize(
    ("english", "spanish", "value", "bound"),
    [
        ("1,843 agreements", "1,843 acuerdos", 1843, "exact"),
        ("exactly 40 states", "exactamente 40 estados", 40, "exact"),
        ("more than 1,800", "más de 1,800", 1800, "more"),
        ("over the 1,800", "por encima de los 1.800", 1800, "more"),
        ("at least 40 states", "al menos 40 estados", 40, "at_least"),
        ("a minimum of 40", "un mínimo de 40", 40, "at_least"),
        ("no fewer than 20", "no menos de 20", 20, "at_least"),
        ("fewer than 150", "menos de 150", 150, "less"),
        ("below 150", "por debajo de 150", 150, "less"),
        ("up to 135", "hasta 135", 135, "at_most"),
        ("at most 20", "a lo sumo 20", 20, "at_most"),
        ("no more than 20", "no más de 20", 20, "at_most"),
        ("about 1,500", "unos 1.500", 1500, "about"),
        ("nearly 1,900", "casi 1,900", 1900, "about"),
        ("around 500", "alrededor de 500", 500, "about"),
        ("nearly a thousand", "cerca de mil", 1000, "about"),
        ("twenty-five states", "veinticinco estados", 25, "exact"),
        ("thirty-five states", "treinta y cinco estados", 35, "exact"),
        ("ninety agencies", "noventa agencias", 90, "exact"),
        ("seven hundred", "setecientos", 700, "exact"),
        ("one hundred and five", "ciento cinco", 105, "exact"),
        ("one thousand eight hundred", "mil ochocientos", 1800, "exact"),
        ("a dozen agencies", "una docena de agencias", 12, "exact"),
        ("two dozen agencies", "dos docenas de agencias", 24, "exact"),
        ("dozens of agencies", "docenas de agencias", 24, "at_least"),
        ("hundreds of agencies", "cientos de agencias", 200, "at_least"),
        ("thousands of agencies", "miles de agencias", 2000, "at_least"),
        ("eleven agencies", "once agencias", 11, "exact"),
        ("10 thousand", "10 mil", 10000, "exact"),
    ],
)
def test_a_count_has_its_bound_in_both_languages(english, spanish, value, bound):
    assert told(english) == told(spanish) == [(value, "count", bound)]


@pytest.mark.parametrize(
    ("text", "value", "kind", "digits"),
    [
        ("up 641%", 641, "percent", 0),
        ("641 percent", 641, "percent", 0),
        ("el 641 por ciento", 641, "percent", 0),
        ("12.5 per cent", 12.5, "percent", 1),
        ("13 times", 13, "times", 0),
        ("13x", 13, "times", 0),
        ("13-fold", 13, "times", 0),
        ("thirteenfold", 13, "times", 0),
        ("13 veces", 13, "times", 0),
        ("doubled", 2, "times", 0),
        ("se triplicó", 3, "times", 0),
        ("se cuadruplicó", 4, "times", 0),
        ("$7,500 per officer", 7500, "usd", 0),
        ("$1.5 million", 1_500_000, "usd", 1),
        ("1.5 millones de dólares", 1_500_000, "usd", 1),
        ("half of the agreements", 50, "share", 0),
        ("la mitad de los acuerdos", 50, "share", 0),
        ("a third of them", 100 / 3, "share", 0),
        ("two-thirds of them", 200 / 3, "share", 0),
        ("dos terceras partes", 200 / 3, "share", 0),
        ("una cuarta parte", 25, "share", 0),
        ("three quarters", 75, "share", 0),
    ],
)
def test_a_percentage_multiple_sum_or_share_is_told_as_one(text, value, kind, digits):
    (found,) = figures(text)
    assert (found.value, found.kind, found.digits) == (pytest.approx(value), kind, digits)


@pytest.mark.parametrize(
    "text",
    [
        "287(g) agreements under section 287 (g)",
        "SB 4, HB 1234 and EO 14159",
        "one agency, an agency, una agencia",
        "no agency and no one",
        "Once an agency signs, it is listed",
        "the third list of the second quarter",
        "the 1st, 2nd and 3rd",
        "",
    ],
)
def test_names_articles_and_ordinals_are_no_numbers(text):
    assert told(text) == []


def test_several_numbers_stand_in_order():
    assert [value for value, *_ in told("from 135 to 1,843, in twenty-five states")] == [135, 1843, 25]
    assert [value for value, *_ in told("de 135 a 1.843, en veinticinco estados")] == [135, 1843, 25]
    assert [value for value, *_ in told("two and three agencies; dos y tres agencias")] == [2, 3, 2, 3]


def test_numbers_of_dates_are_left_out_where_they_are_given():
    text = "On May 16, 2025, ICE listed 570 agreements; in 2026, 1,843."
    assert [f.value for f in figures(text, [(day.start, day.end) for day in days(text)])] == [570, 1843]


def test_more_than_doubled_binds_from_below():
    assert told("more than doubled") == [(2, "times", "more")]
    assert told("more than half") == [(50, "share", "more")]


@given(st.integers(2, 9_999_999))
@example(287)
@example(2_870)
@example(12_287)
@example(287_000)
@settings(max_examples=100, deadline=None)
def test_every_number_is_read_with_and_without_commas_or_points(number):
    for text in (f"{number:,} agreements", f"{number} agreements", f"{number:,} acuerdos".replace(",", ".")):
        assert [f.value for f in figures(text)] == ([] if number == 287 else [number]), text


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_numbers_do_not_overlap(text):
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end
        last = figure.end
    list(number_words(text))
