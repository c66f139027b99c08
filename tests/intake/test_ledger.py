"""What the ledger tells from lists: the rules of the tables, each on a few invented lists, reasoned by hand.

Lists follow one another within March 2025 unless a test says otherwise. `STEADY` stands on all of them.
"""

import pytest

from support.ledger import Ledger, participating, pending, row

NAME = "Example County Sheriff's Office"
ID = "oh-example-county-sheriffs-office"
SHERIFF = row(NAME)
STEADY = row("Steady Police Department", signed="2024-01-05")
STEADY_ID = "oh-steady-police-department"
SPAN = "date, type, agency_id, model, older, newer"


def march(day, *rows):
    return participating(f"2025-03-{day:02}", STEADY, *rows)


def without(*days):
    return [march(day) for day in days]


def waiting(day, *rows):
    return pending(f"2025-03-{day:02}", *rows)


def rows_of(sql, *sheets):
    with Ledger(*sheets) as ledger:
        return ledger.rows(sql)


def events(*sheets, columns="date, type, agency_id, model"):
    with Ledger(*sheets) as ledger:
        return ledger.events(columns)


def test_an_agency_listed_for_the_first_time_is_added_between_the_two_lists():
    assert events(march(3), march(5, SHERIFF), columns=SPAN) == [
        ("2025-03-05", "added", ID, "TFM", "2025-03-03", "2025-03-05")
    ]


def test_what_the_first_list_has_was_added_at_no_known_time():
    assert events(march(3, SHERIFF), march(5, SHERIFF)) == []
    spells = f"SELECT begun, ended FROM spells WHERE agency_id = '{ID}'"
    assert rows_of(spells, march(3, SHERIFF), march(5, SHERIFF)) == [("series_start", "listed")]


def test_a_second_model_beside_the_first_is_added_as_a_model():
    second = row(NAME, "Warrant Service Officer")
    assert events(march(3, SHERIFF), march(5, SHERIFF, second)) == [("2025-03-05", "model_added", ID, "WSO")]


def test_an_absence_of_seven_days_and_three_dates_counts_from_the_first_list_that_lacks_it():
    assert events(march(3, SHERIFF), *without(4, 6, 11), columns=SPAN) == [
        ("2025-03-04", "no_longer_listed", ID, "TFM", "2025-03-03", "2025-03-04")
    ]


@pytest.mark.parametrize(
    "absent",
    [(4,), (4, 11), (4, 4, 11, 11), (4, 6, 10), (4, 5, 6, 7, 8, 9, 10)],
    ids=["one list", "two dates", "two dates with two lists each", "six days", "six days with seven dates"],
)
def test_a_shorter_absence_is_held(absent):
    assert events(march(3, SHERIFF), *without(*absent), columns=f"{SPAN}, basis") == [
        ("2025-03-04", "held", ID, "TFM", "2025-03-03", "2025-03-04", "absent too short so far")
    ]


def test_an_absence_that_ends_within_seven_days_is_no_event():
    sheets = [march(3, SHERIFF), *without(4, 6, 8), march(11, SHERIFF)]
    assert events(*sheets) == []
    spells = f"SELECT spell, ended, absent_lists FROM spells WHERE agency_id = '{ID}'"
    assert rows_of(spells, *sheets) == [(1, "listed", 3)]


def test_an_absence_of_two_dates_is_no_event_however_long_it_lasts():
    assert events(march(3, SHERIFF), *without(4, 20), march(30, SHERIFF)) == []


@pytest.mark.parametrize("absent", [(4, 6, 8), (4, 6, 11)])
def test_who_is_back_after_more_than_seven_days_was_gone_and_is_relisted(absent):
    assert events(march(3, SHERIFF), *without(*absent), march(12, SHERIFF), columns=SPAN) == [
        ("2025-03-04", "no_longer_listed", ID, "TFM", "2025-03-03", "2025-03-04"),
        ("2025-03-12", "relisted", ID, "TFM", f"2025-03-{absent[-1]:02}", "2025-03-12"),
    ]


