"""Fetching the Deportation Data Project's tables from an invented publisher on 127.0.0.1."""

import pytest

from atlas287.core import registry
from atlas287.intake.fetch import fetch
from support import server as says
from support import tables
from support.publisher import QUICK, sha

LAYOUTS = registry.layouts()
DDP = registry.source("ddp")
KINDS = {
    "arrests-latest.parquet": "ddp_arrests_2026_08",
    "detainers-latest.parquet": "ddp_detainers_2026_08",
    "detention-stints-latest.parquet": "ddp_detention_stints_2026_08",
    "detention-stays-latest.parquet": "ddp_detention_stays_2026_03",
    "joined-arrests-detention-stays-latest.parquet": "ddp_joined_arrests_detention_stays_2026_03",
    "facilities-daily-population-latest.parquet": "ddp_facility_days_2025_10",
    "removals-latest.parquet": "ddp_removals_2025_07",
}


@pytest.fixture
def files(publisher, tmp_path):
    found = {}
    for name, layout in KINDS.items():
        path = tables.write_parquet(tmp_path / name, tables.headings(LAYOUTS[layout]), tables.rows(LAYOUTS[layout]))
        found[name] = path.read_bytes()
        publisher.answers(f"/data/{name}", says.file(found[name]))
    return found


def run(store, publisher):
    return fetch(store, ["ddp"], page_url=publisher.url("/data"), pace=QUICK)


def test_every_table_is_fetched_once_and_kept(store, publisher, files):
    assert set(DDP.files) == set(KINDS)
    report = run(store, publisher)
    assert (report.ok, report.source, report.warnings) == (True, ["ddp"], [])
    assert [entry["sha256"] for entry in report.fetched] == [sha(files[name]) for name in DDP.files]
    again = run(store, publisher)
    assert (again.fetched, len(again.unchanged)) == ([], len(KINDS))


def test_tables_about_people_are_no_snapshots_of_a_build(store, publisher, files):
    run(store, publisher)
    assert store.snapshots() == []


def test_without_a_name_the_tables_are_not_fetched(store, publisher):
    publisher.answers("/programme", says.page("<p>nothing"))
    fetch(store, (), page_url=publisher.url("/programme"), pace=QUICK)
    assert {path for _, path, _ in publisher.requests} == {"/programme"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<!DOCTYPE html><p>sign in", "the server sent a web page instead of a table"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "those of no known table"),
        (b"PAR1 cut short", "damaged or cut short"),
    ],
)
def test_what_is_no_table_is_not_kept_and_the_others_are(store, publisher, files, data, said):
    publisher.answers("/data/arrests-latest.parquet", says.file(data))
    report = run(store, publisher)
    assert [entry["url"] for entry in report.failed] == [publisher.url("/data/arrests-latest.parquet")]
    assert said in report.failed[0]["why"]
    assert len(report.fetched) == len(KINDS) - 1


def test_columns_that_are_not_those_known_are_said(store, publisher, files, tmp_path):
    layout = LAYOUTS["ddp_arrests_2026_08"]
    heads = tables.headings(layout) | {"new": "New column"}
    made = [row | {"new": "x"} for row in tables.rows(layout)]
    path = tables.write_parquet(tmp_path / "new.parquet", heads, made)
    publisher.answers("/data/arrests-latest.parquet", says.file(path.read_bytes()))
    report = run(store, publisher)
    assert report.ok
    assert [text.endswith("besides them New column.") for text in report.warnings] == [True]
