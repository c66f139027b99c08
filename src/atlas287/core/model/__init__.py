"""Frozen nouns, shared by all layers; no input or output happens here."""

from atlas287.core.model.answer import Brief, Citation, Count, Measurement, Section, Sentence
from atlas287.core.model.gap import Gap, GapKind
from atlas287.core.model.listing import CellRef, Issue, Parsed, column_letter
from atlas287.core.model.source import Snapshot, Source

__all__ = [
    "Brief",
    "CellRef",
    "Citation",
    "Count",
    "Gap",
    "GapKind",
    "Issue",
    "Measurement",
    "Parsed",
    "Section",
    "Sentence",
    "Snapshot",
    "Source",
    "column_letter",
]
