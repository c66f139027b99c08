"""Tables that are not what they should be: dates, types, other releases, faulty releases, duplicates."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import Form
from atlas287.intake.enforcement.describe import describe
from atlas287.intake.enforcement.reading import read_table
from support import tables

LAYOUTS = registry.layouts()
ARRESTS, LATER = LAYOUTS["ddp_arrests_2026_03"], LAYOUTS["ddp_arrests_2026_08"]
REMOVALS, ENCOUNTERS = LAYOUTS["ddp_removals_2025_07"], LAYOUTS["ddp_encounters_2025_07"]


def read(path):
    reading = read_table(path)
    return reading, [row for batch in reading.batches() for row in batch.to_pylist()]


def issues(reading):
    return {(each["code"], each["rule"]): (each["count"], each["cells"]) for each in reading.tally.to_json()}


def test_dates_in_the_year_2_and_in_the_future_are_gaps_told_with_their_cells(tmp_path):
    made = tables.rows(ARRESTS, count=4)
    for row, day in zip(made, ("0002-05-01", "2026-09-17", "2026-03-31", "2012-01-01"), strict=True):
        row["apprehension_date"] = day
    path = tables.write_csv(tmp_path / "a.csv", tables.headings(ARRESTS), made)
    reading, rows = read(path)
    assert [row["apprehension_date"] for row in rows] == [None, None, datetime(2026, 3, 31), datetime(2012, 1, 1)]
    assert issues(reading) == {
        ("date_implausible", "apprehension_date: before 1900"): (1, ["a!A2"]),
        ("date_implausible", "apprehension_date: after 2026-03-31"): (1, ["a!A3"]),
    }
    assert (reading.oldest, reading.newest, reading.later_rows) == (date(2012, 1, 1), date(2026, 3, 31), 0)


def test_implausible_dates_of_a_typed_file_are_gaps_too(tmp_path):
    made = tables.rows(ARRESTS)
    made[0]["departed_date"] = datetime(2, 5, 1)
    reading, rows = read(tables.write_parquet(tmp_path / "a.parquet", tables.headings(ARRESTS), made))
    assert rows[0]["departed_date"] is None
    assert [code for code, _ in issues(reading)] == ["date_implausible"]


def test_mixed_types_in_a_column_are_read_one_by_one_and_the_rest_told(tmp_path):
    made = tables.rows(ARRESTS, count=4)
    for row, year, day in zip(
        made, (1990, "about 1990", "1991", "(b)(6)"), (datetime(2025, 7, 4), "7/5/2025", 45844, "soon"), strict=True
    ):
        row["birth_year"], row["departed_date"] = year, day
    path = tables.write_xlsx(tmp_path / "a.xlsx", tables.headings(ARRESTS), made)
    reading, rows = read(path)
    assert [row["birth_year"] for row in rows] == [1990, None, 1991, None]
    assert [row["redacted"] for row in rows] == [None, None, None, "birth_year"]
    assert [row["departed_date"] for row in rows] == [datetime(2025, 7, day) for day in (4, 5, 6)] + [None]
    codes = [code for code, _ in issues(reading)]
    assert codes == ["date_repaired", "date_unreadable", "number_unreadable"]
    assert reading.redacted == {"birth_year": 1}


def test_sheets_that_continue_a_table_in_any_order_are_one_table(tmp_path):
    made, heads = tables.rows(ARRESTS, Form.RAW, count=6), tables.headings(ARRESTS, Form.RAW)
    turned = dict(reversed(heads.items()))
    path = tables.write_sheets(
        tmp_path / "a.xlsx",
        {"FY2026": (turned, made[4:]), "FY2024": (heads, made[:2]), "FY2025": (heads, made[2:4])},
        tables.RAW_TITLES,
    )
    reading, rows = read(path)
    assert reading.match.form is Form.RAW
    assert reading.sheets == ["FY2026", "FY2024", "FY2025"]
    assert [(row["in_sheet"], row["in_row"]) for row in rows] == [
        (name, number) for name in ("FY2026", "FY2024", "FY2025") for number in (8, 9)
    ]
    assert {row["apprehension_site_landmark"] for row in rows} == {
        f"Invented apprehension_site_landmark {number}" for number in range(1, 7)
    }


def test_a_sheet_of_another_release_or_of_nothing_known_is_told_and_not_read(tmp_path):
    path = tables.write_sheets(
        tmp_path / "a.xlsx",
        {
            "Notes": ({"a": "About", "b": "this file"}, [{"a": "nothing", "b": "known"}]),
            "March": (tables.headings(ARRESTS), tables.rows(ARRESTS)),
            "August": (tables.headings(LATER), tables.rows(LATER)),
        },
    )
    reading, rows = read(path)
    assert (reading.layout, len(rows), reading.sheets) == (ARRESTS, 3, ["March"])
    assert issues(reading) == {
        ("other_layout", "another table (ddp_arrests_2026_08); not read"): (1, ["August!A1"]),
        ("other_sheet", "no known table; not read"): (1, ["Notes!A1"]),
    }
    assert any("release of August 2026" in sentence for sentence in reading.others)


def test_rows_of_another_release_below_their_own_headings_are_told_and_not_read(tmp_path):
    # The two releases have 33 columns each once one is left out, so that every line has the same length.
    later = dict(list(tables.headings(LATER).items())[: len(tables.headings(ARRESTS))])
    first = tables.csv_bytes(tables.headings(ARRESTS), tables.rows(ARRESTS))
    path = tmp_path / "a.csv"
    path.write_bytes(first + tables.csv_bytes(later, tables.rows(LATER)))
    reading, rows = read(path)
    assert (reading.layout, len(rows)) == (ARRESTS, 3)
    assert issues(reading)[("other_layout", "another table (ddp_arrests_2026_08); not read")] == (1, ["a!A5"])


def test_columns_of_two_releases_in_one_table_are_told(tmp_path):
    heads = tables.headings(ARRESTS) | {"event_landmark": "event_landmark"}
    made = [row | {"event_landmark": "Invented"} for row in tables.rows(ARRESTS)]
    reading, _ = read(tables.write_parquet(tmp_path / "a.parquet", heads, made))
    assert ("column_of_another_release", "of release 2026-08; not read") in issues(reading)


def test_headings_repeated_among_the_rows_and_blank_rows_are_no_rows(tmp_path):
    once = tables.csv_bytes(tables.headings(ARRESTS), tables.rows(ARRESTS))
    path = tmp_path / "a.csv"
    path.write_bytes(once + b"\n" + b"," * 32 + b"\n" + once)
    reading, rows = read(path)
    assert len(rows) == 6
    assert issues(reading) == {("heading_repeated", "not counted"): (1, ["a!A7"])}


@pytest.mark.parametrize(
    ("layout", "newest", "treated"),
    [
        (REMOVALS, date(2025, 6, 26), "Removals of late June 2025"),
        (REMOVALS, date(2025, 7, 28), None),
        (REMOVALS, date(2025, 10, 15), "Removals of October 2025"),
        (REMOVALS, date(2026, 3, 10), "Removals of March 2026"),
        (ENCOUNTERS, date(2025, 7, 28), None),
        (ENCOUNTERS, date(2025, 10, 15), "Encounters of October 2025"),
        (ENCOUNTERS, date(2026, 3, 10), "Encounters of March 2026"),
    ],
)
def test_a_faulty_release_is_refused_by_table_with_the_reason(layout, newest, treated, tmp_path):
    made = tables.rows(layout, count=40)
    for number, row in enumerate(made):
        row[layout.period] = datetime.combine(newest - timedelta(days=number), datetime.min.time())
    reading = read_table(tables.write_parquet(tmp_path / "a.parquet", tables.headings(layout), made))
    said = describe(reading)
    if treated:
        with pytest.raises(ReadError, match=f"a.parquet: {treated}.*; see https://deportationdata.org"):
            reading.refuse_faulty()
    else:
        reading.refuse_faulty()
    assert [(fault["treat"], fault["what"].startswith(treated)) for fault in said["faulty"]] == (
        [("refuse", True)] if treated else []
    )
    assert any(text.startswith("Refused: ") for text in said["warnings"]) == (treated is not None)
    assert said["as_of"] == newest.isoformat()


def test_the_fold_of_methods_in_late_july_2025_is_flagged_with_the_rows_it_concerns(tmp_path):
    made = tables.rows(ARRESTS, count=4)
    for row, day in zip(made, (1, 20, 25, 31), strict=True):
        row["apprehension_date"] = datetime(2025, 7, day)
    said = describe(read_table(tables.write_parquet(tmp_path / "a.parquet", tables.headings(ARRESTS), made)))
    assert [(fault["treat"], fault["field"], fault["rows"]) for fault in said["faulty"]] == [
        ("flag", "apprehension_method", 2)
    ]


def test_a_release_later_than_the_known_one_is_told_by_its_many_late_rows(tmp_path):
    made = tables.rows(ARRESTS, count=30)
    for row in made:
        row["apprehension_date"] = datetime(2027, 1, 5)
    path = tables.write_parquet(tmp_path / "a.parquet", tables.headings(ARRESTS), made)
    reading = read_table(path)
    said = describe(reading)
    with pytest.raises(ReadError, match="30 rows are dated after 2026-03-31"):
        reading.refuse_faulty()
    assert said["as_of"] == "2027-01-05"
    assert any(text.startswith("30 rows are dated after 2026-03-31") for text in said["warnings"])
    again = read_table(path, until=date(2027, 1, 31))
    assert {row["apprehension_date"] for batch in again.batches() for row in batch.to_pylist()} == {
        datetime(2027, 1, 5)
    }


def test_tables_with_equal_columns_are_told_apart_by_their_values(tmp_path):
    for name in ("pa_detainers_2007_2012", "us_detainers_citizen_lifted", "us_detainers_not_deportable"):
        layout = LAYOUTS[name]
        reading, _ = read(tables.write_csv(tmp_path / "a.csv", tables.headings(layout), tables.rows(layout)))
        assert reading.layout.name == name
    made = tables.rows(LAYOUTS["pa_detainers_2007_2012"], state="OHIO")
    with pytest.raises(ReadError, match="the columns are known, the values are not; compare it with"):
        read(tables.write_csv(tmp_path / "a.csv", tables.headings(layout), made))


def test_equal_rows_without_identifiers_are_all_kept(tmp_path):
    layout = LAYOUTS["pa_detainers_2007_2012"]
    made = tables.rows(layout, count=1) * 5
    _, rows = read(tables.write_csv(tmp_path / "a.csv", tables.headings(layout), made))
    assert len(rows) == 5


def test_dictionary_and_large_texts_of_arrow_are_texts(tmp_path):
    made, heads = tables.rows(ARRESTS), tables.headings(ARRESTS)
    table = tables.arrow(heads, made)
    kinds = {"gender": pa.dictionary(pa.int8(), pa.string()), "operation": pa.large_string()}
    fields = [pa.field(each.name, kinds.get(each.name, each.type)) for each in table.schema]
    path = tmp_path / "a.parquet"
    pq.write_table(table.cast(pa.schema(fields)), path)
    _, rows = read(path)
    assert [row["gender"] for row in rows] == [row["gender"] for row in made]
    assert [row["operation"] for row in rows] == [row["operation"] for row in made]
