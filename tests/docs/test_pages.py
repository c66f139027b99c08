"""What holds for every page: links lead somewhere, words are plain, nothing of one machine is printed."""

import re

import pytest

from docs.blocks import DOCS, load
from support.words import PAGES

EVERY = sorted(DOCS.rglob("*.md"))
GLOSSARY = DOCS / "reference" / "glossary.md"
"""It tells what others mean by their words, so it alone may hold them."""
QUOTED = re.compile(r"“[^”\n]*”|\]\([^)\s]*://[^)\s]*\)")
"""Titles and publishers as others write them, and addresses: not our words."""
AMERICAN = ("colors", "behavior", "organization", "analyze", "license ", "labeled", "canceled", "neighboring")


def anchors(path):
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", EVERY, ids=lambda page: str(page.relative_to(DOCS)))
def test_every_link_leads_to_a_page_and_a_heading(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        to = (page.parent / name).resolve() if name else page
        assert to.is_file(), target
        assert not anchor or anchor in anchors(to), target


@pytest.mark.parametrize("page", EVERY, ids=lambda page: str(page.relative_to(DOCS)))
def test_words_are_plain_and_british_and_of_no_one_machine(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = QUOTED.sub("", text).lower()
    for word in AMERICAN if page == GLOSSARY else PAGES + AMERICAN:
        assert word not in text, word
    whole = page.read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|root|home)/", whole)
    assert not re.search(r"\b(py[p]i[.]org|python[h]osted|n[p]mjs)", whole)


def test_every_page_is_in_the_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in EVERY:
        if page.name != "README.md":
            assert f"({page.relative_to(DOCS)})" in index, page.name


def test_the_example_workbooks_are_the_same_on_every_run(tmp_path):
    example = load("example")
    first = [path.read_bytes() for path in example.write(tmp_path / "a")]
    assert first == [path.read_bytes() for path in example.write(tmp_path / "b")]
