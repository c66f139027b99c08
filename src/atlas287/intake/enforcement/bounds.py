"""Checks a large workbook within fixed bounds before the value reader lays it out in memory.

A list of agencies is held in memory whole (`readers.package`); a release of ICE has sheets of a million rows. So the
parts are inflated here once, a piece at a time, and counted: what passes, the value reader can hold.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from atlas287.core.errors import ReadError

# The largest workbook that the Deportation Data Project names has 255 MB.
MAX_FILE_BYTES = 1 << 30
MAX_PARTS = 2_000
MAX_SMALL_PART_BYTES = 32 << 20
"""Any part but sheets and shared texts."""
MAX_STRINGS_BYTES = 512 << 20
MAX_RATIO = 200
"""Bytes of a sheet for one of the file, beyond the first FREE_BYTES. Sheets pack to a tenth, nonsense to far less."""
FREE_BYTES = 64 << 20
MAX_ROWS = 1_048_576
"""As many as Excel has."""
MAX_CELLS = 64_000_000
"""Rows times columns of one sheet: a full sheet of 61 columns."""
MAX_COLUMNS = 104
"""Up to CZ; no table of ICE has 70."""
MAX_ERRORS = 1_000_000
MAX_TEXT_BYTES = 3 << 30
"""Text that the cells of one sheet hold together, each with a copy of its own."""
MAX_TAG_BYTES = 1 << 20
"""Between the ends of two tags (found surely from twice as many on): Excel allows 32,767 letters in a cell."""

_PIECE = MAX_TAG_BYTES
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
_ROOT = re.compile(rb"<([\w.-]+:)?worksheet[\s>]")
_PREFIXED = re.compile(rb":c[\s/>]")
_OTHER_CELL = re.compile(rb"<([\w.-]+:)?c[\s/>]")
_WIDER = (
    (26, re.compile(rb" r=\"[A-Z]{2}")),
    (52, re.compile(rb" r=\"(?:[B-Z][A-Z]|[A-Z]{3})")),
    (78, re.compile(rb" r=\"(?:[C-Z][A-Z]|[A-Z]{3})")),
    (MAX_COLUMNS, re.compile(rb" r=\"(?:[D-Z][A-Z]|[A-Z]{3})")),
)
_STRING = re.compile(rb"<(?:\w+:)?c r=\"[A-Z]+\d+\"[^>]*? t=\"s\"[^>]*><(?:\w+:)?v>(\d+)<")
_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si/>")
_ANOTHER = "use a copy saved by Excel"


@dataclass(slots=True)
class _Sheet:
    """What was counted in one sheet."""

    prefix: bytes | None = None
    cells: int = 0
    rows: int = 0
    last_row: int = 0
    level: int = 0
    """How many of _WIDER were met."""


def check(path: Path) -> None:
    """Read the whole package once. Raises ReadError where it is no workbook, is damaged, or would not fit in memory."""
    name = path.name
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ReadError(f"the file has more than {MAX_FILE_BYTES >> 20:,} MiB", where=name, do="split it by sheet")
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise ReadError(
                "the workbook is password-protected or in the old .xls format",
                where=name,
                do="save it without a password as .xlsx",
            )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive, path)
    except _DAMAGE as error:
        raise ReadError(
            f"the workbook is damaged or cut short ({str(error)[:200]})", where=name, do="get it again"
        ) from error


def _check_archive(archive: zipfile.ZipFile, path: Path) -> None:
    entries, name = archive.infolist(), path.name
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_PARTS or len(names) != len(entries):
        raise ReadError(f"the package has more than {MAX_PARTS:,} parts, or two of one name", where=name, do=_ANOTHER)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadError("the package is encrypted", where=name, do="use an unprotected copy")
    if "xl/workbook.xml" not in names:
        raise ReadError("the package holds no workbook", where=name, do="check that it is an .xlsx file")
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise ReadError("the workbook carries macros", where=name, do="use a copy saved as .xlsx")
    lengths: list[int] = []
    sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
    for entry in entries:
        if entry.filename == "xl/sharedStrings.xml":
            lengths = _strings(archive, entry, path)
        elif entry not in sheets:
            for total, _ in _pieces(archive, entry, path):
                if total > MAX_SMALL_PART_BYTES:
                    raise ReadError("a part beside the sheets is too large", where=f"{name}, {entry.filename[:100]}")
    for entry in sheets:
        if entry.filename.endswith(".xml"):
            _check_sheet(archive, entry, path, lengths)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterator[tuple[int, bytes]]:
    """(bytes so far, some whole tags) of a part, in order. Raises ReadError for a document type or an endless tag."""
    where = f"{path.name}, {entry.filename[:100]}"
    total, rest = 0, b""
    most = FREE_BYTES + MAX_RATIO * path.stat().st_size
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            total += len(piece)
            if total > most:
                raise ReadError("the part inflates beyond all measure", where=where, do="it is no release of ICE")
            whole, end, after = (rest + piece).rpartition(b">")
            if len(after) > MAX_TAG_BYTES:
                raise ReadError(f"a cell has more than {MAX_TAG_BYTES >> 20} MiB of text", where=where, do=_ANOTHER)
            rest = after
            if b"<!DOCTYPE" in whole:
                raise ReadError("the XML declares a document type", where=where, do="no published table needs one")
            yield total, whole + end
    if rest.strip() and entry.filename.endswith(".xml"):
        raise ReadError("the XML ends within a tag", where=where, do="get it again")


def _strings(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> list[int]:
    """A bound in bytes on each shared text: the stretch between the ends of two."""
    lengths, rest = [], 0
    for total, piece in _pieces(archive, entry, path):
        if total > MAX_STRINGS_BYTES:
            raise ReadError("the shared texts are too long", where=f"{path.name}, {entry.filename}", do=_ANOTHER)
        at = 0
        for end in _END.finditer(piece):
            lengths.append(rest + end.end() - at)
            rest, at = 0, end.end()
        rest += len(piece) - at
        if rest > MAX_TAG_BYTES:
            raise ReadError("a shared text is too long", where=f"{path.name}, {entry.filename}", do=_ANOTHER)
    return lengths


def _check_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, lengths: list[int]) -> None:
    where = f"{path.name}, {entry.filename[:100]}"
    sheet, errors = _Sheet(), 0
    for _, piece in _pieces(archive, entry, path):
        _count(sheet, piece, where)
        errors += piece.count(b' t="e"')
        if errors > MAX_ERRORS:
            raise ReadError(f"the sheet has more than {MAX_ERRORS:,} error cells", where=where, do=_ANOTHER)
    if sheet.cells * max(lengths, default=0) > MAX_TEXT_BYTES:
        text = sum(
            lengths[int(number)] if int(number) < len(lengths) else 0
            for _, piece in _pieces(archive, entry, path)
            for number in _STRING.findall(piece)
        )
        if text > MAX_TEXT_BYTES:
            raise ReadError("the texts of the sheet are too long for memory", where=where, do="save it as CSV")


def _count(sheet: _Sheet, piece: bytes, where: str) -> None:
    if sheet.prefix is None:
        root = _ROOT.search(piece)
        sheet.prefix = (root[1] or b"") if root is not None else b""
    opened = b"<" + sheet.prefix + b"c"
    cells = piece.count(opened + b' r="')
    odd = piece.count(opened + b" ") != cells or re.search(re.escape(opened) + rb"[^ a-zA-Z]", piece) is not None
    if not odd and (sheet.prefix or _PREFIXED.search(piece)):  # by a prefix of its own, or only so in a text
        odd = any((other[1] or b"") != sheet.prefix for other in _OTHER_CELL.finditer(piece))
    if odd:
        raise ReadError("cells of the sheet carry no plain address", where=where, do=_ANOTHER)
    sheet.cells += cells
    numbers = [int(n) for n in re.findall(rb"<%srow [^>]*?r=\"(\d+)\"" % re.escape(sheet.prefix), piece)]
    sheet.rows += len(numbers)
    sheet.last_row = max([sheet.last_row, *numbers])
    while sheet.level < len(_WIDER) and _WIDER[sheet.level][1].search(piece):
        sheet.level += 1
    if sheet.level == len(_WIDER):
        raise ReadError(f"the sheet has more than {MAX_COLUMNS} columns", where=where, do="it is no release of ICE")
    longer = re.compile(rb" r=\"[A-Z]+\d{%d}" % (len(str(max(sheet.last_row, 1))) + 1))
    if sheet.last_row > MAX_ROWS or longer.search(piece):
        raise ReadError("the sheet has cells beyond its last row", where=where, do=_ANOTHER)
    width = _WIDER[sheet.level][0]
    if sheet.last_row * width > MAX_CELLS * (2 if width > sheet.cells // max(sheet.rows, 1) else 1):
        raise ReadError(f"the sheet spans more than {MAX_CELLS:,} cells", where=where, do="split it")
