"""The verb money: what is offered for an agreement and what it costs."""

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
    say_age,
)


@click.command()
@click.argument("subject")
@click.option("--state", help="State or territory, by name or two-letter code.")
@click.option("--officers", metavar="N", help="Trained officers.")
@click.option("--salary", metavar="USD", help="Pay and benefits of one officer, dollars a year.")
@click.option("--overtime", metavar="USD", help="Overtime of one officer, dollars a year; needs --salary too.")
@click.option("--vehicles", metavar="N", help="Vehicles wanted; the sources count the money by agency or memorandum.")
@as_of_option
@click.option("--lang", default="en", help="Language: en or es.")
@release_option
@format_option
def money(
    subject: str,
    state: str | None,
    officers: str | None,
    salary: str | None,
    overtime: str | None,
    vehicles: str | None,
    as_of: str | None,
    lang: str,
    release: Path | None,
    form: str,
) -> None:
    """Which federal and State money applies to SUBJECT on a day, what it comes to, and what the memorandum costs.

    SUBJECT is a model (JEM, WSO, TFM, …) or an agency by id or name; one that fits several agencies lists them (exit
    code 4). Figures are ranges, and only for what is given; nothing here says that money was paid.
    """
    from atlas287.answers.briefs.render import money as render

    atlas = open_atlas(release)
    content = atlas.money(
        subject,
        state=state,
        as_of=as_of,
        officers=officers,
        salary=salary,
        overtime=overtime,
        vehicles=vehicles,
        lang=lang,
    )
    emit(form, content, lambda: render.money_text(content, markdown=form == "md"))
    say_age(atlas)
    if content["subject"] is None:
        sys.exit(AMBIGUOUS)
    sys.exit(GAP if content["federal"]["applies"] is None else 0)
