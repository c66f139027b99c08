"""A release as files for the tools of others: CSV, Parquet, SQLite, a data package, GeoJSON, the agency-month panel."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from atlas287.answers.export import datapackage, geojson, metadata, panel, plain, sqlite
from atlas287.answers.export.dictionary import Table, left_out
from atlas287.answers.export.dictionary import tables as tables_of
from atlas287.answers.export.files import Rows, listed, write_json
from atlas287.answers.export.metadata import Dataset
from atlas287.answers.export.placed import MARK, placed
from atlas287.answers.measure import list_on
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap
from atlas287.core.release import Release

KINDS = {
    "csv": "one CSV file a table, with the data dictionary",
    "parquet": "one Parquet file a table, with the data dictionary",
    "sqlite": "one SQLite file with metadata for Datasette: datasette FOLDER",
    "datapackage": "a Frictionless data package, with schema.org and DCAT metadata",
    "geojson": "agencies as points in the county where they are based, counties as areas with counts",
    "panel": "one row an agency and month, with its codebook",
}
"""What can be exported; every kind is a folder."""
DATED = ("geojson", "panel")
"""Kinds that tell of a date; the others hold the whole release."""


def export(release: Release, kind: str, out: Path, as_of: date | None = None) -> dict[str, Any]:
    """Write one kind of export into the folder `out`, in one step; its files as {path, rows, sha256}.

    `as_of` is the day that geojson shows and the last day of panel (default: the newest list's date). The same release
    gives the same bytes. Raises UsageError for an unknown kind, and for `as_of` with a kind that has no date;
    ExportError where `out` is no place for an export or the disk refuses, and then nothing has changed there.
    """
    if kind not in KINDS:
        raise UsageError(f"no export is called {kind!r}", do=f"choose from {', '.join(KINDS)}")
    if as_of is not None and kind not in DATED:
        raise UsageError(
            f"{kind} holds the whole release, whatever the date", where="--as-of", do=f"it goes with {', '.join(DATED)}"
        )
    day = as_of or date.fromisoformat(str(release.newest["participating"]))
    data = metadata.dataset(release)
    with placed(out) as folder:
        tables, rows = _write(release, kind, folder, data, day)
        for name, text in metadata.files_about(data, tables).items():
            (folder / name).write_text(text, encoding="utf-8")
        content = {
            "kind": kind,
            "as_of": str(day) if kind in DATED else None,
            "files": listed(folder, rows),
            "warnings": _warnings(release, day) if kind in DATED else left_out(release),
        }
        write_json(folder / MARK, {"release": release.id, **content})
    return content


def _warnings(release: Release, day: date) -> list[str]:
    """That no list tells of the day, where none does."""
    chosen = list_on(release, "participating", day)
    return [chosen.what] if isinstance(chosen, Gap) else []


def _write(release: Release, kind: str, folder: Path, data: Dataset, day: date) -> tuple[list[Table], Rows]:
    if kind == "geojson":
        return geojson.write(release, folder, day)
    if kind == "panel":
        return panel.write(release, folder, day)
    tables = tables_of(release)
    if kind == "sqlite":
        return tables, sqlite.write(release, tables, data, folder)
    if kind == "datapackage":
        return tables, datapackage.write(release, tables, data, folder)
    write = plain.csv_tables if kind == "csv" else plain.parquet_tables
    return tables, write(release, tables, folder) | plain.dictionary(tables, folder)
