"""Claims of every side as rows of a table: who says what, when, and what the same test finds of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas287.answers.briefs.render.cited import dated

Row = Mapping[str, Any]


def heads(said: Row) -> list[str]:
    """The heads of the columns, in the words of a language."""
    return list(said["narratives"]["columns"])


def cells(claim: Row, said: Row) -> list[str]:
    """Claim, speaker with its role, date, verdict and values, in the words of a language."""
    speaker = str(claim.get("speaker") or said["labels"]["unnamed"])
    role = f" ({claim['role']})" if claim.get("role") else ""
    values = "; ".join(value(each, said) for each in claim.get("values") or ())
    return [
        str(claim["claim"]),
        f"{speaker}{role}",
        dated(claim.get("date"), said),
        verdict(claim, said),
        values or str(said["narratives"]["none"]),
    ]


def verdict(claim: Row, said: Row) -> str:
    """What the test of a claim found, in words; what was not tested is not testable."""
    found = claim.get("tested")
    return str(said["verdicts"].get(found, found) if isinstance(found, str) else said["verdicts"]["not_testable"])


def value(found: Any, said: Row) -> str:
    """One measured value behind a verdict: unit, number and the date of its list."""
    if not isinstance(found, Mapping):
        return str(found)
    number = found.get("value")
    if isinstance(number, Mapping):
        shown = str(said["gap_kinds"].get(number.get("gap"), said["sentence_kinds"]["gap"]))
    else:
        shown = f"{number:,}" if isinstance(number, int | float) else str(number)
    unit = str(found.get("unit") or "")
    day = found.get("as_of")
    return f"{said['units'].get(unit, unit)} {shown}".strip() + (f" ({day})" if day else "")


def heading(said: Row) -> str:
    """The heading of a brief under which the table stands."""
    return str(said["headings"]["narratives"])
