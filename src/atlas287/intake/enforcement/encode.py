"""Encodes the columns of one table, batch by batch: types, dates, codes, redactions, each oddity counted.

A text is looked at once for each distinct value of a batch, plain dates and numbers all at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from atlas287.core.errors import ReadError
from atlas287.core.model import Column, ColumnType, GapKind
from atlas287.intake.enforcement.parts import Tally, cell
from atlas287.intake.enforcement.values import FIRST_DAY, MISSING, PERHAPS_REDACTED, Value, reader

MAX_VALUE_BYTES = 1 << 20
"""No value is longer: ICE's longest have a few hundred letters."""
MAX_BATCH_BYTES = 512 << 20
"""Of text of one column in one batch."""
SAMPLE_ROWS = 1_000
SHORT = 4_096
REMEMBERED = 100_000
"""Distinct values of a column that are remembered from batch to batch."""

_TYPES = {
    ColumnType.TEXT: pa.string(),
    ColumnType.WHOLE: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.TRUTH: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.TIME: pa.timestamp("us"),
    ColumnType.MONTH: pa.date32(),
}
_DATES = (ColumnType.DATE, ColumnType.TIME, ColumnType.MONTH)
_MOMENT = pa.timestamp("us")
_PLAIN_DATE = r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$"
_PLAIN_NUMBER = r"^[-+]?\d+(\.\d+)?$"


def schema(columns: Mapping[str, Column]) -> pa.Schema:
    """The schema of encoded batches."""
    fields = [(name, _TYPES[column.type]) for name, column in columns.items()]
    return pa.schema([("in_sheet", pa.string()), ("in_row", pa.int64()), *fields, ("redacted", pa.string())])


