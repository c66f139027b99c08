"""A brief that was altered anywhere does not verify; an unaltered one does."""

import copy
import json
import shutil
from datetime import date

import duckdb
import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.verify import verify
from atlas287.cli import main
from atlas287.core.errors import ReleaseError, UsageError
from atlas287.core.release import Release


@pytest.fixture(scope="module")
def nation(briefs):
    return briefs["US"]


def sentence(brief, name):
    return next(s for section in brief["sections"] for s in section["sentences"] if s["id"] == name)


def test_the_briefs_of_the_nation_and_of_every_state_verify(release, briefs):
    for code, brief in briefs.items():
        found = verify(release, brief)
        assert (found["failed"], found["passed"]) == ([], found["sentences"]), code
        assert found["sentences"] >= 16


def test_a_brief_of_an_earlier_day_and_one_that_is_a_gap_verify(release):
    for day in (date(2021, 1, 31), date(2025, 9, 22), date(2015, 1, 1)):
        assert verify(release, answer.brief(release, places.NATION, as_of=day).to_json())["failed"] == []


def number_in_text(brief):
    said = sentence(brief, "scale.agreements.nation")
    said["text"] = said["text"].replace("1,843", "1,844")


def date_in_text(brief):
    said = sentence(brief, "scale.year_before.nation")
    said["text"] = said["text"].replace("2025-05-16", "2025-05-17")


def value(brief):
    sentence(brief, "scale.states")["value"] += 1


def value_of_a_superlative(brief):
    sentence(brief, "scale.most")["value"] = {"state": ["FL"], "value": 387}


def unit(brief):
    sentence(brief, "scale.agreements.nation")["unit"] = "agencies"


def parameter(brief):
    sentence(brief, "scale.model.nation:JEM")["measure"]["parameters"]["where"] = {"model": "WSO"}


def cite(brief):
    sentence(brief, "scale.first.nation")["cites"] = [1]


def missing_cite(brief):
    sentence(brief, "scale.first.nation")["cites"] = []


def sha256_of_a_source(brief):
    brief["sources"][1]["sha256"] = brief["sources"][0]["sha256"]


def date_of_a_source(brief):
    brief["sources"][0]["date"] = "2026-05-19"


def list_of_a_sentence(brief):
    sentence(brief, "scale.pending.nation")["list"]["as_of"] = "2026-02-26"


def to_date_number(brief):
    said = sentence(brief, "unknown.lists")
    said["text"] = said["text"].replace("444", "442")


def gap_text(brief):
    sentence(brief, "gap.pipeline")["text"] = "12 arrests are known."


def gap_date(brief):
    said = sentence(brief, "gap.history")
    said["text"] = said["text"].replace("2007-09-19", "2006-09-19")


def gap_cite(brief):
    sentence(brief, "gap.municipalities")["cites"] = [1]


def gap_parameter_and_text(brief):
    said = sentence(brief, "gap.history")
    said["text"] = said["text"].replace("2007-09-19", "2006-09-19")
    said["parameters"]["first"] = "2006-09-19"


def kind(brief):
    sentence(brief, "gap.money")["kind"] = "computed"


def dropped_sentence(brief):
    brief["sections"][2]["sentences"].pop()


def heading(brief):
    brief["sections"][2]["heading"] = "3. Scale"


def warning(brief):
    brief["do_not_infer"].pop()


def place(brief):
    brief["place"]["name"] = "Elsewhere"


def summary(brief):
    brief["summary"][0]["text"] = brief["summary"][0]["text"].replace("1,843", "1,942")


def summary_dropped(brief):
    brief["summary"].pop()


def sentences_swapped(brief):
    found = brief["sections"][2]["sentences"]
    found[0], found[1] = found[1], found[0]


def sentence_invented(brief):
    said = copy.deepcopy(sentence(brief, "gap.money"))
    said["id"], said["kind"], said["text"] = "law.invented", "attributed", "It is said that all of this is so."
    brief["sections"][0]["sentences"].append(said)


def sentence_of_another_date(brief):
    said = sentence(brief, "scale.agencies.nation")
    said["measure"]["parameters"]["as_of"] = "2025-12-31"


def day_of_the_brief(brief):
    brief["as_of"] = "2026-05-17"


def day_checked(brief):
    brief["checked_on"] = "2026-11-24"


def release_of_the_brief(brief):
    brief["release"] = "2026-05-18-00000000"


def question(brief):
    brief["question"] = "How many officers are there?"


def status(brief):
    brief["status"] = "answered"


def gap_kind(brief):
    sentence(brief, "gap.pipeline")["gap"]["kind"] = "not_released"


def gap_list(brief):
    brief["gaps"].pop()


def narrative(brief):
    brief["narratives"].append({"claim": "Agreements grew fourfold.", "tested": "supported"})


def follow_up(brief):
    brief["follow_ups"][0] = "Who is to blame?"


def source_dropped(brief):
    brief["sources"].pop()


def unknown_key(brief):
    brief["note"] = "All of this was checked by hand."


def name_of_a_value(brief):
    said = sentence(brief, "scale.most")
    said["value"] = {"state": ["FL"], "value": said["value"]["value"]}


