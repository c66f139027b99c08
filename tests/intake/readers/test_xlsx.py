"""The reader gives every named row as printed, with its cell, link and oddities, and repairs nothing."""

from datetime import datetime

import pytest

from atlas287.core.errors import ReadError
from atlas287.intake import parsed
from atlas287.intake.readers import xlsx
from support.workbooks import (
    BLANK,
    LAYOUTS,
    SHEET_1,
    Error,
    Sheet,
    book,
    headings,
    listing,
    parts,
    printed,
    raw,
    row,
    zipped,
)

OTHER = {"state": "OHIO", "agency": "Example City Police Department", "model": "Warrant Service Officer"}
MEMORANDUM = "https://www.example.org/doclib/memorandum.pdf"


def read(data):
    return xlsx.parse(data, name="example.xlsx")


def column(content, name):
    return content.rows.column(name).to_pylist()


def issues(content):
    return [(issue.code, issue.cell, issue.original, issue.rule) for issue in content.issues]


@pytest.mark.parametrize("write", [book, raw])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_told_by_its_headings_and_every_value_is_as_printed(layout, write):
    content = read(write(listing(layout, {}, OTHER)))
    kind = "participating" if layout.startswith("P") else "pending"
    assert (content.layout, content.kind, content.source) == (layout, kind, f"ice_{kind}")
    assert content.sheet == "Sheet1"
    assert content.letters == dict(zip(LAYOUTS[layout], "ABCDEFGH", strict=False))
    assert content.issues == ()
    first, second = content.rows.to_pylist()
    for values, expected in ((first, row(layout)), (second, row(layout, **OTHER))):
        assert [values[name] for name in LAYOUTS[layout]] == [printed(value) for value in expected]
        assert {values[name] for name in set(xlsx.PRINTED) - set(LAYOUTS[layout])} <= {None}
    assert (first["row"], second["row"]) == (2, 3)


def test_headings_in_another_order_are_an_unknown_layout_that_is_still_read():
    names = ["SIGNED", "SUPPORT TYPE", "LAW ENFORCEMENT AGENCY", "STATE"]
    content = read(book(Sheet([names, ["2025-02-21", "Task Force Model", "Example County Sheriff's Office", "TEXAS"]])))
    assert (content.layout, content.kind) == ("unknown", "participating")
    assert content.letters == {"signed": "A", "model": "B", "agency": "C", "state": "D"}
    assert issues(content) == [("unknown_layout", "Sheet1!A1", " | ".join(names), "read by its headings")]
    assert column(content, "agency") == ["Example County Sheriff's Office"]


def test_headings_are_read_without_regard_to_case_and_white_space():
    names = [" state", "Law\nEnforcement  Agency", "Type\xa0", "support type ", "Signed", "Moa"]
    assert read(raw(Sheet([names, row("P1")]))).layout == "P1"


def test_the_kind_is_told_by_content_whatever_the_name_says():
    swapped = xlsx.parse(book(listing("P3", {})), name="pendingAgencies09222025am.xlsx")
    assert swapped.kind == "participating"
    assert xlsx.parse(book(listing("Q2", {})), name="participatingAgencies09222025am.xlsx").kind == "pending"


@pytest.mark.parametrize("write", [book, raw])
def test_cells_have_their_address_where_the_table_starts_elsewhere(write):
    links = {"I6": MEMORANDUM}
    content = read(write(listing("P2", {}, OTHER, top=5, left=2, links=links, name="List of 2025")))
    assert content.letters["state"] == "C"
    assert content.cell("agency", 6) == "List of 2025!D6"
    assert column(content, "row") == [6, 7]
    assert column(content, "moa_url") == [MEMORANDUM, None]
    assert content.layout == "P2"


def test_text_above_the_headings_is_an_issue():
    content = read(book(Sheet([["As of", "May 18"], [], headings("Q1"), row("Q1")])))
    assert issues(content) == [("text_above_heading", "Sheet1!A1", "As of | May 18", "not read")]
    assert column(content, "row") == [4]


