"""`read` of tables: what it prints fits the contract and never repeats a row about a person."""

import csv
import json
import re

import jsonschema
import pytest
from click.testing import CliRunner

from atlas287 import published
from atlas287.cli import main
from atlas287.core import registry
from support import tables

LAYOUTS = registry.layouts()
ARRESTS = LAYOUTS["ddp_arrests_2026_03"]
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((registry.ROOT / "schema" / "contract" / "read.json").read_text(encoding="utf-8"))
)
PERSON = re.compile(r"[0-9a-f]{40}")


def printed(*words):
    return CliRunner().invoke(main, ["read", *map(str, words)])


@pytest.mark.parametrize("name", ["ddp_arrests_2026_03", "ddp_facility_days_2025_10", "tmp_detention_locations"])
def test_what_read_says_of_a_table_fits_the_contract_in_every_form(name, tmp_path):
    layout = LAYOUTS[name]
    path = tables.write_parquet(tmp_path / "a.parquet", tables.headings(layout), tables.rows(layout))
    said = json.loads(printed(path, "--format", "json").stdout)
    SCHEMA.validate(said)
    assert (said["kind"], said["layout"], said["rows"], said["format"]) == (layout.kind, name, 3, "parquet")
    text = printed(path).stdout
    assert text.startswith(f"a.parquet\n{layout.title}\n")
    assert printed(path, "--format", "md").stdout.startswith("# a.parquet\n")
    assert printed(path, "--format", "csv").exit_code == 0


def test_no_identifier_and_no_value_of_few_rows_is_ever_printed(tmp_path):
    made = tables.rows(ARRESTS, count=30)
    for number, row in enumerate(made):
        # Known to no list: twelve rows share one value, two another; one holds an identifier in the wrong column.
        row["apprehension_method"] = "Invented Arrest" if number < 12 else "Invented Secret" if number < 14 else None
        row["gender"] = row["unique_identifier"] if number == 20 else "Male"
        row["birth_year"] = "a secret"
    path = tables.write_csv(tmp_path / "a.csv", tables.headings(ARRESTS), made)
    for form in ("text", "json", "csv", "md"):
        said = printed(path, "--format", form).stdout
        assert not any(row["unique_identifier"] in said for row in made), form
        assert "secret" not in said.lower(), form
    said = json.loads(printed(path, "--format", "json").stdout)
    SCHEMA.validate(said)
    unknown = [
        (each["original"], each["count"], each["cell"]) for each in said["issues"] if each["code"] == "code_unknown"
    ]
    methods, genders = (list(tables.headings(ARRESTS)).index(name) for name in ("apprehension_method", "gender"))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert unknown == [
        ("Invented Arrest", 12, f"a!{letters[methods]}2"),
        (None, 2, f"a!{letters[methods]}14"),
        (None, 1, f"a!{letters[genders]}22"),
    ]


def test_a_file_given_twice_under_two_names_is_told(tmp_path):
    one = tables.write_parquet(tmp_path / "a.parquet", tables.headings(ARRESTS), tables.rows(ARRESTS))
    other = tmp_path / "b.parquet"
    other.write_bytes(one.read_bytes())
    said = json.loads(printed(one, other, "--format", "json").stdout)
    assert "The file has the same bytes as a.parquet: count only one of them." in said["files"][1]["warnings"]
    assert not any("same bytes" in text for text in said["files"][0]["warnings"])


def test_an_unknown_table_gets_one_sentence(tmp_path):
    path = tmp_path / "a.parquet"
    tables.write_parquet(path, {"a": "a", "b": "b"}, [{"a": 1, "b": 2}])
    result = printed(path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a.parquet: the headings are those of no known table" in result.stderr


# The manifest counts the line ends of these two files, whose last line has none. Counted by the csv module: 426 and 34.
MISCOUNTED = {"ddp_ice_areas_of_responsibility.csv": 426, "ddp_manual_facility_locations.tsv": 34}


@pytest.mark.data
def test_every_real_file_is_recognised_with_the_rows_of_its_manifest(data_dir):
    folder = data_dir / "enforcement"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        manifest = {row["file"]: row for row in csv.DictReader(file)}
    assert len(manifest) > 35
    for name, told in manifest.items():
        said = published.read(folder / name)
        SCHEMA.validate(json.loads(json.dumps(said)))
        if told["rows"]:
            assert said["rows"] == MISCOUNTED.get(name, float(told["rows"])), name
        if name != "generator_params.json":  # of which the manifest describes an earlier copy
            assert said["sha256"] == told["sha256"], name
        assert said["columns"]["extra"] == [], name
        assert not PERSON.search(json.dumps(said["issues"])), name
        dates = re.findall(r"\d{4}-\d\d-\d\d", told["date_range"])
        # The manifest ends this one with a date in the future, which is an issue and no end of a period.
        if len(dates) == 2 and said["period"] and name != "mn_daily_arrests.csv":
            assert [said["period"]["from"], said["period"]["to"]] == dates, name


@pytest.mark.data
def test_the_real_sample_of_detainers_is_the_march_2026_release_without_one_column(data_dir):
    said = published.read(data_dir / "enforcement" / "ddp_detainers_march2026_sample.csv")
    assert (said["kind"], said["table_release"], said["form"], said["rows"]) == (
        "detainers",
        "2026-03",
        "processed",
        22,
    )
    assert said["columns"]["missing"] == ["arrest_warrant_served_date"]
    assert said["period"] == {"column": "detainer_prepare_date", "from": "2026-02-02", "to": "2026-02-11"}
    assert said["issues"] == []


@pytest.mark.data
def test_the_real_date_in_the_future_is_an_issue_with_its_cell(data_dir):
    said = published.read(data_dir / "enforcement" / "mn_daily_arrests.csv")
    assert [(each["code"], each["cell"], each["count"]) for each in said["issues"]] == [
        ("date_implausible", "mn_daily_arrests!A223", 1)
    ]
    assert said["as_of"] == "2026-03-10"