def test_nothing_is_told_across_more_than_45_days_without_a_list():
    new = row("Sample City Police Department")
    sheets = [march(3, SHERIFF), *(participating(f"2026-03-{day}", STEADY, new) for day in ("03", "04", "12"))]
    assert events(*sheets) == []
    spells = "SELECT agency_id, spell, begun, ended, last_listed FROM spells ORDER BY agency_id, spell"
    assert rows_of(spells, *sheets) == [
        (ID, 1, "series_start", "series_end", "2025-03-03"),
        ("oh-sample-city-police-department", 1, "series_start", "listed", "2026-03-12"),
        (STEADY_ID, 1, "series_start", "series_end", "2025-03-03"),
        (STEADY_ID, 2, "series_start", "listed", "2026-03-12"),
    ]
    assert rows_of(f"SELECT status FROM agencies WHERE agency_id = '{ID}'", *sheets) == [("not_listed",)]


@pytest.mark.parametrize(("day", "told"), [("2025-04-17", [("held",)]), ("2025-04-18", [])])
def test_an_interval_of_45_days_is_still_told_across_and_one_of_46_is_not(day, told):
    assert events(march(3, SHERIFF), participating(day, STEADY), columns="type") == told


def test_a_short_absence_before_the_series_breaks_off_is_no_exit():
    assert events(march(3, SHERIFF), march(4), participating("2026-03-03", STEADY)) == []


def test_an_unknown_model_that_becomes_known_is_no_switch():
    unknown = row(NAME, "Some New Model")
    assert events(march(3, unknown), *(march(day, SHERIFF) for day in (4, 8, 12))) == []


def test_another_model_before_the_absence_counts_is_a_switch():
    sheets = [march(3, row(NAME, "Warrant Service Officer")), march(4), *(march(day, SHERIFF) for day in (5, 8, 11))]
    columns = f"{SPAN}, before, after"
    assert events(*sheets, columns=columns) == [
        ("2025-03-05", "model_switched", ID, "TFM", "2025-03-03", "2025-03-05", "WSO", "TFM")
    ]
    assert events(*sheets[:-1], columns=columns) == [
        ("2025-03-05", "held", ID, "TFM", "2025-03-03", "2025-03-05", "WSO", "TFM")
    ]


