"""Policy and authority against cases read by hand from primary texts, which were committed before the code.

Both halves of each set are run. Where code and label differ, the case is named below with what was decided.
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from atlas287.answers.authority import authority
from atlas287.answers.policy import policy
from atlas287.atlas import Atlas

HERE = Path(__file__).parent
DIFFER = {
    "auth-jem-booking-serve_warrant": "the memorandum ties service to the scheduled release",
    "auth-wso-booking-serve_warrant": "as above",
    "auth-none-joint-arrest_without_warrant": "whether (g)(10) reaches an arrest at federal request",
    "auth-wa-jem-interview": "the operative text of the act was not read: secondary, a conflict",
    "auth-wa-tfm-arrest": "as above",
    "auth-wa-wso-serve-first-day": "as above",
    "auth-wa-none-hold-first-day": "as above",
    "auth-or-none-ask": "the reader used ORS 181A.823, whose text is not in the registry",
    "auth-ks-none-hold-after": "a measure that is not confirmed changes nothing, and 8 CFR 287.7(d) stands",
    "pol-ks-sheriff-2026-05-18": "the override of the veto rests on a tracker alone: not confirmed",
    "pol-nj-municipal_police-2019-03-10": "the directive bars agreements since 2019-09 only",
}
"""Cases in which the code stands by another reading than the label, which stays as written, with the reason."""


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
    as_read = found_policy(release, case["given"]) == case["expect"]
    assert as_read == (case["id"] not in DIFFER)


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
    assert (row["verdict"] == case["expect"]["verdict"]) == (case["id"] not in DIFFER), row["because"]
    if "hours" in case["expect"]:
        assert row["limits"]["hours"] == case["expect"]["hours"]
