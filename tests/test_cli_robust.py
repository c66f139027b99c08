"""The command line under words, locales, streams and folders nobody would choose: a sentence, never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from atlas287.cli import main, streams
from atlas287.core.errors import EngineError
from support.lists import write_list

HOSTILE = {
    "empty": "",
    "blank": " \t ",
    "long": "police " * 15_000,
    "nul, spelt": "\\0%00␀",
    "bytes that are no text": os.fsdecode(b"caf\xff\xe9"),
    "right to left": "\u202eOhio\u200f",
    "combining": "e\u0301" * 50 + "\u0300" * 1_000,
    "lines and a bell": "Ohio\nTotal: 9\x1b[31m\x07",
    "formats": "%s%n{}{0.__class__} $x $(id)",
    "sql and quotes": "x'; DROP TABLE agencies; -- \"`’",
    "path": "../../etc/passwd",
    "option": "--rows",
    "beyond the plane": "\U0001f600\U0010ffff",
}
WORDS = [
    ["nation", "--as-of={}"],
    ["nation", "--lang={}"],
    ["state", "--", "{}"],
    ["county", "--state={}", "Collier"],
    ["town", "--state={}", "Naples"],
    ["agency", "--state={}", "Collier"],
    ["count", "--", "{}"],
    ["count", "agreements", "--by={}"],
    ["count", "agreements", "--where={}"],
    ["count", "agreements", "--where=state={}"],
    ["count", "agreements", "--where=agency={}"],
    ["count", "agreements", "--where=signed={}"],
    ["count", "agreements", "--where={}=TFM"],
    ["count", "agreements", "--basis=covers", "--where=county={}"],
    ["count", "counties", "--basis={}"],
    ["changes", "--since={}"],
    ["changes", "--place={}"],
    ["changes", "--type={}"],
    ["gaps", "--place={}"],
    ["gaps", "--stage={}"],
    ["gaps", "--held", "--place={}"],
    ["verify", "--", "{}"],
    ["export", "--out=/dev/null/none", "--", "{}"],
    ["export", "panel", "--out=/dev/null/none", "--as-of={}"],
    ["trace", "--", "{}", "scale.agreements.state"],
    ["trace", "BRIEF", "--", "{}"],
    ["nation", "--format={}"],
    ["gaps", "--", "{}"],
    ["--", "{}"],
]


def said(words, hostile, brief=""):
    return CliRunner().invoke(main, [word.replace("BRIEF", brief).replace("{}", hostile) for word in words])


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_word_that_means_nothing_is_a_wrong_word_in_one_short_sentence(words, hostile, folder):
    result = said(words, HOSTILE[hostile], str(folder / "brief.json"))
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr) < 1_500
    lines = result.stderr.splitlines()
    assert lines[-1].startswith(("atlas287: ", "Error: ")), result.stderr
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("hostile", sorted(set(HOSTILE) - {"empty", "blank", "beyond the plane"}))
@pytest.mark.parametrize("verb", ["agency", "county", "town"])
def test_a_name_is_found_offered_not_known_or_a_wrong_word(verb, hostile):
    result = CliRunner().invoke(main, [verb, "--", HOSTILE[hostile]])
    assert isinstance(result.exception, SystemExit) or result.exception is None
    assert result.exit_code in (0, 2, 3, 4)
    assert all(line.isprintable() for line in (result.stdout + result.stderr).splitlines())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_path_that_is_none_fails_in_one_sentence(hostile, tmp_path):
    for words in (["read", "--", "{}"], ["nation", "--release={}"], ["build", "--from={}", f"--out={tmp_path}/out"]):
        result = said(words, HOSTILE[hostile])
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.startswith("atlas287: ")
        assert (result.stderr.count("\n"), len(result.stderr) < 1_000) == (1, True)


def test_a_message_is_one_line_that_ends_and_an_engine_shows_its_query_as_it_stands(capsys):
    assert streams.one_line("a\nb\x1b[31m\u202e\udcff é") == "a\\nb\\x1b[31m\\u202e\\udcff é"
    assert len(streams.one_line("x" * 10_000)) == streams.MOST + 1
    streams.complain(EngineError("no\nin: SELECT 1"))
    assert capsys.readouterr().err == "atlas287: no\nin: SELECT 1\n"


# Whole processes from here on: the streams, the locale and the folders are those of the operating system.


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("robust")
    write_list(made, 60, date(2025, 10, 13))
    (made / "brief.json").write_text(CliRunner().invoke(main, ["state", "Guam", "--format", "json"]).stdout)
    return made


def verbs(folder):
    """A call of every verb that prints data, each different."""
    book = next(folder.glob("*.xlsx"))
    return {
        "nation": ["nation"],
        "state": ["state", "GU"],
        "county": ["county", "Loving, TX"],
        "agency": ["agency", "Xyzzyvale Police"],
        "count": ["count", "agreements", "--by", "model"],
        "changes": ["changes", "--place", "VT"],
        "gaps": ["gaps", "--held"],
        "verify": ["verify", str(folder / "brief.json")],
        "trace": ["trace", str(folder / "brief.json"), "scale.agreements.state"],
        "read": ["read", str(book)],
    }


VERBS = ["nation", "state", "county", "agency", "count", "changes", "gaps", "verify", "trace", "read"]
COMMAND = [sys.executable, "-m", "atlas287"]


def process(words, *, shell="", **given):
    """The command in a process of its own; `shell` is what follows it there. A value None takes a variable away."""
    environment = {name: value for name, value in os.environ.items() if name not in given}
    environment |= {name: value for name, value in given.items() if value is not None}
    script = f'"$@" {shell}' if shell else 'exec "$@"'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script, "bash", *COMMAND, *words], capture_output=True, env=environment
    )
    assert b"Traceback" not in done.stderr, done.stderr
    assert b"Exception ignored" not in done.stderr, done.stderr
    return done


LOCALES = {
    "none": {"LANG": None, "LC_ALL": None},
    "C": {"LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
    "one that is not there": {"LC_ALL": "xx_YY.KOI8-R", "LANG": "xx_YY.KOI8-R"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
}


@pytest.mark.parametrize("locale", LOCALES)
def test_json_is_utf8_and_text_never_fails_in_any_locale(locale):
    words = ["agency", "Żółć’s Police \U0001f600"]
    printed = process([*words, "--format", "json"], TERM="dumb", **LOCALES[locale])
    assert printed.returncode == 0
    question = json.loads(printed.stdout.decode("utf-8"))["brief"]["question"]
    assert question == "No list held shows 'Żółć’s Police \U0001f600'."
    text = process(words, TERM="dumb", **LOCALES[locale])
    assert text.returncode == 0
    assert text.stdout.startswith(b"No list held shows ")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_prints_in_an_encoding_that_lacks_its_signs(verb, folder):
    done = process(verbs(folder)[verb], PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert done.stdout.decode("latin-1")


def test_help_prints_in_an_encoding_that_lacks_its_signs():
    assert b"Count UNIT: agreements, agencies, states, listings, pending, \\u2026" in (
        process(["--help"], PYTHONIOENCODING="latin-1").stdout
    )


def test_where_python_was_told_to_read_ascii_a_name_beyond_it_is_a_wrong_word():
    told = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert process(["agency", "Żółć"], **told).returncode == 2
    assert process(["state", "Guam", "--format", "md"], **told).returncode == 0


def test_a_file_whose_name_is_no_text_is_read_and_built_and_its_name_is_escaped(folder, tmp_path):
    path = tmp_path / os.fsdecode(b"participatingAgencies10132025am-\xff.xlsx")
    shutil.copy(next(folder.glob("*.xlsx")), path)
    read = process(["read", str(path), "--format", "json"], LC_ALL="C.UTF-8")
    assert (read.returncode, json.loads(read.stdout.decode("utf-8"))["file"]) == (0, path.name)
    built = process(["build", "--from", str(tmp_path), "--out", str(tmp_path / "out"), "--format", "json"])
    assert (built.returncode, json.loads(built.stdout)["quarantined"]) == (0, [])


def test_a_brief_from_standard_input_is_utf8_in_any_locale(folder):
    text = (folder / "brief.json").read_bytes()
    question = json.loads(text)["brief"]["question"]
    text = text.replace(question[:4].encode(), "Żółć".encode())
    done = subprocess.run(
        [*COMMAND, "verify", "-"], input=text, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, b"no JSON can be read" in done.stderr) == (6, False)
    assert rb"\u017b\xf3\u0142\u0107" in done.stdout


@pytest.mark.parametrize("verb", ["nation", "count", "changes", "trace", "read"])
def test_a_full_disk_is_one_sentence(verb, folder):
    done = process(verbs(folder)[verb], shell="> /dev/full")
    assert done.returncode == 1
    sentence = b"atlas287: the answer cannot be written (No space left on device); free space, or send it elsewhere\n"
    assert done.stderr == sentence


@pytest.mark.parametrize("unbuffered", [None, "1"])
def test_a_disk_that_fills_up_half_way_is_no_success(unbuffered, tmp_path):
    words = ["count", "listings", "--rows", "--format", "csv"]
    shell = f"> '{tmp_path}/out'"
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f 100; "$@" {shell}', "bash", *COMMAND, *words],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        | ({"PYTHONUNBUFFERED": unbuffered} if unbuffered else {}),
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("atlas287: the answer cannot be written (File too large)")


def test_a_full_disk_under_help_is_one_sentence():
    assert process(["--help"], shell="> /dev/full").returncode == 1


def test_a_pipe_that_closes_early_ends_quietly():
    # More than a pipe holds, to a reader who is gone: of the two exit codes pipefail gives ours.
    done = process(["count", "listings", "--rows", "--format", "csv"], shell="| head -n 1 | cut -c 1-9")
    assert done.returncode == 1
    assert done.stdout == b"file,cell\n"
    assert done.stderr == b""


@pytest.mark.parametrize("verb", ["nation", "read"])
def test_standard_output_that_was_closed_before_the_start_is_one_sentence(verb, folder):
    done = process(verbs(folder)[verb], shell=">&-")
    assert done.returncode == 1
    assert done.stderr == b"atlas287: standard output is closed, so the answer cannot be printed\n"


def test_other_closed_streams_do_not_matter_where_they_are_not_needed(folder):
    assert process(["count", "agreements"], shell="2>&- <&-").stdout.startswith(b"Agreements as of ")
    assert process(["nation"], shell=">&- 2>&- <&-").returncode == 1
    closed = process(["verify", "-"], shell="<&-")
    assert (closed.returncode, closed.stderr) == (
        2,
        b"atlas287: -: no JSON can be read (standard input is closed)\n",
    )
    built = process(["build", "--from", str(folder), "--out", str(folder / "out")], shell="2>&-")
    assert built.returncode == 0


FOLDERS = {
    "no home": {"HOME": None, "XDG_DATA_HOME": None},
    "a home that is not there": {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
    "a home that cannot be written": {"HOME": "/proc", "XDG_CACHE_HOME": "/proc", "TMPDIR": "/proc"},
}


@pytest.mark.parametrize("where", FOLDERS)
@pytest.mark.parametrize("verb", ["state", "read"])
def test_answers_need_no_home_and_no_folder_for_scraps(verb, where, folder):
    done = process(verbs(folder)[verb], **FOLDERS[where])
    assert (done.returncode, bool(done.stdout)) == (0, True)


@pytest.mark.parametrize("verb", ["state", "read"])
def test_answers_need_no_current_folder(verb, folder, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    call = " ".join(f"'{word}'" for word in [*COMMAND, *verbs(folder)[verb]])
    done = subprocess.run(["bash", "-c", f"cd '{gone}' && rmdir '{gone}' && {call}"], capture_output=True)
    assert b"Traceback" not in done.stderr
    assert (done.returncode, bool(done.stdout)) == (0, True)


def test_a_store_and_a_release_that_cannot_be_written_are_one_sentence(folder):
    away = {"HOME": "/proc", "XDG_DATA_HOME": None, "ATLAS287_HOME": None}
    done = process(["build", "--from", str(folder)], **away)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.splitlines()[-1].startswith(b"atlas287: /proc/.local/share/atlas287/releases: ")
    assert process(["build"], **away).stderr.startswith(b"atlas287: there is nothing to build from; ")


@pytest.mark.parametrize("verb", ["count", "state"])
def test_no_answer_imports_pandas_though_it_is_installed(verb, folder):
    program = (
        "import sys\nfrom atlas287.cli import main\n"
        f"try:\n    main({verbs(folder)[verb]!r}, standalone_mode=False)\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pandas', 'polars'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_json_that_is_nested_without_end_is_no_brief(tmp_path):
    path = Path(tmp_path / "deep.json")
    path.write_text("[" * 100_000)
    result = CliRunner().invoke(main, ["verify", str(path)])
    assert result.exit_code == 2
    assert "no JSON can be read" in result.stderr
