"""`ask`: a free question, answered with evidence or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import click

from atlas287.cli.common import answer_options, as_of_option, code_of, finish, open_atlas


@click.command()
@click.argument("question")
@click.option("--place", help="A place that the question is about, where it names none.")
@as_of_option
@click.option("--lang", type=click.Choice(["en", "es"]), help="Language of the answer; default: the question's.")
@answer_options
def ask(question: str, place: str | None, as_of: str | None, lang: str | None, release: Path | None, form: str) -> None:
    """Answer a question in English or Spanish, each sentence with its evidence.

    Offline, without a language model. A question about a person, out of scope or not answerable from public data gets a
    typed gap and what would fill it.
    """
    from atlas287.answers.briefs.render import text

    atlas = open_atlas(release)
    brief = atlas.asked(question, place=place, as_of=as_of, lang=lang)
    content = atlas.stamped({"brief": brief.to_json()}, [brief.notice])
    finish(atlas, form, content, lambda: text.brief_text(brief, markdown=form == "md"), code_of(brief))
