"""One SQLite file that opens well in Datasette: `datasette FOLDER` finds it and its metadata.json."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from atlas287.answers.export.dictionary import Table, catalogue, cells
from atlas287.answers.export.files import Rows, write_json
from atlas287.answers.export.metadata import Dataset
from atlas287.core import registry
from atlas287.core.release import Release

DATABASE = "atlas287.db"
TYPES = {"VARCHAR": "TEXT", "DATE": "TEXT", "TIMESTAMP": "TEXT", "DOUBLE": "REAL", "BOOLEAN": "INTEGER"}
TYPES |= {"DECIMAL(18,2)": "REAL"}
"""How SQLite keeps a type; any other is INTEGER. Dates and times are ISO text."""
TEXTS = {"DATE": 'CAST("{0}" AS VARCHAR)', "TIMESTAMP": "strftime(\"{0}\", '%Y-%m-%dT%H:%M:%SZ')"}
TEXTS |= {"DECIMAL(18,2)": 'CAST("{0}" AS DOUBLE)'}
"""How the engine writes a type that SQLite does not have."""


def write(release: Release, tables: Sequence[Table], data: Dataset, folder: Path) -> Rows:
    """The tables with keys, foreign keys and indexes, the views, and metadata.json for Datasette."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for table in tables:
            _fill(connection, release, table)
        for table in tables:
            for statement in _indexes(table):
                connection.execute(statement)
        for name, view in catalogue()["views"].items():
            connection.execute(f'CREATE VIEW "{name}" AS\n{view["sql"]}')
        connection.execute("COMMIT")
        _check(connection)
    write_json(folder / "metadata.json", metadata(tables, data))
    return {DATABASE: sum(table.rows for table in tables)}


def _fill(connection: sqlite3.Connection, release: Release, table: Table) -> None:
    connection.execute(create(table))
    types = {column.name: column.type for column in table.columns}
    chosen = ", ".join(TEXTS.get(kind, '"{0}"').format(column) + f' AS "{column}"' for column, kind in types.items())
    order = ", ".join(f'"{column}"' for column in table.key)
    holders = ", ".join("?" * len(types))
    for batch in release.batches(f"SELECT {chosen} FROM ({cells(table.name, types)}) ORDER BY {order}"):
        connection.executemany(f'INSERT INTO "{table.name}" VALUES ({holders})', batch)


def create(table: Table) -> str:
    """The CREATE TABLE of a table, with its keys."""
    lines = [
        f'"{column.name}" {TYPES.get(column.type, "INTEGER")}' + (" NOT NULL" if column.required else "")
        for column in table.columns
    ]
    if table.strict_key:
        lines.append(f"PRIMARY KEY ({_names(table.strict_key)})")
    lines += [
        f'FOREIGN KEY ({_names(key.columns)}) REFERENCES "{key.table}" ({_names(key.to)})' for key in table.foreign
    ]
    body = ",\n    ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n    {body}\n)'


def _indexes(table: Table) -> Iterator[str]:
    """An index on every foreign key and on what people filter by, unless the primary key begins with it."""
    wanted = [key.columns for key in table.foreign] + [(column,) for column in table.shown.get("index", ())]
    for columns in dict.fromkeys(wanted):
        if table.strict_key[: len(columns)] != columns:
            yield f'CREATE INDEX "{table.name}_{"_".join(columns)}" ON "{table.name}" ({_names(columns)})'


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _check(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.IntegrityError where a foreign key points nowhere."""
    for row in connection.execute("PRAGMA foreign_key_check"):
        raise sqlite3.IntegrityError(f"row {row[1]} of {row[0]} points to no row of {row[2]}")


def metadata(tables: Sequence[Table], data: Dataset) -> dict[str, Any]:
    """What Datasette shows beside the data."""
    source = registry.source(catalogue()["dataset"]["source"])
    about = {
        "title": data.title,
        "description": f"{data.description} Release {data.release}.",
        "license": data.licence_title,
        "license_url": data.licence_url,
        "source": source.publisher,
        "source_url": source.url,
    }
    shown: dict[str, Any] = {table.name: _shown(table) for table in tables}
    for name, view in catalogue()["views"].items():
        shown[name] = {"title": name, "description": f"{view['title']}.", "facets": view["facets"]}
    return about | {"databases": {Path(DATABASE).stem: about | {"tables": shown}}}


def _shown(table: Table) -> dict[str, Any]:
    warnings = "".join(f" {warning}" for warning in table.warnings)
    told: dict[str, Any] = {
        "title": table.title,
        "description": f"One row is {table.grain}.{warnings}",
        "columns": {
            column.name: f"{column.meaning}. Blank: {column.blank}." if column.blank else f"{column.meaning}."
            for column in table.columns
        },
    }
    spec = table.shown
    names = {"sort": "sort", "sort_desc": "sort_desc", "facets": "facets", "label": "label_column", "hidden": "hidden"}
    return told | {theirs: spec[ours] for ours, theirs in names.items() if ours in spec}
