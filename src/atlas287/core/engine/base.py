"""What the house asks of an engine; nothing above this line knows which one runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    def batches(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a SELECT as tuples, some thousands at a time."""

    def columns(self, sql: str) -> dict[str, str]:
        """Column names and types of a SELECT, in order."""

    def write(
        self,
        sql: str,
        path: Path,
        order: Sequence[str],
        form: str = "parquet",
        parameters: Mapping[str, Any] | None = None,
    ) -> int:
        """Write a SELECT, totally ordered, as Parquet or CSV with identical bytes at any thread count; how many rows.

        In CSV null is an empty cell, a date YYYY-MM-DD and a time YYYY-MM-DDTHH:MM:SSZ.
        """
