"""The verbs about the ledger: changes between lists, and what is not known."""

from __future__ import annotations

from pathlib import Path

import click

from atlas287.cli.common import AMBIGUOUS, answer_options, finish, lang_option, open_atlas, split


@click.command()
@click.option("--since", metavar="DATE", help="YYYY-MM-DD; default: a week before --until.")
@click.option("--until", metavar="DATE", help="YYYY-MM-DD; default: the date of the newest list.")
@click.option("--place", help="State or territory, by name or two-letter code.")
@click.option("--type", "types", multiple=True, help="Keep one type of event; repeat for more.")
@answer_options
def changes(
    since: str | None, until: str | None, place: str | None, types: tuple[str, ...], release: Path | None, form: str
) -> None:
    """What changed between lists: added, dropped, renamed, re-dated, held and so on.

    Each event names the two lists between which it lies and is dated at the younger one.
    """
    from atlas287.answers.briefs.render import record

    atlas = open_atlas(release)
    content = atlas.changes(since=since, until=until, place=place, types=split(types))
    finish(atlas, form, content, lambda: record.changes_text(content, markdown=form == "md"))


@click.command()
@click.option(
    "--place",
    help="State by name or code, county by FIPS code or 'NAME County, ST', town or agency by id; default: the nation.",
)
@click.option("--stage", "stages", multiple=True, help="Keep one stage; repeat for more.")
@click.option("--requests", is_flag=True, help="As text: each gap in full, with a records request ready to send.")
@click.option("--held", is_flag=True, help="What waits for judgement instead, of the nation or a state.")
@lang_option()
@answer_options
def gaps(
    place: str | None,
    stages: tuple[str, ...],
    requests: bool,
    held: bool,
    lang: str,
    release: Path | None,
    form: str,
) -> None:
    """What is not known of a place by stage, whom to ask, and the request that would tell; with --held, what waits.

    Only what rests on a source is printed. A place that fits several lists them (exit code 4).
    """
    from atlas287.answers.briefs.render import gaps as render

    atlas = open_atlas(release)
    content = atlas.gaps(place=place, stages=split(stages), lang=lang, held=held)
    if held:
        text = lambda: render.held_text(content, markdown=form == "md")  # noqa: E731
    elif "candidates" in content:
        text = lambda: render.candidates_text(content)  # noqa: E731
    else:
        text = lambda: render.gaps_text(content, lang, requests=requests, markdown=form == "md")  # noqa: E731
    finish(atlas, form, content, text, AMBIGUOUS if "candidates" in content else 0)
