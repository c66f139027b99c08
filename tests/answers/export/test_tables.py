"""CSV and Parquet: every table of the release, equal to it, with a dictionary that leaves no gap unexplained."""

import csv
import hashlib
import json

import pyarrow.parquet as pq
import pytest

from atlas287.answers.export import KINDS, export
from atlas287.answers.export.dictionary import catalogue, left_out, tables
from atlas287.core.errors import ReleaseError, UsageError
from atlas287.core.model import GapKind
from atlas287.core.release import Release

NAMES = sorted(catalogue()["tables"])


def test_every_table_of_the_release_is_exported_or_left_out_with_a_reason(release):
    assert set(release.tables) == {*catalogue()["tables"], *catalogue()["left_out"]}
    assert all(reason for reason in catalogue()["left_out"].values())
    assert left_out(release) == []


def test_a_table_that_the_catalogue_does_not_know_is_not_exported_and_is_said():
    manifest = json.loads((Release.open().path / "manifest.json").read_text())
    manifest["tables"].append({**manifest["tables"][0], "name": "signatories"})
    newer = Release(Release.open().path, manifest)
    assert left_out(newer) == ["the table signatories is not exported by this version"]
    assert "signatories" not in {table.name for table in tables(newer)}


def test_a_release_that_does_not_describe_its_tables_is_said_to_be_too_old():
    manifest = json.loads((Release.open().path / "manifest.json").read_text())
    for entry in manifest["tables"]:
        entry.pop("columns")
    with pytest.raises(ReleaseError, match="does not describe the table agencies; build the release again"):
        tables(Release(Release.open().path, manifest))


def test_the_catalogue_names_no_column_that_a_table_lacks(release):
    for table in tables(release):
        names = {column.name for column in table.columns}
        spec = table.shown
        told = {*spec.get("blank", {}), *spec.get("codes", {}), *spec.get("values", {}), *spec.get("units", {})}
        told |= {*spec.get("index", ()), *spec.get("facets", ())}
        told |= {spec[key] for key in ("sort", "sort_desc", "label") if key in spec}
        told |= {name for columns in spec.get("foreign", {}) for name in columns.split()}
        assert told <= names, table.name


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_holds_what_the_table_holds(name, release, exported, rows_of):
    limit = 3_000
    found = rows_of(exported("csv") / f"{name}.csv") if name not in ("listings", "members") else None
    number = release.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"]
    if found is None:
        with (exported("csv") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = [row for _, row in zip(range(limit), csv.DictReader(file), strict=False)]
    else:
        assert len(found) == number
    key = ", ".join(f'"{column}"' for column in next(t for t in tables(release) if t.name == name).key)
    wanted = release.rows(f'SELECT * FROM "{name}" ORDER BY {key} LIMIT {limit}')
    assert [{column: as_text(value) for column, value in row.items()} for row in wanted] == found[: len(wanted)]


def as_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "hour"):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else str(value)


def test_parquet_files_are_those_of_the_release(release, exported):
    told = {entry["file"]: entry["sha256"] for entry in release.manifest["tables"]}
    for name in NAMES:
        path = exported("parquet") / f"{name}.parquet"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == told[path.name]
    assert pq.read_table(exported("parquet") / "agencies.parquet").num_rows == 1679


def test_the_files_are_listed_with_rows_and_sha256_and_nothing_else_is_there(exported):
    for kind in KINDS:
        folder, content = exported(kind), exported.content(kind)
        found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        assert found == {file["path"] for file in content["files"]} | {"export.json"}
        for file in content["files"]:
            assert hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]
        assert json.loads((folder / "export.json").read_text())["files"] == content["files"]


def test_every_blank_cell_has_a_meaning_and_a_typed_gap(exported, rows_of):
    kinds = {kind.value for kind in GapKind} | {"not_applicable"}
    checked = 0
    for path in (
        exported("csv") / "dictionary.csv",
        exported("panel") / "codebook.csv",
        exported("geojson") / "dictionary.csv",
    ):
        for row in rows_of(path):
            where = f"{path}: {row['table']}.{row['column']}"
            assert row["meaning"], where
            assert (row["gap"] in kinds) if row["gap"] else (row["missing"] == "0"), where
            assert (row["blank_means"] == "never blank") == (not row["gap"]), where
            checked += 1
    assert checked > 280


def test_the_dictionary_counts_blank_cells_as_the_csv_has_them(exported, rows_of):
    told = {(row["table"], row["column"]): row for row in rows_of(exported("csv") / "dictionary.csv")}
    for name in set(NAMES) - {"listings", "members", "issues"}:
        rows = rows_of(exported("csv") / f"{name}.csv")
        for column in rows[0]:
            assert int(told[name, column]["missing"]) == sum(row[column] == "" for row in rows), (name, column)
            assert int(told[name, column]["rows"]) == len(rows)


def test_signed_is_blank_where_its_status_says_so(release):
    found = release.rows("SELECT DISTINCT signed_status FROM listings WHERE signed IS NULL ORDER BY 1")
    assert [row["signed_status"] for row in found] == ["not_printed", "unknown_date"]
    assert release.rows(
        "SELECT count(*) AS n FROM listings WHERE signed IS NOT NULL AND signed_status = 'unknown_date'"
    )[0] == {"n": 0}


def test_no_cell_of_the_release_is_one_that_a_spreadsheet_would_run(release):
    """CSV files are written for machines, as printed: this says that today nothing in them would run either."""
    for table in tables(release):
        for column in table.columns:
            if column.type == "VARCHAR":
                starts = f"regexp_matches(\"{column.name}\", '^[=+@\\t\\r-]')"
                found = release.rows(f'SELECT count(*) AS n FROM "{table.name}" WHERE {starts}')
                assert found == [{"n": 0}], (table.name, column.name)


def test_no_table_has_a_column_for_a_person():
    release = Release.open()
    for table in tables(release):
        for column in table.columns:
            if (table.name, column.name) == ("facts", "title"):  # that of a source
                continue
            if column.name == "person_days":  # a sum over the people of a day
                continue
            assert not {"signatory", "signed_by", "person", "officer", "title"} & set(column.name.split("_"))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sqlite"])
def test_the_same_release_gives_the_same_bytes(kind, release, exported, tmp_path):
    assert export(release, kind, tmp_path / kind)["files"] == exported.content(kind)["files"]


def test_a_kind_that_does_not_exist_is_said_with_those_that_do(release, tmp_path):
    with pytest.raises(UsageError, match=r"no export is called 'excel'; choose from csv, parquet, sqlite"):
        export(release, "excel", tmp_path / "x")


def test_a_date_is_refused_where_the_whole_release_is_written(release, tmp_path):
    from datetime import date

    with pytest.raises(UsageError, match="--as-of: csv holds the whole release"):
        export(release, "csv", tmp_path / "x", date(2025, 1, 31))
    assert not (tmp_path / "x").exists()
