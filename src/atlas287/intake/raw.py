"""What the tables' SQL reads: the parsed rows as they are (`raw_*`), and what each printed value means (`code_*`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from atlas287.core import aliases, registry
from atlas287.core.engine import DuckDB
from atlas287.core.model import Parsed, Snapshot
from atlas287.core.names import agency_key
from atlas287.intake import codes
from atlas287.intake.lists import Listed


def register(engine: DuckDB, entries: Sequence[Listed]) -> None:
    """Give the engine every raw and code table of the lists, which are numbered from 1 in the order given."""
    for name, table in _rows(entries).items():
        engine.register(name, table)
    for name, table in _codes(engine).items():
        engine.register(name, table)
    _signed_codes(engine)


def register_facts(engine: DuckDB, records: Sequence[tuple[Snapshot, Parsed]]) -> None:
    """Give the engine the registry's agencies and places, what each name tells of its agency, and the records."""
    engine.register("raw_records", _records(records))
    for make in (_registry, lambda: _names(engine)):
        for name, table in make().items():
            engine.register(name, table)


def _records(records: Sequence[tuple[Snapshot, Parsed]]) -> pa.Table:
    """Rows of tables that are no lists, read by the same encoders, with the address of the agency's cell."""
    rows = [
        {
            "source": content.source,
            "file": snapshot.name,
            "sha256": snapshot.sha256,
            "row": row["row"],
            "cell": content.cell("agency", row["row"]),
            "state": codes.state(row["state"]).value,
            "agency_printed": row["agency"],
            "alias": aliases.alias(row["agency"] or ""),
            "kind": aliases.kind(aliases.alias(row["agency"] or "")),
            "model": codes.model(row["model"]).value or "unknown",
            "signed": codes.signed(row["signed"], None).value,
            "first_seen": row["first_seen"],
            "last_seen": row["last_seen"],
            "moa": row["moa"],
        }
        for snapshot, content in records
        for row in content.rows.to_pylist()
    ]
    return pa.Table.from_pylist(rows, _RECORDS)


_RECORDS = pa.schema(
    [("row", pa.int32())]
    + [(name, pa.string()) for name in ("source", "file", "sha256", "cell", "state", "agency_printed", "alias", "kind")]
    + [(name, pa.string()) for name in ("model", "signed", "first_seen", "last_seen", "moa")]
)


def _registry() -> dict[str, pa.Table]:
    judged = registry.rows("judgements.csv")
    counties = registry.rows("places/counties.csv")
    minted = registry.rows("agencies.csv")
    corrections = [content for _, content in registry.documents("corrections")]
    return {
        "registry_corrections": _strings(
            {
                "name": [c["name"] for c in corrections],
                "field": [c["field"] for c in corrections],
                "state": [c["where"]["state"] for c in corrections],
                "agency_key": [agency_key(c["where"]["agency"]) for c in corrections],
                "model": [c["where"]["model"] for c in corrections],
                "signed": [c["where"].get("signed") for c in corrections],
                "expect": [c["expect"] for c in corrections],
                "value": [c["value"] for c in corrections],
                "key": [agency_key(c["value"]) if c["field"] == "agency" else None for c in corrections],
            }
        ),
        "registry_judgements": _strings(
            {
                "state": [row["state"] for row in judged],
                "agency_key": [agency_key(row["name"]) for row in judged],
                "other_state": [row["other_state"] for row in judged],
                "other_key": [agency_key(row["other"]) for row in judged],
                "verdict": [row["verdict"] for row in judged],
                "second_fact": [row["second_fact"] for row in judged],
            }
        ),
        "registry_agencies": _strings(
            {
                "agency_id": [row["agency_id"] for row in minted],
                "state": [row["state"] for row in minted],
                "agency_key": [agency_key(row["name"]) for row in minted],
            }
        ),
        "counties": pa.table(
            {
                "fips": pa.array([row["fips"] for row in counties], pa.string()),
                "state": pa.array([row["state"] for row in counties], pa.string()),
                "name": pa.array([row["name"] for row in counties], pa.string()),
                "key": pa.array([aliases.county_key(row["name"]) for row in counties], pa.string()),
                "kind": pa.array([row["kind"] for row in counties], pa.string()),
                "vintage": pa.array([int(row["vintage"]) for row in counties], pa.int32()),
                "longitude": pa.array([float(row["longitude"]) for row in counties], pa.float64()),
                "latitude": pa.array([float(row["latitude"]) for row in counties], pa.float64()),
            }
        ),
        "police": pq.read_table(registry.ROOT / "places" / "police.parquet"),
    }


