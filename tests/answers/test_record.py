"""The record of an agency on an earlier day rests on lists up to that day; the law of a place is in its record."""

from datetime import date

import pytest

from atlas287 import Atlas
from atlas287.answers import ledger, measure
from atlas287.answers.policy import policies_of

CARROLL = "md-carroll-county-sheriffs-office"


@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2025, 4, 1), date(2026, 3, 3)], ids=str)
def test_no_agreement_of_an_earlier_day_is_told_by_a_later_list(release, day):
    chosen = release.rows("SELECT agency_id FROM agencies QUALIFY row_number() OVER (ORDER BY md5(agency_id)) <= 60")
    for row in chosen:
        for agreement in ledger.record(release, row["agency_id"], day)["agreements"]:
            assert agreement["first_listed"] <= agreement["last_listed"] <= str(day)
            shown = release.rows(
                "SELECT max(l.as_of) AS last FROM members AS m JOIN lists AS l USING (list_no) "
                "WHERE m.agreement_id = $id AND l.kind = 'participating' AND l.as_of <= $day",
                {"id": agreement["id"], "day": day},
            )
            assert agreement["last_listed"] == str(shown[0]["last"])


@pytest.mark.parametrize(
    ("day", "status", "last"),
    [
        # Its lists: first 2025-03-06, last 2026-02-17, first missing 2026-02-27 (data of the ledger's hand labels).
        (date(2025, 4, 1), "listed", "2025-03-31"),
        (date(2026, 2, 17), "listed", "2026-02-17"),
        (date(2026, 2, 27), "held", "2026-02-17"),
        (date(2026, 5, 18), "no_longer_listed", "2026-02-17"),
    ],
    ids=str,
)
def test_an_agreement_stands_on_a_day_as_the_lists_up_to_it_show(release, day, status, last):
    (agreement,) = ledger.record(release, CARROLL, day)["agreements"]
    assert (agreement["status"], agreement["last_listed"]) == (status, last)


def test_on_a_day_without_a_list_near_an_agreement_is_unknown(release):
    agreements = ledger.record(release, "fl-collier-county-sheriffs-office", date(2015, 1, 1))["agreements"]
    assert {agreement["status"] for agreement in agreements} == {"unknown"}


def test_the_law_of_a_state_stands_in_its_record_and_that_of_a_place_is_of_its_own_bodies(release):
    """Read by hand in the registry: Fla. Stat. 908.11 binds sheriffs and jails, SB 168 every agency."""
    atlas = Atlas(release)
    state, county = atlas.state("FL")["policy"], atlas.county("12021")["policy"]
    assert state == policies_of(release, "FL", date(2026, 5, 18))
    assert [row["id"] for row in county["measures"]] == [
        "policy:fl-s-908-11-as-amended",
        "policy:fl-sb-168-2019-ch-2019",
    ]
    assert county["kinds"] == [
        {"agency_kind": "municipal_police", "duties": ["detainer_duty"], "unknown": []},
        {"agency_kind": "sheriff", "duties": ["detainer_duty", "must_hold"], "unknown": []},
    ]
    assert not county["silent"]
    assert {row["id"] for row in county["measures"]} < {row["id"] for row in state["measures"]}
    for key in ("measures", "apart"):
        for row in county[key]:
            assert {"sheriff", "municipal_police"} & set(row["kinds"])
            assert row in state[key]


def test_the_law_of_a_place_is_of_the_day_and_told_in_its_language(release):
    early = Atlas(release).county("12021", as_of="2019-06-30")["policy"]
    assert early["measures"] == []  # SB 168 of Florida binds from 2019-07-01
    assert "policy:fl-sb-168-2019-ch-2019" in {row["id"] for row in early["apart"]}
    spanish = Atlas(release).county("12021", lang="es")["policy"]["measures"]
    assert [row["text"].split(",")[0] for row in spanish] == ["En Florida", "En Florida"]


def test_where_no_law_is_loaded_the_place_has_a_gap_and_the_nation_counts_of_states(release):
    atlas = Atlas(release)
    silent = atlas.county("42003")["policy"]
    assert (silent["silent"], silent["kinds"], silent["measures"]) == (True, [], [])
    assert {gap["kind"] for gap in silent["gaps"]} == {"not_collected"}
    nation = atlas.nation()["policy"]
    assert nation["gap"] == "out_of_scope"
    counted = measure.count(release, "policy_states", by=["duty"], as_of=date(2026, 5, 18)).rows
    assert nation["by_duty"] == [dict(row) for row in counted if row["duty"] != "none"]
    assert len(nation["by_duty"]) == 9  # every code of registry/codes/policy_duties.yaml but none
