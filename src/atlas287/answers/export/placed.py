"""Puts a finished export in its place in one step; whatever goes wrong before it leaves what stood there.

An export is a folder. It is filled under a hidden name beside its place and then swapped with what stands there, which
must be nothing, an empty folder, or an export of ours: told by `export.json`, which names every file of it.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from atlas287.core.errors import EngineError, ExportError

MARK = "export.json"
_EXCHANGE = 2
_AT_FDCWD = -100
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_KNOWN = (*_FULL, errno.EACCES, errno.EROFS)


@contextmanager
def placed(out: Path) -> Iterator[Path]:
    """A new folder to fill, which takes its place at `out` when the block ends without an error.

    Raises ExportError where `out` is no place for an export, or the disk refuses.
    """
    try:
        target = Path(os.path.normpath(out.absolute()))
        _refuse(target)
        _sweep(target)
        staging = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        staging.chmod(0o777 & ~_umask())
    except (OSError, ValueError) as error:
        raise _refused(out, error) from error
    lock = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield staging
        _sync(staging)
        _refuse(target)
        _swap(staging, target)
    except (OSError, UnicodeError, sqlite3.Error) as error:
        raise _refused(out, error) from error
    except EngineError as error:
        if str(error).startswith("IO Error"):
            raise _refused(out, error) from error
        raise
    finally:
        os.close(lock)
        shutil.rmtree(staging, ignore_errors=True)


def _refuse(target: Path) -> None:
    """Raise ExportError unless `target` is free, an empty folder, or a whole export of ours and nothing besides."""
    do = "name another folder with --out"
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in str(target)):  # bytes that are no text
        raise ExportError("the export cannot be written (the path is no UTF-8)", where=repr(str(target)), do=do)
    if not target.name:
        raise ExportError("this is no place for an export", where=str(target), do=do)
    if not target.parent.is_dir():
        raise ExportError("there is no such folder to write in", where=str(target.parent), do="make it first")
    if target.is_symlink():
        raise ExportError("a link stands here", where=str(target), do=do)
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportError("a file stands here, and an export is a folder", where=str(target), do=do)
    found = {str(path.relative_to(target)) for path in target.rglob("*") if not path.is_dir()}
    if strange := sorted(found - _files(target)):
        raise ExportError(
            f"the folder holds {strange[0]!r}, which is not of an export, so it is not replaced",
            where=str(target),
            do=do,
        )
    if target == Path.cwd():
        raise ExportError("the folder in which you stand is not replaced", where=str(target), do="name one within it")


def _files(target: Path) -> set[str]:
    """The files that the export in a folder says it has; none where it is no export."""
    try:
        content = json.loads((target / MARK).read_text(encoding="utf-8"))
        return {MARK, *(str(file["path"]) for file in content["files"])} if "release" in content else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _prefix(target: Path) -> str:
    return f".{target.name}.export-"


def _sweep(target: Path) -> None:
    """Remove what exports to this place left when they were killed; one that runs holds its lock."""
    for leftover in target.parent.glob(f"{_literal(_prefix(target))}*"):
        handle = os.open(leftover, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        else:
            shutil.rmtree(leftover, ignore_errors=True)
        finally:
            os.close(handle)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(staging: Path, target: Path) -> None:
    """Let two folders change places; where the system cannot in one step, the old one is moved aside first."""
    if not target.exists():
        staging.rename(target)
        return
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)  # Linux
    names = os.fsencode(staging), os.fsencode(target)
    if exchange is not None and exchange(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0:
        return
    aside = staging.with_name(f"{staging.name}-before")
    target.rename(aside)
    try:
        staging.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _refused(out: Path, error: Exception) -> ExportError:
    """Any refusal of the disk as one sentence; the engine and SQLite say theirs in words of their own."""
    text = str(error)
    told = (code for code in _KNOWN if getattr(error, "errno", None) == code or os.strerror(code) in text)
    code = next(told, getattr(error, "errno", None))
    why = os.strerror(code) if code is not None else text.strip().split("\n")[0]
    full = code in _FULL or (isinstance(error, sqlite3.OperationalError) and "disk" in text)
    do = "make room, or name a folder on another disk with --out" if full else "name another folder with --out"
    return ExportError(f"the export cannot be written ({why})", where=str(out), do=do)
