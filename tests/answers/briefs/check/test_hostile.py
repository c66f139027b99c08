"""Whatever is given as a claim comes back as a check in a short time, or as one clear error."""

import json
import time

import pytest

from atlas287.answers.briefs.check import check
from atlas287.answers.briefs.check.judge import VERDICTS
from atlas287.answers.briefs.check.parse import LONGEST
from atlas287.core.errors import UsageError

HOSTILE = (
    "'; DROP TABLE lists; --",
    "{n} {place!r} %s %(x)s",
    "<script>alert(1)</script> 1,843 agreements",
    "1,843 agreements" + "\x00\x1b[31m",
    "‮1,843 agreements",
    "𝟏𝟖𝟒𝟑 agreements",
    "1e309 agreements",
    "99999999999999999999999999999999999999 agreements",
    "0 agreements grew by 0% from 0 to 0",
    "From 0 agreements to 1,843: a 100% increase",
    "-5 agreements",
    "1,843 agreements in 2026-02-30",
    "1,843 agreements on 0000-00-00",
    "Texas Texas Texas has the most most most",
    "more than than than more than",
    "50% of 50% of 50% of agreements",
    "no no no agreement none none",
    "\ud800 1,843 agreements",
)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("claim", HOSTILE)
def test_odd_claims_are_checked(release, claim, lang):
    found = check(release, claim, lang=lang)
    assert found["verdict"] in VERDICTS
    assert found["claim"] == claim
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    "each", ["a ", "1,843 ", "1 of 2 ", "Texas ", "from 1 to 2 ", "more than ", "no ", "50% ", "("]
)
def test_ten_thousand_characters_are_checked_in_a_short_time_and_the_rest_is_told(release, each):
    claim = ("287(g) agreements " + each * 10_000)[:10_000]
    started = time.process_time()
    found = check(release, claim)
    assert time.process_time() - started < 5
    assert found["unread"] == pytest.approx(10_000 - LONGEST, abs=2)
    assert found["verdict"] in VERDICTS


@pytest.mark.parametrize("given", [{"place": "Nowhere"}, {"place": ""}, {"lang": "fr"}])
def test_a_place_or_language_that_there_is_not_is_an_error(release, given):
    with pytest.raises((UsageError, KeyError)):
        check(release, "There are 1,843 agreements.", **given)
