"""HTML for notebooks: everything that is said is there, nothing else is, and no text of the data runs."""

import copy
import json
import re
from html.parser import HTMLParser

import pytest

from atlas287 import Atlas, Result
from atlas287.answers.briefs.render.html import MOST_ROWS, fragment
from atlas287.answers.briefs.wording import words

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """Tags, attributes and texts of a fragment; fails where a tag is not closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] != "style":
            self.texts.append(data.strip())

    @property
    def text(self):
        return " ".join(self.texts)


def numbers(text):
    return set(re.findall(r"\d+", text.replace(",", "")))


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


@pytest.fixture(scope="module")
def results(atlas):
    return {
        "count": atlas.count("agreements", by=["model", "state"], where={"state": ["OH", "TX"]}),
        "gap": atlas.count("agreements", as_of="2015-01-01"),
        "months": atlas.count("agreements", by=["month"], as_of="2021-03-31"),
        "rows": atlas.count("agreements", where={"state": "WY"}, rows=True),
        "nation": atlas.nation(),
        "state": atlas.state("Ohio"),
        "county": atlas.county("Collier", state="FL"),
        "town": atlas.town("Naples", state="FL", lang="es"),
        "agency": atlas.agency("collier", state="FL"),
        "candidates": atlas.agency("Washington County"),
        "changes": atlas.changes(since="2026-05-01"),
        "gaps": atlas.gaps(),
        "held": atlas.gaps(held=True),
        "money": atlas.money("TFM", state="FL", officers=4, salary=85000),
        "verify": atlas.verify(atlas.state("Ohio")["brief"]),
        "trace": atlas.trace(atlas.state("Wyoming")["brief"], "scale.agreements.state"),
    }


VERBS = [
    "count",
    "gap",
    "months",
    "rows",
    "nation",
    "state",
    "county",
    "town",
    "agency",
    "candidates",
    "changes",
    "gaps",
]
VERBS += ["held", "money", "verify", "trace"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_fragment_is_whole_without_script_style_attribute_or_request(results, verb):
    page = Page(results[verb]._repr_html_())
    assert page.tags[0] == "article"
    assert not {"script", "img", "link", "iframe", "object", "embed", "form", "svg"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {"class", "lang", "scope", "href", "rel"}
    assert all(value.startswith(("https://", "http://")) for name, value in page.attributes if name == "href")
    assert "url(" not in results[verb]._repr_html_()
    assert "@import" not in results[verb]._repr_html_()


@pytest.mark.parametrize("verb", VERBS)
def test_every_number_is_one_of_the_object(results, verb):
    told = numbers(Page(results[verb]._repr_html_()).text)
    assert told
    assert told <= numbers(json.dumps(results[verb], ensure_ascii=False))


@pytest.mark.parametrize("verb", ["nation", "state", "county", "town", "agency"])
def test_a_brief_has_every_heading_sentence_gap_source_and_line_not_to_infer(results, verb):
    brief = results[verb]["brief"]
    page = Page(results[verb]._repr_html_())
    sentences = [*brief["summary"], *(each for part in brief["sections"] for each in part["sentences"])]
    for sentence in sentences:
        marks = "".join(f" [{n}]" for n in sentence["cites"])
        assert sentence["text"] + marks in page.texts
        kind = words(brief["lang"])["sentence_kinds"][sentence["kind"]]
        assert f"({kind}" in page.text
    for text in (
        brief["question"],
        *(section["heading"] for section in brief["sections"]),
        *(gap["what"] for gap in brief["gaps"]),
        *brief["do_not_infer"],
        *(each["text"] + "".join(f" [{n}]" for n in each["cites"]) for each in brief["safe_to_print"]),
        *brief["follow_ups"],
        *(source["sha256"] for source in brief["sources"] if source["row"] is None),
    ):
        assert text in page.texts, text
    for source in brief["sources"]:
        if source["row"] is not None:
            assert f"[{source['n']}]" in page.text
            assert re.search(rf"{re.escape(source['file'])} (?:lines?|líneas?) [\d, ]*\b{source['row']}\b", page.text)
    assert page.text.count("facts/") < len([source for source in brief["sources"] if source["row"] is not None])
    assert page.tags.count("h2") == 1
    assert page.tags.count("h3") >= len(brief["sections"]) + 3


@pytest.mark.parametrize(("verb", "relation"), [("county", "of the county"), ("town", "de la localidad")])
def test_a_county_and_a_town_have_every_agency_that_polices_them(results, verb, relation):
    page = Page(results[verb]._repr_html_())
    agencies = results[verb]["agencies"]
    assert any(f"({relation})" in text for text in page.texts)
    for entry in agencies:
        assert any(text.startswith(f"{entry['name']} (") for text in page.texts), entry["name"]


def test_a_count_is_a_table_with_its_heads_its_list_and_its_rule(results):
    count = results["count"]
    page = Page(count._repr_html_())
    assert page.texts[0] == "Agreements (state OH or TX) as of 2026-05-18"
    assert page.tags.count("caption") == 1
    assert page.attributes.count(("scope", "col")) == 3
    assert page.attributes.count(("scope", "row")) == len(count["rows"]) + 1
    assert f"Rule: {count['rule']}" in page.texts
    assert count["list"]["sha256"] in page.text
    assert f"{count['total']:,}" in page.texts


def test_what_is_not_known_is_said_with_its_kind(results):
    page = Page(results["gap"]._repr_html_())
    assert "not known (not_collected)" in page.texts
    assert results["gap"]["gaps"][0]["what"] in page.texts


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;</article></style>"


def poisoned(value):
    """The object with hostile text behind every text that is printed as it stands."""
    if isinstance(value, dict):
        return {key: poisoned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [poisoned(each) for each in value]
    return value + HOSTILE if isinstance(value, str) else value


@pytest.mark.parametrize("verb", VERBS)
def test_hostile_text_is_shown_and_does_not_run(results, verb):
    content = copy.deepcopy(dict(results[verb]))
    kept = {key: value for key, value in content.items() if key in ("since", "release")}
    told = poisoned(content) | kept
    if "events" in told:
        for event in told["events"]:
            for each in event["lists"]:
                each["as_of"] = "2026-05-18"
    page = Page(fragment(told))
    assert not {"script", "img"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {"class", "lang", "scope", "href", "rel"}
    assert "<script>alert(1)</script>" in page.text


def test_an_address_that_is_no_web_address_is_no_link(results):
    brief = copy.deepcopy(results["state"]["brief"])
    for source in brief["sources"]:
        source["url"] = "javascript:alert(1)"
    assert "javascript" not in Result(brief)._repr_html_()


def test_what_a_brief_may_hold_one_day_is_shown_under_its_name(results):
    brief = copy.deepcopy(results["state"]["brief"])
    brief["peer_places"] = [brief["summary"][0], "Words alone.", {"id": "x", "note": HOSTILE}, 7]
    page = Page(Result(brief)._repr_html_())
    assert "Peer places" in page.texts
    assert {"Words alone.", f"id x, note {HOSTILE}", "7"} <= set(page.texts)
    before = Page(results["state"]._repr_html_()).text.count(brief["summary"][0]["text"])
    assert page.text.count(brief["summary"][0]["text"]) == before + 1


def test_legal_sentences_are_followed_by_what_they_are_not_and_undated_sources_say_so(results):
    for verb, no_date in (("county", "no date"), ("town", "sin fecha")):
        brief = results[verb]["brief"]
        page = Page(results[verb]._repr_html_())
        noted = [section["note"] for section in brief["sections"] if section["note"]]
        assert noted
        assert all(note in page.texts for note in noted)
        assert any(source["date"] == {"gap": "unknown_date"} for source in brief["sources"])
        assert no_date in page.text
        assert "unknown_date" not in page.text


def test_kinds_of_sentences_and_the_status_are_words_of_the_language(results):
    page = Page(results["town"]._repr_html_())
    assert {"(calculado)", "(lo que dice un texto legal)", "(atribuido)"} <= set(page.texts)
    assert "respondido en parte" in page.text
    assert not {"(computed)", "(legal)", "(attributed)"} & set(page.texts)


CLAIM = {
    "claim": "Agreements grew | by a half.",
    "speaker": "An office",
    "role": "signs agreements",
    "date": "2026-05-01",
    "side": "federal_government",
    "tested": "supported_for_another_unit",
    "values": [{"unit": "agreements", "value": 1843, "as_of": "2026-05-18", "list": None}],
    "fact": "claim:c001",
}
"""An invented claim; real ones come with the rule that tests them."""


def test_claims_are_a_table_with_the_verdict_in_words_and_the_plan_is_not_shown(results):
    for verb, told, values in (
        ("county", "supported for another unit", "agreements 1,843 (2026-05-18)"),
        ("town", "respaldada con otra unidad", "acuerdos 1,843 (2026-05-18)"),
    ):
        brief = copy.deepcopy(results[verb]["brief"])
        brief["narratives"] = [CLAIM, CLAIM | {"tested": None, "values": [], "date": {"gap": "unknown_date"}}]
        brief["plan"] = {"topics": ["not to be shown"]}
        page = Page(Result(brief)._repr_html_())
        assert {CLAIM["claim"], "An office (signs agreements)", "2026-05-01", told, values} <= set(page.texts)
        assert words(brief["lang"])["verdicts"]["not_testable"] in page.texts
        assert "not to be shown" not in page.text
        hostile = poisoned([CLAIM])
        assert "<script>" not in fragment(brief | {"narratives": hostile})
        assert CLAIM["claim"] + HOSTILE in Page(fragment(brief | {"narratives": hostile})).texts


def test_a_long_table_is_cut_and_says_so_and_an_unknown_object_is_shown_as_json(atlas, results):
    events = atlas.changes(since="2025-01-01")
    page = Page(events._repr_html_())
    assert page.tags.count("tr") == MOST_ROWS + 1
    assert "The first rows are shown; the object holds them all." in page.texts
    assert "The first rows are shown; the object holds them all." not in Page(results["changes"]._repr_html_()).texts
    assert '"odd": "<b>"' in Page(Result({"release": None, "odd": "<b>"})._repr_html_()).text
