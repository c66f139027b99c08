"""What holds of every list, over generated workbooks with the quirks of domain.md 1."""

import io
import zipfile
from datetime import datetime, timedelta

import openpyxl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from atlas287.core.errors import ReadError
from atlas287.intake import codes, parsed
from atlas287.intake.readers import xlsx
from support.workbooks import BLANK, LAYOUTS, Error, Sheet, book, headings, letter, printed, raw

# The same workbooks on every run and machine: a failure here is a change of ours, never bad luck.
steady = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200
)

SPACE = st.sampled_from(["", " ", "  ", "\n", "\xa0"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
NAMES = st.one_of(
    st.sampled_from(["Example County Sheriff's Office", "EXAMPLE CITY PD", "Example Co. SO", "Example D.P.S."]), WORDS
)
BLANKS = st.sampled_from([None, BLANK, "", " ", "\xa0 ", "\n"])
ADDRESSES = st.builds("https://www.example.org/{}".format, st.integers(0, 99)) | st.builds(
    "https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2F{}&data=05%7Cinvented%40example.org".format,
    st.integers(0, 99),
)


def around(values):
    """The values with white space around them, as cells often have."""
    return st.builds("{}{}{}".format, SPACE, values, SPACE)


COLUMNS = {
    "state": around(st.sampled_from(["TEXAS", "OHIO", "PENNSLYVANIA", "UTAHJ", "UTAh", "GUAM"])) | BLANKS,
    "agency": around(NAMES),
    "type": around(st.sampled_from(["County", "Muncipality", "State Agency", "#NA"])) | BLANKS,
    "county": around(NAMES) | BLANKS | st.sampled_from([Error("#N/A"), Error("#REF!"), "#n?A"]),
    "model": BLANKS
    | around(st.sampled_from(["Task Force Model", "Warrant Services Officer", "Jail Enforcment Model"])),
    "signed": st.datetimes(datetime(2019, 1, 1), datetime(2028, 1, 1)).map(lambda day: datetime(*day.timetuple()[:3]))
    | st.sampled_from(["05/082025", "7/72025", "2025-05-08", "20026", datetime(5025, 7, 7), 45709])
    | BLANKS,
    "moa": st.sampled_from(["link", "link pending", "link\xa0|\xa0addendum", "Cons"]) | BLANKS,
    "addendum": st.sampled_from(["link"]) | BLANKS,
}


@st.composite
def lists(draw):
    """A sheet with a list, its layout, and which of its rows have a name."""
    layout = draw(st.sampled_from(list(LAYOUTS)))
    rows, named = [headings(layout)], []
    for kind in draw(st.lists(st.sampled_from(["named", "named", "named", "filler", "nameless"]), max_size=12)):
        values = {name: draw(BLANKS if kind == "filler" else COLUMNS[name]) for name in LAYOUTS[layout]}
        if kind == "nameless":
            values["agency"] = draw(BLANKS | st.just(Error("#N/A")))
        named.append(kind == "named")
        rows.append([*values.values(), *[BLANK] * draw(st.integers(0, 2))])
    top, left = draw(st.integers(1, 8)), draw(st.sampled_from([0, 0, 1, 3, 30]))
    numbers = range(top + 1, top + len(rows))
    hidden = draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    linked = draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    column = {name: letter(left + i) for i, name in enumerate(LAYOUTS[layout])}
    links = {column["moa"] + str(number): draw(ADDRESSES) for number in sorted(linked)} if "moa" in column else {}
    sheet = Sheet(rows, "A List", top, left, hidden, links)
    return sheet, layout, [number for number, has_name in zip(numbers, named, strict=True) if has_name]


HOW = st.fixed_dictionaries(
    {"strings": st.sampled_from(["shared", "inline"]), "prefix": st.sampled_from(["", "x:"]), "core": st.none()}
)
OTHER_SHEETS = st.lists(st.sampled_from(["States", "Notes & <more>", "Empty"]), unique=True, max_size=2)


@steady
@given(made=lists(), before=OTHER_SHEETS, how=HOW)
def test_every_row_with_a_name_is_read_and_every_value_is_what_its_cell_holds(made, before, how):
    sheet, layout, named = made
    others = [Sheet([["x"]] if name != "Empty" else [], name) for name in before]
    content = xlsx.parse(raw(*others, sheet, **how), name="example.xlsx")

    assert (content.sheet, content.layout) == ("A List", layout)
    assert content.rows.column("row").to_pylist() == named
    assert content.rows.column("hidden").to_pylist() == [number in sheet.hidden for number in named]
    assert content.hidden_rows == len(sheet.hidden & set(named))
    for values in content.rows.to_pylist():
        cells = sheet.rows[values["row"] - sheet.top]
        for place, name in enumerate(LAYOUTS[layout]):
            address = f"A List!{letter(sheet.left + place)}{values['row']}"
            assert content.cell(name, values["row"]) == address
            assert values[name] == printed(cells[place])
        moa = content.cell("moa", values["row"]).partition("!")[2] if "moa" in content.letters else ""
        assert values["moa_url"] == sheet.links.get(moa)

    noted = [(issue.code, issue.cell) for issue in content.issues]
    assert noted.count(("row_without_agency", "A List!A1")) == 0
    errors = {
        f"A List!{letter(sheet.left + x)}{y}"
        for y, cells in enumerate(sheet.rows, sheet.top)
        for x, value in enumerate(cells)
        if isinstance(value, Error)
    }
    assert {cell for code, cell in noted if code == "error_cell"} == errors
    assert sum(code == "other_sheet" for code, _ in noted) == sum(name != "Empty" for name in before)


@steady
@given(made=lists())
def test_rows_below_the_headings_are_named_nameless_or_filler_and_nothing_else(made):
    sheet, _, named = made
    content = xlsx.parse(raw(sheet), name="example.xlsx")
    last = max(
        (y for y, cells in enumerate(sheet.rows, sheet.top) if any(printed(value) is not None for value in cells)),
    )
    nameless = sum(issue.code == "row_without_agency" for issue in content.issues)
    assert len(named) + nameless + content.filler_rows == last - sheet.top


def kept(text):
    """White space alone is a blank cell, which writers and readers keep or drop as they like."""
    return text if text and text.strip() else None


@settings(steady, max_examples=40)
@given(made=lists())
def test_every_value_is_what_openpyxl_finds_at_its_address(made):
    sheet, layout, named = made
    assume(named)
    data = book(sheet)
    content = xlsx.parse(data, name="example.xlsx")
    assert content.rows.column("row").to_pylist() == named
    page = openpyxl.load_workbook(io.BytesIO(data))["A List"]
    for values in content.rows.to_pylist():
        for name in LAYOUTS[layout]:
            cell = page[content.cell(name, values["row"]).partition("!")[2]]
            link = cell.hyperlink.target if cell.hyperlink else None
            value = None if cell.value == link else printed(cell.value)  # openpyxl puts the address into a blank cell
            assert kept(values[name]) == kept(value)
            assert name != "moa" or values["moa_url"] == link


@steady
@given(made=lists(), moment=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_what_is_encoded_is_decoded_the_same(made, moment):
    core = f"<dcterms:modified>{moment.isoformat()}Z</dcterms:modified>" if moment else None
    content = xlsx.parse(raw(made[0], core=core), name="example.xlsx")
    assert content.modified == moment
    assert parsed.decode(parsed.encode(content)) == content
    assert parsed.encode(parsed.decode(parsed.encode(content))) == parsed.encode(content)


@steady
@given(made=lists(), on=st.dates(datetime(2025, 1, 1).date(), datetime(2026, 12, 31).date()))
def test_what_is_printed_is_encoded_or_is_a_gap_and_no_mailbox_comes_through(made, on):
    content = xlsx.parse(raw(made[0]), name="example.xlsx")
    for values in content.rows.to_pylist():
        state, model = codes.state(values["state"]), codes.model(values["model"])
        signed, link = codes.signed(values["signed"], on), codes.link(values["moa_url"])
        for encoded in (state, model, signed):
            assert (encoded.value is None) == (encoded.gap is not None)
        assert signed.value is None or datetime(1996, 9, 30).date() <= datetime.fromisoformat(
            signed.value
        ).date() <= on + timedelta(days=60)
        assert "invented" not in f"{link.value}{codes.shown_link(values['moa_url'] or '')}"


SMALL = raw(
    Sheet([headings("P1"), ["TEXAS", "Example", "County", "Task Force Model", datetime(2025, 2, 21), "link"]],
          links={"F2": "https://www.example.org/"}),
    core="<dcterms:modified>2025-02-21T00:00:00Z</dcterms:modified>",
)  # fmt: skip
CUTS = st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12))


def mutated(data, cuts):
    for start, length, put in cuts:
        start %= len(data) + 1
        data = data[:start] + put + data[start + length :]
    return data


@settings(steady, max_examples=600)
@given(cuts=st.lists(CUTS, min_size=1, max_size=4))
def test_no_change_to_a_file_raises_anything_but_a_refusal(cuts):
    try:
        xlsx.parse(mutated(SMALL, cuts), name="example.xlsx")
    except ReadError as error:
        assert str(error).startswith("example.xlsx")


def contents(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


PARTS = contents(SMALL)
# fmt: off
XML_BITS = st.sampled_from([
    b'<', b'>', b'/>', b'&', b'"', b"'", b'&#0;', b'&amp;', b'<!--', b'-->', b']]>', b'<?x?>', b'<row>', b'</row>',
    b'</c>', b'<v/>', b'<is/>', b'r="1"', b'r="XFD1"', b'r="B9"', b'<mergeCell/>', b'<c><v>1</v></c>', b'<c/>',
    b'<v>1</v>', b't="s"', b't="e"', b't="d"', b't="b"', b't="inlineStr"', b's="1"', b'1e300', b'-1', b'99999999',
    b'<sheetData/>', b' hidden="1"', b'<c r="A9"><v>1</v></c>', b'<c t="s"><v>-1</v></c>',
    b'<c t="e"><v>#N/A</v></c>', b'<hyperlink ref="A1:B9" id="h0"/>', b'<hyperlink ref="A1:A2:A3" id="h0"/>',
])
# fmt: on


@settings(steady, max_examples=900)
@given(
    path=st.sampled_from(sorted(PARTS)),
    cuts=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 12), XML_BITS | st.binary(max_size=3)), max_size=3),
)
def test_no_change_inside_a_part_raises_anything_but_a_refusal(path, cuts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, mutated(content, cuts) if name == path else content)
    try:
        content = xlsx.parse(file.getvalue(), name="example.xlsx")
    except ReadError as error:
        assert str(error).startswith("example.xlsx")
    else:
        assert parsed.decode(parsed.encode(content)) == content
