"""A result is the JSON object; its frames hold the rows that the command line writes as CSV, typed."""

import copy
import csv
import datetime
import io
import json
import pickle
import re
import subprocess
import sys

import pyarrow as pa
import pytest
from click.testing import CliRunner

import atlas287
from atlas287 import Atlas, Result, UsageError
from atlas287.cli import main
from atlas287.core import errors
from atlas287.core.errors import AtlasError


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


CALLS = {
    "count agreements --by model": lambda a: a.count("agreements", by=["model"]),
    "count agreements --by month --as-of 2026-08-01": lambda a: a.count("agreements", by=["month"], as_of="2026-08-01"),
    "count agreements --by state --where state=VT": lambda a: a.count(
        "agreements", by=["state"], where={"state": "VT"}
    ),
    "count agreements --by model --as-of 2015-01-01": lambda a: a.count("agreements", by=["model"], as_of="2015-01-01"),
    "count listings --where state=WY --rows": lambda a: a.count("listings", where={"state": "WY"}, rows=True),
    "nation": lambda a: a.nation(),
    "state Ohio": lambda a: a.state("Ohio"),
    "state carolina": lambda a: a.state("carolina"),
    "county Collier,FL": lambda a: a.county("Collier, FL"),
    "county washington": lambda a: a.county("washington"),
    "town Naples --state FL": lambda a: a.town("Naples", state="FL"),
    "agency collier --state FL": lambda a: a.agency("collier", state="FL"),
    "agency Xyzzyvale": lambda a: a.agency("Xyzzyvale"),
    "changes --since 2026-05-01": lambda a: a.changes(since="2026-05-01"),
    "changes --since 2026-05-18 --place VT": lambda a: a.changes(since="2026-05-18", place="VT"),
    "gaps": lambda a: a.gaps(),
    "gaps --place Ohio --stage detainer": lambda a: a.gaps(place="Ohio", stages=["detainer"]),
    "gaps --place carolina": lambda a: a.gaps(place="carolina"),
    "gaps --held": lambda a: a.gaps(held=True),
}


