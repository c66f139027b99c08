"""A release: Parquet tables and a manifest, published atomically, opened with every hash checked.

A folder of releases looks so; readers follow `CURRENT`, which is replaced in one step, so that a build killed at any
moment leaves the last good release in place:

    CURRENT                     the folder of the release to open
    lock                        held by the one build that may write
    2026-05-18-1a2b3c4d/        manifest.json and one Parquet file a table, named by the release's id
    2026-05-18-1a2b3c4d.2/      the same rows under another manifest, such as of a newer version of the code
"""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from atlas287.core.engine import DuckDB
from atlas287.core.errors import EngineError, ReleaseError

FORMAT = 1
MANIFEST = "manifest.json"
EMBEDDED = Path(str(files("atlas287") / "embedded"))
"""The release that ships in the package."""


class Release:
    """One release, read only. `id` is the data date and a hash over the content of all tables."""

    def __init__(self, path: Path, manifest: Mapping[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self.id: str = manifest["id"]
        self.built: str = manifest["built"]
        self.newest: Mapping[str, str | None] = manifest["newest"]

    def __eq__(self, other: object) -> bool:
        """Whether both are the same release in the same folder, so that what one was asked need not be asked again."""
        return isinstance(other, Release) and self._named() == other._named()

    def __hash__(self) -> int:
        return hash(self._named())

    def _named(self) -> tuple[str, str, str]:
        bytes_of_tables = "".join(str(table.get("sha256")) for table in self.manifest["tables"])
        return str(self.path), self.id, bytes_of_tables

    @classmethod
    def open(cls, path: Path | None = None) -> Release:
        """The release in `path` (a release, or a folder of releases), else the embedded one.

        Raises ReleaseError where there is none, or it was written by a newer format.
        """
        folder = path if path is not None else EMBEDDED
        pointer = folder / "CURRENT"
        try:
            if pointer.is_file():
                folder = folder / pointer.read_text(encoding="utf-8").strip()
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReleaseError(
                "no release can be opened here", where=str(folder), do="run `atlas287 build`, or leave out --release"
            ) from error
        form = manifest.get("format") if isinstance(manifest, dict) else None
        if form != FORMAT:
            raise ReleaseError(
                f"the release has format {form!r}, this version reads {FORMAT}",
                where=str(folder),
                do="update atlas287 or build the release again",
            )
        return cls(folder, manifest)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in this release."""
        return tuple(table["name"] for table in self.manifest["tables"])

    @cached_property
    def _engine(self) -> DuckDB:
        engine = DuckDB()
        for table in self.manifest["tables"]:
            path = self.path / table["file"]
            if _sha256(path) != table["sha256"]:
                raise ReleaseError(
                    "the table's bytes are not those of the manifest, so no number of it can be trusted",
                    where=str(path),
                    do="build the release again or restore it",
                )
            engine.attach(table["name"], path)
        return engine

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The result of a SELECT over the tables; values enter as `$name` parameters only.

        Raises ReleaseError where a table was altered after the build.
        """
        return self._engine.rows(sql, parameters)

    def batches(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[list[tuple[Any, ...]]]:
        """The same as tuples, some thousands at a time, for results that are too large to hold."""
        return self._engine.batches(sql, parameters)

    def columns(self, sql: str) -> dict[str, str]:
        """Column names and types of a SELECT over the tables, in order."""
        return self._engine.columns(sql)

    def write(
        self,
        sql: str,
        path: Path,
        order: Sequence[str],
        form: str = "parquet",
        parameters: Mapping[str, Any] | None = None,
    ) -> int:
        """Write a SELECT over the tables to a file, `form` parquet or csv, ordered by unique columns; how many rows."""
        return self._engine.write(sql, path, order, form, parameters)

    def row_hashes(self) -> dict[str, str]:
        """The content hash of each table, computed now (see `row_hash`)."""
        return {name: row_hash(self._engine, name) for name in self.tables}


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ReleaseError(
            "a table of the release is missing", where=str(path), do="build the release again"
        ) from error


def row_hash(engine: DuckDB, table: str) -> str:
    """A hash of a table's rows that depends neither on their order nor on how an engine writes Parquet.

    It is the sum of half of each row's MD5, so equal rows do not cancel out; the manifest's sha256 guards the bytes.
    """
    columns = engine.columns(f'SELECT * FROM "{table}"')
    values = ", ".join(f'coalesce(CAST("{column}" AS VARCHAR), chr(30))' for column in columns)
    found = engine.rows(
        f"SELECT count(*) AS n, coalesce(sum(md5_number_lower(concat_ws(chr(31), {values}))), 0) AS total "
        f'FROM "{table}"'
    )[0]
    return f"{found['n']:x}-{int(found['total']):x}"


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the right to publish into a folder of releases. Raises ReleaseError where another build holds it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ReleaseError(
            f"releases cannot be written here ({error.strerror})", where=str(home), do="name another folder with --out"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReleaseError(
                "another build is writing here", where=str(home), do="wait for it to end, or name another --out"
            ) from error
        for leftover in home.glob(".building-*"):  # of a build that was killed; the lock says that none is running
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def publish(home: Path, write: Callable[[Path], Mapping[str, Any]]) -> Release:
    """Let `write` fill a new folder and return its manifest, then make it the current release in one step.

    Must run inside `writing(home)`. Whatever goes wrong before the last step leaves the old release current.
    """
    staging = home / f".building-{os.getpid()}"
    try:
        staging.mkdir()
        manifest = write(staging)
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (staging / MANIFEST).write_text(text, encoding="utf-8")
        for path in staging.iterdir():
            _sync(path)
        _sync(staging)
        target = _place(home, str(manifest["id"]), text)
        if not target.exists():
            staging.rename(target)
        _sync(home)
        pointer = home / ".CURRENT"
        pointer.write_text(f"{target.name}\n", encoding="utf-8")
        _sync(pointer)
        pointer.replace(home / "CURRENT")
        _sync(home)
    except OSError as error:
        raise ReleaseError(
            f"the release cannot be written ({error.strerror})", where=str(home), do="the last release still stands"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Release(target, manifest)


def _place(home: Path, name: str, manifest: str) -> Path:
    """Where a release stands or shall stand. What is there stays: it may be open, or the last good one."""
    taken = (home / (name if n == 1 else f"{name}.{n}") for n in itertools.count(1))
    return next(target for target in taken if not target.exists() or _intact(target, manifest))


def _intact(target: Path, manifest: str) -> bool:
    """The very same release stands there already, bytes and all."""
    try:
        if (target / MANIFEST).read_text(encoding="utf-8") != manifest:
            return False
        return all(_sha256(target / table["file"]) == table["sha256"] for table in json.loads(manifest)["tables"])
    except (OSError, ReleaseError):
        return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_tables(engine: DuckDB, tables: Mapping[str, tuple[str, ...]], folder: Path) -> list[dict[str, Any]]:
    """Write each table, ordered by its key, into `folder`; its entries for the manifest."""
    entries = []
    for name, key in tables.items():
        path = folder / f"{name}.parquet"
        count = engine.write(f'SELECT * FROM "{name}"', path, key)
        duplicates = engine.rows(
            f'SELECT count(*) AS n FROM (SELECT 1 FROM "{name}" GROUP BY {", ".join(key)} HAVING count(*) > 1)'
        )
        if duplicates[0]["n"]:
            raise EngineError(f"the key ({', '.join(key)}) of table {name} is not unique, so its order is not total")
        entries.append(
            {
                "name": name,
                "file": path.name,
                "rows": count,
                "sha256": _sha256(path),
                "row_hash": row_hash(engine, name),
                "key": list(key),
            }
        )
    return entries
