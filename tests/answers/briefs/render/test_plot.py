"""The picture in a file: its values, its description, its bytes, and what is refused."""

import builtins
import json
import re
import resource
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zlib

import pytest
from click.testing import CliRunner

from atlas287 import Atlas
from atlas287.answers.briefs.render import plot
from atlas287.answers.briefs.render.figure import figure
from atlas287.cli import main
from atlas287.core.errors import RenderError, UsageError

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def spec(atlas, by, **rest):
    return plot.spec(figure(atlas.release, atlas.counted("agreements", by=by, **rest), by))


def records(content):
    """Every record of data of a specification, wherever it stands."""
    if isinstance(content, dict):
        values = content.get("values")
        yield from values if isinstance(values, list) else ()
        for value in content.values():
            yield from records(value)
    elif isinstance(content, list):
        for value in content:
            yield from records(value)


def points(content):
    found = {(row["month"], row["code"]): row["value"] for row in records(content) if "month" in row}
    assert found
    return found


def chunks(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        place += 12 + length


def test_the_values_of_the_specification_are_the_rows_and_gaps_are_null_and_marked(atlas):
    rows = atlas.count("agreements", by=["month"])["rows"]
    content = spec(atlas, ["month"])
    expected = {row["month"]: row["value"] if isinstance(row["value"], int) else None for row in rows}
    assert {name: value for (name, _), value in points(content).items()} == expected
    marked = {row["gap"] for row in records(content) if "gap" in row}
    assert marked == {"2007-11 to 2008-02", "2008-04 to 2009-09", "2009-12 to 2020-12"}


def test_by_model_every_row_is_drawn_and_no_gap_has_a_value(atlas):
    rows = atlas.count("agreements", by=["month", "model"])["rows"]
    found = points(spec(atlas, ["month", "model"]))
    counted = {(row["month"], row["model"]): row["value"] for row in rows if isinstance(row["value"], int)}
    assert {key: value for key, value in found.items() if value} == counted
    gone = {row["month"] for row in rows if isinstance(row["value"], dict)}
    assert {value for (month, _), value in found.items() if month in gone} == {None}


def test_bars_are_the_rows_from_zero(atlas):
    content = spec(atlas, ["state"])
    rows = atlas.count("agreements", by=["state"])["rows"]
    assert [(row["code"], row["value"]) for row in records(content)][: len(rows)] == [
        (row["state"], row["value"]) for row in rows
    ]
    assert re.findall(r'"domain": \[0, (\d+)\]', json.dumps(content))[0] == "400"


def test_the_axis_of_growth_starts_at_zero(atlas):
    assert '"domain": [0, 2000]' in json.dumps(spec(atlas, ["month"]))


@pytest.mark.parametrize(
    ("value", "end"), [(1, 1), (7, 8), (21, 25), (387, 400), (1162, 1200), (1843, 2000), (9999, 10000)]
)
def test_an_axis_ends_at_the_next_round_number(value, end):
    assert plot.ceiling(value) == end


def test_labels_are_moved_apart_in_their_order():
    assert plot.apart([100, 98, 3], 10) == [108, 98, 5]


def test_series_differ_by_colour_and_dashes_and_none_is_red_or_green():
    colours, dashes = zip(*plot.LOOKS, strict=True)
    assert len(set(colours)) == len({tuple(dash) for dash in dashes}) == len(plot.LOOKS) == 6
    for colour in colours:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert not (red > 2 * max(green, blue))
        assert not (green > 1.3 * max(red, blue))


def test_an_svg_is_one_image_with_title_and_description_and_the_same_bytes_each_time(atlas, tmp_path):
    said = atlas.plot("agreements", by=["month"], path=tmp_path / "growth.svg")
    atlas.plot("agreements", by=["month"], path=tmp_path / "again.svg")
    assert (tmp_path / "growth.svg").read_bytes() == (tmp_path / "again.svg").read_bytes()
    root = ElementTree.parse(tmp_path / "growth.svg").getroot()
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "287(g): agreements on ICE's list, by month, as of 2026-05-18"
    assert root.findtext(f"{SVG}desc") == said
    printed = "".join(root.itertext())
    for text in ("1,843", "no list held", "sha256 f2d0629e4a4c", atlas.release.id, "drawn by atlas287", "agreements"):
        assert text in printed


def test_a_png_carries_the_text_alternative_in_a_chunk_of_its_own(atlas, tmp_path):
    said = atlas.plot("agreements", by=["model"], path=tmp_path / "mix.PNG")
    found = list(chunks((tmp_path / "mix.PNG").read_bytes()))
    assert found[0][0] == b"IHDR"
    assert (b"tEXt", b"Description\0" + said.encode("latin-1")) in found


def test_a_description_that_latin_1_cannot_write_is_international_text():
    body = plot._text("Description", "Ōkina")
    assert body[4:8] == b"iTXt"
    assert body[8:-4] == b"Description\0\0\0\0\0" + "Ōkina".encode()


def test_a_name_that_looks_like_markup_stays_text(atlas):
    found = figure(atlas.release, atlas.counted("agreements", by=["model"]), ["model"])
    from dataclasses import replace

    hostile = replace(found, title="<script>&", alternative="]]><b>")
    root = ElementTree.fromstring(plot.described_svg('<svg xmlns="http://www.w3.org/2000/svg"></svg>', hostile))
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("<script>&", "]]><b>")


@pytest.mark.parametrize("name", ["growth.pdf", "growth", "growth.svg.txt", "növekedés.jpg"])
def test_another_ending_is_refused_before_anything_is_counted(atlas, tmp_path, name):
    with pytest.raises(UsageError, match=r"a picture is a \.png or \.svg file; give it one of these endings"):
        atlas.plot("no such unit", by=["month"], path=tmp_path / name)


def test_a_missing_extra_is_one_sentence(atlas, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "vl_convert":
            raise ImportError("No module named 'vl_convert'", name="vl_convert")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RenderError) as raised:
        atlas.plot("agreements", by=["model"], path=tmp_path / "mix.svg")
    assert str(raised.value) == (
        "a picture needs Altair and vl-convert (vl_convert is missing); install them with: pip install 'atlas287[plot]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_count_without_a_picture_imports_no_drawing_library():
    code = "import sys; from atlas287 import Atlas; Atlas.open().count('agreements', by=['month']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert {"altair", "vl_convert"} & set(done.stdout.split()) == set()


def test_a_full_disk_leaves_no_half_file_and_what_was_there_stands(tmp_path):
    target = tmp_path / "growth.svg"
    target.write_text("before")
    done = subprocess.run(
        [sys.executable, "-m", "atlas287", "count", "agreements", "--by", "month", "--plot", str(target)],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"atlas287: {target}: the file cannot be written (File too large); choose another place"
    )
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["growth.svg"]


def test_a_missing_folder_is_one_sentence(atlas, tmp_path):
    with pytest.raises(RenderError, match=r"the file cannot be written \(No such file or directory\)"):
        atlas.plot("agreements", by=["model"], path=tmp_path / "none" / "mix.svg")


def test_the_object_on_standard_output_is_the_same_with_and_without_a_picture(tmp_path):
    words = ["count", "agreements", "--by", "month", "--format", "json"]
    plain = CliRunner().invoke(main, words)
    drawn = CliRunner().invoke(main, [*words, "--plot", str(tmp_path / "growth.svg")])
    assert (drawn.exit_code, drawn.stdout) == (0, plain.stdout)
    assert "text alternative: Line chart: 287(g): agreements on ICE's list" in drawn.stderr
    assert (tmp_path / "growth.svg").is_file()


def test_the_terminal_picture_goes_with_text_alone():
    result = CliRunner().invoke(main, ["count", "agreements", "--by", "model", "--plot", "-", "--format", "csv"])
    assert result.exit_code == 2
    assert "--plot - draws in place of the table of --format text, not of csv" in result.stderr


def test_where_the_whole_answer_is_a_gap_there_is_no_picture_and_the_object_says_so(tmp_path):
    words = ["count", "agreements", "--by", "model", "--as-of", "2015-01-01", "--plot", str(tmp_path / "mix.svg")]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 3
    assert "no picture: no list of participating agencies within 45 days" in result.stderr
    assert list(tmp_path.iterdir()) == []
