"""What the briefs of the nation and of every state say, and the words that they never use."""

import re
from datetime import date

import pytest

from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.measured import DERIVED
from atlas287.answers.briefs.render.text import brief_text
from atlas287.answers.briefs.wording import FOLDER, words
from atlas287.answers.measure import count
from atlas287.core import registry
from atlas287.core.model import GapKind
from support.words import LOADED, SUPERLATIVE, strings

# The six rooms, as the project's product notes head them.
HEADINGS = [
    "1. How the law turns local officers into ICE's agents",
    "2. The referral pipeline",
    "3. Scale, incentives, politics",
    "4. Criticism, risks, documented impact",
    "5. Competing narratives",
    "6. What reporting shows, and what it does not",
]


def sentences(brief):
    return [*brief["summary"], *(said for section in brief["sections"] for said in section["sentences"])]


def test_there_is_a_brief_of_the_nation_and_of_every_state_and_territory(briefs):
    assert len(briefs) == 57
    assert briefs["US"]["place"] == {"kind": "nation", "name": "United States"}
    assert briefs["GU"]["place"] == {"kind": "state", "code": "GU", "name": "Guam"}


def test_the_headings_are_the_six_rooms_for_every_place(briefs):
    for code, brief in briefs.items():
        assert [section["heading"] for section in brief["sections"]] == HEADINGS, code
        assert all(section["sentences"] for section in brief["sections"]), code


def test_a_sentence_is_computed_quoted_legal_attributed_or_gap(briefs):
    kinds = {said["kind"] for brief in briefs.values() for said in sentences(brief)}
    assert kinds <= {"computed", "quoted", "legal", "attributed", "gap"}
    assert kinds >= {"computed", "legal", "attributed", "gap"}


def test_a_computed_sentence_names_its_measure_value_unit_and_source(briefs):
    for brief in briefs.values():
        known = {source["n"] for source in brief["sources"]}
        for said in (said for said in sentences(brief) if said["kind"] == "computed"):
            assert said["measure"]["parameters"]["as_of"]
            assert said["unit"] == said["measure"]["name"] or said["measure"]["name"] in DERIVED
            assert set(said["cites"]) <= known
            assert bool(said["cites"]) == bool(said["list"] or said.get("facts"))


def test_every_number_in_a_computed_sentence_is_its_value_or_a_date_or_the_name_of_a_thing(briefs):
    for brief in briefs.values():
        for said in (said for said in sentences(brief) if said["kind"] == "computed"):
            rest = said["text"]
            if said["measure"]["name"] == "policy_begins":  # how a measure is cited and when it begins
                rest = rest.replace(said["value"]["citation"], "").replace(said["value"]["begins"], "")
            rest = re.sub(r"\d{4}-\d{2}-\d{2}|287\(g\)|45 days", "", rest)
            value = said["value"].get("value", 0) if isinstance(said["value"], dict) else said["value"]
            asked = {each for each in said["measure"]["parameters"].values() if isinstance(each, int)}
            if said["measure"]["name"] in (
                "claim_every",
                "claim_rank",
            ):  # the number of all counties, that of the first
                derived = {f"{each:,}" for each in said["value"].values() if isinstance(each, int)}
                assert derived >= set(re.findall(r"\d[\d,]*", rest)), said["text"]
                continue
            numbers = [number for number in re.findall(r"\d[\d,]*(?:\.\d+)?", rest) if number not in map(str, asked)]
            bare = value == 0 or said["measure"]["name"] == "policy_begins"
            assert numbers in ([f"{value:,}"], [] if bare else None), said["text"]


def test_every_status_sentence_prints_the_date_of_its_list(briefs):
    for brief in briefs.values():
        for said in sentences(brief):
            if said.get("list"):
                assert said["list"]["as_of"] in said["text"]


def test_a_gap_is_typed_and_no_number_stands_in_it(briefs):
    for brief in briefs.values():
        for said in (said for said in sentences(brief) if said["kind"] == "gap"):
            assert said["gap"]["kind"] in set(GapKind)
            assert said["gap"] in brief["gaps"]
            assert "value" not in said
            assert said["cites"] == []


def test_no_brief_uses_a_loaded_word_of_either_direction(briefs):
    for brief in briefs.values():
        named = {key: brief[key] for key in brief if key not in ("sources", "narratives")}
        for text in strings(named):
            assert LOADED.findall(re.sub(r"“[^”]*”", "“”", text)) == [], text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_wording_uses_a_loaded_word_even_in_a_form_that_no_brief_needs_now(path):
    for text in strings(words(path.stem)):
        assert LOADED.findall(text) == [], text


@pytest.mark.parametrize(
    "text",
    [
        "The number surged.",
        "a sanctuary state",
        "It was terminated.",
        "a crackdown on illegal aliens",
        "a score of 7",
        "una redada",
    ],
)
def test_the_check_of_words_finds_loaded_ones(text):
    assert LOADED.search(text)


