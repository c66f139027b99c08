"""Parsed files, cached by sha256, reader version and column maps, read in parallel where many are new.

The cache is a convenience: where it cannot be written, files are read again; a damaged entry is read again too.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from atlas287.core import registry
from atlas287.core.errors import AtlasError, ReadError
from atlas287.core.model import Issue, Parsed, Snapshot
from atlas287.intake.readers import table, xlsx

FEW = 6
"""Up to this many new files are read in this process, which is faster than starting others."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""

_Job = tuple[str, str, str]
"""Path, published name and sha256 of one file."""


def parse_all(
    snapshots: Sequence[Snapshot], cache: Path | None, progress: Progress | None = None
) -> Iterator[tuple[Snapshot, Parsed | ReadError]]:
    """Each snapshot with what it says, or with the reason why it cannot be read. One bad file never stops the rest.

    A CSV may hold several lists and so come several times.
    """
    folder = cache / f"parsed-{_reader_version()}" if cache is not None else None
    new = []
    done = 0
    for snapshot in snapshots:
        if is_table(snapshot.name):
            done += 1
            for each in _tables(snapshot):
                yield snapshot, each
            continue
        known = _from_cache(folder, snapshot.sha256)
        if known is None:
            new.append(snapshot)
            continue
        done += 1
        yield snapshot, known
    for snapshot, result in zip(new, _parse_new([(str(s.path), s.name, s.sha256) for s in new]), strict=True):
        done += 1
        if progress is not None:
            progress(done, len(snapshots))
        if isinstance(result, str):
            yield snapshot, ReadError(result)
        else:
            _to_cache(folder, snapshot.sha256, result)
            yield snapshot, decode(result)


def is_table(name: str) -> bool:
    """Whether a file is a CSV, by its name: small, read anew each time, and perhaps several lists in one."""
    return name.lower().endswith(".csv")


def _tables(snapshot: Snapshot) -> Iterator[Parsed | ReadError]:
    try:
        yield from table.parse(snapshot.path.read_bytes(), name=snapshot.name)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(f"the file cannot be read ({error.strerror})", where=snapshot.name)


def _reader_version() -> str:
    """What a parsed file depends on beside its bytes: the code of the reader, and the column maps of the registry."""
    maps = hashlib.sha256(repr(registry.sources()).encode()).hexdigest()
    return f"{xlsx.VERSION}-{maps[:8]}"


def _parse_new(jobs: Sequence[_Job]) -> Iterator[bytes | str]:
    if len(jobs) <= FEW:
        yield from map(_parse_one, jobs)
        return
    done = 0
    try:
        with _pool(os.cpu_count() or 1) as pool:
            chunk = max(1, min(4, len(jobs) // 8))
            for result in pool.map(_parse_one, jobs, chunksize=chunk):
                yield result
                done += 1
    except BrokenProcessPool:
        yield from _one_by_one(jobs[done:])


def _one_by_one(jobs: Sequence[_Job]) -> Iterator[bytes | str]:
    """Read on after a reading process broke down, one file at a time, so that only the file to blame is lost."""
    left = deque(jobs)
    while left:
        with _pool(1) as pool:
            try:
                pool.submit(os.getpid).result()
            except BrokenProcessPool:  # it is not the files: no process can be started here
                yield from map(_parse_one, left)
                return
            try:
                while left:
                    result = pool.submit(_parse_one, left[0]).result()
                    left.popleft()
                    yield result
            except BrokenProcessPool:
                yield f"{left.popleft()[1]}: the reader broke down on this file; it is left out"


def _pool(workers: int) -> ProcessPoolExecutor:
    # Arrow and DuckDB run threads, which do not survive a fork.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _parse_one(job: _Job) -> bytes | str:
    path, name, sha256 = job
    try:
        parsed = xlsx.parse(Path(path).read_bytes(), name=name)
        if parsed.sha256 != sha256:
            return f"{name}: the bytes changed while the build ran; run it again"
        return encode(parsed)
    except AtlasError as error:
        return str(error)
    except OSError as error:
        return f"{name}: the file cannot be read ({error.strerror})"
    except Exception as error:  # a fault of ours, said loudly, must not cost the other files
        return f"{name}: the reader failed on this file ({type(error).__name__}: {error}); please report it"


def encode(parsed: Parsed) -> bytes:
    """A parsed file as an Arrow stream; the rows as its table, the rest as metadata."""
    fields: dict[str, Any] = {
        "sha256": parsed.sha256,
        "source": parsed.source,
        "kind": parsed.kind,
        "layout": parsed.layout,
        "sheet": parsed.sheet,
        "letters": parsed.letters,
        "hidden_rows": parsed.hidden_rows,
        "filler_rows": parsed.filler_rows,
        "created": parsed.created.isoformat() if parsed.created else None,
        "modified": parsed.modified.isoformat() if parsed.modified else None,
        "issues": [(i.code, i.cell, i.original, i.value, i.rule) for i in parsed.issues],
    }
    sink = pa.BufferOutputStream()
    schema = xlsx.RAW_SCHEMA.with_metadata({"parsed": json.dumps(fields)})
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(parsed.rows.replace_schema_metadata(schema.metadata))
    return bytes(sink.getvalue())


def decode(content: bytes) -> Parsed:
    """The parsed file that `encode` wrote."""
    rows = pa.ipc.open_stream(content).read_all()
    fields = json.loads(rows.schema.metadata[b"parsed"])
    for moment in ("created", "modified"):
        fields[moment] = datetime.fromisoformat(fields[moment]) if fields[moment] else None
    issues = tuple(Issue(*values) for values in fields.pop("issues"))
    return Parsed(rows=rows.replace_schema_metadata(None), issues=issues, **fields)


def _from_cache(folder: Path | None, sha256: str) -> Parsed | None:
    if folder is None:
        return None
    try:
        entry = (folder / f"{sha256}.arrows").read_bytes()
    except OSError:
        return None
    digest, content = entry[:32], entry[32:]
    if hashlib.sha256(content).digest() != digest:
        return None
    parsed = decode(content)
    return parsed if parsed.sha256 == sha256 else None


def _to_cache(folder: Path | None, sha256: str, content: bytes) -> None:
    if folder is None:
        return
    path = folder / f"{sha256}.arrows"
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(hashlib.sha256(content).digest() + content)
        partial.replace(path)
    except OSError:
        return
