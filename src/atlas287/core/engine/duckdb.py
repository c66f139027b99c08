"""The default engine: DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from atlas287.core.errors import EngineError, UsageError

ROW_GROUP = 122_880
"""Rows a Parquet row group; fixed, so that the bytes do not depend on threads."""

BATCH = 10_000
FORMS = {
    "parquet": f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}",
    "csv": "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'",
}


class DuckDB:
    """One in-memory DuckDB. `threads` and `memory` (such as "1GB") bound it where given."""

    def __init__(self, *, threads: int | None = None, memory: str | None = None) -> None:
        # No extension is fetched and no file is looked for behind the user's back.
        config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        if threads is not None:
            config["threads"] = threads
        if memory is not None:
            config["memory_limit"] = memory
        self._connection = duckdb.connect(":memory:", config=config)
        self._connection.execute("SET TimeZone = 'UTC'")

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def register(self, name: str, table: Any) -> None:
        """Give an Arrow table a name."""
        self._connection.register(name, table)

    def attach(self, name: str, path: Path) -> None:
        """Give a Parquet file a name."""
        quoted = str(path).replace("'", "''")
        with self._said(f"CREATE VIEW {name}"):
            self._connection.execute(f"CREATE OR REPLACE VIEW \"{name}\" AS SELECT * FROM read_parquet('{quoted}')")

    def create(self, name: str, sql: str) -> None:
        """Keep the result of a SELECT as a table."""
        with self._said(sql):
            self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {sql}')

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The result of a SELECT; values enter as `$name` parameters only."""
        with self._said(sql):
            result = self._connection.execute(sql, dict(parameters or {}))
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def columns(self, sql: str) -> dict[str, str]:
        """Column names and types of a SELECT, in order."""
        with self._said(sql):
            described = self._connection.execute(f"DESCRIBE {sql}").fetchall()
        return {row[0]: row[1] for row in described}

    def batches(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a SELECT as tuples, some thousands at a time."""
        with self._said(sql):
            result = self._connection.cursor().execute(sql, dict(parameters or {}))
            while batch := result.fetchmany(BATCH):
                yield batch

    def write(
        self,
        sql: str,
        path: Path,
        order: Sequence[str],
        form: str = "parquet",
        parameters: Mapping[str, Any] | None = None,
    ) -> int:
        """Write a SELECT, totally ordered, as Parquet or CSV; the number of rows."""
        quoted = str(path).replace("'", "''")
        keys = ", ".join(f'"{key}"' for key in order)
        with self._said(sql):
            written = self._connection.execute(
                f"COPY (SELECT * FROM ({sql}) ORDER BY {keys}) TO '{quoted}' ({FORMS[form]})", dict(parameters or {})
            ).fetchone()
        return int(written[0]) if written else 0

    @contextmanager
    def _said(self, sql: str) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if "cannot encode str as UTF-8" in str(error):  # only a parameter can hold such
                raise UsageError("a word of the call holds bytes that are no text", do="write it in UTF-8") from error
            raise EngineError(f"{str(error).strip()}\nin: {sql.strip()}") from error
