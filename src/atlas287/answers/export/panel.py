"""The agency-month panel: panel.sql, whose header is the codebook."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from atlas287.answers.export.dictionary import HEADING, Table, columns, dictionary_rows
from atlas287.answers.export.files import Rows, write_rows
from atlas287.answers.measure import STALE
from atlas287.core import query
from atlas287.core.engine import DuckDB
from atlas287.core.errors import QueryError, UsageError
from atlas287.core.query import Query
from atlas287.core.release import Release

SQL = Path(__file__).parent / "panel.sql"
FIRST = date(2021, 1, 1)
"""The first month; before it lists are years apart."""


@cache
def panel() -> Query:
    """The panel's query."""
    return query.load(SQL)


def write(release: Release, folder: Path, day: date) -> tuple[list[Table], Rows]:
    """panel.csv, panel.parquet and codebook.csv, with the months up to that of `day`; each cell as in panel.sql.

    Raises UsageError for a day before 2021.
    """
    if day < FIRST:
        raise UsageError("the panel begins in 2021", where=f"--as-of {day}", do="ask for a later day")
    key = tuple(panel().header["key"])
    parquet = folder / "panel.parquet"
    number = release.write(panel().sql, parquet, key, parameters={"day": day, "stale": STALE.days})
    engine = DuckDB()
    engine.attach("panel", parquet)
    engine.write("SELECT * FROM panel", folder / "panel.csv", key, "csv")
    table = _described(engine, number, key)
    rows = {"panel.parquet": number, "panel.csv": number}
    rows["codebook.csv"] = write_rows(folder / "codebook.csv", HEADING, dictionary_rows([table]))
    return [table], rows


def _described(engine: DuckDB, number: int, key: tuple[str, ...]) -> Table:
    types = engine.columns("SELECT * FROM panel")
    told = {name: kind for name, (kind, _) in panel().columns.items()}
    if types != told:
        raise QueryError("the columns are not those of the header", where=SQL.name)
    meanings = {name: meaning for name, (_, meaning) in panel().columns.items()}
    header = panel().header
    return Table(
        name="panel",
        title=panel().title,
        grain=str(header["grain"]),
        rows=number,
        key=key,
        columns=tuple(columns(engine, "SELECT * FROM panel", types, meanings, header)),
        warnings=(str(header["population"]), *header["warnings"]),
    )
