"""The verb pipeline."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas287.cli.common import AMBIGUOUS, GAP, answer_options, emit, open_atlas, say_age, split


@click.command()
@click.option("--place", help="State by name or code, county by FIPS code or 'NAME County, ST'; default: the nation.")
@click.option(
    "--by", multiple=True, metavar="WHAT", help="touchpoint, model, month, criminality; repeat or use commas."
)
@click.option("--as-of", metavar="DATE", help="YYYY-MM-DD: the month that holds it; default: the last of the table.")
@answer_options
def pipeline(place: str | None, by: tuple[str, ...], as_of: str | None, release: Path | None, form: str) -> None:
    """From stop to removal: each stage with its number or with what would tell it, and detention by models in force.

    One stage has a number, people held on an average day. A place that fits several lists them (exit code 4); exit
    code 3 where no stage has a number.
    """
    from atlas287.answers.briefs.render import gaps
    from atlas287.answers.briefs.render import pipeline as render

    atlas = open_atlas(release)
    content = atlas.pipeline(place=place, by=split(by), as_of=as_of)
    if "candidates" in content:
        emit(form, content, lambda: gaps.candidates_text(content))
        sys.exit(AMBIGUOUS)
    emit(form, content, lambda: render.pipeline_text(content, markdown=form == "md"))
    say_age(atlas)
    sys.exit(0 if any("value" in stage for stage in content["stages"]) else GAP)
