"""The verb count."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from atlas287.cli.common import GAP, answer_options, as_of_option, finish, open_atlas, say, split

if TYPE_CHECKING:
    from atlas287.atlas import Atlas
    from atlas287.core.model import Count


@click.command()
@click.argument("unit")
@click.option("--by", multiple=True, metavar="DIMENSION", help="model, state, month, …; repeat or separate by commas.")
@click.option("--where", multiple=True, metavar="DIMENSION=VALUE", help="Keep one value; repeat for more.")
@as_of_option
@click.option("--since", metavar="DATE", help="For detained: first day of a month; with --until, whole months.")
@click.option("--until", metavar="DATE", help="For detained: last day of a month.")
@click.option("--basis", help="For counties: based_in (where agencies are based) or covers (what they police).")
@click.option("--rows", is_flag=True, help="Add the rows of the list behind the number.")
@click.option(
    "--plot",
    "picture",
    metavar="FILE",
    help="Draw it too: a .png or .svg file, or - for the terminal instead of a table.",
)
@answer_options
def count(
    unit: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    since: str | None,
    until: str | None,
    basis: str | None,
    rows: bool,
    picture: str | None,
    release: Path | None,
    form: str,
) -> None:
    """Count UNIT: agreements, agencies, states, listings, pending, …

    There is no default, since an agreement is not an agency. Units are agreements, agencies, states, listings (rows as
    printed), pending (applications), counties (with --basis), events (changes between lists), lists (held in the
    release), intervals (of more than 45 days without a list) and detained (people in ICE detention on an average day of
    whole months, by --since and --until).
    """
    from atlas287.answers.briefs.render import text
    from atlas287.core.model import Gap

    if picture == "-" and form != "text":
        raise click.UsageError(f"--plot - draws in place of the table of --format text, not of {form}")
    atlas = open_atlas(release)
    counted = atlas.counted(
        unit, by=split(by), where=_pairs(where), as_of=as_of, since=since, until=until, basis=basis, rows=rows
    )
    shown = lambda: text.count_text(counted, markdown=form == "md")  # noqa: E731
    if picture is not None and isinstance(counted.total, Gap):
        say(f"no picture: {counted.total.what}")
    elif picture == "-":
        shown = lambda: _chart(atlas, counted, split(by))  # noqa: E731
    elif picture is not None:
        from atlas287.answers.briefs.render import plot

        say(f"text alternative: {plot.save(atlas.release, counted, split(by), Path(picture))}")
    content = atlas.stamped(counted.to_json())
    values = [row["value"] for row in content["rows"]] or [content["total"]]
    finish(atlas, form, content, shown, GAP if all(isinstance(value, dict) for value in values) else 0)


def _chart(atlas: Atlas, counted: Count, by: list[str]) -> str:
    """The picture of a count in the terminal, as wide as that is."""
    import shutil

    from atlas287.answers.briefs.render import chart
    from atlas287.answers.briefs.render.figure import figure

    width = shutil.get_terminal_size((80, 24)).columns
    return chart.chart(figure(atlas.release, counted, by), width=width, blocks=chart.writable(sys.stdout))


def _pairs(where: Iterable[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for each in where:
        name, equals, value = each.partition("=")
        if not equals or not value.strip():
            raise click.UsageError(f"--where {each}: write it as DIMENSION=VALUE, such as model=TFM")
        pairs.setdefault(name.strip(), []).append(value)
    return pairs
