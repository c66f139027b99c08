"""The command line as its users meet it: streams, formats, exit codes, one sentence for a wrong word."""

import csv
import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers.briefs import wording
from atlas287.cli import VERBS, main
from atlas287.core import facts


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"])
    book.active.append(
        ["OHIO ", "Example Police Department", "Municipality", None, "Task Force Model", "05/082025", "link"]
    )
    path = tmp_path / "participatingAgencies-20250516120000.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {verb}")


def test_a_count_goes_to_standard_output_and_the_age_of_the_data_to_standard_error():
    result = run("count", "agreements", "--by", "model")
    assert result.exit_code == 0
    assert "Total: 1,843" in result.stdout
    assert "days ago" in result.stderr
    assert "days ago" not in result.stdout


def test_json_of_a_count_is_the_object_of_the_python_api():
    result = run("count", "agreements", "--by", "model", "--as-of", "2025-12-31", "--format", "json")
    assert json.loads(result.stdout) == Atlas.open().count("agreements", by=["model"], as_of="2025-12-31")


def test_csv_of_a_count_has_a_column_for_gaps():
    result = run("count", "agreements", "--by", "month", "--as-of", "2026-08-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[-1] == {"month": "2026-08", "value": "", "list": "", "gap": "not_collected"}
    assert (rows[0]["month"], rows[0]["value"]) == ("2007-09", "28")


def test_markdown_of_a_count_is_a_table():
    assert "| TFM | 1,162 |" in run("count", "agreements", "--by", "model", "--format", "md").stdout


def test_several_dimensions_and_filters():
    result = run(
        "count", "agreements", "--by", "model,state", "--where", "state=Ohio", "--where", "state=tx", "--format", "json"
    )
    content = json.loads(result.stdout)
    assert content["total"] == sum(row["value"] for row in content["rows"])
    assert {row["state"] for row in content["rows"]} == {"OH", "TX"}


def test_the_rows_behind_a_number_have_their_cells():
    content = json.loads(run("count", "agreements", "--where", "state=WY", "--rows", "--format", "json").stdout)
    assert len(content["listings"]) == content["total"]
    assert all(row["cell"].startswith("Sheet1!B") and row["state"] == "WY" for row in content["listings"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["count"], 2, "Missing argument 'UNIT'"),
        (["count", "cows"], 2, "no unit is called 'cows'; count one of"),
        (["count", "agreements", "--by", "colour"], 2, "agreements have no such dimension; choose from state, model"),
        (["count", "agreements", "--where", "model=XYZ"], 2, "--where model=XYZ: no such value; choose from JEM"),
        (["count", "agreements", "--where", "model"], 2, "write it as DIMENSION=VALUE"),
        (["count", "agreements", "--as-of", "18 May"], 2, "--as-of 18 May: this is no date; write it as YYYY-MM-DD"),
        (["count", "counties"], 2, "a count by county needs a basis; choose from based_in, covers"),
        (["agency", " "], 2, "the name has no letter or digit"),
        (["agency", "Collier", "--state", "Atlantis"], 2, "no state or territory is called 'Atlantis'"),
        (["changes", "--since", "May"], 2, "--since May: this is no date; write it as YYYY-MM-DD"),
        (["changes", "--place", "carolina"], 2, "'carolina' fits several states; give one of NC, SC"),
        (["state", "Atlantis"], 2, "no state or territory is called 'Atlantis'"),
        (["nation", "--lang", "xx"], 2, "--lang xx: no such language; choose from en"),
        (["verify", "/nonexistent.json"], 2, "no JSON can be read"),
        (["fetch", "ice_nothing"], 2, "no source is called 'ice_nothing'"),
        (["read", "/nonexistent.xlsx"], 1, "the file cannot be read"),
        (["count", "agreements", "--release", "/nonexistent"], 1, "no release can be opened here"),
    ],
)
def test_a_wrong_word_gets_one_sentence(words, code, said):
    result = run(*words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_answer_that_is_a_gap_ends_with_3_and_is_printed_all_the_same():
    result = run("count", "agreements", "--as-of", "2026-11-24", "--format", "json")
    assert result.exit_code == 3
    content = json.loads(result.stdout)
    assert content["total"] == {"gap": "not_collected"}
    assert content["gaps"][0]["before"] == "2026-05-18"


def test_a_true_zero_with_its_rows_is_printed_in_every_form():
    for form, start in (("text", "Agreements (state VT)"), ("csv", "file,cell,state,"), ("md", "# Agreements")):
        result = run("count", "agreements", "--where", "state=VT", "--rows", "--format", form)
        assert result.exit_code == 0
        assert result.stdout.startswith(start)


def test_counties_are_counted_on_a_basis():
    based, covered = (
        json.loads(run("count", "counties", "--basis", basis, "--format", "json").stdout)
        for basis in ("based_in", "covers")
    )
    assert (based["where"], covered["where"]) == ({"basis": "based_in"}, {"basis": "covers"})
    assert 0 < based["total"] < covered["total"]


def test_a_county_is_a_filter_on_a_basis():
    words = ("count", "agreements", "--where", "county=12021", "--format", "json")
    assert json.loads(run(*words, "--basis", "based_in").stdout)["total"] == 4  # sheriff (JEM, TFM) and two towns
    assert run(*words).exit_code == 2
    assert run("count", "agreements", "--where", "county=99999", "--basis", "covers").exit_code == 2
    assert run("count", "agreements", "--basis", "covers").exit_code == 2


def test_an_agency_is_found_by_id_by_name_and_by_words_of_it():
    for name in (
        "fl-collier-county-sheriffs-office",
        "collier county sheriff’s office",
        "Collier Co. SO",
        "collier sheriff",
    ):
        content = json.loads(run("agency", name, "--state", "FL", "--format", "json").stdout)
        assert content["agency"]["id"] == "fl-collier-county-sheriffs-office", name
        assert content["status"] == "listed"
        assert {each["model"] for each in content["agreements"] if each["status"] == "listed"} == {"JEM", "TFM"}


def test_an_ambiguous_agency_ends_with_4_and_its_candidates():
    result = run("agency", "Washington County", "--format", "json")
    assert result.exit_code == 4
    candidates = json.loads(result.stdout)["brief"]["candidates"]
    assert len(candidates) > 5
    assert all("Washington County" in each["name"] and each["state"] for each in candidates)
    assert "- Washington County Sheriff's Office, AL (" in run("agency", "Washington County").stdout
    assert " more; give more words, or --state." in run("agency", "police").stdout


def test_an_agency_that_no_list_shows_is_a_known_no():
    result = run("agency", "Xyzzyvale Police", "--format", "json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    assert (content["agency"], content["status"]) == (None, "not_listed")
    assert "No list held shows 'Xyzzyvale Police'" in run("agency", "Xyzzyvale Police").stdout


def test_an_agency_on_a_day_stands_as_the_lists_up_to_that_day_tell():
    words = ("agency", "md-carroll-county-sheriffs-office", "--format", "json", "--as-of")
    stood = {day: json.loads(run(*words, day).stdout)["status"] for day in ("2026-02-17", "2026-02-28", "2026-05-18")}
    assert stood == {"2026-02-17": "listed", "2026-02-28": "held", "2026-05-18": "no_longer_listed"}
    assert run(*words, "2015-01-01").exit_code == 3


def test_changes_name_both_lists_and_keep_place_and_type():
    result = run("changes", "--since", "2025-03-17", "--until", "2025-03-17", "--place", "mn", "--format", "json")
    events = json.loads(result.stdout)["events"]
    moved = next(event for event in events if event["type"] == "moved_state")
    assert (moved["agency"], moved["before"], moved["after"]) == ("Cass County Sheriff's Office", "MT", "MN")
    assert [each["as_of"] for each in moved["lists"]] == ["2025-03-06", "2025-03-17"]
    kept = json.loads(
        run(
            "changes", "--since", "2025-03-17", "--until", "2025-03-17", "--type", "moved_state", "--format", "json"
        ).stdout
    )["events"]
    assert {event["type"] for event in kept} == {"moved_state"}
    assert run("changes", "--type", "vanished").exit_code == 2
    assert run("changes", "--since", "2025-03-17", "--until", "2025-03-17", "--format", "csv").stdout.startswith(
        "date,type,"
    )


def test_read_tells_every_list_of_a_csv(tmp_path):
    path = tmp_path / "old_lists.csv"
    path.write_text(
        "as_of,archive_capture,state,agency,source\n2007-09-19,1,OH,Elm Police Department,s\n"
        "2008-03-10,2,OH,Elm Police Department,s\n2008-03-10,2,TX,Oak County Sheriff's Office,s\n"
    )
    content = json.loads(run("read", str(path), "--format", "json").stdout)
    assert [(each["as_of"], each["kind"], each["rows"]) for each in content["files"]] == [
        ("2007-09-19", "participating", 1),
        ("2008-03-10", "participating", 2),
    ]
    archive = tmp_path / "archive.csv"
    archive.write_text("state,agency,date_signed,moa_file,source\nOhio,Elm Police Department,2016-06-08,elm.pdf,s\n")
    one = json.loads(run("read", str(archive), "--format", "json").stdout)
    assert (one["kind"], one["rows"], one["as_of"]) == ("record", 1, None)


def test_what_is_held_is_a_typed_gap_with_its_candidates():
    content = json.loads(run("gaps", "--held", "--format", "json").stdout)
    assert len(content["gaps"]) == len(content["held"]) > 0
    assert {gap["kind"] for gap in content["gaps"]} == {"conflicting", "not_collected"}
    for entry in content["held"]:
        assert bool(entry["candidates"]) == (entry["why"] == "candidate")
    assert run("gaps", "--held", "--place", "VT").exit_code == 0
    assert "(not loaded)" in run("gaps", "--place", "Ohio").stdout


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("ohio", {"kind": "state", "code": "OH", "name": "Ohio"}),
        (
            "12021",
            {"kind": "county", "fips": "12021", "name": "Collier County, Florida", "state": "FL", "vintage": 2023},
        ),
        (
            "collier, fl",
            {"kind": "county", "fips": "12021", "name": "Collier County, Florida", "state": "FL", "vintage": 2023},
        ),
        (
            "Orleans Parish, Louisiana",
            {"kind": "county", "fips": "22071", "name": "Orleans Parish, Louisiana", "state": "LA", "vintage": 2023},
        ),
        (
            "fl/naples",
            {"kind": "town", "id": "FL/naples", "name": "Naples, Florida", "state": "FL", "counties": ["12021"]},
        ),
        (
            "fl-collier-county-sheriffs-office",
            {
                "kind": "agency",
                "id": "fl-collier-county-sheriffs-office",
                "name": "Collier County Sheriff's Office",
                "state": "FL",
            },
        ),
    ],
)
def test_gaps_are_told_of_a_state_a_county_and_an_agency(place, told):
    content = json.loads(run("gaps", "--place", place, "--format", "json").stdout)
    assert content["place"] == told
    stages = {gap["stage"] for gap in content["gaps"] if "id" in gap}
    assert {"agreements", "training", "match", "oversight"} <= stages
    assert any(told["name"] in gap["what"] for gap in content["gaps"])
    brief = Atlas.open().brief(told["kind"], told.get("id") or told.get("fips") or told["code"]).to_json()
    assert content["gaps"] == brief["gaps"]


