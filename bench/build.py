"""Build of all workbooks against pandas + openpyxl merely reading them; rows by model per file must be equal."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from common import median, run, workbooks


def main(runs: int, python: str) -> None:
    folder = workbooks()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        baseline, cold, warm, one = [], [], [], []
        for turn in range(runs):
            seconds, printed = run(["bench/baseline_pandas.py", str(folder)], python=python)
            baseline.append(seconds)
            shutil.rmtree(scratch / "cache", ignore_errors=True)
            with Peak() as peak:
                cold.append(build(folder, scratch, f"cold{turn}"))
            warm.append(build(folder, scratch, f"warm{turn}"))
            newest = max((scratch / "cache").rglob("*.arrows"), key=lambda path: path.stat().st_size)
            newest.unlink()  # one workbook is new to the cache
            one.append(build(folder, scratch, f"one{turn}"))
        compare(json.loads(printed), scratch / "cold0", folder)
    print(f"pandas + openpyxl, reading only   {median(baseline):6.2f} s")
    print(
        f"cold build                        {median(cold):6.2f} s   {median(ratios(baseline, cold)):5.1f} times faster"
    )
    print(
        f"build, parsed snapshots cached    {median(warm):6.2f} s   {median(ratios(baseline, warm)):5.1f} times faster"
    )
    print(f"build, one new workbook           {median(one):6.2f} s")
    print(f"peak memory of a cold build, all processes together: {peak.mib:,.0f} MiB")
    print("rows by model equal in every file")


def build(folder: Path, scratch: Path, out: str) -> float:
    command = ["-m", "atlas287", "build", "--from", str(folder), "--out", str(scratch / out)]
    return run(command, ATLAS287_CACHE=str(scratch / "cache"))[0]


def ratios(baseline: list[float], ours: list[float]) -> list[float]:
    return [slow / fast for slow, fast in zip(baseline, ours, strict=True)]


def compare(printed: dict[str, dict[str, int]], releases: Path, folder: Path) -> None:
    """Both sides print models; only their misprints differ, so ours are compared as printed too."""
    from atlas287.core.release import Release
    from atlas287.intake.store import directory

    rows = Release.open(releases).rows(
        "SELECT l.sha256, coalesce(trim(r.model_printed), '') AS model, count(*) AS n "
        "FROM listings AS r JOIN lists AS l USING (list_no) GROUP BY ALL"
    )
    ours: dict[str, Counter[str]] = {}
    for row in rows:
        ours.setdefault(row["sha256"], Counter())[row["model"]] += row["n"]
    snapshots = directory(folder)
    if len(snapshots) != len(printed):
        sys.exit(f"{len(snapshots)} files here, {len(printed)} in the baseline")
    for snapshot in snapshots:
        if dict(ours.get(snapshot.sha256, {})) != printed[snapshot.path.name]:
            sys.exit(f"{snapshot.path.name}: {ours.get(snapshot.sha256)} against {printed[snapshot.path.name]}")


class Peak:
    """Samples the resident memory of all descendants of this process, together."""

    def __enter__(self) -> Peak:
        self.mib, self._going = 0.0, True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        self._thread.join()

    def _watch(self) -> None:
        while self._going:
            self.mib = max(self.mib, sum(map(resident, descendants(os.getpid()))))
            time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in path.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def resident(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--baseline", default=sys.executable, help="a Python with pandas and openpyxl")
    given = parser.parse_args()
    main(given.runs, given.baseline)
