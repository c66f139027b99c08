"""The hand-made sets on law are well formed: counts, codes, ids, splits. What the code answers is judged elsewhere."""

import hashlib
import re
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from atlas287.core.registry import codes, load_yaml
from support.words import LOADED, strings

HERE = Path(__file__).parent
TOUCHPOINTS = ("street", "booking", "custody", "joint")
ACTS = (
    "ask_status",
    "query_databases",
    "interview",
    "arrest_without_warrant",
    "serve_warrant",
    "lodge_detainer",
    "hold",
    "transport",
    "charging_papers",
)
VERDICTS = ("may_not", "not_known", "may", "must")
"""From the narrowest to the widest."""
DUTIES = {
    "must_hold",
    "must_request",
    "must_apply",
    "detainer_duty",
    "cooperation_limits",
    "board_approval",
    "conditions",
    "state_agencies_only",
    "banned",
}
STATES_WITH_A_ROW = 51
"""Fifty States and the District of Columbia, counted in the collected table of State measures on 2026-11-24."""


def read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = load_yaml(HERE / name)["cases"]
    return cases


AUTHORITY = read("authority.yaml")
POLICIES = read("policies.yaml")


def test_sets_are_large_enough() -> None:
    assert len(AUTHORITY) >= 140
    assert len(POLICIES) >= 120


@pytest.mark.parametrize("cases", [AUTHORITY, POLICIES], ids=["authority", "policies"])
def test_ids_are_unique_and_decide_the_split(cases: list[dict[str, Any]]) -> None:
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        even = int(hashlib.sha256(case["id"].encode()).hexdigest()[0], 16) % 2 == 0
        assert case["split"] == ("tune" if even else "held"), case["id"]


@pytest.mark.parametrize("cases", [AUTHORITY, POLICIES], ids=["authority", "policies"])
def test_days_are_days_and_states_are_states(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        date.fromisoformat(case["given"]["as_of"])
        state = case["given"]["state"]
        assert state is None or state in codes("states")["standard"], case["id"]


def test_authority_cases_use_known_codes() -> None:
    subjects = {*codes("models")["standard"], "none"}
    for case in AUTHORITY:
        assert set(case) == {"id", "split", "given", "expect", "because", "note"}
        given, expect = case["given"], case["expect"]
        assert set(given) == {"subject", "state", "as_of", "touchpoint", "act"}
        assert given["subject"] in subjects or (" " in given["subject"] and given["state"]), case["id"]
        assert given["touchpoint"] in TOUCHPOINTS
        assert given["act"] in ACTS
        assert expect["verdict"] in VERDICTS
        assert case["note"].endswith(".")


def test_every_authority_case_names_a_text() -> None:
    for case in AUTHORITY:
        assert case["because"], case["id"]
        assert all(set(text) == {"text"} and text["text"] for text in case["because"]), case["id"]


def test_hours_stand_only_where_a_hold_is_allowed_or_owed() -> None:
    for case in AUTHORITY:
        if "hours" in case["expect"]:
            assert case["given"]["act"] == "hold", case["id"]
            assert case["expect"]["verdict"] in ("may", "must"), case["id"]
            assert case["expect"]["hours"] == 48, case["id"]


def _core() -> dict[tuple[str, str, str], str]:
    return {
        (case["given"]["subject"], case["given"]["touchpoint"], case["given"]["act"]): case["expect"]["verdict"]
        for case in AUTHORITY
        if re.match(r"auth-(jem|wso|tfm|none)-(street|booking|custody|joint)-", case["id"])
    }


def test_core_holds_every_act_at_every_touchpoint() -> None:
    assert set(_core()) == set(product(("JEM", "WSO", "TFM", "none"), TOUCHPOINTS, ACTS))


def test_no_agreement_takes_away_what_officers_may_do_without_one() -> None:
    core = _core()
    for (subject, touchpoint, act), verdict in core.items():
        without = core["none", touchpoint, act]
        assert VERDICTS.index(verdict) >= VERDICTS.index(without), (subject, touchpoint, act)


def test_enough_cases_name_a_state() -> None:
    assert sum(case["given"]["state"] is not None for case in AUTHORITY) >= 25


def test_policy_cases_use_known_codes() -> None:
    kinds = codes("agency_kinds")["standard"]
    for case in POLICIES:
        assert set(case) == {"id", "split", "given", "expect", "why"}
        assert set(case["given"]) == {"state", "kind", "as_of"}
        assert case["given"]["kind"] in kinds, case["id"]
        assert set(case["expect"]) == {"duties", "unknown"}
        for found in case["expect"].values():
            assert found == sorted(set(found)), case["id"]
            assert set(found) <= DUTIES, case["id"]
        assert not set(case["expect"]["duties"]) & set(case["expect"]["unknown"]), case["id"]
        assert case["why"].endswith(".")


def test_every_state_with_a_row_and_every_code_occurs() -> None:
    assert len({case["given"]["state"] for case in POLICIES}) == STATES_WITH_A_ROW
    found = {code for case in POLICIES for codes_ in case["expect"].values() for code in codes_}
    assert found == DUTIES


@pytest.mark.parametrize("cases", [AUTHORITY, POLICIES], ids=["authority", "policies"])
def test_words_are_neutral(cases: list[dict[str, Any]]) -> None:
    assert [text for text in strings(cases) if LOADED.search(text)] == []
