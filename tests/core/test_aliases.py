"""What a printed name stands for: what the word rules join, what they leave apart, and the kind that a name tells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.core import registry
from atlas287.core.aliases import alias, core, counties_named, county_key, kind, place, spelt


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("St. Elmo Co. Sheriffs Dept.", "saint elmo county sheriff department"),
        ("Oakham PD", "oakham police department"),
        ("Oakham Twp Polce Deparment", "oakham township police department"),
        ("Oakham Boro. PD", "oakham borough police department"),
        ("Ft. Elm DPS", "fort elm department of public safety"),
        ("Mt. Elm Univ. PD", "mount elm university police department"),
        ("Elm Co SO", "elm county sheriff office"),
        ("Elm County BOCC", "elm county board of county commissioners"),
        ("Elm & Ash County Sheriff's Office", "elm and ash county sheriff office"),
        ("Elm&Ash Police Department", "elm and ash police department"),
        ("Prince Elmo's County Sheriff’s Offices", "prince elmos county sheriff office"),
        ("Oakham Township Constbales Offic, PA", "oakham township constable office"),
        ("Oakham Police Department, pa", "oakham police department"),
        ("Oakham Police Department,PA", "oakham police department"),
        ("Elm-Ash / Oak (Jail)", "elm ash oak jail"),
        ("7th Judical Distric Task Force", "7th judicial district task force"),
        (" \n", ""),
    ],
)
def test_a_name_is_spelt_in_full_words(printed, full):
    assert spelt(printed) == full


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("St. Elmo County Sheriff's Office", "Saint Elmo Co. Sheriffs Dept", "saint elmo county sheriff"),
        ("Elm County Sheriff", "The Elm County Sheriff's Department", "elm county sheriff"),
        ("Elm County Sheriff's Office", "ELM  COUNTY SHERRIF´S OFFICE", "elm county sheriff"),
        ("City of Oakham Police Department", "Oakham PD", "oakham police"),
        ("Town of Oakham PD", "Village of Oakham Police Dept.", "oakham police"),
        ("Borough of Oakham Police Department", "Oakham Police Departement", "oakham police"),
        ("City of Oakham DPS", "Oakham Department of Public Safety", "oakham department of public safety"),
        ("Township of Oakham Police Dept", "Oakham Police Department, NJ", "oakham police"),
        ("Oakham Twp. Constable's Office", "Oakham Township Constables", "oakham township constable"),
        ("Oakham City Marshal's Office", "Oakham City Marshal", "oakham city marshal"),
        ("Town of Elm & Ash PD", "Elm and Ash Police Department", "elm and ash police"),
    ],
)
def test_two_names_in_full_words_without_the_form_of_the_office_are_one(one, other, both):
    assert alias(one) == alias(other) == both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elm County Sheriff's Office", "Ash County Sheriff's Office"),
        ("Elm County Sheriff's Office", "Elm County Constable's Office"),
        ("Elm County Sheriff's Office", "Elm Parish Sheriff's Office"),
        ("Elm Police Department", "Elm County Police Department"),
        ("Elm Police Department", "Elm Township Police Department"),
        ("North Elm Police Department", "Elm Police Department"),
        ("Elm County Constable Precinct 1", "Elm County Constable Precinct 4"),
        ("Elm County Jail", "Elm County Sheriff's Office"),
        ("Town of Elm", "City of Elm"),
        ("Elmo Police Department", "Elm Police Department"),
    ],
)
def test_two_places_or_two_bodies_stay_apart(one, other):
    assert alias(one) != alias(other)


steady = settings(derandomize=True, deadline=None, database=None)
PLACES = ["elm", "oakham", "st. elmo", "mount ash", "prince elmo's", "elm & ash", "west oakham", "ft. elm", "7th ward"]
BEFORE = ["", "City of ", "Town of ", "Village of ", "Borough of ", "Township of "]
BODIES = [
    "", " PD", " Police Dept.", " Police Department", " Police", " County Sheriff's Office", " Co. Sheriffs Dept",
    " Parish Sheriff", " Twp. Constable's Office", " Boro Police", " DPS", " Department of Public Safety",
    " County BOCC", " County Jail", " City Marshals Office", " Univ. Police Departement", " Attorney General's Office",
]  # fmt: skip
names = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(BEFORE), st.sampled_from(PLACES), st.sampled_from(BODIES), st.sampled_from(["", ", pa", ", TX"])
    ),
)
apostrophes = st.sampled_from("'‘’‛ʼʹ´`′＇")
spaces = st.text(" \n\t\u00a0\u2003", max_size=3)


@steady
@given(names)
def test_the_alias_of_an_alias_is_itself(printed):
    assert alias(alias(printed)) == alias(printed)


@steady
@given(names, apostrophes, spaces, spaces, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_letter_case_kind_of_apostrophe_and_outer_white_space_do_not_matter(printed, apostrophe, before, after, case):
    assert alias(before + case(printed).replace("'", apostrophe) + after) == alias(printed)


@steady
@given(st.text(max_size=40))
def test_an_alias_is_plain_words_whatever_is_printed(printed):
    assert " ".join(alias(printed).split()) == alias(printed)
    assert set(alias(printed)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert kind(alias(printed)) in registry.codes("agency_kinds")["standard"]


KINDS = [
    ("Elm County Sheriff's Office", "sheriff"),
    ("Elm Co SO", "sheriff"),
    ("Elm County Jail", "county_corrections"),
    ("Elm County BOCC", "county_corrections"),
    ("County of Elm / Elm Detention Center", "county_corrections"),
    ("Department of Corrections, Elm Parish", "county_corrections"),
    ("Elm-Ash Regional Jail", "regional_jail"),
    ("City of Oakham Police Department", "municipal_police"),
    ("Oakham DPS", "municipal_police"),
    ("Elm County Police Department", "county_police"),
    ("Elm Valley Regional PD", "regional_police"),
    ("Oakham Township Constbales Office, PA", "constable"),
    ("Tennessee State Constable 9th District", "constable"),
    ("Oakham City Marshal's Office", "marshal"),
    ("Elm County District Attorney's Office", "prosecutor"),
    ("Office of the Attorney General", "prosecutor"),
    ("Oakham Univ. PD", "campus_police"),
    ("Oakham ISD Police Department", "campus_police"),
    ("Oakham Airport Police", "airport_port_police"),
    ("Elm Port Authority Police", "airport_port_police"),
    ("Ohio State Highway Patrol", "state_police"),
    ("Department of State Police", "state_police"),
    ("Ohio Department of Corrections", "state_corrections"),
    ("Department of Corrections", "state_corrections"),
    ("Ohio Department of Lanterns", "state_agency"),
    ("Ohio State Fire Marshal", "state_agency"),
    ("Division of Lanterns", "state_agency"),
    ("Ohio Military Department", "national_guard"),
    ("Ohio National Guard", "national_guard"),
    ("7th Judical Distric Drug Task Force", "task_force"),
    ("Elm Tribal Police Department", "tribal_police"),
    ("Elm Nation Police", "tribal_police"),
    ("Oakham Township", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("printed", "code"), KINDS)
def test_a_name_tells_the_kind_of_its_body(printed, code):
    assert kind(alias(printed)) == code


def test_every_kind_of_agency_is_told_by_a_name():
    assert {code for _, code in KINDS} == set(registry.codes("agency_kinds")["standard"])


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("St. Elmo County Sheriff's Office", "saint elmo"),
        ("City of Oakham Police Department", "oakham"),
        ("Oakham Township Constable's Office", "oakham"),
        ("Elm County Constable Precinct 1", "elm precinct 1"),
        ("Elm County Jail", "elm jail"),
        ("County Police Department", "county police"),  # nothing would be left
    ],
)
def test_similarity_is_measured_on_what_is_no_word_for_a_body(printed, left):
    assert core(alias(printed)) == left


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("St. Elmo Co. Sheriffs Dept.", "saint elmo"),
        ("Elm Parish Sheriff's Office", "elm"),
        ("City of Oakham PD", "oakham"),
        ("Oakham Boro Police Department", "oakham"),
        ("Oakham Twp. Police Department", "oakham township"),
        ("Elm County Constable Precinct 4", "elm"),
        ("Oakham Department of Public Safety", "oakham"),
        ("Oakham Police Services Department", "oakham"),
        ("Oakham Board of Trustees Police", "oakham"),
        ("Elm County", "elm"),
        ("Elm County Jail", "elm county jail"),
    ],
)
def test_the_place_is_what_stands_before_the_body(printed, named):
    assert place(alias(printed)) == named


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("De Elmo County", "deelmo"),
        ("DEELMO", "deelmo"),
        (" de  elmo ", "deelmo"),
        ("St. Elmo Parish", "saintelmo"),
        ("Saint Elmo Cnty", "saintelmo"),
        ("Elm Co.", "elm"),
        ("Prince Elmo's County", "princeelmos"),
        ("PRINCE ELMO’S", "princeelmos"),
        ("Prince Elmos", "princeelmos"),
        ("O'Elm", "oelm"),
        ("North Elm Borough", "northelm"),
        ("Elm Municipality", "elm"),
        ("Elm and Ash Counties", "elmandash"),
        ("N/A", ""),
        ("#N/A", ""),
        ("None", ""),
        ("NULL", ""),
        ("  ", ""),
    ],
)
def test_a_county_is_looked_up_by_one_key_however_it_is_printed(printed, key):
    assert county_key(printed) == key


@pytest.mark.parametrize("row", [r for r in registry.rows("places/counties.csv") if r["name"].isascii()][::50])
def test_a_county_of_the_table_has_one_key_in_capitals_and_with_its_word(row):
    assert county_key(row["name"].upper()) == county_key(f"{row['name']} County") == county_key(row["name"]) != ""


def test_no_two_counties_of_a_state_share_a_key_unless_one_is_a_city():
    counties = [r for r in registry.rows("places/counties.csv") if r["kind"] != "independent_city"]
    keys = {(r["state"], r["vintage"], county_key(r["name"])) for r in counties}
    assert len(keys) == len(counties)


@pytest.mark.parametrize(
    ("printed", "keys"),
    [
        ("Elm County Sheriff's Office", ("elm",)),
        ("St. Elmo County Sheriff's Office", ("saintelmo", "elmo")),
        ("Office of the Prince Elmo's County Sheriff", ("theprinceelmos", "princeelmos", "elmos")),
        ("Elm Parish Jail", ("elm",)),
        ("Jail of the County of St. Elmo, TX", ("jailofthe", "ofthe", "the", "saint", "saintelmo")),
        ("Oakham Police Department", ()),
        ("County", ()),
    ],
)
def test_a_name_may_tell_its_county_in_up_to_three_words_before_the_word_or_after_it(printed, keys):
    assert counties_named(alias(printed)) == keys
