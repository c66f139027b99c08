"""The ledger over all real lists, and over less, more and shuffled ones: what must not change does not."""

import random
from dataclasses import replace

import pyarrow as pa
import pytest

from atlas287.core.engine import DuckDB
from atlas287.core.release import Release
from atlas287.intake import build, lists, store

pytestmark = pytest.mark.data
TOLD = "type, agency_id, model, before, after, older, newer"


@pytest.fixture(scope="module")
def read(data_dir, tmp_path_factory):
    """Every list that stands, in order, and the records."""
    folders = (data_dir / "agreements" / "sheets", data_dir / "agreements" / "historical")
    snapshots = [snapshot for folder in folders for snapshot in store.directory(folder)]
    standing, records, quarantined = build.read(snapshots, tmp_path_factory.mktemp("cache"))
    assert quarantined == []
    return standing, records


def tell(entries, records=()):
    """Events but held ones, and how each agency stands."""
    engine = DuckDB()
    try:
        build.fill(engine, entries, records)
        events = {tuple(row.values()) for row in engine.rows(f"SELECT {TOLD} FROM events WHERE type <> 'held'")}
        status = {row["agency_id"]: row["status"] for row in engine.rows("SELECT agency_id, status FROM agencies")}
        hashes = {
            row["agency_id"]: row["n"]
            for row in engine.rows("SELECT agency_id, count(*) AS n FROM coverage GROUP BY agency_id")
        }
    finally:
        engine.close()
    return events, status, hashes


@pytest.fixture(scope="module")
def told(read):
    return tell(*read)


def exits(events):
    return {event[:3] for event in events if event[0] == "no_longer_listed"}


def test_the_embedded_ledger_is_that_of_the_real_lists(told):
    release = Release.open()
    events = release.rows(f"SELECT {TOLD} FROM events WHERE type <> 'held'")
    assert {tuple(row.values()) for row in events} == told[0]
    assert {row["agency_id"]: row["status"] for row in release.rows("SELECT * FROM agencies")} == told[1]


@pytest.mark.parametrize("until", [450, 600])
def test_what_the_first_lists_tell_stands_when_the_others_follow(read, told, until):
    assert tell(read[0][:until])[0] - told[0] == set()


def test_shuffled_rows_and_a_list_given_twice_tell_the_same(read, told):
    order = random.Random(287)
    shuffled = []
    for entry in read[0]:
        rows = entry.parsed.rows
        turn = pa.array(order.sample(range(rows.num_rows), rows.num_rows), pa.int64())
        shuffled.append(replace(entry, parsed=replace(entry.parsed, rows=rows.take(turn))))
    assert tell([*shuffled[:400], shuffled[400], *shuffled[400:]], read[1]) == told


def test_a_list_less_moves_bounds_and_makes_nobody_leave(read, told):
    standing = read[0]
    gone = next(i for i, entry in enumerate(standing) if entry.snapshot.name == "participatingAgencies04152026pm.xlsx")
    events, status, _ = tell(standing[:gone] + standing[gone + 1 :], read[1])
    assert exits(events) == exits(told[0])
    assert status == told[1]
    assert {(each[0], each[1], each[2]) for each in events} == {(each[0], each[1], each[2]) for each in told[0]}


def test_a_year_without_lists_invents_no_exit(read, told):
    without = [entry for entry in read[0] if entry.as_of.year != 2023]
    events, status, _ = tell(without, read[1])
    assert exits(events) - exits(told[0]) == set()
    assert {status[agency] for agency, stands in told[1].items() if stands == "listed"} == {"listed"}


def test_a_list_with_half_its_rows_is_quarantined_and_tells_nothing(read):
    newest = max((entry for entry in read[0] if entry.parsed.kind == "participating"), key=lambda entry: entry.order)
    half = replace(newest.parsed, rows=newest.parsed.rows.slice(0, newest.parsed.rows.num_rows // 2), sha256="0" * 64)
    later = replace(newest, parsed=half, as_of=newest.as_of.replace(day=20))
    standing, refused = lists.plausible([*read[0], later])
    assert standing == read[0]
    assert "a fall beyond the plausible factor 0.75" in refused[0].reason
