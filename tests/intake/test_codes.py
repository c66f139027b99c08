"""What printed values mean, given and expected.

The quirks are those that domain.md 1 counts in ICE's lists; the meaning expected is its, not what the code happens to
give. Invented are the agencies, the paths of links, and the mailboxes.
"""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas287.core.model import GapKind
from atlas287.intake.codes import Encoded, link, model, shown_link, signed, state

UNREADABLE = GapKind.UNREADABLE


@pytest.mark.parametrize(
    ("printed", "code", "rule"),
    [
        ("TEXAS", "TX", None),
        ("GUAM", "GU", None),
        ("NORTHERN MARIANA ISLANDS", "MP", None),
        ("WEST VIRGINIA", "WV", None),
        ("TEXAS ", "TX", "white_space"),
        (" NEW\xa0 MEXICO\n", "NM", "white_space"),
        ("UTAh", "UT", "letter_case"),
        ("Florida", "FL", "letter_case"),
        ("PENNSLYVANIA", "PA", "spelling"),
        ("MCHIGAN", "MI", "spelling"),
        ("UTAHJ", "UT", "spelling"),
        ("WEST VIRIGINA", "WV", "spelling"),
        ("WEST VIRIGINIA", "WV", "spelling"),
        ("WEST VIRGINA", "WV", "spelling"),
        ("Utahj ", "UT", "white_space, letter_case, spelling"),
    ],
)
def test_a_state_is_told_whatever_its_spelling(printed, code, rule):
    assert state(printed) == Encoded(code, rule)


@pytest.mark.parametrize(
    ("printed", "code", "rule"),
    [
        ("Jail Enforcement Model", "JEM", None),
        ("Warrant Service Officer", "WSO", None),
        ("Task Force Model", "TFM", None),
        ("Tribal Task Force Model", "TTFM", None),
        ("Hybrid", "HYBRID", None),
        ("Task Force Model ", "TFM", "white_space"),
        ("Task Force  Model", "TFM", "white_space"),
        ("task force model", "TFM", "letter_case"),
        ("Warrant Services Officer", "WSO", "spelling"),
        ("Warrant Service Office", "WSO", "spelling"),
        ("Task Force Officer", "TFM", "spelling"),
        ("Jail Enforcment Model", "JEM", "spelling"),
        ("Task Force", "TFM", "spelling"),
        ("Jail Enforcement", "JEM", "spelling"),
    ],
)
def test_a_model_is_told_whatever_its_spelling(printed, code, rule):
    assert model(printed) == Encoded(code, rule)


@pytest.mark.parametrize("encode", [state, model])
@pytest.mark.parametrize(
    ("printed", "rule"),
    [(None, "blank"), ("", "blank"), (" \xa0\n", "blank"), ("#N/A", "unknown_code"), ("Example", "unknown_code")],
)
def test_a_state_or_model_that_nobody_knows_is_a_gap_and_no_guess(encode, printed, rule):
    assert encode(printed) == Encoded(None, rule, UNREADABLE)


LIST = date(2025, 9, 2)


@pytest.mark.parametrize(
    ("printed", "value", "rule"),
    [
        ("2025-02-21 00:00:00", "2025-02-21", None),
        ("2019-03-08", "2019-03-08", None),
        (" 2019-03-08 ", "2019-03-08", None),
        ("2025-02-21 15:30:00", "2025-02-21", "time_of_day"),
        ("45709", "2025-02-21", "serial_number"),
        ("7/7/2025", "2025-07-07", "text_date"),
        ("05/08/2025", "2025-05-08", "text_date"),
        ("05/082025", "2025-05-08", "missing_slash"),
        ("7/72025", "2025-07-07", "missing_slash"),
        ("8/282025", "2025-08-28", "missing_slash"),
        ("0508/2025", "2025-05-08", "missing_slash"),
        ("5025-07-07 00:00:00", "2025-07-07", "year_digit"),
        ("2028-07-07 00:00:00", "2025-07-07", "year_digit"),
        ("7/7/20025", "2025-07-07", "text_date, year_digit"),
        ("11/7/20024", "2024-11-07", "text_date, year_digit"),
        ("1025-07-07 00:00:00", "2025-07-07", "year_digit"),
        ("2025-12-24 00:00:00", "2024-12-24", "year_digit"),
        ("2025-09-03 00:00:00", "2025-09-03", "after_list"),
        ("2025-11-01 00:00:00", "2025-11-01", "after_list"),
        ("9/3/2025", "2025-09-03", "text_date, after_list"),
        ("1996-09-30 00:00:00", "1996-09-30", None),
    ],
)
def test_a_signing_date_is_told_by_a_named_rule(printed, value, rule):
    assert signed(printed, LIST) == Encoded(value, rule)


