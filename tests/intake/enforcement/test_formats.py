"""Every table that the registry knows, invented anew in every format, reads to the same rows."""

from datetime import date, datetime

import pytest

from atlas287.core import registry
from atlas287.core.model import ColumnType, Form
from atlas287.intake.enforcement.reading import read_table
from support import tables

LAYOUTS = registry.layouts()
FORMS = [(name, form) for name, layout in LAYOUTS.items() for form in layout.forms]
WRITERS = {
    "comma": lambda path, heads, made: tables.write_csv(path, heads, made),
    "byte_order_mark": lambda path, heads, made: tables.write_csv(path, heads, made, encoding="utf-8-sig"),
    "tab": lambda path, heads, made: tables.write_csv(path, heads, made, delimiter="\t"),
    "bar": lambda path, heads, made: tables.write_csv(path, heads, made, delimiter="|"),
    "utf_16": lambda path, heads, made: tables.write_csv(path, heads, made, encoding="utf-16"),
    "parquet": tables.write_parquet,
    "feather": tables.write_feather,
    "workbook": tables.write_xlsx,
    "workbook_of_ice": lambda path, heads, made: tables.write_xlsx(path, heads, made, titles=tables.RAW_TITLES),
}


def meant(layout, row):
    """The row as it must come back: every column of the layout, days as days."""
    told = {}
    for name, column in layout.columns.items():
        each = row.get(name)
        if column.type in (ColumnType.DATE, ColumnType.MONTH) and isinstance(each, datetime):
            each = each.date()
        told[name] = each
    return told


@pytest.mark.parametrize(("name", "form"), FORMS, ids=lambda value: str(value))
def test_a_table_reads_to_the_same_rows_from_every_format(name, form, tmp_path):
    layout = LAYOUTS[name]
    made, heads = tables.rows(layout, form), tables.headings(layout, form)
    expected = [meant(layout, row) for row in made]
    for kind, write in WRITERS.items():
        # The name of the file tells nothing.
        reading = read_table(write(tmp_path / f"{kind}.bin", heads, made))
        found = [row for batch in reading.batches() for row in batch.to_pylist()]
        assert (reading.layout.name, reading.match.form) == (name, form), kind
        assert (reading.match.missing, reading.match.extra) == ((), ()), kind
        assert [{key: row[key] for key in layout.columns} for row in found] == expected, kind
        first = 8 if kind == "workbook_of_ice" else 2
        assert [row["in_row"] for row in found] == [first, first + 1, first + 2], kind
        assert {issue["code"] for issue in reading.tally.to_json()} <= {"text_above_heading"}, kind


def test_letters_beyond_ascii_are_read_from_windows_1252(tmp_path):
    layout = LAYOUTS["ddp_arrests_2026_03"]
    made = tables.rows(layout, apprehension_site_landmark="Peña Blanca")
    path = tables.write_csv(tmp_path / "a.csv", tables.headings(layout), made, encoding="windows-1252")
    found = [row["apprehension_site_landmark"] for b in read_table(path).batches() for row in b.to_pylist()]
    assert found == ["Peña Blanca"] * 3


def test_headings_in_another_order_give_the_same_columns(tmp_path):
    layout = LAYOUTS["ddp_detainers_2026_08"]
    made, heads = tables.rows(layout, Form.RAW), tables.headings(layout, Form.RAW)
    turned = dict(reversed(heads.items()))
    straight = read_table(tables.write_csv(tmp_path / "a.csv", heads, made))
    backward = read_table(tables.write_csv(tmp_path / "b.csv", turned, made))
    one, other = (
        [row for b in r.batches() for row in b.drop_columns(["in_sheet"]).to_pylist()] for r in (straight, backward)
    )
    assert one == other
    assert backward.oldest == date(2011, 11, 2)
