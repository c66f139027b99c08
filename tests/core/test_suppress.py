"""Small cells against an attacker who knows the rule: subtraction, differencing, rates turned back, two releases.

The tables are invented. What a hidden cell can be is computed by `support.attack`, which shares no code with the rule.
"""

from itertools import product
from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas287.core.cells import Dimension, Published, Table
from atlas287.core.errors import UsageError
from atlas287.core.model import GapKind
from atlas287.core.suppress import rate, suppress
from support.attack import bounds

HIDDEN = GapKind.SUPPRESSED


def nationality(count=3):
    parts = ["Mexico", "Guatemala", "Cuba", "other"][:count]
    return Dimension("nationality", {"all": None} | dict.fromkeys(parts, "all"), sensitive=True)


SEX = Dimension("sex", {"both": None, "female": "both", "male": "both"}, sensitive=True)
STATES = Dimension("place", {"US": None, "FL": "US", "OH": "US", "TX": "US"})


def months(last):
    return Dimension("month", {"year": None} | {f"{n:02}": "year" for n in range(1, last + 1)})


def leaves_of(dimensions, key):
    """Independent of the rule: walks the parents down."""
    parts = []
    for dimension, node in zip(dimensions, key, strict=True):
        found, todo = [], [node]
        while todo:
            at = todo.pop()
            below = [child for child, parent in dimension.parents.items() if parent == at]
            todo += below
            if not below:
                found.append(at)
        parts.append(found)
    return frozenset(product(*parts))


def truth(table, key):
    return sum(table.counts.get(leaf, 0) for leaf in leaves_of(table.dimensions, key))


def plain_key(dimensions, key):
    return tuple(node for node, each in zip(key, dimensions, strict=True) if not each.sensitive)


def is_plain_total(dimensions, key):
    return all(each.parents[node] is None for node, each in zip(key, dimensions, strict=True) if each.sensitive)


def knowledge(*releases):
    """What the attacker writes down: equations from printed cells, and the least of hidden ones, by the public rule."""
    equations, floors = [], []
    for release in releases:
        told = {}
        for key, shown in release.cells.items():
            if not is_plain_total(release.dimensions, key):
                told.setdefault(plain_key(release.dimensions, key), set()).add(shown is HIDDEN)
        for key, shown in release.cells.items():
            leaves = leaves_of(release.dimensions, key)
            if shown is not HIDDEN:
                equations.append((leaves, shown))
            elif told[plain_key(release.dimensions, key)] == {True, False}:
                floors.append((leaves, 1))
    return equations, floors


def unavoidable(table, *releases):
    """What the attacker knows however much the newest release hides: its plain totals, and all of the earlier ones."""
    *earlier, newest = releases
    equations, floors = knowledge(*earlier)
    for key, shown in newest.cells.items():
        if is_plain_total(table.dimensions, key):
            equations.append((leaves_of(table.dimensions, key), shown))
    return equations, floors


def broken(table, *releases):
    """Small cells of the table of which the attacker learns more than the documented level allows."""
    equations, floors = knowledge(*releases)
    given = unavoidable(table, *releases)
    newest = releases[-1]
    found = []
    for key, shown in newest.cells.items():
        value = truth(table, key)
        if is_plain_total(table.dimensions, key) or not 1 <= value <= 10:
            continue
        if shown is not HIDDEN:
            found.append((key, value, "printed"))
            continue
        leaves = leaves_of(table.dimensions, key)
        least, most = bounds(equations, floors, leaves)
        if most is not None and most - least < 9 and (least, most) != bounds(*given, leaves):
            found.append((key, value, least, most))
        assert least <= value
        assert most is None or value <= most
    return found


def leaf_nodes(dimension):
    return sorted(set(dimension.parents) - set(dimension.parents.values()))


def table_of(dimensions, numbers):
    return Table(dimensions, dict(zip(product(*map(leaf_nodes, dimensions)), numbers, strict=True)))


def roots(dimension):
    return [node for node, parent in dimension.parents.items() if parent is None]


COUNT = st.one_of(st.sampled_from([0, 0, 1, 2, 3]), st.integers(0, 14), st.integers(0, 400))
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def tables(*dimensions):
    size = prod(len(leaf_nodes(each)) for each in dimensions)
    return st.lists(COUNT, min_size=size, max_size=size).map(lambda numbers: table_of(dimensions, numbers))


