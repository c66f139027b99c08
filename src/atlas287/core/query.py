"""A query of the house: a `.sql` file of one SELECT under a YAML header in a leading comment.

    /*
    title: Agreements on ICE's list
    unit: agreements
    ...
    */
    SELECT ...

The header of a table or measure is its documentation, its contract with the engine and, for a measure, its
place in the command line, so a new table or measure is one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from atlas287.core.errors import QueryError

_FILE = re.compile(r"\A\s*/\*\n(?P<header>.*?)\n\s*\*/\s*(?P<sql>.*?)\s*\Z", re.DOTALL)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

REQUIRED = ("title", "grain", "inputs", "columns")


@dataclass(frozen=True, slots=True)
class Query:
    """One `.sql` file: its name (the file's stem), header and statement.

    `columns` maps each output column to (type, meaning), in order; `inputs` are the tables it reads.
    """

    name: str
    header: Mapping[str, Any]
    sql: str

    @property
    def title(self) -> str:
        """What it is called in the docs."""
        return str(self.header["title"])

    @property
    def inputs(self) -> tuple[str, ...]:
        """The tables it reads."""
        return tuple(self.header["inputs"])

    @property
    def columns(self) -> dict[str, tuple[str, str]]:
        """Output column -> (type, meaning), in order."""
        return {name: (str(spec[0]), str(spec[1])) for name, spec in self.header["columns"].items()}

    def description(self) -> dict[str, Any]:
        """What its header says to whoever reads the rows: title, grain, columns and warnings."""
        return {
            "title": self.title,
            "grain": str(self.header["grain"]),
            "columns": {column: {"type": kind, "meaning": meaning} for column, (kind, meaning) in self.columns.items()},
            "warnings": [str(warning) for warning in self.header.get("warnings", ())],
        }


def parse(text: str, name: str) -> Query:
    """The query in `text`. Raises QueryError where the header or the statement breaks the rules above."""
    match = _FILE.match(text)
    if match is None:
        raise QueryError("the file does not open with a /* … */ header", where=f"{name}.sql", do="see core/query.py")
    try:
        header = yaml.load(match["header"], Loader=_Loader)  # noqa: S506 (safe loader)
    except yaml.YAMLError as error:
        raise QueryError(
            "the header is no valid YAML", where=f"{name}.sql", do=str(error).replace("\n", " ")
        ) from error
    if not isinstance(header, dict):
        raise QueryError("the header is no mapping", where=f"{name}.sql")
    for key in REQUIRED:
        if key not in header:
            raise QueryError(f"the header lacks {key!r}", where=f"{name}.sql", do=f"it needs {', '.join(REQUIRED)}")
    for column, spec in header["columns"].items():
        if not (isinstance(spec, list) and len(spec) == 2):
            raise QueryError(f"column {column!r} is not [type, meaning]", where=f"{name}.sql")
    bare = _LITERAL.sub("''", _COMMENT.sub(" ", match["sql"])).strip()
    if ";" in bare or bare.partition(" ")[0].split("\n")[0].upper() not in ("SELECT", "WITH"):
        raise QueryError("the file is not exactly one SELECT", where=f"{name}.sql", do="write one query without ;")
    return Query(name, header, match["sql"])


def load(path: Path) -> Query:
    """The query in a file."""
    return parse(path.read_text(encoding="utf-8"), path.stem)


def load_all(folder: Path) -> dict[str, Query]:
    """Every query of a folder by name."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.sql"))}


def in_order(queries: Mapping[str, Query], steps: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Names of the queries so that each stands after those it reads; ties by name.

    `steps` are tables that no query makes, each with the tables that it is made from. Raises QueryError on a circle.
    """
    reads = {name: query.inputs for name, query in queries.items()} | {n: tuple(r) for n, r in (steps or {}).items()}
    graph = {name: sorted(table for table in tables if table in reads) for name, tables in sorted(reads.items())}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise QueryError(f"the queries read each other in a circle: {' -> '.join(error.args[1])}") from error


def needed(wanted: Iterable[str], queries: Mapping[str, Query]) -> set[str]:
    """The wanted queries and all that they read, directly or not."""
    found: set[str] = set()
    left = list(wanted)
    while left:
        name = left.pop()
        if name in queries and name not in found:
            found.add(name)
            left += queries[name].inputs
    return found