def test_another_model_after_the_absence_counted_is_no_switch():
    assert events(march(3, row(NAME, "Warrant Service Officer")), *without(4, 8, 11), march(12, SHERIFF)) == [
        ("2025-03-04", "no_longer_listed", ID, "WSO"),
        ("2025-03-12", "added", ID, "TFM"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind", "basis"),
    [
        ("Example PD", "Example Police Department", "respelled", "rule:alias"),
        (NAME, "Example County Sheriff's Department", "renamed", "rule:alias"),
        ("Exampel County Sheriff's Office", NAME, "respelled", "rule:respelled"),
    ],
)
def test_a_name_that_a_rule_joins_continues_the_agency(before, after, kind, basis):
    columns = "date, type, model, before, after, basis"
    sheets = [march(3, row(before)), *(march(day, row(after)) for day in (5, 9, 13))]
    assert events(*sheets, columns=columns) == [("2025-03-05", kind, None, before, after, basis)]
    told = f"SELECT agency, names, status FROM agencies WHERE agency_id <> '{STEADY_ID}'"
    assert rows_of(told, *sheets) == [(after, f"{after} | {before}", "listed")]


def test_a_vanished_row_waits_for_the_judgement_of_a_like_name_that_came_before_its_absence_counted():
    like = row("Examples County Sheriff's Office", signed="2025-03-05")
    sheets = [march(3, SHERIFF), march(4), *(march(day, like) for day in (6, 11, 20, 30))]
    assert events(*sheets, columns="date, type, agency_id, basis") == [
        ("2025-03-04", "held", ID, "an open candidate"),
        ("2025-03-06", "added", "oh-examples-county-sheriffs-office", "rule:first_listed"),
    ]
    assert rows_of("SELECT agency_id, model, why, other_id, verdict FROM held", *sheets) == [
        (ID, "TFM", "candidate", "oh-examples-county-sheriffs-office", "open")
    ]


def test_a_like_name_that_came_after_the_absence_counted_holds_nothing():
    like = row("Examples County Sheriff's Office", signed="2025-03-05")
    assert events(march(3, SHERIFF), *without(4, 6, 11), march(12, like)) == [
        ("2025-03-04", "no_longer_listed", ID, "TFM"),
        ("2025-03-12", "added", "oh-examples-county-sheriffs-office", "TFM"),
    ]


def test_two_counties_that_both_exist_are_never_joined_by_a_rule():
    marion, martin = (
        row(f"{county} County Sheriff's Office", signed="2024-12-24", state="FLORIDA")
        for county in ("Marion", "Martin")
    )
    sheets = [march(3, marion), *(march(day, martin) for day in (4, 8, 12))]
    assert events(*sheets, columns="type, agency_id") == [
        ("added", "fl-martin-county-sheriffs-office"),
        ("held", "fl-marion-county-sheriffs-office"),
    ]
    assert rows_of("SELECT close, similarity >= 0.92, rivals, other_rivals FROM handovers", *sheets) == [
        (True, True, 1, 1)
    ]
    assert rows_of("SELECT verdict, judged_by FROM candidates WHERE found = 'handover'", *sheets) == [("open", None)]


def test_a_sheriff_and_the_corrections_of_one_county_are_two_agencies_though_signed_on_one_day():
    sheets = [march(3, SHERIFF), *(march(day, row("Example County Department of Corrections")) for day in (4, 8, 12))]
    assert events(*sheets, columns="type, agency_id") == [
        ("added", "oh-example-county-department-of-corrections"),
        ("held", ID),
    ]


def test_a_name_put_under_another_state_has_moved_and_a_later_namesake_stays_apart():
    name = "Sample City Police Department"
    there = row(name, state="LOUISIANA")
    namesake = row(name, state="KENTUCKY", signed="2025-03-10")
    sheets = [march(3, row(name, state="KENTUCKY")), march(5, there), march(12, there, namesake)]
    assert events(*sheets, columns="date, type, agency_id, before, after") == [
        ("2025-03-05", "moved_state", "la-sample-city-police-department", "KY", "LA"),
        ("2025-03-12", "added", "ky-sample-city-police-department", None, "TFM"),
    ]


AGREEMENTS = (
    f"SELECT signed, signed_dates, status, lists FROM agreements WHERE agency_id = '{ID}' ORDER BY first_list_no"
)


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (row(NAME, signed="2025-02-21"), row(NAME, signed="2025-02-12"), "redated"),
        (row(NAME, signed="2025-02-21"), row(NAME, signed="2025-03-03"), "redated"),
        (row(NAME, signed="2025-02-21"), row(NAME, signed="2025-03-04"), "superseded"),
        (row(NAME, signed="2024-03-01"), row(NAME, signed="2025-02-21"), "redated"),
        (row(NAME, signed="2024-03-01", moa_url="https://example.org/1"), row(NAME, signed="2025-02-21"), "superseded"),
        (row(NAME, signed="2025-02-01", moa_url="https://example.org/1"), row(NAME, signed="2025-02-21"), "redated"),
    ],
    ids=["earlier", "on the day of the first list", "after it", "much later", "much later, linked", "linked"],
)
def test_a_date_is_a_new_signature_only_where_it_cannot_correct_the_first(first, then, kind):
    sheets = [march(3, first), march(5, then), march(7, then)]
    before, after = first["signed"][:10], then["signed"][:10]
    assert events(*sheets, columns="date, type, before, after") == [("2025-03-05", kind, before, after)]
    one = [(after, ", ".join(sorted((before, after))), "listed", 3)]
    two = [(before, before, "superseded", 1), (after, after, "listed", 2)]
    assert rows_of(AGREEMENTS, *sheets) == (one if kind == "redated" else two)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_signatures_that_came_on_one_list_the_later_one_follows(order):
    both = [row(NAME, signed="2025-02-21"), row(NAME, signed="2025-03-05")][::order]
    others = [march(day, row("Other Police Department")) for day in (5, 7, 12, 19)]
    told = [("2025-02-21", "superseded"), ("2025-03-05", "no_longer_listed")]
    sql = f"SELECT signed, status FROM agreements WHERE agency_id = '{ID}' ORDER BY signed"
    assert rows_of(sql, march(3, *both), *others) == told


