"""How numbers are spread: agencies by how many agreements they hold, States by how they grew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas287.answers import measure
from atlas287.core import registry
from atlas287.core.model import Gap, Measurement
from atlas287.core.release import Release

FEW = 30
"""Agencies that a sentence names at most."""


def several(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """Agencies with so many agreements or models, or more: {"unit", "where", "as_of", "least"}.

    `unit` is agreements or models. The value holds their number; as `rows` and in print as `split` how many agencies
    hold each number; and the `names` of those with `least` or more where they are few.
    """
    day, where = date.fromisoformat(parameters["as_of"]), _listed(parameters["where"])
    found = measure.count(release, "agreements", by=["agency", "model"], where=where, as_of=day)
    if isinstance(found.total, Gap):
        return found.total
    held: Counter[str] = Counter()
    for row in found.rows:
        held[str(row["agency"])] += row["value"] if parameters["unit"] == "agreements" else 1
    chosen = [agency for agency, number in held.items() if number >= parameters["least"]]
    rows = sorted(Counter(held.values()).items())
    own = {row["agency_id"]: row for row in release.rows("SELECT agency_id, agency, state FROM agencies")}
    named = sorted(f"{own[each]['agency']} ({own[each]['state']})" for each in chosen) if len(chosen) <= FEW else []
    value = {
        "value": len(chosen),
        "least": parameters["least"],
        "rows": [{"each": number, "value": agencies} for number, agencies in rows],
        "split": ", ".join(f"{number}: {agencies:,}" for number, agencies in rows) or "0",
        "names": named,
        "form": "named" if named else "other" if chosen else "zero",
    }
    return Measurement("several", dict(parameters), value, "agencies", found.list)


def grown(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The States in which a count grew most between two days: {"unit", "where", "since", "until", "first", "fell"}.

    They are ordered by the difference of the counts, not by percentages; `fell` tells those in which it fell most. The
    value holds `rows` of {state, value, before, after}, as many as `first` and any that tie with the last of them.
    """
    where, names, counts = _listed(parameters["where"]), registry.codes("states")["standard"], []
    for key in ("since", "until"):
        day = date.fromisoformat(parameters[key])
        found = measure.count(release, parameters["unit"], by=["state"], where=where, as_of=day)
        if isinstance(found.total, Gap):
            return found.total
        counts.append(({str(row["state"]): int(row["value"]) for row in found.rows}, found.list or {}))
    (before, first), (after, last) = counts
    sign = -1 if parameters["fell"] else 1
    changed = {code: sign * (after.get(code, 0) - before.get(code, 0)) for code in names}
    ordered = sorted((-number, code) for code, number in changed.items() if number > 0)
    least = -ordered[: int(parameters["first"])][-1][0] if ordered else 0
    rows = [
        {"state": code, "value": sign * -number, "before": before.get(code, 0), "after": after.get(code, 0)}
        for number, code in ordered
        if -number >= least
    ]
    value = {
        "value": rows[0]["value"] if rows else 0,
        "rows": rows,
        "names": [f"{names[row['state']]} ({row['value']:+,}: {row['before']:,}, {row['after']:,})" for row in rows],
        "since": first.get("as_of", ""),
        "until": last.get("as_of", ""),
        "form": "other" if rows else "zero",
    }
    lists = tuple(each for each in (first, last) if each)
    return Measurement("grown", dict(parameters), value, str(parameters["unit"]), None, lists=lists)


def _listed(where: Mapping[str, Any]) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in where.items()}
