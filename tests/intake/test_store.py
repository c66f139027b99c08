"""The store keeps every byte that was published, once, and survives writers that die or work at the same time."""

import hashlib
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from atlas287.core.errors import StoreError
from atlas287.intake.store import Store, directory

NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)
LIST = "https://www.example.org/lists/participatingAgencies05182026am.xlsx"


def put(store, data=b"first list", url=LIST, source="ice_participating", when=NOON, headers=None):
    name = url.rpartition("/")[2]
    return store.put(source=source, url=url, name=name, data=data, headers=headers or {}, time=when)


def test_bytes_are_kept_under_their_sha256_and_noted_once_a_sighting(tmp_path):
    store = Store(tmp_path / "store")
    snapshot, new = put(store)
    again, new_again = put(store, when=NOON + timedelta(hours=1))
    sha256 = hashlib.sha256(b"first list").hexdigest()
    assert (new, new_again) == (True, False)
    assert snapshot.sha256 == again.sha256 == sha256
    assert snapshot.path == tmp_path / "store" / sha256[:2] / sha256
    assert snapshot.path.read_bytes() == store.read(sha256) == b"first list"
    assert (snapshot.name, snapshot.origin) == ("participatingAgencies05182026am.xlsx", LIST)
    assert [seen.time for seen in store.observations()] == ["2026-05-18T12:00:00+00:00", "2026-05-18T13:00:00+00:00"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [sha256, "observations.jsonl"]


def test_a_sighting_keeps_only_the_useful_headers_and_the_time_in_utc(tmp_path):
    store = Store(tmp_path)
    headers = {"ETag": '"1"', "Set-Cookie": "secret", "Content-Type": "x", "Server": "x"}
    put(store, headers=headers, when=NOON.astimezone(timezone(timedelta(hours=-5))))
    assert json.loads((tmp_path / "observations.jsonl").read_text("utf-8")) == {
        "source": "ice_participating",
        "url": LIST,
        "name": "participatingAgencies05182026am.xlsx",
        "sha256": hashlib.sha256(b"first list").hexdigest(),
        "time": "2026-05-18T12:00:00+00:00",
        "status": 200,
        "headers": {"etag": '"1"', "content-type": "x"},
    }


def test_a_file_seen_unchanged_is_noted_with_status_304_and_keeps_its_validators(tmp_path):
    store = Store(tmp_path)
    put(store, headers={"etag": '"1"', "last-modified": "Mon, 18 May 2026 10:00:00 GMT", "content-length": "10"})
    first = store.last(LIST)
    store.seen_again(first, headers={"ETag": '"2"', "Content-Length": "0"}, time=NOON + timedelta(days=1))
    last = store.last(LIST)
    assert (last.status, last.sha256, last.time) == (304, first.sha256, "2026-05-19T12:00:00+00:00")
    assert last.headers == {
        "etag": '"2"',
        "last-modified": "Mon, 18 May 2026 10:00:00 GMT",
        "content-length": "10",
    }
    assert store.last("https://www.example.org/other.xlsx") is None


def test_snapshots_are_the_workbooks_once_each_in_the_order_seen_under_their_first_name(tmp_path):
    store = Store(tmp_path)
    put(store, b"<html>", url="https://www.example.org/programme", source="ice_programme_page")
    put(store, b"later", when=NOON + timedelta(days=2))
    put(store, b"early")
    put(store, b"early", url="https://www.example.org/lists/renamed.xlsx", when=NOON + timedelta(days=3))
    assert [(s.name, s.path.read_bytes(), s.retrieved) for s in store.snapshots()] == [
        ("participatingAgencies05182026am.xlsx", b"early", "2026-05-18T12:00:00+00:00"),
        ("participatingAgencies05182026am.xlsx", b"later", "2026-05-20T12:00:00+00:00"),
    ]
    assert store.latest("ice_participating").name == "renamed.xlsx"
    assert store.latest("ice_programme_page").path.read_bytes() == b"<html>"
    assert store.latest("ice_pending") is None


def test_an_empty_store_has_nothing_and_creates_nothing(tmp_path):
    store = Store(tmp_path / "none")
    assert (store.observations(), store.snapshots(), store.last(LIST)) == ([], [], None)
    assert not (tmp_path / "none").exists()


def test_altered_bytes_are_refused_on_reading_and_repaired_by_the_next_put(tmp_path):
    store = Store(tmp_path)
    snapshot, _ = put(store)
    snapshot.path.write_bytes(b"first lisT")
    with pytest.raises(StoreError, match=r"do not match their sha256; fetch the file again"):
        store.read(snapshot.sha256)
    assert put(store)[1] is False
    assert store.read(snapshot.sha256) == b"first list"


def test_intact_bytes_are_never_written_again(tmp_path):
    store = Store(tmp_path)
    snapshot, _ = put(store)
    before = snapshot.path.stat()
    put(store)
    after = snapshot.path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "ab", ""])
