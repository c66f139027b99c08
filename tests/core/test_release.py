"""A release is whole or absent, whatever happens while it is written."""

import hashlib
import itertools
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import duckdb
import pytest

from atlas287 import published
from atlas287.core.errors import ReleaseError
from atlas287.core.release import Release, publish, writing
from atlas287.intake import store
from atlas287.intake.build import build
from support.lists import build_until_step, write_list


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    """20 invented lists, a week apart, with a cache of what they say."""
    folder = tmp_path_factory.mktemp("sheets")
    for i in range(20):
        day = date(2025, 6, 2) + timedelta(days=7 * i)
        write_list(folder, 60 + 3 * i, day)
    return folder


@pytest.fixture(scope="module")
def one_more(tmp_path_factory):
    """A list a week after the others: together with them another release."""
    folder = tmp_path_factory.mktemp("more")
    write_list(folder, 121, date(2025, 10, 20))
    return folder


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """A workbook that is quarantined: with the others the same rows, so the same id, under another manifest."""
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "participatingAgencies10272025am.xlsx").write_bytes(b"no workbook")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory, workbooks, one_more):
    folder = tmp_path_factory.mktemp("cache")
    published.build([workbooks, one_more], tmp_path_factory.mktemp("first"), cache=folder)
    return folder


