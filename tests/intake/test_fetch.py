"""Fetching from an invented publisher on 127.0.0.1: what is had is kept once, and what changed is said."""

import pytest

from atlas287 import __version__
from atlas287.core.errors import StoreError, UsageError
from atlas287.intake.store import Store
from support import server as says
from support.publisher import OTHER_LIST, PAGE, PARTICIPATING_LIST, PENDING, PENDING_LIST, TODAY, page_of, run, sha


def test_the_linked_workbooks_of_all_sources_are_fetched_and_kept(store, publisher):
    report = run(store, publisher)
    assert report.ok
    assert report.to_json() == {
        "source": ["ice_participating", "ice_pending"],
        "fetched": [
            {
                "url": publisher.url(TODAY),
                "sha256": sha(PARTICIPATING_LIST),
                "bytes": len(PARTICIPATING_LIST),
                "new": True,
            },
            {"url": publisher.url(PENDING), "sha256": sha(PENDING_LIST), "bytes": len(PENDING_LIST), "new": True},
        ],
        "unchanged": [],
        "failed": [],
        "warnings": [],
    }
    assert [(s.name, store.read(s.sha256)) for s in sorted(store.snapshots(), key=lambda s: s.name)] == [
        ("participatingAgencies05182026am.xlsx", PARTICIPATING_LIST),
        ("pendingAgencies05182026am.xlsx", PENDING_LIST),
    ]
    assert store.latest("ice_programme_page").origin == publisher.url(PAGE)


def test_every_request_says_who_asks(store, publisher):
    run(store, publisher)
    agents = {headers["user-agent"] for _, _, headers in publisher.requests}
    assert agents == {
        f"atlas287/{__version__} (open evidence base on 287(g) agreements; gets the lists that ICE publishes)"
    }


def test_only_the_named_sources_are_fetched_each_once(store, publisher):
    report = run(store, publisher, "ice_pending", "ice_pending")
    assert report.source == ["ice_pending"]
    assert [entry["url"] for entry in report.fetched] == [publisher.url(PENDING)]
    assert publisher.times(TODAY) == 0


def test_the_page_is_reported_where_it_is_asked_for(store, publisher):
    report = run(store, publisher, "ice_programme_page")
    assert [entry["url"] for entry in report.fetched] == [publisher.url(PAGE)]
    assert len(publisher.requests) == 1


def test_an_unknown_source_is_a_usage_error_that_names_the_known_ones(store, publisher):
    with pytest.raises(UsageError, match=r"no source is called 'ice'; known are .*ice_participating, .*ice_pending"):
        run(store, publisher, "ice")


def test_a_file_that_did_not_change_is_not_sent_again(store, publisher):
    publisher.answers(PAGE, says.conditional(page_of(TODAY).encode(), '"p"', "Mon, 18 May 2026 09:00:00 GMT"))
    publisher.answers(TODAY, says.conditional(PARTICIPATING_LIST, '"w"', "Mon, 18 May 2026 10:00:00 GMT"))
    run(store, publisher, "ice_participating")
    report = run(store, publisher, "ice_participating")
    assert (report.ok, report.fetched, report.unchanged) == (True, [], [publisher.url(TODAY)])
    assert publisher.headers_of_last(TODAY)["if-none-match"] == '"w"'
    assert publisher.headers_of_last(TODAY)["if-modified-since"] == "Mon, 18 May 2026 10:00:00 GMT"
    assert [seen.status for seen in store.observations()] == [200, 200, 304, 304]


def test_the_same_bytes_sent_again_are_unchanged_and_noted(store, publisher):
    run(store, publisher, "ice_pending")
    report = run(store, publisher, "ice_pending")
    assert (report.fetched, report.unchanged, report.warnings) == ([], [publisher.url(PENDING)], [])
    assert [seen.status for seen in store.observations() if seen.source == "ice_pending"] == [200, 200]


def test_a_copy_damaged_in_the_store_is_fetched_afresh(store, publisher):
    publisher.answers(TODAY, says.conditional(PARTICIPATING_LIST, '"w"', "Mon, 18 May 2026 10:00:00 GMT"))
    run(store, publisher, "ice_participating")
    store.latest("ice_participating").path.write_bytes(b"damaged")
    report = run(store, publisher, "ice_participating")
    assert [(entry["sha256"], entry["new"]) for entry in report.fetched] == [(sha(PARTICIPATING_LIST), False)]
    assert store.read(sha(PARTICIPATING_LIST)) == PARTICIPATING_LIST


