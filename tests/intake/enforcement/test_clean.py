"""The rules by which tables of people are cleaned, on invented rows; what is expected was worked out by hand.

No national output is in the data, so equality with the publisher's own cleaned columns is not tested here.
"""

import csv
from datetime import date, datetime, timedelta

import pytest

from atlas287.core import registry
from atlas287.core.engine import DuckDB
from atlas287.core.errors import ReadError
from atlas287.intake.enforcement.clean import TABLES, clean
from atlas287.intake.enforcement.reading import read_table
from support import tables

LAYOUTS = registry.layouts()
ARRESTS, LATER_ARRESTS = LAYOUTS["ddp_arrests_2026_03"], LAYOUTS["ddp_arrests_2026_08"]
DETAINERS, LATER_DETAINERS = LAYOUTS["ddp_detainers_2026_03"], LAYOUTS["ddp_detainers_2026_08"]
STINTS, LATER_STINTS = LAYOUTS["ddp_detention_stints_2026_03"], LAYOUTS["ddp_detention_stints_2026_08"]
REMOVALS, ENCOUNTERS = LAYOUTS["ddp_removals_2025_07"], LAYOUTS["ddp_encounters_2025_07"]
NOON = datetime(2025, 5, 1, 12)


def at(hours, minutes=0):
    return NOON + timedelta(hours=hours, minutes=minutes)


@pytest.fixture
def cleaned(tmp_path):
    """A function from (layout, rows) pairs to (engine, what `clean` says); columns that a row leaves out are null."""
    engine = DuckDB()

    def made(*given):
        readings = []
        for number, (layout, rows) in enumerate(given):
            heads = tables.headings(layout)
            whole = [dict.fromkeys(heads) | row for row in rows]
            assert all(set(row) == set(heads) for row in whole)
            readings.append(read_table(tables.write_parquet(tmp_path / f"{number}.parquet", heads, whole)))
        return engine, clean(engine, readings)

    yield made
    engine.close()


def column(engine, table, *names, order="row_id"):
    found = engine.rows(f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}")
    return [tuple(row.values()) if len(names) > 1 else row[names[0]] for row in found]


def arrest(person, moment, **told):
    return {"unique_identifier": person, "apprehension_date": moment, "apprehension_method": "Located"} | told


def test_an_episode_of_arrest_ends_after_a_gap_of_more_than_24_hours(cleaned):
    rows = [arrest("a", at(0)), arrest("a", at(24)), arrest("a", at(48)), arrest("a", at(72, 1)), arrest("b", at(0))]
    engine, _ = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "episode", "duplicate_likely", "duplicate_drop") == [
        (1, True, False),
        (1, True, True),  # exactly 24 hours: the same episode
        (1, True, True),  # a chain: 48 hours after the first, 24 after the one before
        (2, False, False),  # 24 hours and a minute
        (1, False, False),
    ]


def test_of_an_episode_the_first_row_is_kept_and_a_reprocessed_arrest_comes_last_at_one_moment(cleaned):
    again = {"apprehension_method": "ERO Reprocessed Arrest"}
    rows = [
        arrest("a", at(0), **again),
        arrest("a", at(0)),
        arrest("a", at(0)),
        arrest("b", at(0), **again),
        arrest("b", at(1)),
    ]
    engine, _ = cleaned((ARRESTS, rows))
    # At one moment the rows tie: the first in the file stands. An earlier moment stands even where it is reprocessed.
    assert column(engine, "arrests", "duplicate_drop") == [True, False, True, False, True]


def test_arrests_without_a_person_or_a_plausible_moment_have_no_flag_and_are_kept(cleaned):
    rows = [
        arrest(None, at(0)),
        arrest(None, at(0)),
        arrest("a", datetime(2, 6, 14)),
        arrest("a", datetime(2026, 12, 1)),
        arrest("a", at(0)),
    ]
    engine, _ = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "moment", "duplicate_likely", "duplicate_drop") == [
        (NOON, None, None),
        (NOON, None, None),
        (None, None, None),  # year 2
        (None, None, None),  # after the last day of the release
        (NOON, False, False),
    ]
    assert column(engine, "arrest_months", "month", "arrests", "without_person", order="month") == [
        (date(2025, 5, 1), 3, 2),
        (None, 2, 0),
    ]


