"""Finds links in a publisher's page, however untidy its markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Link:
    """One link: `url` is absolute, percent-encoded and without fragment; `text` is what readers see, on one line."""

    url: str
    text: str


def links(html: bytes | str, base_url: str) -> list[Link]:
    """Every link (`<a href>`) to an http or https address, in document order.

    `base_url` is the address of the page; a `<base href>` in it prevails. Bytes are taken for UTF-8, else for
    Windows-1252. A link whose address makes no sense is left out; no markup makes this fail.
    """
    page = _Page()
    # Never closed: closing reads an unfinished tag or comment again from each of its characters, for hours in the worst
    # case, where browsers drop it. The line break ends the last text.
    page.feed(_text(html) + "\n")
    base = _absolute(base_url, page.base) if page.base else base_url
    found = ((_absolute(base or base_url, href), " ".join("".join(text).split())) for href, text in page.found)
    return [Link(url, text) for url, text in found if url is not None]


def workbook_links(html: bytes | str, base_url: str, pattern: str) -> list[Link]:
    """The links whose path, percent-decoded, matches a source's `link_pattern`: each address once, in order."""
    wanted = re.compile(pattern)
    unique: dict[str, Link] = {}
    for link in links(html, base_url):
        if wanted.search(unquote(urlsplit(link.url).path)):
            unique.setdefault(link.url, link)
    return list(unique.values())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.base: str | None = None
        self.found: list[tuple[str, list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(reversed(attrs)).get("href")  # of repeated attributes the first counts, as in browsers
        if tag == "base" and self.base is None:
            self.base = href
        if tag == "a":
            self._inside = href is not None
            if href is not None:
                self.found.append((href, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1][1].append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:  # the library's answer to <![anything[; browsers skip to the next >
            return self.rawdata.find(">", i) + 1 or -1


def _text(html: bytes | str) -> str:
    if isinstance(html, str):
        return html
    try:
        return html.decode("utf-8-sig")
    except UnicodeDecodeError:
        return html.decode("windows-1252", errors="replace")


def _absolute(base: str, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, re.sub(r"[\t\r\n]", "", href).strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    # Publishers leave spaces and accents in addresses; what is already encoded stays as it is.
    path, query = (quote(part, safe="/%:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))
