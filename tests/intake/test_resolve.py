"""Names become agencies: what judgements join and part, and the id that each agency keeps or gets. All are invented."""

import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.core.engine import DuckDB
from atlas287.core.names import agency_key
from atlas287.intake import resolve

steady = settings(derandomize=True, deadline=None, database=None)
STRINGS = ("state", "agency_key", "other_state", "other_key", "verdict", "judged_by")


def pair(one, other, verdict, judged_by="reviewer", similarity=0.9):
    """A judged candidate over two names of Ohio, or over any two (state, name)."""
    (state, name), (other_state, other) = (n if isinstance(n, tuple) else ("OH", n) for n in (one, other))
    return {
        "state": state,
        "agency_key": agency_key(name),
        "other_state": other_state,
        "other_key": agency_key(other),
        "verdict": verdict,
        "judged_by": judged_by,
        "similarity": similarity,
    }


def same(one, other, judged_by="rule:alias", similarity=0.9):
    return pair(one, other, "same", judged_by, similarity)


def different(one, other):
    return pair(one, other, "different")


def groups(names, *verdicts):
    """Components over names of Ohio, each as its names in one text."""
    found = resolve.components([("OH", name) for name in names.split()], verdicts)
    return [" ".join(name for _, name in group) for group in found]


def identities(names, candidates=(), minted=()):
    """Agency id by name, and those minted: of names of Ohio in the order of first listing, over a tiny engine."""
    listed = [n if isinstance(n, tuple) else ("OH", n) for n in names]
    rows = list(candidates)
    engine = DuckDB(threads=1)
    try:
        engine.register(
            "names",
            pa.table(
                {
                    "state": pa.array([state for state, _ in listed], pa.string()),
                    "agency_key": pa.array([agency_key(name) for _, name in listed], pa.string()),
                    "agency": pa.array([name for _, name in listed], pa.string()),
                    "first_list_no": pa.array(range(1, len(listed) + 1), pa.int32()),
                }
            ).take(pa.array(random.Random(7).sample(range(len(listed)), len(listed)), pa.int32())),  # in no order
        )
        engine.register(
            "candidates",
            pa.table(
                {key: pa.array([row[key] for row in rows], pa.string()) for key in STRINGS}
                | {"similarity": pa.array([row["similarity"] for row in rows], pa.float64())}
            ),
        )
        engine.register(
            "registry_agencies",
            pa.table(
                {
                    "agency_id": pa.array([agency_id for agency_id, _ in minted], pa.string()),
                    "state": pa.array(["OH"] * len(minted), pa.string()),
                    "agency_key": pa.array([agency_key(name) for _, name in minted], pa.string()),
                }
            ),
        )
        found = resolve.identities(engine).to_pylist()
    finally:
        engine.close()
    assert len(found) == len(listed)
    return (
        {row["agency_key"]: row["agency_id"] for row in found},
        {row["agency_key"] for row in found if row["minted"]},
    )


def test_names_that_nobody_judged_are_agencies_of_their_own():
    assert groups("a b c") == ["a", "b", "c"]


def test_same_joins_through_third_names():
    assert groups("a b c d e", same("a", "b"), same("d", "b"), same("e", "c")) == ["a b d", "c e"]


def test_groups_and_their_names_stand_in_the_order_of_the_names():
    assert groups("c b a d", same("a", "b"), same("d", "c")) == ["c d", "b a"]


def test_a_verdict_that_is_said_twice_or_both_ways_round_changes_nothing():
    assert groups("a b c", same("a", "b"), same("b", "a"), same("a", "b")) == ["a b", "c"]


def test_different_parts_two_names_that_a_rule_would_join():
    assert groups("a b", different("a", "b"), same("a", "b")) == ["a", "b"]
    assert groups("a b", different("b", "a"), same("a", "b")) == ["a", "b"]


def test_different_parts_two_names_even_through_third_ones():
    chain = same("a", "c"), same("c", "d"), same("d", "b")
    assert groups("a b c d", *chain) == ["a b c d"]
    assert groups("a b c d", different("a", "b"), *chain) == ["a c d", "b"]
    assert groups("a b c d", different("b", "a"), *reversed(chain)) == ["a", "b c d"]


def test_a_name_parted_from_one_still_joins_others():
    assert groups("a b c", different("a", "b"), same("a", "b"), same("b", "c")) == ["a", "b c"]


def test_namesakes_in_two_states_are_joined_only_by_a_verdict():
    names = [("OH", "elm police"), ("PA", "elm police")]
    assert resolve.components(names, []) == [[names[0]], [names[1]]]
    assert resolve.components(names, [same(*names)]) == [names]


verdicts = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"), st.sampled_from(["same", "different"])).filter(
        lambda verdict: verdict[0] != verdict[1]
    )
)


@steady
@given(verdicts)
def test_every_name_stands_in_one_group_and_none_beside_one_that_it_differs_from(judged):
    judged = sorted(judged, key=lambda verdict: verdict[2])  # what differs is said first, as by a reviewer
    found = groups("a b c d e f g", *(pair(*verdict) for verdict in judged))
    assert sorted("".join(found).replace(" ", "")) == list("abcdefg")
    group_of = {name: group for group in found for name in group.split()}
    assert [(a, b) for a, b, verdict in judged if verdict == "different" and group_of[a] == group_of[b]] == []


@steady
@given(verdicts)
def test_without_any_different_the_order_of_verdicts_does_not_matter(judged):
    joins = [pair(a, b, "same") for a, b, verdict in judged if verdict == "same"]
    assert groups("a b c d e f g", *joins) == groups("a b c d e f g", *reversed(joins))


