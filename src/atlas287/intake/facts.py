"""Facts of the registry as rows: what laws require, models allow, studies find, claims say, and what money is offered.

What is only recalled stays out: no answer may rest on it. Dates keep the precision of their source; the SQL of the
tables says between which days a partial one lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.core.facts import RECALLED

FOLDERS = {
    "policies": "measures",
    "statutes": None,
    "models": "terms",
    "incentives": None,
    "claims": None,
    "studies": None,
    "timeline": None,
}
"""Folder of the registry -> the key under which a file lists several facts; None where a file is one fact."""

Fact = Mapping[str, Any]

_TEXT, _NUMBER, _WHOLE, _TRUTH = pa.string(), pa.decimal128(18, 2), pa.int32(), pa.bool_()
_SOURCE = ("title", "publisher", "publisher_kind", "url", "date", "read_in", "file", "sha256")
SCHEMAS = {
    "raw_facts": pa.schema(
        [(name, _TEXT) for name in ("fact_id", "kind", "text_en", "text_es", "citation", *_SOURCE)]
        + [("row", _WHOLE), ("confidence", _TEXT), ("checked", _TEXT)]
    ),
    "raw_policies": pa.schema(
        [(name, _TEXT) for name in ("fact_id", "state", "mandate", "restriction", "standing", "enacted", "effective")]
        + [(name, _TEXT) for name in ("ended", "deadline", "unread_dates", "condition_en", "condition_es")]
        + [("conflicts_with", _TEXT)]
    ),
    "raw_policy_kinds": pa.schema([("fact_id", _TEXT), ("bound", _TEXT)]),
    "raw_terms": pa.schema([("fact_id", _TEXT), ("model", _TEXT), ("attribute", _TEXT), ("conflicts_with", _TEXT)]),
    "raw_statutes": pa.schema([("fact_id", _TEXT), ("kind", _TEXT), ("dated", _TEXT)]),
    "raw_incentives": pa.schema(
        [("fact_id", _TEXT), ("programme", _TEXT), ("element", _TEXT), ("role", _TEXT)]
        + [("amount", _NUMBER), ("amount_high", _NUMBER)]
        + [(name, _TEXT) for name in ("unit", "payer", "state", "models", "begins", "ends")]
    ),
    "raw_claims": pa.schema(
        [("fact_id", _TEXT), ("verbatim", _TRUTH)]
        + [(name, _TEXT) for name in ("speaker_en", "speaker_es", "role_en", "role_es", "side", "said", "topic")]
        + [(name, _TEXT) for name in ("state", "county", "metric")]
        + [("value", _NUMBER), ("value_high", _NUMBER), ("unit", _TEXT), ("as_of", _TEXT), ("bound", _TEXT)]
    ),
    "raw_studies": pa.schema(
        [("fact_id", _TEXT), ("year", _WHOLE)]
        + [(name, _TEXT) for name in ("kind", "design", "topic", "outcome_en", "outcome_es", "direction")]
        + [(name, _TEXT) for name in ("effect_en", "effect_es", "interval_en", "interval_es", "programme")]
        + [(name, _TEXT) for name in ("places_en", "places_es")]
        + [("period_from", _WHOLE), ("period_to", _WHOLE)]
        + [(name, _TEXT) for name in ("doi", "link", "read", "limits_en", "limits_es", "shown_with")]
    ),
    "raw_study_models": pa.schema([("fact_id", _TEXT), ("model", _TEXT)]),
    "raw_milestones": pa.schema(
        [("fact_id", _TEXT), ("happened", _TEXT), ("metric", _TEXT), ("value", _NUMBER), ("unit", _TEXT)]
    ),
}
"""The columns of each raw table, in order."""


def register(engine: DuckDB) -> None:
    """Give the engine a raw table of every kind of fact that rests on something read."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for folder, shared, fact in facts():
        if fact["confidence"] == RECALLED:
            continue
        rows["raw_facts"].append(_told(fact))
        for name, row in _coded(folder, shared, fact):
            rows[name].append({"fact_id": fact["id"], **row})
    for name, schema in SCHEMAS.items():
        engine.register(name, pa.Table.from_pylist([_typed(row, schema) for row in rows[name]], schema=schema))


def facts() -> Iterator[tuple[str, Fact, Fact]]:
    """Every fact: its folder, what its file says of all its facts, and the fact; what is recalled too."""
    for folder, listed in FOLDERS.items():
        for _, content in registry.documents(folder):
            for fact in content[listed] if listed else [content]:
                yield folder, content, fact


def _told(fact: Fact) -> dict[str, Any]:
    kind = str(fact["id"]).partition(":")[0]
    own = {key: fact.get(key) for key in ("citation", "confidence", "checked")}
    texts = {f"text_{lang}": text for lang, text in fact["text"].items()}
    return {"fact_id": fact["id"], "kind": kind, "row": fact["source"]["row"], **own, **texts} | {
        key: fact["source"][key] for key in _SOURCE
    }


def _coded(folder: str, shared: Fact, fact: Fact) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that tell a fact in codes and figures, each with its table."""
    flat = _flat(fact)
    if folder == "policies":
        yield "raw_policies", {"state": shared["state"], **flat}
        for bound in fact["kinds"] or ():
            yield "raw_policy_kinds", {"bound": bound}
    elif folder == "models":
        yield "raw_terms", {"model": shared["model"], **flat}
    elif folder == "statutes":
        yield "raw_statutes", {"kind": fact["kind"], "dated": fact["decided_or_enacted"]}
    elif folder == "studies":
        period = fact["period"] or {}
        yield "raw_studies", flat | {"period_from": period.get("from"), "period_to": period.get("to")}
        for model in fact["models"] or ():
            yield "raw_study_models", {"model": model}
    else:
        yield {"incentives": "raw_incentives", "claims": "raw_claims", "timeline": "raw_milestones"}[folder], flat


def _flat(fact: Fact) -> dict[str, Any]:
    """A fact with `name_en` and `name_es` in place of a text in both languages, and lists as words."""
    found: dict[str, Any] = {}
    for key, value in fact.items():
        if isinstance(value, Mapping):
            found |= {f"{key}_{inner}": each for inner, each in value.items()}
        else:
            found[key] = (" ".join(map(str, value)) or None) if isinstance(value, list) else value
    return found


def _typed(row: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """A row with just the columns of its table; a figure as an exact decimal."""
    from decimal import Decimal

    typed: dict[str, Any] = {}
    for field in schema:
        value = row.get(field.name)
        if value is not None and pa.types.is_decimal(field.type):
            value = Decimal(str(value))
        elif value is not None and pa.types.is_string(field.type):
            value = str(value)
        typed[field.name] = value
    return typed
