"""ICE's tables cleaned by atlas287 and by a pandas script, from one invented input: tables equal, time and memory.

    python bench/enforcement.py [--scale 0.05] [--folder FOLDER] [--threads 2] [--memory 4GB]

Each side is a process of its own, from the five Parquet files to Parquet files of every table, and tells its seconds
and its peak memory itself; importing is not counted. Every column that the baseline makes is compared, row by row.
The input is invented: no national output is in the data, so equality with the publisher's own cleaned columns is not
tested, only that two readings of the rules, in SQL and in pandas, agree.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from atlas287.core import query, registry
from atlas287.core.engine import DuckDB
from atlas287.intake.enforcement.clean import TABLES, clean
from atlas287.intake.enforcement.reading import read_table
from enforcement_generate import generate

ROOT = Path(__file__).resolve().parent.parent
COMPARED = (
    "arrests", "arrest_months", "detainers", "detainer_months", "stints", "stays", "arrest_stays", "removals",
    "removal_months", "encounters",
)  # fmt: skip


def ours(folder: Path, out: Path, threads: int, memory: str) -> None:
    """Read, clean and write every table; print seconds and peak memory as JSON."""
    started, busy = time.perf_counter(), time.process_time()
    engine = DuckDB(threads=threads, memory=memory)
    clean(engine, [read_table(path) for path in sorted(folder.glob("*.parquet"))])
    keys = {name: each.header["key"] for name, each in query.load_all(TABLES).items()}
    for name in COMPARED:
        engine.write(f'SELECT * FROM "{name}"', out / f"{name}.parquet", keys[name])
    engine.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    seconds = {"seconds": round(time.perf_counter() - started, 2), "cpu": round(time.process_time() - busy, 2)}
    print(json.dumps({**seconds, "peak": peak}))


def differing(one: Path, other: Path, name: str) -> int:
    """Rows that only one of the two has, in the columns of the baseline."""
    files = [f"read_parquet('{folder / name}.parquet')" for folder in (one, other)]
    columns = duckdb.sql(f"DESCRIBE SELECT * FROM {files[1]}").fetchall()
    types = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {files[0]}").fetchall()}
    taken = ", ".join(f'CAST("{row[0]}" AS {types[row[0]]}) AS "{row[0]}"' for row in columns)
    sides = [f"SELECT {taken} FROM {file}" for file in files]
    both = [f"({first} EXCEPT ALL {second})" for first, second in (sides, sides[::-1])]
    return int(duckdb.sql(f"SELECT count(*) FROM ({' UNION ALL '.join(both)})").fetchall()[0][0])


def main() -> int:
    """Print each side and the ratios; 0 where all tables are equal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--folder", type=Path, help="an input made before; --scale is then not used")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--ours", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ours:
        ours(*given.ours, given.threads, given.memory)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place) / "input"
        if given.folder is None:
            generate(folder, given.scale)
        outs = [Path(place) / side for side in ("ours", "theirs")]
        codes = registry.ROOT / "codes"
        facts = [str(codes / "enforcement" / "touchpoints.yaml"), str(codes / "states.yaml")]
        bounds = ["--threads", str(given.threads), "--memory", given.memory]
        commands = [
            [__file__, *bounds, "--ours", str(folder), str(outs[0])],
            [str(ROOT / "bench" / "baseline_enforcement.py"), str(folder), str(outs[1]), *facts],
        ]
        told = []
        for command, out in zip(commands, outs, strict=True):
            out.mkdir()
            done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
            if done.returncode:
                sys.exit(done.stderr)
            told.append(json.loads(done.stdout.splitlines()[-1]))
        for side, each in zip(("atlas287", "pandas"), told, strict=True):
            print(f"{side}: {each['seconds']:.1f} s ({each['cpu']:.1f} s of processor), peak {each['peak']:,} MiB")
        wall, cpu, memory = (told[1][key] / told[0][key] for key in ("seconds", "cpu", "peak"))
        print(f"pandas / atlas287: seconds {wall:.2f}, seconds of processor {cpu:.2f}, memory {memory:.2f}")
        wrong = {name: count for name in COMPARED if (count := differing(outs[0], outs[1], name))}
        rows = {
            name: duckdb.sql(f"SELECT count(*) FROM '{outs[0] / name}.parquet'").fetchall()[0][0] for name in COMPARED
        }
    print(
        "tables equal: " + ("all, " + ", ".join(f"{n} {r:,}" for n, r in rows.items()) if not wrong else f"not {wrong}")
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
