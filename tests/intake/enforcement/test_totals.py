"""Totals of regional tables: invented examples with the quirks of the real ones, expected totals by hand."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from atlas287 import published
from atlas287.answers.briefs.render.rows import frame
from atlas287.cli import main
from atlas287.core import registry
from atlas287.core.errors import ReadError, UsageError
from atlas287.core.model import How, PlaceKind, Step
from atlas287.intake.enforcement import totals
from support import tables

EXAMPLES = Path(__file__).parents[1] / "examples"
LAYOUTS = registry.layouts()
TOLD = sorted(name for name, layout in LAYOUTS.items() if layout.series)
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((registry.ROOT / "schema" / "contract" / "read.json").read_text(encoding="utf-8"))
)
PRIVATE = ("sex", "gender", "age", "birth", "citizenship", "nationality", "convict", "criminal", "race", "under_18")


def printed(*words):
    return CliRunner().invoke(main, ["read", *map(str, words)])


def example(name):
    return EXAMPLES / name / "input.csv"


@pytest.mark.parametrize("name", TOLD)
def test_the_example_of_a_regional_table_gives_exactly_the_expected_totals(name):
    said = published.read(example(name), totals="month")
    assert said["layout"] == name
    SCHEMA.validate(json.loads(json.dumps(said)))
    with (EXAMPLES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    found = [
        {column: "" if row[column] is None else str(row[column]) for column in expected[0]} for row in frame(said).rows
    ]
    assert found == expected


def test_every_series_names_columns_of_its_layout_and_says_how_it_counts():
    for name in TOLD:
        layout = LAYOUTS[name]
        assert len({each.name for each in layout.series}) == len(layout.series)
        for each in layout.series:
            assert set(each.columns) <= set(layout.columns), (name, each.name)
            assert (each.value_column is None) == (each.how in (How.ROWS, How.ACTIVE)), (name, each.name)
            assert (each.period_column is None) == (each.step is Step.SPAN) == (each.since is not None), each.name
            assert (each.place is PlaceKind.COUNTY and each.code is None) <= (each.state_column is not None), each.name


def test_no_series_tells_people_apart_by_sex_age_nationality_or_conviction():
    for name in TOLD:
        for each in LAYOUTS[name].series:
            assert not [column for column in each.columns if any(word in column for word in PRIVATE)], (name, each.name)


def test_only_free_tables_may_enter_a_release():
    assert [name for name in TOLD if totals.may_ship(LAYOUTS[name])] == ["ddp_facility_days_2025_10"]
    for name in TOLD:
        if name != "ddp_facility_days_2025_10":
            with pytest.raises(UsageError, match="may not enter a release"):
                totals.Totals(LAYOUTS[name], for_release=True)
    totals.Totals(LAYOUTS["ddp_facility_days_2025_10"], for_release=True)


def test_totals_are_printed_as_text_json_and_csv_and_say_whether_they_may_be_released():
    path = example("pa_detainers_2007_2012")
    text = printed(path, "--totals").stdout
    assert (
        "Detainers: stage detainer, touchpoint jail; events, rows counted\n  - PA, 2008-01-30 to 2008-12-31: 3\n"
        in text
    )
    assert text.endswith("These totals may not enter a release (licence: none stated).\n")
    assert "  - INVENTED CNTY JAIL, PA, PA, 2008-01-30 to 2008-12-31: 2\n" in text
    assert printed(path, "--totals", "--format", "md").stdout.startswith("# input.csv\n")
    said = json.loads(printed(path, "--totals", "--by", "month", "--format", "json").stdout)
    assert said["totals"][0]["value"] == 2
    lines = printed(path, example("reformer_mn_detainers_day"), "--totals", "--format", "csv").stdout.splitlines()
    assert lines[0].endswith("step,since,until,period_gap,value,gap")
    assert lines[-1].endswith(",MN,,MN,,year,2022-10-30,2022-11-02,,9,")
    assert "may enter a release" in printed(example("ddp_facility_days_2025_10"), "--totals").stdout


def test_a_year_that_the_table_holds_in_part_says_which_days_it_holds():
    text = printed(example("secure_communities_activation"), "--totals").stdout
    assert "US, 2008-12-01 to 2008-12-31: 1\n" in text
    assert "AK, 2008-12-01 to 2008-12-31: not known (unknown_date)\n" in text
    assert "US, fiscal year 2008: 40\n" in printed(example("tmp_apprehensions_by_year"), "--totals").stdout


def test_a_long_series_is_cut_in_text_and_whole_in_csv(tmp_path):
    path = tmp_path / "input.csv"
    path.write_text("state_name,arrests\n" + "".join(f"Invented {n},{n}\n" for n in range(1, 71)))
    text = printed(path, "--totals").stdout
    assert "and 10 more; --format csv has them all" in text
    assert len(printed(path, "--totals", "--format", "csv").stdout.splitlines()) == 71


def test_a_table_or_list_without_totals_is_said(tmp_path):
    layout = LAYOUTS["ddp_aor_rules"]
    path = tables.write_csv(tmp_path / "a.csv", tables.headings(layout), tables.rows(layout))
    with pytest.raises(UsageError, match="no totals are defined"):
        published.read(path, totals="year")
    with pytest.raises(UsageError, match="is a list of agencies"):
        published.read(example("ice_web_table_2021_2025"), totals="year")
    with pytest.raises(UsageError, match="no totals by week"):
        published.read(path, totals="week")


def test_a_file_of_a_later_release_is_refused_rather_than_added_up(tmp_path):
    path = tmp_path / "later.csv"
    path.write_text("detainer_prepare_date,count\n" + "".join(f"2027-01-{d:02},1\n" for d in range(1, 31)))
    with pytest.raises(ReadError, match="the last day known of this release"):
        published.read(path, totals="year")
