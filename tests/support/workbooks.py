"""Invented workbooks: `book` writes them as Excel would, `raw` by hand for what openpyxl cannot write.

Both take sheets; a cell is a text, number, date, `Error`, `BLANK` (a formatted cell without a value) or None.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.styles import Font

FIELDS = {
    "state": "STATE",
    "agency": "LAW ENFORCEMENT AGENCY",
    "type": "TYPE",
    "county": "COUNTY",
    "model": "SUPPORT TYPE",
    "signed": "SIGNED",
    "moa": "MOA",
    "addendum": "ADDENDUM",
}
# The layouts of domain.md 1, written anew: a mistake in the registry must not hide here.
LAYOUTS = {
    "P0": ("state", "agency", "model", "signed", "moa"),
    "P1": ("state", "agency", "type", "model", "signed", "moa"),
    "P2": ("state", "agency", "type", "county", "model", "signed", "moa"),
    "P3": ("state", "agency", "type", "county", "model", "signed", "moa", "addendum"),
    "Q1": ("state", "agency", "type", "model"),
    "Q2": ("state", "agency", "type", "county", "model"),
    "Q3": ("state", "agency", "type", "county", "model", "moa"),
}
EXAMPLE = {
    "state": "TEXAS",
    "agency": "Example County Sheriff's Office",
    "type": "County",
    "county": "Example County",
    "model": "Task Force Model",
    "signed": datetime(2025, 2, 21),
    "moa": "link",
    "addendum": "link",
}


class Error(str):
    """An Excel error cell, such as #N/A."""


BLANK = object()
"""A cell with a format but without a value."""


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from row `top` and column `left` (0 is A) on; `links` maps a cell or range to an address."""

    rows: Sequence[Sequence[object]]
    name: str = "Sheet1"
    top: int = 1
    left: int = 0
    hidden: Collection[int] = ()
    links: Mapping[str, str] = field(default_factory=dict)


def headings(layout: str) -> list[str]:
    return [FIELDS[column] for column in LAYOUTS[layout]]


def row(layout: str, **values: object) -> list[object]:
    """One listing in a layout: the example with some values changed."""
    return [{**EXAMPLE, **values}[column] for column in LAYOUTS[layout]]


def listing(layout: str, *rows: Mapping[str, object], **sheet: object) -> Sheet:
    """A sheet with the headings of a layout and a row for each mapping of changed values."""
    return Sheet([headings(layout), *(row(layout, **values) for values in rows)], **sheet)


def printed(value: object) -> str | None:
    """A cell's value as the reader gives it."""
    if value is None or value is BLANK:
        return None
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else str(value)


def letter(index: int) -> str:
    return openpyxl.utils.get_column_letter(index + 1)


