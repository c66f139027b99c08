"""The verbs about places and agencies: each prints the record and its brief."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from atlas287.atlas import Atlas
    from atlas287.core.model import Brief

from atlas287.cli.common import (
    AMBIGUOUS,
    GAP,
    as_of_option,
    emit,
    format_option,
    lines_of,
    open_atlas,
    release_option,
    say_age,
)


@click.command()
@as_of_option
@click.option("--lang", default="en", help="Language of the brief.")
@release_option
@format_option
def nation(as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the nation."""
    _brief(open_atlas(release), None, as_of, lang, form)


@click.command()
@click.argument("name")
@as_of_option
@click.option("--lang", default="en", help="Language of the brief.")
@release_option
@format_option
def state(name: str, as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the state or territory NAME (name or two-letter code)."""
    _brief(open_atlas(release), name, as_of, lang, form)


@click.command()
@click.argument("name")
@click.option("--state", help="State or territory, by name or two-letter code.")
@as_of_option
@click.option("--lang", default="en", help="Language of the brief.")
@release_option
@format_option
def agency(name: str, state: str | None, as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the agency NAME: its agreements, changes between lists, places.

    NAME is an id, a name as a list prints it, or words of it; one that fits several agencies lists them (exit code 4).
    """
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    brief = atlas.agency_brief(name, state=state, as_of=as_of, lang=lang)
    content = atlas.agency_record(brief)
    emit(form, content, lambda: record.agency_text(content, brief, markdown=form == "md"))
    say_age(atlas)
    sys.exit(AMBIGUOUS if brief.status == "ambiguous" else GAP if content["status"] == "unknown" else 0)


def _brief(atlas: Atlas, name: str | None, as_of: str | None, lang: str, form: str) -> None:
    from atlas287.answers.briefs.render import text

    brief = atlas.brief(name, as_of=as_of, lang=lang)
    shown = _candidates if brief.status == "ambiguous" else text.brief_text
    emit(form, atlas.record(brief), lambda: shown(brief, markdown=form == "md"))
    say_age(atlas)
    sys.exit({"ambiguous": AMBIGUOUS, "not_answerable": GAP}.get(brief.status, 0))


def _candidates(brief: Brief, *, markdown: bool) -> str:
    return lines_of([brief.question, *(f"- {place['name']} ({place['code']})" for place in brief.candidates)])
