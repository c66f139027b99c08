"""A release of invented facts: the tables of the build over raw facts, without lists."""

import pyarrow as pa

from atlas287.core import query
from atlas287.core.engine import DuckDB
from atlas287.intake import facts
from atlas287.intake.build import TABLES

SOURCE = {
    "title": "A text",
    "publisher": "A legislature",
    "publisher_kind": "legislature",
    "url": "https://example.org/text",
    "date": "2020-01-01",
    "read_in": "example.org",
    "file": "facts/invented.csv",
    "sha256": "0" * 64,
    "row": 2,
}
STATED = ("facts", "policies", "policy_kinds", "terms", "statutes")


def told(fact_id, confidence="primary", **more):
    """One invented fact in the form of the registry."""
    text = {"en": f"In a State, {fact_id} says so", "es": f"En un estado, {fact_id} lo dice"}
    return {"id": fact_id, "citation": fact_id, "text": text, "source": SOURCE, "confidence": confidence} | {
        "checked": "2026-11-24",
        **more,
    }


def measure(fact_id, confidence="primary", **more):
    """One invented measure of a State: in force for sheriffs since 2020 unless told otherwise."""
    empty = dict.fromkeys(("mandate", "restriction", "condition", "ended", "deadline"))
    own = {"standing": "in_force", "kinds": ["sheriff"], "enacted": "2020-01-01", "effective": "2020-01-01"}
    return told(fact_id, confidence, **empty | own | {"conflicts_with": []} | more)


class Stated:
    """A release that holds facts alone: measures by State, terms by model, statutes, and perhaps lists."""

    def __init__(self, *, measures=None, terms=None, statutes=(), built="2026-05-18"):
        self.built, self.newest, self.id = built, {"participating": built, "pending": None}, f"{built}-00000000"
        self._engine = DuckDB()
        rows = {name: [] for name in facts.SCHEMAS}
        for folder, key, given in (("policies", "state", measures), ("models", "model", terms)):
            for shared, listed in (given or {}).items():
                for each in listed:
                    self._add(rows, folder, {key: shared}, each)
        for each in statutes:
            self._add(rows, "statutes", {}, {"kind": "statute", "decided_or_enacted": None} | each)
        for name, schema in facts.SCHEMAS.items():
            typed = [facts._typed(row, schema) for row in rows[name]]
            self._engine.register(name, pa.Table.from_pylist(typed, schema=schema))
        for name in STATED:
            self._engine.create(name, query.load(TABLES / f"{name}.sql").sql)

    @staticmethod
    def _add(rows, folder, shared, each):
        if each["confidence"] == facts.RECALLED:
            return
        rows["raw_facts"].append(facts._told(each))
        for name, row in facts._coded(folder, shared, each):
            rows[name].append({"fact_id": each["id"], **row})

    def rows(self, sql, parameters=None):
        return self._engine.rows(sql, parameters)
