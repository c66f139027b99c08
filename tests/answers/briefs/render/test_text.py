"""Text and Markdown of a brief: notes, sources of facts by their line, claims as a table, dates in words."""

import re
from dataclasses import replace

import pytest

from atlas287 import Atlas
from atlas287.answers.briefs.render.cited import sources
from atlas287.answers.briefs.render.layout import WIDTH
from atlas287.answers.briefs.render.text import brief_text
from atlas287.answers.briefs.wording import words

CLAIM = {
    "claim": "The number of agreements | departments grew by a half within a year, as the office counts them.",
    "speaker": "An office of the State",
    "role": "signs agreements",
    "date": "2026-05-01",
    "side": "state_government",
    "tested": "contradicted",
    "values": [
        {"unit": "agreements", "value": 1843, "as_of": "2026-05-18", "list": None},
        {"unit": "agencies", "value": {"gap": "not_collected"}, "as_of": "2015-01-01", "list": None},
    ],
    "fact": "claim:c001",
}
"""An invented claim; real ones come with the rule that tests them."""


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def entries(text, title):
    """The entries of the last block of a text, each in one line."""
    lines = text.split(f"\n{title}\n")[1]
    return [" ".join(entry.split()) for entry in re.split(r"\n\s*- |^\s*- ", lines) if entry.strip()]


@pytest.mark.parametrize(("lang", "note"), [("en", "Not legal advice; checked on "), ("es", "No es asesoramiento")])
def test_a_section_of_law_ends_with_its_note(atlas, lang, note):
    brief = atlas.brief("county", "12021", lang=lang)
    noted = [section for section in brief.sections if section.note]
    assert [brief.sections.index(section) for section in noted] == [0, 2]
    for markdown in (False, True):
        lines = brief_text(brief, markdown=markdown).split("\n")
        found = [number for number, line in enumerate(lines) if line.strip().startswith(note)]
        assert len(found) == 2
        for number in found:
            assert lines[number + 1] == ""
            assert lines[number + 2].lstrip("# ")[:1].isdigit()


def test_sources_of_facts_print_their_line_and_one_document_is_told_once(atlas):
    brief = atlas.brief("county", "12021")
    told = entries(brief_text(brief), "Sources")
    numbers = [int(n) for entry in told for n in re.findall(r"\[(\d+)\]", entry)]
    assert sorted(numbers) == [source.n for source in brief.sources]
    assert len(told) < 40 < len(brief.sources)  # several lines of one document stand together
    for source in brief.sources:
        (entry,) = [entry for entry in told if f"[{source.n}]" in entry]
        assert source.title in entry
        if source.row is None:
            assert f"sha256 {source.sha256[:12]}…" in entry
            continue
        assert "sha256" not in entry
        assert (source.url or "") in entry
        file, lines = re.search(r"(facts/\w+\.csv) lines? ([\d, ]+)$", entry).groups()
        assert file == source.file
        assert str(source.row) in lines.split(", ")
    assert "{" not in "".join(told)


@pytest.mark.parametrize(("lang", "words_of"), [("en", "no date"), ("es", "sin fecha")])
def test_a_source_without_a_date_says_so(atlas, lang, words_of):
    brief = atlas.brief("county", "12021", lang=lang)
    undated = [source for source in brief.sources if not isinstance(source.date, str)]
    text = " ".join(brief_text(brief).split())
    assert undated
    for source in undated:
        assert f"{source.title}, {words_of}" in text
    assert "unknown_date" not in text


def test_claims_are_a_table_with_words_for_verdicts_values_and_gaps(atlas):
    brief = replace(atlas.brief("county", "12021"), narratives=(CLAIM, CLAIM | {"values": (), "tested": None}))
    plain, markdown = brief_text(brief), brief_text(brief, markdown=True)
    section = plain.split(words("en")["headings"]["narratives"])[1].split(words("en")["headings"]["unknown"])[0]
    assert max(map(len, section.split("\n"))) <= WIDTH
    for part in ("Claim", "Speaker", "contradicted", "not testable", "1,843", "not", "no figure"):
        assert part in section
    row = next(line for line in markdown.split("\n") if line.startswith("| The number"))
    assert row == (
        "| The number of agreements \\| departments grew by a half within a year, as the office counts them. "
        "| An office of the State (signs agreements) | 2026-05-01 | contradicted "
        "| agreements 1,843 (2026-05-18); agencies not collected (2015-01-01) |"
    )


def test_claims_stand_also_in_a_brief_without_that_heading(atlas):
    whole = atlas.brief("county", "12021")
    brief = replace(whole, narratives=(CLAIM,), sections=whole.sections[:1], plan={"topics": ["not to be shown"]})
    text = brief_text(brief)
    assert text.count("An office of the") == 1
    assert words("en")["headings"]["narratives"] in text
    assert "not to be shown" not in text


def test_only_facts_of_the_same_document_stand_together():
    fact = {"title": "T", "publisher": "P", "url": None, "date": "2025", "sha256": "a" * 64, "file": "facts/x.csv"}
    cited = [
        {**fact, "n": 1, "row": 3},
        {**fact, "n": 2, "row": None, "file": "list.xlsx"},
        {**fact, "n": 3, "row": 9},
        {**fact, "n": 4, "row": 3, "date": "2026"},
        {**fact, "n": 5, "row": None, "file": "list.xlsx"},
    ]
    told = [source.line(words("en")) for source in sources(cited, words("en"))]
    assert told == [
        "[1] [3] P, T, 2025; facts/x.csv lines 3, 9",
        "[2] P, T, 2025: list.xlsx, sha256 aaaaaaaaaaaa…",
        "[4] P, T, 2026; facts/x.csv line 3",
        "[5] P, T, 2025: list.xlsx, sha256 aaaaaaaaaaaa…",
    ]
