"""What a sheet's XML says beside its values: hidden rows, links, and how far the cells with a value reach.

The value reader (calamine) gives neither hidden rows nor links, and it lays out every cell up to the last one with
a value: so the extent is checked here, before it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from atlas287.core.errors import ReadError
from atlas287.core.model import column_letter
from atlas287.intake.readers import package

MAX_ROWS = 50_000
MAX_COLUMNS = 16_384
"""As many as Excel has."""
MAX_CELLS = 2_000_000
"""Rows times columns that the value reader may lay out in memory."""
MAX_TEXT_BYTES = 128 << 20
"""Cells times the longest shared string: each cell gets a copy of its own."""
MAX_LINKED_CELLS = 200_000

NO_LIST = "it is not a list of agencies"

_LETTERS = re.compile(r"[A-Z]{1,3}")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_STRING_TABLE = re.compile(rb"<([\w.-]+:)?sst[\s>/]")


@dataclass(slots=True)
class Layer:
    """Hidden rows (1-based), links by cell (`G12` -> target), last column (0-based) with a value, and last row."""

    hidden: set[int] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    last_column: int = -1
    last_row: int = 0


def column_index(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def read_layer(parts: dict[str, bytes], path: str, where: str) -> Layer:
    """The layer of one sheet. Raises ReadError where it has more rows or cells than a list of agencies can have."""
    layer = Layer()
    targets = package.targets(parts, path, where)
    row, reference, suffix, cut = 0, "", "0", -1
    columns: set[str] = set()
    ranges: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        # Called for every element of the sheet, so cells come first and pay for nothing that is not theirs.
        nonlocal row, reference, suffix, cut
        if tag == "c":
            reference = attributes.get("r") or _next_reference(reference, suffix)
        elif tag == "v" or tag == "is":
            if reference[cut:] != suffix:
                raise ReadError(f"cell {reference[:20]} stands in row {suffix}", where=where, do="fetch it again")
            columns.add(reference[:cut])
        elif tag == "row":
            row = _row_number(attributes.get("r"), row, where)
            reference, suffix = "", str(row)
            cut = -len(suffix)
            layer.last_row = max(layer.last_row, row)
            if attributes.get("hidden") in ("1", "true"):
                layer.hidden.add(row)
        elif tag == "hyperlink":
            link = package.relation(attributes)
            if link in targets:
                place = attributes.get("location")  # Excel keeps the part of an address after # here
                target = f"{targets[link]}#{place}" if place else targets[link]
                ranges.append((attributes.get("ref", ""), target))

    package.scan(parts[path], where, start)
    for letters in columns:
        if not _LETTERS.fullmatch(letters) or column_index(letters) >= MAX_COLUMNS:
            raise ReadError(f"no sheet has a column {letters[:20]!r}", where=where, do="fetch it again")
        layer.last_column = max(layer.last_column, column_index(letters))
    _check_size(layer, parts.get("xl/sharedStrings.xml", b""), where)
    _spread(layer, ranges, where)
    return layer


def _row_number(printed: str | None, before: int, where: str) -> int:
    if printed is not None and not _ROW.fullmatch(printed):
        raise ReadError(f"no sheet has a row {printed[:20]!r}", where=where, do="fetch it again")
    row = before + 1 if printed is None else int(printed)
    if row > MAX_ROWS:
        raise ReadError(f"the sheet has more than {MAX_ROWS:,} rows", where=where, do=NO_LIST)
    return row


def _next_reference(before: str, row: str) -> str:
    """A cell without an address follows the one before it, or opens its row."""
    letters = before.rstrip("0123456789")
    if letters and not _LETTERS.fullmatch(letters):
        return before  # refused in the end
    return column_letter(column_index(letters) + 1) + row


def _check_size(layer: Layer, strings: bytes, where: str) -> None:
    cells = (layer.last_column + 1) * layer.last_row
    if cells > MAX_CELLS:
        raise ReadError(f"the sheet spans more than {MAX_CELLS:,} cells", where=where, do=NO_LIST)
    if cells * _longest_string(strings) > MAX_TEXT_BYTES:
        raise ReadError("the shared texts are too long for so many cells", where=where, do=NO_LIST)


def _longest_string(table: bytes) -> int:
    """A bound in bytes on the longest shared string: the longest stretch between the ends of two."""
    if b"<!" in table or table.count(b"<?") > 1:  # such markup could hold what looks like an end
        return len(table)
    root = _STRING_TABLE.search(table)
    end = b"</%bsi>" % (root[1] or b"") if root is not None else b"</si>"
    return max(map(len, table.split(end)))


def _spread(layer: Layer, ranges: list[tuple[str, str]], where: str) -> None:
    """A link may cover a range; it belongs to each cell of it that lies within the extent of the sheet."""
    linked = 0
    for cells, target in ranges:
        match = _RANGE.fullmatch(cells.replace("$", ""))
        if match is None:
            continue
        left, top, right, bottom = match.groups()
        if right is None:
            layer.links[f"{left}{top}"] = target
            continue
        columns = range(column_index(left), min(column_index(right), layer.last_column) + 1)
        rows = range(int(top), min(int(bottom), layer.last_row) + 1)
        linked += len(columns) * len(rows)
        if linked > MAX_LINKED_CELLS:
            raise ReadError(f"links cover more than {MAX_LINKED_CELLS:,} cells", where=where, do=NO_LIST)
        for column in columns:
            for row in rows:
                layer.links[f"{column_letter(column)}{row}"] = target
