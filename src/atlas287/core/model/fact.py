"""Facts told in both languages: what is not known, who holds it, and the words of the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atlas287.core.model.gap import GapKind, Stage

LANGUAGES = ("en", "es")
Words = Mapping[str, str]
"""One text in each language."""


@dataclass(frozen=True, slots=True)
class GapFact:
    """A gap as the registry holds it, before it is told of a place. Texts may hold {place}.

    `places` are the kinds of place it applies to. `holders` are ids of offices, in the order in which to ask; none
    where nobody is known to hold it, and then there is no `request`. `period` names the time a request asks about:
    months, now or whole. `confidence` is primary, secondary or recalled; what is recalled is never told as a gap.
    """

    id: str
    source: Mapping[str, str]
    topic: str
    stage: Stage
    places: tuple[str, ...]
    kind: GapKind
    holders: tuple[str, ...]
    what: Words
    why_it_matters: Words
    would_fill: Words
    request: Words | None
    proxy: Mapping[str, Words] | None
    basis: Words
    confidence: str
    period: str = "months"


@dataclass(frozen=True, slots=True)
class Holder:
    """An office that holds what is not known, by its title, which may hold {agency} or {place}.

    `level` is federal, state, county or agency. `address` and `records_law` are why they are not known: no source
    that is cited prints an address, and no text of a records law is loaded.
    """

    id: str
    source: Mapping[str, str]
    title: Words
    level: str
    address: GapKind
    records_law: GapKind


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: what it means, and wordings to `avoid`, with a note for whoever writes or translates.

    `confidence` is primary where `basis` names the text that was read, else secondary.
    """

    id: str
    term: Words
    definition: Words
    avoid: tuple[str, ...]
    note: str | None
    confidence: str
    basis: str | None = None
