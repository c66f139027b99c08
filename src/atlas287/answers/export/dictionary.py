"""The data dictionary: what the manifest of a release says of its tables, what `catalogue.yaml` adds, and counts.

Every export, and every description in it, is made from these objects; nothing here imports intake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.core.errors import ReleaseError
from atlas287.core.release import Release

CATALOGUE = Path(__file__).parent / "catalogue.yaml"
UNKNOWN = {"models": {"unknown": "no known support type is printed"}}
"""Codes beside those of a file of registry/codes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `codes` are the values it can take with their names, none where they are open.

    `missing` is the number of empty cells; `gap` and `blank` say what one means, None where there is none.
    """

    name: str
    type: str
    meaning: str
    unit: str | None
    codes: Mapping[str, str]
    gap: str | None
    blank: str | None
    missing: int

    @property
    def required(self) -> bool:
        """Whether a cell is never empty."""
        return self.blank is None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of a table that hold the key of another."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export with its columns in order; `shown` says how SQLite and Datasette show it."""

    name: str
    title: str
    grain: str
    rows: int
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign: tuple[ForeignKey, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def strict_key(self) -> tuple[str, ...]:
        """The key where none of its columns can be empty, else none; tools of others ask for that."""
        empty = {column.name for column in self.columns if not column.required}
        return () if empty & set(self.key) else self.key


@cache
def catalogue() -> dict[str, Any]:
    """What `catalogue.yaml` holds."""
    return registry.load_yaml(CATALOGUE)


def tables(release: Release) -> list[Table]:
    """Every table that an export of this release holds, in the order of the catalogue.

    Raises ReleaseError where the release was built by a version that did not describe its tables.
    """
    entries = {entry["name"]: entry for entry in release.manifest["tables"]}
    wanted = [(name, spec or {}) for name, spec in catalogue()["tables"].items() if name in entries]
    keys = {name: tuple(entries[name]["key"]) for name, _ in wanted}
    return [_table(release, entries[name], spec, keys) for name, spec in wanted]


def left_out(release: Release) -> list[str]:
    """A sentence on each table of the release that the catalogue does not know, so that none is dropped in silence."""
    known = {*catalogue()["tables"], *catalogue()["left_out"]}
    return [f"the table {name} is not exported by this version" for name in release.tables if name not in known]


def _table(
    release: Release, entry: Mapping[str, Any], spec: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]]
) -> Table:
    name = str(entry["name"])
    if "columns" not in entry:
        raise ReleaseError(
            f"the manifest does not describe the table {name}", where=str(release.path), do="build the release again"
        )
    meanings = {column: told["meaning"] for column, told in entry["columns"].items()}
    types = release.columns(f'SELECT * FROM "{name}"')
    return Table(
        name=name,
        title=str(entry["title"]),
        grain=str(entry["grain"]),
        rows=int(entry["rows"]),
        key=tuple(entry["key"]),
        columns=tuple(columns(release, cells(name, types), types, meanings, spec)),
        foreign=tuple(_foreign(spec.get("foreign", {}), keys)),
        warnings=tuple(entry["warnings"]),
        shown=spec,
    )


def columns(
    release: Release | DuckDB,
    source: str,
    types: Mapping[str, str],
    meanings: Mapping[str, str],
    spec: Mapping[str, Any],
) -> Iterator[Column]:
    """The columns of a SELECT, with their empty cells counted."""
    counts = ", ".join(f'count(*) - count("{column}") AS "{column}"' for column in types)
    missing = release.rows(f"SELECT {counts} FROM ({source})")[0]
    for name, kind in types.items():
        yield column_of(name, kind, meanings[name], spec, int(missing[name]))


def column_of(name: str, kind: str, meaning: str, spec: Mapping[str, Any], missing: int) -> Column:
    """One column with what a catalogue entry adds: unit, codes, and what an empty cell means."""
    gap, blank = spec.get("blank", {}).get(name, (None, None))
    unit = spec.get("units", {}).get(name)
    return Column(name, kind, meaning, unit, dict(_codes(spec, name)), gap, blank, missing)


def cells(table: str, types: Mapping[str, str]) -> str:
    """A SELECT of a table in which what is empty is null: CSV and SQLite do not tell empty text from none."""
    chosen = (f'nullif("{c}", \'\') AS "{c}"' if kind == "VARCHAR" else f'"{c}"' for c, kind in types.items())
    return f'SELECT {", ".join(chosen)} FROM "{table}"'


def _codes(spec: Mapping[str, Any], column: str) -> Iterable[tuple[str, str]]:
    name = spec.get("codes", {}).get(column)
    if name:
        standard = registry.codes(name)["standard"] | UNKNOWN.get(name, {})
        return ((str(code), str(text)) for code, text in standard.items())
    return ((value, "") for value in spec.get("values", {}).get(column, ()))


def _foreign(spec: Mapping[str, str], keys: Mapping[str, tuple[str, ...]]) -> Iterator[ForeignKey]:
    for columns, table in spec.items():
        if table in keys:
            yield ForeignKey(tuple(columns.split()), table, keys[table])


HEADING = (
    "table", "column", "type", "unit", "key", "references", "meaning", "codes", "rows", "missing", "gap", "blank_means",
)  # fmt: skip
"""Columns of dictionary.csv and codebook.csv."""


def dictionary_rows(found: Iterable[Table]) -> Iterator[dict[str, Any]]:
    """One row a column of every table, as dictionary.csv holds them."""
    for table in found:
        references = {
            column: f"{key.table}.{to}" for key in table.foreign for column, to in zip(key.columns, key.to, strict=True)
        }
        for column in table.columns:
            yield {
                "table": table.name,
                "column": column.name,
                "type": column.type,
                "unit": column.unit,
                "key": "yes" if column.name in table.key else "no",
                "references": references.get(column.name),
                "meaning": column.meaning,
                "codes": "; ".join(f"{code} = {text}" if text else code for code, text in column.codes.items()),
                "rows": table.rows,
                "missing": column.missing,
                "gap": column.gap,
                "blank_means": column.blank or "never blank",
            }
