"""The Python API: one method a verb; every method returns the JSON object of the contract as a dict."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Brief, Count, Snapshot
from atlas287.core.names import fold_space
from atlas287.core.release import Release

if TYPE_CHECKING:
    from atlas287.intake.build import Built
    from atlas287.intake.fetch import FetchReport


def home() -> Path:
    """Where snapshots, parsed files and releases are kept: $ATLAS287_HOME, else the user's data folder."""
    given = os.environ.get("ATLAS287_HOME")
    if given:
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "atlas287"


class Atlas:
    """Answers from one release.

    >>> Atlas.open().count("agreements", by=["model"])["unit"]
    'agreements'
    """

    def __init__(self, release: Release) -> None:
        self.release = release

    @classmethod
    def open(cls, path: str | Path | None = None) -> Atlas:
        """The release in `path`, else in $ATLAS287_RELEASE, else the one embedded in the package."""
        chosen = path or os.environ.get("ATLAS287_RELEASE") or None
        return cls(Release.open(Path(chosen) if chosen else None))

    def count(
        self,
        unit: str,
        *,
        by: Sequence[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        as_of: str | date | None = None,
        basis: str | None = None,
        rows: bool = False,
    ) -> dict[str, Any]:
        """How many of `unit` ICE's list shows on a date. See `answers.measure.count`."""
        return self.stamped(self.counted(unit, by=by, where=where, as_of=as_of, basis=basis, rows=rows).to_json())

    def nation(self, *, as_of: str | date | None = None, lang: str = "en") -> dict[str, Any]:
        """The record and brief of the nation."""
        return self.record(self.brief(None, as_of=as_of, lang=lang))

    def state(self, name: str, *, as_of: str | date | None = None, lang: str = "en") -> dict[str, Any]:
        """The record and brief of a state or territory, by code or name in any letter case.

        A name that fits several gives an ambiguous brief with its candidates. Raises UsageError where none fits.
        """
        return self.record(self.brief(name, as_of=as_of, lang=lang))

    def verify(self, brief: Mapping[str, Any]) -> dict[str, Any]:
        """Every number of a brief, run again on this release."""
        from atlas287.answers.briefs.verify import verify

        return self.stamped(verify(self.release, brief))

    def counted(
        self,
        unit: str,
        *,
        by: Sequence[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        as_of: str | date | None = None,
        basis: str | None = None,
        rows: bool = False,
    ) -> Count:
        """`count` as a `model.Count`, for renderers."""
        from atlas287.answers import measure

        return measure.count(self.release, unit, by=by, where=where, as_of=_day(as_of), basis=basis, rows=rows)

    def brief(self, name: str | None, *, as_of: str | date | None = None, lang: str = "en") -> Brief:
        """The brief of a state, or of the nation for None, as a `model.Brief`, for renderers."""
        from atlas287.answers.briefs import answer

        day = _day(as_of)
        if name is None:
            return answer.brief(self.release, answer.NATION, as_of=day, lang=lang)
        found = states_called(name)
        if len(found) == 1:
            return answer.brief(self.release, answer.state_place(found[0]), as_of=day, lang=lang)
        return Brief(
            id="",
            question=f"Which of these is meant by {fold_space(name)!r}?",
            status="ambiguous",
            place=None,
            as_of=str(day or self.release.newest["participating"]),
            lang=lang,
            release=self.release.id,
            candidates=tuple(answer.state_place(code) for code in found),
        )

    def record(self, brief: Brief) -> dict[str, Any]:
        """The object of `nation` and `state` around a brief."""
        content: dict[str, Any] = {"place": brief.place, "as_of": brief.as_of, "counts": [], "agencies": []}
        if brief.place is not None:
            where = {"state": brief.place["code"]} if "code" in brief.place else {}
            units = (
                ("agreements", "agencies", "states") if brief.place["kind"] == "nation" else ("agreements", "agencies")
            )
            for unit in units:
                by = ["model"] if unit == "agreements" else []
                content["counts"].append(self.counted(unit, by=by, where=where, as_of=brief.as_of).to_json())
            listings = self.counted("agreements", where=where, as_of=brief.as_of, rows=True).listings
            content["agencies"] = _agencies(listings or ())
        content["policy"] = {"gap": "not_loaded"}
        content["brief"] = brief.to_json()
        return self.stamped(content)

    def stamped(self, content: dict[str, Any]) -> dict[str, Any]:
        """An object of the contract with the release it came from."""
        release = {"id": self.release.id, "built": self.release.built, "newest": dict(self.release.newest)}
        return {"release": release, **content, "warnings": []}


def states_called(name: str) -> list[str]:
    """The codes that a name may mean: exactly, else those whose name contains it. Raises UsageError for none."""
    names: dict[str, str] = registry.codes("states")["standard"]
    text = fold_space(name).casefold()
    exact = [code for code, full in names.items() if text in (code.casefold(), full.casefold())]
    found = exact or [code for code, full in names.items() if text and text in full.casefold()]
    if not found:
        raise UsageError(f"no state or territory is called {name!r}", do="give its name or two-letter code")
    return found


def _agencies(listings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One entry an agency as far as names tell, with its models and signing dates as listed."""
    from atlas287.core.names import agency_key

    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in listings:
        key = (row["state"] or row["state_printed"] or "", agency_key(row["agency_printed"]))
        entry = found.setdefault(
            key,
            {"name": fold_space(row["agency_printed"]), "state": row["state"], "status": "listed", "agreements": []},
        )
        entry["agreements"].append({"model": row["model"], "signed": {"list": row["signed"]}, "cell": row["cell"]})
    return [found[key] for key in sorted(found)]


def _day(given: str | date | None) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError("this is no date", where=f"--as-of {given}", do="write it as YYYY-MM-DD") from None


def read(path: str | Path) -> dict[str, Any]:
    """What one published file says, without a release. Raises ReadError where it is no list of a known kind."""
    from atlas287.core.errors import ReadError
    from atlas287.intake import build, store
    from atlas287.intake.readers import xlsx

    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"the file cannot be read ({error.strerror})", where=str(path), do="check its path") from error
    snapshot = Snapshot(hashlib.sha256(data).hexdigest(), store.published_name(file.name), file)
    return build.describe(snapshot, xlsx.parse(data, name=file.name)) | {"file": file.name}


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


def load_json(path: str | Path) -> dict[str, Any]:
    """A JSON object from a file, or from standard input for `-`. Raises UsageError where it is none."""
    import sys

    try:
        text = sys.stdin.read() if str(path) == "-" else Path(path).read_text(encoding="utf-8")
        content = json.loads(text)
    except (OSError, ValueError) as error:
        raise UsageError(f"no JSON can be read ({error})", where=str(path)) from error
    if not isinstance(content, dict):
        raise UsageError("the JSON holds no object", where=str(path))
    return content
