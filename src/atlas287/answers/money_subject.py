"""Whose money is asked about: a model of agreement, or an agency with the models that it holds on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers import ledger, measure
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Count, Gap
from atlas287.core.release import Release

Row = dict[str, Any]


@dataclass(slots=True)
class Subject:
    """Who is asked about. `models` are those held on the day with their agreements; None where that is not known."""

    name: str
    state: str | None
    models: Mapping[str, int] | None
    agency: Row | None = None
    shown: Row | None = None
    gap: Gap | None = None
    candidates: list[Row] = field(default_factory=list)

    def to_json(self) -> Row | None:
        """The `subject` of the contract; null where a name fits several agencies."""
        if self.candidates:
            return None
        if self.agency is None:
            return {"kind": "model", "model": self.name, "state": self.state}
        known = {"gap": self.gap.kind.value} if self.gap else dict(self.models or {})
        named = {key: self.agency[key] for key in ("id", "name", "state")}
        return {"kind": "agency", **named, "agency_kind": self.agency["kind"], "models": known, "list": self.shown}

    def place(self) -> Row:
        """The place whose gaps are told."""
        if self.agency is not None:
            return {"kind": "agency"} | {key: self.agency[key] for key in ("id", "name", "state")}
        if self.state is not None:
            return {"kind": "state", "code": self.state, "name": registry.codes("states")["standard"][self.state]}
        return {"kind": "nation", "name": "United States"}


def find(release: Release, subject: str, state: str | None, day: date) -> Subject:
    """The subject that a word means: a model's code or name, else an agency by id or name.

    A name that fits several agencies gives `candidates`. Raises UsageError where none fits.
    """
    names = registry.codes("models")["standard"]
    text = subject.strip()
    code = next((code for code, name in names.items() if text.casefold() in (code.casefold(), name.casefold())), None)
    if code is not None:
        return Subject(code, state, {code: 1})
    found = ledger.find(release, subject, state)
    if not found:
        do = f"give its id, words of its name, or a model: {', '.join(names)}"
        raise UsageError("no agency on the lists held is called so", where=text[:80], do=do)
    if len(found) > 1:
        return Subject(text, state, None, candidates=[{**each, "kind": "agency"} for each in found])
    agency = found[0]
    listed = _held(release, agency["id"], day)
    if isinstance(listed.total, Gap):
        return Subject(agency["name"], agency["state"], None, agency, gap=listed.total)
    models = {str(row["model"]): int(row["value"]) for row in listed.rows}
    return Subject(agency["name"], agency["state"], models, agency, dict(listed.list) if listed.list else None)


@lru_cache(256)
def _held(release: Release, agency_id: str, day: date) -> Count:
    """The agreements of an agency on the list of a day, by model."""
    return measure.count(release, "agreements", by=["model"], where={"agency": [agency_id]}, as_of=day)
