"""The ledger from parsed rows, and an agency's brief; spells against pandas over the same rows, which must be equal."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from atlas287.core.engine import DuckDB
from atlas287.core.release import Release
from atlas287.intake import build, store
from common import asked, median, run, workbooks

SPELLS = """SELECT s.agency_id, s.model, f.seq AS first, l.seq AS last
FROM spells AS s JOIN lists AS f ON f.list_no = s.first_list_no JOIN lists AS l ON l.list_no = s.last_list_no
WHERE s.kind = 'participating' ORDER BY ALL"""


def main(runs: int, python: str) -> None:
    """Print medians and ratios."""
    folder = workbooks()
    snapshots = store.directory(folder) + store.directory(folder.parent / "historical")
    with tempfile.TemporaryDirectory() as name:
        standing, records, _ = build.read(snapshots, Path(name))
    whole, spells, slow, briefs = [], [], [], []
    release = Release.open()
    for _ in range(runs):
        engine = DuckDB()
        started = time.perf_counter()
        build.fill(engine, standing, records)
        whole.append(time.perf_counter() - started)
        sql = (build.TABLES / "spells.sql").read_text(encoding="utf-8")
        started = time.perf_counter()
        engine.create("again", sql)
        spells.append(time.perf_counter() - started)
        ours = [list(row.values()) for row in engine.rows(SPELLS)]
        engine.close()
        printed = json.loads(run(["bench/baseline_spells.py", str(release.path)], python=python)[1])
        if printed["spells"] != ours:
            sys.exit("the spells differ; is the embedded release that of these files?")
        slow.append(printed["seconds"])
        briefs.append(run(["-m", "atlas287", "agency", "fl-collier-county-sheriffs-office"])[0])
    ratio = median([theirs / mine for theirs, mine in zip(slow, spells, strict=True)])
    print(f"ledger and all tables from parsed rows   {median(whole):5.2f} s")
    print(f"spells alone                             {median(spells):5.2f} s   {ratio:5.1f} times faster than pandas")
    print(f"spells by pandas, reading included       {median(slow):5.2f} s   {len(ours):,} spells, equal")
    print(f"brief of one agency, whole process       {median(briefs):5.2f} s")


if __name__ == "__main__":
    main(*asked(__doc__))
