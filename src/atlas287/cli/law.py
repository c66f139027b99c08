"""The verb authority: what officers must, may and may not do, and by which text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import (
    AMBIGUOUS,
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
@click.argument("subject", nargs=-1, required=True)
@click.option("--state", help="State or territory, by name or two-letter code, whose law is told too.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Keep one act; repeat or separate by commas.")
@click.option("--touchpoint", "touchpoints", multiple=True, metavar="WHERE", help="street, booking, custody or joint.")
@click.option("--kind", "agency_kind", metavar="KIND", help="Kind of agency for a model's State law; default: sheriff.")
@as_of_option
@click.option("--lang", default="en", help="Language of the text: en or es.")
@release_option
@format_option
def authority(
    subject: tuple[str, ...],
    state: str | None,
    acts: tuple[str, ...],
    touchpoints: tuple[str, ...],
    agency_kind: str | None,
    as_of: str | None,
    lang: str,
    release: Path | None,
    form: str,
) -> None:
    """What officers of SUBJECT must, may and may not do, and by which text.

    SUBJECT is an agency (id, or name as a list prints it), a model (JEM, WSO, TFM, TTFM, HYBRID) or none, for officers
    without an agreement. Several stand side by side. A name that fits several agencies lists them (exit code 4); where
    no verdict is known, the exit code is 3.
    """
    from atlas287.answers.briefs.render.authority import authority_text, comparison_text

    atlas = open_atlas(release)
    chosen: dict[str, Any] = {"acts": split(acts), "touchpoints": split(touchpoints)}
    found = [
        atlas.authority(each, state=state, as_of=as_of, agency_kind=agency_kind, lang=lang, **chosen)
        for each in subject
    ]
    markdown = form == "md"
    if len(found) == 1:
        emit(form, found[0], lambda: authority_text(found[0], lang, markdown=markdown))
    else:
        inside = [{key: each[key] for key in each if key not in ("release", "warnings")} for each in found]
        content = atlas.stamped({"subjects": inside}, found[0]["warnings"])
        emit(form, content, lambda: comparison_text(found, lang, markdown=markdown))
    say_age(atlas)
    rows = [row for each in found for row in each["rows"]]
    if any("candidates" in each for each in found):
        sys.exit(AMBIGUOUS)
    sys.exit(GAP if all(row["verdict"] == "not_known" for row in rows) else 0)