def test_gaps_without_a_place_are_of_the_nation_and_end_with_those_of_the_brief():
    content = json.loads(run("gaps", "--format", "json").stdout)
    assert content["place"] == {"kind": "nation", "name": "United States"}
    own = [gap for gap in content["gaps"] if "id" not in gap]
    assert content["gaps"] == Atlas.open().nation()["brief"]["gaps"]
    assert content["gaps"][-len(own) :] == own


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
@pytest.mark.parametrize("words", [[], ["--requests"], ["--lang", "es"], ["--place", "Texas", "--requests"]])
def test_no_form_of_gaps_prints_what_is_recalled(form, words):
    printed = " ".join(run("gaps", *words, "--format", form).stdout.split())
    for gap in facts.gaps():
        for text in gap.what.values():
            shown = text.split(", for {place}")[0].split(", para {place}")[0] in printed
            assert not (shown and gap.confidence == facts.RECALLED), gap.id
        assert (f'"{gap.id}"' in printed) <= (gap.confidence != facts.RECALLED)


def test_letters_are_printed_where_asked_for_and_else_the_office_alone():
    short, full = (run("gaps", "--place", "Ohio", "--stage", "match", *more).stdout for more in ((), ("--requests",)))
    assert "    Ask: FOIA Office of U.S. Immigration and Customs Enforcement" in short
    assert "Subject: " not in short
    assert "    To: FOIA Office of U.S. Immigration and Customs Enforcement" in full
    assert "    Address: not known here (not collected)\n    Records law: not known here (not loaded)\n" in full


