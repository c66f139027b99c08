"""The verb count."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from atlas287.cli.common import (
    GAP,
    as_of_option,
    emit,
    format_option,
    open_atlas,
    release_option,
    say_age,
    split,
)


@click.command()
@click.argument("unit")
@click.option("--by", multiple=True, metavar="DIMENSION", help="model, state, month, …; repeat or separate by commas.")
@click.option("--where", multiple=True, metavar="DIMENSION=VALUE", help="Keep one value; repeat for more.")
@as_of_option
@click.option("--basis", help="For counties: based_in (where agencies are based) or covers (what they police).")
@click.option("--rows", is_flag=True, help="Add the rows of the list behind the number.")
@release_option
@format_option
def count(
    unit: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    as_of: str | None,
    basis: str | None,
    rows: bool,
    release: Path | None,
    form: str,
) -> None:
    """Count UNIT: agreements, agencies, states, listings, pending, …

    There is no default, since an agreement is not an agency. Units are agreements, agencies, states, listings (rows as
    printed), pending (applications), counties (with --basis), events (changes between lists), lists (held in the
    release) and intervals (of more than 45 days without a list).
    """
    from atlas287.answers.briefs.render import text

    atlas = open_atlas(release)
    counted = atlas.counted(unit, by=split(by), where=_pairs(where), as_of=as_of, basis=basis, rows=rows)
    content = atlas.stamped(counted.to_json())
    emit(form, content, lambda: text.count_text(counted, markdown=form == "md"))
    say_age(atlas)
    values = [row["value"] for row in content["rows"]] or [content["total"]]
    sys.exit(GAP if all(isinstance(value, dict) for value in values) else 0)


def _pairs(where: Iterable[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for each in where:
        name, equals, value = each.partition("=")
        if not equals or not value.strip():
            raise click.UsageError(f"--where {each}: write it as DIMENSION=VALUE, such as model=TFM")
        pairs.setdefault(name.strip(), []).append(value)
    return pairs
