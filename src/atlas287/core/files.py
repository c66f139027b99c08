"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from atlas287.core.errors import RenderError


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to a file beside `path` and rename it there, so that `path` never holds half of it.

    Raises RenderError where the folder is missing, read-only or full; what `path` held before then stands.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise _refused(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> RenderError:
    return RenderError(f"the file cannot be written ({error.strerror})", where=str(path), do="choose another place")
