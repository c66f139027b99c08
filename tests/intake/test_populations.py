"""Tables of facility-days: read where they are whole, quarantined with one sentence where they are not."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from atlas287 import published
from atlas287.core.errors import ReadError, StoreError
from atlas287.core.model import Snapshot
from atlas287.intake.readers import populations
from support.custody import SCHEMA, days, facility_day, write_days
from support.lists import write_list

NEWEST = date(2025, 3, 1)
ROWS = [
    facility_day("DELAWOH", "DELAWARE COUNTY JAIL", day, 3, 4, 1) for day in days(date(2025, 2, 1), date(2025, 2, 3))
]


def parsed(path):
    return populations.parse(Snapshot("0" * 64, path.name, path), NEWEST)


def changed(**values):
    return [ROWS[0] | values, *ROWS[1:]]


def test_a_whole_table_is_told_by_its_columns_and_summed_at_midnight(tmp_path):
    found = parsed(write_days(tmp_path / "days.parquet", ROWS))
    assert (found.source, found.rows, found.facilities, found.person_days) == ("ddp_facility_days", 3, 1, 9)
    assert (found.first_day, found.last_day) == (date(2025, 2, 1), date(2025, 2, 3))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([*ROWS, ROWS[0]], "days.parquet: 1 facility-days stand more than once; the file is left out"),
        (changed(n_detained_female=-1), "1 rows print a negative number"),
        (changed(detention_facility_code=None), "1 rows have an empty cell"),
        (changed(n_detained_at_midnight=None), "1 rows have an empty cell"),
        (changed(n_detained_at_midnight=5), "1 rows print a part of the people of a day that is larger than the whole"),
        (changed(n_detained_female=1), "1 rows print a part of the people of a day that is larger than the whole"),
        (changed(date=datetime(2, 1, 1)), "its days run from 0002-01-01 to 2025-02-03"),
        ([facility_day("DELAWOH", "JAIL", date(2026, 3, 3), 1)], "more than a year after the newest list"),
        ([], "the table has no row"),
    ],
)
def test_a_row_that_cannot_be_keeps_the_whole_table_out(tmp_path, rows, said):
    with pytest.raises(ReadError) as refused:
        parsed(write_days(tmp_path / "days.parquet", rows))
    assert said in str(refused.value)


def test_a_table_that_lacks_a_column_or_has_another_is_refused_by_name(tmp_path):
    short = SCHEMA.remove(SCHEMA.get_field_index("n_detained_male"))
    with pytest.raises(ReadError, match=r"days\.parquet: the table of facility-days lacks n_detained_male; read its"):
        parsed(write_days(tmp_path / "days.parquet", ROWS, short))
    long = SCHEMA.append(pa.field("nationality", pa.string()))
    with pytest.raises(ReadError, match="has besides nationality"):
        parsed(write_days(tmp_path / "days.parquet", ROWS, long))
    typed = SCHEMA.set(2, pa.field("n_detained", pa.string()))
    rows = [row | {"n_detained": str(row["n_detained"])} for row in ROWS]
    with pytest.raises(ReadError, match="the column n_detained is of type VARCHAR"):
        parsed(write_days(tmp_path / "days.parquet", rows, typed))


def test_another_table_is_no_source(tmp_path):
    with pytest.raises(ReadError, match="no source of the registry has these columns"):
        parsed(write_days(tmp_path / "other.parquet", [{"a": 1}], pa.schema([("a", pa.int32())])))


@pytest.mark.parametrize("kept", [0, 100, -20])
def test_a_damaged_or_cut_table_is_refused_in_one_sentence(tmp_path, kept):
    path = write_days(tmp_path / "days.parquet", ROWS)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(
        ReadError, match=r"^days\.parquet: the Parquet table is damaged or cut short; fetch the file again$"
    ):
        parsed(path)


@pytest.fixture
def sheets(tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    write_list(folder, 60, NEWEST)
    return folder


def build(tmp_path, *sources):
    return published.build(list(sources), tmp_path / "releases", cache=tmp_path / "cache")


def test_a_build_without_a_table_has_the_same_tables_empty(tmp_path, sheets):
    built = build(tmp_path, sheets)
    for name in ("facilities", "facility_months", "custody_months", "facility_files"):
        assert built.release.rows(f"SELECT count(*) AS n FROM {name}") == [{"n": 0}]
    with_table = build(tmp_path, sheets, write_days(tmp_path / "days.parquet", ROWS))
    assert [t["columns"] for t in built.release.manifest["tables"]] == [
        t["columns"] for t in with_table.release.manifest["tables"]
    ]
    told = with_table.release.manifest["inputs"][-1]
    assert (told["file"], with_table.quarantined) == ("days.parquet", [])
    assert with_table.release.rows("SELECT sha256, person_days FROM facility_files") == [
        {"sha256": told["sha256"], "person_days": 9}
    ]


def test_of_two_tables_the_one_that_reaches_further_stands_and_the_other_is_quarantined(tmp_path, sheets):
    folder = tmp_path / "tables"
    folder.mkdir()
    write_days(folder / "old.parquet", ROWS[:2])
    write_days(folder / "new.parquet", ROWS)
    (folder / "notes.parquet").write_bytes(b"no table")
    built = build(tmp_path, sheets, folder)
    assert [entry.name for entry in built.quarantined] == ["notes.parquet", "old.parquet"]
    assert built.quarantined[0].reason == "the Parquet table is damaged or cut short; fetch the file again"
    assert built.quarantined[1].reason == "new.parquet counts the same people up to a later day"
    assert built.release.rows("SELECT file FROM facility_files") == [{"file": "new.parquet"}]


def test_a_file_that_is_no_published_file_is_refused_where_it_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(StoreError, match=r"the file is no \.xlsx, \.csv or \.parquet file"):
        build(tmp_path, tmp_path / "notes.txt")
