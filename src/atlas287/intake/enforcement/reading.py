"""Reads one table of enforcement: its rows as Arrow batches in the layout's columns, and what is odd in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from atlas287.core.errors import ReadError
from atlas287.core.model import Fault, Layout
from atlas287.intake.enforcement.encode import Encoder, schema
from atlas287.intake.enforcement.layouts import Match, key, known_headings, of_layout, recognise
from atlas287.intake.enforcement.parts import Opened, Part, Tally, cell
from atlas287.intake.enforcement.tabular import open_table
from atlas287.intake.enforcement.values import FIRST_DAY

SPARED = 1_000
"""One row in this many may be dated after all others without dating the table."""
LATER_ROWS = 20
"""More rows than this, and than one in SPARED, dated after the last day of a release are of a later release."""


class Reading:
    """One table: `match` says what it is; `batches` gives its rows once; after them the findings are complete.

    A batch has the columns `in_sheet` and `in_row` (1-based, as in a spreadsheet), those of the layout with its types,
    and `redacted`: the names of the columns that are redacted in the row, parted by spaces. A column that the table
    lacks is null throughout and named in `match.missing`. Rows without any value are left out.
    """

    def __init__(self, path: Path, opened: Opened, tally: Tally, until: date | None) -> None:
        self.path, self.tally, self.format = path, tally, opened.format
        self.rows = 0
        self.sheets: list[str] = []
        self.others: list[str] = []
        """A sentence for each sheet that holds another table, or the same of another release."""
        self.redacted: Counter[str] = Counter()
        self._parts = opened.parts
        first, batches, match = self._first()
        self.match = match
        self._first_part, self._first_batches = first, batches
        self.layout = match.layout
        self.until = until or self.layout.until
        self._encoders = {
            name: Encoder(
                column,
                self.until,
                tally,
                path.name,
                marks=self.layout.row_of != "other",
                watch=name == self.layout.period,
            )
            for name, column in self.layout.columns.items()
        }

    def only(self, columns: Collection[str]) -> None:
        """From now on read no other columns than these, and the period; what is odd elsewhere is then not told."""
        wanted = {*columns, self.layout.period}
        self._encoders = {name: encoder for name, encoder in self._encoders.items() if name in wanted}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in order, some 50,000 at a time."""
        yield from self._encoded(self._first_part, self._first_batches, self.match)
        for part in self._parts:
            match = recognise(part.headings)
            if match is None or match.layout != self.layout:
                self._tell_other(part, match)
            else:
                yield from self._encoded(part, part.batches(), match)

    @property
    def days(self) -> Counter[date]:
        """How many rows each day of the period has, plausible or not; empty where the layout has no period."""
        return self._encoders[self.layout.period].days if self.layout.period is not None else Counter()

    @property
    def later_rows(self) -> int:
        """Rows dated after the last day of the release, where they are too many to be misprints; else 0."""
        if self.until is None:
            return 0
        later = sum(count for day, count in self.days.items() if day > self.until)
        return later if later > max(LATER_ROWS, self.days.total() // SPARED) else 0

    @property
    def newest(self) -> date | None:
        """The newest day of the period, misprints left out: of a later release the newest but one row in SPARED."""
        plausible = sorted(day for day in self.days if day >= FIRST_DAY)
        if not self.later_rows:
            return max((day for day in plausible if self.until is None or day <= self.until), default=None)
        spared = self.days.total() // SPARED
        while plausible and spared >= self.days[plausible[-1]]:
            spared -= self.days[plausible.pop()]
        return plausible[-1] if plausible else None

    @property
    def oldest(self) -> date | None:
        """The first day of the period, misprints left out."""
        return min((day for day in self.days if day >= FIRST_DAY), default=None)

    def faults(self) -> list[tuple[Fault, int]]:
        """What is known to be wrong in this table, with the rows that it concerns."""
        found = []
        for fault in self.layout.faulty:
            if fault.scope == "release" and fault.spans(self.newest):
                found.append((fault, self.rows))
            elif fault.scope == "rows":
                rows = sum(count for day, count in self.days.items() if fault.spans(day))
                if rows:
                    found.append((fault, rows))
        return found

    def refuse_faulty(self) -> None:
        """Raise ReadError where the release is known to be faulty, or is a later one than known. Call it after reading.

        Whoever counts rows of a table calls this first: going on would print a wrong number.
        """
        for fault, _ in self.faults():
            if fault.treat == "refuse":
                raise ReadError(fault.what.rstrip("."), where=self.path.name, do=f"see {fault.source}")
        if self.later_rows:
            what = f"{self.later_rows:,} rows are dated after {self.until}, the last day known of this release"
            raise ReadError(what, where=self.path.name, do="add the layout of the later release, or raise its last day")

    def _first(self) -> tuple[Part, Iterator[pa.RecordBatch], Match]:
        """The first part that fits a layout."""
        tried: list[Part] = []
        for part in self._parts:
            match = recognise(part.headings)
            if match is None:
                tried.append(part)
                continue
            for other in tried:
                self._tell_other(other, None)
            batches = part.batches()
            if not match.alike and not match.layout.holds:
                return part, batches, match
            start = next(batches, None)
            layout = _holding([match.layout, *match.alike], match, start)
            if layout is None:
                titles = "; ".join(each.title for each in (match.layout, *match.alike))
                what = "the columns are known, the values are not"
                raise ReadError(what, where=self.path.name, do=f"compare it with: {titles}")
            return part, chain([start] if start is not None else [], batches), of_layout(layout, part.headings)
        raise ReadError(
            "the headings are those of no known table",
            where=self.path.name,
            do="known tables are those of registry/enforcement",
        )

    def _tell_other(self, part: Part, match: Match | None) -> None:
        address = cell(part.name, 0, part.heading_row)
        if match is None:
            self.tally.add("other_sheet", "no known table; not read", address)
            self.others.append(f"Sheet {part.name} holds no known table and is not read.")
            return
        rule = f"another table ({match.layout.name}); not read"
        self.tally.add("other_layout", rule, address)
        self.others.append(
            f"{part.name} from row {part.heading_row} on is another table and is not read: {match.sentence}"
        )

    def _encoded(self, part: Part, batches: Iterator[pa.RecordBatch], match: Match) -> Iterator[pa.RecordBatch]:
        self.sheets.append(part.name)
        for heading in match.extra:
            known = match.elsewhere.get(heading)
            rule = f"of release {known}; not read" if known else "not in the layout; not read"
            at = next(i for i, each in enumerate(part.headings) if " ".join(each.split()) == heading)
            address = cell(part.name, at, part.heading_row)
            self.tally.add("column_of_another_release" if known else "unknown_column", rule, address, original=heading)
        for batch in batches:
            kept, other = self._kept(part, batch, match)
            if kept.num_rows:
                yield self._batch(part, kept, match)
            if other is not None:
                self._tell_other(other, recognise(other.headings))
                return

    def _kept(self, part: Part, batch: pa.RecordBatch, match: Match) -> tuple[pa.RecordBatch, Part | None]:
        """The batch without blank rows and repeated headings; and, where another table begins in it, that table."""
        filled = None
        for position in range(batch.num_columns - 1):
            column = batch.column(position + 1)
            some = pc.is_valid(column)
            if pa.types.is_string(column.type):
                some = pc.fill_null(pc.not_equal(column, ""), False)
            filled = some if filled is None else pc.or_(filled, some)
        batch = batch.filter(filled)
        repeated, other, end = set(), None, batch.num_rows
        for at in _heading_rows(batch, match):
            number, *cells = batch.slice(at, 1).to_pylist()[0].values()
            headings = tuple("" if each is None else str(each) for each in cells)
            found = recognise(headings)
            if found is not None and found.layout == match.layout:
                self.tally.add("heading_repeated", "not counted", cell(part.name, 0, number))
                repeated.add(at)
            elif found is not None:
                other, end = Part(part.name, headings, number, lambda: iter(())), at
                break
        if repeated or other is not None:
            batch = batch.filter(pa.array([at < end and at not in repeated for at in range(batch.num_rows)]))
        return batch, other

    def _batch(self, part: Part, batch: pa.RecordBatch, match: Match) -> pa.RecordBatch:
        rows = batch.column(0)
        self.rows += batch.num_rows
        arrays: list[pa.Array] = [pa.array([part.name] * batch.num_rows, pa.string()), rows]
        marks = []
        for name, encoder in self._encoders.items():
            position = match.names.get(name)
            if position is None:
                arrays.append(pa.nulls(batch.num_rows, encoder.type))
                continue
            values, redacted = encoder.encode(batch.column(position + 1), rows, part.name, position)
            arrays.append(values)
            if redacted.null_count < len(redacted):
                self.redacted[name] += pc.sum(redacted).as_py() or 0
                marks.append(pc.if_else(redacted, name, pa.scalar(None, pa.string())))
        arrays.append(_joined(marks) if marks else pa.nulls(batch.num_rows, pa.string()))
        columns = {name: encoder.column for name, encoder in self._encoders.items()}
        return pa.RecordBatch.from_arrays(arrays, schema=schema(columns))


def read_table(path: Path, *, until: date | None = None) -> Reading:
    """Open a table. Dates after `until` (default: the last day of its release) are gaps.

    Raises ReadError where no layout fits, or the file is damaged or would not fit in memory.
    """
    tally = Tally()
    return Reading(path, open_table(path, tally), tally, until)


def _joined(marks: Sequence[pa.Array]) -> pa.Array:
    """The names in each row, parted by spaces; null where there is none."""
    # Skipping nulls would drop the rows where all are null (seen in pyarrow 26).
    joined = pc.binary_join_element_wise(*marks, " ", null_handling="replace", null_replacement="")
    joined = pc.utf8_trim_whitespace(pc.replace_substring_regex(joined, " +", " "))
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


def _holding(layouts: Sequence[Layout], match: Match, batch: pa.RecordBatch | None) -> Layout | None:
    """The first layout whose values the batch has; one that asks for none comes last."""
    for layout in sorted(layouts, key=lambda each: not each.holds):
        names = of_layout(layout, ()).layout.holds
        if batch is None or all(_holds(batch, match.names.get(name), values) for name, values in names.items()):
            return layout
    return None


def _holds(batch: pa.RecordBatch, position: int | None, values: Sequence[str]) -> bool:
    if position is None:
        return False
    found = {str(value).strip() for value in pc.unique(batch.column(position + 1)).to_pylist() if value}
    return bool(found) and found <= set(values)


def _heading_rows(batch: pa.RecordBatch, match: Match) -> list[int]:
    """Rows of which two cells or more, of the first mapped ones, are known headings."""
    known = known_headings()
    hits: Counter[int] = Counter()
    for position in sorted(match.names.values())[:4]:
        column = batch.column(position + 1)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return []
        coded = pc.dictionary_encode(column)
        numbers = [i for i, text in enumerate(coded.dictionary.to_pylist()) if text and key(text) in known]
        for number in numbers:
            hits.update(pc.indices_nonzero(pc.equal(coded.indices, number)).to_pylist())
    return sorted(at for at, count in hits.items() if count > 1)
