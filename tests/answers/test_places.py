"""Places by name, and what the briefs and records of counties and towns say."""

import re
from datetime import date

import pytest

from atlas287 import Atlas
from atlas287.answers import places, records
from atlas287.answers.briefs import answer
from atlas287.answers.measure import count
from atlas287.core.errors import UsageError


def found(release, kind, name, state=None):
    return [place.get("fips", place.get("id")) for place in places.find(release, kind, name, state)]


def said(brief, sentence):
    every = [*brief["summary"], *(s for section in brief["sections"] for s in section["sentences"])]
    return next(s for s in [*every, *brief["safe_to_print"]] if s["id"] == sentence)


def test_every_county_and_county_equivalent_of_2023_has_a_place(release):
    known = places.counties(release)
    territories = [place for place in known.values() if place["state"] in ("PR", "GU", "VI", "MP", "AS")]
    # The Census counts 3,144 in the states and DC in 2023, and 78 municipios; the source lacks two atolls of Samoa.
    assert len(known) - len(territories) == 3144
    assert sum(place["state"] == "PR" for place in territories) == 78
    assert len(territories) == 89
    assert known["22071"]["name"] == "Orleans Parish, Louisiana"
    assert known["24510"]["name"] == "Baltimore city, Maryland"
    assert known["51760"]["name"] == "Richmond city, Virginia"
    assert known["09110"]["name"] == "Capitol Planning Region, Connecticut"


@pytest.mark.parametrize(
    ("name", "state", "fips"),
    [
        ("12021", None, ["12021"]),
        ("Collier", None, ["12021"]),
        ("  collier COUNTY ", "fl", ["12021"]),
        ("Collier County, Florida", None, ["12021"]),
        ("Doña Ana", None, ["35013"]),
        ("De Soto", "MS", ["28033"]),
        ("St. Louis city", "MO", ["29510"]),
        ("St. Louis", "MO", ["29189", "29510"]),
        ("Richmond", "VA", ["51159", "51760"]),
        ("Kodiak", None, ["02150"]),
        ("Colier", "FL", ["12021"]),
    ],
)
def test_a_county_is_found_by_code_name_or_nearly_so(release, name, state, fips):
    assert found(release, "county", name, state) == fips


@pytest.mark.parametrize("name", ["", "  ", "'; DROP TABLE places; --", "99999", "Xyzzy", "x" * 10_000])
def test_a_name_that_fits_no_county_is_refused_in_one_sentence(release, name):
    with pytest.raises(UsageError, match="no county is called"):
        found(release, "county", name)


@pytest.mark.parametrize(
    ("name", "state", "ids"),
    [
        ("Naples", "FL", ["FL/naples"]),
        ("City of Naples, Florida", None, ["FL/naples"]),
        ("St. Cloud", "FL", ["FL/saint cloud"]),
        ("saint cloud", "FL", ["FL/saint cloud"]),
        ("fl/Naples", None, ["FL/naples"]),
        ("Depew", "NY", ["NY/depew village"]),
        ("Ashdown City", "AR", ["AR/ashdown"]),
        ("Las Vegas", "NV", ["NV/las vegas", "NV/las vegas metropolitan"]),
        ("Camden", "NY", ["NY/camden", "NY/camden village"]),
        ("Xyzzyvale", None, []),
        ("x" * 10_000, None, []),
    ],
)
def test_a_town_is_found_by_name_with_or_without_its_form(release, name, state, ids):
    assert found(release, "town", name, state) == ids


def test_namesakes_within_a_state_are_told_apart_by_their_counties(release):
    townships = places.find_towns(release, "Perry Township", "OH")
    assert [place["name"] for place in townships][:2] == [
        "Perry Township (Allen), Ohio",
        "Perry Township (Columbiana), Ohio",
    ]
    assert len({place["id"] for place in townships}) == len(townships) == 5


def test_the_numbers_of_the_counties_are_those_of_the_measure_and_every_listed_agency_with_a_base_is_in_one(release):
    direct = {row["county"]: row["value"] for row in count(release, "agencies", by=["county"], basis="based_in").rows}
    in_briefs = 0
    for fips, place in places.counties(release).items():
        brief = answer.brief(release, place).to_json()
        listed = direct.get(fips, 0)
        names = said(brief, "print.agencies.county")["value"]
        assert names["value"] == listed == len(names["agency"]) == len(names["names"])
        assert all(f"based in {place['name']}" in text for text in [said(brief, "scale.agreements.county")["text"]])
        in_briefs += listed
    of_2017 = sum(n for fips, n in direct.items() if fips not in places.counties(release) and fips != "unknown")
    assert in_briefs + of_2017 + direct["unknown"] == count(release, "agencies").total


def test_a_county_without_a_listed_agency_is_a_known_no_with_what_is_not_known_beside_it(release):
    brief = answer.brief(release, places.counties(release)["12021"], as_of=date(2021, 1, 20)).to_json()
    assert said(brief, "scale.agreements.county")["value"] == 1
    none = answer.brief(release, places.counties(release)["17031"]).to_json()
    assert none["status"] == "partly"
    assert said(none, "scale.agreements.county")["text"] == (
        "ICE's list of 2026-05-18 shows no agreement under section 287(g) with an agency known to be based in "
        "Cook County, Illinois."
    )
    assert said(none, "unknown.base")["value"]["value"] == 0