TWO_WAY = Table(
    (STATES, nationality()),
    {
        ("FL", "Mexico"): 4,
        ("FL", "Guatemala"): 90,
        ("FL", "Cuba"): 60,
        ("OH", "Mexico"): 70,
        ("OH", "Guatemala"): 30,
        ("OH", "Cuba"): 0,
        ("TX", "Mexico"): 500,
        ("TX", "Guatemala"): 200,
        ("TX", "Cuba"): 40,
    },
)


def test_one_small_cell_takes_three_others_with_it_and_plain_totals_and_zeros_stay():
    cells = suppress(TWO_WAY).cells
    hidden = {key for key, shown in cells.items() if shown is HIDDEN}
    assert ("FL", "Mexico") in hidden
    assert len(hidden) == 4
    assert cells["OH", "Cuba"] == 0
    assert {key: cells[key] for key in cells if key[1] == "all"} == {
        ("US", "all"): 994,
        ("FL", "all"): 154,
        ("OH", "all"): 100,
        ("TX", "all"): 740,
    }
    assert not broken(TWO_WAY, suppress(TWO_WAY))


def test_without_the_second_step_the_attacker_reads_the_hidden_cell_off_its_row():
    open_to_attack = suppress(TWO_WAY, complementary=False)
    assert open_to_attack.cells["FL", "Mexico"] is HIDDEN
    equations, floors = knowledge(open_to_attack)
    assert bounds(equations, floors, leaves_of(TWO_WAY.dimensions, ("FL", "Mexico"))) == (4, 4)
    assert broken(TWO_WAY, open_to_attack) == [(("FL", "Mexico"), 4, 4, 4)]


def test_under_a_small_plain_total_everything_is_hidden_zeros_too():
    counts = {("FL", "Mexico"): 2, ("OH", "Mexico"): 80, ("OH", "Cuba"): 90, ("TX", "Cuba"): 50, ("TX", "Mexico"): 60}
    table = Table((STATES, nationality()), counts)
    cells = suppress(table).cells
    assert cells["FL", "all"] == 2
    assert all(cells["FL", part] is HIDDEN for part in ("Mexico", "Guatemala", "Cuba"))
    assert cells["TX", "Guatemala"] == 0
    assert not broken(table, suppress(table))


def test_a_table_without_small_cells_is_printed_whole():
    table = Table((STATES, nationality()), {(s, n): 11 for s in ("FL", "OH", "TX") for n in ("Mexico", "Cuba")})
    assert HIDDEN not in suppress(table).cells.values()


@SLOW
@given(tables(STATES, nationality(4)))
def test_nobody_recovers_a_small_cell_of_two_dimensions_with_a_nation_over_states(table):
    assert not broken(table, suppress(table))


@SLOW
@given(tables(Dimension("place", {"US": None, "FL": "US", "OH": "US"}), nationality(), SEX))
def test_nobody_recovers_a_small_cell_of_three_dimensions_with_all_margins(table):
    assert not broken(table, suppress(table))


@SLOW
@given(tables(Dimension("place", {"FL": None, "OH": None}), months(2), nationality()), st.data())
def test_nobody_recovers_a_small_cell_whichever_margins_are_published(table, data):
    every = sorted(product(*(sorted(each.parents) for each in table.dimensions)))
    levels = sorted({tuple(node in roots(each) for node, each in zip(k, table.dimensions, strict=True)) for k in every})
    kept = data.draw(st.sets(st.sampled_from(levels), min_size=1))
    shown = frozenset(
        k for k in every if tuple(n in roots(each) for n, each in zip(k, table.dimensions, strict=True)) in kept
    )
    table = Table(table.dimensions, table.counts, shown)
    assert not broken(table, suppress(table))


@SLOW
@given(tables(STATES, nationality(4)))
def test_the_attacker_wins_where_only_small_cells_are_hidden_and_one_stands_alone_in_its_row(table):
    published = suppress(table, complementary=False)
    alone = [
        state
        for state in ("FL", "OH", "TX")
        if truth(table, (state, "all")) > 10
        and sum(published.cells[state, part] is HIDDEN for part in ("Mexico", "Guatemala", "Cuba", "other")) == 1
    ]
    assert {key[0] for key, *_ in broken(table, published)} >= set(alone)


