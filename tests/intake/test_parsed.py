"""One bad file never stops the rest of a batch, and the cache never gives anything but what the reader would."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import atlas287
from atlas287.core import registry
from atlas287.core.errors import ReadError
from atlas287.core.model import Snapshot
from atlas287.intake import parsed
from atlas287.intake.readers import xlsx
from support.workbooks import Error, listing, raw


def workbook(number):
    return raw(listing("P3", {"agency": f"Example Agency {number}", "county": Error("#N/A")}, hidden={2}))


def snapshot(folder, name, data, sha256=None):
    path = folder / name
    path.write_bytes(data)
    return Snapshot(sha256 or hashlib.sha256(data).hexdigest(), name, path)


def good(folder, count):
    return [snapshot(folder, f"good{number}.xlsx", workbook(number)) for number in range(count)]


def outcome(result):
    return str(result) if isinstance(result, ReadError) else result.rows.column("agency").to_pylist()


def agencies(count):
    return [[f"Example Agency {number}"] for number in range(count)]


def test_bad_files_are_refused_each_by_name_and_the_rest_is_read(tmp_path):
    batch = good(tmp_path, 8)
    batch[1:1] = [snapshot(tmp_path, "empty.xlsx", b"")]
    batch[4:4] = [snapshot(tmp_path, "cut.xlsx", workbook(0)[:-300])]
    batch[7:7] = [Snapshot("0" * 64, "missing.xlsx", tmp_path / "missing.xlsx")]
    batch.append(snapshot(tmp_path, "changed.xlsx", workbook(9), sha256="1" * 64))
    assert len(batch) > parsed.FEW  # read by several processes
    found = dict(zip([s.name for s in batch], map(outcome, dict(parsed.parse_all(batch, None)).values()), strict=True))
    assert [found.pop(f"good{number}.xlsx") for number in range(8)] == agencies(8)
    assert found.pop("cut.xlsx").startswith("cut.xlsx: the workbook is damaged or cut short")
    assert found == {
        "empty.xlsx": "empty.xlsx: the file is empty; fetch it again",
        "missing.xlsx": "missing.xlsx: the file cannot be read (No such file or directory)",
        "changed.xlsx": "changed.xlsx: the bytes changed while the build ran; run it again",
    }


def test_results_come_in_the_order_asked_and_progress_counts_to_the_end(tmp_path):
    batch, seen = good(tmp_path, 9), []
    results = list(parsed.parse_all(batch, None, lambda done, of: seen.append((done, of))))
    assert [s.name for s, _ in results] == [s.name for s in batch]
    assert seen == [(number, 9) for number in range(1, 10)]


class Deadly(str):
    """A name that ends the process it is sent to, as a crash of a library in there would."""

    def __reduce__(self):
        return os._exit, (9,)


def test_a_file_that_kills_the_process_that_reads_it_is_the_only_one_lost(tmp_path):
    batch = good(tmp_path, 9)
    batch[3:3] = [snapshot(tmp_path, Deadly("deadly.xlsx"), workbook(0))]
    batch[8:8] = [snapshot(tmp_path, Deadly("deadlier.xlsx"), workbook(0))]
    found = [outcome(result) for _, result in parsed.parse_all(batch, None)]
    assert found.pop(8) == "deadlier.xlsx: the reader broke down on this file; it is left out"
    assert found.pop(3) == "deadly.xlsx: the reader broke down on this file; it is left out"
    assert found == agencies(9)


def test_a_fault_of_the_reader_costs_only_its_file_and_asks_for_a_report(tmp_path, monkeypatch):
    def parse(data, *, name):
        if name == "good1.xlsx":
            raise KeyError("letters")
        return read(data, name=name)

    read = xlsx.parse
    monkeypatch.setattr(xlsx, "parse", parse)
    found = [outcome(result) for _, result in parsed.parse_all(good(tmp_path, 3), None)]
    assert found == [
        ["Example Agency 0"],
        "good1.xlsx: the reader failed on this file (KeyError: 'letters'); please report it",
        ["Example Agency 2"],
    ]


UNGUARDED = """
import sys
from pathlib import Path
from atlas287.core.model import Snapshot
from atlas287.intake import parsed, store
for snapshot, result in parsed.parse_all(store.directory(Path(sys.argv[1])), None):
    print(result.rows.num_rows)
"""


def test_where_no_reading_process_can_start_the_files_are_read_here(tmp_path):
    # A script without the guard that multiprocessing asks for: each process it starts ends at once.
    good(tmp_path, 9)
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED)
    done = subprocess.run(
        [sys.executable, script, tmp_path],
        env={**os.environ, "PYTHONPATH": str(Path(atlas287.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["1"] * 9


@pytest.fixture
def forbid_reading(monkeypatch):
    def forbid():
        def parse(*_, **__):
            raise AssertionError("read though it is cached")

        monkeypatch.setattr(xlsx, "parse", parse)

    return forbid


def test_a_file_is_read_once_and_then_comes_from_the_cache_whatever_its_name(tmp_path, forbid_reading):
    batch, cache = good(tmp_path, 2), tmp_path / "cache"
    first = [result for _, result in parsed.parse_all(batch, cache)]
    forbid_reading()
    renamed = [Snapshot(s.sha256, "renamed.xlsx", tmp_path / "gone.xlsx") for s in batch]
    again = [result for _, result in parsed.parse_all(renamed, cache)]
    assert again == first
    assert [(p.hidden_rows, p.issues[0].code, p.letters["county"]) for p in again] == [(1, "error_cell", "D")] * 2


def test_a_refusal_is_not_cached(tmp_path):
    cache = tmp_path / "cache"
    bad = snapshot(tmp_path, "bad.xlsx", b"")
    assert [outcome(result) for _, result in parsed.parse_all([bad, bad], cache)][1].startswith("bad.xlsx: the file")
    assert list(cache.rglob("*.arrows")) == []


def test_a_damaged_entry_of_the_cache_is_read_again(tmp_path):
    batch, cache = good(tmp_path, 1), tmp_path / "cache"
    [(_, first)] = parsed.parse_all(batch, cache)
    [entry] = cache.rglob("*.arrows")
    content = entry.read_bytes()
    other = snapshot(tmp_path, "other.xlsx", workbook(5))
    list(parsed.parse_all([other], cache))
    foreign = next(path for path in cache.rglob("*.arrows") if path != entry).read_bytes()
    damages = [b"", content[:40], content[:-1], content + b"x", foreign]
    damages += [content[:i] + bytes([content[i] ^ 1]) + content[i + 1 :] for i in range(0, len(content), 101)]
    for damaged in damages:
        entry.write_bytes(damaged)
        [(_, again)] = parsed.parse_all(batch, cache)
        assert again == first
        assert entry.read_bytes() == content


def test_another_reader_or_other_column_maps_do_not_share_a_cache(tmp_path, monkeypatch):
    batch, cache = good(tmp_path, 1), tmp_path / "cache"
    list(parsed.parse_all(batch, cache))
    monkeypatch.setattr(xlsx, "VERSION", xlsx.VERSION + 1)
    list(parsed.parse_all(batch, cache))
    ignoring = {name: replace(source, ignored_columns=("X",)) for name, source in registry.sources().items()}
    monkeypatch.setattr(registry, "sources", lambda: ignoring)
    list(parsed.parse_all(batch, cache))
    assert len({path.parent for path in cache.rglob("*.arrows")}) == 3


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    cache = tmp_path / "file"
    cache.write_text("no folder")
    [(_, result)] = parsed.parse_all(good(tmp_path, 1), cache)
    assert outcome(result) == ["Example Agency 0"]
