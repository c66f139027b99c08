"""Opens an Office Open XML package within fixed bounds, before any library parses it.

Published files are not trusted: a package that is protected, carries macros, is cut short, or inflates beyond
the bounds is refused with one sentence, in bounded time and memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.parsers import expat

from atlas287.core.errors import ReadError

MAX_FILE_BYTES = 64 << 20
MAX_PART_BYTES = 64 << 20
MAX_TOTAL_BYTES = 192 << 20
MAX_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = ((b"%PDF", "a PDF document"), (b"\x1f\x8b", "a gzip file"), (b"{", "JSON text"))


def open_parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of a workbook by their path in the package, all inflated within the bounds.

    Raises ReadError for anything that is not an unprotected, macro-free, undamaged .xlsx package.
    """
    _check_kind(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inflate(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise ReadError(
            f"the workbook is damaged or cut short ({error})", where=name, do="fetch it again or use another copy"
        ) from error


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
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise ReadError("the file is a web page, not a workbook", where=name, do="check its address")
    if not data.startswith(b"PK"):
        kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), "not a workbook")
        raise ReadError(f"the file is {kind}" if kind != "not a workbook" else "the file is not a workbook", where=name)


def _inflate(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_PARTS:
        raise ReadError(f"the package has {len(entries):,} parts, more than {MAX_PARTS:,}", where=name)
    if len(set(names)) != len(names):
        raise ReadError("two parts of the package have the same name", where=name)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadError("the package is encrypted", where=name, do="use an unprotected copy")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise ReadError("the workbook carries macros", where=name, do="use a copy saved as .xlsx")
    if "xl/workbook.bin" in names:
        raise ReadError("the workbook is in the binary .xlsb format", where=name, do="use a copy saved as .xlsx")
    if "xl/workbook.xml" not in names:
        raise ReadError("the package holds no workbook", where=name, do="check that it is an .xlsx file")
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as stream:  # read at most one byte over the bound, whatever the header claims
            content = stream.read(MAX_PART_BYTES + 1)
        total += len(content)
        if len(content) > MAX_PART_BYTES or total > MAX_TOTAL_BYTES:
            raise ReadError(
                f"the package inflates beyond {MAX_PART_BYTES >> 20} MiB a part or {MAX_TOTAL_BYTES >> 20} MiB in all",
                where=f"{name}, {entry.filename}",
                do="it is not a list of agencies",
            )
        parts[entry.filename] = content
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise ReadError("the workbook carries macros", where=name, do="use a copy saved as .xlsx")
    return parts


def scan(
    part: bytes, where: str, start: Callable[[str, dict[str, str]], Any], text: Callable[[str], Any] | None = None
) -> None:
    """Run `start(tag, attributes)` over the elements of one XML part, tags without the prefix of the root.

    A document type is refused, so no entity is ever defined or fetched. Raises ReadError for bad XML.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ReadError("the XML declares a document type", where=where, do="no published list needs one")

    def stripped(tag: str, attributes: dict[str, str]) -> None:
        start(tag.rpartition(":")[2], attributes)

    def root(tag: str, attributes: dict[str, str]) -> None:
        # Millions of cells pass here: only a part whose root has a prefix pays for stripping it.
        parser.StartElementHandler = stripped if ":" in tag else start
        parser.StartElementHandler(tag, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = root
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
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


def sheets(parts: dict[str, bytes], name: str) -> list[tuple[str, str]]:
    """(sheet name, path of its part) in workbook order."""
    links = targets(parts, "xl/workbook.xml", name)
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k == "id" or k.endswith(":id")), "")
            target = links.get(link, "").lstrip("/")
            found.append((attributes.get("name", ""), target if target.startswith("xl/") else f"xl/{target}"))

    scan(parts["xl/workbook.xml"], f"{name}, xl/workbook.xml", start)
    return [(sheet, path) for sheet, path in found if path in parts]


def times(parts: dict[str, bytes], name: str) -> tuple[datetime | None, datetime | None]:
    """The created and modified times of the document properties, in UTC; nothing else of them is looked at."""
    found: dict[str, str] = {}
    current = ""

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal current
        current = tag if tag in ("created", "modified") else ""

    def text(content: str) -> None:
        if current and content.strip():
            found.setdefault(current, content.strip())

    if "docProps/core.xml" in parts:
        scan(parts["docProps/core.xml"], f"{name}, docProps/core.xml", start, text)
    return _time(found.get("created")), _time(found.get("modified"))


def _time(text: str | None) -> datetime | None:
    if text is None or not re.match(r"\d{4}-\d\d-\d\dT", text):
        return None
    try:
        parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return parsed.replace(tzinfo=None) - (parsed.utcoffset() or (parsed - parsed))
