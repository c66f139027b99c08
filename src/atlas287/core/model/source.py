"""Where files come from: sources and snapshots of what they published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's file that is fetched and read: a file of `registry/sources/`.

    `columns` maps a printed heading (upper case, white space folded) to our column; `layouts` names the
    known sequences of headings, `layout_titles` how a list of such a layout is cited where not by the
    title. `min_rows` and `max_rows` bound a plausible file, `max_fall` and `max_rise` its change in rows
    against the list before it (as factors), `accepted` lists the sha256 of real files that break a bound,
    each with the reason why it stands. `kinds` maps a printed status to the kind of list its rows belong
    to; `limits` are sentences on what the source cannot tell. `files` are names below the address `folder`, of a source
    that is fetched without searching a page.
    """

    name: str
    title: str
    publisher: str
    licence: str
    url: str
    cadence: str
    reader: str
    kind: str
    found_on: str | None = None
    link_pattern: str | None = None
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    layouts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    layout_titles: Mapping[str, str] = field(default_factory=dict)
    min_rows: int = 0
    max_rows: int = 0
    max_fall: float | None = None
    max_rise: float | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    folder: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one published file, named by their sha256, never changed.

    `name` is the file's name as published, which may lie about kind and date. `origin` says where these
    bytes were had: an address, or the path in the archive that kept them; `retrieved` when (UTC, ISO).
    `refused` says why the bytes are not to be read, such as that an archive's manifest names other bytes.
    """

    sha256: str
    name: str
    path: Path
    origin: str | None = None
    retrieved: str | None = None
    refused: str | None = None
