"""The verb money: what is offered for an agreement and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import (
    AMBIGUOUS,
    GAP,
    answer_options,
    as_of_option,
    finish,
    lang_option,
    open_atlas,
    state_option,
)


@click.command()
@click.argument("subject")
@state_option
@click.option("--officers", metavar="N", help="Trained officers.")
@click.option("--salary", metavar="USD", help="Pay and benefits of one officer, dollars a year.")
@click.option("--overtime", metavar="USD", help="Overtime of one officer, dollars a year; needs --salary too.")
@click.option("--vehicles", metavar="N", help="Vehicles wanted; the sources count the money by agency or memorandum.")
@as_of_option
@lang_option()
@answer_options
def money(subject: str, release: Path | None, form: str, **given: Any) -> None:
    """Which federal and State money applies to SUBJECT on a day, what it comes to, and what the memorandum costs.

    SUBJECT is a model (JEM, WSO, TFM, …) or an agency by id or name; one that fits several agencies lists them (exit
    code 4). Figures are ranges, and only for what is given; nothing here says that money was paid.
    """
    from atlas287.answers.briefs.render import money as render

    atlas = open_atlas(release)
    content = atlas.money(subject, **given)
    code = AMBIGUOUS if content["subject"] is None else GAP if content["federal"]["applies"] is None else 0
    finish(atlas, form, content, lambda: render.money_text(content, markdown=form == "md"), code)
