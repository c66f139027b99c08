"""Frozen nouns, shared by all layers; no input or output happens here."""

from atlas287.core.model.answer import Brief, Citation, Count, Measurement, Section, Sentence
from atlas287.core.model.fact import LANGUAGES, GapFact, Holder, Term, Words
from atlas287.core.model.gap import Gap, GapKind, Stage
from atlas287.core.model.grid import Grid
from atlas287.core.model.layout import Column, ColumnType, Fault, Form, Layout, Role
from atlas287.core.model.listing import CellRef, Issue, Parsed, column_letter
from atlas287.core.model.series import How, PlaceKind, Series, Step
from atlas287.core.model.source import Snapshot, Source

__all__ = [
    "LANGUAGES",
    "Brief",
    "CellRef",
    "Citation",
    "Column",
    "ColumnType",
    "Count",
    "Fault",
    "Form",
    "Gap",
    "GapFact",
    "GapKind",
    "Grid",
    "Holder",
    "How",
    "Issue",
    "Layout",
    "Measurement",
    "Parsed",
    "PlaceKind",
    "Role",
    "Section",
    "Sentence",
    "Series",
    "Snapshot",
    "Source",
    "Stage",
    "Step",
    "Term",
    "Words",
    "column_letter",
]