def test_headings_further_down_than_the_first_twenty_rows_are_not_looked_for():
    assert column(read(book(listing("Q1", {}, top=20))), "row") == [21]
    with pytest.raises(ReadError, match="no sheet has the headings of a list of agencies; they are STATE, LAW"):
        read(book(listing("Q1", {}, top=21)))


def test_links_belong_to_their_row_and_column():
    links = {"G2": MEMORANDUM, "H2": MEMORANDUM + "?addendum", "A3": "https://www.example.org/elsewhere"}
    content = read(book(listing("P3", {}, OTHER, links=links)))
    assert column(content, "moa_url") == [MEMORANDUM, None]
    assert column(content, "addendum_url") == [MEMORANDUM + "?addendum", None]


def test_a_link_over_a_range_belongs_to_each_of_its_cells():
    content = read(raw(listing("P3", {}, OTHER, {"agency": "Example Marshal"}, links={"G3:H99999": MEMORANDUM})))
    assert column(content, "moa_url") == [None, MEMORANDUM, MEMORANDUM]
    assert column(content, "addendum_url") == [None, MEMORANDUM, MEMORANDUM]


def test_a_link_is_kept_as_published_with_what_follows_its_number_sign():
    wrapped = "https://nam.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2Fa&data=05"
    contents = parts(listing("P1", {}, OTHER, links={"F2": wrapped, "F3": MEMORANDUM}))
    contents[SHEET_1] = contents[SHEET_1].replace('ref="F3"', 'ref="F3" location="page=2&amp;zoom=1"')
    assert column(read(zipped(contents)), "moa_url") == [wrapped, MEMORANDUM + "#page=2&zoom=1"]


def test_a_link_without_a_target_or_with_a_strange_range_is_no_link():
    contents = parts(listing("P1", {}, OTHER, links={"F2": MEMORANDUM, "F3": MEMORANDUM + "?"}))
    contents[SHEET_1] = contents[SHEET_1].replace('r:id="h0"', 'location="Sheet2!A1"').replace('ref="F3"', 'ref="F"')
    assert column(read(zipped(contents)), "moa_url") == [None, None]


def test_hidden_rows_count_and_are_counted():
    content = read(book(listing("P3", {}, OTHER, {"agency": " "}, {"agency": "Example Marshal"}, hidden={3, 4, 5, 9})))
    assert column(content, "hidden") == [False, True, True]
    assert column(content, "agency")[1:] == ["Example City Police Department", "Example Marshal"]
    assert content.hidden_rows == 2  # row 4 has no agency, row 9 nothing at all


