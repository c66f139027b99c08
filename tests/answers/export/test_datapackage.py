"""The data package, judged by Frictionless' own validator: rows, types, codes, keys and foreign keys."""

import csv
import json
import shutil

import frictionless
import pytest

BIG = ("listings", "members", "issues")


@pytest.fixture(scope="module")
def descriptor(exported):
    return json.loads((exported("datapackage") / "datapackage.json").read_text(encoding="utf-8"))


def faults(folder):
    limit = csv.field_size_limit()
    report = frictionless.validate(str(folder / "datapackage.json"))
    csv.field_size_limit(limit)  # which frictionless lifts for the whole process
    return [(task.name, error.type, error.message) for task in report.tasks for error in task.errors] + [
        (None, error.type, error.message) for error in report.errors
    ]


def test_the_whole_package_is_valid(exported):
    assert faults(exported("datapackage")) == []


@pytest.fixture
def damaged(exported, tmp_path):
    """A copy of the package without its large tables, to be spoilt."""
    folder = tmp_path / "package"
    shutil.copytree(exported("datapackage"), folder, ignore=shutil.ignore_patterns(*(f"{name}.csv" for name in BIG)))
    content = json.loads((folder / "datapackage.json").read_text())
    content["resources"] = [each for each in content["resources"] if each["name"] not in BIG]
    (folder / "datapackage.json").write_text(json.dumps(content))
    return folder


@pytest.mark.parametrize(
    ("table", "before", "after", "error"),
    [
        ("agreements", ",al-", ",al-no-such-", "foreign-key"),
        ("agreements", ",TFM,", ",TFX,", "constraint-error"),
        ("places", ",2023,", ",year,", "type-error"),
    ],
)
def test_the_validator_finds_what_we_spoil(table, before, after, error, damaged):
    path = damaged / "data" / f"{table}.csv"
    head, _, body = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(f"{head}\n{body.replace(before, after, 1)}", encoding="utf-8")
    assert error in {kind for name, kind, _ in faults(damaged) if name == table}


def test_every_field_has_a_type_a_description_and_its_constraints(descriptor):
    fields = {
        (resource["name"], field["name"]): field
        for resource in descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    assert all(field["type"] and len(field["description"]) > 5 for field in fields.values())
    assert fields["agencies", "agency_id"]["constraints"] == {"required": True, "unique": True}
    assert fields["listings", "model"]["constraints"] == {
        "required": True,
        "enum": ["JEM", "WSO", "TFM", "TTFM", "HYBRID", "unknown"],
    }
    assert fields["listings", "signed"]["gap"] == "unknown_date"
    assert "signed_status" in fields["listings", "signed"]["description"]
    assert fields["applications", "days_to_signed"]["unit"] == "days"
    assert all(resource["schema"]["missingValues"] == [""] for resource in descriptor["resources"])


def test_the_package_says_where_it_is_from_and_under_what_licence(descriptor, release):
    assert descriptor["id"] == descriptor["version"] == release.id
    assert [each["name"] for each in descriptor["licenses"]] == ["CC0-1.0"]
    titles = [each["title"] for each in descriptor["sources"]]
    assert any(title.startswith("Participating agencies (workbook); U.S. Immigration") for title in titles)
    assert any("RelevantResearch/287g-DetentionData" in title for title in titles)
    assert {each["path"] for each in descriptor["sources"] if "path" in each} == {
        "https://www.ice.gov/identify-and-arrest/287g",
        "https://github.com/deportationdata/ice-287g",
        "https://github.com/deportationdata/ice",
    }
