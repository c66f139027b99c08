"""Hostile and damaged files are refused with one sentence, in bounded time and memory."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import atlas287
from atlas287.core.errors import ReadError
from atlas287.intake.readers import package, xlsx
from support.workbooks import MAIN, SHEET_1, Entry, Sheet, deflated, listing, parts, raw, zip_of, zipped

SECONDS = 20
GROWTH_BYTES = 600 << 20

LIST = listing("P3", {"state": "TEXAS"}, {"state": "OHIO", "agency": "Example City Police Department"})
GOOD = raw(LIST)
SPACES = b" " * (1 << 20)


def changed(path, old, new):
    """The good workbook with one text in one part replaced."""
    contents = parts(LIST)
    assert old in contents[path]
    return zipped({**contents, path: contents[path].replace(old, new)})


def with_part(path, content):
    """The good workbook with another part in place of its own."""
    return zipped({**parts(LIST), path: content})


def as_sheet(inside):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def entries(**lies):
    return [Entry.of(path, text.encode(), **(lies if path == SHEET_1 else {})) for path, text in parts(LIST).items()]


def refusal(data):
    """The sentence by which a file is refused, in this process."""
    start = time.monotonic()
    with pytest.raises(ReadError) as refused:
        xlsx.parse(data, name="example.xlsx")
    assert time.monotonic() - start < SECONDS
    sentence = str(refused.value)
    assert sentence.startswith("example.xlsx")
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


READ_ALONE = """
import json, re, resource, sys, time
from pathlib import Path
from atlas287.core.errors import ReadError
from atlas287.intake.readers import xlsx

def peak():
    try:  # unlike getrusage, this leaves out what the process was before it became this one
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

data = Path(sys.argv[1]).read_bytes()
before, start, said = peak(), time.monotonic(), None
try:
    xlsx.parse(data, name="example.xlsx")
except ReadError as error:
    said = str(error)
