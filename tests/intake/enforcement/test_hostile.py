"""Damaged, bombed and nonsensical files are refused in one sentence, in bounded time and memory."""

import io
import resource
import zipfile

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.intake.enforcement import bounds
from atlas287.intake.enforcement.describe import describe
from atlas287.intake.enforcement.reading import read_table
from support import tables

ARRESTS = registry.layouts()["ddp_arrests_2026_03"]
HEADS = tables.headings(ARRESTS)


def refused(path):
    with pytest.raises(ReadError) as caught:
        describe(read_table(path))
    assert str(caught.value).count("\n") == 0
    return str(caught.value)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_short_is_refused(share, tmp_path):
    for write, name in (
        (tables.write_parquet, "a.parquet"),
        (tables.write_feather, "a.feather"),
        (tables.write_xlsx, "a.xlsx"),
    ):
        path = write(tmp_path / name, HEADS, tables.rows(ARRESTS, count=50))
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        assert "damaged or cut short" in refused(path), name


def test_flipped_bytes_never_bring_the_reader_down(tmp_path):
    for write, name in (
        (tables.write_parquet, "a.parquet"),
        (tables.write_feather, "a.feather"),
        (tables.write_xlsx, "a.xlsx"),
    ):
        path = write(tmp_path / name, HEADS, tables.rows(ARRESTS, count=20))
        data = path.read_bytes()
        for at in range(16, len(data), len(data) // 25):
            path.write_bytes(data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :])
            try:
                describe(read_table(path))
            except ReadError as error:
                assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"", "the file is empty"),
        (b"FEA1....", "the first version of Feather"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08", "packed by gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password-protected or in the old .xls format"),
        (b"<!DOCTYPE html><html>", "a web page or XML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "the headings are those of no known table"),
        (b"{", "the file is no JSON"),
        (b"\x00\x01\x02\x03", "no"),
        (b"PK\x03\x04", "damaged or cut short"),
    ],
)
def test_what_is_no_table_is_named(start, said, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(start)
    assert said in refused(path)


def test_nul_bytes_are_left_out_and_counted(tmp_path):
    data = tables.csv_bytes(HEADS, tables.rows(ARRESTS, gender="Male"))
    path = tmp_path / "a.csv"
    path.write_bytes(data.replace(b"Male", b"M\0al\0e", 2))
    said = describe(read_table(path))
    assert said["rows"] == 3
    assert [(each["code"], each["count"], each["cell"]) for each in said["issues"]] == [("nul_byte", 4, "a!A2")]


def test_rows_of_another_length_are_told_with_their_number_and_left_out(tmp_path):
    lines = tables.csv_bytes(HEADS, tables.rows(ARRESTS)).split(b"\n")
    path = tmp_path / "a.csv"
    path.write_bytes(b"\n".join([*lines[:2], lines[2] + b",more", *lines[3:]]))
    reading = read_table(path)
    assert [row["in_row"] for batch in reading.batches() for row in batch.to_pylist()] == [2, 4]
    assert [(each["code"], each["cell"]) for each in reading.tally.to_json()] == [("row_of_other_length", "a!A3")]


def test_a_huge_cell_is_refused_in_every_format(tmp_path):
    made = tables.rows(ARRESTS, operation="x" * (9 << 20))
    for write, name in (
        (tables.write_csv, "a.csv"),
        (tables.write_parquet, "a.parquet"),
        (tables.write_feather, "a.feather"),
    ):
        said = refused(write(tmp_path / name, HEADS, made))
        assert "a cell has more than 1 MiB of text" in said or "a row is too long" in said, name
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(f'<c r="A2" t="inlineStr"><is><t>{"x" * (3 << 20)}</t></is></c>'))
    assert "a cell has more than 1 MiB of text" in refused(path)


