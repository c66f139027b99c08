"""Mint ids for agencies and spellings that `registry/agencies.csv` does not know yet: append, never change a line.

    python tools/mint.py FOLDER...   folders of published lists, as for `atlas287 build --from`

Every spelling of an agency is a line, so that a build over any of its lists finds the id. Run it when new lists have
brought new names, read the new lines, and commit them.
"""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.intake import build, store


def main(folders: list[str]) -> int:
    """Append the new names; how many there were."""
    snapshots = [snapshot for folder in folders for snapshot in store.directory(Path(folder))]
    standing, records, _ = build.read(snapshots)
    engine = DuckDB()
    build.fill(engine, standing, records)
    new = engine.rows(
        "SELECT i.agency_id, n.state, n.agency FROM identities AS i JOIN names AS n USING (state, agency_key) "
        "LEFT JOIN registry_agencies AS m USING (state, agency_key) WHERE m.agency_id IS NULL "
        "ORDER BY i.agency_id, n.first_list_no, n.agency_key"
    )
    with (registry.ROOT / "agencies.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([row["agency_id"], row["state"], row["agency"], datetime.now(UTC).date()] for row in new)
    return len(new)


if __name__ == "__main__":
    print(main(sys.argv[1:]), "names minted")