def test_two_dates_on_one_list_are_one_agreement_that_keeps_both():
    both = [row(NAME, signed="2025-02-25"), row(NAME, signed="2025-02-21")]
    told = [("2025-02-25", "2025-02-21, 2025-02-25", "listed", 2)]
    assert rows_of(AGREEMENTS, march(3, *both), march(5, *both)) == told


def test_a_row_printed_twice_counts_once():
    sheets = [march(3), march(5, SHERIFF, SHERIFF), march(7, SHERIFF)]
    assert events(*sheets) == [("2025-03-05", "added", ID, "TFM")]
    assert rows_of(AGREEMENTS, *sheets) == [("2025-02-21", "2025-02-21", "listed", 2)]


APPLICATIONS = "SELECT outcome, first_pending, last_pending, signed, days_to_signed, days_to_listed FROM applications"


def test_who_is_listed_after_it_was_pending_has_signed():
    signed = row(NAME, signed="2025-03-08")
    sheets = [march(1), waiting(1), waiting(3, signed), waiting(10), march(10, signed)]
    assert events(*sheets, columns="date, type, after") == [
        ("2025-03-03", "pending_added", "TFM"),
        ("2025-03-10", "added", "TFM"),
        ("2025-03-10", "pending_signed", "2025-03-08"),
    ]
    assert rows_of(APPLICATIONS, *sheets) == [("signed", "2025-03-03", "2025-03-03", "2025-03-08", 5, 7)]


@pytest.mark.parametrize(
    ("absent", "outcome", "dropped"),
    [((4, 6, 11), "dropped", [("2025-03-04", "pending_dropped")]), ((4, 6, 10), "held", []), ((), "pending", [])],
)
def test_who_is_pending_no_more_was_dropped_by_the_rule_of_absence(absent, outcome, dropped):
    sheets = [march(3), waiting(3, SHERIFF), *(waiting(day) for day in absent)]
    assert events(*sheets, columns="date, type") == dropped
    assert rows_of(APPLICATIONS, *sheets) == [(outcome, "2025-03-03", "2025-03-03", None, None, None)]


def test_who_is_listed_after_its_pending_absence_counted_did_not_sign_what_was_pending():
    sheets = [march(3), waiting(3, SHERIFF), waiting(4), waiting(6), waiting(11), march(11), march(12, SHERIFF)]
    assert events(*sheets, columns="date, type") == [("2025-03-04", "pending_dropped"), ("2025-03-12", "added")]


def test_who_is_listed_before_it_is_pending_has_no_outcome_to_wait_for():
    sheets = [march(3, SHERIFF), waiting(4, SHERIFF), march(5, SHERIFF)]
    assert rows_of("SELECT outcome, days_to_listed FROM applications", *sheets) == [("already_listed", None)]


@pytest.mark.parametrize(
    ("absent", "status", "held"),
    [
        ((), "listed", []),
        ((4, 6, 10), "held", [("TFM", "2025-03-03", "2025-03-04", "absence_short", "", None)]),
        ((4, 6, 11), "no_longer_listed", []),
    ],
)
def test_agency_and_agreement_stand_as_their_absence_does(absent, status, held):
    sheets = [march(3, SHERIFF), *without(*absent)]
    assert rows_of(f"SELECT status FROM agencies WHERE agency_id = '{ID}'", *sheets) == [(status,)]
    assert rows_of(AGREEMENTS, *sheets) == [("2025-02-21", "2025-02-21", status, 1)]
    assert rows_of("SELECT model, last_listed, first_missing, why, other_id, verdict FROM held", *sheets) == held


def test_what_stood_on_the_lists_before_an_interval_has_no_known_standing():
    sheets = [march(3, SHERIFF), participating("2026-03-03", STEADY)]
    assert rows_of(AGREEMENTS, *sheets) == [("2025-02-21", "2025-02-21", "unknown", 1)]
    assert rows_of("SELECT count(*) FROM held", *sheets) == [(0,)]