def test_a_text_that_many_rows_share_is_held_once(tmp_path):
    # 60,000 rows of 500,000 letters each would fill 30 GB.
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 60_000, pa.int32()), pa.array(["x" * 500_000]))
    day = pa.array([0] * 60_000, pa.int64()).cast(pa.timestamp("us"))
    table = pa.table({name: shared if name == "operation" else day for name in HEADS.values()})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pq.write_table(table, tmp_path / "a.parquet")
    feather.write_feather(table, str(tmp_path / "a.feather"))
    for name in ("a.parquet", "a.feather"):
        reading = read_table(tmp_path / name)
        with pytest.raises(ReadError, match="texts of the column are too long"):
            describe(reading)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 << 10


CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(cells="", *, sheet=None, strings="", extra=None, row=2):
    """A workbook written by hand: `cells` in row 2, or the whole `sheet`."""
    parts = {
        "[Content_Types].xml": CONTENT,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets><sheet name="S" sheetId="1" r:id="a"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="a" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet
        or f'<worksheet xmlns="{MAIN}"><sheetData><row r="{row}">{cells}</row></sheetData></worksheet>',
        **(extra or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def rows_of(cell, count):
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>'
        + "".join(f'<row r="{n}">{cell.format(n=n)}</row>' for n in range(1, count + 1))
        + "</sheetData></worksheet>"
    )


LONG = f"<si><t>{'x' * 900_000}</t></si>"
BOMBS = {
    "a_sheet_that_inflates_beyond_measure": (
        lambda: package(sheet=f'<worksheet xmlns="{MAIN}"><sheetData>' + "<row/>\n" * 20_000_000),
        "inflates beyond all measure",
    ),
    "a_cell_in_the_last_corner": (lambda: package('<c r="XFD2"><v>1</v></c>'), "more than 104 columns"),
    "a_cell_below_the_last_row": (lambda: package('<c r="A1048576"><v>1</v></c>'), "beyond its last row"),
    "a_row_that_no_sheet_has": (lambda: package('<c r="A9999999"><v>1</v></c>', row=9_999_999), "beyond its last row"),
    "a_text_shared_by_many_cells": (
        lambda: package(sheet=rows_of('<c r="A{n}" t="s"><v>0</v></c>', 20_000), strings=LONG),
        "too long for memory",
    ),
    "cells_without_an_address": (lambda: package("<c><v>1</v></c>"), "no plain address"),
    "cells_under_another_prefix": (
        lambda: package(f'<y:c xmlns:y="{MAIN}" r="A2"><v>1</v></y:c>'),
        "no plain address",
    ),
    "a_document_type": (
        lambda: package(sheet=f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>'),
        "declares a document type",
    ),
    "macros": (lambda: package(extra={"xl/vbaProject.bin": "x"}), "carries macros"),
    "a_million_parts": (lambda: package(extra={f"x/{n}.xml": "" for n in range(2_001)}), "more than 2,000 parts"),
    "a_large_part_beside_the_sheets": (
        lambda: package(extra={"x.xml": "<a/>" * (9 << 20)}),
        "a part beside the sheets",
    ),
    "no_workbook": (lambda: package(extra={"xl/workbook.xml": ""}), "cannot be read"),
}


@pytest.mark.parametrize(("make", "said"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_of_a_workbook_is_refused(make, said, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert said in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10


def test_a_workbook_whose_tags_have_a_prefix_passes_the_bounds(tmp_path):
    path = tmp_path / "a.xlsx"
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    path.write_bytes(package(sheet=sheet))
    assert bounds.check(path) is None  # raises nothing: the prefix hides no cell and makes none


def test_error_cells_are_counted_by_column_with_the_first_cell(tmp_path):
    made = tables.rows(ARRESTS)
    made[1]["operation"] = made[2]["operation"] = "#N/A"
    path = tables.write_xlsx(tmp_path / "a.xlsx", HEADS, made)
    said = describe(read_table(path))
    position = list(HEADS).index("operation")
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position]
    assert [(each["code"], each["count"], each["cell"]) for each in said["issues"]] == [
        ("error_cell", 2, f"Sheet1!{letter}3")
    ]
