"""Links are found as a browser would find them, on an invented page with the quirks of real ones."""

import csv
import time
from pathlib import Path

import pytest

from atlas287.core import registry
from atlas287.intake.readers.html import Link, links, workbook_links

EXAMPLE = Path(__file__).parent / "examples" / "ice_programme_page"
PAGE = "https://www.example.org/example/programme"
PARTICIPATING = registry.source("ice_participating").link_pattern or ""


def test_the_example_page_yields_exactly_the_expected_workbooks():
    html = (EXAMPLE / "input.html").read_bytes()
    with (EXAMPLE / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    found = [
        {"source": name, "url": link.url, "text": link.text}
        for name in ("ice_participating", "ice_pending")
        for link in workbook_links(html, PAGE, registry.source(name).link_pattern or "")
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.xlsx", "https://example.org/folder/a.xlsx"),
        ("../a.xlsx", "https://example.org/a.xlsx"),
        ("//files.example.org/a.xlsx", "https://files.example.org/a.xlsx"),
        ("a b.xlsx", "https://example.org/folder/a%20b.xlsx"),
        ("a%20b.xlsx", "https://example.org/folder/a%20b.xlsx"),
        ("a.xlsx?x=1&amp;y=2#top", "https://example.org/folder/a.xlsx?x=1&y=2"),
        ("\n /a\n.xlsx ", "https://example.org/a.xlsx"),
        ("ñ.xlsx", "https://example.org/folder/%C3%B1.xlsx"),
    ],
)
def test_an_address_is_made_absolute(href, url):
    assert links(f'<a href="{href}">x</a>', "https://example.org/folder/page") == [Link(url, "x")]


@pytest.mark.parametrize(
    "href", ["mailto:x@example.org", "javascript:go()", "ftp://example.org/a.xlsx", "http://[x", "http:///a"]
)
def test_what_is_no_web_address_is_left_out(href):
    assert links(f'<a href="{href}">x</a>', "https://example.org/") == []


@pytest.mark.parametrize(
    "html",
    [
        "<a href=/a.xlsx>one <b>two</a>",
        "<A HREF='/a.xlsx' href='/b.xlsx'>one\n two</A>",
        "<a href=/a.xlsx>one two",
        "<![if gte]><a href=/a.xlsx>one two</a><![endif]>",
        "<![nonsense[ ]><a href=/a.xlsx>one two</a>",
        "</a></p><a href=/a.xlsx>one<!-- --> two</a></a><a name=x>three</a>four",
    ],
)
def test_bad_markup_does_not_hide_a_link(html):
    assert links(html, "https://example.org/") == [Link("https://example.org/a.xlsx", "one two")]


def test_a_base_prevails_over_the_address_of_the_page():
    html = "<a href=a.xlsx>a</a><base href='https://files.example.org/x/'><base href='https://other.example.org/'>"
    assert links(html, "https://example.org/page") == [Link("https://files.example.org/x/a.xlsx", "a")]


def test_a_base_that_makes_no_sense_is_ignored():
    html = "<base href='javascript:0'><a href=a.xlsx>a</a>"
    assert links(html, "https://example.org/page") == [Link("https://example.org/a.xlsx", "a")]


def test_bytes_that_are_not_utf8_are_read_as_windows_1252():
    html = "<a href=/a.xlsx>Doña Example</a>"
    assert links(html.encode("windows-1252"), "https://example.org/")[0].text == "Doña Example"
    assert links(html.encode("utf-8-sig"), "https://example.org/")[0].text == "Doña Example"


def test_the_pattern_is_matched_on_the_decoded_path_and_not_on_the_query():
    html = "<a href=/participating%5Fagencies.xlsx>yes</a><a href=/x?participatingAgencies.xlsx>no</a>"
    assert [link.text for link in workbook_links(html, "https://example.org/", PARTICIPATING)] == ["yes"]


@pytest.mark.parametrize("html", ["", "<", "<a", "<a href='x", b"\x00\xff\xfe", b"%PDF-1.7"])
def test_what_is_no_page_has_no_links(html):
    assert links(html, "https://example.org/") == []


@pytest.mark.parametrize("markup", ["<a ", "<!--", "<a href='", "<![x", "</a", "<a a="])
def test_a_page_of_unfinished_markup_takes_no_time(markup):
    start = time.monotonic()
    assert links("<a href=/a.xlsx>a</a>" + markup * 30_000, "https://example.org/") == [
        Link("https://example.org/a.xlsx", "a")
    ]
    assert time.monotonic() - start < 10
