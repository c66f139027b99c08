"""The verbs on the command line. Each is imported when called, so that help and completion stay fast.

Data goes to standard output, everything else to standard error. Exit codes: 0 ok (a known no too), 1 failed, 2 usage,
3 the whole answer is a gap, 4 ambiguous place (candidates listed), 5 suppressed, 6 verification failed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from atlas287.cli import streams
from atlas287.core.about import __version__
from atlas287.core.errors import AtlasError

VERBS = {
    "fetch": "files",
    "build": "files",
    "read": "files",
    "count": "counts",
    "nation": "places",
    "state": "places",
    "county": "places",
    "town": "places",
    "agency": "places",
    "ask": "questions",
    "changes": "ledger",
    "gaps": "ledger",
    "pipeline": "pipeline",
    "authority": "law",
    "money": "money",
    "check": "claims",
    "verify": "checks",
    "trace": "checks",
    "export": "exports",
    "report": "reports",
}
"""Verb -> the module of this package that holds it, in the order of the flow."""


class _Verbs(click.Group):
    """Finds a verb by its module, and turns our errors into one sentence on standard error and their exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        found: click.Command = getattr(import_module(f"atlas287.cli.{VERBS[cmd_name]}"), cmd_name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AtlasError as error:
            streams.complain(error)
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            raise click.UsageError(streams.one_line(error.format_message()), error.ctx) from error

    def main(self, *args: Any, **extra: Any) -> Any:
        streams.set_up()
        try:
            return super().main(*args, **extra)
        except OSError as error:  # a closed pipe ends quietly in click; this is a full disk, or a path that is none
            streams.give_up(error)
            sys.exit(1)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="atlas287")
def main() -> None:
    """The open evidence base on 287(g): every number can be traced to a cell of ICE's lists and run again.

    Without further set-up, answers come from the release embedded in the package.
    """


def commands() -> dict[str, click.Command]:
    """Every verb by name; the documentation is made from them."""
    context = click.Context(main)
    return {verb: command for verb in VERBS if (command := main.get_command(context, verb)) is not None}