MUTATIONS = {
    number_in_text: "scale.agreements.nation",
    date_in_text: "scale.year_before.nation",
    value: "scale.states",
    value_of_a_superlative: "scale.most",
    name_of_a_value: "scale.most",
    unit: "scale.agreements.nation",
    parameter: "scale.model.nation:JEM",
    sentence_of_another_date: "scale.agencies.nation",
    cite: "scale.first.nation",
    missing_cite: "scale.first.nation",
    sha256_of_a_source: "scale.year_before.nation",
    date_of_a_source: "scale.agreements.nation",
    list_of_a_sentence: "scale.pending.nation",
    to_date_number: "unknown.lists",
    gap_text: "gap.pipeline",
    gap_date: "gap.history",
    gap_cite: "gap.municipalities",
    gap_kind: "brief",
    gap_parameter_and_text: "brief",
    gap_list: "brief",
    kind: "gap.money",
    sentence_invented: "law.invented",
    summary: "scale.agreements.nation",
    summary_dropped: "brief",
    dropped_sentence: "brief",
    sentences_swapped: "brief",
    heading: "brief",
    warning: "brief",
    place: "brief",
    day_of_the_brief: "brief",
    day_checked: "brief",
    release_of_the_brief: "scale.agreements.nation",
    question: "brief",
    status: "brief",
    narrative: "brief",
    follow_up: "brief",
    source_dropped: "brief",
    unknown_key: "brief",
}
"""Each alteration and what `verify` must name: the sentence that no longer stands, or the brief."""


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
@pytest.mark.parametrize("rehash", [False, True], ids=["id kept", "id made again"])
def test_one_alteration_is_found_and_named(release, nation, mutate, rehash):
    altered = copy.deepcopy(nation)
    mutate(altered)
    assert altered != nation
    if rehash:
        altered["id"] = answer.content_id(altered)
    failed = verify(release, altered)["failed"]
    assert MUTATIONS[mutate] in {entry["id"] for entry in failed}
    assert all(entry["why"] for entry in failed)


@pytest.mark.parametrize(
    "broken",
    [
        {"summary": 5},
        {"summary": [1]},
        {"sections": [{}]},
        {"sections": {"heading": "x"}},
        {"sections": [{"heading": "x", "sentences": "none"}]},
    ],
)
def test_what_is_no_brief_is_refused_in_one_sentence(release, nation, broken):
    with pytest.raises(UsageError, match="the file holds no brief; give the JSON that `atlas287 nation --format json`"):
        verify(release, nation | broken)


@pytest.mark.parametrize(
    "broken",
    [{"sources": 5}, {"sources": [1]}, {"place": None}, {"place": "Ohio"}, {"as_of": "today"}, {"lang": "../en"}],
)
def test_a_brief_that_cannot_be_run_again_fails(release, nation, broken):
    assert verify(release, nation | broken)["failed"]


def test_the_command_ends_with_6_for_an_altered_brief_and_0_for_a_good_one(tmp_path, nation):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(nation))
    altered = copy.deepcopy(nation)
    value(altered)
    bad.write_text(json.dumps(altered))
    assert CliRunner().invoke(main, ["verify", str(good)]).exit_code == 0
    result = CliRunner().invoke(main, ["verify", str(bad), "--format", "json"])
    assert result.exit_code == 6
    assert json.loads(result.stdout)["failed"][0]["id"] == "scale.states"


def altered_release(release, tmp_path, *, patch_manifest):
    """A copy in which one cell of the newest list says another model."""
    folder = tmp_path / "release"
    shutil.copytree(release.path, folder)
    table = folder / "listings.parquet"
    duckdb.execute(
        f"COPY (SELECT * REPLACE (CASE WHEN list_no = n AND row = 2 THEN 'HYBRID' ELSE model END AS model) FROM "
        f"'{release.path}/listings.parquet', (SELECT max(list_no) AS n FROM '{release.path}/lists.parquet' "
        f"WHERE kind = 'participating') ORDER BY list_no, row) TO '{table}' (FORMAT parquet)"
    )
    if patch_manifest:
        import hashlib

        manifest = json.loads((folder / "manifest.json").read_text())
        entry = next(t for t in manifest["tables"] if t["name"] == "listings")
        entry["sha256"] = hashlib.sha256(table.read_bytes()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest))
    return Release.open(folder)


def test_a_release_with_one_altered_cell_is_refused(release, nation, tmp_path):
    altered = altered_release(release, tmp_path, patch_manifest=False)
    with pytest.raises(ReleaseError, match=r"listings\.parquet: the table's bytes are not those of the manifest"):
        altered.rows("SELECT count(*) FROM listings")
    failed = verify(altered, nation)["failed"]
    assert {entry["id"] for entry in failed} >= {"scale.agreements.nation", "unknown.lists", "brief"}


def test_a_cell_altered_together_with_the_manifest_still_fails_the_numbers(release, nation, tmp_path):
    failed = verify(altered_release(release, tmp_path, patch_manifest=True), nation)["failed"]
    assert any(entry["id"].startswith("scale.model.nation:") for entry in failed)


def test_the_brief_of_an_agency_verifies_however_it_stands(release):
    """Two agencies of each status, and on an earlier day."""
    atlas = Atlas(release)
    chosen = release.rows(
        "SELECT agency_id FROM agencies QUALIFY row_number() OVER (PARTITION BY status ORDER BY md5(agency_id)) <= 2"
    )
    assert len(chosen) == 8
    for row in chosen:
        for day in (None, "2025-09-01"):
            brief = atlas.agency(row["agency_id"], as_of=day)["brief"]
            assert atlas.verify(brief)["failed"] == [], row["agency_id"]


def test_an_altered_date_in_the_brief_of_an_agency_is_found(release):
    atlas = Atlas(release)
    brief = atlas.agency("fl-collier-county-sheriffs-office")["brief"]
    said = next(s for s in brief["sections"][2]["sentences"] if s["id"] == "agency.signed:JEM")
    said["text"] = said["text"].replace("2020-06-09", "2020-06-10")
    assert [failure["id"] for failure in atlas.verify(brief)["failed"]] == ["agency.signed:JEM"]
