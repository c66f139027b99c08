"""Writes the layouts of the Deportation Data Project's tables: registry/enforcement/ddp_*.yaml.

    python tools/enforcement_layouts.py ddp_schema.csv

The CSV names every column of every table and release: release, table, position, raw_header, column, type, role. What it
does not tell (grain, period, last day, faults) stands below. Raise a last day only with its source. What columns mean
and how their codes are read is in registry/fields and registry/codes/enforcement, kept by hand.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

REGISTRY = Path(__file__).parents[1] / "src" / "atlas287" / "registry" / "enforcement"
PAGE = "https://deportationdata.org/data/processed/ice.html"
REMOVALS_2025 = "https://deportationdata.org/news/2025-09-29-update-ICE-removals.html"
REMOVALS_2026 = "https://deportationdata.org/news/2026-02-17-update-ICE-removals.html"

TYPES = {
    "string": "text",
    "double": "number",
    "int32": "whole",
    "bool": "truth",
    "date": "date",
    "date or timestamp": "time",
    "timestamp": "time",
    "timestamp[UTC]": "time",
    "bool, null when id is null": "truth",
}
RELEASES = {
    "2012-2023": ("October 2011 to September 2023", "2023-11-30"),
    "2025-07": ("July 2025", "2025-07-31"),
    "2026-03": ("March 2026", "2026-03-31"),
    "2026-08": ("August 2026", "2026-08-31"),
}
"""How a release is called, and the last day that its dates can have (its data end somewhat earlier)."""
TABLES = {
    "arrests": (
        "ICE arrests",
        "one administrative arrest as recorded, likely duplicates included",
        "apprehension_date",
    ),
    "detainers": (
        "ICE detainers",
        "one detainer as prepared, several for a person, not all of them served",
        "detainer_prepare_date",
    ),
    "encounters": (
        "ICE encounters",
        "one encounter as recorded; matches in databases count, so these are no stops",
        "event_date",
    ),
    "detention_stints": (
        "ICE detention stints",
        "one stint: a person in one facility without a break",
        "book_in_date_time",
    ),
    "detention_stays": (
        "ICE detention stays",
        "one stay: a person's stints without a release between",
        "stay_book_in_date_time",
    ),
    "joined_arrests_detention_stays": (
        "ICE arrests joined to detention stays",
        "one arrest with the stay that followed, where one did",
        "apprehension_date",
    ),
    "removals": ("ICE removals", "one removal as recorded", "departed_date"),
}
PERIODS = {
    ("2012-2023", "detention_stints"): "detention_book_in_date",
    ("2026-08", "detention_stints"): "detention_book_in_date_time",
    ("2012-2023", "removals"): "departure_date",
}
ERO = "The table holds what ICE's Enforcement and Removal Operations recorded, nothing of other agencies."
IDS = "Identifiers of people join tables of this release only."
WARNINGS = {
    "arrests": (
        "County is always blank, and State is missing in about one row of five: a count by the printed State "
        "exaggerates growth where it was filled in later.",
        "Sources disagree on whether arrests by local 287(g) officers are in the table at all.",
    ),
    "detainers": ("A blank lift reason means pending, not honoured or not updated; it is no outcome.",),
    "encounters": ("Two hubs that match databases make up a large share of the encounters; none of these is a stop.",),
    "removals": ("County is always blank.",),
}


def _fault(scope: str, since: str, until: str, what: str, treat: str, source: str, field: str | None = None) -> dict:
    fault = {"scope": scope, "since": since, "until": until, "field": field, "what": what, "treat": treat}
    return {key: value for key, value in fault.items() if value} | {"source": source}


_LATE_JUNE = _fault(
    "release",
    "2025-06-21",
    "2025-06-30",
    "Removals of late June 2025: the publisher withdrew the file as incorrect and advises that of late July.",
    "refuse",
    REMOVALS_2025,
)
_OCTOBER = "{} of October 2025: the publisher holds that the file likely contains significant errors."
_MARCH = "{} of March 2026: like those of October 2025, and different from those of late July held to be reliable."
_SINCE_FOLD = {
    "scope": "rows",
    "since": "2025-07-21",
    "field": "apprehension_method",
    "what": "From late July 2025 the CAP Local, State and Federal methods are folded into Custodial Arrest: series by "
    "method break there, and only broad groups compare across.",
    "treat": "flag",
    "source": "the project's domain notes; the day within late July is not known, 21 July is its earliest",
}
FAULTS = {
    "removals": [
        _LATE_JUNE,
        _fault("release", "2025-10-01", "2025-10-31", _OCTOBER.format("Removals"), "refuse", REMOVALS_2026),
        _fault("release", "2026-03-01", "2026-03-31", _MARCH.format("Removals"), "refuse", PAGE),
    ],
    "encounters": [
        _fault("release", "2025-10-01", "2025-10-31", _OCTOBER.format("Encounters"), "refuse", REMOVALS_2026),
        _fault("release", "2026-03-01", "2026-03-31", _MARCH.format("Encounters"), "refuse", PAGE),
    ],
    "arrests": [_SINCE_FOLD],
    "detainers": [_SINCE_FOLD],
    "joined_arrests_detention_stays": [_SINCE_FOLD],
}


def _column(row: dict[str, str]) -> dict[str, object]:
    told: dict[str, object] = {"type": TYPES[row["type"]]}
    if row["raw_header"]:
        told["printed"] = [row["raw_header"]]
    role, _, note = row["role"].partition(":")
    if role in ("added", "derived"):
        told["role"] = role
        notes = [note.strip(), "null where the person has no identifier" if "null when" in row["type"] else ""]
        if any(notes):
            told["note"] = "; ".join(filter(None, notes))
    elif role != "source":
        told["role"] = "withheld"
    return told


def _layout(release: str, table: str, rows: list[dict[str, str]]) -> list[str]:
    called, until = RELEASES[release]
    title, grain, period = TABLES[table]
    period = PERIODS.get((release, table), period)
    head = {
        "name": f"ddp_{table}_{release.replace('-', '_')}",
        "kind": table,
        "title": f"{title}, release of {called}",
        "release": release,
        "publisher": "Deportation Data Project (ICE, under the Freedom of Information Act)",
        "licence": "CC0-1.0",
        "url": PAGE,
        "ships": "nothing",
        "row_of": "person",
        "grain": grain,
        "period": period,
        "until": until,
        "warnings": [ERO, IDS, *WARNINGS.get(table, ())],
    }
    lines = ["# Written by tools/enforcement_layouts.py"]
    lines += [f"{key}: {json.dumps(value)}" for key, value in head.items()]
    if table in FAULTS and release != "2012-2023":
        lines += ["faulty:", *(f"  - {json.dumps(fault)}" for fault in FAULTS[table])]
    lines += ["columns:", *(f"  {row['column']}: {json.dumps(_column(row))}" for row in rows)]
    return lines


def main(schema: Path) -> None:
    """Write one file a release and table."""
    tables: dict[tuple[str, str], list[dict[str, str]]] = {}
    with schema.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tables.setdefault((row["release"], row["table"]), []).append(row)
    for (release, table), rows in tables.items():
        lines = _layout(release, table, rows)
        path = REGISTRY / f"ddp_{table}_{release.replace('-', '_')}.yaml"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        print(path.name, len(rows), "columns")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
