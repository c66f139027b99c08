"""The verbs that check what was printed: verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from atlas287.cli.common import (
    UNVERIFIED,
    emit,
    format_option,
    lines_of,
    open_atlas,
    release_option,
)


@click.command()
@click.argument("brief", type=click.Path(path_type=Path))
@release_option
@format_option
def verify(brief: Path, release: Path | None, form: str) -> None:
    """Run every number of BRIEF (the JSON of a brief, - for standard input) again."""
    from atlas287 import atlas as api

    atlas = open_atlas(release)
    content = atlas.verify(api.load_json(brief))
    lines = [
        f"{content['passed']} of {content['sentences']} sentences of {content['brief']} stand on {atlas.release.id}"
    ]
    lines += [
        f"  {entry['id']}: {entry['why']}: was {_short(entry['was'])}, now {_short(entry['now'])}"
        for entry in content["failed"]
    ]
    emit(form, content, lambda: lines_of(lines))
    sys.exit(UNVERIFIED if content["failed"] else 0)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
