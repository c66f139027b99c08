"""Finds the row of headings where titles and notes stand above it, as in ICE's raw workbooks."""

from __future__ import annotations

from collections.abc import Sequence

from atlas287.intake.enforcement.layouts import key, known_headings

FIRST_ROWS = 20
"""The headings stand in one of the first rows; in ICE's workbooks in the seventh."""


def heading_row(rows: Sequence[Sequence[str | None]]) -> int | None:
    """The 0-based row with the most known headings, of those where they are more than half of at least two cells.

    None where no row is like that. The first of equals stands.
    """
    best, found = 0, None
    known = known_headings()
    for number, row in enumerate(rows[:FIRST_ROWS]):
        filled = [key(cell) for cell in row if cell and cell.strip()]
        hits = len(known.intersection(filled))
        if len(filled) > 1 and hits * 2 > len(filled) and hits > best:
            best, found = hits, number
    return found
