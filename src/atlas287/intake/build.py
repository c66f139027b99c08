"""Orders the steps of intake and fills a release: snapshots -> parsed -> dated lists -> tables -> release."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from atlas287.core import query, registry, release
from atlas287.core.about import __version__
from atlas287.core.engine import DuckDB
from atlas287.core.errors import QueryError, ReadError, ReleaseError, StoreError
from atlas287.core.model import Parsed, Snapshot
from atlas287.core.names import agency_key
from atlas287.core.query import Query
from atlas287.intake import codes, lists, parsed
from atlas287.intake.lists import Listed, Quarantined

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `quarantined` files are in no table; `seconds` is wall time."""

    release: release.Release
    issues: Mapping[str, int]
    quarantined: Sequence[Quarantined]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        manifest = self.release.manifest
        return {
            "release": {"id": self.release.id, "built": self.release.built, "newest": dict(self.release.newest)},
            "tables": [{key: table[key] for key in ("name", "rows", "sha256")} for table in manifest["tables"]],
            "issues": dict(self.issues),
            "held": 0,
            "quarantined": [entry.name for entry in self.quarantined],
            "seconds": round(self.seconds, 2),
            "warnings": [f"{entry.name} is quarantined: {entry.reason}" for entry in self.quarantined],
        }


def build(
    snapshots: Sequence[Snapshot],
    out: Path,
    *,
    cache: Path | None = None,
    threads: int | None = None,
    progress: parsed.Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Built:
    """Read the snapshots and publish a release below `out`.

    A file that cannot be read or is implausible is quarantined and said loudly through `say`; the rest builds.
    Raises ReleaseError where no list of participating agencies is left, or another build writes to `out`.
    """
    started = time.monotonic()
    if not snapshots:
        raise StoreError("there is nothing to build from", do="run `atlas287 fetch`, or name a folder with --from")
    registry.validate()
    with release.writing(out):
        standing, quarantined = read(snapshots, cache, progress)
        for entry in quarantined:
            say(f"quarantined: {entry.name}: {entry.reason}")
        if not any(entry.parsed.kind == "participating" for entry in standing):
            raise ReleaseError("no plausible list of participating agencies is left", do="look at the messages above")
        engine = DuckDB(threads=threads)
        try:
            queries = fill(engine, standing)
            counts = engine.rows("SELECT code, count(*) AS n FROM issues GROUP BY code ORDER BY code")
            published = release.publish(out, lambda folder: _write(engine, queries, standing, quarantined, folder))
        finally:
            engine.close()
    issues = {row["code"]: row["n"] for row in counts}
    return Built(published, issues, quarantined, time.monotonic() - started)


def read(
    snapshots: Sequence[Snapshot], cache: Path | None = None, progress: parsed.Progress | None = None
) -> tuple[list[Listed], list[Quarantined]]:
    """The lists that stand, in order, and the files that do not, by name."""
    refused = [Quarantined(s.name, s.sha256, s.refused) for s in snapshots if s.refused is not None]
    listed = []
    wanted = [snapshot for snapshot in snapshots if snapshot.refused is None]
    for snapshot, result in parsed.parse_all(wanted, cache, progress):
        if isinstance(result, ReadError):
            refused.append(Quarantined(snapshot.name, snapshot.sha256, str(result).removeprefix(f"{snapshot.name}: ")))
        else:
            listed.append(lists.dated(snapshot, result))
    standing, implausible = lists.plausible(listed)
    return standing, sorted([*refused, *implausible], key=lambda entry: (entry.name, entry.sha256))


def fill(engine: DuckDB, entries: Sequence[Listed]) -> list[Query]:
    """Create every table of `tables/` over the lists; the queries in the order in which they ran.

    Raises QueryError where a table has other columns than its header declares.
    """
    for name, table in _raw(entries).items():
        engine.register(name, table)
    for name, table in _codes(engine).items():
        engine.register(name, table)
    _signed_codes(engine)
    ordered = query.in_order(query.load_all(TABLES))
    for each in ordered:
        engine.create(each.name, each.sql)
        found = engine.columns(f'SELECT * FROM "{each.name}"')
        declared = {column: kind for column, (kind, _) in each.columns.items()}
        if found != declared:
            differing = sorted(set(found.items()) ^ set(declared.items()))
            raise QueryError(f"columns differ from the header: {differing}", where=f"{each.name}.sql")
    return ordered


def _raw(entries: Sequence[Listed]) -> dict[str, pa.Table]:
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
        ("as_of", pa.date32()),
        ("as_of_basis", pa.string()),
        ("file", pa.string()),
        ("sha256", pa.string()),
        ("origin", pa.string()),
        ("layout", pa.string()),
        ("sheet", pa.string()),
        ("has_moa", pa.bool_()),
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
        "as_of": entry.as_of,
        "as_of_basis": entry.basis,
        "file": snapshot.name,
        "sha256": snapshot.sha256,
        "origin": snapshot.origin,
        "layout": content.layout,
        "sheet": content.sheet,
        "has_moa": "moa" in content.letters,
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


def _write(
    engine: DuckDB,
    queries: Sequence[Query],
    standing: Sequence[Listed],
    quarantined: Sequence[Quarantined],
    folder: Path,
) -> dict[str, Any]:
    tables = release.write_tables(engine, {each.name: tuple(each.header["key"]) for each in queries}, folder)
    newest = {
        kind: max((str(entry.as_of) for entry in standing if entry.parsed.kind == kind), default=None)
        for kind in ("participating", "pending")
    }
    content = hashlib.sha256("".join(f"{t['name']}:{t['row_hash']}" for t in tables).encode()).hexdigest()
    built = str(max(entry.as_of for entry in standing if entry.as_of is not None))
    return {
        "format": release.FORMAT,
        "id": f"{built}-{content[:8]}",
        "built": built,
        "newest": newest,
        "licence": "CC0-1.0",
        "code_version": __version__,
        "duckdb_version": duckdb.__version__,
        "tables": tables,
        "inputs": [
            {"file": entry.snapshot.name, "sha256": entry.snapshot.sha256, "origin": entry.snapshot.origin}
            for entry in standing
        ],
        "quarantined": [{"file": entry.name, "sha256": entry.sha256, "reason": entry.reason} for entry in quarantined],
    }


def describe(snapshot: Snapshot, content: Parsed) -> dict[str, Any]:
    """What one published file says, without a release: the object of `atlas287 read`."""
    entry = lists.dated(snapshot, content)
    engine = DuckDB()
    try:
        fill(engine, [entry])
        rows = engine.rows("SELECT model, signed_status, moa_url, addendum_url FROM listings")
        agencies = engine.rows("SELECT count(DISTINCT (coalesce(state, state_printed), agency_key)) AS n FROM listings")
        issues = engine.rows("SELECT code, cell, original, value, rule FROM issues ORDER BY row, cell, code, rule")
    finally:
        engine.close()
    models = dict.fromkeys((*registry.codes("models")["standard"], "unknown"), 0) | Counter(r["model"] for r in rows)
    status = Counter(row["signed_status"] for row in rows)
    return {
        "release": None,
        "file": snapshot.name,
        "sha256": content.sha256,
        "kind": content.kind,
        "as_of": str(entry.as_of) if entry.as_of else None,
        "as_of_basis": entry.basis,
        "layout": content.layout,
        "rows": content.rows.num_rows,
        "models": models,
        "agencies": agencies[0]["n"],
        "signed_missing": status["unknown_date"] + status["unreadable"],
        "signed_repaired": status["repaired"],
        "moa_links": sum(row["moa_url"] is not None for row in rows),
        "addendum_links": sum(row["addendum_url"] is not None for row in rows),
        "hidden_rows": content.hidden_rows,
        "issues": issues,
        "warnings": [],
    }
