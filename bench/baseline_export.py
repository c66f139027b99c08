"""What a user would run: pandas reads each Parquet table and writes it with `to_csv` and `to_sql`.

Prints JSON: seconds of either, reading included. Keys, foreign keys, indexes, views and a dictionary are not part of
it, so the comparison favours the baseline.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

import pandas as pd

release, out = Path(sys.argv[1]), Path(sys.argv[2])
tables = sys.argv[3].split(",")
started = time.perf_counter()
for name in tables:
    pd.read_parquet(release / f"{name}.parquet").to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
csv = time.perf_counter() - started
started = time.perf_counter()
with sqlite3.connect(out / "baseline.db") as connection:
    for name in tables:
        pd.read_parquet(release / f"{name}.parquet").to_sql(name, connection, index=False)
connection.close()
print(json.dumps({"csv": csv, "sqlite": time.perf_counter() - started}))