def test_gaps_as_csv_have_a_line_each_with_the_letter():
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--place", "12021", "--format", "csv").stdout)))
    assert rows[0]["stage"] == "agreements"
    assert {row["address_gap"] for row in rows if row["request"]} == {"not_collected"}
    assert all(row["request"].startswith("To: ") for row in rows if row["id"])
    own = {(row["kind"], row["what"]) for row in rows if not row["id"]}  # of the brief itself
    assert {kind for kind, what in own if "have paid to agencies" not in what} == {"not_loaded"}
    assert {kind for kind, what in own if "have paid to agencies" in what} == {"not_released"}


def test_gaps_in_spanish_say_that_they_are_not_reviewed():
    result = run("gaps", "--lang", "es", "--stage", "money")
    assert result.stdout.startswith("No se sabe: Estados Unidos\n\nTexto en español todavía no revisado por un editor")
    content = json.loads(run("gaps", "--lang", "es", "--format", "json").stdout)
    assert content["warnings"] == [wording.words("es")["notice"]]
    assert content["gaps"][-1] == Atlas.open().nation(lang="es")["brief"]["gaps"][-1]


def test_a_stage_without_a_gap_does_not_say_that_all_is_known():
    result = run("gaps", "--stage", "crime")
    assert result.exit_code == 0
    assert "That does not mean that all is known." in result.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--place", "carolina"], 4),
        (["--place", "Franklin, VA"], 4),
        (["--place", "Nowhere"], 2),
        (["--place", "Nowhere County, OH"], 2),
        (["--place", "99999"], 2),
        (["--place", ""], 2),
        (["--place", "'; DROP TABLE places --, OH"], 2),
        (["--stage", "jail"], 2),
        (["--lang", "fr"], 2),
        (["--held", "--stage", "match"], 2),
    ],
)
def test_a_wrong_or_ambiguous_word_of_gaps_has_its_exit_code(words, code):
    result = run("gaps", *words)
    assert result.exit_code == code
    assert ("Which of these is meant?" in result.stdout) == (code == 4)


