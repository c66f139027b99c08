"""One tree of errors; every message is one sentence: what is wrong, where, what to do.

    AtlasError            exit code 1
    ├── UsageError        exit code 2: a word of the call is wrong
    ├── RegistryError     a fact file of the project is wrong
    ├── QueryError        a .sql file breaks the rules of the house
    ├── EngineError       the query engine refused
    ├── ReleaseError      a release cannot be opened, trusted or published
    ├── StoreError        the snapshot store cannot be used
    ├── FetchError        a publisher's file could not be had
    ├── ExportError       an export cannot be written where it was asked for
    ├── ReadError         a published file cannot be read
    └── RenderError       a picture or printed page cannot be made or written

Trouble *inside* readable data is not an error but an issue row (`model.Issue`); an answer that is
not known is not an error but a `model.Gap`. Exit codes 3 to 6 belong to answers, see `cli`.
"""

from __future__ import annotations


class AtlasError(Exception):
    """Anything atlas287 refuses to do, said in one sentence.

    `what` is the fault, `where` the file, sheet, cell or argument, `do` the way out.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        self.what, self.where, self.do = what, where, do
        text = f"{where}: {what}" if where else what
        super().__init__(f"{text}; {do}" if do else text)


class UsageError(AtlasError):
    """An argument names something that does not exist or does not fit."""

    exit_code = 2


class RegistryError(AtlasError):
    """A file below `registry/` is missing, malformed or contradicts its schema."""


class QueryError(AtlasError):
    """A table or measure file has a bad header, more than one statement or other columns than it declares."""


class EngineError(AtlasError):
    """The engine failed on a query; the message shows the SQL."""


class ReleaseError(AtlasError):
    """A release is missing, damaged, altered, or being written by somebody else."""


class StoreError(AtlasError):
    """The snapshot store or the directory of files given in its place cannot be used."""


class FetchError(AtlasError):
    """A file could not be fetched: refused, missing, slow, cut short, or not what it should be."""


class ReadError(AtlasError):
    """A file is not a workbook of a known kind, or is too large, damaged or protected to read."""


class ExportError(AtlasError):
    """An export cannot be written in its place, or would replace what is no export; nothing there has changed."""


class RenderError(AtlasError):
    """A picture or printed page cannot be made or written: an extra is not installed, the folder is missing or full."""
