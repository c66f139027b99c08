"""What a sheet's XML says beside its values: hidden rows and links. The value reader (calamine) gives neither.

It also lays out in memory every cell up to the last one with a value, each with a copy of its text: so the extent of
the sheet is bounded here, before it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from atlas287.core.errors import ReadError
from atlas287.core.model import column_letter
from atlas287.intake.readers import package

MAX_ROWS = 25_000
"""A row for each agency in the country and its filler; registry/sources bounds the named ones closer."""
MAX_COLUMNS = 16_384
"""As many as Excel has."""
MAX_CELLS = 2_000_000
"""Rows times columns up to the last cell with a value."""
MAX_TEXT_BYTES = 128 << 20
"""Cells times the longest shared string: each cell gets a copy of its own."""
MAX_LINKED_CELLS = 200_000

_PLAIN_CELL = re.compile(rb'<c r="[A-Z][0-9]{1,5}"[^<>]*(?:/>|>(?:<v>[^<]*</v>|<is><t>[^<]*</t></is>)</c>)')
_PLAIN_COLUMNS = 26
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_STRING_TABLE = re.compile(rb"<([\w.-]+:)?sst[\s>/]")
_NO_LIST = "it is not a list of agencies"


@dataclass(slots=True)
class Layer:
    """The hidden rows, and the links by column letter and row. Rows are 1-based."""

    hidden: set[int] = field(default_factory=set)
    links: dict[str, dict[int, str]] = field(default_factory=dict)


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
    row, last_row = 0, 0
    reference = ""
    columns: set[str] = set()
    links: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, last_row, reference
        if tag == "row":
            row = _row_number(attributes["r"], where) if "r" in attributes else row + 1
            if row > MAX_ROWS:
                raise ReadError(f"the sheet has more than {MAX_ROWS:,} rows", where=where, do=_NO_LIST)
            last_row = max(last_row, row)
            reference = ""
            if attributes.get("hidden") in ("1", "true"):
                layer.hidden.add(row)
        elif tag == "c":
            reference = attributes.get("r") or _next_reference(reference, row)
        elif tag == "v" or tag == "is":
            # A digit stays, and is refused below, where the address has more digits than the number of the row.
            columns.add(reference[: -len(str(row))])
        elif tag == "hyperlink" and (target := targets.get(package.relation(attributes))) is not None:
            place = attributes.get("location")  # Excel keeps the part of an address after # here
            links.append((attributes.get("ref", ""), f"{target}#{place}" if place else target))

    # Nothing of a plain cell is asked for here, and nearly all are: without them the XML is a quarter as long.
    package.scan(_PLAIN_CELL.sub(b"", parts[path]), where, start)
    width = max([_PLAIN_COLUMNS, *(_column_number(letters, where) for letters in columns)])
    if width * last_row > MAX_CELLS:
        raise ReadError(f"the sheet spans more than {MAX_CELLS:,} cells", where=where, do=_NO_LIST)
    _check_texts(parts[path], parts.get("xl/sharedStrings.xml", b""), where)
    _spread(layer, links, width, last_row, where)
    return layer


def _row_number(printed: str, where: str) -> int:
    if not _ROW.fullmatch(printed):
        raise ReadError(f"no sheet has a row {printed[:20]!r}", where=where, do="fetch it again")
    return int(printed)


def _column_number(letters: str, where: str) -> int:
    number = column_index(letters) + 1
    if not _LETTERS.fullmatch(letters) or number > MAX_COLUMNS:
        raise ReadError(f"no sheet has a column {letters[:20]!r}", where=where, do="fetch it again")
    return number


def _next_reference(before: str, row: int) -> str:
    """A cell without an address follows the one before it, or opens its row."""
    letters = before.rstrip("0123456789")
    if letters and not _LETTERS.fullmatch(letters):
        return before  # refused in the end
    return f"{column_letter(column_index(letters) + 1)}{row}"


def _check_texts(sheet: bytes, strings: bytes, where: str) -> None:
    cells = sheet.count(b"<") // 4  # at most: a cell with a shared string takes four tags
    if cells * _longest_string(strings) > MAX_TEXT_BYTES:
        raise ReadError("the shared texts are too long for so many cells", where=where, do=_NO_LIST)


def _longest_string(table: bytes) -> int:
    """A bound in bytes on the longest shared string: the longest stretch between the ends of two."""
    if b"<!" in table or table.count(b"<?") > 1:  # such markup could hold what looks like an end
        return len(table)
    root = _STRING_TABLE.search(table)
    end = b"</%bsi>" % (root[1] or b"") if root is not None else b"</si>"
    return max(map(len, table.split(end)))


def _spread(layer: Layer, links: list[tuple[str, str]], width: int, height: int, where: str) -> None:
    """A link may cover a range; it belongs to each cell of it that lies within the extent of the sheet."""
    linked = 0
    for cells, target in links:
        match = _RANGE.fullmatch(cells.replace("$", ""))
        if match is None:
            continue
        left, top, right, bottom = match.groups()
        if right is None:
            layer.links.setdefault(left, {})[int(top)] = target
            continue
        columns = range(column_index(left), min(column_index(right) + 1, width))
        rows = range(int(top), min(int(bottom), height) + 1)
        linked += len(columns) * len(rows)
        if linked > MAX_LINKED_CELLS:
            raise ReadError(f"links cover more than {MAX_LINKED_CELLS:,} cells", where=where, do=_NO_LIST)
        for column in columns:
            layer.links.setdefault(column_letter(column), {}).update(dict.fromkeys(rows, target))