def _rows(entries: Sequence[Listed]) -> dict[str, pa.Table]:
    numbered = list(enumerate(entries, start=1))
    rows = [
        entry.parsed.rows.add_column(0, "list_no", pa.array([no] * entry.parsed.rows.num_rows, pa.int32()))
        for no, entry in numbered
    ]
    return {
        "raw_lists": pa.Table.from_pylist([_list_row(no, entry) for no, entry in numbered], schema=_LISTS),
        "raw_cells": pa.Table.from_pylist(
            [
                {"list_no": no, "field": field, "letter": letter}
                for no, entry in numbered
                for field, letter in entry.parsed.letters.items()
            ],
            schema=pa.schema([("list_no", pa.int32()), ("field", pa.string()), ("letter", pa.string())]),
        ),
        "raw_rows": pa.concat_tables(rows),
        "raw_issues": _raw_issues(numbered),
    }


def _raw_issues(numbered: Sequence[tuple[int, Listed]]) -> pa.Table:
    issues = [(no, issue) for no, entry in numbered for issue in entry.parsed.issues]
    return pa.table(
        {
            "list_no": pa.array([no for no, _ in issues], pa.int32()),
            "code": pa.array([issue.code for _, issue in issues], pa.string()),
            "row": pa.array([_row_of(issue.cell) for _, issue in issues], pa.int32()),
            "cell": pa.array([issue.cell for _, issue in issues], pa.string()),
            "original": pa.array([issue.original for _, issue in issues], pa.string()),
            "value": pa.array([issue.value for _, issue in issues], pa.string()),
            "rule": pa.array([issue.rule for _, issue in issues], pa.string()),
        }
    )


_LISTS = pa.schema(
    [
        ("list_no", pa.int32()),
        ("kind", pa.string()),
        ("source", pa.string()),
        ("as_of", pa.date32()),
        ("as_of_basis", pa.string()),
        ("file", pa.string()),
        ("sha256", pa.string()),
        ("origin", pa.string()),
        ("layout", pa.string()),
        ("sheet", pa.string()),
        ("has_moa", pa.bool_()),
        ("has_signed", pa.bool_()),
        ("rows", pa.int32()),
        ("hidden_rows", pa.int32()),
        ("filler_rows", pa.int32()),
        ("created", pa.timestamp("us")),
        ("modified", pa.timestamp("us")),
    ]
)


def _list_row(no: int, entry: Listed) -> dict[str, Any]:
    snapshot, content = entry.snapshot, entry.parsed
    return {
        "list_no": no,
        "kind": content.kind,
        "source": content.source,
        "as_of": entry.as_of,
        "as_of_basis": entry.basis,
        "file": snapshot.name,
        "sha256": snapshot.sha256,
        "origin": snapshot.origin,
        "layout": content.layout,
        "sheet": content.sheet,
        "has_moa": "moa" in content.letters,
        "has_signed": "signed" in content.letters,
        "rows": content.rows.num_rows,
        "hidden_rows": content.hidden_rows,
        "filler_rows": content.filler_rows,
        "created": content.created,
        "modified": content.modified,
    }


