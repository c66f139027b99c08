"""Reads a file that people fill in by hand, CSV or .xlsx, as sheets of texts with their addresses (`model.Grid`).

Nothing is repaired: what is odd about the file as a whole is a warning, about a cell it is kept by its address.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

from atlas287.core.errors import ReadError
from atlas287.core.model import Grid
from atlas287.intake.readers import package
from atlas287.intake.readers.sheet import Layer, column_index
from atlas287.intake.readers.xlsx import load_sheet, open_workbook

MAX_BYTES = 32 << 20
MAX_ROWS = 250_000
MAX_CELLS = 4_000_000
"""Rows times columns up to the last cell of a sheet."""
MAX_MERGED = 100_000
_DELIMITERS = (",", ";", "\t")
_HEADER_LINES = 20
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLAIN = re.compile(rb'<c r="[A-Z]{1,2}[0-9]{1,6}"[^<>]*(?:/>|>(?:<v>[^<]*</v>|<is><t[^<>]*>[^<]*</t></is>)</c>)')


def read(path: Path) -> list[Grid]:
    """The sheets of a file, in their order. Raises ReadError where it is no CSV and no .xlsx, or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"the file has more than {MAX_BYTES >> 20} MiB", where=str(path), do="divide it by months")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"the file cannot be read ({error.strerror})", where=str(path), do="check its path") from error
    binary = data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b"))
    return _workbook(data, path.name) if binary or path.suffix.lower() == ".xlsx" else [_text(data, path.name)]


def _text(data: bytes, name: str) -> Grid:
    """A CSV file. UTF-8, with or without its mark, else UTF-16 with its mark, else Windows-1252."""
    warnings = []
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        warnings.append("The file is not in UTF-8 and was read as Windows-1252: look at accents, or save it as UTF-8.")
    if "\0" in text:
        raise ReadError("the file is no text", where=name, do="save it as CSV in UTF-8, or as .xlsx")
    head = text[:100_000].splitlines()[:_HEADER_LINES]
    delimiter = max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in head), default=0))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ReadError(f"the file is no CSV ({error})", where=name, do="save it again from the spreadsheet") from error
    if len(rows) > MAX_ROWS:
        raise ReadError(f"the file has more than {MAX_ROWS:,} rows", where=name, do="divide it by months")
    return Grid(name, hashlib.sha256(data).hexdigest(), None, rows, warnings=tuple(warnings))


def _workbook(data: bytes, name: str) -> list[Grid]:
    parts = package.open_parts(data, name)
    sheets = [
        (sheet, *_marks(parts[path], f"{name}, sheet {sheet[:31]}")) for sheet, path in package.sheets(parts, name)
    ]
    workbook = open_workbook(package.repacked(parts), name)
    sha256 = hashlib.sha256(data).hexdigest()
    grids = []
    for sheet, formulas, merged in sheets:
        columns = load_sheet(workbook, Layer(), sheet, name).columns
        places = {column_index(letter): values.to_pylist() for letter, values in columns.items()}
        height = max(map(len, places.values()), default=0)
        blank: list[str | None] = [None] * height
        width = max(places, default=-1) + 1
        rows = list(zip(*(places.get(index, blank) for index in range(width)), strict=True))
        grids.append(Grid(name, sha256, sheet, rows, formulas, merged))
    return grids


def _marks(part: bytes, where: str) -> tuple[frozenset[tuple[int, int]], dict[tuple[int, int], str]]:
    """Cells with formulas, and cells that a merged range leaves blank. Raises ReadError for a sheet beyond bounds."""
    formulas: set[tuple[int, int]] = set()
    merged: dict[tuple[int, int], str] = {}
    at, last = (0, 0), [0, 0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal at
        if tag == "row":
            at = (int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else at[0] + 1, -1)
        elif tag == "c":
            at = _position(attributes["r"], where) if "r" in attributes else (at[0], at[1] + 1)
        elif tag == "f":
            formulas.add(at)
        elif tag == "mergeCell":
            _spread(attributes.get("ref", ""), merged, where)
        last[0], last[1] = max(last[0], at[0] + 1), max(last[1], at[1] + 1)

    package.scan(_PLAIN.sub(b"", part), where, start)
    width = max(last[1], 26)  # plain cells were not looked at: they go as far as column ZZ
    if any(len(found) > 1 for found in re.findall(rb'<c r="([A-Z]+)1"', part)):
        width = max(width, 26 * 27)
    if last[0] > MAX_ROWS or last[0] * min(width, 16_384) > MAX_CELLS:
        raise ReadError(
            f"the sheet spans more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells", where=where, do="divide it"
        )
    return frozenset(formulas), merged


def _position(address: str, where: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ReadError(f"no sheet has a cell {address[:20]!r}", where=where, do="save it again from the spreadsheet")
    return int(match[2]) - 1, column_index(match[1])


def _spread(reference: str, merged: dict[tuple[int, int], str], where: str) -> None:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _position(first, where), _position(last or first, where)
    if (bottom - top + 1) * (right - left + 1) + len(merged) > MAX_MERGED:
        raise ReadError(f"merged ranges cover more than {MAX_MERGED:,} cells", where=where, do="divide them")
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                merged[row, column] = reference
