"""Typed facts of the registry that are told in both languages: gaps, the offices that hold them, and terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from atlas287.core import registry
from atlas287.core.model import GapFact, GapKind, Holder, Stage, Term

RECALLED = "recalled"
"""Confidence of what nobody has read in a source: listed as unverified and used nowhere else."""


@cache
def gaps() -> tuple[GapFact, ...]:
    """Every gap of `registry/gaps`, by stage in the order of `Stage`, then by id; those recalled too."""
    found = [
        GapFact(
            **_tuples(content, "places", "holders")
            | {"kind": GapKind(content["kind"]), "stage": Stage(content["stage"])}
        )
        for _, content in registry.documents("gaps")
    ]
    order = list(Stage)
    return tuple(sorted(found, key=lambda gap: (order.index(gap.stage), gap.id)))


@cache
def holders() -> dict[str, Holder]:
    """Every office of `registry/holders` by id."""
    return {
        content["id"]: Holder(**content | {key: GapKind(content[key]["gap"]) for key in ("address", "records_law")})
        for _, content in registry.documents("holders")
    }


@cache
def glossary() -> dict[str, tuple[Term, ...]]:
    """The terms of each topic of `registry/glossary`, in the order in which the files tell them."""
    return {content["topic"]: tuple(_terms(content)) for _, content in registry.documents("glossary")}


def _terms(content: dict[str, Any]) -> Iterator[Term]:
    for term in content["terms"]:
        yield Term(**_tuples(term, "avoid"))


def _tuples(content: dict[str, Any], *keys: str) -> dict[str, Any]:
    return content | {key: tuple(content[key]) for key in keys}