def test_an_ambiguous_place_ends_with_4_and_its_candidates():
    result = run("state", "carolina", "--format", "json")
    assert result.exit_code == 4
    assert [place["code"] for place in json.loads(result.stdout)["brief"]["candidates"]] == ["NC", "SC"]


def test_a_state_without_agreements_is_a_known_no():
    result = run("state", "PR")
    assert result.exit_code == 0
    assert "shows no agreement under section 287(g) with an agency in Puerto Rico" in result.stdout


def test_a_brief_verifies_from_standard_input():
    brief = run("state", "Ohio", "--format", "json").stdout
    result = CliRunner().invoke(main, ["verify", "-"], input=brief)
    assert result.exit_code == 0
    assert " sentences of b-" in result.stdout


def test_read_says_what_is_odd_with_its_cell(workbook):
    content = json.loads(run("read", workbook, "--format", "json").stdout)
    assert (content["kind"], content["as_of"], content["layout"], content["rows"]) == (
        "participating",
        "2025-05-16",
        "P2",
        1,
    )
    assert content["models"]["TFM"] == 1
    assert content["signed_repaired"] == 1
    assert {(i["code"], i["cell"], i["value"]) for i in content["issues"]} == {
        ("state_repaired", "Sheet!A2", "OH"),
        ("signed_repaired", "Sheet!F2", "2025-05-08"),
        ("link_missing", "Sheet!G2", None),
    }


