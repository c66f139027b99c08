"""What a publisher gets is right by the tools of others: Frictionless, JSON Schema, openpyxl; and by our own check."""

import csv
import io
import json

import frictionless
import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers.reports import standard, template
from atlas287.cli import main

NAMES = {
    "report.csv",
    "informe.csv",
    "report.xlsx",
    "report-example.csv",
    "report-example.xlsx",
    "codes.csv",
    "table-schema.json",
    "report.schema.json",
    "datapackage.json",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "new"
    result = CliRunner().invoke(main, ["report", "template", "--out", str(path)])
    assert result.exit_code == 0
    assert {line.rpartition("/")[2] for line in result.stdout.splitlines()} == NAMES
    return path


def test_every_file_is_there_and_the_same_every_time(folder):
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == template.files()


@pytest.mark.parametrize("name", ["report-example.csv", "report-example.xlsx"])
def test_the_invented_example_passes_and_says_of_every_row_that_it_is_invented(folder, name):
    result = Atlas.open().report(folder / name, until="2026-05-18")
    assert result["passed"]
    assert set(result["counts"]["warnings"]) == {"agency_unknown"}
    assert all(row[-1] == "invented" and "invented" in row[2] for row in template.example())


def test_the_example_is_a_sound_data_package(folder):
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


def example(folder):
    return list(csv.DictReader(io.StringIO((folder / "report-example.csv").read_text())))


def test_the_json_schema_takes_the_example_and_refuses_a_small_cell_a_wrong_code_and_a_wrong_touchpoint(folder):
    schema = json.loads((folder / "report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    rows = example(folder)
    assert list(validator.iter_errors(rows)) == []
    for wrong in (
        {"offence": "felony", "value": "10"},
        {"offence": "felony", "value": "1"},
        {"stage": "referral"},
        {"stage": "booking", "touchpoint": "street"},
        {"value": ""},
        {"covered": "1.2"},
        {"name": "a person"},
    ):
        assert list(validator.iter_errors([rows[3] | wrong])), wrong
    for right in ({"offence": "felony", "value": "11"}, {"offence": "all", "value": "4"}, {"model": "JEM+TFM"}):
        assert not list(validator.iter_errors([rows[3] | right])), right


def test_the_table_schema_refuses_a_doubled_key_and_a_wrong_code(folder, tmp_path):
    rows = example(folder)
    for number, wrong in enumerate(([rows[0], rows[0]], [rows[0] | {"unit": "persons"}])):
        path = tmp_path / f"wrong{number}.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(wrong)
        schema = frictionless.Schema.from_descriptor(json.loads((folder / "table-schema.json").read_text()))
        with frictionless.system.use_context(trusted=True):
            assert not frictionless.Resource(path=str(path), schema=schema).validate().valid


def test_the_workbook_opens_elsewhere_with_codes_as_text(folder):
    workbook = openpyxl.load_workbook(folder / "report-example.xlsx")
    assert workbook.sheetnames == ["report", "codes"]
    assert [cell.value for cell in workbook["report"][1]] == list(standard.fields())
    assert workbook["report"]["D2"].value == "2026-01"
    assert workbook["report"]["K3"].value == 412
    empty = openpyxl.load_workbook(folder / "report.xlsx")["report"]
    assert empty.max_row == 1


def test_both_templates_have_every_heading(folder):
    for name in ("report.csv", "informe.csv"):
        heading = (folder / name).read_text(encoding="utf-8").strip().split(",")
        assert standard.headed(heading) == {field: n for n, field in enumerate(standard.fields())}


def test_no_code_or_heading_means_two_things():
    for field in standard.fields().values():
        words = {standard.fold(word) for code, each in field.words.items() for word in {code, each["en"], each["es"]}}
        told = {word: standard.code(field.name, word) for word in words}
        for code, each in field.words.items():
            assert {told[standard.fold(word)] for word in (code, each["en"], each["es"])} == {code}
    headings = [standard.fold(text) for f in standard.fields().values() for text in {f.name, f.titles["en"].lower()}]
    assert len(headings) == len(set(headings))
