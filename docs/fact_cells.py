"""What the pages of facts share: the rows of a table of facts, and their cells."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from atlas287.core import registry
from atlas287.core.release import Release

Row = Mapping[str, Any]
CONFIDENCE = """`primary` means that the issuer's own text was read, `secondary` that somebody else's words about it
were. What was only recalled is in no release and on no page but [unverified](unverified.md)."""


def facts(release: Release, name: str, order: str) -> list[dict[str, Any]]:
    """The rows of a table of facts, each with what the table `facts` says of it."""
    return release.rows(
        "SELECT t.*, f.text_en, f.text_es, f.citation, f.title, f.publisher, f.publisher_kind, f.url, "
        f"f.dated AS published, f.confidence, f.checked FROM {name} AS t JOIN facts AS f USING (fact_id) "
        f"ORDER BY {order}"
    )


def source(row: Row) -> str:
    """Where a fact comes from: “title”, publisher and its kind, date, each where it is known, linked."""
    kind = registry.codes("publisher_kinds")["standard"][row["publisher_kind"] or "unknown"]
    name = quoted(row["title"] or row["publisher"] or row["citation"] or row["fact_id"])
    linked = f"[{name}]({address(row['url'])})" if row["url"] else f"{name}, no address"
    publisher = quoted(row["publisher"]) if row["publisher"] and row["title"] else None
    return ", ".join(filter(None, (linked, publisher, kind, row["published"] or "no date")))


def paragraph(text: str, **filled: object) -> list[str]:
    """Lines of a text with its placeholders filled, {confidence} among them."""
    whole = " ".join(text.format(confidence=CONFIDENCE, **filled).split())
    return textwrap.fill(whole, 118, break_long_words=False, break_on_hyphens=False).splitlines()


def quoted(words: str) -> str:
    """A publisher's words, which are not ours."""
    return f"“{words}”"


def address(url: str) -> str:
    """An address as the target of a link."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def amount(value: Any) -> str:
    """A figure of the release without needless noughts."""
    return f"{value:,.2f}".removesuffix(".00")
