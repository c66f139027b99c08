"""What the house asks of an engine; nothing above this line knows which one runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol


class Engine(Protocol):
    """A place where tables have names and SELECTs run."""

    def register(self, name: str, table: Any) -> None:
        """Give an Arrow table a name."""

    def attach(self, name: str, path: Path) -> None:
        """Give a Parquet file a name."""

    def create(self, name: str, sql: str) -> None:
        """Keep the result of a SELECT as a table."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The result of a SELECT; values enter as `$name` parameters only."""

    def columns(self, sql: str) -> dict[str, str]:
        """Column names and types of a SELECT, in order."""

    def write(self, sql: str, path: Path, order: Sequence[str]) -> int:
        """Write a SELECT, totally ordered, as Parquet with identical bytes at any thread count; the number of rows."""
