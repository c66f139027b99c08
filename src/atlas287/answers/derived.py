"""What sentences derive from facts or counts: functions of a release and parameters, which `verify` runs again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas287.core.model import Measurement
from atlas287.core.release import Release


def studies_since(release: Release, parameters: Mapping[str, Any]) -> Measurement:
    """How many studies of 287(g) published up to a day have data of a year or later: {"year", "as_of"}."""
    year, day = int(parameters["year"]), date.fromisoformat(parameters["as_of"])
    rows = release.rows(
        "SELECT fact_id FROM studies WHERE programme = '287g' AND year <= $published AND period_to >= $year "
        "ORDER BY fact_id",
        {"published": day.year, "year": year},
    )
    facts = tuple(row["fact_id"] for row in rows)
    value = {"value": len(facts), "year": str(year), "as_of": str(day)}
    return Measurement("studies_since", dict(parameters), value, "studies", None, facts=facts)