def test_only_a_sha256_names_a_file(tmp_path, name):
    with pytest.raises(StoreError, match="is no sha256"):
        Store(tmp_path).read(name)


def test_a_missing_file_and_an_unusable_folder_are_told_in_one_sentence(tmp_path):
    with pytest.raises(StoreError, match=r"the stored file cannot be read \(no such file or directory\); check"):
        Store(tmp_path).read("0" * 64)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match=r"the store cannot be written \((file exists|not a directory)\); check"):
        put(Store(tmp_path / "file"))


def test_a_torn_line_is_skipped_and_never_glued_to_the_next(tmp_path):
    store = Store(tmp_path)
    put(store)
    log = tmp_path / "observations.jsonl"
    whole = log.read_bytes()
    for cut in range(1, len(whole) - 1):
        log.write_bytes(whole + whole[:cut])
        assert len(store.observations()) == 1
    put(store, b"second list")
    assert [seen.sha256 for seen in store.observations()] == [
        hashlib.sha256(data).hexdigest() for data in (b"first list", b"second list")
    ]


def test_a_line_complete_but_for_its_end_counts(tmp_path):
    store = Store(tmp_path)
    put(store)
    log = tmp_path / "observations.jsonl"
    log.write_bytes(log.read_bytes().removesuffix(b"\n"))
    put(store, b"second list")
    assert len(store.observations()) == 2


WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from atlas287.intake.store import Store

root, worker, count, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
new = 0
for n in range(count):
    url = f"https://www.example.org/{worker}/{n}.xlsx"
    data = b"list %d" % n if size == 0 else os.urandom(size)
    now = datetime.now(UTC)
    new += Store(root).put(source="ice_pending", url=url, name=f"{n}.xlsx", data=data, headers={}, time=now)[1]
