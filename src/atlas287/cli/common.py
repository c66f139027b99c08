"""What the verbs share: options, the release, the four forms of output, and what goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from atlas287.cli.streams import put
from atlas287.core.errors import UsageError

if TYPE_CHECKING:
    from atlas287.atlas import Atlas
    from atlas287.core.model import Brief

Verb = Callable[..., Any]
GAP, AMBIGUOUS, UNVERIFIED = 3, 4, 6
FORMATS = ("text", "json", "csv", "md")

format_option = click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Form of the output.")
release_option = click.option(
    "--release", type=click.Path(path_type=Path), help="Release or folder of releases; default: the embedded one."
)
as_of_option = click.option("--as-of", metavar="DATE", help="YYYY-MM-DD; default: the date of the newest list.")
state_option = click.option("--state", help="State or territory, by name or two-letter code.")


def lang_option(of: str = "Language") -> Callable[[Verb], Verb]:
    """The language of what is printed; `of` says of what."""
    return click.option("--lang", default="en", help=f"{of}: en or es.")


def answer_options(verb: Verb) -> Verb:
    """The last options of every verb that asks a release: which one, and the form of the answer."""
    return release_option(format_option(verb))


def open_atlas(release: Path | None) -> Atlas:
    """The release of `--release`, else the default one."""
    from atlas287.atlas import Atlas

    return Atlas.open(release)


def say_age(atlas: Atlas) -> None:
    """How old the data is; the only place where the clock is read, and never part of an answer."""
    from datetime import date

    newest = str(atlas.release.newest["participating"])
    days = (date.today() - date.fromisoformat(newest)).days
    say(f"Newest list of participating agencies: {newest}, {days:,} days ago (release {atlas.release.id}).")


def emit(form: str, content: Mapping[str, Any], text: Callable[[], str]) -> None:
    """Print an object in the form asked for: itself as JSON, its rows as CSV, else `text`."""
    if form == "json":
        import json

        put(printable(json.dumps(content, ensure_ascii=False, indent=1)) + "\n", utf8=True)
    elif form == "csv":
        from atlas287.answers.briefs.render.rows import frame
        from atlas287.answers.briefs.render.table import csv_text

        put(csv_text(frame(content)), utf8=True)
    else:
        put(text(), utf8=form == "md")


def finish(atlas: Atlas, form: str, content: Mapping[str, Any], text: Callable[[], str], code: int = 0) -> NoReturn:
    """Print an answer in the form asked for, say how old the data is, and end with the answer's exit code."""
    emit(form, content, text)
    say_age(atlas)
    sys.exit(code)


def code_of(brief: Brief) -> int:
    """The exit code of a brief."""
    return {"ambiguous": AMBIGUOUS, "not_answerable": GAP}.get(brief.status, 0)


def printable(text: str) -> str:
    """JSON in which what a terminal would obey, such as a control code or a turn of direction, is escaped."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(each if each == "\n" or each.isprintable() else _escaped(each) for each in text)


def _escaped(letter: str) -> str:
    code = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))


def split(by: Iterable[str]) -> list[str]:
    """The words of repeated options, each of which may hold several, parted by commas; a blank one is a word too."""
    return [part.strip() for each in by for part in each.split(",")]


def load_json(path: str | Path) -> dict[str, Any]:
    """A JSON object from a file, or from standard input for `-`. Raises UsageError where it is none."""
    import json

    try:
        if str(path) == "-" and sys.stdin is None:
            raise ValueError("standard input is closed")
        content = json.loads(sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"no JSON can be read ({error})", where=str(path)) from error
    if not isinstance(content, dict):
        raise UsageError("the JSON holds no object", where=str(path))
    return content


def progress_bar(what: str) -> Callable[[int, int], None] | None:
    """A bar on a terminal only, and only for work that has lasted two seconds."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    import time

    started, bar = time.monotonic(), None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > 2:
            bar = click.progressbar(length=total, label=what, file=sys.stderr)
            bar.__enter__()
        if bar is not None:
            bar.update(done - bar.pos)
            if done == total:
                bar.__exit__(None, None, None)

    return step


def lines_of(lines: Iterable[str]) -> str:
    """Lines as text that ends with a line break."""
    return "".join(f"{line}\n" for line in lines)


def say(message: str) -> None:
    """A line on standard error."""
    click.echo(message, err=True)
