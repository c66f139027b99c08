"""Towns and the FBI's police bodies, matched with agencies of invented lists in real places."""

import pytest

from atlas287.core.release import Release
from support.ledger import Ledger, participating, row

DAYS = ("2025-03-01", "2025-03-08")


def ledger(*rows):
    return Ledger(*(participating(day, *rows) for day in DAYS))


def towns_of(told):
    return told.rows("SELECT town_id, certain FROM agency_towns ORDER BY town_id")


def test_a_department_of_a_town_that_has_no_namesake_is_that_towns_and_the_fbis_body():
    with ledger(row("Columbus Grove Police Department", county="Putnam County")) as told:
        assert towns_of(told) == [("OH/columbus grove", True)]
        assert told.rows("SELECT ori, match FROM bodies WHERE agency_id IS NOT NULL") == [("OH0690400", "number")]


def test_the_county_tells_which_of_several_namesakes_a_department_is():
    with ledger(row("Perry Township Police Department", county="Stark County")) as told:
        assert towns_of(told) == [("OH/perry township/39151", True)]


def test_without_a_county_every_namesake_may_be_meant_and_none_is_certain():
    with ledger(row("Perry Township Police Department")) as told:
        found = towns_of(told)
        assert [town.split("/")[2] for town, _ in found] == ["39003", "39029", "39049", "39113", "39151"]
        assert {certain for _, certain in found} == {False}
        assert told.rows("SELECT count(*) FROM bodies WHERE match = 'unsure' AND place = 'perry township'") == [(5,)]


def test_lists_that_disagree_on_the_word_for_a_towns_form_tell_one_town_where_the_county_is_the_same():
    with ledger(row("Ashdown City Police Department", state="ARKANSAS", county="Little River County")) as told:
        assert towns_of(told) == [("AR/ashdown", True)]
        assert told.rows("SELECT town_id FROM towns WHERE town_id LIKE 'AR/ashdown%'") == [("AR/ashdown",)]
        assert told.rows("SELECT match FROM bodies WHERE ori = 'AR0410100'") == [("name",)]


def test_a_town_that_only_an_agencys_name_tells_is_a_town_with_that_agencys_county():
    with ledger(row("Zzyzxville Police Department", county="Putnam County")) as told:
        assert told.rows("SELECT town_id, town, counties, told_by FROM towns WHERE told_by = 'agency'") == [
            ("OH/zzyzxville", "Zzyzxville", "39137", "agency")
        ]


def test_a_sheriff_in_a_county_with_its_own_police_is_told_by_name_since_the_number_may_be_the_others():
    with ledger(row("Gwinnett County Sheriff's Office", state="GEORGIA", county="Gwinnett County")) as told:
        found = told.rows("SELECT ori, agency_id, match FROM bodies WHERE state = 'GA' AND match <> 'none'")
        assert [(ori, match) for ori, _, match in found] == [("GA0670000", "name")]


def test_campus_police_and_sheriffs_are_named_for_no_town():
    with ledger(
        row("Naples University Police Department", county="Stark County"), row("Stark County Sheriff's Office")
    ) as told:
        assert towns_of(told) == []


@pytest.fixture(scope="module")
def release():
    return Release.open()


def test_every_municipal_agency_of_the_release_that_names_a_place_has_a_town(release):
    lacking = release.rows(
        "SELECT agency_id FROM coverage AS c JOIN agencies AS a USING (agency_id) WHERE c.basis = 'rule:named_place' "
        "AND a.kind IN ('municipal_police', 'marshal') AND agency_id NOT IN (SELECT agency_id FROM agency_towns)"
    )
    assert lacking == []


def test_no_agency_is_two_bodies_and_none_of_another_state_or_of_a_county_where_it_is_of_a_town(release):
    several = "SELECT agency_id FROM bodies WHERE agency_id IS NOT NULL GROUP BY agency_id HAVING count(*) > 1"
    assert release.rows(several) == []
    other = (
        "SELECT ori FROM bodies AS b JOIN agencies AS a USING (agency_id) WHERE a.state <> b.state "
        "OR (a.kind <> b.kind AND NOT (b.kind = 'municipal_police' AND a.kind IN ('marshal', 'regional_police')))"
    )
    assert release.rows(other) == []


def test_bodies_of_no_one_town_tell_no_town(release):
    """York County's regional police, the capitol's and a railway's serve no town of their name."""
    names = [row["town"] for row in release.rows("SELECT town FROM towns WHERE told_by = 'fbi'")]
    assert not [name for name in names if "Regional" in name or "Police" in name]
    assert "State College" in names
    assert "East Peoria" in names
