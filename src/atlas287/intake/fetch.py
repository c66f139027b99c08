"""Fetches what the publisher shows now into the snapshot store, and says loudly what could not be had.

Nothing is ever removed: a file that fails leaves the last good snapshot standing, and the run goes on with the rest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from atlas287.core import registry
from atlas287.core.errors import FetchError, ReadError
from atlas287.core.model import Source
from atlas287.intake.enforcement import reading
from atlas287.intake.polite import Answer, Pace, Say, Visitor
from atlas287.intake.readers import xlsx
from atlas287.intake.readers.html import workbook_links
from atlas287.intake.store import Observation, Store

__all__ = ["FetchReport", "Pace", "fetch"]

DEFAULT_PACE = Pace()
MAX_TABLE_BYTES = 512 << 20
"""The tables of a whole release have up to some 150 MB."""
TABLE_PATIENCE = 10
"""So many times as long as a list may a table take."""


@dataclass(slots=True)
class FetchReport:
    """What a run did, in the contract's words.

    `source` names what was asked for; `fetched` are files whose bytes are other than last time at that address (`new`:
    never seen anywhere), `unchanged` the addresses of the others; `failed` says what could not be had, and why.
    """

    source: list[str]
    fetched: list[dict[str, Any]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything asked for was had."""
        return not self.failed

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        return asdict(self)


def fetch(
    store: Store,
    names: Sequence[str] = (),
    *,
    page_url: str | None = None,
    pace: Pace = DEFAULT_PACE,
    progress: Say | None = None,
) -> FetchReport:
    """Get the current files of the named sources, by default of all that a page links.

    `page_url` overrides the address of that page, or of the folder of a source of tables; `progress` is told what
    happens. Raises UsageError for an unknown source and StoreError where the store cannot be used; what goes wrong on
    the publisher's side is in `failed`.
    """
    registry.validate()
    known = registry.sources().values()
    wanted = [registry.source(name) for name in dict.fromkeys(names)] or [each for each in known if each.found_on]
    run = _Run(store, Visitor(pace, progress or _silent), FetchReport([source.name for source in wanted]))
    for source in wanted:
        run.files(source, page_url)
    for page in dict.fromkeys(source.found_on or source.name for source in wanted if not source.files):
        run.page(registry.source(page), wanted, page_url)
    return run.report


