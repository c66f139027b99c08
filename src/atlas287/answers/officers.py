"""Which officers are asked about: under which agreements on a day, in which State, of which kind of agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from atlas287.answers import ledger
from atlas287.answers.measure import list_on
from atlas287.answers.rules import MODELS, NONE, UNKNOWN
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind
from atlas287.core.release import Release

ASSUMED_KIND = "sheriff"
"""Whose State law is told where a model or `none` is asked about and no kind of agency is given."""
Row = dict[str, Any]


@dataclass(slots=True)
class Officers:
    """Who is asked about: the models held on the day, the State and kind of agency, and what is not known of that."""

    models: tuple[str, ...]
    state: str | None
    kind: str | None
    model: str | None = None
    agency: Row | None = None
    shown: Row | None = None
    candidates: list[Row] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def asked_about(
    release: Release, subject: str, state: str | None, kind: str | None, day: date, texts: Mapping[str, str]
) -> Officers:
    """The officers that a subject means: a model's code, `none`, or an agency by id or name with what its list shows.

    A name that fits several agencies gives `candidates` alone. Raises UsageError where none fits.
    """
    code = subject.strip().upper()
    if code in (*MODELS, NONE):
        return Officers((code,), state, kind or ASSUMED_KIND if state else kind, model=code if code != NONE else "none")
    found = ledger.find(release, subject, state)
    if not found:
        raise UsageError(f"no agency is called {subject!r}", do=f"give an agency's name, none, or {', '.join(MODELS)}")
    if len(found) > 1:
        return Officers((), state, None, candidates=found)
    agency = {key: found[0][key] for key in ("id", "name", "state", "kind")}
    newest = list_on(release, "participating", day)
    who = Officers((UNKNOWN,), agency["state"], kind or agency["kind"], agency=agency)
    if isinstance(newest, Gap):
        who.gaps.append(newest)
        return who
    who.shown = newest.to_json()
    listed = release.rows(
        "SELECT DISTINCT r.model FROM members AS m JOIN listings AS r USING (list_no, row) "
        "WHERE m.list_no = $list_no AND m.agency_id = $id ORDER BY 1",
        {"list_no": newest.list_no, "id": agency["id"]},
    )
    who.models = tuple(row["model"] if row["model"] in MODELS else UNKNOWN for row in listed)
    if not who.models:
        who.models = (NONE,)
        what = texts["not_listed"].format(name=agency["name"], date=newest.as_of)
        who.gaps.append(Gap(GapKind.NOT_COLLECTED, what, texts["matters_list"]))
    return who
