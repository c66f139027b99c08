"""What a sheet's XML says beside its values: hidden rows, links, and the extent of the cells that have a value.

The value reader (calamine) gives neither; and its table starts at the first column with a value, so the extent
is also what turns a position in that table into a cell address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from atlas287.core.errors import ReadError
from atlas287.intake.readers import package

MAX_ROWS = 50_000
MAX_CELLS = 4_000_000
"""Rows times columns that the value reader may lay out in memory."""

_DIGITS = "0123456789"
_RANGE = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")


@dataclass(slots=True)
class Layer:
    """Hidden rows (1-based), links by cell (`G12` -> target), and the extent of valued cells (0-based columns)."""

    hidden: set[int] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    first_column: int = 0
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
    reference, row, rows = "", 0, 0
    columns: set[str] = set()
    ranges: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reference, row, rows
        if tag == "c":
            reference = attributes.get("r", "")
            if not reference:
                raise ReadError("a cell has no address", where=f"{where}, row {row}", do="use a copy saved by Excel")
        elif tag in ("v", "is"):
            columns.add(reference.rstrip(_DIGITS))
            layer.last_row = row
        elif tag == "row":
            rows += 1
            row = int(attributes["r"]) if "r" in attributes else row + 1
            if rows > MAX_ROWS or row > MAX_ROWS:
                raise ReadError(
                    f"the sheet has more than {MAX_ROWS:,} rows", where=where, do="it is not a list of agencies"
                )
            if attributes.get("hidden") in ("1", "true"):
                layer.hidden.add(row)
        elif tag == "hyperlink":
            link = next((v for k, v in attributes.items() if k == "id" or k.endswith(":id")), None)
            if link in targets:
                ranges.append((attributes.get("ref", ""), targets[link]))

    package.scan(parts[path], where, start)
    if columns:
        indexes = [column_index(letters) for letters in columns]
        layer.first_column, layer.last_column = min(indexes), max(indexes)
        if (layer.last_column - layer.first_column + 1) * layer.last_row > MAX_CELLS:
            raise ReadError(
                f"the sheet spans more than {MAX_CELLS:,} cells", where=where, do="it is not a list of agencies"
            )
    for cells, target in ranges:
        _spread(layer, cells, target)
    return layer


def _spread(layer: Layer, cells: str, target: str) -> None:
    """A link may cover a range; it belongs to each cell of it that lies within the rows of the sheet."""
    match = _RANGE.fullmatch(cells.replace("$", ""))
    if match is None:
        return
    left, top, right, bottom = match.groups()
    if right is None:
        layer.links[f"{left}{top}"] = target
        return
    from atlas287.core.model import column_letter

    for column in range(column_index(left), min(column_index(right), layer.last_column) + 1):
        for row in range(int(top), min(int(bottom), layer.last_row) + 1):
            layer.links[f"{column_letter(column)}{row}"] = target
