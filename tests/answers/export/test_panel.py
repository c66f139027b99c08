"""The panel against `count`: every month, every model."""

import csv
from collections import Counter, defaultdict
from datetime import date

import pyarrow.parquet as pq
import pytest

from atlas287.answers.export import export
from atlas287.answers.measure import count
from atlas287.core.errors import UsageError
from atlas287.core.registry import codes

MODELS = {"JEM": "jem", "TFM": "tfm", "WSO": "wso", "TTFM": "ttfm", "HYBRID": "hybrid", "unknown": "unknown_model"}


@pytest.fixture(scope="module")
def panel(exported, rows_of):
    return rows_of(exported("panel") / "panel.csv")


def test_one_row_an_agency_and_month(panel, release):
    months = sorted({row["month"] for row in panel})
    assert (months[0], months[-1], len(months)) == ("2021-01", "2026-05", 65)
    agencies = release.rows("SELECT count(*) AS n FROM agencies")[0]["n"]
    assert len(panel) == len({(row["agency_id"], row["month"]) for row in panel}) == agencies * 65


def test_listed_agencies_are_those_that_count_counts_in_every_month(panel, release):
    listed = Counter()
    agreements = Counter()
    for row in panel:
        listed[row["month"]] += int(row["listed"])
        agreements[row["month"]] += int(row["agreements"])
    for unit, found in (("agencies", listed), ("agreements", agreements)):
        counted = {row["month"]: row["value"] for row in count(release, unit, by=["month"]).rows}
        assert found == {month: value for month, value in counted.items() if month >= "2021-01"}, unit


def test_models_are_those_that_count_counts_in_every_month(panel, release):
    assert set(MODELS) == {*codes("models")["standard"], "unknown"}
    found = {(row["month"], model): 0 for row in panel for model in MODELS}
    for row in panel:
        for model, column in MODELS.items():
            found[row["month"], model] += int(row[column])
    counted = defaultdict(int)
    for row in count(release, "agencies", by=["month", "model"]).rows:
        if row["month"] >= "2021-01":
            counted[row["month"], row["model"]] = row["value"]
    assert found == {key: counted[key] for key in found}


@pytest.mark.parametrize("month", ["2021-01", "2024-06", "2025-12"])
def test_the_list_of_a_month_is_the_one_that_count_names(month, panel, release):
    told = {(row["list_as_of"], row["list_sha256"]) for row in panel if row["month"] == month}
    day = {row["day"] for row in panel if row["month"] == month}
    chosen = count(release, "agencies", as_of=date.fromisoformat(day.pop())).list
    assert told == {(chosen["as_of"], chosen["sha256"])}


def test_a_signing_date_stands_only_where_the_list_shows_the_model(panel):
    shown = 0
    for row in panel:
        for column in ("jem", "tfm", "wso", "ttfm", "hybrid"):
            if row[f"{column}_signed"]:
                assert row[column] == "1"
                shown += 1
    assert shown > 20_000


def test_one_agency_as_the_lists_show_it(panel):
    found = [row for row in panel if row["agency_id"] == "oh-butler-county-sheriffs-office" and row["tfm"] == "1"]
    assert found[0]["month"] > "2025-01" and found[0]["tfm_signed"].startswith("2025-")
    assert found[0]["based_in"] == "39017" and found[0]["based_in_vintage"] == "2023"


def test_months_without_a_list_are_gaps_and_nothing_else(release, tmp_path):
    export(release, "panel", tmp_path / "later", date(2026, 8, 15))
    with (tmp_path / "later" / "panel.csv").open(encoding="utf-8", newline="") as file:
        found = {row["month"]: row for row in csv.DictReader(file) if row["agency_id"].startswith("oh-butler-county-s")}
    by_month = count(release, "agencies", by=["month"], as_of=date(2026, 8, 15)).rows
    gaps = {row["month"] for row in by_month if isinstance(row["value"], dict) and row["month"] >= "2021-01"}
    assert gaps == {"2026-07", "2026-08"}
    assert {month for month, row in found.items() if row["gap"] == "not_collected"} == gaps
    for month, row in found.items():
        told = {name for name in ("list_as_of", "list_sha256", "listed", "agreements", *MODELS.values()) if row[name]}
        assert told == (
            set() if month in gaps else {*MODELS.values(), "list_as_of", "list_sha256", "listed", "agreements"}
        )
    assert found["2026-08"]["day"] == "2026-08-15"


def test_an_earlier_day_ends_the_panel_there(release, tmp_path):
    export(release, "panel", tmp_path / "earlier", date(2021, 2, 10))
    table = pq.read_table(tmp_path / "earlier" / "panel.parquet").to_pylist()
    assert sorted({(row["month"], str(row["day"])) for row in table}) == [
        ("2021-01", "2021-01-31"),
        ("2021-02", "2021-02-10"),
    ]
    assert (
        sum(row["listed"] for row in table if row["month"] == "2021-02")
        == count(release, "agencies", as_of=date(2021, 2, 10)).total
    )


def test_a_day_before_the_first_month_is_refused(release, tmp_path):
    with pytest.raises(UsageError, match="the panel begins in 2021"):
        export(release, "panel", tmp_path / "out", date(2020, 12, 31))
    assert not (tmp_path / "out").exists()


def test_csv_and_parquet_hold_the_same(panel, exported):
    table = pq.read_table(exported("panel") / "panel.parquet")
    assert table.num_rows == len(panel)
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in table.slice(5000, 500).to_pylist()] == (
        panel[5000:5500]
    )


def test_the_codebook_has_every_column_in_order(panel, exported, rows_of):
    assert [row["column"] for row in rows_of(exported("panel") / "codebook.csv")] == list(panel[0])
