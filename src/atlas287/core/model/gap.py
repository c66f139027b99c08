"""Unknown is not zero: the typed gap."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not known, why it matters, and what would tell.

    `before` and `after` are the ISO dates of the lists on either side, where the gap lies between lists.
    """

    kind: GapKind
    what: str
    why_it_matters: str | None = None
    would_fill: str | None = None
    holder: str | None = None
    request: str | None = None
    before: str | None = None
    after: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract; keys without content are null."""
        return asdict(self) | {"kind": self.kind.value}
