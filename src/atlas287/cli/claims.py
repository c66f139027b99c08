"""The verb check: a claim against the data, or every claim of the registry by the same test."""

from __future__ import annotations

from pathlib import Path

import click

from atlas287.cli.common import AMBIGUOUS, GAP, answer_options, as_of_option, finish, lang_option, open_atlas, split


@click.command()
@click.argument("claim", required=False)
@click.option("--said", metavar="DATE", help="YYYY-MM-DD on which it was said, where the claim names no day.")
@click.option("--place", help="A place that the claim is about, where it names none.")
@as_of_option
@lang_option("Language of the explanation")
@click.option("--registered", is_flag=True, help="Test every claim of the registry instead, side by side.")
@click.option("--side", "sides", multiple=True, help="With --registered: keep claims of these kinds of speaker.")
@answer_options
def check(
    claim: str | None,
    said: str | None,
    place: str | None,
    as_of: str | None,
    lang: str,
    registered: bool,
    sides: tuple[str, ...],
    release: Path | None,
    form: str,
) -> None:
    """Test CLAIM, in English or Spanish, against ICE's lists: the verdict, the counts by unit, and why.

    A claim that names no day is tested on --as-of, else --said, else the newest list's day. A verdict is a known answer
    (exit code 0) but for not testable (3); a name that fits several places lists them (4).
    """
    from atlas287.answers.briefs.render import claims as text
    from atlas287.core.errors import UsageError

    if registered == (claim is not None) or (sides and not registered):
        raise UsageError("give one claim in quotes, or --registered (with --side)", where="check")
    atlas = open_atlas(release)
    if registered:
        table = atlas.claims(sides=split(sides), place=place, lang=lang)
        finish(atlas, form, table, lambda: text.claims_text(table, lang, markdown=form == "md"))
    assert claim is not None  # noqa: S101 (told from --registered above)
    content = atlas.check(claim, said=said, place=place, as_of=as_of, lang=lang)
    code = AMBIGUOUS if content["candidates"] else GAP if content["verdict"] == "not_testable" else 0
    finish(atlas, form, content, lambda: text.check_text(content, markdown=form == "md"), code)