def test_a_superlative_is_computed(briefs):
    for brief in briefs.values():
        for said in sentences(brief):
            if SUPERLATIVE.search(said["text"]) and said["kind"] == "computed":
                asked = said["measure"]["parameters"]
                assert said["measure"]["name"] == "claim_rank" or said["id"] == "scale.most", said["text"]
                assert asked.get("most") == "state" or asked.get("order") == "most"


def test_every_wording_has_the_forms_for_any_number():
    for name, forms in words("en")["sentences"].items():
        if name.partition(".")[0] not in ("ask", "authority", "check", "money"):  # what is derived names its own forms
            assert set(forms) <= {"zero", "one", "other"}, name
        assert "other" in forms, name


def test_a_tie_names_both_states(release):
    brief = answer.brief(release, places.NATION, as_of=date(2026, 4, 1)).to_json()
    most = next(said for said in sentences(brief) if said["id"] == "scale.most")
    assert "are in Florida and Texas (" in most["text"]
    assert most["value"]["state"] == ["FL", "TX"]


def test_the_numbers_of_the_states_are_those_of_the_measure_and_add_up(release, briefs):
    by_state = {row["state"]: row["value"] for row in count(release, "agreements", by=["state"]).rows}
    said = {code: sentences(brief)[0]["value"] for code, brief in briefs.items()}
    nation = said.pop("US")
    assert {code: value for code, value in said.items() if value} == by_state
    assert sum(by_state.values()) == nation == 1843  # ICE's list of 2026-05-18 has no row of an unknown state


def test_a_state_without_an_agreement_is_a_known_no_and_no_gap(briefs):
    first = sentences(briefs["PR"])[0]
    assert first["kind"] == "computed"
    assert first["value"] == 0
    assert first["text"] == (
        "ICE's list of 2026-05-18 shows no agreement under section 287(g) with an agency in Puerto Rico."
    )


def test_a_day_without_a_list_makes_a_gap_that_names_the_lists_on_either_side(release):
    brief = answer.brief(release, places.NATION, as_of=date(2015, 1, 1)).to_json()
    assert brief["status"] == "not_answerable"
    assert [said["kind"] for said in brief["summary"]] == ["gap"]
    listed = next(gap for gap in brief["gaps"] if gap["kind"] == "not_collected" and gap["before"])
    assert (listed["before"], listed["after"]) == ("2009-10-28", "2021-01-13")


@pytest.mark.parametrize("day", [date(2021, 1, 13), date(2024, 2, 29), date(2025, 9, 22), date(2026, 2, 28)])
def test_a_brief_of_an_earlier_day_rests_on_lists_up_to_that_day(release, day):
    brief = answer.brief(release, places.state_place("FL"), as_of=day).to_json()
    assert brief["as_of"] == str(day)
    tables = {source["n"] for source in brief["sources"] if source["title"].startswith("People in ICE detention")}
    lists = [source for source in brief["sources"] if source["row"] is None and source["n"] not in tables]
    assert all(source["date"] <= str(day) for source in lists)
    detained = [said for said in sentences(brief) if (said.get("measure") or {}).get("name") == "detained"]
    assert all(said["measure"]["parameters"]["as_of"] <= str(day) for said in detained)
    told = [said["fact"] for said in sentences(brief) if said["kind"] in ("legal", "attributed")]
    assert ("term:TFM.can_interrogate" in told) == (day >= date(2025, 2, 1))


def test_a_brief_is_the_same_each_time_and_its_id_is_of_its_content(release, briefs):
    again = answer.brief(release, places.state_place("OH")).to_json()
    assert again == briefs["OH"]
    assert again["id"] == answer.content_id(again)
    assert len({brief["id"] for brief in briefs.values()}) == len(briefs)


@pytest.mark.parametrize("markdown", [False, True], ids=["text", "Markdown"])
def test_a_renderer_prints_every_sentence_and_adds_no_number(release, markdown):
    brief = answer.brief(release, places.state_place("OH"))
    text = " ".join(brief_text(brief, markdown=markdown).split()).replace(", sha256 ", " ")
    for said in sentences(brief.to_json()):
        assert said["text"] in text
    spoken = {number for said in strings(brief.to_json()) for number in re.findall(r"\d[\d,.-]*\d|\d", said)}
    spoken |= {str(number) for source in brief.sources for number in (source.n, source.row)}
    spoken |= {digits for source in brief.sources for digits in re.findall(r"\d+", source.sha256[:12])}
    assert set(re.findall(r"\d[\d,.-]*\d|\d", text)) <= spoken


def test_names_of_states_are_those_of_the_registry(briefs):
    for code, name in registry.codes("states")["standard"].items():
        assert briefs[code]["place"]["name"] == name


def test_a_list_is_cited_by_its_own_source_not_as_a_workbook_where_it_was_a_page(briefs):
    cited = {source["file"]: source for brief in briefs.values() for source in brief["sources"]}
    partners = cited["ice_agency_lists_2007-2008.csv"]
    assert partners["title"] == "287(g) partners (ICE's web page, archived copies of 2008, transcribed)"
    assert "transcription by" in partners["publisher"]
