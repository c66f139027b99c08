"""The verbs that check what was printed: verify and trace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas287.cli.common import UNVERIFIED, answer_options, emit, load_json, open_atlas


@click.command()
@click.argument("brief", type=click.Path(path_type=Path))
@answer_options
def verify(brief: Path, release: Path | None, form: str) -> None:
    """Run every number of BRIEF (the JSON of a brief or of pipeline, - for standard input) again.

    A brief of an older release prints for each sentence that has changed what it said, what is so now, and why. Exit
    code 6 where any sentence does not stand.
    """
    from atlas287.answers.briefs.render import evidence

    content = open_atlas(release).verify(load_json(brief))
    emit(form, content, lambda: evidence.verify_text(content, markdown=form == "md"))
    sys.exit(UNVERIFIED if content["failed"] else 0)


@click.command()
@click.argument("brief", type=click.Path(path_type=Path))
@click.argument("sentence", required=False)
@answer_options
def trace(brief: Path, sentence: str | None, release: Path | None, form: str) -> None:
    """From a SENTENCE of BRIEF to its measure, SQL, rows and cells of published files.

    BRIEF is the JSON of a brief, - for standard input. SENTENCE is the id of a sentence; without one, all are listed.
    Exit code 6 where the SQL gives another number than the brief says.
    """
    from atlas287.answers import pipeline_again
    from atlas287.answers.briefs import trace as tracing
    from atlas287.answers.briefs.render import evidence

    atlas = open_atlas(release)
    document = load_json(brief)
    if sentence is None:
        every = pipeline_again.numbers if pipeline_again.is_pipeline(document) else tracing.every
        said = [{key: entry[key] for key in ("id", "kind", "text")} for entry in every(document)]
        emit(form, atlas.stamped({"sentences": said}), lambda: evidence.sentences_text(said))
        return
    content = atlas.trace(document, sentence)
    emit(form, content, lambda: evidence.trace_text(content, markdown=form == "md"))
    sys.exit(UNVERIFIED if content["value"] != content["now"] else 0)
