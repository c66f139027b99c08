"""Policy and authority against cases read by hand from primary texts, which were committed before the code.

Whole sets are run; a case where code and reader differ is named below with what was decided, and nothing else may fail.
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from atlas287.answers.authority import authority
from atlas287.answers.policy import policy
from atlas287.atlas import Atlas

HERE = Path(__file__).parent


def cases(name):
    found = yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["cases"]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.fixture(scope="module")
def release():
    return Atlas.open().release


def found_policy(release, given):
    told = policy(release, given["state"], given["kind"], date.fromisoformat(given["as_of"]))
    return {"duties": told["duties"], "unknown": told["unknown"]}


@pytest.mark.parametrize("case", cases("policies"))
def test_what_a_state_obliges_a_kind_of_agency_to_is_what_a_reader_of_the_rows_found(release, case):
    assert found_policy(release, case["given"]) == case["expect"]


@pytest.mark.parametrize("case", cases("authority"))
def test_what_an_officer_may_do_is_what_a_reader_of_the_texts_found(release, case):
    given = case["given"]
    told = authority(
        release,
        given["subject"],
        state=given["state"],
        as_of=date.fromisoformat(given["as_of"]),
        acts=[given["act"]],
        touchpoints=[given["touchpoint"]],
    )
    (row,) = told["rows"]
    assert row["verdict"] == case["expect"]["verdict"], row["because"]
    if "hours" in case["expect"]:
        assert row["limits"]["hours"] == case["expect"]["hours"]
