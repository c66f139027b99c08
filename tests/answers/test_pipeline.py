"""The pipeline: every stage with a number or a gap, rows that add up, numbers that run again and lead to the file."""

import json
from copy import deepcopy
from datetime import date

import pytest
from click.testing import CliRunner

from atlas287.answers import pipeline_again, places
from atlas287.answers.briefs.measured import measured
from atlas287.answers.measure import count
from atlas287.answers.pipeline import CANNOT_SHOW, STAGES, pipeline
from atlas287.atlas import Atlas
from atlas287.cli import main
from atlas287.core import facts, registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Stage

FLORIDA = places.state_place("FL")


@pytest.fixture(scope="module")
def told():
    """The pipeline of the nation by everything, as its verb prints it."""
    return Atlas.open().pipeline(by=["touchpoint", "model", "month", "criminality"])


def test_every_stage_has_a_number_or_a_gap_of_the_registry_of_that_stage(told):
    known = {gap.id: gap for gap in facts.gaps()}
    assert [stage["stage"] for stage in told["stages"]] == list(STAGES)
    for stage in told["stages"]:
        assert ("value" in stage) != ("gap" in stage)
        if "gap" in stage:
            assert known[stage["gap"]["id"]].stage is Stage(stage["stage"])
            assert known[stage["gap"]["id"]].confidence != facts.RECALLED
            assert stage["gap"]["would_fill"]
    assert [stage["stage"] for stage in told["stages"] if "value" in stage] == ["book_in"]


def test_the_rows_of_a_split_add_up_to_the_stage(told):
    held = next(stage for stage in told["stages"] if stage["stage"] == "book_in")
    by_model = [row for row in held["rows"] if "model" in row]
    assert sum(row["person_days"] for row in by_model) == held["person_days"]
    months = [row for row in held["rows"] if "month" in row]
    assert len(months) == 36
    assert months[-1]["person_days"] == held["person_days"]
    assert sum(row["person_days"] for row in told["models"]["rows"]) == held["person_days"]
    every = [month for row in told["models"]["rows"] for month in row["months"]]
    assert sum(month["person_days"] for month in every) == sum(row["person_days"] for row in months) == 41_152_549


def test_every_row_of_the_table_says_what_it_cannot_show(told):
    for row in told["models"]["rows"]:
        assert row["cannot_show"] == CANNOT_SHOW.get(row["models"], CANNOT_SHOW["local"])
    assert "no effect" in told["before_after"]["note"]
    assert told["before_after"]["note"] in told["warnings"]


def test_states_and_what_has_none_add_up_to_the_nation(release):
    nation = pipeline(release, places.NATION)["stages"][6]["person_days"]
    states = [places.state_place(code) for code in registry.codes("states")["standard"]]
    every = sum(pipeline(release, state)["stages"][6]["person_days"] for state in states)
    unplaced = count(release, "detained", where={"state": ["unknown"]}).period["person_days"]
    assert every + unplaced == nation


def test_before_and_after_are_six_whole_months_of_the_facilities_that_it_names(release):
    """Collier: first under the task force model on 2025-02-26, so 2024-08 to 2025-01 against 2025-03 to 2025-08."""
    county = places.find_counties(release, "12021")[0]
    row = pipeline(release, county)["before_after"]["rows"]
    assert [(each["model"], each["facilities"]) for each in row] == [("TFM", 1)]
    sums = release.rows(
        "SELECT sum(person_days) FILTER (month BETWEEN DATE '2024-08-01' AND DATE '2025-01-01') AS before, "
        "sum(person_days) FILTER (month BETWEEN DATE '2025-03-01' AND DATE '2025-08-01') AS after "
        "FROM facility_months WHERE facility = 'COLLIFL'"
    )[0]
    assert (row[0]["before"], row[0]["after"]) == (round(sums["before"] / 184, 1), round(sums["after"] / 184, 1))


def test_a_place_without_a_known_facility_is_a_gap_and_no_zero(release):
    county = places.find_counties(release, "Orange, CA")[0]
    held = pipeline(release, county)["stages"][6]
    assert "value" not in held
    said = "no facility with people in it is known to stand in Orange County, California"
    assert held["gap"]["what"].startswith(said)