print(new)
"""


def writer(root, worker, count, size=0):
    """Another process that puts `count` lists; of `size` random bytes each, or the same few in every process."""
    path = os.pathsep.join(place for place in sys.path if place)
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(worker), str(count), str(size)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_lose_nothing_and_agree_on_what_is_new(tmp_path):
    writers = [writer(tmp_path, worker, 25) for worker in range(2)]
    new = [int(process.communicate(timeout=30)[0]) for process in writers]
    store = Store(tmp_path)
    assert sum(new) == 25
    assert len(store.observations()) == len((tmp_path / "observations.jsonl").read_bytes().splitlines()) == 50
    assert len(store.snapshots()) == 25
    assert all(store.holds(snapshot.sha256) for snapshot in store.snapshots())


def test_a_writer_killed_at_any_moment_leaves_only_whole_files(tmp_path):
    store = Store(tmp_path)
    for turn in range(4):
        had = len(store.observations())
        with writer(tmp_path, turn, 1_000_000, 200_000) as process:
            deadline = time.monotonic() + 10
            while len(store.observations()) < had + 3 and time.monotonic() < deadline:
                time.sleep(0.001 * (turn + 1))
            process.kill()
        assert len(store.observations()) >= had + 3
        assert all(store.holds(seen.sha256) for seen in store.observations())
        snapshot, new = put(store, b"after turn %d" % turn)
        assert (new, store.last(LIST).sha256) == (True, snapshot.sha256)


def archive(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_folder_is_its_workbooks_by_name_without_the_archivists_marks(tmp_path):
    files = {
        "2026-05-19_pendingAgencies05192026pm__v2.xlsx": b"b",
        "2026-05-18_participatingAgencies05182026am.xlsx": b"a",
        "2026-05-20_same bytes.xlsx": b"a",
        "UPPER.XLSX": b"c",
        "~$open.xlsx": b"lock",
        "._shadow.xlsx": b"shadow",
        "notes.txt": b"text",
    }
    found = directory(archive(tmp_path, files))
    assert [(s.name, s.path.name, s.sha256) for s in found] == [
        ("participatingAgencies05182026am.xlsx", "2026-05-18_participatingAgencies05182026am.xlsx", _sha(b"a")),
        ("pendingAgencies05192026pm.xlsx", "2026-05-19_pendingAgencies05192026pm__v2.xlsx", _sha(b"b")),
        ("UPPER.XLSX", "UPPER.XLSX", _sha(b"c")),
    ]
    assert {(s.origin, s.retrieved, s.refused) for s in found} == {(None, None, None)}


@pytest.mark.parametrize("place", [".", ".."])
def test_a_manifest_in_the_folder_or_above_names_the_files_and_vouches_for_them(tmp_path, place):
    folder = archive(tmp_path / "sheets", {"2026-05-18_a.xlsx": b"a", "2026-05-19_b.xlsx": b"altered", "c.xlsx": b"c"})
    (folder / place / "manifest.csv").write_text(
        "file,sha256,origin_path,origin_commit\n"
        f"2026-05-18_a.xlsx,{_sha(b'a').upper()},example/archive:lists/Published A.xlsx,abc123\n"
        f"2026-05-19_b.xlsx,{_sha(b'b')},example/archive:lists/b.xlsx,\n",
        encoding="utf-8",
    )
    good, altered, unlisted = directory(folder)
    assert (good.name, good.origin) == ("Published A.xlsx", "example/archive:lists/Published A.xlsx@abc123")
    assert good.refused is None
    assert (altered.name, altered.origin) == ("b.xlsx", "example/archive:lists/b.xlsx")
    assert altered.refused == (
        f"the bytes (sha256 {_sha(b'altered')}) are not those of the manifest ({_sha(b'b')}); restore the archived file"
    )
    assert (unlisted.name, unlisted.origin, unlisted.refused) == ("c.xlsx", None, None)


def test_a_refused_file_does_not_hide_a_good_one_with_the_same_bytes(tmp_path):
    folder = archive(tmp_path, {"a.xlsx": b"b", "b.xlsx": b"b"})
    (folder / "manifest.csv").write_text(f"file,sha256\na.xlsx,{_sha(b'a')}\nb.xlsx,{_sha(b'b')}\n", encoding="utf-8")
    assert [(s.name, s.refused is None) for s in directory(folder)] == [("a.xlsx", False), ("b.xlsx", True)]


def test_a_parents_manifest_about_other_things_is_not_used_but_the_folders_own_must_be_one(tmp_path):
    folder = archive(tmp_path / "sheets", {"a.xlsx": b"a"})
    (tmp_path / "manifest.csv").write_text("colour\nred\n", encoding="utf-8")
    assert directory(folder)[0].name == "a.xlsx"
    (folder / "manifest.csv").write_text("colour\nred\n", encoding="utf-8")
    with pytest.raises(StoreError, match="the manifest lacks the columns file and sha256"):
        directory(folder)
    (folder / "manifest.csv").write_bytes(b"file,sha256\n\xff\xfe,\n")
    with pytest.raises(StoreError, match="the manifest cannot be read"):
        directory(folder)


def test_a_missing_or_empty_folder_is_refused(tmp_path):
    with pytest.raises(StoreError, match=r"none: the folder cannot be read \(no such file or directory\); check"):
        directory(tmp_path / "none")
    with pytest.raises(StoreError, match=r"the folder holds no \.xlsx, \.csv or \.parquet file; name the folder"):
        directory(tmp_path)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
