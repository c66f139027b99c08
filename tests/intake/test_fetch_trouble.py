"""Each way in which the publisher's server can misbehave ends in a clear sentence, and the last good list stands."""

import time
from dataclasses import replace

import pytest

from support import server as says
from support.publisher import PARTICIPATING_LIST, PENDING, PENDING_LIST, QUICK, TODAY, run, workbook

SEEK = "open it in a browser to see what it says"
SHORT = "the connection broke before the file was complete"
MISBEHAVIOUR = {
    "403": (
        says.status(403),
        1,
        "the server answered 403 Forbidden; open it in a browser; if that works, save the files",
    ),
    "404": (
        says.status(404),
        1,
        "the server answered 404 Not Found; open the page that links it; the publisher may have",
    ),
    "410": (
        says.status(410),
        1,
        "the server answered 410 Gone; open the page that links it; the publisher has removed it",
    ),
    "418": (says.status(418), 1, f"the server answered 418 I'm a Teapot; {SEEK}"),
    "204": (says.status(204), 1, f"the server answered 204 No Content; {SEEK}"),
    "an odd status": (says.status(999), 3, "the server answered 999 (3 attempts); run it again later"),
    "500": (says.status(500), 3, "the server answered 500 Internal Server Error (3 attempts); run it again later"),
    "503 for an hour": (
        says.status(503, Retry_After="3600"),
        1,
        "the server answered 503 Service Unavailable; run it again in 3600 s, as the server asks",
    ),
    "429": (says.status(429), 3, "the server answered 429 Too Many Requests (3 attempts); run it again later"),
    "304 unasked": (says.status(304), 1, f"the server answered 304 Not Modified; {SEEK}"),
    "silence": (says.silent(), 3, "the server was silent for 0.3 s (3 attempts); run it again later"),
    "a dripping body": (
        says.dripping(PARTICIPATING_LIST, 0.05),
        1,
        "the file was not complete after 1.5 s; run it again",
    ),
    "dripping headers": (says.dripping_headers(0.05), 1, "the file was not complete after 1.5 s; run it again"),
    "a truncated body": (says.truncated(PARTICIPATING_LIST), 3, SHORT),
    "truncated chunks": (says.truncated_chunks(PARTICIPATING_LIST), 3, SHORT),
    "no answer": (lambda to: None, 3, SHORT),
    "an empty body": (says.file(b""), 1, "the server sent an empty file; run it again later"),
    "a page": (
        says.page("<p>Please wait"),
        1,
        "the server sent a web page instead of a workbook; open the address in a",
    ),
    "a page called workbook": (
        says.file(b"\n <html>"),
        1,
        "the server sent a web page instead of a workbook; open the",
    ),
    "text called page": (
        says.file(b"Busy", "text/html"),
        1,
        "the server sent a web page instead of a workbook; open the",
    ),
    "a damaged workbook": (says.file(PARTICIPATING_LIST[:900]), 1, "the file cannot be read as a list of agencies ("),
    "redirects for ever": (
        says.redirect(TODAY),
        6,
        "the address leads through more than 5 redirects; open it in a browser to see where it leads",
    ),
    "a redirect elsewhere": (says.redirect("ftp://127.0.0.1/a.xlsx"), 1, "no http address ("),
    "a file declared too large": (says.endless(2**21), 1, "the file is larger than 1,048,576 bytes; look at it in a"),
    "a file without end": (says.endless(), 1, "the file is larger than 1,048,576 bytes; look at it in a"),
}


@pytest.mark.parametrize(("reply", "requests", "why"), MISBEHAVIOUR.values(), ids=MISBEHAVIOUR)
def test_what_the_publisher_does_wrong_is_said_and_costs_only_that_file(store, publisher, reply, requests, why):
    run(store, publisher, "ice_participating")
    good = store.latest("ice_participating")
    publisher.answers(TODAY, reply)
    before, start = publisher.times(TODAY), time.monotonic()
    pace = replace(QUICK, max_bytes=2**20)
    report = run(store, publisher, pace=pace)
    assert time.monotonic() - start < 15
    assert not report.ok
    assert [failure["url"] for failure in report.failed] == [publisher.url(TODAY)]
    assert report.failed[0]["why"].startswith(why)
    assert publisher.times(TODAY) - before == requests
    assert [entry["url"] for entry in report.fetched] == [publisher.url(PENDING)]
    assert store.latest("ice_participating") == good
    assert store.read(good.sha256) == PARTICIPATING_LIST


def test_a_workbook_that_is_no_list_of_agencies_is_not_kept(store, publisher):
    publisher.answers(TODAY, says.file(workbook(["FACILITY", "BEDS"])))
    report = run(store, publisher, "ice_participating")
    assert report.failed[0]["why"].startswith(
        "the file cannot be read as a list of agencies (no sheet has the headings"
    )
    assert store.snapshots() == []


@pytest.mark.parametrize(
    "trouble",
    [
        says.status(500),
        says.status(429),
        says.truncated(PENDING_LIST),
        says.truncated_chunks(PENDING_LIST),
        says.silent(),
    ],
    ids=["500", "429", "truncated body", "truncated chunks", "silence"],
)
def test_a_trouble_that_passes_is_overcome(store, publisher, trouble):
    publisher.answers(PENDING, trouble, trouble, says.file(PENDING_LIST))
    told = []
    report = run(store, publisher, "ice_pending", progress=told.append)
    assert report.ok
    assert publisher.times(PENDING) == 3
    assert store.read(store.latest("ice_pending").sha256) == PENDING_LIST
    assert sum("trying again in" in line for line in told) == 2
