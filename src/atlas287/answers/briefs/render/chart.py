"""A figure as plain text for a terminal: no colour, no control codes, block characters or ASCII."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from atlas287.answers.briefs.render.describe import Series
from atlas287.answers.briefs.render.figure import Figure

HEIGHT, SMALL = 10, 4
LONGEST_GAP = 24
"""A gap of more months than this is cut to a marked break of the axis, so that the months with lists can be read."""
NARROWEST, WIDEST = 40, 120
PLAIN = str.maketrans({"…": "...", "·": "-", "’": "'", "–": "-"})


@dataclass(frozen=True, slots=True)
class Ink:
    """The characters of a chart: parts of a full cell, rising and growing, and marks of axis, gap and break."""

    rising: str
    growing: str
    floor: str
    gap: str
    cut: str


BLOCKS = Ink(" ▁▂▃▄▅▆▇█", " ▏▎▍▌▋▊▉█", "─", "·", "╱")
ASCII = Ink(" .:#", " #", "-", "?", "/")


def writable(stream: Any) -> bool:
    """Whether a stream can print block characters."""
    try:
        BLOCKS.rising.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def chart(figure: Figure, *, width: int = 80, blocks: bool = True) -> str:
    """The figure with title, notes, footer and text alternative, in lines of at most `width` characters."""
    width = max(NARROWEST, min(width, WIDEST))
    ink = BLOCKS if blocks else ASCII
    body = _columns(figure, width, ink) if figure.months else _bars(figure, width, ink)
    notes = [note.replace("Shaded", f"Marked {ink.gap}") for note in figure.notes]
    lines = [*_wrap(figure.title, width), "", *body, ""]
    for text in (*notes, *figure.footer, f"Text alternative: {figure.alternative}"):
        lines += _wrap(text, width)
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return text if blocks else text.translate(PLAIN).encode("ascii", "replace").decode("ascii")


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _bars(figure: Figure, width: int, ink: Ink) -> Iterator[str]:
    label = min(max(len(each.name) for each in figure.series), width // 2)
    number = len(f"{figure.largest:,}")
    room = width - label - number - 3
    for each in figure.series:
        value = each.values[0] or 0
        name = each.name if len(each.name) <= label else f"{each.name[: label - 1]}…"
        bar = grown(value, figure.largest, room, ink.growing)
        yield f"{name.rjust(label)} {ink_edge(ink)}{bar} {value:,}"


def ink_edge(ink: Ink) -> str:
    """The axis at 0 of a bar."""
    return "│" if ink is BLOCKS else "|"


def grown(value: int, largest: int, room: int, parts: str) -> str:
    """A bar as long as its share of `room` characters; what is not 0 shows."""
    steps = len(parts) - 1
    units = max(round(value * room * steps / largest), 1 if value else 0)
    whole, rest = divmod(units, steps)
    return parts[-1] * whole + (parts[rest] if rest else "")


def _columns(figure: Figure, width: int, ink: Ink) -> Iterator[str]:
    """One panel a series, all to one scale; time runs to the right."""
    number = len(f"{figure.largest:,}")
    slots = _slots(figure, width - number - 2)
    height = HEIGHT if len(figure.series) == 1 else SMALL
    for place, each in enumerate(figure.series):
        if len(figure.series) > 1:
            yield from ([""] if place else []) + [f"{each.name}"]
        cells = [_cell(each, slot) for slot in slots]
        for row in range(height - 1, -1, -1):
            scale = f"{figure.largest:,}" if row == height - 1 else ""
            drawn = "".join(_drawn(cell, figure.largest, height, row, ink) for cell in cells)
            yield f"{scale.rjust(number)} {ink_edge(ink)}{drawn}"
        axis = "".join(ink.cut if slot is None else ink.floor for slot in slots)
        yield f"{'0'.rjust(number)} {'└' if ink is BLOCKS else '+'}{axis}"
    yield " " * (number + 2) + _years(figure, slots)


Slot = tuple[int, int] | None
"""The months of one column, as places from and to in the figure; None is the cut of a long gap."""


def _slots(figure: Figure, room: int) -> list[Slot]:
    long = [(a, b) for a, b in _places(figure) if b - a >= LONGEST_GAP]
    shown = len(figure.months) - sum(b - a for a, b in long)
    step = -(-shown // max(1, room - 3 * len(long)))
    slots: list[Slot] = []
    start = 0
    for a, b in [*long, (len(figure.months), len(figure.months))]:
        # Columns are filled from the right, so that the last month of a run has one of its own end.
        slots += [(max(start, end - step), end) for end in reversed(range(a, start, -step))]
        slots += [None] * (3 if b > a else 0)
        start = b
    return slots


def _places(figure: Figure) -> Iterator[tuple[int, int]]:
    for first, last in figure.gaps:
        yield figure.months.index(first), figure.months.index(last) + 1


def _cell(series: Series, slot: Slot) -> int | str | None:
    """The newest value in a column, None for a gap, "cut" where the axis is cut."""
    if slot is None:
        return "cut"
    return next((value for value in reversed(series.values[slice(*slot)]) if value is not None), None)


def _drawn(cell: int | str | None, largest: int, height: int, row: int, ink: Ink) -> str:
    if cell == "cut":
        return ink.cut if row == 0 else " "
    if cell is None:
        return ink.gap if row == 0 else " "
    steps = len(ink.rising) - 1
    units = max(round(int(cell) * height * steps / largest), 1 if cell else 0)
    return ink.rising[max(0, min(units - row * steps, steps))]


def _years(figure: Figure, slots: Sequence[Slot]) -> str:
    """The first month of each run of columns, and the years that fit."""
    line = [" "] * len(slots)
    free = 0
    for place, slot in enumerate(slots):
        if slot is None:
            continue
        begins = place == 0 or slots[place - 1] is None
        months = figure.months[slice(*slot)]
        january = next((month for month in months if month.endswith("-01")), None)
        text = months[0] if begins else january[:4] if january else ""
        if text and place >= free and place + len(text) <= len(slots):
            line[place : place + len(text)] = text
            free = place + len(text) + 1
    return "".join(line)
