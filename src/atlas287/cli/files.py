"""The verbs about published files: fetch, build, read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import emit, format_option, lines_of, progress_bar, say
from atlas287.cli.streams import complain
from atlas287.core.errors import AtlasError


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--page", metavar="URL", help="Another address of the programme page, such as an archived copy.")
@click.option("--into", type=click.Path(path_type=Path), help="Snapshot store; default: below $ATLAS287_HOME.")
@format_option
def fetch(sources: tuple[str, ...], page: str | None, into: Path | None, form: str) -> None:
    """Fetch the newest published files into the snapshot store.

    SOURCES are names such as ice_participating; without any, all lists of agencies. `ddp` is the Deportation Data
    Project's tables of ICE: some hundreds of megabytes, rows about people. Fails loudly where a file is missing.
    """
    from atlas287 import published
    from atlas287.answers.briefs.render.rows import frame

    report = published.fetch(sources, into=into, page_url=page, say=say)
    content = {"release": None, **report.to_json()}
    emit(form, content, lambda: lines_of(f"{row['outcome']}: {row['url']}" for row in frame(content).rows))
    for entry in content["failed"]:
        say(f"failed: {entry['url']}: {entry['why']}")
    sys.exit(0 if report.ok else 1)


@click.command()
@click.option(
    "--from",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of published files, one such file, or a snapshot store; repeat. Default: the store of fetch.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of releases; default: below $ATLAS287_HOME.")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", help="Engine that runs the queries.")
@click.option(
    "--threads", type=click.IntRange(1, 256), help="Threads of the engine; the release does not depend on it."
)
@format_option
def build(folders: tuple[Path, ...], out: Path | None, engine: str, threads: int | None, form: str) -> None:
    """Build a release from published files.

    Files that cannot be read or are implausible are quarantined, loudly; the rest builds.
    """
    from atlas287 import published

    built = published.build(folders, out, threads=threads, say=say, progress=progress_bar("reading workbooks"))
    content = built.to_json()
    text = [
        f"Release {built.release.id} in {built.release.path}",
        *(f"  {table['name']}: {table['rows']:,} rows" for table in content["tables"]),
        f"Use it with --release {built.release.path.parent}",
    ]
    emit(form, content, lambda: lines_of(text))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--totals", is_flag=True, help="Print what a table of enforcement adds up to, by place and period.")
@click.option("--by", type=click.Choice(["month", "year"]), default="year", help="Shortest period of the totals.")
@format_option
def read(files: tuple[Path, ...], totals: bool, by: str, form: str) -> None:
    """Say what each published FILE holds, and what is odd in it.

    Needs no release. A file that cannot be read is said on standard error; the others are printed all the same.
    """
    from atlas287 import published
    from atlas287.answers.briefs.render import record

    found, failed = [], 0
    for file in files:
        try:
            said = published.read(file, totals=by if totals else None)
            found += said.get("files", [said])
        except AtlasError as error:
            failed = 1
            complain(error)
    _tell_twins(found)
    if found:
        content = found[0] if len(found) == len(files) == 1 else {"release": None, "files": found, "warnings": []}
        emit(form, content, lambda: "\n".join(record.read_text(each, markdown=form == "md") for each in found))
    sys.exit(failed)


def _tell_twins(found: list[dict[str, Any]]) -> None:
    """Warn in the description of a file whose bytes another of the files has."""
    first: dict[str, str] = {}
    for each in found:
        name = first.setdefault(each["sha256"], each["file"])
        if name != each["file"]:
            each["warnings"] = [*each["warnings"], f"The file has the same bytes as {name}: count only one of them."]
