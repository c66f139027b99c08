"""The verb that writes files for the tools of others: export."""

from __future__ import annotations

from pathlib import Path

import click

from atlas287.cli.common import answer_options, as_of_option, emit, lines_of, open_atlas, say


@click.command()
@click.argument("kind", metavar="KIND")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder to write; an older export is replaced."
)
@as_of_option
@answer_options
def export(kind: str, out: Path, as_of: str | None, release: Path | None, form: str) -> None:
    """Write the release as files for the tools of others.

    \b
    KIND is one of:
      csv          one CSV file a table, with the data dictionary
      parquet      one Parquet file a table, with the data dictionary
      sqlite       one SQLite file with metadata for Datasette: datasette FOLDER
      datapackage  a Frictionless data package, with schema.org and DCAT metadata
      geojson      agencies as points in the county where they are based, counties as areas with counts
      panel        one row an agency and month, with its codebook

    Every kind is a folder, put in its place in one step: an error, a full disk or a kill leaves what stood there.
    --as-of goes with geojson and panel; the others hold the whole release.
    """  # noqa: D301 (click reads the control character)
    atlas = open_atlas(release)
    content = atlas.export(kind, out, as_of=as_of)
    lines = [f"Release {atlas.release.id} as {kind} in {out}"]
    for file in content["files"]:
        rows = "" if file["rows"] is None else f"{file['rows']:,} rows, "
        lines.append(f"  {file['path']}: {rows}sha256 {file['sha256'][:12]}…")
    emit(form, content, lambda: lines_of(lines))
    for warning in content["warnings"]:
        say(warning)
