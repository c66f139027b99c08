"""Published files: read one, fetch the newest, build a release from them. Every function is a verb of the API."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from atlas287.answers.result import Result
from atlas287.core.errors import UsageError
from atlas287.core.model import Snapshot

if TYPE_CHECKING:
    from atlas287.intake.build import Built
    from atlas287.intake.fetch import FetchReport


def home() -> Path:
    """Where snapshots, parsed files and releases are kept: $ATLAS287_HOME, else the user's data folder."""
    given = os.environ.get("ATLAS287_HOME")
    if given:
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME")
    try:
        return (Path(data) if data else Path.home() / ".local" / "share") / "atlas287"
    except RuntimeError:
        raise UsageError("the user's home folder is not known", do="set ATLAS287_HOME") from None


def read(path: str | Path, *, totals: str | None = None) -> Result:
    """What one published file says, without a release; a CSV of several lists gives them under `files`.

    A file that is no list of agencies is read as a table of enforcement. `totals`, month or year, adds its totals by
    place and period. Raises ReadError where it is neither, UsageError where it gives no totals.
    """
    from atlas287.core.errors import ReadError
    from atlas287.core.model import Step
    from atlas287.intake.enforcement import describe, reading

    file = Path(path)
    if totals not in (None, "month", "year"):
        raise UsageError(f"there are no totals by {totals}", do="ask for month or year")
    try:
        found = _read_list(file)
        if totals is not None:
            raise UsageError(f"{file.name} is a list of agencies, which gives no totals", do="read it without them")
        return found
    except ReadError as no_list:
        if not file.is_file():
            raise
        try:
            table = reading.read_table(file)
        except ReadError as no_table:
            # A file that could be a list is told what is wrong with it as a list.
            raise (no_list if _may_be_list(file) else no_table) from None
    return Result(describe.describe(table, Step(totals) if totals is not None else None))


def _may_be_list(file: Path) -> bool:
    from atlas287.intake.readers import package

    return file.suffix.lower() in (".xlsx", ".csv") and file.stat().st_size <= package.MAX_FILE_BYTES


def _read_list(file: Path) -> Result:
    from atlas287.core.errors import ReadError
    from atlas287.intake import build, parsed, store
    from atlas287.intake.readers import table, xlsx

    try:
        if file.is_file() and not _may_be_list(file):
            raise ReadError("the file is no list of agencies", where=file.name, do="check what it is")
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"the file cannot be read ({error.strerror})", where=str(file), do="check its path") from error
    snapshot = Snapshot(hashlib.sha256(data).hexdigest(), store.published_name(file.name), file)
    tables = parsed.is_table(file.name)
    lists = table.parse(data, name=file.name) if tables else [xlsx.parse(data, name=file.name)]
    found = [build.describe(snapshot, each) | {"file": file.name} for each in lists]
    return Result(found[0] if len(found) == 1 else {"release": None, "files": found, "warnings": []})


def fetch(
    names: Sequence[str] = (),
    *,
    into: Path | None = None,
    page_url: str | None = None,
    say: Callable[[str], None] | None = None,
) -> FetchReport:
    """The newest published files into the snapshot store (default: below `home()`)."""
    from atlas287.intake import fetch as fetching
    from atlas287.intake.store import Store

    return fetching.fetch(Store(into or home() / "snapshots"), names, page_url=page_url, progress=say)


def build(
    folders: Sequence[Path] = (),
    out: Path | None = None,
    *,
    threads: int | None = None,
    cache: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """A release published below `out`, from folders of workbooks or snapshot stores (default: the store of `fetch`).

    A file that stands in several folders is read once, under the name it has in the first.
    """
    from atlas287.intake import build as building
    from atlas287.intake import store

    found: dict[str, Snapshot] = {}
    for folder in folders or [home() / "snapshots"]:
        kept = store.Store(folder).snapshots() if store.is_store(folder) or not folders else store.directory(folder)
        for snapshot in kept:
            found.setdefault(snapshot.sha256 + (snapshot.refused or ""), snapshot)
    cache = cache or Path(os.environ.get("ATLAS287_CACHE") or home() / "cache")
    return building.build(
        list(found.values()), out or home() / "releases", cache=cache, threads=threads, progress=progress, say=say
    )