def as_csv(value):
    """A value of a frame as CSV writes it: nothing for null, a quote before what a spreadsheet would run."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@pytest.mark.parametrize("words", CALLS)
def test_a_frame_has_the_columns_and_rows_of_the_csv(atlas, words):
    printed = CliRunner().invoke(main, [*words.split(), "--format", "csv"]).stdout
    head, *rows = list(csv.reader(io.StringIO(printed)))
    table = CALLS[words](atlas).to_arrow()
    assert table.column_names == head
    # a column of counts and averages is one of floats, and prints a count with its .0
    whole = re.compile(r"(\d+)\.0")
    told = [[whole.sub(r"\1", as_csv(row[name])) for name in head] for row in table.to_pylist()]
    assert told == [[whole.sub(r"\1", cell) for cell in row] for row in rows]


@pytest.mark.parametrize("words", CALLS)
def test_a_result_compares_copies_pickles_and_serialises_as_the_object(atlas, words):
    result = CALLS[words](atlas)
    plain = json.loads(json.dumps(result))
    assert type(plain) is dict
    assert isinstance(result, Result)
    assert result == plain == copy.deepcopy(result) == pickle.loads(pickle.dumps(result))
    assert type(copy.copy(result)) is type(pickle.loads(pickle.dumps(result))) is Result


def test_numbers_are_integers_dates_are_dates_and_a_gap_is_null_with_its_kind(atlas):
    table = CALLS["count agreements --by month --as-of 2026-08-01"](atlas).to_arrow()
    assert table.schema == pa.schema(
        [("month", pa.string()), ("value", pa.int64()), ("list", pa.date32()), ("gap", pa.string())]
    )
    first, last = table.to_pylist()[0], table.to_pylist()[-1]
    assert first == {"month": "2007-09", "value": 28, "list": datetime.date(2007, 9, 19), "gap": None}
    assert last == {"month": "2026-08", "value": None, "list": None, "gap": "not_collected"}


@pytest.mark.parametrize(
    ("many", "none"),
    [
        ("changes --since 2026-05-01", "changes --since 2026-05-18 --place VT"),
        ("agency collier --state FL", "agency Xyzzyvale"),
    ],
)
def test_a_frame_without_rows_has_the_types_of_one_with_rows(atlas, many, none):
    assert CALLS[none](atlas).to_arrow().num_rows == 0
    assert CALLS[many](atlas).to_arrow().num_rows > 0
    assert CALLS[none](atlas).to_arrow().schema == CALLS[many](atlas).to_arrow().schema


@pytest.mark.parametrize("words", CALLS)
def test_polars_and_pandas_hold_what_arrow_holds(atlas, words):
    result = CALLS[words](atlas)
    rows = result.to_arrow().to_pylist()
    assert result.to_polars().to_dicts() == rows
    frame = result.to_pandas()
    told = frame.astype(object).where(frame.notna(), None).to_dict("records")
    days = [{k: v.date() if isinstance(v, datetime.datetime) else v for k, v in row.items()} for row in told]
    assert days == rows


def test_an_integer_with_gaps_stays_an_integer_in_pandas(atlas):
    frame = CALLS["count agreements --by month --as-of 2026-08-01"](atlas).to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} | {"month": "", "gap": ""} == {
        "month": "",
        "value": "Int64",
        "list": "datetime64[ms]",
        "gap": "",
    }
    assert frame["value"].iloc[0] == 28
    assert frame["value"].isna().iloc[-1]


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_a_package_that_is_missing_is_named_with_the_way_to_get_it(atlas, package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=f"^{package} is not installed; run `pip install {package}`$"):
        getattr(atlas.gaps(), f"to_{package}")()


def test_a_trace_has_a_row_a_cell_of_a_published_file(atlas):
    brief = atlas.state("Wyoming")["brief"]
    traced = atlas.trace(brief, "scale.agreements.state")
    rows = traced.to_arrow().to_pylist()
    assert len(rows) == sum(len(row["cells"]) for row in traced["rows"]) > traced["now"]
    assert {row["file"] for row in rows} >= {"participatingAgencies05182026am.xlsx"}
    assert all(row["sha256"] and row["cell"] and row["key"] for row in rows)


def test_an_export_has_a_row_a_file(atlas, tmp_path):
    exported = atlas.export("panel", tmp_path / "panel")
    assert exported.to_arrow().to_pylist() == exported["files"]
    assert exported.to_arrow().schema.field("rows").type == pa.int64()


def test_verified_read_and_nested_objects_have_frames_too(atlas):
    brief = atlas.state("Guam")["brief"]
    brief["summary"][0]["text"] += " So it is."
    failed = atlas.verify(brief).to_arrow().to_pylist()
    assert failed[0]["id"] == "scale.agreements.state"
    assert failed[0]["was"].endswith(" So it is.")
    columns = ["section", "id", "kind", "text", "fact", "cites", "value", "gap"]
    assert Result(brief).to_arrow().column_names == columns
    assert Result(atlas.nation()["counts"][0]).to_arrow() == atlas.count("agreements", by=["model"]).to_arrow()


def test_a_sentence_of_a_fact_has_its_fact_and_sources_and_a_value_that_is_no_number_is_null(atlas):
    brief = atlas.county("12021")["brief"]
    told = {row["id"]: row for row in Result(brief).to_arrow().to_pylist()}
    term = told["fact.term:TFM.duration"]
    assert (term["kind"], term["fact"], term["value"], term["gap"]) == ("legal", "term:TFM.duration", None, None)
    cited = json.loads(term["cites"])
    assert [source["file"] for source in brief["sources"] if source["n"] in cited] == ["facts/models.csv"]
    assert (told["gap.money"]["cites"], told["gap.money"]["gap"]) == (None, "not_released")
    assert told["scale.agreements.county"]["fact"] is None
    verdict = {"id": "x", "kind": "legal", "text": "So it is.", "cites": [], "value": {"verdict": "may", "hours": 48}}
    share = {"id": "y", "kind": "computed", "text": "Half.", "cites": [], "value": 0.5}
    for said, value, kind in ((verdict, None, pa.int64()), (share, 0.5, pa.float64())):
        brief["sections"][1]["sentences"] = [said]
        table = Result(brief).to_arrow()
        assert table.schema.field("value").type == kind
        assert {row["id"]: row for row in table.to_pylist()}[said["id"]]["value"] == value


def test_an_object_without_rows_is_a_wrong_word():
    with pytest.raises(UsageError, match="this object has no rows"):
        Result({"release": None}).to_arrow()


def test_the_public_names_are_few_and_all_there():
    assert set(dir(atlas287)) == set(atlas287.__all__)
    assert {type(getattr(atlas287, name)).__name__ for name in atlas287.__all__} <= {"type", "function", "str"}
    assert atlas287.read.__module__ == atlas287.build.__module__ == atlas287.fetch.__module__ == "atlas287.published"
    tree = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AtlasError)}
    assert {name for name in dir(atlas287) if "Error" in name} == tree
    with pytest.raises(AttributeError, match="no attribute 'Compass'"):
        _ = atlas287.Compass


def test_importing_the_package_loads_nothing_of_weight_and_a_count_no_frames():
    program = (
        "import sys, atlas287; heavy = {'duckdb', 'pyarrow', 'yaml', 'click', 'numpy', 'pandas', 'polars', 'json'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "atlas287.Atlas.open().count('agreements', by=['model'])\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['duckdb', 'json', 'yaml']"]
