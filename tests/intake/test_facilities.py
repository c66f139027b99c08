"""Detention facilities: what a name tells, who runs a jail, and the models in force on each day."""

from datetime import date

import pytest

from atlas287 import published
from atlas287.core import registry
from atlas287.intake import facilities
from support.custody import days, facility_day, write_days, write_sheriffs

WSO, TFM = "Warrant Service Officer", "Task Force Model"


@pytest.mark.parametrize(
    ("code", "name", "kind", "county"),
    [
        ("COLLIFL", "COLLIER COUNTY SHERIFF", "county_jail", "collier"),
        ("STJONFL", "ST. JOHN'S COUNTY JAIL", "county_jail", "saintjohns"),
        ("TGREETX", "TOM GREEN CTY JAIL", "county_jail", "tomgreen"),
        ("STRAFNH", "STRAFFORD CO DEPT OF CORR", "county_jail", "strafford"),
        ("KRNRCTX", "KARNES CO IMMIGRATION PROCESS CTR", "ice_facility", "karnes"),
        ("WEBDCTX", "WEBB COUNTY DETENTION CENTER (CCA)", "ice_facility", "webb"),
        ("PKEHOLD", "PIKE COUNTY ERO HOLD ROOM", "hold_room", "pike"),
        ("BOPATL", "ATLANTA U.S. PEN.", "federal_prison", None),
        ("GLEPDCA", "GLENDALE POLICE DEPT", "city_jail", None),
        ("ABIRJVA", "SW VIRGINIA REG JAIL AUTH-ABG FAC", "regional_jail", None),
        ("NATJVWY", "NATRONA CO. JUV. DET. CENTER", "juvenile", "natrona"),
        ("FLBAKCI", "BAKER C. I.", "state_prison", None),
        ("UHOSPIN", "UNION HOSPITAL", "hospital", None),
        ("STWRTGA", "STEWART DETENTION CENTER", "unknown", None),
    ],
)
def test_a_name_tells_the_kind_of_facility_and_the_county_that_it_may_name(code, name, kind, county):
    text = facilities.words(name)
    assert facilities.kind(code, text) == kind
    named = [key for form, key in facilities.counties_named(text) if form == "county"]
    assert county in named if county else not named


def test_every_kind_that_a_pattern_tells_exists_and_every_other_kind_is_unknown():
    kinds = registry.codes("facility_kinds")
    assert {code for _, code in kinds["patterns"]} == set(kinds["standard"]) - {"unknown"}


def test_no_word_of_a_facility_stands_for_words_that_stand_for_others():
    words = registry.codes("facility_words")["standard"]
    assert {word: full for word, full in words.items() if set(full.split()) & set(words)} == {}


def test_a_judgement_over_a_facility_names_a_known_county_state_and_agency():
    judged = registry.rows("places/facilities.csv")
    assert len({(row["code"], row["basis"]) for row in judged}) == len(judged)
    assert {row["state"] for row in judged} <= {"", *registry.codes("states")["standard"]}
    assert {row["county"] for row in judged} <= {"", *(row["fips"] for row in registry.rows("places/counties.csv"))}
    assert {row["agency_id"] for row in judged} <= {"", *(row["agency_id"] for row in registry.rows("agencies.csv"))}
    # Who runs a jail is only judged with a text of the government beside the name; a doubt needs none.
    assert [r["code"] for r in judged if r["operator"] not in ("", "unknown") and not r["second_fact"]] == []


NAMES = {
    "DELAWOH": "DELAWARE COUNTY JAIL",  # its sheriff is listed
    "FRANKOH": "FRANKLIN COUNTY JAIL",  # its sheriff never is
    "MIAMIOH": "MIAMI COUNTY CORR CTR",  # a company may run it
    "BOONEKY": "BOONE COUNTY JAIL",  # jailers are elected apart from sheriffs
    "BOPXYZ": "XYZ FCI",
}


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """Two lists: Delaware's sheriff under WSO, then under TFM too; people held from before them to long after."""
    folder = tmp_path_factory.mktemp("custody")
    write_sheriffs(folder, date(2025, 2, 1), [("OHIO", "Delaware", WSO)])
    write_sheriffs(folder, date(2025, 2, 15), [("OHIO", "Delaware", WSO), ("OHIO", "Delaware", TFM)])
    rows = [
        facility_day(code, name, day, 2, 30, 15)
        for code, name in NAMES.items()
        for day in days(date(2025, 1, 31), date(2025, 4, 30))
    ]
    write_days(folder / "days.parquet", rows)
    return published.build([folder], folder / "releases", cache=folder / "cache").release


