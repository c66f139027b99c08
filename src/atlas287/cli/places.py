"""The verbs about places and agencies: each prints the record and its brief."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from atlas287.cli.common import (
    AMBIGUOUS,
    GAP,
    as_of_option,
    emit,
    format_option,
    open_atlas,
    release_option,
    say,
    say_age,
)

_state = click.option("--state", help="State or territory, by name or two-letter code.")
_packet = click.option(
    "--packet",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help="Write two printed pages for a commissioner too.",
)
_lang = click.option("--lang", default="en", help="Language of the brief: en or es.")


@click.command()
@as_of_option
@_lang
@release_option
@format_option
def nation(as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the nation."""
    _place("nation", None, None, as_of, lang, release, form)


@click.command()
@click.argument("name")
@as_of_option
@_lang
@_packet
@release_option
@format_option
def state(name: str, as_of: str | None, lang: str, release: Path | None, form: str, packet: Path | None) -> None:
    """The record and brief of the state or territory NAME (name or two-letter code)."""
    _place("state", name, None, as_of, lang, release, form, packet)


@click.command()
@click.argument("name")
@_state
@as_of_option
@_lang
@_packet
@release_option
@format_option
def county(
    name: str, state: str | None, as_of: str | None, lang: str, release: Path | None, form: str, packet: Path | None
) -> None:
    """The record and brief of the county NAME (name, "NAME, STATE" or 5-digit code).

    A name that fits several counties lists them (exit code 4).
    """
    _place("county", name, state, as_of, lang, release, form, packet)


@click.command()
@click.argument("name")
@_state
@as_of_option
@_lang
@_packet
@release_option
@format_option
def town(
    name: str, state: str | None, as_of: str | None, lang: str, release: Path | None, form: str, packet: Path | None
) -> None:
    """Every agency known to police the town NAME (name, "NAME, STATE" or id): listed, not listed, unknown.

    A name that fits several towns lists them (exit code 4); one that no source tells is a gap (exit code 3).
    """
    _place("town", name, state, as_of, lang, release, form, packet)


@click.command()
@click.argument("name")
@_state
@as_of_option
@_lang
@release_option
@format_option
def agency(name: str, state: str | None, as_of: str | None, lang: str, release: Path | None, form: str) -> None:
    """The record and brief of the agency NAME: its agreements, changes between lists, places.

    NAME is an id, a name as a list prints it, or words of it; one that fits several agencies lists them (exit code 4).
    """
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    brief = atlas.brief("agency", name, state=state, as_of=as_of, lang=lang)
    content = atlas.record(brief, kind="agency")
    emit(form, content, lambda: record.agency_text(content, brief, markdown=form == "md"))
    say_age(atlas)
    sys.exit(AMBIGUOUS if brief.status == "ambiguous" else GAP if content["status"] == "unknown" else 0)


def _place(
    kind: str,
    name: str | None,
    state: str | None,
    as_of: str | None,
    lang: str,
    release: Path | None,
    form: str,
    packet: Path | None = None,
) -> None:
    """Print the record and brief of a place that is no agency."""
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    brief = atlas.brief(kind, name, state=state, as_of=as_of, lang=lang)
    if packet is not None and brief.place is None:
        say(f"no packet: {brief.question}")
    elif packet is not None:
        atlas.packet(brief, packet)
    content = atlas.record(brief)
    emit(form, content, lambda: record.place_text(content, brief, markdown=form == "md"))
    say_age(atlas)
    sys.exit({"ambiguous": AMBIGUOUS, "not_answerable": GAP}.get(brief.status, 0))
