"""The verb authority: what officers must, may and may not do, and by which text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import AMBIGUOUS, GAP, answer_options, as_of_option, finish, lang_option, open_atlas, split


@click.command()
@click.argument("subject", nargs=-1, required=True)
@click.option("--state", help="State or territory, by name or two-letter code, whose law is told too.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Keep one act; repeat or separate by commas.")
@click.option("--touchpoint", "touchpoints", multiple=True, metavar="WHERE", help="street, booking, custody or joint.")
@click.option("--kind", "agency_kind", metavar="KIND", help="Kind of agency for a model's State law; default: sheriff.")
@as_of_option
@lang_option("Language of the text")
@answer_options
def authority(
    subject: tuple[str, ...],
    acts: tuple[str, ...],
    touchpoints: tuple[str, ...],
    lang: str,
    release: Path | None,
    form: str,
    **given: Any,
) -> None:
    """What officers of SUBJECT must, may and may not do, and by which text.

    SUBJECT is an agency (id, or name as a list prints it), a model (JEM, WSO, TFM, TTFM, HYBRID) or none, for officers
    without an agreement. Several stand side by side. A name that fits several agencies lists them (exit code 4); where
    no verdict is known, the exit code is 3.
    """
    from atlas287.answers.briefs.render.authority import authority_text, comparison_text

    atlas = open_atlas(release)
    given |= {"acts": split(acts), "touchpoints": split(touchpoints), "lang": lang}
    found = [atlas.authority(each, **given) for each in subject]
    rows = [row for each in found for row in each["rows"]]
    code = GAP if all(row["verdict"] == "not_known" for row in rows) else 0
    if any("candidates" in each for each in found):
        code = AMBIGUOUS
    markdown = form == "md"
    if len(found) == 1:
        finish(atlas, form, found[0], lambda: authority_text(found[0], lang, markdown=markdown), code)
    inside = [{key: each[key] for key in each if key not in ("release", "warnings")} for each in found]
    content = atlas.stamped({"subjects": inside}, found[0]["warnings"])
    finish(atlas, form, content, lambda: comparison_text(found, lang, markdown=markdown), code)
