"""What an analyst would write with pandas: spells of each agency and model by the absence rule, from a release."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

folder = Path(sys.argv[1])
started = time.perf_counter()
lists = pd.read_parquet(folder / "lists.parquet", columns=["list_no", "kind", "as_of", "seq", "stretch"])
lists = lists[lists["kind"] == "participating"]
members = pd.read_parquet(folder / "members.parquet", columns=["list_no", "row", "agency_id"])
rows = pd.read_parquet(folder / "listings.parquet", columns=["list_no", "row", "model"])
seen = members.merge(rows, on=["list_no", "row"]).merge(lists, on="list_no")
seen = seen[["agency_id", "model", "seq"]].drop_duplicates().sort_values(["agency_id", "model", "seq"])
day = {row.seq: pd.Timestamp(row.as_of) for row in lists.itertuples()}
stretch = {row.seq: row.stretch for row in lists.itertuples()}


def counts(first: int, last: int, back: int | None) -> bool:
    """Whether an absence from list `first` to list `last` counts, with the row back on list `back`."""
    dates = {day[seq] for seq in range(first, last + 1)}
    long = (day[last] - day[first]).days >= 7 or (back is not None and (day[back] - day[first]).days > 7)
    return len(dates) >= 3 and long


found: list[list[Any]] = []
for (agency, model), group in seen.groupby(["agency_id", "model"], sort=False)["seq"]:
    begin = before = None
    for seq in group.tolist():
        if before is not None and (
            stretch[seq] != stretch[before] or (seq > before + 1 and counts(before + 1, seq - 1, seq))
        ):
            found.append([agency, model, begin, before])
            begin = seq
        elif before is None:
            begin = seq
        before = seq
    found.append([agency, model, begin, before])
print(json.dumps({"seconds": time.perf_counter() - started, "spells": sorted(found)}))
