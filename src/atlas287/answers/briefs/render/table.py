"""Rows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> str:
    """Rows as CSV; a gap stands in the column `gap`, never as a value. Text that a spreadsheet would run is quoted."""
    columns = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    if "value" in columns:
        columns.append("gap")
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = {key: "" if value is None else value for key, value in row.items()}
        if isinstance(row.get("value"), dict) and "gap" in row["value"]:
            cells |= {"value": "", "gap": row["value"]["gap"]}
        writer.writerow({key: _harmless(value) for key, value in cells.items()})
    return file.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