def test_the_moment_of_an_arrest_is_the_one_with_the_time_where_the_release_adds_one(cleaned):
    rows = [
        arrest("a", datetime(2025, 5, 1), apprehension_date_time=datetime(2025, 5, 1, 1)),
        arrest("a", datetime(2025, 5, 2), apprehension_date_time=datetime(2025, 5, 2, 23)),
    ]
    engine, _ = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "duplicate_drop") == [False, False]  # the days are 24 hours apart, the times 46


def test_the_state_is_as_printed_or_else_of_the_office_and_says_which_while_county_stays_blank(cleaned):
    office = "toa_current_duty_site"
    rows = [
        arrest("a", at(0), apprehension_state_original="TEXAS", **{office: "MIAMI, FL, DOCKET CONTROL OFFICE"}),
        arrest("b", at(0), apprehension_state_original=" texas "),
        arrest("c", at(0), **{office: "ST. PAUL, MN, DOCKET CONTROL OFFICE"}),
        arrest("d", at(0), **{office: "ERO - TACOMA,WA Sub Office"}),
        arrest("e", at(0), **{office: "Ferndale Sub Office DCO"}),
        arrest("f", at(0), **{office: "SOMEWHERE, ZZ"}),
        arrest("g", at(0), apprehension_site_landmark="FOLEY PD, AL", county="Invented"),
    ]
    engine, _ = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "state", "state_source", "county") == [
        ("TX", "printed", None),
        ("TX", "printed", None),
        ("MN", "office", None),
        ("WA", "office", None),
        (None, "none", None),
        (None, "none", None),
        (None, "none", None),  # a landmark tells no state
    ]


def test_broad_groups_of_methods_hold_across_the_fold_of_july_2025(cleaned):
    before = ["CAP Local Incarceration", "CAP State Incarceration", "CAP Federal Incarceration"]
    methods = [
        *before,
        "Custodial Arrest",
        "Non-Custodial Arrest",
        "287(g) Program",
        "Other efforts",
        "Unheard of",
        None,
    ]
    rows = [arrest(str(n), at(n * 1000), apprehension_method=method) for n, method in enumerate(methods)]
    engine, said = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "method_group") == [
        *["custodial"] * 4, "at_large", "287g", "other", "unknown", "unknown",
    ]  # fmt: skip
    assert any("series by method break" in warning for warning in said.warnings)


def test_the_method_tells_the_touchpoint_then_the_unit_then_the_landmark(cleaned):
    told = [
        ("Custodial Arrest", "287g Task Force", None, ("jail", "method", False)),
        ("Non-Custodial Arrest", None, "CAP - LEE COUNTY JAIL, AL STATE", ("street", "method", True)),
        ("Located", None, None, ("at_large", "method", False)),
        ("Organized Crime Drug Enforcement Task Force", None, None, ("joint", "method", False)),
        ("287(g) Program", "287g Task Force", "LEE COUNTY JAIL", ("street", "programme", True)),
        ("287(g) Program", "287G Program", "LEE COUNTY JAIL", ("jail", "landmark", True)),
        ("287(g) Program", "287G Program", None, ("unknown", "none", True)),
        ("Other efforts", None, "CAP GENERAL AREA, NON-SPECIFIC", ("unknown", "none", True)),
        ("Other efforts", None, "Mobile AL ERO   at large arrest", ("at_large", "landmark", True)),
        (None, None, None, ("unknown", "none", True)),
    ]
    rows = [
        arrest(str(n), at(0), apprehension_method=method, final_program=unit, apprehension_site_landmark=landmark)
        for n, (method, unit, landmark, _) in enumerate(told)
    ]
    engine, said = cleaned((ARRESTS, rows))
    assert column(engine, "arrests", "touchpoint", "touchpoint_basis", "uncertain") == [each[3] for each in told]
    assert any("Sources disagree on whether arrests made by local officers" in warning for warning in said.warnings)


def test_every_touchpoint_method_and_unit_of_the_mapping_is_a_known_code():
    codes = registry.enforcement_codes()
    told = codes["touchpoints"]
    assert set(told["methods"]) == set(codes["apprehension_method"]["standard"])
    assert set(told["programmes"]) <= set(codes["final_program"]["standard"])
    assert list(told["standard"]) == ["street", "jail", "joint", "at_large", "unknown"]


