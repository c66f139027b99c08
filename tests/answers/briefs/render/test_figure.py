"""What a picture says: every value is the count's, a gap is no value, and the text alternative tells the same."""

import re
from datetime import date

import pytest

from atlas287 import Atlas
from atlas287.answers.briefs.render.figure import figure
from atlas287.answers.measure import measures
from atlas287.core.errors import UsageError
from atlas287.core.model import Count
from support.words import LOADED

SQL = """
    SELECT count(DISTINCT m.agreement_id) AS n FROM members AS m JOIN listings AS r USING (list_no, row)
    JOIN lists AS l USING (list_no) WHERE l.kind = 'participating' AND l.as_of = $day
"""
"""Agreements on one list, counted without the measure."""


@pytest.fixture(scope="module")
def atlas():
    return Atlas.open()


def drawn(atlas, unit, by, **rest):
    return figure(atlas.release, atlas.counted(unit, by=by, **rest), by)


def made_up(rows, **rest):
    return Count("agreements", "agreements", "a rule", "2026-05-18", None, tuple(rows), None, **rest)


def month(name, value, model=None):
    row = {"month": name, "value": value, "list": f"{name}-15" if isinstance(value, int) else None}
    return row | ({"model": model} if model else {})


def test_by_month_every_value_stands_beside_its_month_and_a_gap_is_none(atlas):
    rows = {row["month"]: row["value"] for row in atlas.count("agreements", by=["month"])["rows"]}
    found = drawn(atlas, "agreements", ["month"])
    assert list(found.months) == list(rows)
    values = dict(zip(found.months, found.series[0].values, strict=True))
    assert values == {name: value if isinstance(value, int) else None for name, value in rows.items()}
    assert sum(value is None for value in values.values()) == 155
    assert found.gaps == (("2007-11", "2008-02"), ("2008-04", "2009-09"), ("2009-12", "2020-12"))
    assert (found.ends[0], found.ends[-1]) == (date(2007, 9, 30), date(2026, 5, 18))


def test_the_text_alternative_of_growth_tells_the_numbers_of_the_lists_themselves(atlas):
    first = atlas.release.rows(SQL, {"day": date(2021, 1, 25)})[0]["n"]
    last = atlas.release.rows(SQL, {"day": date(2026, 5, 18)})[0]["n"]
    found = drawn(atlas, "agreements", ["month"])
    assert dict(zip(found.months, found.series[0].values, strict=True))["2021-01"] == first == 148
    assert found.alternative == (
        "Line chart: 287(g): agreements on ICE's list, by month, as of 2026-05-18. "
        f"Agreements: 28 in 2007-09, {last:,} in 2026-05. "
        "Gaps, drawn as breaks and not as zero, since no list is held: "
        "2007-11 to 2008-02; 2008-04 to 2009-09; 2009-12 to 2020-12."
    )


def test_bars_are_the_rows_and_the_text_alternative_names_every_one_of_few(atlas):
    found = drawn(atlas, "agreements", ["model"], as_of="2025-12-31")
    rows = atlas.count("agreements", by=["model"], as_of="2025-12-31")
    assert [(bar.code, bar.values[0]) for bar in found.series] == [(row["model"], row["value"]) for row in rows["rows"]]
    day = {"day": date.fromisoformat(rows["list"]["as_of"])}
    by_hand = atlas.release.rows(f"{SQL.replace('AS n', 'AS n, r.model')} GROUP BY r.model", day)
    jail, task, warrant = (row["n"] for row in sorted(by_hand, key=lambda row: row["model"]))
    assert found.alternative.endswith(
        f"Task Force Model {task}; Warrant Service Officer {warrant}; Jail Enforcement Model {jail}. Total: 1,274."
    )
    assert jail + task + warrant == 1274


def test_the_largest_groups_are_computed_and_ties_are_named(atlas):
    rows = atlas.count("agreements", by=["state"], as_of="2026-04-01")["rows"]
    most = max(row["value"] for row in rows)
    tied = [row["state"] for row in rows if row["value"] == most]
    assert tied == ["FL", "TX"]
    said = drawn(atlas, "agreements", ["state"], as_of="2026-04-01").alternative
    assert f"Largest: Florida and Texas, {most} each." in said
    least = min(row["value"] for row in rows)
    assert re.search(rf"Smallest: .*\b{least}( each|, in \d+ groups)?\.", said)