class Encoder:
    """One column of one table. `until` is the last day that its dates can have; None where nothing bounds them."""

    def __init__(
        self, column: Column, until: date | None, tally: Tally, where: str, *, marks: bool, watch: bool
    ) -> None:
        self.column, self.until, self.where = column, until, where
        self.type = _TYPES[column.type]
        self.days: Counter[date] = Counter()
        """Of a column of dates: how many rows each printed day has, plausible or not. Filled where `watch`."""
        self._watch, self._tally, self._read = watch, tally, reader(column, marks=marks)
        self._known: dict[str, Value] = {}

    def encode(self, values: pa.Array, rows: pa.Int64Array, part: str, position: int) -> tuple[pa.Array, pa.Array]:
        """The typed values, and which cells are redacted (null where none is).

        `rows` are the numbers of the rows; `part` and `position` address the column. Raises ReadError for a cell
        beyond all measure.
        """
        place = _Place(part, position, rows, self.column.name)
        none = pa.nulls(len(values), pa.bool_())
        if pa.types.is_null(values.type):
            return pa.nulls(len(values), self.type), none
        if _is_text(values.type):
            found = self._plain(values)
            if found is None:
                found, redacted = self._texts(values, place)
                if redacted is not None:
                    none = redacted
        else:
            found = self._typed(values, place)
        if self.column.type in _DATES:
            found = self._bounded(found, place)
        return found, none

    def _plain(self, values: pa.Array) -> pa.Array | None:
        """All values at once, where each is blank, a plain number or date, or free text without a mark; else None."""
        if self.column.type is ColumnType.TEXT and self.column.codes is None:
            return self._free_text(values)
        if self.column.type not in (*_DATES, ColumnType.NUMBER, ColumnType.WHOLE):
            return None
        texts = pc.cast(values, pa.string())
        if pc.all(pc.equal(texts, "")).as_py() is not False:
            return pa.nulls(len(values), _MOMENT if self.column.type in _DATES else self.type)
        texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
        pattern = _PLAIN_DATE if self.column.type in _DATES else _PLAIN_NUMBER
        if pc.all(pc.match_substring_regex(texts, pattern)).as_py() is False:
            return None
        try:
            if self.column.type in _DATES:
                return pc.cast(texts, _MOMENT)
            return pc.cast(pc.cast(texts, pa.float64()), self.type)
        except pa.ArrowException:  # such as a 13th month, or a fraction where a whole number belongs
            return None

    def _free_text(self, values: pa.Array) -> pa.Array | None:
        # Of a column of few values, each distinct one is cheaper to look at; a long one is told there.
        sample = values.slice(0, SAMPLE_ROWS)
        each = values.dictionary if pa.types.is_dictionary(values.type) else values
        if len(pc.unique(sample)) * 2 < len(sample) or (pc.max(pc.binary_length(each)).as_py() or 0) > SHORT:
            return None
        texts = pc.utf8_trim_whitespace(pc.cast(values, pa.string()))
        if pc.any(pc.match_substring_regex(texts, PERHAPS_REDACTED)).as_py():
            return None
        blank = pc.is_in(pc.utf8_upper(texts), value_set=pa.array(sorted(MISSING)))
        return pc.if_else(blank, pa.scalar(None, pa.string()), texts)

    def _texts(self, values: pa.Array, place: _Place) -> tuple[pa.Array, pa.Array | None]:
        coded = values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.combine_chunks()
        self._check_length(coded)
        printed = coded.dictionary.to_pylist()
        told = [self._value(text) for text in printed]
        moments = self.column.type in _DATES
        meant = pa.array([value.value for value in told], _MOMENT if moments else self.type)
        self._tell(coded.indices, printed, told, place)
        redactions = [value.gap is GapKind.REDACTED for value in told]
        redacted = pa.array(redactions, pa.bool_()).take(coded.indices) if any(redactions) else None
        return meant.take(coded.indices), redacted

    def _check_length(self, coded: pa.DictionaryArray) -> None:
        """Few long texts, each shared by many rows, are small until they are laid out."""
        where, do = f"{self.where}, column {self.column.name}", "it is no release of ICE"
        lengths = pc.binary_length(coded.dictionary)
        longest = pc.max(lengths).as_py() or 0
        if longest > MAX_VALUE_BYTES:
            raise ReadError(f"a cell has more than {MAX_VALUE_BYTES >> 20} MiB of text", where=where, do=do)
        if longest * len(coded) > MAX_BATCH_BYTES:
            total = pc.sum(pc.cast(lengths.take(coded.indices), pa.int64())).as_py() or 0
            if total > MAX_BATCH_BYTES:
                raise ReadError("the texts of the column are too long for memory", where=where, do=do)

    def _value(self, text: str | None) -> Value:
        if text is None:
            return Value(None)
        found = self._known.get(text)
        if found is None:
            found = self._read(text)
            if len(self._known) < REMEMBERED:
                self._known[text] = found
        return found

    def _tell(self, indices: pa.Array, printed: Sequence[str], told: Sequence[Value], place: _Place) -> None:
        odd = {number for number, value in enumerate(told) if value.code is not None}
        if not odd:
            return
        counts = {each["values"]: each["counts"] for each in pc.value_counts(indices).to_pylist()}
        for number in sorted(odd.intersection(counts)):
            value = told[number]
            place.tell(
                self._tally,
                value,
                counts[number],
                pc.index(indices, number).as_py(),
                # A code belongs to a list of few words; other values are not repeated.
                printed[number] if value.code in ("code_unknown", "code_repaired") else None,
            )

    def _typed(self, values: pa.Array, place: _Place) -> pa.Array:
        """Values that the file itself holds with a type."""
        kind, target = values.type, self.column.type
        if pa.types.is_floating(kind):
            values = pc.if_else(pc.is_nan(values), pa.scalar(None, kind), values)
        if target in _DATES and (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
            return pc.cast(pc.cast(values, pa.timestamp("us", getattr(kind, "tz", None)), safe=False), _MOMENT)
        if target in (ColumnType.NUMBER, ColumnType.WHOLE) and (
            pa.types.is_integer(kind) or pa.types.is_floating(kind)
        ):
            try:
                return pc.cast(values, self.type)
            except pa.ArrowException:
                return self._texts(pc.cast(values, pa.string()), place)[0]
        if target is ColumnType.TRUTH and pa.types.is_boolean(kind):
            return values
        if pa.types.is_floating(kind) and pc.all(pc.equal(pc.floor(values), values)).as_py() is not False:
            values = pc.cast(values, pa.int64(), safe=False)  # 1.0 is printed as 1
        try:
            return self._texts(pc.cast(values, pa.string()), place)[0]
        except pa.ArrowException as error:
            where = f"{self.where}, column {self.column.name}"
            raise ReadError(f"the column holds {kind}, which is no value", where=where, do="get it again") from error

    def _bounded(self, moments: pa.Array, place: _Place) -> pa.Array:
        """Moments within the bounds, as the column's type; those outside are gaps, and told."""
        days = pc.cast(moments, pa.date32(), safe=False)
        if self._watch:
            for each in pc.value_counts(pc.drop_null(days)).to_pylist():
                self.days[each["values"]] += each["counts"]
        outside = [("before 1900", pc.less(moments, pa.scalar(datetime.combine(FIRST_DAY, time()), _MOMENT)))]
        if self.until is not None:
            end = pa.scalar(datetime.combine(self.until, time()) + timedelta(days=1), _MOMENT)
            outside.append((f"after {self.until}", pc.greater_equal(moments, end)))
        for rule, mask in outside:
            count = pc.sum(mask).as_py() or 0
            if count:
                gap = Value(None, "date_implausible", rule, GapKind.UNREADABLE)
                place.tell(self._tally, gap, count, pc.index(mask, True).as_py(), None)
                moments = pc.if_else(mask, pa.scalar(None, _MOMENT), moments)
        if self.column.type is ColumnType.MONTH:
            return pc.cast(pc.floor_temporal(moments, unit="month"), pa.date32(), safe=False)
        return pc.cast(moments, self.type, safe=False)


class _Place:
    """Where a column of a batch stands, so that its cells can be addressed."""

    def __init__(self, part: str, position: int, rows: pa.Int64Array, column: str) -> None:
        self.part, self.position, self.rows, self.column = part, position, rows, column

    def tell(self, tally: Tally, value: Value, count: int, at: int, original: str | None) -> None:
        address = cell(self.part, self.position, self.rows[at].as_py())
        rule = f"{self.column}: {value.rule}"
        taken = str(value.value) if value.code == "code_repaired" else None
        tally.add(value.code or "", rule, address, count=count, original=original, value=taken)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
