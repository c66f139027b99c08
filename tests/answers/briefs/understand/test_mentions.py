"""Places and agencies that a text names. Expected values were read by hand; codes are those of the Census."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.answers.briefs.understand.mentions import ORDINARY, mentions
from atlas287.answers.briefs.wording import words
from atlas287.core import registry


def key(place):
    return place.get("code") or place.get("fips") or place["id"]


def told(release, text):
    """What a text names: the codes that each name may mean."""
    return [[key(place) for place in mention.candidates] for mention in mentions(release, text)]


COLLIER = "fl-collier-county-sheriffs-office"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agencies in Ohio", "OH"),
        ("agencies in OHIO", "OH"),
        ("agencies in ohio", "OH"),
        ("Ohio's agencies", "OH"),
        ("agencies in FL", "FL"),
        ("agencies in the State of Washington", "WA"),
        ("agencies in Washington State", "WA"),
        ("el estado de Washington", "WA"),
        ("agencies in D.C.", "DC"),
        ("agencies in Washington, D.C.", "DC"),
        ("agencies in Washington DC", "DC"),
        ("agencies in the District of Columbia", "DC"),
        ("Distrito de Columbia", "DC"),
        ("West Virginia", "WV"),
        ("Virginia Occidental", "WV"),
        ("Carolina del Norte", "NC"),
        ("Dakota del Sur", "SD"),
        ("Nueva York", "NY"),
        ("Nuevo México", "NM"),
        ("Nuevo Mexico", "NM"),
        ("NUEVO MÉXICO", "NM"),
        ("Luisiana", "LA"),
        ("Misisipi", "MS"),
        ("Pensilvania", "PA"),
        ("Hawái", "HI"),
        ("Islas Vírgenes", "VI"),
        ("the U.S. Virgin Islands", "VI"),
        ("Puerto Rico", "PR"),
        ("Guam", "GU"),
    ],
)
def test_a_state_is_told_by_name_or_code_in_either_language(release, text, code):
    assert told(release, text) == [[code]]


@pytest.mark.parametrize("lang", ["standard", "spanish"])
def test_every_state_and_territory_is_told_by_its_name(release, lang):
    for code, name in registry.codes("states")[lang].items():
        expected = ["WA", "DC"] if code == "WA" else [code]  # the State, or the capital
        assert told(release, f"¿Acuerdos, {name}?") == [expected], name


@pytest.mark.parametrize("code", sorted(set(registry.codes("states")["standard"]) - {"LA"}))
def test_every_code_in_capitals_is_told_behind_in(release, code):
    assert told(release, f"agreements in {code}") == [[code]]


def test_la_is_louisiana_or_los_angeles(release):
    assert told(release, "agreements in LA") == [["LA", "CA/los angeles"]]


@pytest.mark.parametrize(
    "text",
    [
        "Can they arrest, or hold, people?",
        "Tell me, in short, what the law says, ok?",
        "Is it OK for me to ask in the office or at home, hi?",
        "As of now, as far as known, me too, oh, pa and ma",
        "Which county in the nation has the most?",
        "¿Pueden detener, o, de ser así, la policía, al menos, retener?",
        "La policía, al parecer, coopera con ICE",
        "Does the county or the city sign, or the State?",
        "OR IS IT, IN FACT, ME?",
        "reading the list, of course, by mobile phone",
        "under Section 287(g) and section 1357(g)",
        "The Department of Homeland Security and the Department of Justice",
        "Immigration and Customs Enforcement, Customs and Border Protection",
        "Does the Union say so? Union members ask. Liberty counts.",
        "In May and in March",
        "the sheriff's office, the police department and the jail of a county",
        "Highway Patrol and State Police",
        "United States, Estados Unidos, EE. UU., the U.S.",
        "Task Force Model, Jail Enforcement Model, Warrant Service Officer",
        "Supreme Court, Congress, Senate Bill 4",
        "naples and collier",
        "Xyzzyvale",
        "Atlantis County",
        "condado de Atlantis",
        "",
    ],
)
def test_ordinary_words_are_no_places(release, text):
    assert told(release, text) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_our_own_sentences_on_no_place_name_none(release, lang):
    texts = words(lang)
    own = [text for key in ("gaps", "fills") for text in texts[key].values() if "{" not in text and "Ohio" not in text]
    own += texts["do_not_infer"]["every"]
    assert len(own) > 20
    named = {text: told(release, text) for text in own}
    assert {text: found for text, found in named.items() if found} == {}


@pytest.mark.parametrize("code", sorted(ORDINARY))
def test_a_code_that_is_a_word_is_no_state_in_lower_case(release, code):
    word = code.lower()
    assert told(release, f"May they, {word} their officers, {word} or {word}, do so?") == []


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("Collier County", "12021"),
        ("collier county", "12021"),
        ("Collier County's agreement", "12021"),
        ("Is Collier County in the program?", "12021"),
        ("condado de Collier", "12021"),
        ("el condado de Collier, Florida", "12021"),
        ("Condado Miami-Dade", "12086"),
        ("condado de Miami Dade", "12086"),
        ("Doña Ana County", "35013"),
        ("Dona Ana County", "35013"),
        ("condado de Doña Ana", "35013"),
        ("Prince George's County", "24033"),
        ("Prince George’s County", "24033"),
        ("St. Louis County, Missouri", "29189"),
        ("Lake County, FL", "12069"),
        ("Lake County, fl", "12069"),
        ("Lake County (Florida)", "12069"),
        ("Lake County in Florida", "12069"),
        ("Lake County IN", "18089"),
        ("Lake, IN", "18089"),
        ("Tulsa County, ok", "40143"),
        ("Washington County, Oregon", "41067"),
        ("Ohio County, Kentucky", "21183"),
        ("Texas County, Missouri", "29215"),
        ("Nevada County, California", "06057"),
        ("Orleans Parish", "22071"),
        ("parroquia de Orleans", "22071"),
        ("condado de Orleans, Luisiana", "22071"),
        ("municipio de San Juan", "72127"),
        ("De Soto Parish", "22031"),
    ],
)
def test_a_county_is_told_with_the_state_beside_it(release, text, fips):
    assert told(release, text) == [[fips]]


def test_the_state_before_a_county_tells_which(release):
    assert told(release, "Florida's Lake County") == [["FL"], ["12069"]]


def test_two_counties_in_one_text_are_two(release):
    assert told(release, "Union County, NC and Union County, SC") == [["37179"], ["45087"]]
    first, second = told(release, "Does Collier County or Lee County have an agreement?")
    assert first == ["12021"]
    assert len(second) == 12  # counties called Lee in the same table of 2017


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Lake County", 12),
        ("Orange County", 8),
        ("Jefferson County", 25),
        ("Washington County", 30),
        ("Wake County", 1),
    ],
)
def test_namesakes_are_all_candidates(release, name, number):
    """As many as a table of rates by county of 2017, which atlas287 does not read for names, has of each name."""
    (found,) = told(release, f"Is {name} listed?")
    assert len(found) == len(set(found)) == number


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Naples, Florida", ["FL/naples"]),
        ("Naples, FL", ["FL/naples"]),
        ("naples, fl", ["FL/naples"]),
        ("Naples (Florida)", ["FL/naples", "TX/naples", "UT/naples"]),
        ("Tulsa, OK", ["OK/tulsa"]),
        ("city of Naples", ["FL/naples", "TX/naples", "UT/naples"]),
        ("la ciudad de Naples", ["FL/naples", "TX/naples", "UT/naples"]),
        ("the town of Paradise Valley", ["AZ/paradise valley"]),
        ("Kansas City", ["KS/kansas city", "MO/kansas city"]),
        ("Kansas City, Missouri", ["MO/kansas city"]),
        ("Oklahoma City", ["OK/oklahoma city"]),
        ("Virginia Beach", ["VA/virginia beach"]),
        ("New York City", ["NY/new york"]),
        ("Oregon, Ohio", ["OH/oregon"]),
        ("Florida City, Florida", ["FL/florida city"]),
    ],
)
def test_a_town_is_told_with_the_state_beside_it(release, text, ids):
    found = told(release, f"What of {text}?")
    if "(" in text:  # a State in brackets behind a bare town is told by itself
        assert found == [["FL"]]
    else:
        assert found == [ids]


def test_a_bare_name_counts_only_where_nothing_else_is_named(release):
    assert told(release, "Is Naples listed?") == [["FL/naples", "TX/naples", "UT/naples"]]
    assert told(release, "Is Naples like Ohio?") == [["OH"]]
    assert told(release, "Naples") == [["FL/naples", "TX/naples", "UT/naples"]]
    assert told(release, "Is naples listed?") == [["FL/naples", "TX/naples", "UT/naples"]]
    assert told(release, "all naples things listed") == []


@pytest.mark.parametrize(
    "text",
    [
        "Collier County Sheriff's Office",
        "Collier County Sheriff’s Office",
        "COLLIER COUNTY SHERIFF'S OFFICE",
        "Collier County Sheriff",
        "Collier Co. SO",
        "the sheriff of Collier County",
        "the Sheriff of Collier County, Florida",
        "la oficina del alguacil del condado de Collier",
        "el alguacil del condado de Collier",
        "the sheriff in Collier County",
    ],
)
def test_an_agency_is_told_by_many_spellings(release, text):
    assert told(release, f"Has {text} an agreement?") == [[COLLIER]]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("St. Lucie County Sheriff's Office", "fl-st-lucie-county-sheriffs-office"),
        ("Saint Lucie County Sheriff", "fl-st-lucie-county-sheriffs-office"),
        ("Lake County Sheriff's Office, Florida", "fl-lake-county-sheriffs-office"),
        ("the Lake County Sheriff's Office in Ohio", "oh-lake-county-sheriffs-office"),
        ("Naples Police Department, Florida", "fl-naples-police-department"),
        ("Naples PD, FL", "fl-naples-police-department"),
        ("la policía de Naples, Florida", "fl-naples-police-department"),
        ("el departamento de policía de Naples, Florida", "fl-naples-police-department"),
        ("Las Vegas Metropolitan Police Department", "nv-las-vegas-metropolitan-police-department"),
        ("Florida Department of Law Enforcement", "fl-florida-department-of-law-enforcement"),
        ("Virginia State Police", "va-virginia-department-of-state-police"),
        ("the Texas Highway Patrol", "tx-texas-department-of-public-safety-texas-highway-patrol"),
        ("Iowa DPS", "ia-iowa-department-of-public-safety"),
    ],
)
def test_an_agency_is_told_by_place_department_or_division(release, text, agency):
    assert told(release, f"What of {text}?") == [[agency]]


def test_a_highway_patrol_is_a_division_of_its_department(release):
    patrol = "fl-florida-department-of-highway-safety-and-motor-vehicles-division-of-highway-patrol"
    assert told(release, "Is the Florida Highway Patrol listed?") == [[patrol]]
    assert told(release, "the Florida Highway Patrol's agreement") == [[patrol]]


def test_a_department_with_two_listed_divisions_is_two_candidates(release):
    (found,) = told(release, "Texas Department of Public Safety")
    assert len(found) == 2
    assert all(each.startswith("tx-texas-department-of-public-safety") for each in found)


def test_an_agency_whose_namesakes_are_not_listed_may_be_theirs(release):
    """Naples, Texas, and Naples, Utah, have police departments on the FBI's list, and none on ICE's."""
    for text in ("Naples Police Department", "policía de Naples"):
        assert told(release, text) == [["fl-naples-police-department", "TX/naples", "UT/naples"]]


def test_overlapping_names_are_told_once_and_the_longest_counts(release):
    assert told(release, "the University of Florida Police Department") == [
        ["fl-university-of-florida-police-department"]
    ]
    agency, town = told(release, "the Collier County Sheriff's Office in Naples, Florida")
    assert (agency, town) == ([COLLIER], ["FL/naples"])


def test_a_body_beside_a_place_that_no_list_shows_is_told(release):
    (found,) = mentions(release, "Does the sheriff of Doña Ana County hold people?")
    assert (found.kind, found.body, key(found.candidates[0])) == ("county", "sheriff", "35013")
    (found,) = mentions(release, "la policía de Paradise Valley, Arizona")
    assert (found.kind, found.body) == ("town", "municipal_police")


def test_a_name_is_told_where_it_stands(release):
    text = "Does el condado de Collier, Florida, or Ohio’s Lake County sign?"
    spans = [text[mention.start : mention.end] for mention in mentions(release, text)]
    assert spans == ["condado de Collier, Florida", "Ohio’s", "Lake County"]


@given(st.text(alphabet=st.sampled_from("OhioTexas Lake County,()SheriffPolice IN OR ME'de la.-\n"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_mention_stands_in_it(release, text):
    last = 0
    for mention in mentions(release, text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.candidates
        last = mention.end
