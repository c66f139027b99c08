"""What every export writes besides its data: the list of its files, the dictionary, how to cite it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Rows = dict[str, int]
"""Rows of the files of an export that are tables, by path within it."""


def write_json(path: Path, content: Any) -> None:
    """JSON as UTF-8 text."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Rows as CSV, what is None as an empty cell; how many."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        number = 0
        for row in rows:
            writer.writerow(row)
            number += 1
    return number


def listed(folder: Path, rows: Rows) -> list[dict[str, Any]]:
    """Every file below a folder as {path, rows, sha256}, tables first; rows is null for what is no table."""
    paths = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    found = [{"path": path, "rows": rows.get(path), "sha256": sha256(folder / path)} for path in paths]
    return sorted(found, key=lambda file: file["rows"] is None)


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