def test_a_month_whose_list_shows_none_of_a_group_is_zero_and_one_without_a_list_is_not(atlas):
    rows = [month("2025-01", 5, "JEM"), month("2025-02", {"gap": "not_collected"}), month("2025-03", 7, "JEM")]
    rows += [month("2025-03", 2, "TFM")]
    jail, task = figure(atlas.release, made_up(rows), ["month", "model"]).series
    assert (jail.code, jail.values[:3]) == ("JEM", (5, None, 7))
    assert (task.code, task.values[:3]) == ("TFM", (0, None, 2))


def test_a_list_that_leaves_the_model_unknown_does_not_say_that_others_are_zero(atlas):
    rows = [month("2025-01", 5, "unknown"), month("2025-02", 7, "JEM")]
    found = figure(atlas.release, made_up(rows), ["month", "model"])
    assert {each.code: each.values[:2] for each in found.series} == {"JEM": (None, 7), "unknown": (5, 0)}
    assert "Where a list leaves the model of rows unknown, what it does not show is not known either." in found.notes
    assert {each.name for each in found.series} == {"Jail Enforcement Model", "Model not known"}


def test_the_title_says_unit_place_and_date_and_the_footer_list_hash_release_and_us(atlas):
    found = drawn(atlas, "agencies", ["model"], where={"county": "12086"}, basis="covers", as_of="2026-05-01")
    assert found.title == (
        "287(g): agencies on ICE's list, county covered: Miami-Dade (FL), by model, as of 2026-05-01"
    )
    listed = atlas.count("agencies", as_of="2026-05-01")["list"]
    assert found.footer == (
        f"Source: ICE, list of {listed['as_of']}: {listed['file']}, sha256 {listed['sha256'][:12]}…",
        f"Release {atlas.release.id} · drawn by atlas287",
    )
    assert "Bars overlap: what is counted can stand in several, so they do not add up." in found.notes


def test_by_month_the_footer_names_the_newest_list(atlas):
    listed = atlas.count("agreements")["list"]
    assert (
        f"newest list of 2026-05-18: {listed['file']}, sha256 {listed['sha256'][:12]}…"
        in drawn(atlas, "agreements", ["month"]).footer[0]
    )


def test_many_groups_are_cut_to_the_largest_and_the_picture_says_how_many_are_left_out(atlas):
    found = drawn(atlas, "agreements", ["county"], basis="based_in")
    groups = len(atlas.count("agreements", by=["county"], basis="based_in")["rows"])
    assert (len(found.series), found.skipped) == (60, groups - 60)
    assert f"The largest are drawn; {groups - 60:,} more are in the count." in found.notes
    assert f"{groups:,} groups, 60 of them drawn." in found.alternative


def test_two_groups_of_one_name_stay_two_bars(atlas):
    rows = [{"county": "51159", "value": 3}, {"county": "51760", "value": 2}]
    found = figure(atlas.release, made_up(rows, where={"basis": "covers"}), ["county"])
    assert [bar.name for bar in found.series] == ["Richmond (VA) [51159]", "Richmond (VA) [51760]"]


@pytest.mark.parametrize("unit", [unit for unit, each in measures().items() if each.header.get("over") != "period"])
def test_every_dimension_of_every_unit_can_be_drawn(atlas, unit):
    for dimension in measures()[unit].header["dimensions"]:
        basis = "covers" if dimension == "county" or unit == "counties" else None
        rows = atlas.count(unit, by=[dimension], basis=basis)["rows"]
        values = [each.values[0] for each in drawn(atlas, unit, [dimension], basis=basis).series]
        assert values == [row["value"] for row in rows][:60]


def test_a_count_over_a_period_is_refused_in_one_sentence(atlas):
    with pytest.raises(UsageError, match="a count over a period is not drawn yet; take its rows as --format csv"):
        drawn(atlas, "detained", ["models"])


@pytest.mark.parametrize(
    ("by", "rest", "said"),
    [
        ([], {}, "a picture shows one dimension, or month and one other"),
        (["state", "model"], {}, "a picture shows one dimension, or month and one other"),
        (["month", "state"], {}, "a picture by month holds at most 6 series and this count has 47"),
        (["state"], {"as_of": "2015-01-01"}, "nothing can be drawn, since no list of participating agencies within 45"),
        (["model"], {"where": {"state": "AS"}}, "nothing is counted, so nothing can be drawn"),
    ],
)
def test_what_cannot_be_a_picture_is_refused_in_one_sentence(atlas, by, rest, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        drawn(atlas, "agreements", by, **rest)


def test_no_words_of_a_picture_are_loaded(atlas):
    for by in (["month"], ["month", "model"], ["state"], ["agency_kind"]):
        found = drawn(atlas, "agreements", by)
        said = " ".join([found.title, *found.notes, *found.footer, found.alternative])
        assert LOADED.findall(said) == []