@pytest.mark.parametrize("write", [book, raw])
@pytest.mark.parametrize("token", ["#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_an_error_cell_holds_its_token_and_is_an_issue(token, write):
    content = read(write(listing("P3", OTHER, {"county": Error(token)}, top=3, left=1)))
    assert column(content, "county") == ["Example County", token]
    assert issues(content) == [("error_cell", "Sheet1!E5", token, "an Excel error is no value")]


def test_an_error_in_place_of_the_agency_is_no_name():
    content = read(raw(listing("Q1", {}, {"agency": Error("#REF!")})))
    assert content.rows.num_rows == 1
    assert issues(content) == [
        ("row_without_agency", "Sheet1!B3", "TEXAS | #REF! | County | Task Force Model", "not counted"),
        ("error_cell", "Sheet1!B3", "#REF!", "an Excel error is no value"),
    ]


def test_a_text_that_looks_like_an_error_is_a_text():
    content = read(raw(listing("P3", {"county": "#NA"}, {"county": "N/A"}, {"county": "#n?A"})))
    assert column(content, "county") == ["#NA", "N/A", "#n?A"]
    assert content.issues == ()


LISTS_OF_STATES = Sheet([["STATE", "CODE"], ["TEXAS", "TX"]], name="States")


@pytest.mark.parametrize("sheets", [[listing("P3", {}), LISTS_OF_STATES], [LISTS_OF_STATES, listing("P3", {})]])
def test_the_list_is_found_on_whichever_sheet_it_stands_and_the_other_is_an_issue(sheets):
    content = read(book(*sheets))
    assert (content.sheet, content.rows.num_rows) == ("Sheet1", 1)
    assert issues(content) == [("other_sheet", "States!A1", "States", "only the first list is read")]


def test_of_two_lists_the_first_is_read_and_an_empty_sheet_is_nothing_odd():
    content = read(raw(Sheet([], name="Empty"), listing("Q2", OTHER), listing("P3", {}, name="Other")))
    assert (content.kind, column(content, "agency")) == ("pending", ["Example City Police Department"])
    assert issues(content) == [("other_sheet", "Other!A1", "Other", "only the first list is read")]


def test_the_list_has_the_hidden_rows_and_links_of_its_own_sheet():
    states = Sheet([["x"]] * 6, name="States", hidden={2}, links={"G2": "https://www.example.org/wrong"})
    content = read(raw(states, listing("P3", {}, OTHER, hidden={3}, links={"G3": MEMORANDUM})))
    assert column(content, "hidden") == [False, True]
    assert column(content, "moa_url") == [None, MEMORANDUM]


@pytest.mark.parametrize("write", [book, raw])
def test_filler_rows_are_counted_apart(write):
    filler = [None] * 8
    blank = [BLANK] * 8
    spaces = ["  ", "\xa0", *[None] * 6]
    rows = [headings("P3"), filler, row("P3"), blank, spaces, row("P3", **OTHER), blank]
    content = read(write(Sheet(rows)))
    assert column(content, "row") == [3, 6]
    assert content.filler_rows == 3  # what comes after the last value is no row
    assert content.issues == ()


def test_a_row_without_an_agency_is_an_issue_and_not_counted():
    content = read(book(listing("Q1", {"agency": None}, {}, {"agency": " \xa0", "state": "Total", "model": None})))
    assert column(content, "row") == [3]
    assert issues(content) == [
        ("row_without_agency", "Sheet1!B2", "TEXAS | County | Task Force Model", "not counted"),
        ("row_without_agency", "Sheet1!B4", "Total | County", "not counted"),
    ]
    assert content.filler_rows == 0


def test_a_column_that_no_map_knows_is_an_issue():
    content = read(book(Sheet([[*headings("Q2"), "Remarks"], [*row("Q2"), "new"]])))
    assert issues(content) == [
        ("unknown_column", "Sheet1!F1", "Remarks", "not in the source's column map"),
        ("unknown_layout", "Sheet1!A1", " | ".join([*headings("Q2"), "REMARKS"]), "read by its headings"),
    ]


def test_a_heading_printed_twice_is_an_issue_and_the_first_column_is_read():
    content = read(book(Sheet([[*headings("Q1"), "State "], [*row("Q1"), "OHIO"]])))
    assert column(content, "state") == ["TEXAS"]
    assert issues(content)[0] == ("column_twice", "Sheet1!E1", "State ", "only the first is read")


def test_values_in_a_column_without_a_heading_are_an_issue():
    stray = [[*row("Q1"), None, value] for value in ("seen", " ", 5)]
    content = read(raw(Sheet([headings("Q1"), *stray])))
    assert issues(content) == [("column_without_heading", "Sheet1!F2", "seen", "2 values not read")]
    assert content.layout == "Q1"


def test_a_used_range_wider_than_the_headings_is_nothing_odd():
    wide = [[*headings("P3"), *[BLANK] * 40], [*row("P3"), *[BLANK] * 40, " "]]
    content = read(raw(Sheet(wide)))
    assert (content.layout, content.issues) == ("P3", ())


def test_an_empty_list_has_no_rows():
    content = read(book(listing("Q3")))
    assert (content.kind, content.layout, content.rows.num_rows) == ("pending", "Q3", 0)
    assert content.rows.schema == xlsx.RAW_SCHEMA


def test_numbers_and_white_space_are_as_printed():
    content = read(raw(listing("P2", {"county": 12, "type": "Muncipality ", "agency": " Example\nCounty  SO "})))
    values = content.rows.to_pylist()[0]
    assert (values["county"], values["type"], values["agency"]) == ("12", "Muncipality ", " Example\nCounty  SO ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2025, 2, 21), "2025-02-21 00:00:00"),
        (datetime(2025, 2, 21, 15, 30), "2025-02-21 15:30:00"),
        (datetime(5025, 2, 21), "5025-02-21 00:00:00"),
        ("05/082025", "05/082025"),
        (45709, "45709"),
        (None, None),
    ],
)
def test_a_date_is_as_printed_whether_it_is_a_date_text_or_number(value, text):
    assert column(read(raw(listing("P1", {"signed": value}))), "signed") == [text]


PROPERTIES = (
    "<dc:creator>Invented Person</dc:creator><cp:lastModifiedBy>invented.person@example.org</cp:lastModifiedBy>"
    "<dcterms:created>2025-02-20T13:00:00Z</dcterms:created><dc:title>Invented Title</dc:title>"
    "<dcterms:modified>2025-02-21T09:30:00-05:00</dcterms:modified>"
)


def test_of_the_document_properties_only_the_two_times_are_read():
    content = read(raw(listing("P1", {}), core=PROPERTIES))
    assert (content.created, content.modified) == (datetime(2025, 2, 20, 13), datetime(2025, 2, 21, 14, 30))
    encoded = parsed.encode(content)
    assert b"2025-02-21T14:30:00" in encoded
    assert b"nvented" not in encoded
    assert b"example.org" not in encoded


def test_the_names_that_excel_writes_into_the_properties_never_come_through():
    content = read(book(listing("P1", {}), creator="Invented Person"))
    assert content.modified is not None
    assert b"Invented" not in parsed.encode(content)


@pytest.mark.parametrize(
    "core",
    [
        None,
        "",
        "<dcterms:created/><dcterms:modified></dcterms:modified><dc:creator>2025-01-01T00:00:00Z</dc:creator>",
        "<dcterms:created>yesterday</dcterms:created><dcterms:modified>2025-13-01T00:00:00Z</dcterms:modified>",
        "<dcterms:created>0001-01-01T00:00:00+14:00</dcterms:created>",
    ],
)
def test_times_that_are_missing_or_make_no_sense_are_none(core):
    content = read(raw(listing("P1", {}), core=core))
    assert (content.created, content.modified) == (None, None)


def test_times_are_found_under_any_prefix():
    contents = parts(listing("P1", {}), core="")
    contents["docProps/core.xml"] = (
        '<coreProperties xmlns:d="http://purl.org/dc/terms/"><d:modified>2025-02-21T09:30:00Z</d:modified></coreProperties>'
    )
    assert read(zipped(contents)).modified == datetime(2025, 2, 21, 9, 30)


@pytest.mark.parametrize(
    "how",
    [
        {"strings": "inline"},
        {"prefix": "x:"},
        {"addresses": False},
        {"prefix": "x:", "strings": "inline", "addresses": False},
    ],
)
def test_a_workbook_by_another_writer_reads_the_same(how):
    sheet = listing("P3", {}, OTHER, {"county": Error("#N/A")}, hidden={3}, links={"G2:G3": MEMORANDUM})
    usual, other = read(raw(sheet)), read(raw(sheet, **how))
    assert other.rows == usual.rows
    assert other.issues == usual.issues
    assert (other.hidden_rows, other.letters) == (1, usual.letters)


def test_the_list_is_named_by_the_sha256_of_its_bytes():
    import hashlib

    data = raw(listing("Q1", {}))
    assert read(data).sha256 == hashlib.sha256(data).hexdigest()
