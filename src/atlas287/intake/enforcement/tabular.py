"""Opens a table in any usual format as a stream of Arrow batches. What a file is, its first bytes say, not its name.

No more than one sheet, one record batch or one piece of a row group is in memory at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from atlas287.core.errors import ReadError
from atlas287.intake.enforcement import bounds, delimited, foia
from atlas287.intake.enforcement.parts import BATCH_ROWS, Opened, Part, Tally, numbered

MAX_COLUMNS = 1_000
MAX_JSON_BYTES = 16 << 20
MAX_CHUNK_BYTES = 1 << 30
"""Of one column in one row group of a Parquet file, inflated."""

_REFUSED = (
    (b"FEA1", "the file is in the first version of Feather"),
    (b"%PDF", "the file is a PDF document"),
    (b"\x1f\x8b", "the file is packed by gzip"),
    (b"\xd0\xcf\x11\xe0", "the workbook is password-protected or in the old .xls format"),
    (b"<", "the file is a web page or XML"),
)


def open_table(path: Path, tally: Tally) -> Opened:
    """The file's parts; what is odd in the file as such is told to `tally` while they are read.

    Raises ReadError where the file is in no known format, is damaged, or would not fit in memory.
    """
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise ReadError(f"the file cannot be read ({error.strerror})", where=str(path), do="check its path") from error
    if not start:
        raise ReadError("the file is empty", where=path.name, do="get it again")
    if start.startswith(b"PK"):
        bounds.check(path)
        return Opened("xlsx", foia.parts(path, tally))
    if start.startswith(b"PAR1"):
        return Opened("parquet", iter([_parquet(path)]))
    if start.startswith(b"ARROW1"):
        return Opened("feather", iter([_feather(path)]))
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what in _REFUSED:
        if text.startswith(magic):
            raise ReadError(what, where=path.name, do="save it as Parquet, CSV or .xlsx")
    if text.startswith(b"{"):
        return Opened("json", iter([_json(path)]))
    return Opened("csv", iter([delimited.part(path, tally)]))


@contextmanager
def _damaged(path: Path) -> Iterator[None]:
    """Turn what Arrow says of a damaged file into one sentence."""
    try:
        yield
    except (pa.ArrowException, OSError, MemoryError) as error:
        what = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ReadError(f"the file is damaged or cut short ({what})", where=path.name, do="get it again") from error


def _parquet(path: Path) -> Part:
    with _damaged(path):
        schema = pq.read_schema(path)
        # As dictionaries, so that a long text that many rows share is held once.
        texts = [each.name for each in schema if pa.types.is_string(each.type) or pa.types.is_large_string(each.type)]
        file = pq.ParquetFile(path, read_dictionary=texts)
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        sizes = (group.column(at).total_uncompressed_size for group in groups for at in range(group.num_columns))
        if max(sizes, default=0) > MAX_CHUNK_BYTES:
            what = f"a column has more than {MAX_CHUNK_BYTES >> 20:,} MiB in one row group"
            raise ReadError(what, where=path.name, do="write it with smaller row groups")

    def batches() -> Iterator[pa.RecordBatch]:
        with _damaged(path):
            yield from file.iter_batches(batch_size=BATCH_ROWS)

    return _typed(path, schema, batches())


def _feather(path: Path) -> Part:
    with _damaged(path):
        file = pa.ipc.open_file(pa.memory_map(str(path)))
        schema = file.schema

    def batches() -> Iterator[pa.RecordBatch]:
        with _damaged(path):
            for number in range(file.num_record_batches):
                batch = file.get_batch(number)
                batch.validate(full=True)
                yield from (batch.slice(start, BATCH_ROWS) for start in range(0, batch.num_rows, BATCH_ROWS))

    return _typed(path, schema, batches())


def _typed(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Part:
    if len(schema.names) > MAX_COLUMNS:
        raise ReadError(f"the table has more than {MAX_COLUMNS:,} columns", where=path.name, do="it is none of these")
    return Part(path.stem, tuple(schema.names), 1, lambda: numbered(batches, 2))


def _json(path: Path) -> Part:
    """One JSON object as a table of one row: its keys are the headings."""
    if path.stat().st_size > MAX_JSON_BYTES:
        raise ReadError(f"the JSON has more than {MAX_JSON_BYTES >> 20} MiB", where=path.name, do="it is no table")
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ReadError("the file is no JSON", where=path.name, do="get it again") from error
    values = [pa.array([json.dumps(value, ensure_ascii=False)]) for value in content.values()]
    batch = pa.RecordBatch.from_arrays(values, names=[str(number) for number in range(len(values))])
    return Part(path.stem, tuple(content), 1, lambda: numbered(iter([batch]), 2))
