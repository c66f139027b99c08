"""Sources in words: a list by its file and hash, a fact by the line of its table; one source of several facts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
SHORT = 12
"""So many characters of a sha256 are printed where it is told in full elsewhere, as in JSON."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is printed: its numbers in the brief, who published what and when, and where the row stands.

    `rows` are lines of the table of facts in the order of `numbers`; empty for a list, which `sha256` tells apart.
    """

    numbers: tuple[int, ...]
    publisher: str
    title: str
    dated: str
    url: str | None
    file: str
    rows: tuple[int, ...]
    sha256: str
    origin: str | None

    @property
    def marks(self) -> str:
        """The numbers as marks."""
        return " ".join(f"[{number}]" for number in self.numbers)

    @property
    def published(self) -> str:
        """Who published it, where that is told, for a line before the title."""
        return f"{self.publisher}, " if self.publisher else ""

    def where(self, said: Row) -> str:
        """The table of facts with its lines, in the words `said` of a language."""
        label = said["labels"]
        lines = ", ".join(str(row) for row in dict.fromkeys(self.rows))
        return f"{self.file} {label['line' if len(set(self.rows)) == 1 else 'lines']} {lines}"

    def line(self, said: Row, *, address: bool = True) -> str:
        """The whole entry in one line, its `address` included."""
        opening = f"{self.marks} {self.published}{self.title}, {self.dated}"
        if self.rows:
            link = f", {self.url}" if address and self.url else ""
            return f"{opening}{link}; {self.where(said)}"
        kept = f", {self.origin}" if address and self.origin else ""
        return f"{opening}: {self.file}, sha256 {self.sha256[:SHORT]}…{kept}"


def sources(cited: Iterable[Row], said: Row) -> list[Source]:
    """The sources of a brief as they are printed, in its order; several facts of one source stand together."""
    found: dict[Any, list[Row]] = {}
    for each in cited:
        same = (each["publisher"], each["title"], str(each["date"]), each["url"], each["file"])
        found.setdefault(same if each.get("row") is not None else ("list", each["n"]), []).append(each)
    return [_source(group, said) for group in found.values()]


def dated(given: Any, said: Row) -> str:
    """A date of a source, or in words that it has none."""
    return given if isinstance(given, str) else str(said["labels"]["no_date"])


def _source(group: list[Row], said: Row) -> Source:
    first = group[0]
    return Source(
        numbers=tuple(each["n"] for each in group),
        publisher=first["publisher"],
        title=first["title"],
        dated=dated(first["date"], said),
        url=first.get("url"),
        file=first["file"],
        rows=tuple(each["row"] for each in group if each.get("row") is not None),
        sha256=first["sha256"],
        origin=first.get("origin"),
    )
