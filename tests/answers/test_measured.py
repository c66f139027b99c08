"""What a sentence prints is the same whether one place is counted or all places at once."""

import hashlib
from datetime import date

import pytest

from atlas287.answers.briefs.measured import measured
from atlas287.answers.measure import count
from atlas287.answers.places import counties

DAYS = [date(2026, 5, 18), date(2025, 5, 16), date(2022, 6, 1)]


def some(keys, n=25):
    return sorted(keys, key=lambda key: hashlib.sha256(key.encode()).hexdigest())[:n]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("unit", ["agreements", "agencies", "listings"])
def test_a_countys_number_is_that_of_a_count_of_it_alone(release, unit, day):
    listed = [row["county"] for row in count(release, "agencies", by=["county"], basis="covers", as_of=day).rows]
    for fips in some(set(listed) - {"unknown"}) + some(counties(release), 5):
        for basis in ("based_in", "covers"):
            given = {"as_of": str(day), "where": {"county": fips}, "basis": basis}
            alone = count(release, unit, where={"county": fips}, as_of=day, basis=basis)
            found = measured(release, unit, given)
            assert (found.value, found.list) == (alone.total, alone.list)


def test_names_and_numbers_of_each_group_are_those_of_a_count_by_it(release):
    for fips in some(counties(release), 40):
        given = {"as_of": "2026-05-18", "where": {"county": fips}, "basis": "covers", "each": "agency"}
        found = measured(release, "agencies", given).value
        alone = count(release, "agencies", by=["agency"], where={"county": fips}, basis="covers")
        assert set(found["agency"]) == {row["agency"] for row in alone.rows}
        assert found["value"] == alone.total == len(found["names"])


def test_the_first_list_that_shows_a_county_is_the_first_on_which_it_counts_anything(release):
    lists = release.rows("SELECT as_of FROM lists WHERE kind = 'participating' ORDER BY list_no")
    given = {
        "as_of": "2026-05-18",
        "where": {"county": "39017"},
        "basis": "based_in",
        "extreme": "first",
    }  # Butler, Ohio
    found = measured(release, "agencies", given)
    shown = [
        row["as_of"]
        for row in lists
        if count(release, "agencies", where={"county": "39017"}, basis="based_in", as_of=row["as_of"]).total
    ]
    assert found.list["as_of"] == str(shown[0])


def test_the_largest_group_is_the_largest_of_the_rows_and_a_tie_names_all(release):
    for day in ("2026-05-18", "2026-04-01"):
        found = measured(release, "agreements", {"as_of": day, "where": {}, "most": "state"}).value
        rows = count(release, "agreements", by=["state"], as_of=date.fromisoformat(day)).rows
        largest = max(row["value"] for row in rows)
        assert found["value"] == largest
        assert found["state"] == sorted(row["state"] for row in rows if row["value"] == largest)