class _Run:
    def __init__(self, store: Store, visitor: Visitor, report: FetchReport) -> None:
        self.store, self.visitor, self.report = store, visitor, report

    def page(self, page: Source, wanted: Sequence[Source], page_url: str | None) -> None:
        """One page and the wanted files that it links."""
        url = page_url or page.url
        answer = self._take(page, url, reported=page in wanted)
        if answer is None:
            return
        for source in wanted:
            if source.found_on == page.name and source.link_pattern:
                links = workbook_links(answer.data, answer.url, source.link_pattern)
                if not links:
                    self._fail(url, _no_link(source))
                for link in links:
                    self._take(source, link.url)

    def files(self, source: Source, folder: str | None) -> None:
        """Every file of a source that names its files."""
        for name in source.files:
            self._take(source, f"{folder or source.folder}/{name}")

    def _take(self, source: Source, url: str, *, reported: bool = True) -> Answer | None:
        """Get one file and keep it; None, with an entry in `failed`, where it could not be had."""
        self.visitor.say(f"{url}: fetching")
        last = self.store.last(url)
        if last is not None and not self.store.holds(last.sha256):
            last = None  # a copy that was damaged here is fetched afresh
        try:
            answer = self._visitor(source).get(url, _conditions(last))
            if answer.status == HTTPStatus.OK:
                self._check(source, url, answer)
        except FetchError as error:
            self._fail(url, error)
            return None
        if last is not None and answer.status == HTTPStatus.NOT_MODIFIED:
            sha256, new = self.store.seen_again(last, headers=answer.headers, time=datetime.now(UTC)).sha256, False
            answer = replace(answer, data=self.store.read(sha256))
        else:
            sha256, new = self._keep(source, url, answer)
        if reported and last is not None and last.sha256 == sha256:
            self.report.unchanged.append(url)
        elif reported:
            self.report.fetched.append({"url": url, "sha256": sha256, "bytes": len(answer.data), "new": new})
        return answer

    def _visitor(self, source: Source) -> Visitor:
        """A table takes longer than a list, and is larger."""
        if source.reader != "table":
            return self.visitor
        pace = self.visitor.pace
        deadline = pace.deadline_seconds * TABLE_PATIENCE
        return self.visitor.at_pace(replace(pace, max_bytes=MAX_TABLE_BYTES, deadline_seconds=deadline))

    def _check(self, source: Source, url: str, answer: Answer) -> None:
        """Raise FetchError where the bytes are not what the source publishes; warn where it is another of its lists."""
        if not answer.data:
            raise FetchError("the server sent an empty file", do="run it again later")
        if source.reader not in ("xlsx", "table"):
            return
        if _is_page(answer):
            what = "a workbook" if source.reader == "xlsx" else "a table"
            do = "open the address in a browser; the file may have moved, or the publisher may not let programs in"
            raise FetchError(f"the server sent a web page instead of {what}", do=do)
        if source.reader == "table":
            self._check_table(url, answer)
            return
        try:
            parsed = xlsx.parse(answer.data, name=_name(url))
        except ReadError as error:
            do = "open the address in a browser and compare; these bytes were not kept"
            raise FetchError(f"the file cannot be read as a list of agencies ({error.what})", do=do) from error
        if parsed.kind != source.kind:
            # ICE has swapped its two files before; what a list is, its headings say.
            self._warn(f"{url}: the link of {source.name} leads to a {parsed.kind} list; it is kept as that")

    def _check_table(self, url: str, answer: Answer) -> None:
        """Raise FetchError where the bytes are no known table; warn where its columns are not those known."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _name(url)
            path.write_bytes(answer.data)
            try:
                match = reading.read_table(path).match
            except ReadError as error:
                do = "open the address in a browser and compare; these bytes were not kept"
                raise FetchError(f"the file cannot be read as a table of enforcement ({error.what})", do=do) from error
        if match.likeness < 1:
            self._warn(f"{url}: {match.sentence}")

    def _keep(self, source: Source, url: str, answer: Answer) -> tuple[str, bool]:
        name = _name(url)
        sightings = reversed(self.store.observations())
        before = next((seen for seen in sightings if (seen.source, seen.name) == (source.name, name)), None)
        snapshot, new = self.store.put(
            source=source.name, url=url, name=name, data=answer.data, headers=answer.headers, time=datetime.now(UTC)
        )
        if source.reader in ("xlsx", "table") and before is not None and before.sha256 != snapshot.sha256:
            both = f"sha256 {before.sha256[:12]} before, {snapshot.sha256[:12]} now"
            self._warn(f"{url}: other bytes stand under the same name ({both}); both are kept")
        return snapshot.sha256, new

    def _fail(self, url: str, error: FetchError) -> None:
        why = f"{error.what}; {error.do}" if error.do else error.what
        self.report.failed.append({"url": url, "why": why})
        self.visitor.say(f"{url}: {why}")

    def _warn(self, text: str) -> None:
        self.report.warnings.append(text)
        self.visitor.say(text)


def _no_link(source: Source) -> FetchError:
    do = "look at the page; if the link is there under another name, change link_pattern in the source's registry file"
    return FetchError(f"the page has no link to the file of {source.name}, {source.title.lower()}", do=do)


def _conditions(last: Observation | None) -> dict[str, str]:
    """The request headers that ask for a file only if it changed since it was last had."""
    had = last.headers if last is not None else {}
    pairs = (("If-None-Match", had.get("etag")), ("If-Modified-Since", had.get("last-modified")))
    return {header: value for header, value in pairs if value and value.isascii()}


def _name(url: str) -> str:
    """The file's name as published; of an address without one its host."""
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).name or parts.netloc


def _is_page(answer: Answer) -> bool:
    start = answer.data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = answer.headers.get("content-type", "").lower()
    return start.startswith(b"<") or ("text/html" in declared and not start.startswith(b"PK"))


def _silent(_: str) -> None:
    return
