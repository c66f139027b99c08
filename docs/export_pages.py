"""The reference page of exports: kinds, tables, and what an empty cell means, from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reference_pages import table

from atlas287.answers.export import KINDS, geojson, panel
from atlas287.answers.export.dictionary import Column, Table, catalogue, column_of, tables
from atlas287.core.release import Release

FILES = {
    "csv": "`TABLE.csv`, `dictionary.csv`",
    "parquet": "`TABLE.parquet` (the very files of the release), `dictionary.csv`",
    "sqlite": "`atlas287.db`, `metadata.json`",
    "datapackage": "`datapackage.json`, `data/TABLE.csv`, `dictionary.csv`, `schema_org.jsonld`, `dcat.jsonld`",
    "geojson": "`agencies.geojson`, `counties.geojson`, `dictionary.csv`",
    "panel": "`panel.csv`, `panel.parquet`, `codebook.csv`",
}
INTRODUCTION = f"""# Exports

`atlas287 export KIND --out FOLDER` writes a release as files for the tools of others. Every kind also holds
`README.md`, `CITATION.cff` and `export.json`, which lists the files with their rows and sha256. The same release gives
the same bytes (for `sqlite`: with the same version of SQLite).

- Text is UTF-8, as printed by the publisher where the column's name ends in `_printed`. CSV files are made for
  machines: no cell is quoted against spreadsheets. In the embedded release no cell begins with a sign that a
  spreadsheet would run (`=`, `+`, `-`, `@`); a test holds this. What the verbs print as `--format csv` is quoted.
- An empty cell is never a zero. Its kind of gap ([issues](issues.md#gaps)), or `not_applicable` where there is nothing
  that could be known, stands below and in `dictionary.csv` or `codebook.csv`, with the number of empty cells.
- No row is about a person, and no column holds the name of who signed.
- Data: {catalogue()["dataset"]["licence"]}. Code: Apache-2.0.
"""


def page() -> str:
    """The page."""
    release = Release.open()
    found = tables(release)
    lines = [INTRODUCTION]
    lines += table(("kind", "what it is", "files"), [(f"`{kind}`", what, FILES[kind]) for kind, what in KINDS.items()])
    lines += [
        "## Tables",
        "",
        "In `csv`, `parquet`, `sqlite` and `datapackage`. [Tables](tables.md) has every column.",
        "",
    ]
    lines += table(("table", "one row is", "points to"), ((f"`{t.name}`", t.grain, _points(t)) for t in found))
    lines += ["Left out:", "", *(f"- `{name}`: {why}" for name, why in catalogue()["left_out"].items()), ""]
    lines += ["## Empty cells", "", f"Counted in release {release.id}.", ""]
    lines += _blanks(found)
    lines += ["## Views", "", "In `sqlite`.", ""]
    lines += table(("view", "what it shows"), [(f"`{n}`", view["title"]) for n, view in catalogue()["views"].items()])
    lines += ["## Panel", "", f"One row is {panel.panel().header['grain']}. {panel.panel().header['population']}.", ""]
    lines += table(("column", "type", "meaning", "empty cell"), _columns(_panel()))
    lines += [f"- {warning}" for warning in panel.panel().header["warnings"]]
    for name in catalogue()["features"]:
        told = geojson.described(name, [])
        lines += ["", f"## {name}.geojson", "", f"One feature is {told.grain}.", ""]
        lines += table(("property", "type", "meaning", "null"), _columns(told.columns))
        lines += [f"- {warning}" for warning in told.warnings]
    return "\n".join(lines)


def _points(found: Table) -> str:
    return ", ".join(f"`{', '.join(key.columns)}` → `{key.table}`" for key in found.foreign)


def _blanks(found: Iterable[Table]) -> list[str]:
    rows = [
        (f"`{each.name}.{column.name}`", f"{column.missing:,}", f"{each.rows:,}", f"`{column.gap}`", column.blank or "")
        for each in found
        for column in each.columns
        if column.blank
    ]
    return table(("column", "empty", "rows", "gap", "an empty cell means"), rows)


def _panel() -> Iterator[Column]:
    for name, (kind, meaning) in panel.panel().columns.items():
        yield column_of(name, kind, meaning, panel.panel().header, 0)


def _columns(columns: Iterable[Column]) -> Iterator[tuple[str, str, str, str]]:
    for column in columns:
        blank = f"`{column.gap}`: {column.blank}" if column.blank else "never"
        yield f"`{column.name}`", column.type, column.meaning, blank