def test_who_runs_a_jail_is_told_by_rule_only_where_the_rule_holds(release):
    found = {
        row["facility"]: (row["state"], row["county"], row["operator"], row["agency_status"], row["warnings"])
        for row in release.rows("SELECT * FROM facilities")
    }
    assert found == {
        "DELAWOH": ("OH", "39041", "sheriff", "found", ""),
        "FRANKOH": ("OH", "39049", "sheriff", "never_listed", ""),
        "MIAMIOH": ("OH", "39109", "unknown", "unknown", "company_possible"),
        "BOONEKY": ("KY", "21015", "unknown", "unknown", "state_without_rule"),
        "BOPXYZ": (None, None, "private_or_federal", "not_local", ""),
    }


def test_the_models_of_a_day_are_those_of_the_newest_list_up_to_45_days_old(release):
    found = release.rows(
        "SELECT month, models, days, person_days, first_day, last_day FROM facility_months "
        "WHERE facility = 'DELAWOH' ORDER BY first_day"
    )
    assert [(str(row["first_day"]), str(row["last_day"]), row["models"], row["days"]) for row in found] == [
        ("2025-01-31", "2025-01-31", "unknown", 1),  # no list yet
        ("2025-02-01", "2025-02-14", "WSO", 14),
        ("2025-02-15", "2025-02-28", "TFM+WSO", 14),
        ("2025-03-01", "2025-03-31", "TFM+WSO", 31),
        ("2025-04-01", "2025-04-01", "TFM+WSO", 1),  # 45 days after the list
        ("2025-04-02", "2025-04-30", "unknown", 29),
    ]
    assert all(row["person_days"] == 2 * row["days"] for row in found)
    others = {
        row["facility"]: row["models"]
        for row in release.rows("SELECT facility, models FROM facility_months WHERE month = DATE '2025-03-01'")
    }
    known = {"DELAWOH": "TFM+WSO", "FRANKOH": "none", "BOPXYZ": "private_or_federal"}
    assert others == known | {"MIAMIOH": "unknown", "BOONEKY": "unknown"}


def test_facility_months_add_up_to_every_row_of_the_file(release):
    total = release.rows("SELECT sum(person_days) AS people, sum(days) AS days FROM facility_months")[0]
    file = release.rows("SELECT person_days, rows FROM facility_files")[0]
    assert (total["people"], total["days"]) == (file["person_days"], file["rows"]) == (2 * 5 * 90, 5 * 90)


def test_convictions_are_a_part_of_those_there_at_any_time_and_withheld_where_few(tmp_path):
    write_sheriffs(tmp_path, date(2025, 2, 28), [("OHIO", "Delaware", WSO)])
    month = days(date(2025, 3, 1), date(2025, 3, 31))
    rows = [facility_day("DELAWOH", "DELAWARE COUNTY JAIL", day, 20, 30, 10) for day in month]  # 10 a day: few
    rows += [facility_day("FRANKOH", "FRANKLIN COUNTY JAIL", day, 20, 40, 15) for day in month]
    rows += [facility_day("BOPXYZ", "XYZ FCI", day, 90, 100, 50) for day in month]
    write_days(tmp_path / "days.parquet", rows)
    release = published.build([tmp_path], tmp_path / "releases", cache=tmp_path / "cache").release
    found = {row["models"]: row for row in release.rows("SELECT * FROM custody_months")}
    told = {name: (row["convicted_days"], row["other_days"], row["suppressed"]) for name, row in found.items()}
    assert told == {
        "WSO": (None, None, True),
        "none": (None, None, True),  # else the total would give the other away
        "private_or_federal": (31 * 50, 31 * 50, False),
        "all": (31 * 75, 31 * 95, False),
    }
    assert (found["all"]["person_days"], found["all"]["detained_days"]) == (31 * 130, 31 * 170)