def test_the_same_name_with_other_bytes_is_a_new_snapshot_and_a_warning(store, publisher):
    publisher.answers(TODAY, says.file(PARTICIPATING_LIST), says.file(OTHER_LIST))
    run(store, publisher, "ice_participating")
    report = run(store, publisher, "ice_participating")
    assert [(entry["sha256"], entry["new"]) for entry in report.fetched] == [(sha(OTHER_LIST), True)]
    assert report.warnings == [
        f"{publisher.url(TODAY)}: other bytes stand under the same name (sha256 {sha(PARTICIPATING_LIST)[:12]} before, "
        f"{sha(OTHER_LIST)[:12]} now); both are kept"
    ]
    assert report.ok
    assert {s.sha256 for s in store.snapshots()} == {sha(PARTICIPATING_LIST), sha(OTHER_LIST)}


def test_another_name_with_the_same_bytes_is_noted_without_new_bytes(store, publisher):
    renamed = "/lists/participatingAgencies05192026am.xlsx"
    run(store, publisher, "ice_participating")
    publisher.answers(PAGE, says.page(page_of(renamed)))
    publisher.answers(renamed, says.file(PARTICIPATING_LIST))
    report = run(store, publisher, "ice_participating")
    assert [(entry["url"], entry["new"]) for entry in report.fetched] == [(publisher.url(renamed), False)]
    assert report.warnings == []
    assert [s.name for s in store.snapshots()] == ["participatingAgencies05182026am.xlsx"]
    assert store.last(publisher.url(renamed)).name == "participatingAgencies05192026am.xlsx"


def test_swapped_files_are_kept_with_a_warning(store, publisher):
    publisher.answers(TODAY, says.file(PENDING_LIST))
    publisher.answers(PENDING, says.file(PARTICIPATING_LIST))
    report = run(store, publisher)
    assert report.ok
    assert report.warnings == [
        f"{publisher.url(TODAY)}: the link of ice_participating leads to a pending list; it is kept as that",
        f"{publisher.url(PENDING)}: the link of ice_pending leads to a participating list; it is kept as that",
    ]
    assert {s.sha256 for s in store.snapshots()} == {sha(PENDING_LIST), sha(PARTICIPATING_LIST)}


def test_old_links_on_the_page_are_fetched_too_and_one_that_is_gone_fails_alone(store, publisher):
    old = "/archive/participating%20agencies.xlsx"
    publisher.answers(PAGE, says.page(page_of(TODAY, "/archive/participating agencies.xlsx", TODAY)))
    report = run(store, publisher, "ice_participating")
    assert [entry["url"] for entry in report.fetched] == [publisher.url(TODAY)]
    assert [entry["url"] for entry in report.failed] == [publisher.url(old)]


def test_a_page_that_cannot_be_had_is_one_failure_and_no_workbook_is_asked_for(store, publisher):
    publisher.answers(PAGE, says.status(404))
    report = run(store, publisher)
    assert [failure["url"] for failure in report.failed] == [publisher.url(PAGE)]
    assert (report.ok, len(publisher.requests)) == (False, 1)


def test_a_server_that_is_not_there_is_said(store, publisher):
    publisher.server_close()
    report = run(store, publisher)
    assert report.failed[0]["why"].startswith("no connection to the server (")


def test_a_page_without_the_link_fails_loudly_for_that_source_only(store, publisher):
    publisher.answers(PAGE, says.page(page_of(TODAY, "/lists/pendingAgencies.pdf")))
    report = run(store, publisher)
    assert [entry["url"] for entry in report.fetched] == [publisher.url(TODAY)]
    assert report.failed == [
        {
            "url": publisher.url(PAGE),
            "why": "the page has no link to the file of ice_pending, pending agencies (workbook); look at the page; if "
            "the link is there under another name, change link_pattern in the source's registry file",
        }
    ]


def test_links_are_resolved_against_the_address_after_a_redirect(store, publisher):
    publisher.answers(PAGE, says.redirect("/new/place/programme"))
    publisher.answers("/new/place/programme", says.page(page_of("../files/pendingAgencies.xlsx")))
    publisher.answers("/new/files/pendingAgencies.xlsx", says.file(PENDING_LIST))
    report = run(store, publisher, "ice_pending")
    assert [entry["url"] for entry in report.fetched] == [publisher.url("/new/files/pendingAgencies.xlsx")]


def test_a_store_that_cannot_be_written_stops_the_run(tmp_path, publisher):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be"):
        run(Store(tmp_path / "file"), publisher)
