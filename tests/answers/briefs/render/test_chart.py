"""The picture in a terminal: proportional, without colour or control codes, in block characters or ASCII."""

import os
import subprocess
import sys

import pytest

from atlas287 import Atlas
from atlas287.answers.briefs.render.chart import ASCII, BLOCKS, chart, grown
from atlas287.answers.briefs.render.figure import figure


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def printed(atlas, by, *, width=80, blocks=True, **rest):
    return chart(figure(atlas.release, atlas.counted("agreements", by=by, **rest), by), width=width, blocks=blocks)


def bars(text):
    return [line for line in text.splitlines() if "│" in line or "|" in line]


def cells(bar):
    """The length of a bar in characters, parts of one counted."""
    return sum(BLOCKS.growing.index(mark) / 8 for mark in bar if mark != " ")


@pytest.mark.parametrize("by", ["model", "state", "agency_kind"])
def test_bars_are_proportional_to_within_an_eighth_of_a_character(atlas, by):
    rows = atlas.count("agreements", by=[by])["rows"]
    lines = bars(printed(atlas, [by]))
    assert len(lines) == len(rows)
    drawn = [line.split("│")[1].rsplit(" ", 1) for line in lines]
    assert [int(value.replace(",", "")) for _, value in drawn] == [row["value"] for row in rows]
    unit = cells(drawn[0][0]) / rows[0]["value"]
    for row, (bar, _) in zip(rows, drawn, strict=True):
        assert abs(cells(bar) - row["value"] * unit) <= 1 / 8


@pytest.mark.parametrize(
    ("value", "said"), [(0, ""), (1, "▏"), (500, "█████"), (1000, "██████████"), (950, "█████████▌")]
)
def test_a_bar_fills_its_share_and_what_is_not_zero_shows(value, said):
    assert grown(value, 1000, 10, BLOCKS.growing) == said


def test_columns_rise_with_the_value_and_a_gap_is_a_mark_on_the_floor(atlas):
    text = printed(atlas, ["month"], width=120)
    panel = [line.split("│")[1].ljust(120) for line in bars(text)]
    columns = ["".join(row[place] for row in reversed(panel)).rstrip() for place in range(120)]
    floor = panel[-1].rstrip()
    # One column a month: 2 with a list, 4 without, 1, 18, 2, the cut of 133 months, then 65 with a list.
    assert [len(part) for part in floor.replace("╱╱╱", "╱").split("╱")] == [2 + 4 + 1 + 18 + 2, 65]
    assert floor[:27] == "▁▁····▂··················▃▃"
    assert columns[len(floor) - 1] == "█" * 10
    values = {row["month"]: row["value"] for row in atlas.count("agreements", by=["month"])["rows"]}
    last = [values[f"2026-0{n}"] for n in range(1, 6)]
    marks = [sum(BLOCKS.rising.index(mark) for mark in column) for column in columns[: len(floor)][-5:]]
    assert marks == [round(value * 80 / max(last)) for value in last]


def test_without_block_characters_every_character_is_ascii(atlas):
    for by in (["month"], ["month", "model"], ["state"]):
        text = printed(atlas, by, blocks=False)
        assert text.isascii()
        assert "#" in text
        assert "\x1b" not in text
    assert f"Marked {ASCII.gap}: no list" in printed(atlas, ["month"], blocks=False)


@pytest.mark.parametrize("width", [10, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(atlas, width):
    for by in (["month"], ["agency_kind"]):
        assert max(map(len, printed(atlas, by, width=width).splitlines())) <= max(40, min(width, 120))


def test_every_series_has_a_panel_of_one_scale(atlas):
    text = printed(atlas, ["month", "model"])
    assert text.count("1,162 │") == 5
    for name in ("Task Force Model", "Warrant Service Officer", "Jail Enforcement Model", "Hybrid", "Model not known"):
        assert f"\n{name}\n" in text


def test_the_chart_ends_with_the_text_alternative(atlas):
    count = atlas.counted("agreements", by=["model"])
    said = " ".join(printed(atlas, ["model"]).split())
    assert said.endswith(f"Text alternative: {figure(atlas.release, count, ['model']).alternative}")


def run(*words, **environment):
    command = [sys.executable, "-m", "atlas287", "count", *words]
    return subprocess.run(
        command, capture_output=True, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, timeout=60
    )


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_it_prints_without_a_terminal_colour_or_locale(environment):
    done = run("agreements", "--by", "model", "--plot", "-", **environment)
    assert (done.returncode, b"\x1b" in done.stdout) == (0, False)
    assert b"1,162" in done.stdout
    if "PYTHONIOENCODING" in environment:
        assert done.stdout.isascii()


def test_the_width_is_that_of_the_terminal():
    done = run("agreements", "--by", "state", "--plot", "-", COLUMNS="50", PYTHONIOENCODING="utf-8")
    assert max(map(len, done.stdout.decode().splitlines())) == 50
