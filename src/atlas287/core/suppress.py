"""Small cells: counts of people from 1 to 10 are not printed where they tell nationality, age, sex or conviction.

Primary suppression is a threshold rule: a cell of 1 to 10 in a cross-tabulation is hidden. (The p-percent rule of
magnitude tables asks how near one contributor comes to another; in a count everyone weighs one, so the threshold is
what remains of it.) Complementary suppression hides further cells, so that totals do not give the hidden ones back
(Cox, L. H. 1980, Suppression Methodology and Statistical Disclosure Control, JASA 75:377-385). It is found with the
hypercube method (Repsilber 1994; Giessing and Repsilber 2002, as GHMITER in tau-ARGUS), whose moves are tables that
differ only in hidden cells: a proof that a reader cannot tell them from the true one.

Protection level. For every small cell two other tables are found that agree with all that is printed, in which it
differs by 9 or more: it has at least ten possible values, from 1 to 10 or wider, or from as many as it has parts that
are not zero. Where plain totals, and what an earlier release printed, leave fewer, all of those stay possible;
everything below a plain total of 10 or less is hidden, zeros too. The tables stay possible for a reader who knows the
rule: a hidden cell is at least 1, but where all of its place and month is hidden. Other hidden cells are above 10 and
not protected.

Plain totals (place and month) are always printed. Zeros are printed, but where all of a place and month is hidden.

Releases. Cells hidden before stay hidden, and the tables agree with both releases, also where a month is added to the
total of its year. Where a figure below a cell was revised, its places and months keep the breakdown that was printed
first, so no difference of two releases is a small count of people; a total over them that has grown is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from atlas287.core.cells import Key, Move, Published, Shown, Table, View
from atlas287.core.errors import UsageError
from atlas287.core.model import GapKind

SMALL = 10
"""Counts of people from 1 to this are small."""
_PARTNERS = 3
"""So many hidden and so many printed parts of a dimension are tried for a move; more cost time and save few cells."""


def suppress(table: Table, earlier: Published | None = None, *, complementary: bool = True) -> Published:
    """What may be printed of a table, beside what an `earlier` release printed of it.

    `complementary=False` leaves the second step out and protects nothing: it is there for the test of the attack.
    Raises UsageError where the earlier release tells people apart in another way.
    """
    work = _Work(table, earlier)
    if complementary:
        work.protect_all()
    return Published(table.dimensions, work.printed(), tuple(sorted(work.exposed)))


def rate(numerator: Shown, denominator: Shown, *, digits: int = 3) -> float | GapKind:
    """A share or rate of two printed cells; hidden where either is, since it could be turned back into the count.

    The rounding is no protection. Without a denominator (0) it is the gap `out_of_scope`.
    """
    if isinstance(numerator, GapKind) or isinstance(denominator, GapKind):
        return GapKind.SUPPRESSED
    return round(numerator / denominator, digits) if denominator else GapKind.OUT_OF_SCOPE


class _Work:
    def __init__(self, table: Table, earlier: Published | None) -> None:
        self.table = table
        self.dimensions = table.dimensions
        self.sensitive = tuple(n for n, each in enumerate(self.dimensions) if each.sensitive)
        self.plain = tuple(n for n, each in enumerate(self.dimensions) if not each.sensitive)
        self.base = {leaf: count for leaf, count in table.counts.items() if count}
        self.exposed: set[Key] = set()
        self.frozen: dict[Key, Shown] = {}
        self.revised: set[Key] = set()
        values = table.values()
        self.old = self._old(earlier, values) if earlier is not None else None
        hidden = {key for key, shown in self.frozen.items() if not isinstance(shown, int)}
        if self.old is not None:
            hidden |= (self.old.hidden & values.keys()) - self.frozen.keys()
        self.new = View(self.dimensions, values, hidden, self.plain)
        self.small = {
            key
            for key, value in values.items()
            if 1 <= value <= SMALL and key not in self.new.totals and key not in self.frozen
        }
        hidden |= self.small
        self.in_blocks: dict[Key, list[Key]] = defaultdict(list)
        for leaf in self.base:
            self.in_blocks[self.new.block(leaf)].append(leaf)

    def _old(self, earlier: Published, values: Mapping[Key, int]) -> View:
        """The earlier release as a view; tells which blocks were revised since, and freezes them."""
        for then, now in zip(earlier.dimensions, self.dimensions, strict=True):
            if then.name != now.name or then.sensitive != now.sensitive or (now.sensitive and then != now):
                raise UsageError("the earlier release tells people apart in another way", where=now.name)
            if then.leaves - now.leaves:
                raise UsageError("the earlier release has parts that this one lacks", where=now.name, do="keep them")
        hidden = {key for key, shown in earlier.cells.items() if not isinstance(shown, int)}
        view = View(earlier.dimensions, dict.fromkeys(earlier.cells, 0), hidden, self.plain)
        for leaf, count in self.base.items():
            for key in view.cells(leaf):
                view.values[key] += count
        for key, shown in earlier.cells.items():
            if isinstance(shown, int) and view.values[key] != shown:
                self.revised |= set(product(*(view.dimensions[n].below[key[n]] for n in self.plain)))
        for key in values if self.revised else ():
            parts = [self.dimensions[n].below[key[n]] for n in self.plain]
            if not self.revised.isdisjoint(product(*parts)) and not view.is_total(key):
                same = self._same(view, key)
                self.frozen[key] = earlier.cells.get(key, GapKind.SUPPRESSED) if same else GapKind.SUPPRESSED
        return view

    def _same(self, view: View, key: Key) -> bool:
        """Whether a cell is of the same places and months in an earlier release."""
        return all(self.dimensions[n].below[key[n]] == view.dimensions[n].below.get(key[n]) for n in self.plain)

    def printed(self) -> dict[Key, Shown]:
        """Every cell as it may be printed."""
        cells: dict[Key, Shown] = {}
        for key, value in self.new.values.items():
            cells[key] = self.frozen.get(key, GapKind.SUPPRESSED if key in self.new.hidden else value)
        return cells

    def protect_all(self) -> None:
        """Hide what is below small plain totals, then what each small cell needs, from the smallest blocks up."""
        for total in self.new.totals:
            if 1 <= self.new.values[total] <= SMALL:
                self._hide_all([self.new.block(total)])
        for key in sorted(self.small, key=lambda each: (self._size(self.new.block(each)), self.new.values[each], each)):
            self.protect(key)

    def _hide_all(self, blocks: Iterable[Key]) -> None:
        for block in blocks:
            self.new.hidden |= {key for key in self.new.blocks[block] if key not in self.frozen}
            self.new.full.add(block)

    def protect(self, key: Key) -> None:
        """Hide what is needed for the protection level of one small cell."""
        shown_before = self.old is not None and key in self.old.values and key not in self.old.hidden
        if self.old is not None and shown_before and self._same(self.old, key):
            self.exposed.add(key)
            return
        least, most = self._known(key)
        few = most - least <= SMALL
        low, high = (least, most) if few else (1, SMALL)
        if not few and self._between(key, low, high, wide=False):
            return
        for blocks in [*([block] for block in self._blocks(key)), list(self.new.blocks)]:
            self._hide_all(blocks)
            if self._between(key, low, high, wide=True):
                return
        self.exposed.add(key)

    def _known(self, key: Key) -> tuple[int, int]:
        """What plain totals and the earlier release tell of a cell, whatever else is hidden: its least and most."""
        total = min((self.new.values[each] for each in self._totals(key)), default=SMALL + 1)
        if self.old is None or total <= SMALL:
            return 0, total
        least, room = 0, 0
        for block in product(*(self.dimensions[n].below[key[n]] for n in self.plain)):
            part = self._at(key, block)
            if part in self.old.values and part not in self.old.hidden:
                least += self.old.values[part]
            else:
                room += min((self.new.values[each] for each in self._totals(part)), default=SMALL + 1)
        return least, min(total, least + room)

    def _totals(self, key: Key) -> Iterator[Key]:
        lines: list[Iterable[str]] = [
            each.roots if each.sensitive else each.lines[node] for each, node in zip(self.dimensions, key, strict=True)
        ]
        return (each for each in product(*lines) if each in self.new.totals)

    def _blocks(self, key: Key) -> list[Key]:
        """The block of a cell, then those that hold it, smallest first."""
        found = product(*(self.dimensions[n].lines[key[n]] for n in self.plain))
        size = {block: self._size(block) for block in found}
        return sorted(size, key=lambda block: (size[block], block))

    def _size(self, block: Key) -> int:
        size = 1
        for position, node in zip(self.plain, block, strict=True):
            size *= len(self.dimensions[position].below[node])
        return size

    def _between(self, key: Key, low: int, high: int, *, wide: bool) -> bool:
        """Whether both other tables exist; then what they need is hidden."""
        hiding: set[Key] = set()
        least = self._reach(key, low, hiding, wide=wide)
        if low < least and low != 1:
            return False
        most = high + least - low  # as many values where the parts, each at least 1, keep it from `low`
        found = self._reach(key, most, hiding, wide=wide) >= most
        if found:
            self.new.hidden |= hiding
        return found

    def _reach(self, key: Key, end: int, hiding: set[Key], *, wide: bool) -> int:
        """Move people, a step at a time, until the cell has come to `end` or comes no further; how far it came.

        Adds to `hiding` what that needs hidden.
        """
        here = self.new.values[key]
        step = 1 if end > here else -1
        state = _State(self, hiding)
        while (need := (end - here - state.changed(key)) * step) > 0:
            best: tuple[tuple[bool, int, int], int, Move, set[Key]] | None = None
            for move in self._moves(key, step, wide=wide):
                fits = state.fits(move, step)
                if fits is None:
                    continue
                most, more = fits
                cost = sum(self.new.values[each] for each in more)
                rank = (most < need, cost, -most)
                if best is None or rank < best[0]:
                    best = rank, min(most, need), move, more
                if rank[:2] == (False, 0):
                    break
            if best is None:
                return here + state.changed(key)
            state.make(best[2], step * best[1])
            hiding |= best[3]
        return end

    def _moves(self, key: Key, step: int, *, wide: bool) -> Iterator[Move]:
        """Moves that let the cell gain (or, backwards, lose): hypercubes, and where `wide` swaps inside its block."""
        leaves = self._leaves(key, step, wide=wide)
        partners = [self._partners(key, position, wide=wide) for position in range(len(self.dimensions))]
        for leaf in leaves:
            for others in product(*partners):
                if all(others[n] is None for n in self.sensitive) and self._total_shown(key):
                    continue
                pairs = [((a, 1), (b, -1)) if b is not None else ((a, 1),) for a, b in zip(leaf, others, strict=True)]
                yield tuple(_corner(each) for each in product(*pairs))
            if wide:
                yield from self._swaps(key, leaf, [partners[n] for n in self.plain])

    def _total_shown(self, key: Key) -> bool:
        return next(self._totals(key), None) is not None

    def _leaves(self, key: Key, step: int, *, wide: bool) -> list[Key]:
        """Leaves of the cell to work on: those with most people; to gain, where `wide`, one in each of its blocks."""
        below = [each.below[node] for each, node in zip(self.dimensions, key, strict=True)]
        blocks = [
            block
            for block in product(*(sorted(below[n]) for n in self.plain))
            if block in self.in_blocks and block not in self.revised
        ]
        held = [
            leaf
            for block in blocks
            for leaf in self.in_blocks[block]
            if all(node in part for node, part in zip(leaf, below, strict=True))
        ]
        held.sort(key=lambda leaf: (-self.base[leaf], leaf))
        if wide and step > 0 and held:
            return [self._at(held[0], block) for block in blocks]
        return held if wide else held[:3]

    def _partners(self, key: Key, position: int, *, wide: bool) -> list[str | None]:
        """No other part, or one outside the cell: the largest whose cell is hidden, the smallest whose is not."""
        each = self.dimensions[position]
        beside = {
            node: (*key[:position], node, *key[position + 1 :])
            for node in sorted(each.leaves - each.below[key[position]])
        }
        if wide and each.sensitive:
            return [None, *beside]
        value = self.new.values
        free = [node for node, cell in beside.items() if cell in self.new.hidden or cell not in value]
        shown = [node for node, cell in beside.items() if cell not in self.new.hidden and value.get(cell, 0) > SMALL]
        free.sort(key=lambda node: -value.get(beside[node], 0))
        shown.sort(key=lambda node: value[beside[node]])
        return [None, *free[:_PARTNERS], *shown[:_PARTNERS]]

    def _swaps(self, key: Key, leaf: Key, partners: Sequence[Sequence[str | None]]) -> Iterator[Move]:
        """One person of the place and month becomes another kind, in all sensitive dimensions at once."""
        below = [each.below[node] for each, node in zip(self.dimensions, key, strict=True)]
        others = [
            each
            for each in self.in_blocks.get(self.new.block(leaf), ())
            if any(each[n] not in below[n] for n in self.sensitive)
        ]
        for other in others:
            for beside in product(*partners):
                pairs = [
                    ((leaf[n], 1), (node, -1)) if node is not None else ((leaf[n], 1),)
                    for n, node in zip(self.plain, beside, strict=True)
                ]
                there = [_corner(each) for each in product(*pairs)]
                yield tuple(
                    (self._at(kind, block), sign * turn)
                    for block, turn in there
                    for kind, sign in ((leaf, 1), (other, -1))
                )

    def _at(self, leaf: Key, block: Key) -> Key:
        """The leaf of the same kind of people in another place and month."""
        there = dict(zip(self.plain, block, strict=True))
        return tuple(there.get(position, node) for position, node in enumerate(leaf))


def _corner(parts: Sequence[tuple[str, int]]) -> tuple[Key, int]:
    sign = 1
    for _, turn in parts:
        sign *= turn
    return tuple(node for node, _ in parts), sign


class _State:
    """A table that a reader could think the true one, as its differences from the true one."""

    def __init__(self, work: _Work, hiding: set[Key]) -> None:
        self.work, self.hiding = work, hiding
        self.views = [view for view in (work.new, work.old) if view is not None]
        self.moved: list[dict[Key, int]] = [{} for _ in self.views]
        self.leaves: dict[Key, int] = {}

    def changed(self, key: Key) -> int:
        """By how much a cell differs."""
        return self.moved[0].get(key, 0)

    def fits(self, move: Move, step: int) -> tuple[int, set[Key]] | None:
        """How often a move can be made, and what must be hidden for it; None where it shows or cannot be made."""
        work, most = self.work, 1 << 40
        more: set[Key] = set()
        for leaf, sign in move:
            if work.revised and work.new.block(leaf) in work.revised:
                return None
            if sign * step < 0:
                most = min(most, work.base.get(leaf, 0) + self.leaves.get(leaf, 0))
        if most < 1:
            return None
        for view, moved in zip(self.views, self.moved, strict=True):
            for key, change in view.effect(move).items():
                if key not in view.hidden and (view is not work.new or key not in self.hiding):
                    if view is not work.new or key in view.totals or key in work.frozen or not view.values[key]:
                        return None
                    more.add(key)
                if change * step < 0:
                    left = view.values[key] + moved.get(key, 0) - view.floor(key)
                    most = min(most, left // -(change * step))
        return (most, more) if most > 0 else None

    def make(self, move: Move, times: int) -> None:
        """Make a move so many times, backwards where negative."""
        for leaf, sign in move:
            self.leaves[leaf] = self.leaves.get(leaf, 0) + sign * times
        for view, moved in zip(self.views, self.moved, strict=True):
            for key, change in view.effect(move).items():
                moved[key] = moved.get(key, 0) + change * times
