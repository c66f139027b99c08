"""A brief and the record of its place as a printed packet of two pages: the extra `pdf`, imported only here.

It adds no facts: the sentences, gaps and rows that `chosen` ranks for a commissioner, as many as fit, set by
`packet.typ` with the headings of `packet.yaml`; it says how many it leaves out. Text reaches the template as data, and
is never read as markup. The same brief gives the same bytes.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from atlas287.answers.briefs.render import chosen
from atlas287.answers.briefs.render.packet import FOLDER, content
from atlas287.core.errors import RenderError, UsageError
from atlas287.core.files import write_whole
from atlas287.core.model import Brief

SIZES = (9.0, 8.5, 8.0)
"""Sizes of type in points in which what must stand is tried; no part of a page is set in a smaller one."""
LARGER = (11.0, 10.5, 10.0, 9.5)
"""Sizes tried once everything that is ranked for a page stands on it."""
ROWS = (18, 12, 8, 5)
"""How many rows of the table are tried for each size of the first page."""
Layout = tuple[int, bool]
"""How many rows the table has, and whether what not to infer moves to the second page."""
LAYOUTS: tuple[tuple[Layout, ...], ...] = (tuple((n, False) for n in ROWS), tuple((n, True) for n in ROWS))
"""It moves only where the first page would lose what must stand there even in the smallest type."""
Row = Mapping[str, Any]


def save(brief: Brief, record: Row, path: Path) -> None:
    """Write the packet to `path`, whole or not at all."""
    check_ending(path)
    write_whole(path, packet(brief, record))


def check_ending(path: Path) -> None:
    """Raises UsageError where a file's ending is not that of a packet."""
    if path.suffix.lower() != ".pdf":
        raise UsageError("a packet is a .pdf file", where=f"--packet {path}", do="give it this ending")


def packet(brief: Brief, record: Row) -> bytes:
    """The packet as a tagged PDF (PDF/UA-1), US Letter, two pages unless even the smallest type needs more.

    `record` is the object of the place in the contract. Raises UsageError for a brief without a place, RenderError
    where the extra is missing.
    """
    if brief.place is None:
        raise UsageError("a packet is made for one place", where="--packet", do="name a state, county or town")
    typst = _library()
    template = (FOLDER / "packet.typ").read_bytes()
    inputs = _fitting(typst, template, brief, record)
    day = datetime.fromisoformat(brief.as_of).replace(tzinfo=UTC)
    made: bytes = typst.Compiler(template, ignore_system_fonts=True).compile(
        format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=day
    )
    return made


def _fitting(typst: Any, template: bytes, brief: Brief, record: Row) -> dict[str, str]:
    """What the template takes: on each page as much as two pages hold, then in the largest type that does."""
    inputs: dict[str, str] = {}
    choice = chosen.choice(brief)

    def pages(layout: Layout, units: Sequence[chosen.Unit], sizes: tuple[float, float]) -> tuple[int, int]:
        nonlocal inputs
        rows, moved = layout
        data = displayable(content(brief, record, rows, units)) | {"sizes": list(sizes), "moved": moved}
        inputs = {"packet": json.dumps(data, ensure_ascii=False)}
        options = {"field": "value", "one": True, "ignore_system_fonts": True}
        start, last = json.loads(typst.query(template, "<pages>", sys_inputs=inputs, **options))
        return start, last

    least = SIZES[-1]
    first, size, layout = _most(choice.first, LAYOUTS, lambda units, pt, at: pages(at, units, (pt, least))[0] == 2)
    second, other, _ = _most(
        choice.second, [[layout]], lambda units, pt, at: pages(at, [*first, *units], (size, pt)) == (2, 2)
    )
    pages(layout, [*first, *second], (size, other))
    return inputs


def _most(
    units: Sequence[chosen.Unit],
    layouts: Sequence[Sequence[Layout]],
    fits: Callable[[Sequence[chosen.Unit], float, Layout], bool],
) -> tuple[list[chosen.Unit], float, Layout]:
    """The units that a page holds, in which size of type and in which of the layouts.

    The size is the largest in which all that must stand does. Then as many of the others as fit in their order, and
    after the first that does not, those shorter ones that still do.
    """
    must = sum(unit.must for unit in units)  # they come first
    tried = [(size, layout) for several in layouts for size in SIZES for layout in several]
    found = next((each for each in tried if fits(units[:must], *each)), None)
    size, layout = found or tried[-1]
    least = must if found else 0
    counts = range(least + 1, len(units) + 1)
    kept = list(units[: least + bisect_left(counts, True, key=lambda n: not fits(units[:n], size, layout))])
    if len(kept) == len(units):
        size = next((larger for larger in (*LARGER, *SIZES[: SIZES.index(size)]) if fits(kept, larger, layout)), size)
        return kept, size, layout
    room = units[len(kept)].length
    for unit in units[len(kept) + 1 :]:
        if unit.length < room and fits([*kept, unit], size, layout):
            kept.append(unit)
        else:
            room = min(room, unit.length)
    return kept, size, layout


def displayable(value: Any) -> Any:
    """A JSON value whose text the embedded fonts hold: control marks are dropped, other scripts written as escapes.

    PDF/UA refuses a character without a glyph.
    """
    if isinstance(value, dict):
        return {key: displayable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [displayable(each) for each in value]
    if not isinstance(value, str):
        return value
    text = " ".join(unicodedata.normalize("NFC", value).split())
    return "".join(_shown(mark) for mark in text if unicodedata.category(mark) not in ("Cc", "Cf"))


def _shown(mark: str) -> str:
    return mark if ord(mark) < 0x250 or mark in "ʻʼ‐–—‘’“”…€™" else f"\\u{ord(mark):04x}"


def _library() -> Any:
    try:
        import typst
    except ImportError as error:
        raise RenderError(
            f"a packet needs typst ({error.name} is missing)", do="install it with: pip install 'atlas287[pdf]'"
        ) from error
    return typst
