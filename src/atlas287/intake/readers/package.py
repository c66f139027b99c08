"""Opens an Office Open XML package within fixed bounds, before any library parses it.

Published files are not trusted: a package that is protected, carries macros, is cut short, or inflates beyond
the bounds is refused with one sentence, in bounded time and memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

from atlas287.core.errors import ReadError

# The largest of ICE's lists has 0.2 MiB, inflates to 1.5 MiB, and holds 23 parts and 72,000 tags.
MAX_FILE_BYTES = 32 << 20
MAX_PART_BYTES = 32 << 20
MAX_TOTAL_BYTES = 64 << 20
MAX_PARTS = 2_000
MAX_TAGS = 1_000_000
"""Tags, and likewise attributes, in all parts together: they, more than bytes, are what XML costs to read."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")
_KINDS = ((b"%PDF", "a PDF document"), (b"\x1f\x8b", "a gzip file"), (b"{", "JSON text"))
_CENTRAL_ENTRY = b"PK\x01\x02"
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
"""What zipfile raises on bytes that are no sound archive (among them NotImplementedError and UnicodeDecodeError)."""


def open_parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of a workbook by their path in the package, all inflated within the bounds.

    Raises ReadError for anything that is not an unprotected, macro-free, undamaged .xlsx package.
    """
    _check_kind(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, name)
            parts = _inflate(archive, entries, name)
    except _DAMAGE as error:
        raise ReadError(
            f"the workbook is damaged or cut short ({str(error)[:200]})",
            where=name,
            do="fetch it again or use another copy",
        ) from error
    _check_markup(parts, name)
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise ReadError("the workbook carries macros", where=name, do="use a copy saved as .xlsx")
    return parts


def _check_kind(data: bytes, name: str) -> None:
    if not data:
        raise ReadError("the file is empty", where=name, do="fetch it again")
    if len(data) > MAX_FILE_BYTES:
        raise ReadError(f"the file has {len(data):,} bytes, more than {MAX_FILE_BYTES:,}", where=name)
    if data.startswith(_OLE):
        raise ReadError(
            "the workbook is password-protected or in the old .xls format",
            where=name,
            do="save it without a password as .xlsx",
        )
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise ReadError("the file is a web page, not a workbook", where=name, do="check its address")
    if not data.startswith(b"PK"):
        kind = next((f"{kind}, not a workbook" for magic, kind in _KINDS if data.startswith(magic)), "not a workbook")
        raise ReadError(f"the file is {kind}", where=name, do="check its address")
    if (found := data.count(_CENTRAL_ENTRY)) > MAX_PARTS:  # told before zipfile makes an object of each
        raise ReadError(f"the package has {found:,} parts, more than {MAX_PARTS:,}", where=name)


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries):
        raise ReadError("two parts of the package have the same name", where=name, do="fetch it again")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadError("the package is encrypted", where=name, do="use an unprotected copy")
    if any(part.endswith("vbaproject.bin") for part in names):
        raise ReadError("the workbook carries macros", where=name, do="use a copy saved as .xlsx")
    if "xl/workbook.bin" in names:
        raise ReadError("the workbook is in the binary .xlsb format", where=name, do="use a copy saved as .xlsx")
    if all(entry.filename != "xl/workbook.xml" for entry in entries):
        raise ReadError("the package holds no workbook", where=name, do="check that it is an .xlsx file")


def _inflate(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> dict[str, bytes]:
    wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    sizes = [entry.file_size for entry in wanted]
    if max(sizes) > MAX_PART_BYTES or sum(sizes) > MAX_TOTAL_BYTES:
        raise ReadError(
            f"the package inflates beyond {MAX_PART_BYTES >> 20} MiB a part or {MAX_TOTAL_BYTES >> 20} MiB in all",
            where=name,
            do="it is not a list of agencies",
        )
    for entry in entries:
        if entry not in wanted:
            archive.open(entry).close()  # tells a damaged name: no part may pass unread under another one
    return {entry.filename: _content(archive, entry, name) for entry in wanted}


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ReadError("the package is packed by an unusual method", where=name, do="use a copy saved by Excel")
    size = entry.file_size
    # zipfile stops where a part says that it ends. Asked for one byte more, it finds a longer one by its checksum.
    entry.file_size += 1
    with archive.open(entry) as stream:
        content = stream.read(size + 1)
    if len(content) != size:
        raise zipfile.BadZipFile(f"{entry.filename[:100]} is not as long as it says")
    return content


def _check_markup(parts: dict[str, bytes], name: str) -> None:
    for path, content in parts.items():
        if b"<!DOCTYPE" in content:
            _refuse_document_type(f"{name}, {path[:100]}")
    if sum(map(len, parts.values())) <= MAX_TAGS:  # too short for so many
        return
    if any(sum(content.count(mark) for content in parts.values()) > MAX_TAGS for mark in (b"<", b"=")):
        raise ReadError(
            f"the package holds more than {MAX_TAGS:,} tags or attributes",
            where=name,
            do="it is not a list of agencies",
        )


def _refuse_document_type(where: str) -> None:
    """A document type could define entities that expand without bound or fetch files; no workbook needs one."""
    raise ReadError("the XML declares a document type", where=where, do="no published list needs one")


def repacked(parts: dict[str, bytes]) -> bytes:
    """The parts as a plain package, so that the value reader sees what was checked here and nothing else."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for path, content in parts.items():
            if not path.startswith("docProps/"):
                archive.writestr(path, content)
    return package.getvalue()


