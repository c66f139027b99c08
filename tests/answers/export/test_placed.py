"""An export takes its place in one step, or not at all."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from atlas287.answers.export import KINDS, export
from atlas287.answers.export.placed import placed
from atlas287.core.errors import ExportError

RUN = "import sys; from atlas287.cli import main; sys.argv[0] = 'atlas287'; main()"
LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); {RUN}"


def run(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def old(release, tmp_path):
    """An older export with something to lose."""
    export(release, "geojson", tmp_path / "out")
    return tmp_path / "out", (tmp_path / "out" / "export.json").read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_leaves_nothing_where_nothing_stood(kind, tmp_path):
    done = run(LIMITED, "export", kind, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"atlas287: {tmp_path / 'out'}: the export cannot be written (")
    assert done.stderr.endswith("); make room, or name a folder on another disk with --out\n")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["csv", "sqlite"])
def test_a_full_disk_leaves_the_older_export_whole(kind, old, tmp_path):
    folder, told = old
    assert run(LIMITED, "export", kind, "--out", folder).returncode == 1
    assert (folder / "export.json").read_text() == told
    assert list(tmp_path.iterdir()) == [folder]


def test_a_killed_export_leaves_the_older_one_and_the_next_one_tidies_up(old, tmp_path, release):
    folder, told = old
    process = subprocess.Popen([sys.executable, "-c", RUN, "export", "sqlite", "--out", str(folder)])
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".out.export-*/atlas287.db")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (folder / "export.json").read_text() == told
    assert len(list(tmp_path.iterdir())) == 2
    export(release, "geojson", folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_an_export_that_runs_is_not_tidied_away_by_another(tmp_path):
    with placed(tmp_path / "out") as first:
        (first / "a").write_text("1")
        with pytest.raises(ZeroDivisionError), placed(tmp_path / "out"):
            raise ZeroDivisionError
        assert (first / "a").read_text() == "1"
    assert (tmp_path / "out" / "a").read_text() == "1"


def test_an_older_export_of_another_kind_is_replaced_whole(old, release):
    folder, _ = old
    export(release, "parquet", folder)
    assert not (folder / "agencies.geojson").exists()
    assert json.loads((folder / "export.json").read_text())["kind"] == "parquet"


@pytest.mark.parametrize("exchanges", [True, False])
def test_replacing_works_where_the_system_cannot_swap_in_one_step(exchanges, old, release, monkeypatch):
    folder, _ = old
    if not exchanges:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    export(release, "parquet", folder)
    assert json.loads((folder / "export.json").read_text())["kind"] == "parquet"
    assert list(folder.parent.iterdir()) == [folder]


def test_an_empty_folder_is_filled(tmp_path, release):
    (tmp_path / "out").mkdir()
    export(release, "geojson", tmp_path / "out")
    assert (tmp_path / "out" / "agencies.geojson").is_file()


def test_a_folder_with_other_files_is_not_replaced(tmp_path, release):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(ExportError, match=r"the folder holds 'thesis.docx', which is not of an export"):
        export(release, "csv", tmp_path / "out")
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


def test_an_older_export_to_which_a_file_was_added_is_not_replaced(old, release):
    folder, told = old
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"holds 'notes.txt'"):
        export(release, "csv", folder)
    assert (folder / "export.json").read_text() == told
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("content", ["{", "[]", '{"files": []}', '{"files": 3, "release": "x"}', ""])
def test_a_folder_whose_export_json_is_not_ours_is_not_replaced(content, tmp_path, release):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "export.json").write_text(content)
    with pytest.raises(ExportError, match=r"holds 'export.json', which is not of an export"):
        export(release, "csv", tmp_path / "out")


def test_a_file_a_link_and_a_missing_parent_are_refused(tmp_path, release):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name, why in (
        ("file", "a file stands here"),
        ("link", "a link stands here"),
        ("no/where", "there is no such folder to write in; make it first"),
        ("file/within", "there is no such folder to write in"),
    ):
        with pytest.raises(ExportError, match=why):
            export(release, "csv", tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


def test_the_root_and_the_folder_in_which_one_stands_are_refused(tmp_path, release, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExportError, match="the folder in which you stand is not replaced"):
        export(release, "csv", Path())
    with pytest.raises(ExportError, match="this is no place for an export"):
        export(release, "csv", Path("/"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path, release):
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="Permission denied"):
        export(release, "csv", tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["a'b", 'a"b', "a;b", "*", "[ab]", "a b", "a\nb", "ö", "~", "%s", "{x}", "-x", "a" * 200]
)
def test_hostile_names_of_folders_work(name, tmp_path, release):
    for _ in range(2):  # the second replaces the first
        with placed(tmp_path / name) as folder:
            for form in ("csv", "parquet"):
                release.write("SELECT * FROM held", folder / f"held.{form}", ("agency_id", "other_id"), form)
            files = [{"path": "held.csv"}, {"path": "held.parquet"}]
            (folder / "export.json").write_text(json.dumps({"release": release.id, "files": files}))
    assert (tmp_path / name / "held.csv").read_text().count("\n") == 7
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a" * 300, "a\0b", os.fsdecode(b"\xff")])
def test_names_that_no_folder_can_have_are_one_sentence(name, tmp_path, release):
    with pytest.raises(ExportError, match="the export cannot be written"):
        export(release, "csv", tmp_path / name)
    assert list(tmp_path.iterdir()) == []
