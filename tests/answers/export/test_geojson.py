"""GeoJSON: points that say what they are, areas with the counts of `count`."""

import json
from datetime import date

import pytest

from atlas287.answers.export import export
from atlas287.answers.measure import count


def read(folder, name):
    return json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def agencies(exported):
    return read(exported("geojson"), "agencies")


@pytest.fixture(scope="module")
def counties(exported):
    return read(exported("geojson"), "counties")


def test_both_are_feature_collections_that_name_their_list(agencies, counties, release):
    for content in (agencies, counties):
        assert content["type"] == "FeatureCollection"
        assert content["atlas287"]["release"] == release.id
        assert content["atlas287"]["list"]["as_of"] == "2026-05-18"
        assert all(set(feature) == {"type", "id", "geometry", "properties"} for feature in content["features"])
        assert len({feature["id"] for feature in content["features"]}) == len(content["features"])


def test_a_point_is_the_middle_of_the_county_of_base_and_says_so(agencies, release):
    middle = {
        row["place_id"]: [row["longitude"], row["latitude"]]
        for row in release.rows("SELECT * FROM places WHERE type = 'county'")
    }
    drawn = [feature for feature in agencies["features"] if feature["geometry"]]
    based = release.rows("SELECT count(based_in) AS n FROM profiles")[0]["n"]
    assert len(drawn) == based > 1500
    for feature in drawn:
        assert feature["geometry"] == {"type": "Point", "coordinates": middle[feature["properties"]["fips"]]}
        assert feature["properties"]["position"] == "middle of the county where the agency is based"


def test_an_agency_whose_county_is_not_known_has_no_point_and_says_why(agencies):
    bare = [feature["properties"] for feature in agencies["features"] if feature["geometry"] is None]
    assert {row["based_in_status"]: row["position"] for row in bare} == {
        "none": "not drawn: no source tells the county where the agency is based",
        "one_source": "not drawn: only a COUNTY cell of ICE's lists speaks, and for a state body it prints the seat",
        "unsure": "not drawn: sources disagree on the county where the agency is based, or several counties fit",
    }
    assert all(row["fips"] is None and row["county"] is None for row in bare)
    assert len(bare) == 125


def test_listed_agencies_and_models_are_those_of_count(agencies, release):
    listed = [feature["properties"] for feature in agencies["features"] if feature["properties"]["listed"]]
    assert len(listed) == count(release, "agencies").total
    assert sum(row["agreements"] for row in listed) == count(release, "agreements").total
    by_model = {row["model"]: row["value"] for row in count(release, "agencies", by=["model"]).rows}
    assert {model: sum(model in row["models"] for row in listed) for model in by_model} == by_model


def test_counties_count_as_count_does(counties, release):
    by_fips = {feature["id"]: feature["properties"] for feature in counties["features"]}
    assert len(by_fips) == 3233
    for basis in ("based_in", "covers"):
        counted = count(release, "agencies", by=["county"], basis=basis).rows
        told = {row["county"]: row["value"] for row in counted if row["county"] != "unknown"}
        assert {fips: row[f"{basis}_agencies"] for fips, row in by_fips.items() if row[f"{basis}_agencies"]} == told
        held = count(release, "counties", basis=basis).total
        assert sum(row[f"{basis}_agencies"] > 0 for row in by_fips.values()) == held
        task_force = count(release, "counties", basis=basis, where={"model": "TFM"}).total
        assert sum(row[f"{basis}_tfm"] > 0 for row in by_fips.values()) == task_force


def test_a_county_is_an_area_or_says_why_not(counties):
    bare = [feature for feature in counties["features"] if feature["geometry"] is None]
    assert [feature["id"] for feature in bare] == ["51610"]
    assert bare[0]["properties"]["shape"].startswith("not drawn")
    assert {feature["geometry"]["type"] for feature in counties["features"] if feature["geometry"]} == {"MultiPolygon"}


def test_a_day_without_a_list_gives_gaps_and_no_zero(release, tmp_path):
    export(release, "geojson", tmp_path / "out", date(2015, 6, 30))
    agencies, counties = read(tmp_path / "out", "agencies"), read(tmp_path / "out", "counties")
    assert agencies["atlas287"]["gap"] == counties["atlas287"]["gap"] == "not_collected"
    assert agencies["atlas287"]["list"] is None
    for feature in agencies["features"]:
        told = feature["properties"]
        assert (told["listed"], told["models"], told["agreements"], told["gap"]) == (None, None, None, "not_collected")
    for feature in counties["features"]:
        told = feature["properties"]
        assert told["gap"] == "not_collected"
        assert {value for name, value in told.items() if name.startswith(("based_in_", "covers_"))} == {None}


def test_an_earlier_day_shows_the_list_of_that_day(release, tmp_path):
    export(release, "geojson", tmp_path / "out", date(2024, 12, 31))
    agencies = read(tmp_path / "out", "agencies")
    listed = sum(feature["properties"]["listed"] for feature in agencies["features"])
    assert listed == count(release, "agencies", as_of=date(2024, 12, 31)).total
