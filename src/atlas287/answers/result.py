"""What every verb returns: the JSON object of the contract, with its rows as a frame and its HTML for a notebook."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from atlas287.core.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Result(dict[str, Any]):
    """The JSON object of the contract as a dict: it compares, copies, pickles and serialises as one.

    The rows of its frame, and their columns, are those of `--format csv` on the command line: what is nested stands in
    them as JSON text, and a value that is not known is null, with its kind of gap in the column `gap`.
    """

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a `pyarrow.Table`: numbers are int64, dollars and shares float64, dates date32, all else text.

        Raises UsageError where the object has no rows.
        """
        import pyarrow as pa

        from atlas287.answers.briefs.render import rows

        types = {
            rows.Kind.TEXT: pa.string(),
            rows.Kind.WHOLE: pa.int64(),
            rows.Kind.SHARE: pa.float64(),
            rows.Kind.DOLLARS: pa.float64(),
            rows.Kind.TRUTH: pa.bool_(),
            rows.Kind.DATE: pa.date32(),
        }
        frame = rows.frame(self)
        columns = {
            name: pa.array([rows.typed(row[name], kind) for row in frame.rows], types[kind])
            for name, kind in frame.columns.items()
        }
        return pa.table(columns)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a `polars.DataFrame`, typed as in Arrow. Raises UsageError where polars is not installed."""
        found: polars.DataFrame = _needed("polars").from_arrow(self.to_arrow())
        return found

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a `pandas.DataFrame`: nullable Int64, datetime64 and string columns, so that a gap stays a gap.

        Raises UsageError where pandas is not installed.
        """
        pd, table = _needed("pandas"), self.to_arrow()
        kinds = {"int64": pd.Int64Dtype(), "bool": pd.BooleanDtype(), "string": pd.StringDtype()}
        return table.to_pandas(types_mapper=lambda kind: kinds.get(str(kind)), date_as_object=False)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from atlas287.answers.briefs.render.html import fragment

        return fragment(self)


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UsageError(f"{name} is not installed", do=f"run `pip install {name}`") from None
