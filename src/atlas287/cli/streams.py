"""Standard output and error: which encoding, and what happens where they fail. Decided here for every verb.

JSON, CSV and Markdown are files and always UTF-8; text is in the encoding of the terminal. A character that an encoding
lacks, or the byte of an argument that is no text, is printed as a backslash escape, so nothing raises and nothing is
lost. Messages are one line: what does not print is escaped, what is endless is cut.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import click

from atlas287.core.errors import AtlasError, EngineError

MOST = 600
"""So many characters of a message are printed."""


def set_up() -> None:
    """Let no character raise, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def put(text: str, *, utf8: bool) -> None:
    """Text on standard output. Raises AtlasError where it was closed before the start."""
    if sys.stdout is None:
        raise AtlasError("standard output is closed, so the answer cannot be printed")
    if not isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    left = memoryview(text.encode("utf-8" if utf8 else sys.stdout.encoding, "backslashreplace"))
    while left:  # an unbuffered stream ($PYTHONUNBUFFERED) takes a part where a disk fills up, and does not say so
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.flush()


def complain(error: Exception) -> None:
    """An error as a line on standard error; the SQL of an engine's error keeps its lines."""
    text = str(error) if isinstance(error, EngineError) else one_line(str(error))
    click.echo(f"atlas287: {text}", err=True)


def one_line(text: str) -> str:
    """A message in which nothing breaks the line, turns the direction or moves the cursor, and which ends."""
    if len(text) > MOST:
        text = f"{text[: MOST // 2]}…{text[-MOST // 2 :]}"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def give_up(error: OSError) -> None:
    """Say that the system refused, and keep the interpreter from trying to write the rest at its end."""
    if error.filename:
        said = AtlasError(
            f"the system refused ({error.strerror})", where=str(error.filename), do="check path and rights"
        )
    else:
        said = AtlasError(f"the answer cannot be written ({error.strerror})", do="free space, or send it elsewhere")
    complain(said)
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
