"""Patience and politeness, measured at the server."""

import asyncio
import itertools
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from atlas287.core.errors import FetchError
from atlas287.intake.polite import Pace, Visitor
from support import server as says


@pytest.fixture(autouse=True)
def _a_small_file(publisher):
    publisher.answers("/a", says.file(b"a"))


def visitor(**pace):
    return Visitor(Pace(**{"interval_seconds": 0, "backoff_seconds": 0.01, **pace}), lambda _: None)


def gaps(publisher):
    asked = [when for when, _, _ in publisher.requests]
    return [later - earlier for earlier, later in itertools.pairwise(asked)]


def test_requests_to_one_host_keep_their_distance_across_files_and_redirects(publisher):
    publisher.answers("/b", says.redirect("/a"))
    guest = visitor(interval_seconds=0.2)
    guest.get(publisher.url("/a"), {})
    guest.get(publisher.url("/b"), {})
    assert [path for _, path, _ in publisher.requests] == ["/a", "/b", "/a"]
    assert min(gaps(publisher)) >= 0.19


def test_the_pause_between_attempts_doubles(publisher):
    publisher.answers("/a", says.status(500))
    with pytest.raises(FetchError):
        visitor(backoff_seconds=0.1, attempts=4).get(publisher.url("/a"), {})
    for gap, pause in zip(gaps(publisher), (0.1, 0.2, 0.4), strict=True):
        assert 0.5 * pause <= gap < 1.5 * pause + 0.5


def test_retry_after_in_seconds_is_honoured(publisher):
    publisher.answers("/a", says.status(429, Retry_After="1"), says.file(b"a"))
    assert visitor().get(publisher.url("/a"), {}).data == b"a"
    assert gaps(publisher)[0] >= 1


def test_retry_after_as_a_date_is_honoured(publisher):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    publisher.answers("/a", says.status(503, Retry_After=date), says.file(b"a"))
    assert visitor().get(publisher.url("/a"), {}).data == b"a"
    assert gaps(publisher)[0] >= 0.9  # the date has whole seconds


def test_retry_after_that_says_nothing_is_ignored(publisher):
    publisher.answers("/a", says.status(503, Retry_After="soon"), says.file(b"a"))
    assert visitor().get(publisher.url("/a"), {}).data == b"a"
    assert gaps(publisher)[0] < 0.5


def test_all_attempts_together_keep_to_the_deadline(publisher):
    publisher.answers("/a", says.silent())
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"was not complete after 0\.5 s|was silent for 0\.2 s"):
        visitor(timeout_seconds=0.2, deadline_seconds=0.5, attempts=100).get(publisher.url("/a"), {})
    assert time.monotonic() - start < 10


def test_the_answer_names_the_address_after_redirects(publisher):
    publisher.answers("/b", says.redirect("/a"))
    answer = visitor().get(publisher.url("/b"), {})
    assert (answer.status, answer.url, answer.data) == (200, publisher.url("/a"), b"a")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/a", "file:///etc/hostname", "http://127.0.0.1:port/a", "a.xlsx"])
def test_only_http_addresses_are_asked(url):
    with pytest.raises(FetchError, match="no http address"):
        visitor().get(url, {})


def test_a_redirect_to_a_file_of_this_machine_is_refused(publisher):
    publisher.answers("/b", says.redirect("file:///etc/hostname"))
    with pytest.raises(FetchError, match="no http address"):
        visitor().get(publisher.url("/b"), {})


def test_it_works_where_a_loop_already_runs(publisher):
    async def notebook():
        return visitor().get(publisher.url("/a"), {}).data

    assert asyncio.run(notebook()) == b"a"