def test_of_several_files_the_good_ones_are_read(workbook, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    result = run("read", bad, workbook, workbook, "--format", "json")
    assert result.exit_code == 1
    assert "bad.xlsx: the file is not a workbook" in result.stderr
    assert len(json.loads(result.stdout)["files"]) == 2


def test_a_cell_that_a_spreadsheet_would_run_is_harmless_in_csv(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "SUPPORT TYPE"])
    book.active.append(["@SUM(1)", "Example Police Department", "County", "Task Force Model"])
    path = tmp_path / "pendingAgencies05162025am.xlsx"
    book.save(path)
    rows = list(csv.DictReader(io.StringIO(run("read", path, "--format", "csv").stdout)))
    assert [row["original"] for row in rows] == ["'@SUM(1)"]


FORMULA = ("=", "+", "-", "@")


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
@pytest.mark.parametrize("words", [["nation"], ["state", "Ohio"], ["count", "agencies", "--by", "state"]])
def test_every_form_of_an_answer_has_its_shape(words, form):
    result = run(*words, "--format", form)
    assert result.exit_code == 0
    assert "days ago" in result.stderr
    if form == "json":
        assert json.loads(result.stdout)["release"]["id"] == Atlas.open().release.id
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert rows[0][-2:] == ["value", "gap"]
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    else:
        assert result.stdout.startswith("# ") == (form == "md")


def test_csv_of_a_brief_has_a_line_a_sentence_and_types_its_gaps():
    rows = list(csv.DictReader(io.StringIO(run("state", "Ohio", "--format", "csv").stdout)))
    assert [row["gap"] for row in rows if row["id"] == "gap.money"] == ["not_released"]
    assert all(bool(row["value"]) + bool(row["gap"]) + bool(row["fact"]) == 1 for row in rows)
    by_id = {row["id"]: row["value"] for row in rows}
    assert by_id["scale.agreements.state"] == str(Atlas.open().count("agreements", where={"state": "OH"})["total"])


def test_json_of_a_brief_is_the_object_of_the_python_api():
    atlas = Atlas.open()
    assert json.loads(run("nation", "--format", "json").stdout) == atlas.nation()
    assert json.loads(run("state", "guam", "--as-of", "2025-12-31", "--format", "json").stdout) == atlas.state(
        "GU", as_of="2025-12-31"
    )


def test_the_record_of_a_state_lists_each_agency_once_with_its_agreements():
    record = Atlas.open().state("OH")
    agreements, agencies, counties = (count["total"] for count in record["counts"])
    assert counties <= 88  # Ohio has 88
    assert len(record["agencies"]) == agencies
    assert {agency["state"] for agency in record["agencies"]} == {"OH"}
    assert sum(len(agency["agreements"]) for agency in record["agencies"]) >= agreements
    assert record["policy"]["state"] == "OH"


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_verify_says_what_does_not_stand_in_every_form_and_ends_with_6(tmp_path, form):
    brief = Atlas.open().state("Guam")["brief"]
    brief["summary"][0]["text"] += " So it is."
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(brief))
    result = run("verify", path, "--format", form)
    assert result.exit_code == 6
    assert "scale.agreements.state" in result.stdout
    assert "the wording of the measured values differs" in result.stdout


