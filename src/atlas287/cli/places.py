"""The verbs about places and agencies: each prints the record and its brief."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import (
    AMBIGUOUS,
    GAP,
    answer_options,
    as_of_option,
    code_of,
    finish,
    lang_option,
    open_atlas,
    say,
    state_option,
)

_packet = click.option(
    "--packet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help="Write two printed pages for a commissioner too.",
)
_lang = lang_option("Language of the brief")


@click.command()
@as_of_option
@_lang
@answer_options
def nation(**asked: Any) -> None:
    """The record and brief of the nation."""
    _place("nation", **asked)


@click.command()
@click.argument("name")
@as_of_option
@_lang
@_packet
@answer_options
def state(**asked: Any) -> None:
    """The record and brief of the state or territory NAME (name or two-letter code)."""
    _place("state", **asked)


@click.command()
@click.argument("name")
@state_option
@as_of_option
@_lang
@_packet
@answer_options
def county(**asked: Any) -> None:
    """The record and brief of the county NAME (name, "NAME, STATE" or 5-digit code).

    A name that fits several counties lists them (exit code 4).
    """
    _place("county", **asked)


@click.command()
@click.argument("name")
@state_option
@as_of_option
@_lang
@_packet
@answer_options
def town(**asked: Any) -> None:
    """Every agency known to police the town NAME (name, "NAME, STATE" or id): listed, not listed, unknown.

    A name that fits several towns lists them (exit code 4); one that no source tells is a gap (exit code 3).
    """
    _place("town", **asked)


@click.command()
@click.argument("name")
@state_option
@as_of_option
@_lang
@answer_options
def agency(name: str, release: Path | None, form: str, **given: Any) -> None:
    """The record and brief of the agency NAME: its agreements, changes between lists, places.

    NAME is an id, a name as a list prints it, or words of it; one that fits several agencies lists them (exit code 4).
    """
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    brief = atlas.brief("agency", name, **given)
    content = atlas.record(brief, kind="agency")
    code = AMBIGUOUS if brief.status == "ambiguous" else GAP if content["status"] == "unknown" else 0
    finish(atlas, form, content, lambda: record.agency_text(content, brief, markdown=form == "md"), code)


def _place(
    kind: str, *, release: Path | None, form: str, name: str | None = None, packet: Path | None = None, **given: Any
) -> None:
    """Print the record and brief of a place that is no agency."""
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    brief = atlas.brief(kind, name, **given)
    if packet is not None and brief.place is None:
        say(f"no packet: {brief.question}")
    elif packet is not None:
        atlas.packet(brief, packet)
    content = atlas.record(brief)
    finish(atlas, form, content, lambda: record.place_text(content, brief, markdown=form == "md"), code_of(brief))
