"""A figure as a PNG or SVG file, drawn by Altair and vl-convert: the extra `plot`, imported only here.

The palette is safe for the colour-blind and takes no side; lines also differ by dashes and carry their names. The axis
starts at 0. The same figure gives the same bytes of SVG.
"""

from __future__ import annotations

import struct
import textwrap
import zlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from atlas287.answers.briefs.render import figure as figures
from atlas287.answers.briefs.render.describe import Series
from atlas287.answers.briefs.render.figure import Figure
from atlas287.core.errors import RenderError, UsageError
from atlas287.core.files import write_whole
from atlas287.core.model import Count
from atlas287.core.release import Release

ENDINGS = (".png", ".svg")
WIDTH, HEIGHT, LINE = 700, 340, 15
"""Size of the drawing in pixels of the SVG, and the least distance of two labels."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, SOFT, GRID, BAND = "#222222", "#595959", "#e3e3e3", "#efefef"
LOOKS = (
    ("#1f4e79", [1, 0]),
    ("#b36b00", [7, 3]),
    ("#6a3d9a", [2, 2]),
    ("#222222", [10, 3, 2, 3]),
    ("#3b8ea5", [4, 4]),
    ("#7f7f7f", [12, 4]),
)
"""Colour and dashes of each series."""
LABELLED_GAP = 24
"""Months of a gap that is wide enough for words."""


def check_ending(path: Path) -> None:
    """Raises UsageError where a file's ending is none that can be drawn."""
    if path.suffix.lower() not in ENDINGS:
        raise UsageError("a picture is a .png or .svg file", where=f"--plot {path}", do="give it one of these endings")


def save(release: Release, counted: Count, by: Sequence[str], path: Path) -> str:
    """Draw a count to a file; the text alternative of the picture."""
    check_ending(path)
    drawn = figures.figure(release, counted, by)
    draw(drawn, path)
    return drawn.alternative


def draw(figure: Figure, path: Path) -> None:
    """Write the picture to `path`, whole or not at all, with its text alternative inside."""
    _, convert = _library()
    drawn = spec(figure)
    if path.suffix.lower() == ".svg":
        write_whole(path, described_svg(convert.vegalite_to_svg(drawn), figure).encode("utf-8"))
    else:
        write_whole(path, described_png(convert.vegalite_to_png(drawn, scale=2), figure))


def spec(figure: Figure) -> dict[str, Any]:
    """The picture as a Vega-Lite specification."""
    altair, _ = _library()
    body = _lines(altair, figure) if figure.months else _bars(altair, figure)
    notes = [line for note in figure.notes for line in textwrap.wrap(note, 118)]
    title = altair.TitleParams(_wrapped(figure.title), subtitle=notes, anchor="start", offset=16, frame="bounds")
    footer = altair.TitleParams(
        list(figure.footer), orient="bottom", anchor="start", fontSize=11, fontWeight="normal", offset=16
    )
    made = altair.vconcat(body.properties(title=title), title=footer).configure(font=FONT, background="white")
    made = made.configure_title(fontSize=17, color=INK, subtitleFontSize=12, subtitleColor=SOFT, subtitlePadding=6)
    made = made.configure_axis(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, gridColor=GRID)
    found: dict[str, Any] = made.configure_view(stroke=None).configure_concat(spacing=8).to_dict()
    return found


def _wrapped(title: str) -> list[str]:
    """A title in lines, never broken within its date."""
    lines = textwrap.wrap(title.replace("as of ", "as\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}"), 84)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def described_svg(svg: str, figure: Figure) -> str:
    """An SVG with title and description, as one image to a screen reader."""
    words = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alternative)}</desc>"
    head, rest = svg.split(">", 1)
    return f'{head} role="img">{words}{rest}'


def described_png(png: bytes, figure: Figure) -> bytes:
    """A PNG with title and description as text chunks after its header."""
    after = 8 + 25  # the signature and the header chunk, both of fixed length
    chunks = _text("Title", figure.title) + _text("Description", figure.alternative) + _text("Software", "atlas287")
    return png[:after] + chunks + png[after:]


def _text(keyword: str, text: str) -> bytes:
    """A text chunk: tEXt where Latin-1 can write it, else iTXt, as the PNG specification asks."""
    try:
        kind, body = b"tEXt", keyword.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        kind, body = b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode("utf-8")
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _library() -> tuple[Any, Any]:
    try:
        import altair
        import vl_convert
    except ImportError as error:
        raise RenderError(
            f"a picture needs Altair and vl-convert ({error.name} is missing)",
            do="install them with: pip install 'atlas287[plot]'",
        ) from error
    return altair, vl_convert


def _bars(altair: Any, figure: Figure) -> Any:
    rows = [{"code": each.code, "name": each.name, "value": each.values[0]} for each in figure.series]
    order = [each.name for each in figure.series]
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("name:N", sort=order, title=None, axis=altair.Axis(labelLimit=280, ticks=False, domain=False)),
        x=altair.X("value:Q", title=figure.unit, scale=altair.Scale(domain=[0, ceiling(figure.largest)], nice=False))
        .axis(format=",d", tickMinStep=1, tickCount=5, ticks=False, grid=False, titleAnchor="start"),
    )  # fmt: skip
    bars = base.mark_bar(color=LOOKS[0][0], height={"band": 0.72})
    values = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text=altair.Text("value:Q", format=",d"))
    return (bars + values).properties(width=WIDTH - 180, height={"step": 20})


