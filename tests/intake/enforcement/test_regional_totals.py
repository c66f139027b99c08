"""Real regional and historical tables: the totals that we make of them are those that the publishers print.

Every expected value is the publisher's own, or is counted here from the file with plain Python and no code of ours.
Where publishers contradict each other, both figures stand here; none is averaged.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from atlas287.core.model import Step
from atlas287.intake.enforcement.reading import read_table
from atlas287.intake.enforcement.totals import Totals

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def folder(data_dir):
    return data_dir / "enforcement"


def totals(path, by=Step.YEAR):
    reading = read_table(path)
    made = Totals(reading.layout, by)
    for batch in reading.batches():
        made.add(batch)
    reading.refuse_faulty()
    return made.rows()


def series(rows, name):
    return [row for row in rows if row["series"] == name]


def known(value):
    return None if isinstance(value, dict) else value


def printed(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return int(float(text or 0))


def in_dates(rows):
    """Value by first day."""
    return {row["since"]: row["value"] for row in rows}


def test_rows_of_seattle_give_every_county_and_quarter_of_washington_that_the_publisher_prints(folder):
    # No duplicate is dropped and no method left out: counting all rows is the publisher's rule. Leaving out reprocessed
    # arrests, or rows that repeat, gives 425 and 385 of the 448 cells. Oregon stands in neither of the two files.
    expected = {
        (row["county"], int(row["cy"]), int(row["cy_quarter"][-1])): int(row["arrests"])
        for row in printed(folder / "uwchr_wa_county_quarter_arrests.csv")
    }
    assert (len(expected), sum(expected.values())) == (448, 7_432)
    rows = series(totals(folder / "sea_i213_arrests_excl_or.parquet", Step.MONTH), "arrests_by_county")
    found = Counter()
    for row in rows:
        if row["state"] == "WA" and known(row["place"]) is not None and row["since"] >= "2022":
            year, month = int(row["since"][:4]), int(row["since"][5:7])
            found[row["printed"], year, (month + 2) // 3] += row["value"]
    assert {key: found[key] for key in expected} == expected
    assert set(found) <= set(expected)
    # The publisher's table, read and added up by our own layer, says the same by year.
    by_year = Counter()
    for (county, year, _), value in expected.items():
        by_year[county, str(year)] += value
    theirs = totals(folder / "uwchr_wa_county_quarter_arrests.csv")
    assert {(row["printed"], row["since"][:4]): row["value"] for row in theirs} == dict(by_year)


def test_rows_of_seattle_without_a_county_or_outside_washington_are_kept_apart(folder):
    rows = series(totals(folder / "sea_i213_arrests_excl_or.parquet"), "arrests_by_county")
    real = pq.read_table(folder / "sea_i213_arrests_excl_or.parquet", columns=["county", "state"]).to_pylist()
    assert sum(row["value"] for row in rows) == len(real) == 8_068
    nowhere = [row for row in rows if row["place"] == {"gap": "not_collected"}]
    assert sum(row["value"] for row in nowhere) == sum(each["county"] is None for each in real) == 95
    abroad = {row["printed"] for row in rows if row["place"] == {"gap": "unreadable"}}
    assert abroad == {"Shimla Division", "Metro Vancouver", "Fairfax County"}  # the last is printed twice in Virginia


def trac(folder, *, once):
    """All, Yes and No of facilities by state; `once` drops rows that repeat exactly."""
    rows = [tuple(row.values()) for row in printed(folder / "trac_detainers_by_facility_2017.csv")]
    summed = defaultdict(lambda: [0, 0, 0])
    for row in set(rows) if once else rows:
        if row[1] != "All":
            summed[row[0]] = [a + number(b) for a, b in zip(summed[row[0]], row[2:5], strict=True)]
    stated = {row[0]: [number(text) for text in row[2:5]] for row in rows if row[1] == "All"}
    return stated, dict(summed), Counter(row[0] for row in rows if row[1] == "All")


def test_facilities_of_trac_without_repeats_add_up_to_its_totals_in_all_states_but_five(folder):
    stated, summed, times = trac(folder, once=True)
    assert (len(stated), len(summed), sum(times.values())) == (47, 54, 49)
    off = {state: stated[state][0] - summed[state][0] for state in stated if stated[state] != summed[state]}
    # These are the states where a row repeats within one scrape: dropping it takes too much, keeping it too little.
    assert off == {"Florida": 147, "Georgia": 288, "Iowa": 73, "Texas": 51, "Virginia": 483}
    _, kept, _ = trac(folder, once=False)
    over = {state: kept[state][0] / times[state] - stated[state][0] for state in off}
    assert over == {"Florida": 32, "Georgia": 8, "Iowa": 13, "Texas": 1, "Virginia": 36}
    assert sorted(set(summed) - set(stated)) == [
        "Alaska",
        "Maine",
        "Maryland",
        "South Dakota",
        "Utah",
        "West Virginia",
        "Wyoming",
    ]
    for values in (*stated.values(), *summed.values()):
        assert values[0] == values[1] + values[2]


def test_our_totals_of_trac_are_its_state_totals_and_the_sums_of_its_facilities(folder):
    stated, summed, _ = trac(folder, once=True)
    rows = totals(folder / "trac_detainers_by_facility_2017.csv")
    for position, name in enumerate(("detainers", "taken_into_custody", "not_taken_into_custody")):
        states = {row["printed"]: row["value"] for row in series(rows, f"{name}_by_state")}
        assert states == {state: values[position] for state, values in stated.items()}
        facilities = series(rows, f"{name}_by_facility")
        assert sum(row["value"] for row in facilities) == sum(values[position] for values in summed.values())
        alabama = sum(row["value"] for row in facilities if row["state"] == "AL")
        assert alabama == summed["Alabama"][position] == stated["Alabama"][position]


def test_days_of_minnesota_add_up_to_its_months(folder):
    months = {f"{row['month_year']}-01": int(row["count"]) for row in printed(folder / "mn_detainers_by_month.csv")}
    assert (len(months), sum(months.values())) == (42, 6_232)
    for name in ("mn_detainers_over_time.csv", "mn_detainers_by_month.csv"):
        assert in_dates(totals(folder / name, Step.MONTH)) == months


def test_lift_reasons_of_minnesota_add_up_to_the_printed_totals(folder):
    real = printed(folder / "mn_surge_detainers_by_liftreason.csv")
    parts = [name for name in real[0] if name not in ("detention_facility", "total")]
    assert all(sum(number(row[part]) for part in parts) == number(row["total"]) for row in real)
    found = {row["series"]: row["value"] for row in totals(folder / "mn_surge_detainers_by_liftreason.csv")}
    del found["detainers_by_facility"]
    assert found == {
        "detainers": sum(number(row["total"]) for row in real),
        "booked_into_detention": sum(number(row["Booked into Detention"]) for row in real),
        "declined": sum(number(row["Detainer Declined by LEA"]) for row in real),
        "no_longer_in_custody": sum(number(row["No longer in State, Local, or Federal Custody"]) for row in real),
        "no_reason": sum(number(row["NA"]) for row in real),
        "other": sum(number(row["other"]) for row in real),
    }
    assert found.pop("detainers") == sum(found.values()) == 882


def test_arrests_of_minnesota_by_day_keep_the_record_of_a_day_to_come_apart(folder):
    rows = series(totals(folder / "mn_daily_arrests.csv", Step.MONTH), "arrests_texas")
    real = Counter()
    for row in printed(folder / "mn_daily_arrests.csv"):
        real[row["apprehension_date"][:7]] += number(row["TEXAS"])
    dated = {row["since"][:7]: row["value"] for row in rows if not isinstance(row["since"], dict)}
    assert [row["value"] for row in rows if isinstance(row["since"], dict)] == [real.pop("2026-09")] == [1]
    assert dated == dict(real)
    collateral = printed(folder / "mn_collateral.csv")
    found = Counter()
    for row in totals(folder / "mn_collateral.csv"):
        found[row["series"]] += row["value"]
    assert found == {name.lower(): sum(number(row[name]) for row in collateral) for name in ("Collateral", "Targeted")}


def days_of(path, value, since, until):
    """Value by facility and day, in plain Python."""
    columns = ["detention_facility_code", "date", value]
    bounds = [("date", ">=", since), ("date", "<=", until)]
    table = pq.read_table(path, columns=columns, filters=bounds)
    codes, days, values = (table[name].to_pylist() for name in columns)
    return {(code, day.date()): n for code, day, n in zip(codes, days, values, strict=True) if n}


def test_two_tables_of_the_same_facility_days_disagree_and_both_stand(folder):
    # Overlap 2022-10-01 to 2024-01-04. No rule of the publishers makes them equal: the headcount of a day is nearest
    # to the other table's people at midnight before it.
    since, until = datetime(2022, 10, 1), datetime(2024, 1, 4)
    ours = folder / "ddp_facility_daily_population.parquet"
    heads = days_of(folder / "uwchr_facility_headcount_fy12_24.parquet", "n", since, until)
    whole, midnight = (days_of(ours, name, since, until) for name in ("n_detained", "n_detained_at_midnight"))
    assert (sum(heads.values()), sum(whole.values())) == (13_850_864, 14_357_962)  # 3.7 % apart
    both = heads.keys() & whole.keys()
    assert (len(both), len(heads.keys() - both), len(whole.keys() - both)) == (59_917, 7_492, 24_020)
    assert sum(heads[key] == whole[key] for key in both) == 20_132  # a third
    shifted = {(code, day + timedelta(days=1)): n for (code, day), n in midnight.items()}
    common = heads.keys() & shifted.keys()
    near = sum(heads[key] == shifted[key] for key in common)
    assert near / len(common) > 0.5
    assert sum(abs(heads[key] - shifted[key]) for key in common) < 0.01 * sum(heads[key] for key in common)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("uwchr_facility_headcount_fy12_24.parquet", "n"),
        ("ddp_facility_daily_population.parquet", "n_detained_at_midnight"),
    ],
)
def test_the_mean_of_a_month_is_the_person_days_over_the_days(name, value, folder):
    real = days_of(folder / name, value, datetime(2023, 2, 1), datetime(2023, 2, 28))
    rows = totals(folder / name, Step.MONTH)
    found = in_dates(series(rows, "detained"))["2023-02-01"]
    assert found == round(sum(real.values()) / 28, 2)
    largest = [
        row["value"]
        for row in series(rows, "detained_by_facility")
        if row["place"] == "STFRCTX" and row["since"] == "2023-02-01"
    ]
    expected = sum(n for (code, _), n in real.items() if code == "STFRCTX") / 28
    assert largest == [round(expected, 2)]
    edges = [row for row in series(rows, "detained") if row["until"] == "2024-01-04"]
    assert len(edges) == (name.startswith("uwchr"))


def test_publishers_contradict_each_other_over_arrests_by_state(folder):
    theirs = {row["printed"].upper(): row for row in totals(folder / "state_arrests_2025_2026.csv")}
    other = {row["printed"].upper(): row for row in totals(folder / "state_arrests_jan2025_jul2026.csv")}
    areas = totals(folder / "aor_arrests_2025_2026.csv")
    # The same release, other periods and rules: 2025-01-20 to August 2026, against 2025-01-01 to 2026-07-31 with
    # states filled in. Of one publisher the states hold 17,020 fewer than the areas: arrests without a state.
    assert {(row["since"], row["until"]) for row in theirs.values()} == {("2025-01-20", "2026-08-31")}
    assert {(row["since"], row["until"]) for row in other.values()} == {("2025-01-01", "2026-07-31")}
    sums = [sum(row["value"] for row in rows) for rows in (theirs.values(), other.values(), areas)]
    assert sums == [
        sum(number(row["arrests"]) for row in printed(folder / name))
        for name in ("state_arrests_2025_2026.csv", "state_arrests_jan2025_jul2026.csv", "aor_arrests_2025_2026.csv")
    ]
    assert sums == [530_756, 565_539, 547_776]
    assert theirs.keys() - other.keys() == {"PUERTO RICO"}
    assert other.keys() <= theirs.keys()
    conflict = {state: (theirs[state]["value"], other[state]["value"]) for state in other}
    assert all(first < second for first, second in conflict.values())
    assert [conflict[state] for state in ("TEXAS", "FLORIDA", "VERMONT")] == [
        (124_848, 143_233),
        (57_793, 60_247),
        (162, 164),
    ]


def test_landmarks_of_alabama_add_up_to_the_state(folder):
    states = {
        row["apprehension_state"]: number(row["arrests"]) for row in printed(folder / "state_arrests_2025_2026.csv")
    }
    rows = totals(folder / "al_arrest_landmarks_2025_2026.csv")
    marks = series(rows, "arrests_by_landmark")
    assert sum(row["value"] for row in marks) == series(rows, "arrests")[0]["value"] == states["ALABAMA"] == 10_656
    assert [row["value"] for row in marks if row["place"] == {"gap": "not_collected"}] == [266]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("us_detainers_citizen_lifted_2007_2015.csv", "date"),
        ("us_detainers_not_deportable_2007_2015.csv", "date"),
        ("pa_detainers_2007_2012.csv", "date"),
    ],
)
def test_detainers_by_year_are_all_rows_of_the_file(name, column, folder):
    real = Counter(row[column][:4] for row in printed(folder / name))
    rows = [row for row in totals(folder / name) if not row["series"].endswith("_by_facility")]
    assert {row["since"][:4]: row["value"] for row in rows} == dict(real)
    assert all(row["value"] > 10 for row in rows)


def test_lifts_tell_no_place_and_no_month_since_the_reason_tells_nationality(folder):
    rows = totals(folder / "us_detainers_citizen_lifted_2007_2015.csv", Step.MONTH)
    assert {(row["place_kind"], row["place"], row["step"]) for row in rows} == {("country", "US", "year")}


def test_a_third_of_the_detainers_of_pennsylvania_repeat_and_none_is_dropped(folder):
    rows = [tuple(row.values()) for row in printed(folder / "pa_detainers_2007_2012.csv")]
    times = Counter(rows)
    # 34 % equal an earlier row; 49 % share their values with another. Without an identifier both may be true events.
    assert (len(rows), len(rows) - len(times)) == (24_621, 8_347)
    assert sum(n for n in times.values() if n > 1) == 12_139
    found = totals(folder / "pa_detainers_2007_2012.csv")
    for name in ("detainers", "detainers_by_facility"):
        assert sum(row["value"] for row in series(found, name)) == len(rows)


def test_counties_active_in_secure_communities_are_those_begun_by_the_end_of_the_month(folder):
    real = printed(folder / "secure_communities_activation.csv")
    begun = sorted(
        (int(row["activation_year"]), int(row["activation_month"])) for row in real if row["activation_year"]
    )
    rows = series(totals(folder / "secure_communities_activation.csv", Step.MONTH), "counties_active")
    found = {row["since"][:7]: row["value"] for row in rows if not isinstance(row["since"], dict)}
    assert len(found) == 52  # October 2008 to January 2013
    assert found == {month: sum(f"{y}-{m:02}" <= month for y, m in begun) for month in found}
    assert [row["value"] for row in rows if isinstance(row["since"], dict)] == [len(real) - len(begun)] == [140]
    states = series(totals(folder / "secure_communities_activation.csv"), "counties_active_by_state")
    undated = {row["state"] for row in real} - {row["state"] for row in real if row["activation_year"]}
    unknown = {row["place"] for row in states if isinstance(row["value"], dict)}
    assert unknown == undated
    assert "AK" in undated


def test_removals_bookings_and_years_are_all_rows_of_their_files(folder):
    removed = pq.read_table(folder / "sea_removals_2012_2019.parquet")["Departed Date"].to_pylist()
    found = in_dates(totals(folder / "sea_removals_2012_2019.parquet", Step.MONTH))
    real = Counter(day.strftime("%Y-%m") for day in removed)
    assert {since[:7]: value for since, value in found.items()} == dict(real)
    booked = pq.read_table(folder / "travis_tx_jail_ice_detainers_2000_2016.parquet")["booking_month"].to_pylist()
    found = in_dates(totals(folder / "travis_tx_jail_ice_detainers_2000_2016.parquet", Step.MONTH))
    assert {since[:7]: value for since, value in found.items()} == dict(Counter(booked))
    yakima = Counter()
    for row in printed(folder / "yakima_ice_bookings_2016_2018.csv"):
        month, _, year = row["Date of Booking"].split("/")
        yakima[date(2000 + int(year) % 100, int(month), 1).isoformat()] += 1
    assert in_dates(totals(folder / "yakima_ice_bookings_2016_2018.csv", Step.MONTH)) == dict(yakima)
    years = {row["until"][:4]: known(row["value"]) for row in totals(folder / "tmp_apprehensions_by_year.csv")}
    assert years == {
        row["Fiscal Year"]: number(row["ICE Administrative Arrests"]) or None
        for row in printed(folder / "tmp_apprehensions_by_year.csv")
    }
