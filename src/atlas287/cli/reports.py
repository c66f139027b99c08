"""The verb report: check a file in the open reporting standard, or get the template of one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas287.cli.common import (
    AMBIGUOUS,
    GAP,
    UNVERIFIED,
    emit,
    format_option,
    lines_of,
    open_atlas,
    release_option,
    say,
)


@click.group()
def report() -> None:
    """Local reports in our open reporting standard: monthly counts of referrals by stage, nothing about a person.

    `atlas287 report template --out FOLDER` writes what a publisher needs, `atlas287 report check FILE` says by cell
    what is wrong.
    """


@report.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--until", metavar="DATE", help="YYYY-MM-DD; months after it are refused. Default: today.")
@release_option
@format_option
def check(file: Path, until: str | None, release: Path | None, form: str) -> None:
    """Check FILE, CSV or .xlsx, cell by cell and against the release.

    Exit codes: 0 it passes, 3 it passes and holds no count, 4 only names of agencies are ambiguous (candidates listed),
    6 it does not pass.
    """
    from atlas287.answers.briefs.render.report import report_text

    content = open_atlas(release).report(file, until=until)
    emit(form, content, lambda: report_text(content, markdown=form == "md"))
    for warning in content["warnings"]:
        say(warning)
    counts = content["counts"]
    if content["passed"]:
        sys.exit(0 if counts["values"] else GAP)
    sys.exit(AMBIGUOUS if set(counts["errors"]) == {"agency_ambiguous"} else UNVERIFIED)


@report.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write; made where missing.")
def template(out: Path) -> None:
    """Write the template as CSV (English, Spanish) and workbook, an invented example, the codes and the schemas."""
    from atlas287.answers.reports.template import write

    click.echo(lines_of(str(out / name) for name in write(out)), nl=False)
