"""The verbs about the ledger: changes between lists, and what is not known."""

from __future__ import annotations

from pathlib import Path

import click

from atlas287.cli.common import (
    emit,
    format_option,
    open_atlas,
    release_option,
    say_age,
    split,
)


@click.command()
@click.option("--since", metavar="DATE", help="YYYY-MM-DD; default: a week before --until.")
@click.option("--until", metavar="DATE", help="YYYY-MM-DD; default: the date of the newest list.")
@click.option("--place", help="State or territory, by name or two-letter code.")
@click.option("--type", "types", multiple=True, help="Keep one type of event; repeat for more.")
@release_option
@format_option
def changes(
    since: str | None, until: str | None, place: str | None, types: tuple[str, ...], release: Path | None, form: str
) -> None:
    """What changed between lists: added, dropped, renamed, re-dated, held and so on.

    Each event names the two lists between which it lies and is dated at the younger one.
    """
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    content = atlas.changes(since=since, until=until, place=place, types=split(types))
    emit(form, content, lambda: record.changes_text(content, markdown=form == "md"))
    say_age(atlas)


@click.command()
@click.option("--place", help="State or territory, by name or two-letter code.")
@click.option("--held", is_flag=True, help="What waits for judgement instead.")
@release_option
@format_option
def gaps(place: str | None, held: bool, release: Path | None, form: str) -> None:
    """What is not known, why it matters, and what would tell; with --held, absences that wait for judgement."""
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    content = atlas.gaps(place=place, held=held)
    emit(form, content, lambda: record.gaps_text(content, markdown=form == "md"))
    say_age(atlas)