def test_a_fifth_digit_of_the_year_is_dropped_where_one_date_fits():
    assert signed("1/8/20026", date(2026, 1, 15)) == Encoded("2026-01-08", "text_date, year_digit")


@pytest.mark.parametrize(
    ("printed", "rule", "gap"),
    [
        (None, "blank", GapKind.UNKNOWN_DATE),
        ("", "blank", GapKind.UNKNOWN_DATE),
        (" \xa0", "blank", GapKind.UNKNOWN_DATE),
        ("#N/A", "no_date", UNREADABLE),
        ("pending", "no_date", UNREADABLE),
        ("13/45/2025", "no_date", UNREADABLE),
        ("2025-02-30", "no_date", UNREADABLE),
        ("5/8/25", "no_date", UNREADABLE),
        ("7/7/2025 and 8/8/2025", "no_date", UNREADABLE),
        ("2031-07-07 00:00:00", "year_after_list", UNREADABLE),  # two digits from either year
        ("51000", "year_after_list", UNREADABLE),  # a number of days has no digit of a year to mistype
        ("1899-12-30 00:00:00", "before_law", UNREADABLE),
        ("0225-07-07 00:00:00", "before_law", UNREADABLE),
        ("12", "no_date", UNREADABLE),
    ],
)
def test_a_signing_date_that_no_rule_tells_is_a_gap(printed, rule, gap):
    assert signed(printed, LIST) == Encoded(None, rule, gap)


def test_where_both_the_list_year_and_the_one_before_are_a_digit_away_the_list_tells_which():
    assert signed("2029-01-10 00:00:00", LIST) == Encoded("2025-01-10", "year_digit")
    assert signed("2029-10-10 00:00:00", LIST) == Encoded("2024-10-10", "year_digit")


def test_without_a_list_a_date_stands_as_printed():
    assert signed("5025-07-07 00:00:00", None) == Encoded("5025-07-07")
    assert signed("7/72025", None) == Encoded("2025-07-07", "missing_slash")
    assert signed("7/7/20026", None) == Encoded(None, "no_date", UNREADABLE)


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(
    day=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    write=st.sampled_from(["{:%Y-%m-%d} 00:00:00", "{:%m/%d/%Y}", "{:%m/%d%Y}", "{:%Y-%m-%d} 01:02:03"]),
    age=st.integers(0, 4000),
)
def test_a_date_not_after_its_list_is_told_the_same_with_and_without_the_list(day, write, age):
    printed = write.format(day)
    alone = signed(printed, None)
    if alone.value is not None:  # the build asks once for all lists that are not earlier
        assert signed(printed, day + timedelta(days=age)) == alone


PAGE = "https://www.ice.gov/doclib/287gMOA/example.pdf"
SAFE = (
    "https://nam01.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Cinvented.person%40example.org%7C0&reserved=0"
)
QUOTED = "https%3A%2F%2Fwww.ice.gov%2Fdoclib%2F287gMOA%2Fexample.pdf"
SAFE_PAGE = SAFE.format(QUOTED)


