"""Words of a text: what they are compared as, where they stand, and that no text makes them fail. Expected by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.answers.briefs.understand.tokens import LONGEST, plain, tokens


def words(text):
    return [token.word for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Doña Ana County", ["dona", "ana", "county"]),
        ("St. Lucie Co. SO", ["saint", "lucie", "county", "sheriff office"]),
        ("so it is", ["so", "it", "is"]),
        ("the Sheriff's and the Sheriff’s", ["the", "sheriff", "and", "the", "sheriff"]),
        ("Prince George's", ["prince", "georges"]),
        ("Coeur d'Alene", ["coeur", "dalene"]),
        ("Washington, D.C.", ["washington", ",", "dc"]),
        ("Miami-Dade", ["miami", "dade"]),
        ("Naples PD", ["naples", "police department"]),
        ("Lake (Ohio)?", ["lake", "(", "ohio", ")", "?"]),
        ("¿Qué?", ["que", "?"]),
        ("$1,843.5 @ %", ["1", ",", "843", "5"]),
        ("", []),
        ("\0\x1b \u202e", []),
    ],
)
def test_words_are_compared_without_accents_and_in_full(text, compared):
    assert words(text) == compared


def test_a_text_is_read_up_to_a_length():
    assert len(tokens("a " * LONGEST)) == LONGEST // 2
    assert words("a" * LONGEST + " Ohio") == ["a" * LONGEST]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_a_word_stands_where_it_says_in_any_text(text):
    last = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert last <= token.start < token.end
        assert token.word
        last = token.start


@given(st.text(max_size=100))
@settings(max_examples=100, deadline=None)
def test_a_text_made_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)
