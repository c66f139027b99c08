"""Rows as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from atlas287.answers.briefs.render.rows import Frame


def csv_text(frame: Frame) -> str:
    """Rows as CSV; a gap stands in the column `gap`, never as a value. Text that a spreadsheet would run is quoted."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(frame.columns), lineterminator="\n")
    writer.writeheader()
    for row in frame.rows:
        writer.writerow({name: "" if value is None else _harmless(value) for name, value in row.items()})
    return file.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