def test_verify_of_what_is_no_brief_is_a_wrong_word(tmp_path):
    path = tmp_path / "brief.json"
    for text, said in (("{", "no JSON can be read"), ("[]", "holds no object"), ("{}", "the file holds no brief")):
        path.write_text(text)
        result = run("verify", path)
        assert result.exit_code == 2
        assert said in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "md"])
def test_read_has_every_form(workbook, form):
    result = run("read", workbook, "--format", form)
    assert result.exit_code == 0
    assert "signed_repaired" in result.stdout
    assert ("05/082025" in result.stdout) and ("2025-05-08" in result.stdout)


def test_a_gap_of_a_whole_brief_ends_with_3():
    result = run("nation", "--as-of", "2015-01-01", "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["brief"]["status"] == "not_answerable"


def test_a_count_with_some_months_known_is_an_answer():
    assert run("count", "agreements", "--by", "month", "--as-of", "2026-11-24").exit_code == 0


@pytest.mark.parametrize("language", ["../wording/en", "/etc/hostname", ""])
def test_a_language_is_no_path(language):
    result = run("nation", "--lang", language)
    assert result.exit_code == 2
    assert "no such language; choose from en" in result.stderr


def test_build_publishes_a_release_that_answers_and_names_what_it_left_out(workbook, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS287_CACHE", str(tmp_path / "cache"))
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    book = openpyxl.load_workbook(workbook)
    for row in range(60):
        book.active.append(["OHIO", f"Example {row}", "County", None, "Task Force Model", "2025-05-01", "link"])
    book.save(sheets / workbook.name)
    (sheets / "broken.xlsx").write_bytes(b"PK")
    result = run("build", "--from", sheets, "--out", tmp_path / "out", "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["quarantined"] == ["broken.xlsx"]
    assert "quarantined: broken.xlsx: " in result.stderr
    counted = run("count", "agreements", "--release", tmp_path / "out", "--format", "json")
    assert json.loads(counted.stdout)["total"] == 61
    assert json.loads(counted.stdout)["list"]["file"] == workbook.name


def test_a_build_from_nothing_fails_in_one_sentence(tmp_path):
    result = run("build", "--from", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith("atlas287: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def process(*words, before="", **environment):
    """The command in a process of its own, after some Python statements."""
    program = f"{before}\nfrom atlas287.cli import main\nmain(prog_name='atlas287')"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *words],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


def test_the_command_needs_no_network():
    refuse = "import socket\ndef refuse(*_, **__): raise AssertionError('network')\nsocket.socket = refuse"
    done = process("nation", before=refuse)
    assert (done.returncode, done.stdout.splitlines()[0][-11:]) == (0, "nationwide?")


def test_the_command_needs_no_home_and_no_clock_in_its_answer(tmp_path):
    later = (
        "import datetime\n"
        "class Later(datetime.date):\n"
        "    today = classmethod(lambda kind: kind(2030, 1, 1))\n"
        "datetime.date = Later"
    )
    usual = process("state", "TX", HOME="/proc/none", XDG_CACHE_HOME="/proc/none")
    in_2030 = process("state", "TX", before=later)
    assert usual.returncode == 0
    assert usual.stdout == in_2030.stdout
    assert "1,324 days ago" in in_2030.stderr  # from 2026-05-18 to 2030-01-01


def test_a_pipe_that_is_closed_at_once_leaves_no_traceback():
    command = f"{sys.executable} -m atlas287 count listings --rows --format json | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_closed_pipe_and_a_home_that_cannot_be_written_are_no_trouble():
    command = f"{sys.executable} -m atlas287 count agreements --by state | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": "/proc/none"},
    )
    assert done.stdout == "Agreements as of 2026-05-18\n"
    assert "Traceback" not in done.stderr
