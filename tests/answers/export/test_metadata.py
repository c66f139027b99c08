"""One account of the data set in every form: Citation File Format, schema.org, DCAT."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from atlas287.answers.export import KINDS
from atlas287.core.about import __version__

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "cff-1.2.0.json").read_text(encoding="utf-8"))
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


def cff(path):
    """A citation file, dates as text as the schema has them."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("kind", KINDS)
def test_every_export_carries_a_valid_citation_of_its_release(kind, exported, release):
    found = cff(exported(kind) / "CITATION.cff")
    jsonschema.Draft7Validator(SCHEMA).validate(found)
    assert found["version"] == release.id
    assert found["date-released"] == release.built
    assert found["license"] == "CC0-1.0"
    assert found["authors"] == [{"name": "The atlas287 contributors"}]


def test_the_citation_of_the_project_is_valid_and_of_this_version():
    found = cff(ROOT / "CITATION.cff")
    jsonschema.Draft7Validator(SCHEMA).validate(found)
    assert found["type"] == "software"
    assert found["version"] == __version__
    assert found["license"] == "Apache-2.0"
    assert found["preferred-citation"]["type"] == "data"
    assert {each["name"] for each in [*found["authors"], *found["preferred-citation"]["authors"]]} == {
        "The atlas287 contributors"
    }


def test_a_date_of_release_stands_in_it_once_the_changelog_has_one():
    heading = re.search(rf"^## {re.escape(__version__)} \((.*)\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    told = cff(ROOT / "CITATION.cff").get("date-released")
    assert told == (None if heading[1] == "unreleased" else heading[1])


def test_the_project_and_its_exports_are_described_alike(exported):
    project, data = cff(ROOT / "CITATION.cff"), cff(exported("csv") / "CITATION.cff")
    assert project["preferred-citation"]["title"] == data["title"]


def test_schema_org_has_what_a_search_for_data_sets_needs(exported, release):
    found = json.loads((exported("datapackage") / "schema_org.jsonld").read_text())
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(found["description"]) <= 5000
    assert found["identifier"] == found["version"] == release.id
    assert found["license"] == CC0
    assert found["temporalCoverage"] == "2007-09-19/2026-05-18"
    assert found["creator"] == {"@type": "Organization", "name": "The atlas287 contributors"}
    assert {"name", "keywords", "spatialCoverage", "isBasedOn", "variableMeasured"} <= set(found)
    files = {each["path"]: each["sha256"] for each in exported.content("datapackage")["files"]}
    assert all(files[each["contentUrl"]] == each["sha256"] for each in found["distribution"])
    assert "data/agreements.csv" in {each["contentUrl"] for each in found["distribution"]}


def test_dcat_has_what_dcat_and_dcat_us_require(exported, release):
    found = json.loads((exported("datapackage") / "dcat.jsonld").read_text())
    assert found["@type"] == "dcat:Dataset"
    assert found["dct:identifier"] == release.id
    for required in (
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dcat:keyword",
        "dct:modified",
        "dct:accessRights",
    ):
        assert found[required], required
    assert found["dct:license"] == {"@id": CC0}
    for each in found["dcat:distribution"]:
        assert each["@type"] == "dcat:Distribution"
        assert each["dcat:mediaType"] in ("text/csv", "application/json")
        assert re.fullmatch("[0-9a-f]{64}", each["spdx:checksum"]["spdx:checksumValue"])


def test_no_address_is_invented(exported):
    """Addresses in what describes the data are vocabularies, the licence, and the pages of the sources."""
    known = (
        CC0,
        "https://schema.org/",
        "http://www.w3.org/",
        "http://purl.org/dc/terms/",
        "http://xmlns.com/foaf/0.1/",
        "http://spdx.org/rdf/terms#",
        "https://www.ice.gov/identify-and-arrest/287g",
        "https://github.com/deportationdata/ice-287g",
        "https://github.com/deportationdata/ice",
    )
    folder = exported("datapackage")
    for name in ("datapackage.json", "schema_org.jsonld", "dcat.jsonld", "README.md", "CITATION.cff"):
        for address in re.findall(r"https?://[^\s\"<>)]+", (folder / name).read_text(encoding="utf-8")):
            assert address.startswith(known), (name, address)
