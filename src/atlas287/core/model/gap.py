"""Unknown is not zero: the typed gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class GapKind(StrEnum):
    """Why a value is not known. A blank or a zero in place of a gap is a defect."""

    NOT_COLLECTED = "not_collected"
    """Nobody kept a list or document for that date or place, or we hold none."""
    NOT_RELEASED = "not_released"
    """The holder has it and does not publish it."""
    NOT_LOADED = "not_loaded"
    """It is published, but this release does not hold it yet."""
    REDACTED = "redacted"
    SUPPRESSED = "suppressed"
    CONFLICTING = "conflicting"
    UNREADABLE = "unreadable"
    UNKNOWN_DATE = "unknown_date"
    OUT_OF_SCOPE = "out_of_scope"


class Stage(StrEnum):
    """Where on the way from an agreement to its effects something is not known; the order is that of answers."""

    AGREEMENTS = "agreements"
    TRAINING = "training"
    STOP = "stop"
    ARREST = "arrest"
    BOOKING = "booking"
    MATCH = "match"
    """The match or interview that refers a person to ICE."""
    DETAINER = "detainer"
    ICE_ARREST = "ice_arrest"
    BOOK_IN = "book_in"
    REMOVAL = "removal"
    OUTCOMES = "outcomes"
    MONEY = "money"
    LAW = "law"
    OVERSIGHT = "oversight"
    TRUST = "trust"
    CRIME = "crime"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not known, why it matters, and what would tell.

    `before` and `after` are the ISO dates of the lists on either side, where the gap lies between lists. The keys from
    `id` on belong to gaps of the registry: the `stage`, the offices that hold it ({id, title, level, address,
    records_law}, what is not known of an office being {"gap": kind}), what can stand in for it and with which limit
    ({what, limit}), and the document it rests on with its `confidence` (primary or secondary). `holder` and `request`
    are then the title of the first office and a letter to it.
    """

    kind: GapKind
    what: str
    why_it_matters: str | None = None
    would_fill: str | None = None
    holder: str | None = None
    request: str | None = None
    before: str | None = None
    after: str | None = None
    id: str | None = None
    stage: Stage | None = None
    holders: tuple[Mapping[str, Any], ...] = ()
    proxy: Mapping[str, str] | None = None
    basis: str | None = None
    confidence: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract; keys without content are null, those from `id` on stand only for a registry's."""
        content = {each.name: getattr(self, each.name) for each in fields(self)}
        content |= {"kind": self.kind.value, "holders": [dict(holder) for holder in self.holders]}
        if self.id is None:
            return {key: value for key, value in content.items() if key not in _OF_REGISTRY}
        return content | {"stage": self.stage.value if self.stage else None}


_OF_REGISTRY = ("id", "stage", "holders", "proxy", "basis", "confidence")
