"""The claims of the registry are tested by the one test: no side, speaker or order makes a difference."""

import inspect
from itertools import permutations

import pytest

from atlas287 import Atlas
from atlas287.answers.briefs.check import check, judge, parse, registered
from atlas287.answers.briefs.check.judge import VERDICTS
from atlas287.answers.briefs.claimed import claims
from atlas287.answers.stated import fact
from atlas287.core import registry
from atlas287.core.errors import UsageError

SIDES = tuple(registry.codes("claim_sides")["standard"])


def test_every_claim_of_the_registry_is_tested_and_stands_under_its_side(release):
    table = registered.table(release)
    assert len(table) == len(claims(release)) == 75  # rows of the claims table of the embedded release, counted by hand
    assert [entry["side"] for entry in table] == sorted((e["side"] for e in table), key=SIDES.index)
    assert {entry["tested"] for entry in table} <= set(VERDICTS)


def test_a_claim_has_the_verdict_that_the_same_words_have_from_anybody(release):
    for fact_id, claim in claims(release).items():
        given = registered.asked(release, claim, fact(release, fact_id).text_en)
        verdict = registered.tested(release, fact_id)["tested"]
        for speaker in (None, "Another speaker"):
            assert check(release, **given, speaker=speaker)["verdict"] == verdict


def test_permuted_sides_give_equal_verdicts(release, monkeypatch):
    known = {entry["fact"]: entry["tested"] for entry in registered.table(release)}
    held = claims(release)
    for order in list(permutations(SIDES))[1 :: max(1, len(list(permutations(SIDES))) // 4)][:4]:
        other = dict(zip(SIDES, order, strict=True))
        moved = {name: dict(row) | {"side": other[row["side"]]} for name, row in held.items()}
        monkeypatch.setattr(registered, "claims", lambda _, moved=moved: moved)
        registered.tested.cache_clear()
        assert {entry["fact"]: entry["tested"] for entry in registered.table(release)} == known
    monkeypatch.undo()
    registered.tested.cache_clear()


def test_no_side_is_known_to_what_reads_and_judges():
    for module in (parse, judge):
        assert not any(side in inspect.getsource(module) for side in SIDES)
        assert "speaker" not in inspect.getsource(module)


def test_claims_can_be_chosen_by_side_and_place(release):
    for side in SIDES:
        assert {entry["side"] for entry in registered.table(release, sides=[side])} <= {side}
    texas = registered.chosen(release, state="TX")
    assert texas
    assert all(claims(release)[each]["state"] == "TX" for each in texas)
    with pytest.raises(UsageError):
        registered.chosen(release, sides=["nobody"])


def test_spanish_tells_the_same_verdicts_and_values(release):
    english, spanish = registered.table(release), registered.table(release, lang="es")
    assert [(e["fact"], e["tested"]) for e in english] == [(e["fact"], e["tested"]) for e in spanish]
    numbers = [[value["value"] for value in entry["values"]] for entry in english]
    assert numbers == [[value["value"] for value in entry["values"]] for entry in spanish]


def test_the_table_is_that_of_the_library():
    atlas = Atlas.open()
    assert [entry["fact"] for entry in atlas.claims()["claims"]] == registered.chosen(atlas.release)