def test_convictions_are_told_for_the_nation_only(release, told):
    rows = [row for row in told["stages"][6]["rows"] if "criminality" in row]
    assert round(sum(row["share"] for row in rows), 3) == 1
    florida = pipeline(release, FLORIDA, by=["criminality"])["stages"][6]["rows"]
    assert {row["gap"]["kind"] for row in florida} == {"suppressed"}


def test_outside_the_table_every_stage_is_a_gap(release):
    found = pipeline(release, places.NATION, as_of=date(2026, 4, 1))
    assert all("gap" in stage for stage in found["stages"])
    assert found["stages"][6]["gap"]["kind"] == "not_loaded"
    assert CliRunner().invoke(main, ["pipeline", "--as-of", "2026-04-01"]).exit_code == 3


@pytest.mark.parametrize(
    ("place", "by", "said"),
    [
        ({"kind": "town", "id": "FL/naples", "name": "Naples, Florida"}, [], "it is not told of a town"),
        (places.NATION, ["nationality"], "it cannot be told by this"),
    ],
)
def test_what_it_cannot_tell_is_refused_with_what_it_can(release, place, by, said):
    with pytest.raises(UsageError, match=said):
        pipeline(release, place, by=by)


def test_every_number_runs_again_and_an_altered_one_is_found(release, told):
    again = pipeline_again.verified(release, told)
    assert (again["sentences"], again["failed"], again["added"]) == (again["passed"], [], [])
    altered = deepcopy(dict(told))
    altered["models"]["rows"][0]["value"] += 1
    name = altered["models"]["rows"][0]["models"]
    failed = pipeline_again.verified(release, altered)["failed"]
    assert [(each["id"], each["why"]) for each in failed] == [(f"models/{name}", "the measure gives another value")]


def test_every_number_with_a_measure_is_the_one_that_a_brief_would_get(release, told):
    for each in list(pipeline_again.numbers(told))[::7]:
        if each["measure"]:
            found = measured(release, each["measure"]["name"], each["measure"]["parameters"])
            assert found.value == each["value"], each["id"]


def test_a_trace_ends_at_the_days_of_the_published_file(release):
    content = Atlas(release).pipeline(place="12021")
    found = pipeline_again.traced(release, content, "book_in")
    assert found["value"] == found["now"] == content["stages"][6]["value"]
    file = release.rows("SELECT file, sha256 FROM facility_files")[0]
    cells = [cell for row in found["rows"] for cell in row["cells"]]
    assert [(cell["file"], cell["sha256"]) for cell in cells] == [(file["file"], file["sha256"])]
    assert cells[0]["cell"] == "facility COLLIFL, days 2025-09-01 to 2025-09-30, column n_detained_at_midnight"
    assert int(cells[0]["value"]) == content["stages"][6]["person_days"]


def test_verify_and_trace_read_what_the_verb_printed(tmp_path):
    printed = CliRunner().invoke(main, ["pipeline", "--place", "Florida", "--format", "json"])
    (tmp_path / "p.json").write_text(printed.stdout)
    run = CliRunner().invoke(main, ["verify", str(tmp_path / "p.json")])
    assert (run.exit_code, "the pipeline of Florida stand" in run.stdout) == (0, True)
    traced = CliRunner().invoke(main, ["trace", str(tmp_path / "p.json"), "book_in", "--format", "json"])
    assert traced.exit_code == 0
    content = json.loads(traced.stdout)
    held = json.loads(printed.stdout)["stages"][6]["person_days"]
    assert sum(int(cell["value"]) for row in content["rows"] for cell in row["cells"]) == held
    listed = CliRunner().invoke(main, ["trace", str(tmp_path / "p.json")])
    assert "models/TFM+WSO" in listed.stdout


@pytest.mark.parametrize("form", ["text", "md", "csv"])
def test_every_form_names_all_stages_and_the_gaps(form):
    found = CliRunner().invoke(main, ["pipeline", "--place", "Florida", "--format", form]).stdout
    assert "referrals-by-agency" in found
    assert "TFM+WSO" in found
    for word in STAGES if form == "csv" else ("Stop", "Booking into a jail", "Detainer", "Detention", "Removal"):
        assert word in found