def _row_of(cell: str) -> int:
    return int(cell.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _codes(engine: DuckDB) -> dict[str, pa.Table]:
    """One small table an encoder: each distinct printed value with its meaning and rule."""

    def distinct(sql: str) -> list[dict[str, Any]]:
        return engine.rows(f"SELECT DISTINCT {sql}")

    def encoded(printed: Sequence[str], encode: Callable[[str], codes.Encoded], value: str) -> pa.Table:
        found = [encode(text) for text in printed]
        return _strings({"printed": printed, value: [c.value for c in found], "rule": [c.rule for c in found]})

    states = [row["v"] for row in distinct("coalesce(state, '') AS v FROM raw_rows")]
    models = [row["v"] for row in distinct("coalesce(model, '') AS v FROM raw_rows")]
    agencies = [row["v"] for row in distinct("agency AS v FROM raw_rows")]
    found = distinct(
        "v FROM (SELECT moa_url AS v FROM raw_rows UNION ALL SELECT addendum_url FROM raw_rows "
        "UNION ALL SELECT moa FROM raw_rows WHERE moa_url IS NULL AND moa LIKE '%:/%') WHERE v IS NOT NULL"
    )
    links = [row["v"] for row in found]
    return {
        "code_state": encoded(states, codes.state, "code"),
        "code_model": encoded(models, codes.model, "code"),
        "code_agency": _strings({"printed": agencies, "key": [agency_key(name) for name in agencies]}),
        "code_link": encoded(links, codes.link, "url").append_column(
            "shown", pa.array([codes.shown_link(text) for text in links], pa.string())
        ),
    }


def _names(engine: DuckDB) -> dict[str, pa.Table]:
    keys = [
        row["v"]
        for row in engine.rows(
            "SELECT key AS v FROM code_agency UNION "
            "SELECT key FROM registry_corrections WHERE key IS NOT NULL ORDER BY v"
        )
    ]
    called = [aliases.alias(key) for key in keys]
    counties = [row["v"] for row in engine.rows("SELECT DISTINCT county AS v FROM raw_rows WHERE county IS NOT NULL")]
    states = registry.codes("states")["standard"]
    return {
        "code_state_names": _strings(
            {
                "code": list(states),
                "name": list(states.values()),
            }
        ),
        "code_name": _strings(
            {
                "agency_key": keys,
                "alias": called,
                "spelt": [aliases.spelt(key) for key in keys],
                "kind": [aliases.kind(name) for name in called],
                "core": [aliases.core(name) for name in called],
                "place": [aliases.place(name) for name in called],
            }
        ),
        "code_named_county": _strings(
            {
                "agency_key": [
                    key for key, name in zip(keys, called, strict=True) for _ in aliases.counties_named(name)
                ],
                "county": [county for name in called for county in aliases.counties_named(name)],
            }
        ),
        "code_county": _strings({"printed": counties, "county": [aliases.county_key(c) or None for c in counties]}),
    }


def _signed_codes(engine: DuckDB) -> None:
    """Create `code_signed`: each printed date on each list's date. Few lie after their list, so most are read once."""
    printed = [row["v"] for row in engine.rows("SELECT DISTINCT coalesce(signed, '') AS v FROM raw_rows")]
    engine.register("signed_alone", _dates([(text, None, codes.signed(text, None)) for text in printed]))
    pairs = (
        "FROM (SELECT DISTINCT coalesce(signed, '') AS printed, as_of FROM raw_rows JOIN raw_lists USING (list_no)) "
        "AS pair JOIN signed_alone AS alone USING (printed) "
        "WHERE coalesce(alone.signed <= pair.as_of, pair.as_of IS NULL)"
    )
    early = f"SELECT printed, pair.as_of, alone.signed, alone.rule, alone.gap {pairs}"
    late = engine.rows(f"SELECT printed, pair.as_of {pairs.replace('WHERE ', 'WHERE NOT ')}")
    engine.register(
        "signed_late", _dates([(r["printed"], r["as_of"], codes.signed(r["printed"], r["as_of"])) for r in late])
    )
    engine.create("code_signed", f"{early} UNION ALL SELECT * FROM signed_late")


def _dates(found: Sequence[tuple[str, date | None, codes.Encoded]]) -> pa.Table:
    return pa.table(
        {
            "printed": pa.array([text for text, _, _ in found], pa.string()),
            "as_of": pa.array([as_of for _, as_of, _ in found], pa.date32()),
            "signed": pa.array([code.value for *_, code in found], pa.string()).cast(pa.date32()),
            "rule": pa.array([code.rule for *_, code in found], pa.string()),
            "gap": pa.array([code.gap for *_, code in found], pa.string()),
        }
    )


def _strings(columns: Mapping[str, Sequence[str | None]]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
