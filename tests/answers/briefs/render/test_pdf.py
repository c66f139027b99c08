"""The packet: two pages, what a commissioner needs, how much is left out, no other number, tagged, the same bytes."""

import builtins
import json
import re
import resource
import subprocess
import sys
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers import records
from atlas287.answers.briefs.render import chosen, packet, pdf
from atlas287.answers.briefs.wording import words as words_of
from atlas287.cli import main
from atlas287.core.errors import RenderError, UsageError
from atlas287.core.model import Gap, GapKind, Section, Sentence
from support.words import LOADED

PLACES = [("county", "12021", "en"), ("county", "12021", "es"), ("county", "17031", "en"), ("state", "Ohio", "en")]


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def made(atlas, kind, name, lang="en"):
    brief = atlas.brief(kind, name, lang=lang)
    return brief, records.dated(atlas.release, atlas.record(brief))


def text_of(data):
    """The words of a PDF, with lines and pages joined."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def letters(text):
    """A text without its white space: a line may break within a citation or an address."""
    return "".join(text.split())


def smallest(data):
    """The smallest size of type in a PDF, in points."""
    sizes = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        marks = [n for n in range(text.count_chars()) if pypdfium2.raw.FPDFText_GetUnicode(text, n) > 32]
        sizes += [pypdfium2.raw.FPDFText_GetFontSize(text, n) for n in marks]
    return min(sizes)


def said(brief):
    """The sentences under the headings of a brief."""
    return [each for part in brief.sections for each in part.sentences]


NEEDED = (
    "fact.term:*.duration*",
    "fact.term:*.cost*",
    "fact.term:*.supervision*",
    "fact.term:*.training_hours*",
    "fact.statute:g9",
    "fact.policy:*",
    "fact.incentive:i32",
    "scale.neighbours.*",
    "gap.law",
    "gap.money",
    "gap.narratives",
    "gap.pipeline",
    "gap.impact",
)
"""What a commissioner needs (product notes): terms and who may end them, duty, costs, peers, claims, effects."""


@pytest.mark.parametrize(("kind", "name", "lang"), PLACES)
def test_it_has_two_pages_and_what_a_commissioner_needs(atlas, kind, name, lang):
    brief, record = made(atlas, kind, name, lang)
    data = pdf.packet(brief, record)
    assert len(pypdfium2.PdfDocument(data)) == 2
    text = letters(text_of(data))
    needed = [each for each in said(brief) if any(fnmatch(each.id, pattern) for pattern in NEEDED)]
    assert len(needed) >= (6 if kind == "state" else 8)
    for each in (*brief.summary, *brief.safe_to_print, *needed):
        assert letters(each.text) in text, each.id
    for line in (*brief.do_not_infer, *([brief.notice] if brief.notice else [])):
        assert letters(line) in text


@pytest.mark.parametrize(("kind", "name", "lang"), PLACES)
def test_it_lists_the_sources_that_it_cites_and_says_how_much_it_leaves_out(atlas, kind, name, lang):
    brief, record = made(atlas, kind, name, lang)
    text = text_of(pdf.packet(brief, record))
    shown = [each for each in said(brief) if letters(each.text) in letters(text)]
    cited = {n for each in (*shown, *brief.summary, *brief.safe_to_print) for n in each.cites}
    title, end = packet.labels(lang)["sources"], packet.labels(lang)["verify"]
    listed = text[text.rindex(f" {title} ") : text.rindex(end)]
    assert {int(n) for n in re.findall(r"\[(\d+)\]", listed)} == cited
    for source in brief.sources:
        if source.n in cited:
            assert letters(source.title) in letters(listed)
            where = source.sha256[:12] if source.row is None else source.file
            assert where in letters(listed)
    left = f"{len(said(brief)) - len(shown)} of the {len(said(brief))} sentences"
    sources = f"{len(brief.sources) - len(cited)} of its {len(brief.sources)} sources"
    if lang == "es":
        left = f"{len(said(brief)) - len(shown)} de las {len(said(brief))} oraciones"
        sources = f"{len(brief.sources) - len(cited)} de sus {len(brief.sources)} fuentes"
    assert left in text
    assert sources in text


@pytest.mark.parametrize(("kind", "name", "lang"), PLACES)
def test_it_prints_no_number_that_is_not_in_the_brief_or_the_record(atlas, kind, name, lang):
    brief, record = made(atlas, kind, name, lang)
    known = set(re.findall(r"\d+", json.dumps([brief.to_json(), record], ensure_ascii=False)))
    known |= {digits for source in brief.sources for digits in re.findall(r"\d+", source.sha256[:12])}
    known |= {number.replace(",", "") for each in said(brief) for number in re.findall(r"\d[\d,]*\d", each.text)}
    known |= {"287", "1", "2", "3"}  # our name, the pages, and the sentences safe to print
    known |= {str(n) for n in range(max(len(said(brief)), len(brief.sources)) + 1)}  # how much is left out
    local = [e for e in record["agencies"] if e.get("relation") not in ("state", "unknown")]
    counted = {str(sum(1 for e in local if not e["id"] and e["relation"] != "county"))}
    rows = sum(max(1, len(e["agreements"])) for e in local if e["id"] or e.get("relation") == "county")
    counted |= {str(rows - most) for most in pdf.ROWS}
    assert set(re.findall(r"\d+", text_of(pdf.packet(brief, record)).replace(",", ""))) <= known | counted | {
        number.replace(",", "") for number in known
    }


def test_the_table_is_the_record_with_models_signing_dates_and_first_lists(atlas):
    brief, record = made(atlas, "county", "12021")
    rows = packet.content(brief, record, 18)["table"]["rows"]
    by_hand = atlas.release.rows(
        "SELECT a.agency, a.model, CAST(a.signed AS VARCHAR) AS signed, CAST(a.first_listed AS VARCHAR) AS first "
        "FROM agreements AS a JOIN agency_counties AS c USING (agency_id) "
        "WHERE c.county = '12021' AND c.basis = 'based_in' AND a.status = 'listed'"
    )
    names = {"TFM": "Task Force Model (TFM)", "JEM": "Jail Enforcement Model (JEM)"}
    expected = [[row["agency"], names[row["model"]], row["signed"], row["first"], "listed"] for row in by_hand]
    assert sorted(rows) == sorted(expected)
    assert len(rows) == 4
    text = text_of(pdf.packet(brief, record))
    for row in rows:
        assert " ".join(row) in text


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("town", "Naples, FL"),
        ("state", "Guam"),
        ("state", "Florida"),
        ("state", "Texas"),
        ("nation", None),
        ("county", "42003"),
        ("county", "12086"),  # three models and the most rows of a county in the South
        ("county", "12039"),
    ],
)
def test_every_kind_of_place_fits_two_pages_in_type_that_can_be_read(atlas, kind, name, lang):
    data = pdf.packet(*made(atlas, kind, name, lang))
    assert len(pypdfium2.PdfDocument(data)) == 2
    assert smallest(data) >= 7.99


def test_on_a_day_without_a_list_the_gap_is_printed_and_no_agency_is_said_to_stand(atlas):
    brief = atlas.brief("county", "12021", as_of="2015-01-01")
    record = records.dated(atlas.release, atlas.record(brief))
    text = text_of(pdf.packet(brief, record))
    assert "No count is given for 2015-01-01" in text
    table = packet.content(brief, record, 18)["table"]
    assert [row for row in table["rows"] if row[-1] == "listed"] == []


def test_a_long_table_is_cut_and_says_by_how_much_and_where_the_rest_is(atlas):
    brief, record = made(atlas, "state", "Texas")
    data = pdf.packet(brief, record)
    assert len(pypdfium2.PdfDocument(data)) == 2
    agreements = atlas.count("agreements", where={"state": "TX"})["total"]
    left = re.search(r"([\d,]+) more rows are left out\. All are named in atlas287 state TX --as-of", text_of(data))
    assert "atlas287 state TX --as-of 2026-05-18 --format json" in text_of(data)
    assert agreements - int(left[1]) in pdf.ROWS


def test_a_county_body_on_no_list_is_a_row_and_the_others_are_counted(atlas):
    brief, record = made(atlas, "county", "17031")
    table = packet.content(brief, record, 18)["table"]
    assert table["rows"] == [["Cook (Sheriff)", "–", "–", "–", "not listed"]]
    others = sum(1 for entry in record["agencies"] if entry["relation"] == "part_of_county")
    assert table["lines"] == [
        f"Bodies known to police part of the place that no list shows, or that are not known to be on one: {others}."
    ]


def test_it_is_tagged_titled_in_its_language_and_dated_by_the_brief(atlas):
    for lang in ("en", "es"):
        brief, record = made(atlas, "county", "12021", lang)
        data = pdf.packet(brief, record)
        assert f"/Lang({lang}-US)".encode() in data
        assert b"pdfuaid:part" in data
        assert b"/Marked true" in data
        found = pypdfium2.PdfDocument(data).get_metadata_dict()
        assert found["Title"] == packet.labels(lang)["title"].format(place="Collier County, Florida")
        assert found["CreationDate"] == "D:20260518000000Z"


def test_the_same_brief_gives_the_same_bytes(atlas):
    brief, record = made(atlas, "county", "12021")
    assert pdf.packet(brief, record) == pdf.packet(brief, record)


HOSTILE = '#set text(red) $x^2$ [a] \\ "q" \' <b> @ref *b* _i_ `c` // c #panic()'


def test_a_name_full_of_markup_is_printed_as_it_is(atlas):
    brief, record = made(atlas, "state", "Wyoming")
    said = replace(brief.summary[0], text=f"Sentence {HOSTILE}.")
    brief = replace(brief, summary=(said,), question=HOSTILE, place={**brief.place, "name": HOSTILE})
    record = record | {"agencies": [record["agencies"][0] | {"name": f"Agency {HOSTILE}"}]}
    data = pdf.packet(brief, record)
    text = text_of(data)
    assert f"Sentence {HOSTILE}." in text
    assert f"{HOSTILE} and 287(g)" in text
    assert f"Agency {HOSTILE}".replace(" ", "") in text.replace(" ", "")
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"] == f"{HOSTILE} and 287(g)"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Hawaiʻi Ñandú – “q”…", "Hawaiʻi Ñandú – “q”…"),
        ("n\u0303", "ñ"),
        ("警", "\\u8b66"),
        ("😀", "\\u1f600"),
        ("a\x00\u202eb", "ab"),
        ("two\n\tlines", "two lines"),
    ],
)
def test_a_mark_that_the_fonts_lack_is_an_escape_and_a_control_mark_is_dropped(atlas, given, shown):
    assert pdf.displayable({"a": [given, 1]}) == {"a": [shown, 1]}
    brief, record = made(atlas, "state", "Wyoming")
    said = replace(brief.summary[0], text=f"Sentence {given}.")
    assert f"Sentence {shown}." in text_of(pdf.packet(replace(brief, summary=(said,)), record))


def test_a_gap_names_its_kind_what_would_tell_and_whom_to_ask(atlas):
    brief, record = made(atlas, "county", "12021")
    gap = Gap(GapKind.NOT_RELEASED, "No text.", would_fill="the memorandum", holder="the county clerk")
    law = Section(brief.sections[0].heading, (Sentence("gap.law", "gap", "No text.", gap=gap),))
    text = text_of(pdf.packet(replace(brief, sections=(law, *brief.sections[1:])), record))
    assert "No text. (not released) Would tell: the memorandum. Ask: the county clerk." in text
    offices = {gap.holder.partition(",")[0] for gap in brief.gaps if gap.stage and gap.holder}
    assert len(offices) == 2
    assert all(office in text for office in offices)
    assert "Questions and letters: atlas287 gaps --place 12021 --requests" in text


def test_law_is_followed_by_the_note_of_its_section_with_the_day_on_which_it_was_checked(atlas):
    for lang in ("en", "es"):
        brief, record = made(atlas, "county", "12021", lang)
        notes = [part.note for part in brief.sections if part.note]
        assert len(notes) == 2
        assert text_of(pdf.packet(brief, record)).count(notes[0]) == 2
        bare = tuple(replace(part, note=None) for part in brief.sections)
        assert notes[0] not in text_of(pdf.packet(replace(brief, sections=bare), record))


def test_what_sources_say_who_disagree_stands_together_and_so_does_a_measure_with_its_doubt(atlas):
    brief, _ = made(atlas, "county", "12021")
    units = chosen.choice(brief).first
    (training,) = [unit for unit in units if unit.sentences[0].id == "fact.term:TFM.training_hours"]
    assert [each.id for each in training.sentences] == [
        "fact.term:TFM.training_hours",
        "fact.term:TFM.training_hours.2",
    ]
    measure, gap = Sentence("fact.policy:x", "legal", "X."), Sentence("gap.policy_unknown", "gap", "Not known.")
    other = Sentence("fact.policy:y", "legal", "Y.")
    law = (replace(brief.sections[0], sentences=(measure, gap, other)), *brief.sections[1:2])
    told = chosen.choice(replace(brief, sections=law)).second
    assert [[each.text for each in unit.sentences] for unit in told if unit.block == "duty"] == [
        ["X.", "Not known."],
        ["Y."],
    ]
    told = chosen.choice(replace(brief, sections=law, summary=(measure,))).second
    assert [[each.text for each in unit.sentences] for unit in told if unit.block == "duty"] == [["Not known."], ["Y."]]


def test_a_block_whose_sentences_stand_in_the_summary_says_so(atlas):
    brief, record = made(atlas, "county", "06037")
    assert [each.id for each in brief.summary if "policy" in each.id] == ["fact.policy:ca-sb-54-2017"]
    text = text_of(pdf.packet(brief, record))
    assert f"{packet.labels('en')['duty']} Told in the summary on page 1." in text


SIDES = ("press", "federal_government", "civil_rights_org")


def claimed(side, tested, text="The number grew by a half", more=""):
    values = [{"unit": "agreements", "value": 1843, "as_of": "2026-05-18", "list": None}]
    name = f"An office of the {side.replace('_', ' ')}"
    told = {"claim": f"{text}{more}.", "speaker": name, "role": "speaks", "date": "2026-05-01", "side": side}
    return told | {"tested": tested, "values": values, "fact": f"claim:{side}"}


def test_of_each_side_the_first_claim_that_could_be_tested_stands_in_the_fixed_order_of_sides(atlas):
    brief, record = made(atlas, "county", "12021")
    held = [claimed(side, tested) for side in SIDES for tested in ("not_testable", "supported", "contradicted")]
    held.append(claimed("research", "not_testable"))
    brief = replace(brief, narratives=tuple(held))
    data = pdf.packet(brief, record)
    text = text_of(data)
    assert len(pypdfium2.PdfDocument(data)) == 2
    told = [each.text for each in chosen.claims(brief)]
    sides = ["federal government", "civil rights org", "research", "press"]
    assert [re.search(r"An office of the ([a-z ]+) \(speaks\)", line)[1] for line in told] == sides
    assert [": supported;" in line for line in told] == [True, True, False, True]
    assert told[0] == (
        "“The number grew by a half” (An office of the federal government (speaks), 2026-05-01): supported; "
        "agreements 1,843 (2026-05-18)."
    )
    assert all(letters(line) in letters(text) for line in told)
    assert "So are 6 of its 10 claims." in text
    assert words_of("en")["gaps"]["narratives"] not in text


def test_claims_of_which_not_every_side_has_room_are_left_out_together_and_that_is_said(atlas):
    brief, record = made(atlas, "county", "12086", "es")
    long = " and the same again in other words" * 20
    brief = replace(brief, narratives=tuple(claimed(side, "supported", more=long) for side in SIDES))
    data = pdf.packet(brief, record)
    text = text_of(data)
    assert len(pypdfium2.PdfDocument(data)) == 2
    assert "An office of" not in text
    assert packet.labels("es")["no_claims"] in text
    assert "También faltan 3 de sus 3 afirmaciones." in text


def test_both_languages_have_the_same_labels_and_none_is_loaded():
    content = {lang: dict(packet.labels(lang)) for lang in ("en", "es")}
    assert content["en"].keys() == content["es"].keys()
    fields = {lang: {k: re.findall(r"{\w+}", str(v)) for k, v in each.items()} for lang, each in content.items()}
    assert fields["en"] == fields["es"]
    assert LOADED.findall(json.dumps(content, ensure_ascii=False)) == []


def test_the_verb_writes_it_beside_the_record(atlas, tmp_path):
    words = ["county", "12021", "--format", "json"]
    plain = CliRunner().invoke(main, words)
    result = CliRunner().invoke(main, [*words, "--packet", str(tmp_path / "collier.pdf")])
    assert (result.exit_code, result.stdout) == (0, plain.stdout)
    brief, record = made(atlas, "county", "12021")
    assert (tmp_path / "collier.pdf").read_bytes() == pdf.packet(brief, record)


def test_the_commands_that_it_prints_give_the_record_and_verify_it(atlas, tmp_path):
    brief, record = made(atlas, "county", "12021", "es")
    _, again, verify, full = packet.content(brief, record, 18)["commands"]
    assert verify == "atlas287 verify packet.json"
    words, _, name = again.partition(" > ")
    shown = CliRunner().invoke(main, words.split()[1:])
    assert json.loads(shown.stdout)["brief"]["id"] == brief.id
    assert brief.sections[0].heading in CliRunner().invoke(main, full.split()[1:]).stdout
    (tmp_path / name).write_text(shown.stdout)
    assert CliRunner().invoke(main, ["verify", str(tmp_path / name)]).exit_code == 0


def test_an_ambiguous_name_gives_no_packet(tmp_path):
    result = CliRunner().invoke(main, ["county", "Washington", "--packet", str(tmp_path / "x.pdf")])
    assert result.exit_code == 4
    assert "no packet: Which of these is meant by 'Washington'?" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.txt", "x", "x.pdf.html"])
def test_another_ending_is_refused(atlas, name):
    with pytest.raises(UsageError, match=r"a packet is a \.pdf file; give it this ending"):
        atlas.packet(atlas.brief("state", "WY"), Path(name))


def test_a_missing_extra_is_one_sentence(atlas, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "typst":
            raise ImportError("No module named 'typst'", name="typst")
        return real(name, *rest, **more)

    brief = atlas.brief("state", "WY")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RenderError) as raised:
        atlas.packet(brief, tmp_path / "wyoming.pdf")
    assert str(raised.value) == "a packet needs typst (typst is missing); install it with: pip install 'atlas287[pdf]'"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_file(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "atlas287", "state", "WY", "--packet", str(tmp_path / "wyoming.pdf")],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
    )
    assert done.returncode == 1
    assert "wyoming.pdf: the file cannot be written (File too large); choose another place" in done.stderr
    assert list(tmp_path.iterdir()) == []
