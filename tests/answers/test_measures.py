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
LISTING |= {"signed_status": "printed", "memorandum": "none", "agreement_id": None}


class Given:
    """A release of the rows that a case gives."""

    def __init__(self, content):
        lists = [
            {"sha256": f"{one['list_no']:064x}", "file": f"{one['list_no']}.xlsx"} | one for one in content["lists"]
        ]
        listings = [LISTING | row for row in content.get("listings", [])]
        fields = [("list_no", pa.int32()), ("row", pa.int32())]
        fields += [(name, pa.string()) for name in LISTING if name != "row"]
        self._engine = DuckDB()
        self._engine.register("lists", pa.Table.from_pylist(lists))
        self._engine.register("listings", pa.Table.from_pylist(listings, schema=pa.schema(fields)))
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
    counted = count(Given(given), unit, by=case.get("by", []), where=case.get("where"), as_of=as_of).to_json()
    for key in {"total", "rows", "overlap"} & set(case):
        rows = [{name: row[name] for name in row if name != "list"} for row in counted["rows"]]
        assert (rows if key == "rows" else counted[key]) == case[key], key
    if "sides" in case:
        assert [counted["gaps"][0]["before"], counted["gaps"][0]["after"]] == case["sides"]
    if "list" in case:
        assert counted["list"]["as_of"] == case["list"]