@pytest.fixture(scope="module")
def server():
    """Children are forked from a server that has the imports done but runs no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["atlas287.published", "atlas287.intake.build", "atlas287.intake.store"])
    return context


def run(workbooks, out, cache):
    build(store.directory(workbooks), out, cache=cache)


def hashes(home):
    release = Release.open(home)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(release.path.iterdir())}


@pytest.mark.parametrize("threads", [2, 4])
def test_the_same_inputs_give_the_same_bytes_at_any_thread_count(workbooks, cache, tmp_path, threads):
    build(store.directory(workbooks), tmp_path / "one", cache=cache, threads=1)
    build(store.directory(workbooks), tmp_path / "more", cache=cache, threads=threads)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "more")


def test_the_order_of_the_files_changes_nothing(workbooks, cache, tmp_path):
    snapshots = store.directory(workbooks)
    build(snapshots, tmp_path / "sorted", cache=cache)
    build(random.Random(1).sample(snapshots, len(snapshots)), tmp_path / "shuffled", cache=cache)
    assert hashes(tmp_path / "sorted") == hashes(tmp_path / "shuffled")


def test_50_builds_killed_at_random_moments_leave_the_last_good_release(workbooks, one_more, cache, tmp_path, server):
    good = []
    for folders in ([workbooks, one_more], [workbooks]):
        published.build(folders, tmp_path / "home", cache=cache)
        good.append(hashes(tmp_path / "home"))
    job = {"target": published.build, "args": ([workbooks, one_more], tmp_path / "home"), "kwargs": {"cache": cache}}
    for _ in range(2):  # the first start pays for the server
        started = time.monotonic()
        child = server.Process(**job)
        child.start()
        child.join()
        length = time.monotonic() - started
        assert child.exitcode == 0
    moments = random.Random(287)
    killed = 0
    for _ in range(50):
        forget_all_but_current(tmp_path / "home", workbooks, cache)
        child = server.Process(**job)
        child.start()
        time.sleep(moments.uniform(0, length))
        killed += child.is_alive()
        child.kill()
        child.join()
        assert hashes(tmp_path / "home") in good
        assert Release.open(tmp_path / "home").rows("SELECT count(*) AS n FROM lists")[0]["n"] in (20, 21)
    assert killed >= 25
    run(workbooks, tmp_path / "home", cache)
    assert hashes(tmp_path / "home") == good[1]
    assert [path.name for path in (tmp_path / "home").glob(".building-*")] == []


def forget_all_but_current(home, workbooks, cache):
    """Make the release of `workbooks` the current and only one, so that the next build has a release to move in."""
    current = (home / "CURRENT").read_text().strip()
    if Release.open(home).rows("SELECT count(*) AS n FROM lists")[0]["n"] != 20:
        run(workbooks, home, cache)
        current = (home / "CURRENT").read_text().strip()
    for path in home.iterdir():
        if path.is_dir() and path.name != current and not path.name.startswith("."):
            shutil.rmtree(path)


@pytest.mark.parametrize("more", ["one_more", "damaged"], ids=["other rows", "same rows under another manifest"])
def test_a_build_killed_before_any_step_of_publishing_leaves_one_release_or_the_other(
    cache, tmp_path, server, request, more
):
    (tmp_path / "sheets").mkdir()
    write_list(tmp_path / "sheets", 117, date(2025, 10, 13))
    folders = [tmp_path / "sheets", request.getfixturevalue(more)]
    published.build(folders, tmp_path / "new", cache=cache)
    run(folders[0], tmp_path / "old", cache)
    old, new = hashes(tmp_path / "old"), hashes(tmp_path / "new")
    assert old != new

    def killed_at(step):
        """Whether the new release is current after a kill before this step; None if the build came to its end."""
        home = shutil.copytree(tmp_path / "old", tmp_path / f"killed at {step}")
        child = server.Process(target=build_until_step, args=(step, folders, home, cache))
        child.start()
        child.join()
        found = hashes(home)
        assert found in (old, new)
        if child.exitcode == 0:
            return None
        assert child.exitcode == -signal.SIGKILL
        published.build(folders, home, cache=cache)  # what the killed one left behind is no hindrance
        assert hashes(home) == new
        assert list(home.glob(".building-*")) == []
        return found == new

    # Every tenth step, then each around the one that publishes; bench/kill.py walks without end.
    outcomes = {}
    for step in itertools.count(0, 10):
        outcome = killed_at(step)
        if outcome is None:
            break
        outcomes[step] = outcome
    last_old = max(step for step, published in outcomes.items() if not published)
    if more == "one_more":
        outcomes |= {step: killed_at(step) for step in range(last_old + 1, last_old + 10)}
    told = [outcomes[step] for step in sorted(outcomes) if outcomes[step] is not None]
    assert told == sorted(told)  # first the old one, then the new one
    if more == "one_more":
        assert told.count(False) > 8
        assert told.count(True) >= 1


def test_rows_that_stand_under_another_manifest_do_not_displace_a_release_in_use(workbooks, damaged, cache, tmp_path):
    first = published.build([workbooks], tmp_path, cache=cache).release
    second = published.build([workbooks, damaged], tmp_path, cache=cache).release
    assert second.id == first.id
    assert (tmp_path / "CURRENT").read_text() == f"{first.id}.2\n"
    assert Release.open(tmp_path).manifest["quarantined"][0]["file"] == "participatingAgencies10272025am.xlsx"
    assert Release.open(first.path).rows("SELECT count(*) AS n FROM lists") == [{"n": 20}]
    third = published.build([workbooks], tmp_path, cache=cache).release
    assert third.path == first.path
    assert Release.open(tmp_path).path == first.path


def test_of_two_builds_at_once_one_is_refused_or_waits_and_the_release_opens(workbooks, cache, tmp_path):
    command = [sys.executable, "-m", "atlas287", "build", "--from", str(workbooks), "--out", str(tmp_path)]
    env = os.environ | {"ATLAS287_CACHE": str(cache)}
    both = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(2)]
    errors = [process.communicate()[1].decode() for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1])
    if codes == [0, 1]:
        assert "another build is writing here" in "".join(errors)
    assert Release.open(tmp_path).rows("SELECT count(*) AS n FROM lists")[0]["n"] == 20


def test_a_build_that_holds_the_lock_keeps_another_out(tmp_path):
    with writing(tmp_path), pytest.raises(ReleaseError, match="another build is writing here"), writing(tmp_path):
        pass


def test_a_failure_while_writing_leaves_the_old_release(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    good = hashes(tmp_path)

    def fails(folder):
        (folder / "half.parquet").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with writing(tmp_path), pytest.raises(ReleaseError, match="No space left on device"):
        publish(tmp_path, fails)
    assert hashes(tmp_path) == good
    assert [path.name for path in tmp_path.glob(".building-*")] == []


def test_a_flipped_byte_in_a_table_is_refused(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    table = Release.open(tmp_path).path / "listings.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    with pytest.raises(ReleaseError, match="are not those of the manifest"):
        Release.open(tmp_path).rows("SELECT 1")


def test_an_altered_release_is_written_anew_by_the_next_build(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    good = hashes(tmp_path)
    (Release.open(tmp_path).path / "listings.parquet").write_bytes(b"")
    run(workbooks, tmp_path, cache)
    assert hashes(tmp_path) == good


def test_an_altered_cell_is_refused(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    table = Release.open(tmp_path).path / "listings.parquet"
    duckdb.execute(
        "CREATE OR REPLACE TABLE altered AS SELECT * REPLACE (CASE WHEN list_no = 1 AND row = 2 THEN 'JEM' ELSE model "
        f"END AS model) FROM '{table}'"
    )
    duckdb.execute(f"COPY altered TO '{table}' (FORMAT parquet)")
    with pytest.raises(ReleaseError, match=r"listings\.parquet: the table's bytes are not those of the manifest"):
        Release.open(tmp_path).rows("SELECT 1")


def test_the_row_hash_tells_an_altered_cell_even_where_the_manifest_was_altered_too(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    release = Release.open(tmp_path)
    before = release.row_hashes()
    table = release.path / "listings.parquet"
    duckdb.execute(
        "CREATE OR REPLACE TABLE altered AS SELECT * REPLACE (CASE WHEN list_no = 1 AND row = 2 THEN 'JEM' ELSE model "
        f"END AS model) FROM '{table}'"
    )
    duckdb.execute(f"COPY (FROM altered ORDER BY agency_key) TO '{table}' (FORMAT parquet)")
    manifest = json.loads((release.path / "manifest.json").read_text())
    for entry in manifest["tables"]:
        entry["sha256"] = hashlib.sha256((release.path / entry["file"]).read_bytes()).hexdigest()
    (release.path / "manifest.json").write_text(json.dumps(manifest))
    after = Release.open(tmp_path).row_hashes()
    assert [name for name in before if before[name] != after[name]] == ["listings"]


def test_a_missing_table_is_said(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    (Release.open(tmp_path).path / "lists.parquet").unlink()
    with pytest.raises(ReleaseError, match=r"lists\.parquet: a table of the release is missing; build the release"):
        Release.open(tmp_path).rows("SELECT 1")


def test_no_release_is_said_clearly(tmp_path):
    with pytest.raises(ReleaseError, match="no release can be opened here; run `atlas287 build`"):
        Release.open(tmp_path)


@pytest.mark.parametrize("pointer", ["", "gone\n"], ids=["empty", "to a release that is gone"])
def test_a_pointer_that_leads_nowhere_is_said_clearly(tmp_path, pointer):
    (tmp_path / "CURRENT").write_text(pointer)
    with pytest.raises(ReleaseError, match="no release can be opened here"):
        Release.open(tmp_path)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ('{"format": 99}', "format 99, this version reads 1; update atlas287"),
        ("{}", "format None, this version reads 1"),
        ("[]", "format None, this version reads 1"),
        ('{"format": 1', "no release can be opened here"),
    ],
)
def test_another_format_is_said_clearly(tmp_path, manifest, said):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(ReleaseError, match=said):
        Release.open(tmp_path)


def test_a_folder_that_cannot_be_written_is_said_clearly(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(ReleaseError, match=r"releases cannot be written here \(.+\); name another folder with --out"),
        writing(tmp_path / "file" / "out"),
    ):
        pass


def test_the_embedded_release_is_small_and_whole():
    release = Release.open()
    assert sum(path.stat().st_size for path in release.path.iterdir()) < 3_500_000
    assert release.row_hashes() == {table["name"]: table["row_hash"] for table in release.manifest["tables"]}
