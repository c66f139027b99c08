"""A release is whole or absent, whatever happens while it is written."""

import hashlib
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from atlas287 import atlas
from atlas287.core.errors import ReleaseError
from atlas287.core.release import Release, publish, writing
from atlas287.intake import store
from atlas287.intake.build import build

HEADINGS = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"]


def write_list(path: Path, rows: int, day: date) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for i in range(rows):
        model = ["Task Force Model", "Warrant Service Officer", "Jail Enforcement Model "][i % 3]
        sheet.append(["OHIO", f"Example {i} Police Department", "Municipality", None, model, date(2025, 3, 1), "link"])
    book.properties.modified = book.properties.created = datetime(day.year, day.month, day.day)
    book.save(path)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    """20 invented lists, a week apart, with a cache of what they say."""
    folder = tmp_path_factory.mktemp("sheets")
    for i in range(20):
        day = date(2025, 6, 2) + timedelta(days=7 * i)
        write_list(folder / f"participatingAgencies{day:%m%d%Y}am.xlsx", 60 + 3 * i, day)
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory, workbooks):
    folder = tmp_path_factory.mktemp("cache")
    build(store.directory(workbooks), tmp_path_factory.mktemp("first"), cache=folder)
    return folder


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


def test_50_builds_killed_at_random_moments_leave_the_last_good_release(workbooks, cache, tmp_path):
    run(workbooks, tmp_path, cache)
    good = hashes(tmp_path)
    # Children are forked from a server that has the imports done but runs no threads.
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["atlas287.intake.build", "atlas287.intake.store"])
    job = {"target": atlas.build, "args": ([workbooks], tmp_path), "kwargs": {"cache": cache}}
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
        child = server.Process(**job)
        child.start()
        time.sleep(moments.uniform(0, length))
        killed += child.is_alive()
        child.kill()
        child.join()
        assert hashes(tmp_path) == good
        assert Release.open(tmp_path).rows("SELECT count(*) AS n FROM lists")[0]["n"] == 20
    assert killed >= 25
    run(workbooks, tmp_path, cache)
    assert [path.name for path in tmp_path.glob(".building-*")] == []


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


def test_no_release_and_another_format_are_said_clearly(tmp_path):
    with pytest.raises(ReleaseError, match="no release can be opened here; run `atlas287 build`"):
        Release.open(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(ReleaseError, match="format 99, this version reads 1"):
        Release.open(tmp_path)


def test_the_embedded_release_is_small_and_whole():
    release = Release.open()
    assert sum(path.stat().st_size for path in release.path.iterdir()) < 2_000_000
    assert release.row_hashes() == {table["name"]: table["row_hash"] for table in release.manifest["tables"]}