def detainer(person, moment, facility="X", kind="I247D - Immigration Detainer - Request for Action", **told):
    return {
        "unique_identifier": person, "detainer_prepare_date": moment, "detention_facility_code": facility,
        "detainer_type": kind, "facility_state": "MINNESOTA",
    } | told  # fmt: skip


def test_detainers_of_march_2026_repeat_by_person_and_day_and_none_is_dropped(cleaned):
    rows = [
        detainer("a", at(0)),
        detainer("a", at(11, 59), "Y"),
        detainer("a", at(12)),  # the next day
        detainer(None, at(0)),
        detainer(None, at(0)),
    ]
    engine, _ = cleaned((DETAINERS, rows))
    assert column(engine, "detainers", "duplicate_likely", "duplicate_drop") == [
        (True, None), (True, None), (False, None), (None, None), (None, None),
    ]  # fmt: skip
    months = column(
        engine, "detainer_months", "facility_code", "state", "detainers", "likely_duplicates", "without_person",
        order="facility_code",
    )  # fmt: skip
    assert months == [("X", "MN", 4, 1, 2), ("Y", "MN", 1, 1, 0)]


def test_detainers_of_august_2026_repeat_within_an_episode_type_and_facility(cleaned):
    other = "I247N - Immigration Advisal - Request for Notification"
    rows = [
        detainer("a", at(0)),
        detainer("a", at(24)),
        detainer("a", at(24), "Y"),
        detainer("a", at(24), kind=other),
        detainer("a", at(48, 1)),
        detainer("b", at(0)),
        detainer("b", at(0)),
        detainer(None, at(0)),
    ]
    engine, _ = cleaned((LATER_DETAINERS, rows))
    assert column(engine, "detainers", "episode", "duplicate_likely", "duplicate_drop") == [
        (1, True, False),
        (1, True, True),  # exactly 24 hours
        (1, False, False),  # another facility
        (1, False, False),  # another type
        (2, False, False),
        (1, True, False),  # a tie: the first of the file stands
        (1, True, True),
        (None, None, None),
    ]


def stint(person, book_in, facility="X", stay=NOON, **told):
    return {
        "unique_identifier": person, "book_in_date_time": book_in, "detention_facility_code": facility,
        "stay_book_in_date_time": stay,
    } | told  # fmt: skip


def test_of_stints_of_one_person_facility_day_and_stay_the_last_is_kept(cleaned):
    rows = [
        stint("a", at(0), initial_bond_set_amount=1000.0, row_original=1),
        stint("a", at(0), initial_bond_set_amount=2000.0, row_original=2),  # equal but for bond and provenance
        stint("a", at(2)),  # later on the same day
        stint("a", at(12)),  # the next day
        stint("a", at(2), "Y"),
        stint("a", at(2), stay=at(1)),
        stint(None, at(0)),
        stint(None, at(0)),
    ]
    engine, _ = cleaned((STINTS, rows))
    assert column(engine, "stints", "duplicate_likely", "duplicate_drop") == [
        (True, True),
        (True, True),
        (True, False),
        (False, False),
        (False, False),
        (False, False),
        (None, None),
        (None, None),
    ]


def test_dropping_rows_equal_but_for_bond_first_keeps_the_same_stints(cleaned):
    """The publisher's two steps, in plain Python over all columns, against the one step of `stints`."""
    rows = [
        stint(f"p{n % 7}", at(n % 3), "XY"[n % 2], at(n % 2), gender=("Male", "Female")[n % 5 == 0],
              initial_bond_set_amount=float(n % 4), row_original=n)
        for n in range(200)
    ]  # fmt: skip
    bond = {"initial_bond_set_amount", "row_original"}
    first = {tuple((k, v) for k, v in row.items() if k not in bond): (n, row) for n, row in enumerate(rows, start=1)}
    assert 10 < len(first) < 200
    last = {}
    for n, row in sorted(first.values(), key=lambda each: (each[1]["book_in_date_time"], each[0])):
        day = row["book_in_date_time"].date()
        last[row["unique_identifier"], row["detention_facility_code"], day, row["stay_book_in_date_time"]] = n
    engine, _ = cleaned((STINTS, rows))
    kept = engine.rows("SELECT row_id FROM stints WHERE NOT duplicate_drop ORDER BY row_id")
    assert [row["row_id"] for row in kept] == sorted(last.values())


