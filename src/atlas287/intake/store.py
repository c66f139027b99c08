"""Snapshots by sha256: the store that `fetch` fills, or a folder of files in its place.

The store only grows. Bytes lie at `<sha[:2]>/<sha256>`; every sighting of a file, new or not, is one line of
`observations.jsonl`. A writer killed at any moment leaves at worst one torn line, which is never read.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from atlas287.core import registry
from atlas287.core.errors import StoreError
from atlas287.core.model import Snapshot

KEPT_HEADERS = ("etag", "last-modified", "content-type", "content-length", "date")
"""The response headers worth keeping: what a conditional request and a later reader need, no more."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
BUILT = ("xlsx", "parquet")
"""Readers of the kept files that enter a build."""
OBSERVATIONS = "observations.jsonl"
MANIFEST = "manifest.csv"
_ARCHIVED = re.compile(r"^\d{4}-\d{2}-\d{2}_|__v\d+(?=\.xlsx$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Observation:
    """One sighting of a file at an address: `status` 200 brought the bytes, 304 said that they had not changed.

    `name` is the file's name as published, `time` is UTC in ISO form, `headers` has lower-case keys.
    """

    source: str
    url: str
    name: str
    sha256: str
    time: str
    status: int
    headers: Mapping[str, str]


class Store:
    """Published files below one folder, content-addressed and append-only; safe for several processes at once.

    Every method raises StoreError where the folder cannot be used.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(
        self, *, source: str, url: str, name: str, data: bytes, headers: Mapping[str, str], time: datetime
    ) -> tuple[Snapshot, bool]:
        """Keep the bytes and note the sighting; true where no sighting of these bytes was noted before."""
        sha256 = hashlib.sha256(data).hexdigest()
        seen = Observation(source, url, name, sha256, _utc(time), 200, _kept(headers))
        with self._log() as log:
            new = all(earlier.sha256 != sha256 for earlier in self.observations())
            self._keep(sha256, data)
            self._append(log, seen)
        return self._snapshot(seen), new

    def seen_again(self, last: Observation, *, headers: Mapping[str, str], time: datetime) -> Snapshot:
        """Note that the file of `last` was unchanged at its address (status 304)."""
        renewed = {key: value for key, value in _kept(headers).items() if not key.startswith("content-")}
        seen = Observation(last.source, last.url, last.name, last.sha256, _utc(time), 304, {**last.headers, **renewed})
        with self._log() as log:
            self._append(log, seen)
        return self._snapshot(seen)

    def observations(self) -> list[Observation]:
        """All sightings in the order in which they were noted; a line that a killed writer left torn is none."""
        path = self.root / OBSERVATIONS
        with _refusing(path, "the list of sightings cannot be read"):
            lines = path.read_bytes().split(b"\n") if path.exists() else []
        return [seen for line in lines if line.strip() and (seen := _observation(line)) is not None]

    def last(self, url: str) -> Observation | None:
        """The newest sighting at an address, for conditional requests."""
        return next((seen for seen in reversed(self.observations()) if seen.url == url), None)

    def latest(self, source: str) -> Snapshot | None:
        """What was last seen under a source's links, whatever its kind; None where nothing was."""
        return next((self._snapshot(seen) for seen in reversed(self.observations()) if seen.source == source), None)

    def snapshots(self) -> list[Snapshot]:
        """Every file that a build reads, once, as first seen, by time and sha256; no pages and no rows of people."""
        left = {source.name for source in registry.sources().values() if source.reader not in BUILT}
        first: dict[str, Observation] = {}
        for seen in self.observations():
            if seen.source not in left:
                first.setdefault(seen.sha256, seen)
        return [self._snapshot(seen) for seen in sorted(first.values(), key=lambda seen: (seen.time, seen.sha256))]

    def read(self, sha256: str) -> bytes:
        """The bytes of that name. Raises StoreError where they are missing or no longer match it."""
        path = self._path(sha256)
        with _refusing(path, "the stored file cannot be read"):
            data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError("the stored bytes do not match their sha256", where=str(path), do="fetch the file again")
        return data

    def holds(self, sha256: str) -> bool:
        """Whether the bytes of that name are here and intact."""
        try:
            self.read(sha256)
        except StoreError:
            return False
        return True

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"{sha256!r} is no sha256", where=str(self.root), do="give 64 hexadecimal digits")
        return self.root / sha256[:2] / sha256

    def _snapshot(self, seen: Observation) -> Snapshot:
        return Snapshot(seen.sha256, seen.name, self._path(seen.sha256), origin=seen.url, retrieved=seen.time)

    def _keep(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        if self.holds(sha256):
            return
        # Written beside its place and then renamed, so that a file under its final name is always whole.
        partial = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
        with _refusing(path, "the file cannot be stored"):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with partial.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
            _sync_folder(path.parent)

    @contextmanager
    def _log(self) -> Iterator[int]:
        """The open list of sightings, locked against other writers; closing it gives the lock back."""
        path = self.root / OBSERVATIONS
        with _refusing(path, "the store cannot be written"):
            self.root.mkdir(parents=True, exist_ok=True)
            log = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            with _refusing(path, "the store cannot be locked"):
                fcntl.flock(log, fcntl.LOCK_EX)
            yield log
        finally:
            os.close(log)

    def _append(self, log: int, seen: Observation) -> None:
        line = json.dumps(asdict(seen)).encode() + b"\n"
        with _refusing(self.root / OBSERVATIONS, "the sighting cannot be noted"):
            end = os.fstat(log).st_size
            if end and os.pread(log, 1, end - 1) != b"\n":
                line = b"\n" + line  # a killed writer's torn line stays a line of its own
            if os.write(log, line) != len(line):
                raise OSError("no space left")
            os.fsync(log)


def directory(path: Path) -> list[Snapshot]:
    """The workbooks (`*.xlsx`) and tables (`*.csv`, `*.parquet`) of a folder, or one such file, by file name.

    Of files with the same bytes the first. A `manifest.csv` (columns file and sha256, perhaps origin_path and
    origin_commit) in the folder or its parent says what the files are; one whose bytes it does not vouch for is
    `refused`. Without it the published name is the file name, less an archivist's prefix `YYYY-MM-DD_` and suffix
    `__v1`. Raises StoreError for a folder that is missing, empty or cannot be read.
    """
    with _refusing(path, "the folder cannot be read"):
        one = path.is_file()
        entries = [path] if one else path.iterdir()
        names = sorted(entry.name for entry in entries if _is_published(entry))
    if not names:
        raise StoreError(
            f"the {'file is' if one else 'folder holds'} no .xlsx, .csv or .parquet file",
            where=str(path),
            do="name the folder of the workbooks",
        )
    path = path.parent if one else path
    manifest = _manifest(path)
    kept: dict[tuple[str, bool], Snapshot] = {}
    for name in names:
        snapshot = _archived(path / name, manifest.get(name, {}))
        # A refused file must not hide a good one with the same bytes.
        kept.setdefault((snapshot.sha256, snapshot.refused is None), snapshot)
    return list(kept.values())


def is_store(path: Path) -> bool:
    """Whether a folder is a snapshot store rather than a folder of workbooks."""
    return (path / OBSERVATIONS).is_file()


def published_name(name: str) -> str:
    """The publisher's file name, without an archivist's date in front or version at the end.

    Bytes of a name that are no text are spelt with a backslash, since a release holds names as text.
    """
    return _ARCHIVED.sub("", name).encode(errors="backslashreplace").decode()


def _is_published(path: Path) -> bool:
    """Editors and file managers leave lock and shadow files (~$…, ._…), which nobody published."""
    if path.name.startswith(("~$", ".")) or path.name == MANIFEST or not path.is_file():
        return False
    return path.suffix.lower() in (".xlsx", ".csv", ".parquet")


def _archived(path: Path, entry: Mapping[str, str]) -> Snapshot:
    with _refusing(path, "the file cannot be read"):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    expected = entry.get("sha256", sha256).strip().lower()
    refused = None
    if sha256 != expected:
        refused = f"the bytes (sha256 {sha256}) are not those of the manifest ({expected}); restore the archived file"
    origin = entry.get("origin_path") or None
    name = PurePosixPath(origin).name if origin else published_name(path.name)
    commit = entry.get("origin_commit")
    return Snapshot(sha256, name, path, origin=f"{origin}@{commit}" if origin and commit else origin, refused=refused)


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    """The manifest's rows by file name; a parent's manifest.csv with other columns is not about these files."""
    for place in (folder, folder.resolve().parent):
        path = place / MANIFEST
        if not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
        except (OSError, ValueError, csv.Error) as error:
            raise StoreError(f"the manifest cannot be read ({error})", where=str(path), do="repair it") from error
        if {"file", "sha256"}.issubset(reader.fieldnames or ()):
            return {PurePosixPath(row["file"]).name: row for row in rows}
        if place == folder:
            raise StoreError("the manifest lacks the columns file and sha256", where=str(path), do="add or remove it")
    return {}


def _observation(line: bytes) -> Observation | None:
    try:
        content = json.loads(line)
        return Observation(**{field.name: content[field.name] for field in fields(Observation)})
    except (ValueError, TypeError, KeyError):
        return None


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items() if key.lower() in KEPT_HEADERS}


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")


def _sync_folder(folder: Path) -> None:
    """A rename outlives a loss of power only when its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _refusing(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"{what} ({(error.strerror or str(error)).lower()})"
        raise StoreError(what, where=str(path), do="check the path, rights and space") from error
