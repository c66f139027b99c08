"""CSV files of old lists and of records: told by their headings, split into lists, every cell with its address.

All rows are invented; the headings are those of the sources.
"""

import csv
import hashlib
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.core.errors import ReadError
from atlas287.core.model import Issue
from atlas287.intake.readers import table
from atlas287.intake.readers.xlsx import RAW_SCHEMA

PARTNERS = "as_of,archive_capture,state,agency,source"
REPORT = "as_of,state,agency,model,date_signed_original,status,source"
WEB = (
    "state,agency,support_type,signed,first_seen,last_seen,captures_listed,captures_missing_between,"
    "still_listed_at_end,moa_url,source"
)
ARCHIVE = "state,agency,date_signed,moa_file,source"


def content(*lines):
    return ("\n".join(lines) + "\n").encode()


def read(*lines, name="old.csv"):
    return table.parse(content(*lines), name=name)


def refusal(data, name="old.csv"):
    with pytest.raises(ReadError) as refused:
        table.parse(data, name=name)
    return str(refused.value)


def agencies(parsed):
    return parsed.rows.column("agency").to_pylist()


def test_one_file_holds_two_lists_told_apart_and_ordered_by_date():
    found = read(
        PARTNERS,
        "2008-03-10,20080401,OH,Elm County Sheriff's Office,page",
        "2007-09-19,20080114,OH,Elm County Sheriff's Office,page",
        "2008-03-10,20080401,PA,Oakham Police Department,page",
    )
    assert [(p.as_of, agencies(p), p.rows.column("row").to_pylist()) for p in found] == [
        (date(2007, 9, 19), ["Elm County Sheriff's Office"], [3]),
        (date(2008, 3, 10), ["Elm County Sheriff's Office", "Oakham Police Department"], [2, 4]),
    ]
    assert {(p.source, p.kind, p.layout) for p in found} == {("ice_partners_2007_2008", "participating", "H1")}


def test_the_status_splits_a_list_into_participating_and_pending():
    found = read(
        REPORT,
        "2009-10-28,Ohio,Elm County Sheriff's Office,Hybrid,2008-02-01,pending,report",
        "2009-10-28,Ohio,Oakham Police Department,Task Force,2007-03-04,signed,report",
        "2009-10-28,Ohio,Ash County Sheriff's Office,Jail Enforcement, ,  pending ,report",
    )
    assert [(p.source, p.kind, p.as_of, agencies(p)) for p in found] == [
        ("dhs_oig_2009", "participating", date(2009, 10, 28), ["Oakham Police Department"]),
        ("dhs_oig_2009", "pending", date(2009, 10, 28), ["Elm County Sheriff's Office", "Ash County Sheriff's Office"]),
    ]


def test_a_row_is_as_printed_and_a_blank_cell_is_null():
    [found] = read(REPORT, '2009-10-28,OHIO ,"Elm  County, Sheriff",Task Force,,signed,report')
    assert found.rows.schema == RAW_SCHEMA
    assert found.rows.to_pylist() == [
        dict.fromkeys(RAW_SCHEMA.names)
        | {"row": 2, "hidden": False, "state": "OHIO ", "agency": "Elm  County, Sheriff", "model": "Task Force"}
    ]


def test_cells_are_addressed_as_in_a_spreadsheet():
    found = read(
        REPORT,
        "2009-10-28,Ohio,Oakham Police Department,Task Force,2007-03-04,signed,report",
        "",
        "2009-10-28,Ohio,Elm County Sheriff's Office,Hybrid,2008-02-01,signed,report",
        "2009-10-28,Ohio,Ash County Sheriff's Office,Hybrid,2008-02-01,pending,report",
        name="dhs_oig_2009-10-28.csv",
    )
    cells = [(p.cell("agency", row), p.cell("signed", row)) for p in found for row in p.rows.column("row").to_pylist()]
    assert cells == [(f"dhs_oig_2009-10-28!C{row}", f"dhs_oig_2009-10-28!E{row}") for row in (2, 4, 5)]
    assert found[0].letters == {"as_of": "A", "state": "B", "agency": "C", "model": "D", "signed": "E", "kind": "F"}


