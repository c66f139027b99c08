"""Exports of the tables as they are: one CSV or one Parquet file a table, with the dictionary."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from atlas287.answers.export.dictionary import HEADING, Table, cells, dictionary_rows
from atlas287.answers.export.files import Rows, write_rows
from atlas287.core.release import Release


def csv_tables(release: Release, tables: Sequence[Table], folder: Path, under: str = "") -> Rows:
    """Every table as CSV in the order of its key: UTF-8, an empty cell is null, text is as printed."""
    rows: Rows = {}
    for table in tables:
        path = f"{under}{table.name}.csv"
        sql = cells(table.name, {column.name: column.type for column in table.columns})
        rows[path] = release.write(sql, folder / path, table.key, "csv")
    return rows


def parquet_tables(release: Release, tables: Sequence[Table], folder: Path) -> Rows:
    """Every table as Parquet: the very files of the release, so their sha256 are those of its manifest."""
    rows: Rows = {}
    names = {entry["name"]: entry["file"] for entry in release.manifest["tables"]}
    for table in tables:
        path = f"{table.name}.parquet"
        shutil.copyfile(release.path / names[table.name], folder / path)
        rows[path] = table.rows
    return rows


def dictionary(tables: Sequence[Table], folder: Path) -> Rows:
    """dictionary.csv: every column with type, unit, meaning, codes, and what an empty cell means."""
    return {"dictionary.csv": write_rows(folder / "dictionary.csv", HEADING, dictionary_rows(tables))}
