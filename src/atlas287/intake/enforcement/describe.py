"""What one table of enforcement holds, in the words of the contract (`read`). No row about a person is ever in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from atlas287.core.model import Step
from atlas287.intake.enforcement.parts import FIRST_CELLS
from atlas287.intake.enforcement.reading import Reading
from atlas287.intake.enforcement.totals import Totals, may_ship

LEAST_SHOWN = 11
"""Of a table about people, a printed value that fewer rows share is not repeated (the small-cell rule)."""

_HASH = re.compile(r"[0-9a-fA-F]{32,}")
_UNSAID = "in fewer than 11 rows, so not repeated"


def describe(reading: Reading, by: Step | None = None) -> dict[str, Any]:
    """Kind, layout, rows, period, columns, faults and issues of a table, without any of its rows.

    With `by`, month or year, also its `totals` by place and period. Reads the table to the end. Raises ReadError where
    the file is damaged or would not fit in memory, with `by` also where the release is faulty; UsageError where totals
    are asked for that no layout defines.
    """
    totals = Totals(reading.layout, by) if by is not None else None
    for batch in reading.batches():
        if totals is not None:
            totals.add(batch)
    if totals is None:
        return _said(reading)
    reading.refuse_faulty()
    return {**_said(reading), "totals": totals.rows(), "totals_ship": may_ship(reading.layout)}


def _said(reading: Reading) -> dict[str, Any]:
    layout, match, path = reading.layout, reading.match, reading.path
    faults = [
        {
            "scope": fault.scope,
            "treat": fault.treat,
            "field": fault.field,
            "since": _iso(fault.since),
            "until": _iso(fault.until),
            "rows": rows,
            "what": fault.what,
            "source": fault.source,
        }
        for fault, rows in reading.faults()
    ]
    newest = _iso(reading.newest)
    period = {"column": layout.period, "from": _iso(reading.oldest), "to": newest}
    return {
        "release": None,
        "file": path.name,
        "sha256": _sha256(path),
        "kind": layout.kind,
        "as_of": newest,
        "as_of_basis": "content" if newest else "unknown",
        "layout": layout.name,
        "title": layout.title,
        "form": match.form.value,
        "format": reading.format,
        "table_release": layout.release,
        "publisher": layout.publisher,
        "licence": layout.licence,
        "ships": layout.ships,
        "row_of": layout.row_of,
        "grain": layout.grain,
        "rows": reading.rows,
        "sheets": reading.sheets,
        "period": period if layout.period else None,
        "columns": {
            "known": sorted(match.names, key=lambda name: match.names[name]),
            "missing": list(match.missing),
            "extra": list(match.extra),
            "of_another_release": dict(match.elsewhere),
        },
        "redacted": dict(sorted(reading.redacted.items())),
        "faulty": faults,
        "issues": _issues(reading),
        "warnings": _warnings(reading, faults),
        "sentence": match.sentence,
    }


def _warnings(reading: Reading, faults: Sequence[dict[str, Any]]) -> list[str]:
    said = [f"{'Refused' if fault['treat'] == 'refuse' else 'Flagged'}: {fault['what']}" for fault in faults]
    if reading.later_rows:
        said.append(
            f"{reading.later_rows:,} rows are dated after {reading.until}, the last day known of this release: "
            "the file is of a later one, and these dates are read as gaps until its layout is added."
        )
    return [*said, *reading.others, *reading.layout.warnings]


def _issues(reading: Reading) -> list[dict[str, Any]]:
    """The issues; of a table about people without what only few rows print, or what looks like an identifier."""
    if not reading.layout.person_rows:
        return reading.tally.to_json()
    shown: list[dict[str, Any]] = []
    hidden: dict[tuple[str, str], dict[str, Any]] = {}
    for issue in reading.tally.to_json():
        heading = issue["code"] in ("unknown_column", "column_of_another_release")
        printed = issue["original"]
        if printed is None or heading or (issue["count"] >= LEAST_SHOWN and not _HASH.search(printed)):
            shown.append(issue)
            continue
        same = hidden.setdefault(
            (issue["code"], issue["rule"]),
            {**issue, "original": None, "value": None, "rule": f"{issue['rule']}; {_UNSAID}", "count": 0, "cells": []},
        )
        same["count"] += issue["count"]
        same["cells"] = [*same["cells"], *issue["cells"]][:FIRST_CELLS]
    return sorted([*shown, *hidden.values()], key=lambda issue: (issue["code"], issue["rule"], issue["original"] or ""))


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
