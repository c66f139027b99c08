"""A brief that was altered anywhere does not verify; an unaltered one does."""

import copy
import json
import shutil

import duckdb
import pytest
from click.testing import CliRunner

from atlas287.answers.briefs import answer
from atlas287.answers.briefs.verify import verify
from atlas287.cli import main
from atlas287.core import registry
from atlas287.core.errors import ReleaseError
from atlas287.core.release import Release


@pytest.fixture(scope="module")
def release():
    return Release.open()


@pytest.fixture(scope="module")
def nation(release):
    return answer.brief(release, answer.NATION).to_json()


def sentence(brief, name):
    return next(s for section in brief["sections"] for s in section["sentences"] if s["id"] == name)


def test_the_briefs_of_the_nation_and_of_every_state_verify(release, nation):
    assert verify(release, nation)["failed"] == []
    for code in registry.codes("states")["standard"]:
        brief = answer.brief(release, answer.state_place(code)).to_json()
        assert verify(release, brief)["failed"] == [], code


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
    sentence(brief, "scale.model.nation")["measure"]["parameters"]["where"] = {"model": "WSO"}


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
    said["text"] = said["text"].replace("441", "442")


def gap_text(brief):
    sentence(brief, "gap.pipeline")["text"] = "12 arrests are known."


def gap_date(brief):
    said = sentence(brief, "gap.history")
    said["text"] = said["text"].replace("2021-01-13", "2020-01-13")


def gap_cite(brief):
    sentence(brief, "gap.exits")["cites"] = [1]


def gap_parameter_and_text(brief):
    said = sentence(brief, "gap.history")
    said["text"] = said["text"].replace("2021-01-13", "2020-01-13")
    said["parameters"]["first"] = "2020-01-13"


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


MUTATIONS = [
    number_in_text,
    date_in_text,
    value,
    value_of_a_superlative,
    unit,
    parameter,
    cite,
    missing_cite,
    sha256_of_a_source,
    date_of_a_source,
    list_of_a_sentence,
    to_date_number,
    gap_text,
    gap_date,
    gap_cite,
    gap_parameter_and_text,
    kind,
    dropped_sentence,
    heading,
    warning,
    place,
]


@pytest.mark.parametrize("mutate", MUTATIONS)
@pytest.mark.parametrize("rehash", [False, True], ids=["id kept", "id made again"])
def test_one_alteration_is_found(release, nation, mutate, rehash):
    altered = copy.deepcopy(nation)
    mutate(altered)
    if rehash:
        altered["id"] = answer.content_id(altered)
    assert altered != nation
    assert verify(release, altered)["failed"]


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
    assert any(entry["id"] == "scale.model.nation" for entry in failed)