@pytest.mark.parametrize(
    ("printed", "value", "rule"),
    [
        (PAGE, PAGE, None),
        (f" {PAGE}\n", PAGE, None),
        ("http://www.ice.gov/a b.pdf", "http://www.ice.gov/a b.pdf", None),
        (PAGE + "?x=1#page=2", PAGE + "?x=1#page=2", None),
        (SAFE_PAGE, PAGE, "safelink"),
        (SAFE_PAGE.upper().replace(QUOTED.upper(), QUOTED).replace("URL=", "url="), PAGE, "safelink"),
        (SAFE_PAGE.replace("nam01.safelinks", "safelinks"), PAGE, "safelink"),
        (SAFE_PAGE.replace("com/?", "com/ap/w-1/?"), PAGE, "safelink"),
        (f"chrome-extension://abcdefgh/{PAGE}", PAGE, "extension"),
        (f"chrome-extension://abcdefgh/{QUOTED}", PAGE, "extension"),
        ("https:/www.ice.gov/doclib/287gMOA/example.pdf", PAGE, "one_slash"),
        ("chrome-extension://abcdefgh/https:/www.ice.gov/doclib/287gMOA/example.pdf", PAGE, "extension, one_slash"),
        (f"https://web.archive.org/web/20250221000000/{PAGE}", PAGE, "archive"),
        (f"http://web.archive.org/web/20250221000000if_/{PAGE}", PAGE, "archive"),
        (
            SAFE.format(quote(SAFE_PAGE, safe="")),
            PAGE,
            "safelink, safelink",
        ),
    ],
)
def test_a_link_is_the_address_below_its_wrappers(printed, value, rule):
    assert link(printed) == Encoded(value, rule)


def wrapped(times):
    address = PAGE
    for _ in range(times):
        address = "chrome-extension://abcdefgh/" + address
    return address


def test_a_link_is_unwrapped_four_times_and_no_more():
    assert link(wrapped(4)).value == PAGE
    assert link(wrapped(5)) == Encoded(None, "no_address", UNREADABLE)


@pytest.mark.parametrize("printed", [None, "", "  "])
def test_no_link_is_no_gap(printed):
    assert link(printed) == Encoded(None)


@pytest.mark.parametrize(
    "printed",
    [
        "link",
        "#Sheet2!A1",
        "www.ice.gov/example.pdf",
        "file:///C:/Users/invented/example.pdf",
        "mailto:invented.person@example.org",
        "https://",
        "http:///example.pdf",
        "https://nam01.safelinks.protection.outlook.com/",
        "https://nam01.safelinks.protection.outlook.com/?data=05%7Cinvented.person%40example.org",
        SAFE.format("mailto%3Ainvented.person%40example.org"),
        f"https://www.example.org/go?to={SAFE_PAGE}",
        "https://www.example.org/?to=invented.person%40example.org",
        "https://www.example.org/?to=invented.person%2540example.org",
        "https://invented.person@example.org/",
    ],
)
def test_what_is_no_web_address_or_names_a_mailbox_is_a_gap(printed):
    assert link(printed) == Encoded(None, "no_address", UNREADABLE)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (PAGE, PAGE),
        ("link\xa0|\xa0addendum", "link\xa0|\xa0addendum"),
        (SAFE_PAGE, "https://nam01.safelinks.protection.outlook.com/?url=…"),
        ("mailto:invented.person@example.org", "mailto:…"),
        (SAFE_PAGE.replace("&data", "\n&data"), "https://nam01.safelinks.protection.outlook.com/?url=…"),
        (f"chrome-extension://abc/{SAFE_PAGE.replace('/', '%2F')}", "chrome-extension://abc/https:%2F%2Fnam01.safelinks.protection.outlook.com/?url=…"),
        ("see invented.person%40example.org", "see …"),
    ],
)  # fmt: skip
def test_a_link_is_shown_without_any_mailbox(printed, shown):
    assert shown_link(printed) == shown


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(
    mailbox=st.builds("{}@{}.gov".format, st.from_regex(r"[a-z][a-z.]{0,8}[a-z]", fullmatch=True), st.just("example")),
    at=st.sampled_from(["@", "%40", "%2540"]),
    frame=st.sampled_from(["{}", "mailto:{}", "https://example.org/?m={}", "https://example.org/{}/a.pdf", SAFE]),
    twice=st.booleans(),
)
def test_no_mailbox_survives(mailbox, at, frame, twice):
    printed = frame.format(mailbox.replace("@", at))
    printed = SAFE.format(printed) if twice else printed
    assert mailbox.partition("@")[0] + at not in f"{link(printed).value}{shown_link(printed)}"
    assert "example.gov" not in f"{link(printed).value}{shown_link(printed)}"
