"""Every measure against its cases in tests/measures/<unit>.yaml: invented rows given, counts by hand expected."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from atlas287.answers.measure import count, measures
from atlas287.core.engine import DuckDB

CASES = Path(__file__).parents[1] / "measures"
LISTING = {"row": None, "state": None, "state_printed": None, "agency_key": None, "model": "unknown"}
LISTING |= {"signed_status": "printed", "memorandum": "none", "signed": None}

TEXT, DAY = pa.string(), pa.date32()
FACTS = {
    "facts": {"fact_id": TEXT, "confidence": TEXT},
    "policies": {
        "fact_id": TEXT,
        "state": TEXT,
        "duty": TEXT,
        "counts": pa.bool_(),
        "begins": DAY,
        "ended": DAY,
    },
    "policy_kinds": {"fact_id": TEXT, "agency_kind": TEXT},
    "studies": {
        "fact_id": TEXT,
        "year": pa.int32(),
        "topic": TEXT,
        "direction": TEXT,
        "design": TEXT,
        "programme": TEXT,
    },
    "study_models": {"fact_id": TEXT, "model": TEXT},
    "facility_months": {
        "facility": TEXT,
        "month": DAY,
        "models": TEXT,
        "person_days": pa.int64(),
        "first_day": DAY,
        "last_day": DAY,
    },
    "facility_files": {"file": TEXT, "sha256": TEXT, "first_day": DAY, "last_day": DAY},
    "claims": {"fact_id": TEXT, "said": TEXT, "side": TEXT, "topic": TEXT, "state": TEXT},
}


class Given:
    """A release of the rows that a case gives; agencies are told by state and name where it names none."""

    def __init__(self, content):
        lists = [
            {"sha256": f"{one['list_no']:064x}", "file": f"{one['list_no']}.xlsx"} | one for one in content["lists"]
        ]
        listings = [LISTING | row for row in content.get("listings", [])]
        members = [
            {
                "list_no": row["list_no"],
                "row": row["row"],
                "state": row["state"] or row["state_printed"] or "",
                "agency_id": row.get("agency_id") or f"{row['state'] or row['state_printed']}-{row['agency_key']}",
                "agreement_id": row.get("agreement_id"),
            }
            for row in listings
        ]
        agencies = {row["agency_id"]: "other" for row in members} | content.get("agencies", {})
        self._engine = DuckDB()
        self._engine.register("lists", pa.Table.from_pylist(lists))
        for name, rows, columns in (
            ("listings", listings, [name for name in LISTING if name not in ("row", "signed")]),
            ("members", members, ["state", "agency_id", "agreement_id"]),
        ):
            fields = [("list_no", pa.int32()), ("row", pa.int32()), *((each, pa.string()) for each in columns)]
            fields += [("signed", pa.date32())] if name == "listings" else []
            self._engine.register(name, pa.Table.from_pylist(rows, schema=pa.schema(fields)))
        for name, rows, columns in (
            ("agencies", [{"agency_id": i, "kind": kind} for i, kind in agencies.items()], ["agency_id", "kind"]),
            ("agency_counties", content.get("agency_counties", []), ["agency_id", "basis", "county"]),
            ("agency_towns", content.get("agency_towns", []), ["agency_id", "town_id"]),
            ("towns", content.get("towns", []), ["town_id"]),
            ("places", content.get("places", []), ["place_id", "type", "state"]),
            ("facilities", content.get("facilities", []), ["facility", "kind", "state", "county"]),
            ("events", content.get("events", []), ["event_id", "type", "state", "agency_id", "model"]),
        ):
            fields = [(each, pa.string()) for each in columns] + ([("date", pa.date32())] if name == "events" else [])
            fields += [("certain", pa.bool_())] if name == "agency_towns" else []
            self._engine.register(name, pa.Table.from_pylist(rows, schema=pa.schema(fields)))
        self.tables = ("facility_files",)
        for name, columns in FACTS.items():
            rows = [dict.fromkeys(columns) | row for row in content.get(name, [])]
            self._engine.register(name, pa.Table.from_pylist(rows, schema=pa.schema(list(columns.items()))))
        self.built = max(str(one["as_of"]) for one in lists)
        kinds = ("participating", "pending")
        self.newest = {k: max((str(x["as_of"]) for x in lists if x["kind"] == k), default=None) for k in kinds}

    def rows(self, sql, parameters=None):
        return self._engine.rows(sql, parameters)


def cases():
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        for case in content["expect"]:
            yield pytest.param(path.stem, content["given"], case, id=f"{path.stem}: {case['case']}")


def test_every_measure_has_cases():
    assert {path.stem for path in CASES.glob("*.yaml")} == set(measures())


@pytest.mark.parametrize(("unit", "given", "case"), list(cases()))
def test_a_measure_gives_what_was_counted_by_hand(unit, given, case):
    as_of = case.get("as_of")
    assert as_of is None or isinstance(as_of, date)
    found = count(
        Given(given),
        unit,
        by=case.get("by", []),
        where=case.get("where"),
        as_of=as_of,
        basis=case.get("basis"),
        since=case.get("since"),
        until=case.get("until"),
    )
    counted = found.to_json()
    for key in {"total", "rows", "overlap"} & set(case):
        rows = [{name: row[name] for name in row if name != "list"} for row in counted["rows"]]
        assert (rows if key == "rows" else counted[key]) == case[key], key
    if "sides" in case:
        assert [counted["gaps"][0]["before"], counted["gaps"][0]["after"]] == case["sides"]
    if "known" in case:
        assert counted["period"]["known"] == case["known"]
    if "list" in case:
        assert counted["list"]["as_of"] == case["list"]
