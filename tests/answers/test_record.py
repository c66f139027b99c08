"""The record of an agency on an earlier day rests on lists up to that day alone."""

from datetime import date

import pytest

from atlas287.answers import ledger

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