def _lines(altair: Any, figure: Figure) -> Any:
    top = ceiling(figure.largest)
    rows = list(_points(figure))
    names = [each.name for each in figure.series]
    looks = LOOKS[: len(names)]
    spread = [str(figure.ends[0].replace(day=1)), str(figure.ends[-1])]
    x = altair.X("end:T", title=None, axis=altair.Axis(format="%Y", tickCount="year", grid=False))
    x = x.scale(type="utc", domain=spread, nice=False)
    y = altair.Y("value:Q", title=figure.unit, scale=altair.Scale(domain=[0, top], nice=False))
    y = y.axis(format=",d", tickMinStep=1, tickCount=5, domain=False, ticks=False)
    colour = altair.Color("name:N", legend=None).scale(domain=names, range=[look[0] for look in looks])
    dash = altair.StrokeDash("name:N", legend=None).scale(domain=names, range=[look[1] for look in looks])
    lines = altair.Chart(altair.Data(values=rows)).encode(x=x, y=y, color=colour)
    ends = altair.Chart(altair.Data(values=[row for row in rows if row["edge"]])).encode(x=x, y=y, color=colour)
    words = altair.Chart(altair.Data(values=list(_labels(figure, top)))).encode(x=x, y=y, color=colour, text="text:N")
    layers = [
        *_bands(altair, figure),
        lines.mark_line(strokeWidth=2.5).encode(strokeDash=dash),
        ends.mark_point(filled=True, size=34, opacity=1),
        *(
            words.transform_filter(f"datum.side === '{side}'").mark_text(
                align=align, dx=dx, dy=dy, fontSize=12, fontWeight="bold"
            )
            for side, align, dx, dy in (("right", "left", 9, 0), ("above", "left", -3, -12), ("last", "right", 3, -12))
        ),
    ]
    return altair.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _bands(altair: Any, figure: Figure) -> list[Any]:
    """Every run of months without a list as a shaded band; a wide one says so."""
    if not figure.gaps:
        return []
    ends = dict(zip(figure.months, figure.ends, strict=True))
    rows: list[dict[str, Any]] = []
    for first, last in figure.gaps:
        start, stop = ends[first].replace(day=1), ends[last] + timedelta(days=1)
        wide = figure.months.index(last) - figure.months.index(first) + 1 >= LABELLED_GAP
        middle = start + (stop - start) / 2
        rows.append({"from": str(start), "to": str(stop), "middle": str(middle), "gap": f"{first} to {last}"} | (
            {"text": ["no list held", f"{first} to {last}"]} if wide else {}
        ))  # fmt: skip
    base = altair.Chart(altair.Data(values=rows))
    bands = base.mark_rect(color=BAND).encode(x=altair.X("from:T").scale(type="utc"), x2="to:T")
    words = base.transform_filter("isValid(datum.text)").mark_text(color=SOFT, fontSize=12, lineHeight=16)
    return [bands, words.encode(x=altair.X("middle:T").scale(type="utc"), y=altair.value(HEIGHT / 2), text="text:N")]


def _points(figure: Figure) -> Iterator[dict[str, Any]]:
    """One record a series and month; null breaks the line. `edge` marks the first and last of an unbroken run."""
    for each in figure.series:
        values = shown(figure, each)
        for place, (month, end, value) in enumerate(zip(figure.months, figure.ends, values, strict=True)):
            around = (values[place - 1] if place else None, values[place + 1] if place + 1 < len(values) else None)
            edge = value is not None and None in around
            row = {"month": month, "end": str(end), "code": each.code, "name": each.name, "value": value}
            yield row | {"edge": edge}


def shown(figure: Figure, each: Series) -> list[int | None]:
    """The values drawn: where there are several series, zeros before a group first shows after a gap are left out."""
    if len(figure.series) == 1:
        return list(each.values)
    found: list[int | None] = []
    for _, run in groupby(each.values, key=lambda value: value is None):
        values: list[int | None] = list(run)
        first = next((place for place, value in enumerate(values) if value), len(values) + 1)
        found += [None if place < first - 1 else value for place, value in enumerate(values)]
    return found


def _labels(figure: Figure, top: int) -> Iterator[dict[str, Any]]:
    if len(figure.series) == 1:
        yield from _ends_of(figure)
        return
    right: list[tuple[Series, int, int]] = []
    early: list[tuple[Series, int, int]] = []
    for each in figure.series:
        place, value = [(n, value) for n, value in enumerate(shown(figure, each)) if value is not None][-1]
        (right if place == len(figure.months) - 1 else early).append((each, place, value))
    for group in (right, early):
        heights = apart([value for _, _, value in group], top * LINE / HEIGHT)
        for (each, place, value), height in zip(group, heights, strict=True):
            text = f"{each.name} {value:,}"
            yield {"end": str(figure.ends[place]), "value": height, "name": each.name, "text": text, "side": "right"}


def _ends_of(figure: Figure) -> Iterator[dict[str, Any]]:
    """The first and last value, and those beside a wide gap."""
    values, last = figure.series[0].values, len(figure.months) - 1
    known = [place for place, value in enumerate(values) if value is not None]
    beside = {near for before, near in pairwise(known) if near - before > LABELLED_GAP for near in (before, near)}
    for place in sorted({known[0], known[-1]} | beside):
        row = {"end": str(figure.ends[place]), "value": values[place], "name": figure.series[0].name}
        yield row | {"text": f"{values[place]:,}", "side": "last" if place == last else "above"}


def apart(values: Sequence[int], distance: float) -> list[float]:
    """Heights near the values, in their order, at least `distance` from one another and clear of the axis."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    heights: dict[int, float] = {}
    lowest = distance / 2
    for place in order:
        heights[place] = max(float(values[place]), lowest)
        lowest = heights[place] + distance
    return [heights[place] for place in range(len(values))]


def ceiling(value: int) -> int:
    """The end of an axis: the least round number that holds the value."""
    unit = int(10 ** (len(str(value)) - 1))
    ends = (unit * tenths // 10 for tenths in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100))
    return next(end for end in ends if end >= value)