@SLOW
@given(tables(STATES, nationality()))
def test_a_printed_rate_cannot_be_turned_back_into_a_hidden_count(table):
    cells = suppress(table).cells
    for (state, part), shown in cells.items():
        for digits in (1, 3, 9):
            share = rate(shown, cells[state, "all"], digits=digits)
            assert (share is HIDDEN) == (shown is HIDDEN or cells[state, "all"] is HIDDEN)
            assert rate(cells[state, "all"], shown, digits=digits) is HIDDEN or shown is not HIDDEN
            if shown is HIDDEN or share is GapKind.OUT_OF_SCOPE:
                continue
            assert share == pytest.approx(truth(table, (state, part)) / truth(table, (state, "all")), abs=10**-digits)


def test_a_rate_without_a_denominator_is_a_gap():
    assert rate(0, 0) is GapKind.OUT_OF_SCOPE
    assert rate(12, 48) == 0.25


@SLOW
@given(tables(Dimension("place", {"FL": None, "OH": None}), months(3), nationality()))
def test_nobody_recovers_the_month_that_a_second_release_adds_to_the_year(table):
    places = table.dimensions[0]
    first = Table((places, months(2), nationality()), {k: v for k, v in table.counts.items() if k[1] != "03"})
    before = suppress(first)
    after = suppress(table, before)
    assert not after.exposed
    assert not broken(table, before, after)
    assert not broken(first, before)


def test_without_the_earlier_release_the_added_month_is_read_off_the_two_totals_of_the_year():
    counts = {("FL", f"{n:02}", part): 200 for n in (1, 2) for part in ("Mexico", "Guatemala", "Cuba")}
    first = Table((Dimension("place", {"FL": None}), months(2), nationality()), counts)
    added = {("FL", "03", "Mexico"): 3, ("FL", "03", "Guatemala"): 150, ("FL", "03", "Cuba"): 140}
    table = Table((first.dimensions[0], months(3), nationality()), counts | added)
    before = suppress(first)
    assert broken(table, before, suppress(table))
    assert not broken(table, before, suppress(table, before))


@SLOW
@given(tables(STATES, nationality()), st.lists(st.integers(-3, 3), min_size=9, max_size=9))
def test_no_printed_cell_of_a_crossing_differs_from_the_earlier_release_by_a_small_count(table, changes):
    before = suppress(table)
    leaves = sorted(table.counts)
    counts = {leaf: max(0, table.counts[leaf] + change) for leaf, change in zip(leaves, changes, strict=True)}
    after = suppress(Table(table.dimensions, counts), before)
    for key, shown in after.cells.items():
        if is_plain_total(table.dimensions, key):
            assert shown == sum(counts[leaf] for leaf in leaves_of(table.dimensions, key))
        elif shown is not HIDDEN and before.cells[key] is not HIDDEN:
            assert shown == before.cells[key]
        else:
            assert shown is before.cells[key] is HIDDEN or (shown is HIDDEN)


@SLOW
@given(tables(STATES, nationality()), st.lists(st.integers(-3, 3), min_size=9, max_size=9))
def test_what_was_hidden_stays_hidden(table, changes):
    before = suppress(table)
    counts = {leaf: max(0, count + change) for (leaf, count), change in zip(table.counts.items(), changes, strict=True)}
    after = suppress(Table(table.dimensions, counts), before)
    assert all(after.cells[key] is HIDDEN for key, shown in before.cells.items() if shown is HIDDEN)


def test_a_small_cell_that_an_earlier_release_printed_is_named_as_exposed():
    before = Published(TWO_WAY.dimensions, TWO_WAY.values())
    assert suppress(TWO_WAY, before).exposed == (("FL", "Mexico"),)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Dimension("sex", {"both": None, "male": "both"}, sensitive=True),
        lambda: Dimension("sex", {"female": None, "male": None}, sensitive=True),
        lambda: Dimension("place", {"FL": "US"}),
        lambda: Dimension("place", {"FL": "US", "US": "FL"}),
        lambda: Table((SEX,), {("male",): -1}),
        lambda: Table((SEX,), {("both",): 4}),
        lambda: Table((SEX,), {}, frozenset({("men",)})),
        lambda: suppress(Table((SEX,), {}), Published((nationality(),), {})),
        lambda: suppress(Table((STATES, SEX), {}), Published((Dimension("place", {"US": None, "AK": "US"}), SEX), {})),
    ],
)
def test_a_table_that_cannot_be_protected_is_refused(wrong):
    with pytest.raises(UsageError):
        wrong()
