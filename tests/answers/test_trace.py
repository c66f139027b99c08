"""From a sentence to the rows and cells it counts: the rows give the number again, the cells are those of the list."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers import evidence
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.measured import DERIVED
from atlas287.answers.briefs.trace import every, trace
from atlas287.answers.briefs.verify import verify
from atlas287.answers.measure import count
from atlas287.answers.places import NATION, counties, state_place, towns
from atlas287.cli import main
from atlas287.core.errors import UsageError
from atlas287.intake.readers import xlsx


@pytest.fixture(scope="module")
def county(release):
    return answer.brief(release, counties(release)["12021"]).to_json()


def computed(brief):
    return [sentence for sentence in every(brief) if sentence["kind"] == "computed"]


@pytest.mark.parametrize("name", ["nation", "FL", "12021", "FL/naples", "fl-collier-county-sheriffs-office"])
def test_the_sql_of_every_sentence_gives_its_number_again_and_its_rows_are_behind_it(release, name):
    places = {"nation": NATION, "FL": state_place("FL"), "12021": counties(release)["12021"]}
    places["FL/naples"] = towns(release)["FL/naples"]
    agency = {"kind": "agency", "id": name, "name": "Collier County Sheriff's Office", "state": "FL"}
    brief = answer.brief(release, places.get(name, agency)).to_json()
    for sentence in computed(brief):
        found = trace(release, brief, sentence["id"])
        assert found["now"] == found["value"], sentence["id"]
        if sentence["measure"]["name"] in DERIVED:  # from facts, which are the rows
            assert len(found["rows"]) == len(sentence.get("facts", []))
            continue
        assert len(found["sql"]) > 40
        assert bool(found["rows"]) == (found["value"] > 0), sentence["id"]
        listed = [row for row in found["rows"] if row["table"] == "listings"]
        if sentence["unit"] in ("agreements", "agencies", "pending"):
            assert len(listed) >= found["value"]
            assert {cell["sha256"] for row in listed for cell in row["cells"]} <= {sentence["list"]["sha256"]}
        if sentence["unit"] == "events":
            assert len(found["rows"]) == found["value"]


def test_each_of_the_agencies_counted_stands_in_a_row_that_prints_its_name(release, county):
    found = trace(release, county, "scale.agencies.county")
    names = {
        cell["value"]
        for row in found["rows"]
        for cell in row["cells"]
        if row["table"] == "listings" and ":B" not in cell["cell"]
    }
    wanted = next(s for s in computed(county) if s["id"] == "scale.agencies.county")["value"]["agency"]
    assert set(wanted) <= names


def test_the_largest_group_is_traced_to_its_own_rows_alone(release):
    brief = answer.brief(release, NATION).to_json()
    found = trace(release, brief, "scale.most")
    texas = count(release, "agreements", where={"state": "TX"}, rows=True)
    assert {row["key"].split("/")[1] for row in found["rows"]} == {
        re.sub(r"\D", "", row["cell"].split("!")[1]) for row in texas.listings
    }


def test_a_county_is_traced_to_what_each_source_says_of_the_base_with_the_sources_hash(release, county):
    facts = [row for row in trace(release, county, "scale.agencies.county")["rows"] if row["table"] == "county_facts"]
    fbi = [row["cells"][0] for row in facts if "/fbi/" in row["key"]]
    assert ("FL0110000", "12021") in {(cell["original"], cell["value"]) for cell in fbi}
    assert {cell["sha256"] for cell in fbi} == {"a24d269c1b3e02a4ca59080a33bb7e15e3d421c76f556f31fe8ec4789edda365"}


def test_an_event_is_traced_to_the_rows_on_either_side_of_it(release):
    brief = answer.brief(release, state_place("OH")).to_json()
    found = trace(release, brief, "unknown.no_longer_listed.state")
    assert [row["type"] for row in found["rows"]] == ["no_longer_listed"] * found["value"]
    for row in found["rows"]:
        assert row["cells"], "the last list that shows it"
        assert len(row["between"]) == 2
    assert len(found["files"]) >= 2


def test_a_gap_has_nothing_to_trace(release, county):
    found = trace(release, county, "gap.law")
    assert (found["measure"], found["sql"], found["rows"]) == (None, None, [])


@pytest.mark.data
def test_the_cells_of_a_trace_are_those_of_the_workbook_itself(release, county, data_dir):
    """Read again from the published file by its sha256, cell by cell."""
    found = trace(release, county, "scale.agreements.county")
    sha256 = found["files"][0]["sha256"]
    manifest = (data_dir / "agreements" / "manifest.csv").read_text(encoding="utf-8").splitlines()
    name = next(line.split(",")[0] for line in manifest if sha256 in line)
    file = next((data_dir / "agreements").rglob(name.split("/")[-1]))
    parsed = xlsx.parse(file.read_bytes(), name=file.name)
    printed = {
        parsed.cell(field, row["row"]): row[field] for row in parsed.rows.to_pylist() for field in parsed.letters
    }
    cells = [cell for row in found["rows"] if row["table"] == "listings" for cell in row["cells"]]
    assert len(cells) == 4 * 7
    for cell in cells:
        assert cell["original"] == printed[cell["cell"]], cell["cell"]


def test_a_sentence_that_is_not_in_the_brief_is_refused_with_those_that_are(release, county):
    with pytest.raises(
        UsageError, match=r"scale\.model: the brief has no such sentence; choose from scale\.model\.county"
    ):
        trace(release, county, "scale.model")
    with pytest.raises(UsageError, match="the file holds no brief"):
        trace(release, {"id": 5}, "scale.model")
    with pytest.raises(UsageError, match="cannot be run again"):
        broken = json.loads(json.dumps(county))
        broken["summary"][0]["measure"] = 5
        trace(release, broken, broken["summary"][0]["id"])


def test_evidence_of_a_day_without_a_list_is_refused(release):
    with pytest.raises(UsageError, match="no list of participating agencies within 45 days up to 2015-01-01"):
        evidence.evidence(release, "agreements", {"as_of": "2015-01-01", "where": {}})


def test_an_altered_number_ends_with_6_and_shows_both(tmp_path, county):
    altered = json.loads(json.dumps(county))
    altered["summary"][0]["value"] = 5
    (tmp_path / "brief.json").write_text(json.dumps(altered))
    result = CliRunner().invoke(main, ["trace", str(tmp_path / "brief.json"), "scale.agreements.county"])
    assert result.exit_code == 6
    assert "Value: 5 in the brief, 4 now" in result.stdout


def test_without_a_sentence_all_are_listed_each_once(tmp_path, county):
    (tmp_path / "brief.json").write_text(json.dumps(county))
    listed = CliRunner().invoke(main, ["trace", str(tmp_path / "brief.json")]).stdout.splitlines()[::2]
    assert len(listed) == len(set(listed)) == len(list(every(county)))
    assert "scale.model.county:TFM" in listed


# A brief that another release told, and this one tells otherwise.


def frozen(release, brief, **changes):
    """The brief as a release of another name would have told it, with changes to one sentence, under its own id."""
    old = json.loads(json.dumps(brief).replace(release.id, "2026-05-18-0ld0ld00"))
    sentence = next(s for s in every(old) if s["id"] == "scale.agreements.county")
    for place in (old["summary"], *(section["sentences"] for section in old["sections"])):
        for at, said in enumerate(place):
            if said["id"] == sentence["id"]:
                place[at] = json.loads(json.dumps(said)) | changes
    old["id"] = answer.content_id(old)
    return old


def test_a_frozen_brief_that_says_what_is_still_so_stands(release, county):
    old = frozen(release, county)
    assert old["id"] != county["id"]
    found = verify(release, old)
    assert (found["failed"], found["made_on"], found["added"]) == ([], "2026-05-18-0ld0ld00", [])
    assert found["passed"] == found["sentences"]


def test_a_changed_sentence_of_a_frozen_brief_tells_was_now_and_why(release, county):
    said = next(s for s in computed(county) if s["id"] == "scale.agreements.county")
    now = said["text"]
    was = now.replace("shows 4 agreements", "shows 3 agreements")
    other = {"as_of": "2026-05-17", "file": "other.xlsx", "sha256": "0" * 64}
    measure = said["measure"] | {"version": "000000000000"}
    for changes, why in (
        ({"value": 3}, "rows of the same list are read, corrected or joined otherwise: 3 before, 4 now"),
        ({"value": 3, "measure": measure}, "the measure counts by another rule now (3 before, 4 now)"),
        ({"value": 3, "list": other}, "another list is the one to count now: of 2026-05-18 in place of 2026-05-17"),
        ({"value": 3, "list": other | {"as_of": "2026-05-18"}}, "another file is the list of 2026-05-18 now: "),
    ):
        failed = verify(release, frozen(release, county, text=was, **changes))["failed"]
        assert [entry["id"] for entry in failed] == ["scale.agreements.county"]
        assert (failed[0]["was"], failed[0]["now"]) == (was, now)
        assert failed[0]["why"].startswith(why)


def test_a_frozen_brief_that_was_altered_after_it_was_frozen_is_found(release, county):
    old = frozen(release, county)
    old["question"] = "Another question?"
    failed = verify(release, old)["failed"]
    assert [(entry["id"], entry["why"]) for entry in failed] == [
        ("brief", "its content is not what its id was made from")
    ]


@pytest.mark.data
def test_a_brief_of_an_older_release_of_real_lists_tells_what_a_later_list_changed(release, data_dir, tmp_path):
    """A release of lists up to 2026-04-30 tells 2026-05-18 from its newest list; the embedded one has newer ones."""
    from atlas287.published import build

    folder = tmp_path / "sheets"
    folder.mkdir()
    names = {
        row["file"] for row in release.rows("SELECT file FROM lists WHERE as_of BETWEEN '2026-03-01' AND '2026-04-30'")
    }
    for path in (data_dir / "agreements" / "sheets").iterdir():
        if any(name in path.name for name in names):
            (folder / path.name).symlink_to(path)
    (folder.parent / "cache").mkdir()
    old = Atlas(build([folder], tmp_path / "releases", cache=tmp_path / "cache").release)
    brief = old.county("12021", as_of=date(2026, 5, 18))["brief"]
    found = Atlas(release).verify(brief)
    reasons = {entry["id"]: entry["why"] for entry in found["failed"]}
    newest = old.release.newest["participating"]
    assert (
        reasons["scale.agreements.county"]
        == f"another list is the one to count now: of 2026-05-18 in place of {newest}"
    )
    assert set(reasons) >= {"unknown.lists", "scale.first.county"}
    assert reasons["unknown.lists"].startswith("rows of the same list are read") is False
