"""Facts of a release as sentences rest on them: a statement in both languages, its source, the row it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.release import Release

LAW = ("policy", "statute")
"""Kinds of fact that state what a law, order, opinion or ruling says."""
MEMORANDUM = "MOA "
"""How the titles of signed memoranda begin."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the table `facts`. `dated` is a day, month or year; null where the source shows none."""

    fact_id: str
    kind: str
    text_en: str
    text_es: str
    citation: str | None
    title: str | None
    publisher: str | None
    publisher_kind: str | None
    url: str | None
    dated: str | None
    read_in: str | None
    confidence: str
    checked: Any
    file: str
    sha256: str
    source_row: int

    def text(self, lang: str) -> str:
        """The statement in a language."""
        return self.text_es if lang == "es" else self.text_en

    @property
    def legal(self) -> bool:
        """Whether it rests on the text of a law or signed memorandum itself, and so may be stated as what that says.

        What an agency's page or announcement says is attributed to it, though its own text was read.
        """
        if self.confidence != "primary":
            return False
        signed = (self.title or "").startswith(MEMORANDUM) or self.publisher_kind == "legislature"
        return self.kind in LAW or (self.kind in ("term", "incentive") and signed)


@lru_cache(8)
def facts(release: Release) -> Mapping[str, Fact]:
    """Every fact of a release by its id."""
    return {row["fact_id"]: Fact(**row) for row in release.rows("SELECT * FROM facts ORDER BY fact_id")}


def fact(release: Release, fact_id: str) -> Fact:
    """One fact. Raises UsageError where the release holds none of that id, as for what is only recalled."""
    try:
        return facts(release)[fact_id]
    except KeyError:
        raise UsageError("the release holds no such fact", where=fact_id) from None


def row(told: Fact) -> Row:
    """A fact as evidence: the line of the table of collected facts, or the page of the memorandum, it was told from."""
    unit = "page" if told.file.endswith(".pdf") else "line"
    cell = {
        "file": told.file,
        "sha256": told.sha256,
        "cell": f"{unit} {told.source_row}",
        "original": None,
        "value": told.text_en,
    }
    return {"table": "facts", "key": told.fact_id, "cells": [cell]}


def files(told: Iterable[Fact]) -> list[Row]:
    """The tables of collected facts behind some facts, each once."""
    found = {each.sha256: {"file": each.file, "sha256": each.sha256, "origin": None} for each in told}
    return sorted(found.values(), key=lambda file: file["file"])


def publisher_kind(told: Fact, lang: str) -> str:
    """The kind of a source's publisher in words."""
    names = registry.codes("publisher_kinds")
    chosen = names["spanish"] if lang == "es" else names["standard"]
    return str(chosen[told.publisher_kind or "unknown"])