def test_a_stay_has_its_first_longest_and_last_facility_and_the_end_of_its_last_stint(cleaned):
    rows = [
        stint("a", at(0), "F", book_out_date_time=at(10), stay_book_out_date_time=None),
        stint("a", at(10), "L", book_out_date_time=at(40), stay_book_out_date_time=None),
        stint("a", at(40), "Z", stay_book_out_date_time=at(90), stay_release_reason="Removed"),
        stint("a", at(500), "N", at(500)),  # goes on: no end is known
        stint("b", at(0), "F", None),  # no begin of a stay
        stint(None, at(0), "F"),
    ]
    engine, _ = cleaned((STINTS, rows))
    found = column(
        engine, "stays", "person", "stay_book_in", "stay_book_out", "stay_release_reason", "stints",
        "facility_first", "facility_longest", "facility_last", "stays_of_person", order="stay_book_in",
    )  # fmt: skip
    assert found == [
        ("a", NOON, at(90), "Removed", 3, "F", "L", "Z", 2),
        ("a", at(500), None, None, 1, "N", "N", "N", 2),
    ]


def test_a_stint_whose_book_in_is_a_gap_counts_as_the_earliest(cleaned):
    rows = [stint("a", at(0), "F"), stint("a", datetime(2, 6, 14), "G"), stint("a", at(5), "Z")]
    engine, _ = cleaned((STINTS, rows))
    assert column(engine, "stays", "facility_first", "facility_last", "stints", order="person") == [("G", "Z", 3)]


def test_an_arrest_leads_to_a_stay_from_120_hours_before_to_240_hours_after(cleaned):
    hours = {"a": -120, "b": 240, "c": 0, "d": 3.5}
    rows = [stint(person, at(gap), stay=at(gap)) for person, gap in hours.items()]
    rows += [stint("e", at(-121), stay=at(-120, -1)), stint("f", at(241), stay=at(240, 1)), stint("z", at(0))]
    arrests = [arrest(person, at(0)) for person in "abcdef"] + [arrest(None, at(0))]
    engine, _ = cleaned((ARRESTS, arrests), (STINTS, rows))
    assert column(engine, "arrest_stays", "person", "hours", "has_stay") == [
        ("a", -120.0, True), ("b", 240.0, True), ("c", 0.0, True), ("d", 3.5, True),
        ("e", None, False), ("f", None, False),
    ]  # fmt: skip


def test_arrest_and_stay_must_be_each_others_nearest(cleaned):
    arrests = [arrest("a", at(0)), arrest("a", at(30)), arrest("b", at(0)), arrest("b", at(1)), arrest("c", at(0))]
    stays = [
        stint("a", at(28), stay=at(28)),  # nearer to the second arrest
        stint("b", at(2), stay=at(2)),  # both arrests are one episode, so only the first asks
        stint("c", at(-3), stay=at(-3)),
        stint("c", at(3), stay=at(3)),  # as near as the one before: the earlier stands
    ]
    engine, _ = cleaned((ARRESTS, arrests), (STINTS, stays))
    assert column(engine, "arrest_stays", "row_id", "hours") == [(1, None), (2, -2.0), (3, 2.0), (5, -3.0)]


def test_removals_and_encounters_repeat_by_person_and_day_and_are_all_kept(cleaned):
    day = datetime(2025, 5, 1)
    removals = [
        {"unique_identifier": person, "departed_date": moment, "apprehension_state": state}
        for person, moment, state in [("a", day, "TEXAS"), ("a", day, None), (None, day, None), ("b", None, "TEXAS")]
    ]
    encounters = [{"unique_identifier": person, "event_date": day} for person in ("a", "a", "b", None)]
    engine, _ = cleaned((REMOVALS, removals), (ENCOUNTERS, encounters))
    assert column(engine, "removals", "state", "state_source", "county", "duplicate_likely") == [
        ("TX", "printed", None, True), (None, "none", None, True),
        (None, "none", None, None), ("TX", "printed", None, None),
    ]  # fmt: skip
    months = column(engine, "removal_months", "month", "state", "removals", "likely_duplicates", order="month, state")
    assert months == [(date(2025, 5, 1), "TX", 1, 1), (date(2025, 5, 1), None, 2, 1), (None, "TX", 1, 0)]
    assert column(engine, "encounters", "duplicate_likely") == [True, True, False, None]


