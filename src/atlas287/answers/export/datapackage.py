"""A Frictionless data package: the tables as CSV with their schema, and the data set told to catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from atlas287.answers.export import plain
from atlas287.answers.export.dictionary import Column, Table
from atlas287.answers.export.files import Rows, listed, sha256, write_json
from atlas287.answers.export.metadata import Dataset, dcat, schema_org
from atlas287.core.release import Release

TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "number",
    "DECIMAL(18,2)": "number",
    "BOOLEAN": "boolean",
}
"""Frictionless' name of a type; any other is integer."""


def write(release: Release, tables: Sequence[Table], data: Dataset, folder: Path) -> Rows:
    """data/*.csv, datapackage.json, dictionary.csv, schema_org.jsonld and dcat.jsonld."""
    (folder / "data").mkdir()
    rows = plain.csv_tables(release, tables, folder, "data/") | plain.dictionary(tables, folder)
    write_json(folder / "datapackage.json", descriptor(tables, data, folder))
    files = listed(folder, rows)
    write_json(folder / "schema_org.jsonld", schema_org(data, files, tables))
    write_json(folder / "dcat.jsonld", dcat(data, files))
    return rows


def descriptor(tables: Sequence[Table], data: Dataset, folder: Path) -> dict[str, Any]:
    """The datapackage.json of tables whose CSV stand below `folder`."""
    return {
        "name": "atlas287",
        "id": data.release,
        "title": data.title,
        "description": data.description,
        "version": data.release,
        "created": f"{data.built}T00:00:00Z",
        "keywords": list(data.keywords),
        "licenses": [{"name": data.licence, "path": data.licence_url, "title": data.licence_title}],
        "contributors": [{"title": data.publisher, "role": "author"}],
        "sources": [
            {"title": f"{each.title}; {each.publisher}"} | ({"path": each.url} if each.url else {})
            for each in data.origins
        ],
        "resources": [_resource(table, folder) for table in tables],
    }


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    path = f"data/{table.name}.csv"
    warnings = "".join(f" {warning}" for warning in table.warnings)
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": f"One row is {table.grain}.{warnings}",
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{sha256(folder / path)}",
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    """The table schema: fields with constraints, keys, and the empty cell as the only missing value."""
    content: dict[str, Any] = {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
    }
    if table.strict_key:
        content["primaryKey"] = list(table.strict_key)
    if table.foreign:
        content["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.to)}}
            for key in table.foreign
        ]
    return content


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if table.strict_key == (column.name,):
        constraints["unique"] = True
    if column.codes:
        constraints["enum"] = list(column.codes)
    told: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, "integer"),
        "description": f"{column.meaning}. Empty: {column.blank}." if column.blank else f"{column.meaning}.",
    }
    if constraints:
        told["constraints"] = constraints
    if column.unit:
        told["unit"] = column.unit
    if column.gap:
        told["gap"] = column.gap
    return told
