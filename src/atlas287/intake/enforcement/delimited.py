"""Opens delimited text: commas, tabs, bars or semicolons; UTF-8, UTF-16 or Windows-1252; with or without its mark."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from atlas287.core.errors import ReadError
from atlas287.intake.enforcement.headings import FIRST_ROWS, heading_row
from atlas287.intake.enforcement.layouts import key, known_headings
from atlas287.intake.enforcement.parts import BATCH_ROWS, Part, Tally, cell, numbered

DELIMITERS = ",\t|;"
START_BYTES = 1 << 20
"""The headings stand in these."""
BLOCK_BYTES = 8 << 20
"""No row is longer."""
PIECE_BYTES = 1 << 20
MAX_COLUMNS = 1_000

_SPACED = re.compile(r'"[^"\n]*"(?:, "[^"\n]*")+\s*$')
"""Headings after whose commas a space stands: then a quotation mark after it opens a cell all the same."""


def part(path: Path, tally: Tally) -> Part:
    """The table of a text file. Rows with more or fewer cells than the headings are told and left out.

    Raises ReadError where it is no text, or a row or cell is beyond all measure.
    """
    encoding = _encoding(path)
    with closing(_Text(path, encoding, Tally())) as text:
        start = text.read(START_BYTES).decode("utf-8", errors="ignore")
    lines = start.split("\n")[:FIRST_ROWS]
    delimiter, spaced = _dialect(lines)
    rows = _rows(lines, delimiter, spaced)
    at = heading_row(rows)
    if at is None:
        at = next((number for number, row in enumerate(rows) if any(row)), 0)
    headings = tuple(text or "" for text in rows[at]) if rows else ()
    if not headings or len(headings) > MAX_COLUMNS or len(start.partition("\n")[0]) >= START_BYTES:
        raise ReadError("the file has no row of headings", where=path.name, do="it is no table")
    for number, row in enumerate(rows[:at]):
        if any(row):
            tally.add("text_above_heading", "not read", cell(path.stem, 0, number + 1))
    read = _by_csv if spaced else _by_arrow
    return Part(path.stem, headings, at + 1, lambda: read(path, encoding, delimiter, at, len(headings), tally))


class _Text:
    """The bytes of a text file as UTF-8, without byte-order mark and NUL, which are counted. A file for Arrow."""

    def __init__(self, path: Path, encoding: str, tally: Tally) -> None:
        self._file = path.open("rb")
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")
        self._name, self._tally, self._lines = path.stem, tally, 0
        self._ready, self._begun, self._ended = bytearray(), False, False
        self.closed = False

    def close(self) -> None:
        self._file.close()
        self.closed = True

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        while len(self._ready) < size and not self._ended:
            self._fill()
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def lines(self) -> Iterator[str]:
        """The lines of text, with their ends."""
        decoder, rest = codecs.getincrementaldecoder("utf-8")(errors="replace"), ""
        while data := self.read(PIECE_BYTES):
            *whole, rest = (rest + decoder.decode(data)).split("\n")
            yield from (f"{line}\n" for line in whole)
        if rest:
            yield rest

    def _fill(self) -> None:
        data = self._file.read(PIECE_BYTES)
        self._ended = not data
        if self._decoder is not None:
            data = self._decoder.decode(data, final=self._ended).encode("utf-8")
        if not self._begun and data:
            data, self._begun = data.removeprefix(codecs.BOM_UTF8), True
        if b"\0" in data:
            line = self._lines + data.count(b"\n", 0, data.index(b"\0")) + 1
            self._tally.add("nul_byte", "left out", cell(self._name, 0, line), count=data.count(b"\0"))
            data = data.replace(b"\0", b"")
        self._lines += data.count(b"\n")
        self._ready += data


def _encoding(path: Path) -> str:
    """UTF-16 by its mark; UTF-8 where all bytes are that; else Windows-1252, in which Western files are kept."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(PIECE_BYTES):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "windows-1252"
    return "utf-8"


def _dialect(lines: Sequence[str]) -> tuple[str, bool]:
    """The delimiter that gives the most known headings in a row, else the most cells; and whether spaces follow it."""
    if any(_SPACED.match(line) for line in lines):
        return ",", True
    known = known_headings()

    def worth(delimiter: str) -> tuple[int, int]:
        rows = _rows(lines, delimiter, spaced=False)
        hits = max((len(known.intersection(key(text) for text in row if text)) for row in rows), default=0)
        return hits, max(map(len, rows), default=0)

    return max(DELIMITERS, key=worth), False


def _rows(lines: Sequence[str], delimiter: str, spaced: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # told again, in a sentence, when the rows are read
        rows.extend(csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced))
    return rows


def _by_arrow(path: Path, encoding: str, delimiter: str, at: int, width: int, tally: Tally) -> Iterator[pa.RecordBatch]:
    left_out: list[int] = []

    def other_length(row: pc.InvalidRow) -> str:
        left_out.append(row.number)
        if row.text.strip():
            rule = "more or fewer cells than headings; not read"
            tally.add("row_of_other_length", rule, cell(path.stem, 0, row.number))
        return "skip"

    names = [str(position) for position in range(width)]
    reading = pc.ReadOptions(
        use_threads=False, block_size=BLOCK_BYTES, skip_rows=at + 1, column_names=names, encoding="utf8"
    )
    parsing = pc.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=other_length
    )
    converting = pc.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    try:
        with (
            closing(_Text(path, encoding, tally)) as text,
            pc.open_csv(pa.PythonFile(text, mode="r"), reading, parsing, converting) as reader,
        ):
            first = at + 2
            for batch in reader:
                rows, first = _numbers(first, batch.num_rows, left_out)
                yield pa.RecordBatch.from_arrays([pa.array(rows, pa.int64()), *batch.columns], names=["row", *names])
    except pa.ArrowException as error:
        if "Empty CSV" in str(error):
            return
        what = str(error).splitlines()[0][:200]
        raise ReadError(
            f"the file is no CSV, or a row is too long ({what})", where=path.name, do="get it again"
        ) from error


def _numbers(first: int, count: int, left_out: Sequence[int]) -> tuple[list[int], int]:
    """The numbers of the next `count` rows from `first` on, but for those left out; and the number after them."""
    gone = {number for number in left_out if number >= first}
    if not gone:
        return list(range(first, first + count)), first + count
    rows: list[int] = []
    number = first
    while len(rows) < count:
        if number not in gone:
            rows.append(number)
        number += 1
    return rows, number


def _by_csv(path: Path, encoding: str, delimiter: str, at: int, width: int, tally: Tally) -> Iterator[pa.RecordBatch]:
    def batches(lines: Iterator[str]) -> Iterator[pa.RecordBatch]:
        rows: list[list[str | None]] = []
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), start=1):
            if number <= at + 1:
                continue
            if len(cells) != width and any(cells):
                rule = "more or fewer cells than headings; not read"
                tally.add("row_of_other_length", rule, cell(path.stem, 0, number))
            rows.append(list(cells) if len(cells) == width else [None] * width)
            if len(rows) == BATCH_ROWS:
                yield _batch(rows, width)
                rows = []
        if rows:
            yield _batch(rows, width)

    try:
        with closing(_Text(path, encoding, tally)) as text:
            yield from numbered(batches(text.lines()), at + 2)
    except csv.Error as error:
        raise ReadError(f"the file is no CSV ({error})", where=path.name, do="get it again") from error


def _batch(rows: Sequence[Sequence[str | None]], width: int) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True))
    return pa.RecordBatch.from_arrays(
        [pa.array(column, pa.string()) for column in columns], names=[str(position) for position in range(width)]
    )