def test_tables_that_lack_what_they_are_made_from_are_not_made_rather_than_empty(cleaned):
    _, said = cleaned((ARRESTS, [arrest("a", at(0))]))
    assert dict(said.rows) == {"arrest_episodes": 1, "arrest_landmarks": 0, "arrests": 1, "arrest_months": 1}


def test_stints_of_august_2026_are_read_under_their_own_names_of_columns(cleaned):
    row = {
        "anonymized_unique_identifier": "a", "detention_book_in_date_time": at(0),
        "detention_book_out_date_time": at(5), "detention_facility_code": "X", "stay_book_in_date_time": NOON,
    }  # fmt: skip
    engine, _ = cleaned((LATER_STINTS, [row]))
    assert column(engine, "stints", "person", "book_in", "book_out") == [("a", NOON, at(5))]


def test_people_are_not_joined_across_releases_and_a_file_counts_once(cleaned, tmp_path):
    with pytest.raises(ReadError, match="release 2026-08 is mixed with 2026-03"):
        cleaned((ARRESTS, [arrest("a", at(0))]), (LATER_STINTS, [{"detention_book_in_date_time": at(0)}]))
    with pytest.raises(ReadError, match=r"same bytes as 0\.parquet"):
        cleaned((ARRESTS, [arrest("a", at(0))]), (ARRESTS, [arrest("a", at(0))]))


def test_a_faulty_release_of_removals_is_refused(cleaned):
    with pytest.raises(ReadError, match="late June 2025"):
        cleaned((REMOVALS, [{"unique_identifier": "a", "departed_date": datetime(2025, 6, 25)}]))


def test_only_tables_by_month_are_free_of_people_and_none_is_of_a_release():
    from atlas287.core import query

    found = query.load_all(TABLES)
    assert {name for name, each in found.items() if "person" not in each.columns and "row_id" not in each.columns} == {
        "arrest_landmarks", "arrest_months", "detainer_months", "removal_months",
    }  # fmt: skip
    assert all(each.header["release"] is False for each in found.values())


@pytest.mark.data
def test_the_published_sample_of_detainers_is_cleaned_as_its_columns_are_printed(data_dir):
    """Its columns were shuffled one by one, so no row is a person: only totals of columns say anything."""
    path = data_dir / "enforcement" / "ddp_detainers_march2026_sample.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    engine = DuckDB()
    try:
        clean(engine, [read_table(path)])
        found = engine.rows("SELECT * FROM detainers")
        months = engine.rows("SELECT month, sum(detainers) AS n FROM detainer_months GROUP BY month")
    finally:
        engine.close()
    assert len(found) == len(printed)
    assert sum(row["person"] is None for row in found) == sum(not row["unique_identifier"] for row in printed)
    assert {row["state"] for row in found} == {"MN"} and {row["facility_state"] for row in printed} == {"MINNESOTA"}
    by_month = {}
    for row in printed:
        month = date.fromisoformat(row["detainer_prepare_date"][:10]).replace(day=1)
        by_month[month] = by_month.get(month, 0) + 1
    assert {row["month"]: row["n"] for row in months} == by_month


@pytest.mark.data
def test_landmarks_of_alabama_that_name_a_jail_are_told_as_jails(data_dir, cleaned):
    """Against a count that shares no code: landmarks with the word JAIL, of the published list with its counts."""
    with (data_dir / "enforcement" / "al_arrest_landmarks_2025_2026.csv").open(encoding="utf-8", newline="") as file:
        printed = [row["apprehension_site_landmark"] for row in csv.DictReader(file)]
    rows = [
        arrest(str(n), at(0), apprehension_method="287(g) Program", apprehension_site_landmark=landmark or None)
        for n, landmark in enumerate(printed)
    ]
    engine, _ = cleaned((ARRESTS, rows))
    told = {row["landmark"]: row["touchpoint"] for row in engine.rows("SELECT landmark, touchpoint FROM arrests")}
    assert len(told) == len(printed) == 126
    assert {told[name] for name in printed if "JAIL" in name.upper()} == {"jail"}
    assert {told[name] for name in printed if "GENERAL AREA" in name.upper()} == {"unknown"}
    assert {told[name] for name in printed if "FUGITIVE" in name.upper()} == {"at_large"}
