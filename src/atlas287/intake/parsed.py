"""Parsed files, cached by sha256 and reader version, read in parallel where many are new.

The cache is a convenience: where it cannot be written, files are read again; a damaged entry is read again too.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from atlas287.core.errors import AtlasError, ReadError
from atlas287.core.model import Issue, Parsed, Snapshot
from atlas287.intake.readers import xlsx

FEW = 6
"""Up to this many new files are read in this process, which is faster than starting others."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


def parse_all(
    snapshots: Sequence[Snapshot], cache: Path | None, progress: Progress | None = None
) -> Iterator[tuple[Snapshot, Parsed | ReadError]]:
    """Each snapshot with what it says, or with the reason why it cannot be read. One bad file never stops the rest."""
    folder = cache / f"parsed-{xlsx.VERSION}" if cache is not None else None
    new = []
    done = 0
    for snapshot in snapshots:
        known = _from_cache(folder, snapshot.sha256)
        if known is None:
            new.append(snapshot)
            continue
        done += 1
        yield snapshot, known
    for snapshot, result in _parse_new(new):
        done += 1
        if progress is not None:
            progress(done, len(snapshots))
        if isinstance(result, str):
            yield snapshot, ReadError(result)
        else:
            _to_cache(folder, snapshot.sha256, result)
            yield snapshot, decode(result)


def _parse_new(new: Sequence[Snapshot]) -> Iterator[tuple[Snapshot, bytes | str]]:
    jobs = [(str(snapshot.path), snapshot.name, snapshot.sha256) for snapshot in new]
    if len(new) <= FEW:
        yield from zip(new, map(_parse_one, jobs), strict=True)
        return
    waiting = list(zip(new, jobs, strict=True))
    try:
        with _pool(os.cpu_count() or 1) as pool:
            chunk = max(1, min(16, len(jobs) // 8))
            for result in pool.map(_parse_one, jobs, chunksize=chunk):
                yield waiting.pop(0)[0], result
    except BrokenProcessPool:
        # A file brought a reading process down: give each one left its own process, so that only that file is lost.
        for snapshot, job in waiting:
            yield snapshot, _parse_alone(job)


def _parse_alone(job: tuple[str, str, str]) -> bytes | str:
    try:
        with _pool(1) as pool:
            return pool.submit(_parse_one, job).result()
    except BrokenProcessPool:
        return f"{job[1]}: the reader broke down on this file; it is left out"


def _pool(workers: int) -> ProcessPoolExecutor:
    # Arrow and DuckDB run threads, which do not survive a fork.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _parse_one(job: tuple[str, str, str]) -> bytes | str:
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
        parsed = decode((folder / f"{sha256}.arrows").read_bytes())
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None
    return parsed if parsed.sha256 == sha256 else None


def _to_cache(folder: Path | None, sha256: str, content: bytes) -> None:
    if folder is None:
        return
    path = folder / f"{sha256}.arrows"
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        return