print(json.dumps([said, time.monotonic() - start, peak() - before]))
"""


def read_alone(tmp_path, data):
    """(refusal or None, seconds, growth of the peak memory in bytes) of reading a file in a process of its own."""
    path = tmp_path / "example.xlsx"
    path.write_bytes(data)
    source = str(Path(atlas287.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", READ_ALONE, path],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def test_the_good_workbook_of_these_tests_is_read():
    assert xlsx.parse(GOOD, name="example.xlsx").rows.column("state").to_pylist() == ["TEXAS", "OHIO"]
    assert xlsx.parse(zip_of(*entries()), name="example.xlsx").layout == "P3"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\x00" * 100, "the file is not a workbook"),
        (b"STATE,LAW ENFORCEMENT AGENCY\nTEXAS,Example\n", "the file is not a workbook"),
        (b"<!DOCTYPE html><html><body>Access denied</body></html>", "the file is a web page"),
        (b"\xef\xbb\xbf\r\n  <HTML><body>", "the file is a web page"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "the file is a PDF document"),
        (b"\x1f\x8b\x08\x00", "the file is a gzip file"),
        (b'{"error": "not found"}', "the file is JSON text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000, "password-protected or in the old .xls format"),
        (b"PK", "damaged or cut short"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged or cut short"),
        (zipped({"word/document.xml": "<document/>"}), "the package holds no workbook"),
        (zipped({"xl/workbook.bin": b"\x83\x01"}), "binary .xlsb format"),
        (zipped({}), "damaged or cut short|holds no workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(data, said):
    assert re.search(said, refusal(data))


def test_a_package_marked_as_encrypted_is_refused():
    assert "the package is encrypted" in refusal(zip_of(*entries(flags=0x1)))


@pytest.mark.parametrize(
    "data",
    [
        with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        with_part("xl/VBAPROJECT.BIN", b""),
        with_part("[Content_Types].xml", '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main"/>'),
    ],
)
def test_a_workbook_with_macros_is_refused(data):
    assert "the workbook carries macros" in refusal(data)


def test_a_file_larger_than_any_list_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(package, "MAX_FILE_BYTES", 100)
    assert f"the file has {len(GOOD):,} bytes, more than 100" in refusal(GOOD)


def test_a_file_cut_short_anywhere_is_refused():
    for end in range(1, len(GOOD), 37):
        assert refusal(GOOD[:end]), end


def test_a_wrong_byte_is_refused_or_changes_nothing():
    good = xlsx.parse(GOOD, name="example.xlsx")
    outcomes = {"refused": 0, "read": 0}
    for position in range(0, len(GOOD), 5):
        damaged = GOOD[:position] + bytes([GOOD[position] ^ 0x20]) + GOOD[position + 1 :]
        try:
            read = xlsx.parse(damaged, name="example.xlsx")
        except ReadError:
            outcomes["refused"] += 1
        else:  # a byte that says nothing about the content, such as a time in a header
            outcomes["read"] += 1
            assert read.rows == good.rows
    assert outcomes["refused"] > outcomes["read"] > 0


@pytest.mark.parametrize(
    ("lies", "said"),
    [
        ({"size": 100}, "Bad CRC-32"),
        ({"size": 1 << 20}, "not as long as it says"),
        ({"size": 0xFFFFFFFF}, "inflates beyond"),
        ({"crc": 1}, "Bad CRC-32"),
        ({"method": 12}, "unusual method"),
        ({"method": 99}, "unusual method"),
        ({"method": zipfile.ZIP_STORED}, "damaged"),
        ({"flags": 0x20}, "compressed patched data"),
    ],
)
def test_headers_that_lie_are_refused(lies, said):
    assert said in refusal(zip_of(*entries(**lies)))


def test_content_hidden_behind_the_declared_end_of_a_part_is_refused():
    whole = parts(LIST)[SHEET_1].encode()
    beyond = Entry(SHEET_1, deflated(whole + SPACES), len(whole), Entry.of("", whole).crc)
    others = [entry for entry in entries() if entry.path != SHEET_1]
    assert "Bad CRC-32" in refusal(zip_of(*others, beyond))


@pytest.mark.parametrize("path", [SHEET_1, SHEET_1.upper(), "xl/Workbook.xml"])
def test_two_parts_of_one_name_are_refused(path):
    assert "two parts of the package have the same name" in refusal(zip_of(*entries(), Entry.of(path, b"<worksheet/>")))


def test_two_sheets_of_one_name_are_refused():
    assert "two sheets have the same name" in refusal(raw(LIST, LIST))


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b SYSTEM "http://127.0.0.1:9/">]>'
EMPTY = "<!DOCTYPE x>"


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, EMPTY])
@pytest.mark.parametrize("path", [SHEET_1, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused_in_any_part_so_that_no_entity_is_ever_read(doctype, path):
    content = parts(LIST)[path].removeprefix('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    said = refusal(with_part(path, doctype + content.replace("Texas", "&c;")))
    assert f"example.xlsx, {path}: the XML declares a document type" in said


@pytest.mark.parametrize("path", [SHEET_1, "xl/workbook.xml"])
def test_a_document_type_is_refused_in_an_encoding_that_hides_it_too(path):
    content = parts(LIST)[path].partition("\n")[2]
    said = refusal(with_part(path, ('<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + content).encode("utf-16")))
    assert "the XML declares a document type" in said


def test_an_entity_that_nobody_defined_is_refused():
    said = refusal(changed("xl/sharedStrings.xml", "Example City Police Department", "&lol;"))
    assert "cannot be read" in said


@pytest.mark.parametrize("encoding", ["nonsense", "utf-32", "cp037", "shift_jis"])
def test_an_encoding_that_no_workbook_has_is_refused(encoding):
    assert "damaged" in refusal(changed(SHEET_1, 'encoding="UTF-8"', f'encoding="{encoding}"'))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<row r="0"><c r="A0"><v>1</v></c></row>', "no sheet has a row '0'"),
        ('<row r="x"/>', "no sheet has a row 'x'"),
        ('<row r="-1"/>', "no sheet has a row '-1'"),
        (f'<row r="{"9" * 5000}"/>', "no sheet has a row '9999"),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "more than 25,000 rows"),
        ('<row r="25001"/>', "more than 25,000 rows"),
        ('<row r="20000"><c r="XFD20000"><v>1</v></c></row>', "spans more than 2,000,000 cells"),
        ('<row r="2"><c r="XFE2"><v>1</v></c></row>', "no sheet has a column 'XFE'"),
        ('<row r="2"><c r="ABCDEFGH2"><v>1</v></c></row>', "no sheet has a column 'ABCDEFGH'"),
        ('<row r="2"><c r="é2"><v>1</v></c></row>', "no sheet has a column 'é'"),
        ('<row r="2"><c r="é2"/><c><v>1</v></c></row>', "no sheet has a column 'é'"),
        ('<row r="2"><c r="AA1048576"><v>1</v></c></row>', "no sheet has a column 'AA104857'"),
        ('<row r="2"><c r="A2" t="s"><v>99</v></c></row>', "the sheet cannot be read"),
        ('<row r="2"><c r="A2" t="e"><v>#BOGUS!</v></c></row>', "the sheet cannot be read"),
        ('<row r="2"><c r="A2"><v>1</v></c>', "the XML is damaged"),
    ],
)
def test_addresses_and_values_that_no_sheet_has_are_refused(row, said):
    broken = with_part(SHEET_1, as_sheet(row))
    assert said in refusal(broken)


def test_links_that_cover_more_cells_than_any_list_has_are_refused():
    contents = parts(Sheet(LIST.rows, links={"A1:Z9999": "https://www.example.org/"}))
    contents[SHEET_1] = contents[SHEET_1].replace("</sheetData>", '<row r="9999"/></sheetData>')
    assert "links cover more than 200,000 cells" in refusal(zipped(contents))


def test_a_panic_of_the_value_reader_is_a_refusal_and_an_interrupt_is_not(monkeypatch):
    class PanicException(BaseException):
        pass

    def raising(error):
        def read_excel(_):
            raise error

        return read_excel

    monkeypatch.setattr("fastexcel.read_excel", raising(PanicException("index out of bounds")))
    assert "the workbook cannot be read (its reader panicked)" in refusal(GOOD)
    monkeypatch.setattr("fastexcel.read_excel", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        xlsx.parse(GOOD, name="example.xlsx")


def a_part_of_a_gigabyte():
    return zip_of(*entries(), Entry("xl/worksheets/sheet2.xml", deflated(SPACES, 1024), 1 << 30))


def a_part_of_a_gigabyte_that_claims_to_be_small():
    """It claims a megabyte, and has the checksum of its first megabyte."""
    head = f'<sst xmlns="{MAIN}">'.encode().ljust(1 << 20)
    small = Entry("xl/sharedStrings.xml", deflated(head, 1024), 1 << 20, Entry.of("", head).crc)
    return zip_of(*(entry for entry in entries() if entry.path != small.path), small)


def parts_that_are_large_together():
    return zip_of(*entries(), *(Entry(f"xl/{i}.xml", deflated(SPACES, 8), 8 << 20) for i in range(9)))


def more_parts_than_any_workbook_has():
    return zip_of(*entries(), *(Entry(f"{i}.xml", deflated(b""), 0) for i in range(5_000)))


def a_million_rows():
    return with_part(SHEET_1, as_sheet("<row><c><v>1</v></c></row>" * 1_000_000))


def too_many_empty_rows():
    return with_part(SHEET_1, as_sheet("<row/>" * 900_000))


def a_cell_in_the_last_corner():
    return changed(SHEET_1, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def a_million_shared_texts():
    return with_part("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 1_000_000}</sst>')


def one_long_text_in_many_cells(before="", after=""):
    text = f"{before}{'x' * (1 << 20)}{after}{'x' * 100}"
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 9_000))
    table = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    return zipped({**parts(LIST), "xl/sharedStrings.xml": table, SHEET_1: as_sheet(rows)})


def an_element_with_as_many_attributes_as_are_allowed():
    attributes = " ".join(f'a{i}=""' for i in range(990_000))
    return changed(SHEET_1, "<sheetData>", f"<sheetData {attributes}>")


def as_many_cells_as_are_allowed():
    cells = "".join(f'<c r="{column}{{0}}" t="e"><v>#N/A</v></c>' for column in "ABCDEFGH")
    return with_part(SHEET_1, as_sheet("".join(f'<row r="{i}">{cells.format(i)}</row>' for i in range(1, 25_001))))


def a_list_with_a_cell_in_the_last_column():
    cells = "".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(4, 120))
    return changed(SHEET_1, "</sheetData>", f"{cells}</sheetData>")


def elements_within_elements():
    return changed(SHEET_1, "<sheetData>", "<x>" * 450_000 + "<sheetData>")


HEAVY = {
    a_part_of_a_gigabyte: "inflates beyond 32 MiB a part",
    a_part_of_a_gigabyte_that_claims_to_be_small: "Bad CRC-32",
    parts_that_are_large_together: "64 MiB in all",
    more_parts_than_any_workbook_has: "parts, more than 2,000",
    a_million_rows: "tags or attributes",
    too_many_empty_rows: "more than 25,000 rows",
    a_cell_in_the_last_corner: "more than 25,000 rows",
    a_million_shared_texts: "tags or attributes",
    one_long_text_in_many_cells: "the shared texts are too long",
    an_element_with_as_many_attributes_as_are_allowed: None,
    a_list_with_a_cell_in_the_last_column: None,
    as_many_cells_as_are_allowed: "no sheet has the headings",
    elements_within_elements: "damaged",
}


@pytest.mark.parametrize(("make", "expected"), HEAVY.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_heavy_file_is_read_or_refused_in_bounded_time_and_memory(make, expected, tmp_path):
    said, seconds, growth = read_alone(tmp_path, make())
    assert said is None if expected is None else expected in said
    assert seconds < SECONDS
    assert growth < GROWTH_BYTES


@pytest.mark.parametrize(("before", "after"), [("<!--", "</si>-->"), ("<![CDATA[", "</si>]]>"), ("<?x ", "</si>?>")])
def test_a_long_text_that_hides_its_end_is_refused_too(before, after):
    assert "the shared texts are too long" in refusal(one_long_text_in_many_cells(before, after))
