"""All tables as CSV and as SQLite, against pandas over the same release; the contents are compared cell by cell."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from atlas287.answers.export import export
from atlas287.answers.export.dictionary import tables
from atlas287.core.release import Release
from common import asked, median, run

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


def main(runs: int, python: str) -> None:
    """Print medians and ratios."""
    release = Release.open()
    names = [table.name for table in tables(release)]
    seconds: dict[str, list[float]] = {"csv": [], "sqlite": []}
    theirs: dict[str, list[float]] = {"csv": [], "sqlite": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            ours, other = Path(folder) / "ours", Path(folder) / "theirs"
            ours.mkdir()
            other.mkdir()
            for kind, found in seconds.items():
                started = time.perf_counter()
                export(release, kind, ours / kind)
                found.append(time.perf_counter() - started)
            printed = json.loads(
                run(["bench/baseline_export.py", str(release.path), str(other), ",".join(names)], python=python)[1]
            )
            for kind, found in theirs.items():
                found.append(printed[kind])
            cells = sum(_compare(ours, other, name) for name in names)
    for kind, what in (("csv", "to_csv"), ("sqlite", "to_sql")):
        ratio = median([slow / fast for slow, fast in zip(theirs[kind], seconds[kind], strict=True)])
        print(f"{kind:7} {median(seconds[kind]):5.2f} s   {ratio:4.1f} times faster than pandas", end="")
        print(f" {what} ({median(theirs[kind]):.2f} s)")
    print(f"{cells:,} cells of CSV and as many of SQLite, equal")


def _compare(ours: Path, theirs: Path, name: str) -> int:
    """How many cells are equal in either form; stops where one is not."""
    number = 0
    pairs = zip_longest(_cells(ours / "csv" / f"{name}.csv"), _cells(theirs / f"{name}.csv"))
    for mine, other in pairs:
        if mine is None or other is None or [_same(cell) for cell in mine] != [_same(cell) for cell in other]:
            sys.exit(f"{name}.csv differs: {mine} against {other}")
        number += len(mine)
    one, two = ours / "sqlite" / "atlas287.db", theirs / "baseline.db"
    with closing(sqlite3.connect(one)) as a, closing(sqlite3.connect(two)) as b:
        sql = f'SELECT * FROM "{name}" ORDER BY rowid'
        for left, right in zip_longest(a.execute(sql), b.execute(sql)):
            if left is None or right is None or [_same(v) for v in left] != [_same(v) for v in right]:
                sys.exit(f"{name} differs: {left} against {right}")
    return number


def _cells(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def _same(value: object) -> str:
    """A cell so that what means the same reads the same: 5.0 and 5, true and 1, a midnight and its day, none and ""."""
    text = "" if value is None else str(value)
    if TIME.match(text):
        return text[:19].replace("T", " ").removesuffix(" 00:00:00")
    return {"True": "1", "true": "1", "False": "0", "false": "0"}.get(text, text.removesuffix(".0"))


if __name__ == "__main__":
    main(*asked(__doc__))
