"""`atlas287 export` as a user meets it."""

import csv
import io
import json

from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers.export import KINDS
from atlas287.cli import main


def run(*words):
    return CliRunner().invoke(main, ["export", *map(str, words)])


def test_the_help_names_every_kind_as_the_code_does():
    printed = CliRunner().invoke(main, ["export", "--help"]).stdout
    listed = printed.split("KIND is one of:\n")[1].split("\n\n")[0]
    assert dict(line.split(maxsplit=1) for line in listed.splitlines()) == KINDS


def test_text_lists_the_files_and_json_is_the_object_of_python(tmp_path):
    text = run("panel", "--out", tmp_path / "a")
    assert (text.exit_code, text.stderr) == (0, "")
    assert text.stdout.splitlines()[0] == f"Release {Atlas.open().release.id} as panel in {tmp_path / 'a'}"
    assert "  panel.csv: 109,135 rows, sha256 " in text.stdout
    printed = json.loads(run("panel", "--out", tmp_path / "b", "--format", "json").stdout)
    assert printed == Atlas.open().export("panel", tmp_path / "c")
    assert set(printed) == {"release", "kind", "as_of", "files", "warnings"}


def test_csv_is_one_row_a_file(tmp_path):
    printed = run("parquet", "--out", tmp_path / "a", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert {"path", "rows", "sha256"} == set(rows[0])
    assert {row["path"]: row["rows"] for row in rows}["agreements.parquet"] == "2061"
    assert {row["path"]: row["rows"] for row in rows}["README.md"] == ""


def test_a_day_without_a_list_is_said(tmp_path):
    printed = run("geojson", "--out", tmp_path / "a", "--as-of", "2015-06-30", "--format", "json")
    assert printed.exit_code == 0
    warning = "no list of participating agencies within 45 days up to 2015-06-30: the list before is of 2009-10-28"
    assert json.loads(printed.stdout)["warnings"][0].startswith(warning)
    assert printed.stderr.startswith(warning)


def test_wrong_words_are_usage(tmp_path):
    for words, said in (
        (["excel", "--out", tmp_path / "a"], "no export is called 'excel'"),
        (["csv", "--out", tmp_path / "a", "--as-of", "2025-01-01"], "csv holds the whole release"),
        (["panel", "--out", tmp_path / "a", "--as-of", "yesterday"], "this is no date"),
        (["csv"], "Missing option '--out'"),
    ):
        printed = run(*words)
        assert printed.exit_code == 2
        assert said in printed.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_sentence_and_exit_code_1(tmp_path):
    (tmp_path / "file").write_text("x")
    printed = run("csv", "--out", tmp_path / "file")
    assert (printed.exit_code, printed.stdout) == (1, "")
    why = "a file stands here, and an export is a folder; name another folder with --out"
    assert printed.stderr == f"atlas287: {tmp_path / 'file'}: {why}\n"
