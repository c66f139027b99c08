"""Names to agencies: judgements join, and every agency gets its id, minted once.

A score proposes (tables/candidates.sql), a judgement joins: a rule's or a reviewer's `same`. A reviewer's `different`
parts two names however many rules would join them through third ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from atlas287.core.engine import DuckDB
from atlas287.core.names import agency_key

READS = ("names", "candidates")
"""The tables that `identities` is made from, beside the registry's."""

Name = tuple[str, str]
"""State and folded name."""


def identities(engine: DuckDB) -> pa.Table:
    """One row a name: `state`, `agency_key`, the `agency_id` it stands for, and `minted`, whether the registry has it.

    The id of an agency is the first in `registry/agencies.csv` that was minted for one of its names and that no agency
    listed before it holds; a merge so leaves the others to redirect, and of two that are parted the older keeps it. An
    agency without one gets the id that would be minted: its state and first-listed name.
    """
    names = engine.rows("SELECT state, agency_key, agency FROM names ORDER BY first_list_no, agency_key, state")
    verdicts = engine.rows(
        "SELECT state, agency_key, other_state, other_key, verdict, judged_by FROM candidates "
        "WHERE verdict IN ('same', 'different') "
        "ORDER BY judged_by <> 'reviewer', similarity DESC, state, agency_key, other_state, other_key"
    )
    minted = {
        (row["state"], row["agency_key"]): (number, row["agency_id"])
        for number, row in enumerate(engine.rows("SELECT state, agency_key, agency_id FROM registry_agencies"))
    }
    rows = []
    taken = {agency_id for _, agency_id in minted.values()}
    used: set[str] = set()
    for group in components([(row["state"], row["agency_key"]) for row in names], verdicts):
        held = (minted[name] for name in group if name in minted)
        known = min((each for each in held if each[1] not in used), default=None)
        agency_id = known[1] if known else _free(slug(*group[0]), taken)
        taken.add(agency_id)
        used.add(agency_id)
        rows += [(state, key, agency_id, known is not None) for state, key in group]
    return pa.table(
        {
            "state": pa.array([row[0] for row in rows], pa.string()),
            "agency_key": pa.array([row[1] for row in rows], pa.string()),
            "agency_id": pa.array([row[2] for row in rows], pa.string()),
            "minted": pa.array([row[3] for row in rows], pa.bool_()),
        }
    )


def components(names: Sequence[Name], verdicts: Iterable[Mapping[str, Any]]) -> list[list[Name]]:
    """Names joined by the verdicts in their order, each group and the groups in the order of `names`.

    No `same` joins two groups that a `different` parts.
    """
    verdicts = sorted(verdicts, key=lambda row: row["verdict"] == "same")  # those that part come first
    group_of = {name: number for number, name in enumerate(names)}
    members = {number: [name] for number, name in enumerate(names)}
    apart: list[tuple[Name, Name]] = []
    for row in verdicts:
        one, other = (row["state"], row["agency_key"]), (row["other_state"], row["other_key"])
        if row["verdict"] == "different":
            apart.append((one, other))
            continue
        a, b = sorted((group_of[one], group_of[other]))
        if a == b or any({group_of[x], group_of[y]} == {a, b} for x, y in apart):
            continue
        for name in members[b]:
            group_of[name] = a
        members[a] += members.pop(b)
    order = {name: number for number, name in enumerate(names)}
    return [sorted(members[number], key=order.__getitem__) for number in sorted(members)]


def slug(state: str, name: str) -> str:
    """The id that is minted for a name: `OH` and `St. Example's Office` make `oh-st-examples-office`."""
    plain = (
        unicodedata.normalize("NFKD", f"{state} {agency_key(name)}".replace("'", ""))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