def test_a_county_brief_names_agencies_whose_county_no_source_tells_as_perhaps_its_own(release):
    brief = answer.brief(release, places.counties(release)["12021"]).to_json()
    listed = {row["id"] for row in records.listed(release, places.state_place("FL"), date(2026, 5, 18))}
    known = {
        row["agency_id"]
        for row in release.rows(
            "SELECT agency_id FROM profiles JOIN agencies USING (agency_id) WHERE based_in IS NOT NULL "
            "OR kind IN ('state_police', 'state_corrections', 'state_agency', 'national_guard', 'prosecutor')"
        )
    }
    assert set(said(brief, "unknown.base")["value"]["agency"]) == listed - known


def test_no_agency_whose_base_is_known_is_said_to_be_perhaps_based_elsewhere(release):
    """York County's regional police have a known base and no known area: they may police a town elsewhere."""
    regional = "pa-york-county-regional-police-department"
    county = answer.brief(release, places.counties(release)["42001"]).to_json()
    assert regional not in said(county, "unknown.base")["value"]["agency"]
    town = answer.brief(release, places.find_towns(release, "York", "PA")[0]).to_json()
    assert regional in said(town, "unknown.area")["value"]["agency"]


def test_neighbours_are_those_that_share_a_border_and_are_counted_by_the_measure(release):
    brief = answer.brief(release, places.counties(release)["12021"]).to_json()
    told = said(brief, "scale.neighbours.county")
    # Collier County, Florida borders Lee, Hendry, Broward, Miami-Dade and Monroe (the county's own maps).
    assert told["measure"]["parameters"]["where"]["county"] == ["12011", "12051", "12071", "12086", "12087"]
    assert told["value"]["county"] == ["12011", "12051", "12071", "12086", "12087"]
    assert told["value"]["names"][0] == "Broward County"


def test_a_town_is_policed_by_its_own_department_its_county_and_its_state_each_as_listed_or_not(release):
    record = records.record(release, places.find_towns(release, "Naples", "FL")[0], date(2026, 5, 18))
    stand = {(entry["name"], entry["relation"]): entry["status"] for entry in record["agencies"]}
    assert stand["Naples Police Department", "town"] == "listed"
    assert stand["Collier County Sheriff's Office", "county"] == "listed"
    assert stand["Florida Department of Financial Services", "state"] == "held"
    assert ("Marco Island Police Department", "town") not in stand
    assert not any(name.startswith("Marco Island") for name, _ in stand)
    assert {relation for _, relation in stand} == {"town", "county", "state", "unknown"}


def test_a_body_that_no_list_shows_is_not_listed_and_one_that_a_namesake_may_be_is_unknown(release):
    chicago = records.record(release, places.find_towns(release, "Chicago", "IL")[0], date(2026, 5, 18))["agencies"]
    assert {(e["name"], e["kind"], e["relation"], e["status"]) for e in chicago if e["id"] is None} == {
        ("Chicago", "municipal_police", "town", "not_listed"),
        ("Cook", "sheriff", "county", "not_listed"),
    }
    assert all(entry["agreements"] == [] and entry["ori"].startswith("IL") for entry in chicago if entry["id"] is None)
    township = records.record(release, places.towns(release)["PA/mahoning township/42025"], date(2026, 5, 18))
    own = [(e["id"], e["relation"], e["status"]) for e in township["agencies"] if "ahoning" in e["name"]]
    assert ("pa-mahoning-township-police-department", "unknown", "listed") in own
    assert (None, "town", "unknown") in own


def test_on_a_day_without_a_list_nothing_is_safe_to_print_and_every_agency_is_unknown(release):
    place = places.find_towns(release, "Naples", "FL")[0]
    brief = answer.brief(release, place, as_of=date(2015, 1, 1)).to_json()
    assert (brief["status"], brief["safe_to_print"]) == ("not_answerable", [])
    assert brief["summary"][0]["text"].endswith("the list before is of 2009-10-28, the next of 2021-01-13.")
    stand = records.record(release, place, date(2015, 1, 1))["agencies"]
    assert {entry["status"] for entry in stand if entry["id"]} == {"unknown"}


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("nation", None),
        ("state", "Ohio"),
        ("county", "12021"),
        ("county", "17031"),
        ("town", "OH/columbus"),
        ("agency", "fl-collier-county-sheriffs-office"),
    ],
)
def test_three_sentences_are_safe_to_print_each_with_its_source_its_date_and_the_release(release, verb, name):
    atlas = Atlas(release)
    brief = (atlas.nation() if name is None else getattr(atlas, verb)(name))["brief"]
    assert len(brief["safe_to_print"]) == 3
    assert len({sentence["text"] for sentence in brief["safe_to_print"]}) == 3
    for sentence in brief["safe_to_print"]:
        assert sentence["kind"] == "computed"
        assert "ICE's list of participating agencies dated 2026-05-18" in sentence["text"]
        assert sentence["text"].endswith(f"(atlas287, release {release.id}).")
        assert atlas.verify(brief)["failed"] == []


def test_a_town_that_no_source_tells_is_a_gap_that_says_where_to_look_and_no_error(release):
    content = Atlas(release).town("Xyzzyvale")
    assert content["brief"]["status"] == "not_answerable"
    assert content["agencies"] == []
    assert content["brief"]["gaps"][0]["kind"] == "not_collected"
    assert "brief of the county" in content["brief"]["gaps"][0]["would_fill"]


def test_no_record_of_a_place_holds_a_column_of_a_person(release):
    for content in (Atlas(release).county("12021"), Atlas(release).town("FL/naples")):
        keys = {key for entry in content["agencies"] for key in entry}
        assert keys <= {"id", "ori", "name", "state", "kind", "relation", "status", "agreements"}
        assert not any(
            re.search(r"\b(sheriff|chief) [A-Z][a-z]+ [A-Z]", entry["name"]) for entry in content["agencies"]
        )