def test_the_headings_count_in_any_order_and_letter_case():
    [found] = read("Agency, STATE ,Archive_Capture,as_of", "Oakham Police Department,OH,20080114,2007-09-19")
    assert found.letters == {"agency": "A", "state": "B", "as_of": "D"}
    assert (found.cell("agency", 2), agencies(found), found.issues) == ("old!A2", ["Oakham Police Department"], ())


def test_what_a_list_of_a_csv_cannot_have_is_zero_or_none():
    [found] = read(PARTNERS, "2007-09-19,20080114,OH,Oakham Police Department,page")
    assert (found.hidden_rows, found.filler_rows, found.created, found.modified) == (0, 0, None, None)
    assert found.sheet == "old"


def test_a_list_carries_the_digest_of_its_file():
    lines = (
        PARTNERS,
        "2007-09-19,20080114,OH,Oakham Police Department,page",
        "2008-03-10,20080401,OH,Elm Police,page",
    )
    assert {p.sha256 for p in read(*lines)} == {hashlib.sha256(content(*lines)).hexdigest()}


def test_records_of_spells_come_as_one_table_without_a_date():
    [found] = read(
        WEB,
        "OHIO,Elm County Sheriff's Office,Warrant Service Officer,2020-01-02,2021-01-13,2022-03-02,3,0,no,https://example.org/a,x",
        "OHIO,Oakham Police Department,Task Force Model,,2022-03-05,2025-02-19,3,0,yes,,x",
        name="web.csv",
    )
    assert (found.source, found.kind, found.as_of) == ("ice_web_table_2021_2025", "record", None)
    assert found.rows.to_pylist() == [
        {
            "row": 2,
            "state": "OHIO",
            "agency": "Elm County Sheriff's Office",
            "model": "Warrant Service Officer",
            "signed": "2020-01-02",
            "moa": "https://example.org/a",
            "first_seen": "2021-01-13",
            "last_seen": "2022-03-02",
        },
        {
            "row": 3,
            "state": "OHIO",
            "agency": "Oakham Police Department",
            "model": "Task Force Model",
            "signed": None,
            "moa": None,
            "first_seen": "2022-03-05",
            "last_seen": "2025-02-19",
        },
    ]
    assert (found.cell("moa", 3), found.cell("last_seen", 3)) == ("web!J3", "web!F3")


def test_records_of_memoranda_print_neither_model_nor_spell():
    [found] = read(ARCHIVE, "Ohio,Oakham Police Department,2010-01-02,oakham.pdf,index")
    assert (found.source, found.kind) == ("ice_moa_archive", "record")
    [row] = found.rows.to_pylist()
    assert (row["signed"], row["moa"]) == ("2010-01-02", "oakham.pdf")
    assert (row["model"], row["first_seen"], row["last_seen"]) == (None, None, None)


def test_an_unknown_column_is_an_issue_of_the_first_list_only():
    found = read(
        PARTNERS + ",Zone,Colour",
        "2008-03-10,20080401,OH,Oakham Police Department,page,north,red",
        "2007-09-19,20080114,OH,Oakham Police Department,page,north,red",
    )
    assert [p.issues for p in found] == [
        (
            Issue("unknown_column", "old!G1", "COLOUR", None, "not read"),
            Issue("unknown_column", "old!F1", "ZONE", None, "not read"),
        ),
        (),
    ]


