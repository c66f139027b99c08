"""Orders the steps of intake and fills a release: snapshots -> parsed -> dated lists -> tables -> release."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from atlas287.core.query import Query
from atlas287.intake import facilities, facts, lists, parsed, raw, resolve
from atlas287.intake.lists import Listed, Quarantined
from atlas287.intake.readers import populations, table, xlsx
from atlas287.intake.readers.populations import FacilityDays

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `seconds` is wall time.

    `held` are the agencies and models that wait for judgement; `quarantined` files are in no table.
    """

    release: release.Release
    issues: Mapping[str, int]
    held: int
    quarantined: Sequence[Quarantined]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        manifest = self.release.manifest
        return {
            "release": {"id": self.release.id, "built": self.release.built, "newest": dict(self.release.newest)},
            "tables": [{key: table[key] for key in ("name", "rows", "sha256")} for table in manifest["tables"]],
            "issues": dict(self.issues),
            "held": self.held,
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
        tables = [snapshot for snapshot in snapshots if populations.is_parquet(snapshot)]
        standing, records, refused = read([each for each in snapshots if each not in tables], cache, progress)
        newest = max(
            (each.as_of for each in standing if each.as_of and each.parsed.kind == "participating"), default=None
        )
        days, faulty = _facility_days(tables, newest) if newest else (None, [])
        quarantined = sorted([*refused, *faulty], key=lambda entry: (entry.name, entry.sha256))
        for entry in quarantined:
            say(f"quarantined: {entry.name}: {entry.reason}")
        if newest is None:
            raise ReleaseError("no plausible list of participating agencies is left", do="look at the messages above")
        engine = DuckDB(threads=threads)
        try:
            queries = fill(engine, standing, records, days=days)
            held = engine.rows("SELECT count(DISTINCT (agency_id, model, spell)) AS n FROM held")[0]["n"]
            counts = engine.rows("SELECT code, count(*) AS n FROM issues GROUP BY code ORDER BY code")
            inputs = [*(entry.snapshot for entry in standing), *(snapshot for snapshot, _ in records)]
            inputs += [days.snapshot] if days else []
            published = release.publish(
                out, lambda folder: _write(engine, queries, standing, inputs, quarantined, folder)
            )
        finally:
            engine.close()
    issues = {row["code"]: row["n"] for row in counts}
    return Built(published, issues, held, quarantined, time.monotonic() - started)


def read(
    snapshots: Sequence[Snapshot], cache: Path | None = None, progress: parsed.Progress | None = None
) -> tuple[list[Listed], list[tuple[Snapshot, Parsed]], list[Quarantined]]:
    """The lists that stand, in order, the tables of records, and the files that stand in neither, by name."""
    refused = [Quarantined(s.name, s.sha256, s.refused) for s in snapshots if s.refused is not None]
    listed = []
    records = []
    wanted = [snapshot for snapshot in snapshots if snapshot.refused is None]
    for snapshot, result in parsed.parse_all(wanted, cache, progress):
        if isinstance(result, ReadError):
            refused.append(Quarantined(snapshot.name, snapshot.sha256, str(result).removeprefix(f"{snapshot.name}: ")))
        elif result.kind == table.RECORD:
            records.append((snapshot, result))
        else:
            listed.append(lists.dated(snapshot, result))
    standing, implausible = lists.plausible(listed)
    records.sort(key=lambda record: (record[1].source, record[0].name, record[0].sha256))
    return standing, records, sorted([*refused, *implausible], key=lambda entry: (entry.name, entry.sha256))


def _facility_days(tables: Sequence[Snapshot], newest: date) -> tuple[FacilityDays | None, list[Quarantined]]:
    """The one table of facility-days that reaches furthest, and the files that stand beside it, with why."""
    found: list[FacilityDays] = []
    refused = [Quarantined(s.name, s.sha256, s.refused) for s in tables if s.refused is not None]
    for snapshot in tables:
        try:
            found += [populations.parse(snapshot, newest)] if snapshot.refused is None else []
        except ReadError as error:
            refused.append(Quarantined(snapshot.name, snapshot.sha256, str(error).removeprefix(f"{snapshot.name}: ")))
    found.sort(key=lambda days: (days.last_day, days.rows, days.snapshot.sha256))
    refused += [
        Quarantined(
            days.snapshot.name,
            days.snapshot.sha256,
            f"{found[-1].snapshot.name} counts the same people up to a later day",
        )
        for days in found[:-1]
    ]
    return (found[-1] if found else None), refused


def fill(
    engine: DuckDB,
    entries: Sequence[Listed],
    records: Sequence[tuple[Snapshot, Parsed]] = (),
    wanted: Sequence[str] = (),
    days: FacilityDays | None = None,
) -> list[Query]:
    """Create the tables of `tables/` over the lists, or only `wanted` and what they read; those that a release holds.

    `identities` is the one table that no SELECT makes: `resolve` joins names there, as soon as what it reads stands.
    Raises QueryError where a table has other columns than its header declares.
    """
    queries = query.load_all(TABLES)
    if wanted:
        queries = {name: queries[name] for name in query.needed(wanted, queries)}
    raw.register(engine, entries)
    steps = {}
    if not wanted:
        raw.register_facts(engine, records)
        facilities.register(engine, days)
        facts.register(engine)
        steps = {"identities": resolve.READS}
    for name in query.in_order(queries, steps):
        if name in steps:
            engine.register(name, resolve.identities(engine))
            continue
        engine.create(name, queries[name].sql)
        found = engine.columns(f'SELECT * FROM "{name}"')
        declared = {column: kind for column, (kind, _) in queries[name].columns.items()}
        if found != declared:
            differing = sorted(set(found.items()) ^ set(declared.items()))
            raise QueryError(f"columns differ from the header: {differing}", where=f"{name}.sql")
    return [each for _, each in sorted(queries.items()) if each.header.get("release", True)]


def _write(
    engine: DuckDB,
    queries: Sequence[Query],
    standing: Sequence[Listed],
    inputs: Sequence[Snapshot],
    quarantined: Sequence[Quarantined],
    folder: Path,
) -> dict[str, Any]:
    written = release.write_tables(engine, {each.name: tuple(each.header["key"]) for each in queries}, folder)
    tables = [entry | each.description() for entry, each in zip(written, queries, strict=True)]
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
            {"file": snapshot.name, "sha256": snapshot.sha256, "origin": snapshot.origin}
            for snapshot in dict.fromkeys(inputs)
        ],
        "quarantined": [{"file": entry.name, "sha256": entry.sha256, "reason": entry.reason} for entry in quarantined],
    }


def describe(snapshot: Snapshot, content: Parsed) -> dict[str, Any]:
    """What one published file says, without a release: the object of `atlas287 read`."""
    if content.kind == table.RECORD:  # rows of records have other columns beside those of lists
        content = replace(content, rows=pa.Table.from_pylist(content.rows.to_pylist(), xlsx.RAW_SCHEMA))
    entry = lists.dated(snapshot, content)
    engine = DuckDB()
    try:
        fill(engine, [entry], wanted=("listings", "issues"))
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