def scan(
    part: bytes,
    where: str,
    start: Callable[[str, dict[str, str]], Any],
    text: Callable[[str], Any] | None = None,
) -> None:
    """Run `start(tag, attributes)` over the elements of one XML part, tags without the prefix of the root.

    A document type is refused, so no entity is ever defined or fetched. Raises ReadError for bad XML.
    """
    parser = expat.ParserCreate()

    def stripped(tag: str, attributes: dict[str, str]) -> None:
        start(tag.rpartition(":")[2], attributes)

    def root(tag: str, attributes: dict[str, str]) -> None:
        # Millions of cells pass here: only a part whose root has a prefix pays for stripping it.
        parser.StartElementHandler = stripped if ":" in tag else start
        parser.StartElementHandler(tag, attributes)

    # Told here too, for parts in an encoding in which the bytes do not spell it
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_document_type(where)
    parser.StartElementHandler = root
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two for an encoding unknown
        raise ReadError(f"the XML is damaged ({error})", where=where, do="fetch it again") from error


def targets(parts: dict[str, bytes], path: str, where: str) -> dict[str, str]:
    """The relationships of a part: id -> target."""
    folder, _, leaf = path.rpartition("/")
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and "Id" in attributes:
            found[attributes["Id"]] = attributes.get("Target", "")

    rels = f"{folder}/_rels/{leaf}.rels"
    if rels in parts:
        scan(parts[rels], f"{where}, {rels}", start)
    return found


def relation(attributes: dict[str, str]) -> str:
    """The id by which an element names a relationship; its prefix is the writer's choice. Empty where it names none."""
    usual = attributes.get("r:id")
    if usual is not None:
        return usual
    return next((value for key, value in attributes.items() if key == "id" or key.endswith(":id")), "")


def sheets(parts: dict[str, bytes], name: str) -> list[tuple[str, str]]:
    """(sheet name, path of its part) in workbook order. Raises ReadError where two sheets have one name."""
    links = targets(parts, "xl/workbook.xml", name)
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            sheet = attributes.get("name", "")
            if sheet in found:
                raise ReadError("two sheets have the same name", where=name, do="use a copy saved by Excel")
            target = links.get(relation(attributes), "").lstrip("/")
            found[sheet] = target if target.startswith("xl/") else f"xl/{target}"

    scan(parts["xl/workbook.xml"], f"{name}, xl/workbook.xml", start)
    return [(sheet, path) for sheet, path in found.items() if path in parts]


def times(parts: dict[str, bytes], name: str) -> tuple[datetime | None, datetime | None]:
    """The created and modified times of the document properties, in UTC; nothing else of them is looked at."""
    found: dict[str, str] = {}
    current = ""

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal current
        current = tag.rpartition(":")[2]

    def text(content: str) -> None:
        if current in ("created", "modified") and content.strip():
            found.setdefault(current, content.strip())

    if "docProps/core.xml" in parts:
        scan(parts["docProps/core.xml"], f"{name}, docProps/core.xml", start, text)
    return _time(found.get("created")), _time(found.get("modified"))


def _time(text: str | None) -> datetime | None:
    if text is None or not re.match(r"\d{4}-\d\d-\d\dT", text):
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())
    except (ValueError, OverflowError):
        return None