def test_an_unknown_column_is_an_issue_of_a_table_of_records():
    [found] = read(ARCHIVE + ",pages", "Ohio,Oakham Police Department,,oakham.pdf,index,12")
    assert found.issues == (Issue("unknown_column", "old!F1", "PAGES", None, "not read"),)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            (PARTNERS, "2007-09-19,20080114,OH,Oakham Police Department"),
            "old.csv, line 2: the row has 4 cells, the heading 5",
        ),
        (
            (PARTNERS, "", "2007-09-19,20080114,OH,Oakham, Police Department,page"),
            "old.csv, line 3: the row has 6 cells, the heading 5",
        ),
        (
            (ARCHIVE, "Ohio,Oakham Police Department,,oakham.pdf,index", "Ohio"),
            "old.csv, line 3: the row has 1 cells, the heading 5",
        ),
        (
            (PARTNERS, "09/19/2007,20080114,OH,Oakham Police Department,page"),
            "old.csv, line 2: '09/19/2007' is no date of a list",
        ),
        (
            (PARTNERS, "2007-09-19,,OH,Oakham Police,page", "2007-09-31,,OH,Oakham Police,page"),
            "old.csv, line 3: '2007-09-31' is no date of a list",
        ),
        ((PARTNERS, ",20080114,OH,Oakham Police Department,page"), "old.csv, line 2: '' is no date of a list"),
        (
            (REPORT, "2009-10-28,Ohio,Oakham Police,Task Force,,mulled,report"),
            "old.csv, line 2: 'mulled' is no known status; known are signed, pending",
        ),
        (
            (REPORT, "2009-10-28,Ohio,Oakham Police,Task Force,,,report"),
            "old.csv, line 2: '' is no known status; known are signed, pending",
        ),
    ],
)
def test_a_bad_row_refuses_the_file_and_is_named_by_its_line(lines, said):
    assert refusal(content(*lines)) == said


@pytest.mark.parametrize("data", [b"", b"\n", b"state,agency\n", b"PK\x03\x04", b"<html></html>\n"])
def test_headings_of_no_source_are_refused_by_the_name_of_the_file(data):
    said = "mine.csv: the headings are those of no source; known are the CSV sources of registry/sources"
    assert refusal(data, name="mine.csv") == said


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (content(PARTNERS).decode().encode("utf-16"), "'utf-8' codec can't decode byte 0xff in position 0"),
        (content(PARTNERS) + "2007-09-19,,PR,Peñón Police,page".encode("latin-1"), "'utf-8' codec can't decode"),
        (content(PARTNERS) + b'2007-09-19,,OH,"Oakham', "unexpected end of data"),
        (content(PARTNERS) + b"2007-09-19,,OH," + b"x" * 140_000 + b",page", "field larger than field limit"),
    ],
)
def test_what_is_no_csv_in_utf_8_is_refused_by_the_name_of_the_file(data, why):
    assert refusal(data).startswith(f"old.csv: the file is no CSV in UTF-8; {why}")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(table, "MAX_BYTES", 1 << 20)
    said = refusal(b"\xff" * ((1 << 20) + 1))
    assert said == "old.csv: the file has more than 1 MiB; it is not a table of agreements"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    lines = content(PARTNERS, "2007-09-19,20080114,OH,Oakham Police Department,page")
    [plain] = table.parse(lines, name="old.csv")
    [marked] = table.parse(b"\xef\xbb\xbf" + lines.replace(b"\n", b"\r\n"), name="old.csv")
    assert (marked.rows, marked.letters, marked.issues) == (plain.rows, plain.letters, ())


def test_blank_lines_and_rows_of_blank_cells_are_skipped_but_counted():
    [found] = read(
        PARTNERS,
        "",
        "2007-09-19,20080114,OH,Oakham Police Department,page",
        ",,,,",
        "",
        "2007-09-19,20080114,OH,Elm County Sheriff's Office,page",
        "",
    )
    assert list(zip(found.rows.column("row").to_pylist(), agencies(found), strict=True)) == [
        (3, "Oakham Police Department"),
        (6, "Elm County Sheriff's Office"),
    ]


@settings(derandomize=True, deadline=None, database=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2007-09-19", "2008-03-10", "2009-10-28"]),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_a_name_holds_every_row_stands_once_in_the_list_of_its_date(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(PARTNERS.split(","))
    writer.writerows([day, "20080114", "OH", name, "page"] for day, name in rows)
    found = table.parse(text.getvalue().encode(), name="old.csv")
    assert [p.as_of.isoformat() for p in found] == sorted({day for day, _ in rows})
    listed = {row["row"]: (str(p.as_of), row["agency"]) for p in found for row in p.rows.to_pylist()}
    assert listed == dict(enumerate(rows, start=2))