@pytest.mark.parametrize(
    ("state", "name", "agency_id"),
    [
        ("OH", "St. Elmo County Sheriff's Office", "oh-st-elmo-county-sheriffs-office"),
        ("OH", "St. Elmo County Sheriff’s Office", "oh-st-elmo-county-sheriffs-office"),
        ("PA", "Oakham Police Department, PA", "pa-oakham-police-department-pa"),
        ("OH", "Elm & Ash / Oak (Jail)", "oh-elm-ash-oak-jail"),
        ("PR", "Peñón Elm Police", "pr-penon-elm-police"),
        ("OH", "  7th  District -- Task Force. ", "oh-7th-district-task-force"),
        ("", "Elm Police", "elm-police"),
        ("", "…", "unnamed"),
    ],
)
def test_an_id_is_made_of_state_and_name(state, name, agency_id):
    assert resolve.slug(state, name) == agency_id


@steady
@given(st.text(max_size=4), st.text(max_size=30))
def test_an_id_is_plain_words_with_hyphens(state, name):
    words = resolve.slug(state, name).split("-")
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


def test_a_new_agency_gets_the_id_of_its_first_listed_name():
    found, minted = identities(
        ["Elm Co. Sheriff", "Elm County Sheriff"], [same("Elm County Sheriff", "Elm Co. Sheriff")]
    )
    assert found == {"elm co. sheriff": "oh-elm-co-sheriff", "elm county sheriff": "oh-elm-co-sheriff"}
    assert minted == set()


def test_a_minted_id_is_kept_by_every_name_of_its_agency():
    found, minted = identities(
        ["Elm Co. Sheriff", "Elm County Sheriff", "Oakham Police"],
        [same("Elm Co. Sheriff", "Elm County Sheriff")],
        [("oh-elm-of-old", "Elm County Sheriff")],
    )
    assert found == {
        "elm co. sheriff": "oh-elm-of-old",
        "elm county sheriff": "oh-elm-of-old",
        "oakham police": "oh-oakham-police",
    }
    assert minted == {"elm co. sheriff", "elm county sheriff"}


def test_a_merge_takes_the_id_that_was_minted_first_whichever_name_was_listed_first():
    found, _ = identities(
        ["Elm Co. Sheriff", "Elm County Sheriff"],
        [same("Elm Co. Sheriff", "Elm County Sheriff")],
        [("oh-z", "Elm County Sheriff"), ("oh-a", "Elm Co. Sheriff")],
    )
    assert set(found.values()) == {"oh-z"}


def test_two_agencies_with_one_slug_get_two_ids():
    found, _ = identities(["Elm Police", "Elm: Police", "Elm. Police"])
    assert found == {"elm police": "oh-elm-police", "elm: police": "oh-elm-police-2", "elm. police": "oh-elm-police-3"}


def test_a_new_agency_never_takes_an_id_that_was_minted_for_another_even_one_no_longer_listed():
    found, minted = identities(["Elm Police"], minted=[("oh-elm-police", "Elm Police of Old")])
    assert (found, minted) == ({"elm police": "oh-elm-police-2"}, set())


def test_a_minted_id_is_of_its_state_only():
    names = [("PA", "Elm Police"), ("PA", "Oakham Police")]
    assert identities(names, minted=[("oh-elm-police", "Elm Police")]) == (
        {"elm police": "pa-elm-police", "oakham police": "pa-oakham-police"},
        set(),
    )


@pytest.mark.parametrize("verdict", ["unsure", "open"])
def test_what_is_unsure_or_open_joins_nothing(verdict):
    found, _ = identities(["Elm Police", "Elms Police"], [pair("Elm Police", "Elms Police", verdict)])
    assert set(found.values()) == {"oh-elm-police", "oh-elms-police"}


def test_a_reviewer_is_heard_before_any_rule_however_alike_the_names():
    found, _ = identities(
        ["Elm Police", "Elms Police", "Elmo Police"],
        [
            same("Elm Police", "Elms Police", similarity=1.0),
            same("Elms Police", "Elmo Police", "rule:respelled", similarity=0.99),
            pair("Elm Police", "Elmo Police", "different", similarity=0.5),
        ],
    )
    assert found == {
        "elm police": "oh-elm-police",
        "elms police": "oh-elm-police",
        "elmo police": "oh-elmo-police",
    }


def test_of_two_rules_that_cannot_both_hold_the_one_over_more_alike_names_holds():
    found, _ = identities(
        ["Elm Police", "Elms Police", "Elmo Police"],
        [
            same("Elm Police", "Elms Police", similarity=0.91),
            same("Elms Police", "Elmo Police", "rule:respelled", similarity=0.99),
            different("Elm Police", "Elmo Police"),
        ],
    )
    assert found["elms police"] == found["elmo police"] == "oh-elms-police"
    assert found["elm police"] == "oh-elm-police"


def test_where_nothing_is_listed_there_is_no_agency():
    assert identities([]) == ({}, set())


def test_every_spelling_that_was_minted_finds_the_id_whichever_is_listed():
    minted = [("oh-elm-police", "Elm Police"), ("oh-elm-police", "Elms Police")]
    for names in (["Elm Police"], ["Elms Police"]):
        assert set(identities(names, (), minted)[0].values()) == {"oh-elm-police"}


def test_of_two_names_that_are_parted_the_one_listed_first_keeps_the_id():
    minted = [("oh-elm-police", "Elm Police"), ("oh-elm-police", "Elms Police")]
    found, _ = identities(["Elms Police", "Elm Police"], [different("Elm Police", "Elms Police")], minted)
    assert found == {"elms police": "oh-elm-police", "elm police": "oh-elm-police-2"}