def book(*sheets: Sheet, creator: str = "") -> bytes:
    """A workbook as openpyxl writes it, modified now; its links are on single cells."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = workbook.properties.lastModifiedBy = creator
    for sheet in sheets:
        page = workbook.create_sheet(sheet.name)
        for y, cells in enumerate(sheet.rows, sheet.top):
            for x, value in enumerate(cells, sheet.left + 1):
                cell = page.cell(y, x, None if value is BLANK else value)
                if value is BLANK:
                    cell.font = Font(bold=True)
        for y in sheet.hidden:
            page.row_dimensions[y].hidden = True
        for reference, address in sheet.links.items():
            cell = page[reference]
            value = cell.value
            cell.hyperlink = address
            cell.value = value  # openpyxl has put the address into a blank cell
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_1 = "xl/worksheets/sheet1.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def raw(*sheets: Sheet, **how: object) -> bytes:
    """A workbook written by hand; see `parts`."""
    return zipped(parts(*sheets, **how))


def parts(
    *sheets: Sheet,
    strings: str = "shared",
    prefix: str = "",
    addresses: bool = True,
    core: str | None = None,
) -> dict[str, str]:
    """The parts of a workbook by path, for a test to change before it zips them.

    `strings` is shared or inline; `prefix`, such as "x:", stands before every tag; without `addresses` no row and no
    cell says where it stands; `core` is the inside of the document properties, which are left out without it.
    """
    p, xmlns = prefix, f'xmlns{":" if prefix else ""}{prefix.rstrip(":")}="{MAIN}"'
    table: dict[str, int] = {}
    found = {
        "_rels/.rels": _rels({"w": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{_DECLARATION}<{p}workbook {xmlns} xmlns:r="{RELATIONS}"><{p}sheets>'
        + "".join(f'<{p}sheet name={quoteattr(s.name)} sheetId="{i}" r:id="s{i}"/>' for i, s in enumerate(sheets, 1))
        + f"</{p}sheets></{p}workbook>",
        "xl/_rels/workbook.xml.rels": _rels(
            {f"s{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
            | {"t": ("sharedStrings", "sharedStrings.xml"), "f": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": f'<{p}styleSheet {xmlns}><{p}cellXfs count="2">'
        f'<{p}xf numFmtId="0"/><{p}xf numFmtId="14"/></{p}cellXfs></{p}styleSheet>',
    }
    for i, sheet in enumerate(sheets, 1):
        ids = {address: f"h{n}" for n, address in enumerate(dict.fromkeys(sheet.links.values()))}
        found[f"xl/worksheets/sheet{i}.xml"] = (
            f'{_DECLARATION}<{p}worksheet {xmlns} xmlns:r="{RELATIONS}"><{p}sheetData>'
            + _rows(sheet, p, table if strings == "shared" else None, addresses)
            + f"</{p}sheetData>"
            + (f"<{p}hyperlinks>" if ids else "")
            + "".join(f'<{p}hyperlink ref="{ref}" r:id="{ids[url]}"/>' for ref, url in sheet.links.items())
            + (f"</{p}hyperlinks>" if ids else "")
            + f"</{p}worksheet>"
        )
        if ids:
            found[f"xl/worksheets/_rels/sheet{i}.xml.rels"] = _rels({ids[url]: ("hyperlink", url) for url in ids})
    found["xl/sharedStrings.xml"] = (
        f"<{p}sst {xmlns}>" + "".join(f"<{p}si>{_text(text, p)}</{p}si>" for text in table) + f"</{p}sst>"
    )
    if core is not None:
        found["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>"
        )
    return found


def zipped(contents: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return file.getvalue()


def _rows(sheet: Sheet, p: str, table: dict[str, int] | None, addresses: bool) -> str:
    lines = []
    for y, cells in enumerate(sheet.rows, sheet.top):
        inside = "".join(_cell(letter(x) + str(y), v, p, table, addresses) for x, v in enumerate(cells, sheet.left))
        where = f' r="{y}"' if addresses else ""
        hidden = ' hidden="1"' if y in sheet.hidden else ""
        lines.append(f"<{p}row{where}{hidden}>{inside}</{p}row>")
    return "".join(lines)


def _cell(reference: str, value: object, p: str, table: dict[str, int] | None, addresses: bool) -> str:
    where = f' r="{reference}"' if addresses else ""
    if value is None and addresses:
        return ""
    if value is None or value is BLANK:
        return f'<{p}c{where} s="1"/>'
    if isinstance(value, Error):
        return f'<{p}c{where} t="e"><{p}v>{value}</{p}v></{p}c>'
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86_400
        return f'<{p}c{where} s="1"><{p}v>{days!r}</{p}v></{p}c>'
    if isinstance(value, int | float):
        return f"<{p}c{where}><{p}v>{value}</{p}v></{p}c>"
    if table is None:
        return f'<{p}c{where} t="inlineStr"><{p}is>{_text(str(value), p)}</{p}is></{p}c>'
    return f'<{p}c{where} t="s"><{p}v>{table.setdefault(str(value), len(table))}</{p}v></{p}c>'


def _text(text: str, p: str) -> str:
    return f'<{p}t xml:space="preserve">{escape(text)}</{p}t>'


def _rels(targets: Mapping[str, tuple[str, str]]) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target={quoteattr(target)}'
            + (' TargetMode="External"/>' if kind == "hyperlink" else "/>")
            for key, (kind, target) in targets.items()
        )
        + "</Relationships>"
    )


@dataclass(frozen=True)
class Entry:
    """A part of a package whose headers may lie: `packed` bytes that claim to be `size` long with checksum `crc`."""

    path: str
    packed: bytes
    size: int
    crc: int = 0
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0

    @classmethod
    def of(cls, path: str, content: bytes, **lies: int) -> "Entry":
        """An honest part, but for the lies."""
        truth = {"size": len(content), "crc": zlib.crc32(content)}
        return cls(path, deflated(content), **{**truth, **lies})


def deflated(content: bytes, times: int = 1) -> bytes:
    """A deflate stream of the content repeated; quick however long that is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)  # holds no reference to what came before it
    return block * times + packer.flush()


def zip_of(*entries: Entry) -> bytes:
    """A package with exactly these headers."""
    body = directory = b""
    for entry in entries:
        path = entry.path.encode()
        common = struct.pack(
            "<HHHHHIIIHH",
            20, entry.flags, entry.method, 0, 0x21, entry.crc, len(entry.packed), entry.size, len(path), 0,
        )  # fmt: skip
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + path
        body += b"PK\x03\x04" + common + path + entry.packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
