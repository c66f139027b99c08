"""Tables of counts of people: dimensions, their totals, and what was published of them. The rule is in `suppress`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Literal

from atlas287.core.errors import UsageError
from atlas287.core.model import GapKind

Key = tuple[str, ...]
"""One node of each dimension, in their order: a leaf, or a total of leaves."""
Move = tuple[tuple[Key, int], ...]
"""Leaves that gain (+1) or lose (-1) a person."""
Suppressed = Literal[GapKind.SUPPRESSED]
Shown = int | Suppressed
"""What is printed in a cell: the count, or the gap `suppressed`."""


@dataclass(frozen=True)
class Dimension:
    """One way of telling people apart. `parents` leads from a node to the total that it is part of, or to None.

    A dimension is `sensitive` where it tells nationality, age, sex or conviction of people; place and month are not.
    A sensitive one has one total over all and at least two leaves. Raises UsageError where it has not.
    """

    name: str
    parents: Mapping[str, str | None]
    sensitive: bool = False

    def __post_init__(self) -> None:
        for node in self.parents:
            self._line(node)
        if self.sensitive and (len(self.roots) != 1 or len(self.leaves) < 2):
            raise UsageError(
                "a breakdown needs one total and at least two parts", where=self.name, do="add the parts that are zero"
            )

    def _line(self, node: str) -> tuple[str, ...]:
        line: list[str] = []
        at: str | None = node
        while at is not None:
            if at in line or at not in self.parents:
                raise UsageError(f"{at!r} is no part or total of the dimension", where=self.name, do="mend its parents")
            line.append(at)
            at = self.parents[at]
        return tuple(line)

    @cached_property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """Node -> the node itself and every total above it."""
        return {node: self._line(node) for node in self.parents}

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The nodes without parts."""
        return frozenset(self.parents) - {each for each in self.parents.values() if each is not None}

    @cached_property
    def roots(self) -> frozenset[str]:
        """The nodes that are part of nothing."""
        return frozenset(node for node, parent in self.parents.items() if parent is None)

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """Node -> the leaves that it is made of."""
        found: dict[str, set[str]] = {node: set() for node in self.parents}
        for leaf in self.leaves:
            for node in self.lines[leaf]:
                found[node].add(leaf)
        return {node: frozenset(leaves) for node, leaves in found.items()}


@dataclass(frozen=True)
class Table:
    """Counts of people by the leaves of all dimensions; a combination of leaves that is not named is a counted zero.

    `shown` are the cells that shall be published, totals among them; by default every combination of nodes. What is
    not known must be left out with its place or month, never given as zero. Raises UsageError for a negative count or
    a cell that the dimensions do not know.
    """

    dimensions: tuple[Dimension, ...]
    counts: Mapping[Key, int]
    shown: frozenset[Key] | None = None

    def __post_init__(self) -> None:
        for key, count in self.counts.items():
            leaf = len(key) == len(self.dimensions) and all(
                node in each.leaves for node, each in zip(key, self.dimensions, strict=True)
            )
            if not leaf or count < 0:
                raise UsageError("a count is negative or of no leaf", where=" / ".join(key), do="give counts by leaves")
        for key in self.shown or ():
            if len(key) != len(self.dimensions) or any(
                node not in each.parents for node, each in zip(key, self.dimensions, strict=True)
            ):
                raise UsageError("no cell of the table has this name", where=" / ".join(key), do="name known nodes")

    def values(self) -> dict[Key, int]:
        """Every cell to be published with its true count."""
        found = dict.fromkeys(
            self.shown if self.shown is not None else product(*(each.parents for each in self.dimensions)), 0
        )
        for leaf, count in self.counts.items():
            for key in above(self.dimensions, leaf):
                if key in found:
                    found[key] += count
        return found


@dataclass(frozen=True)
class Published:
    """What a release prints. `exposed` are small cells that cannot be hidden, since an earlier release showed them."""

    dimensions: tuple[Dimension, ...]
    cells: Mapping[Key, Shown]
    exposed: tuple[Key, ...] = field(default=())


def above(dimensions: Iterable[Dimension], key: Key) -> Iterable[Key]:
    """The cell itself and every total that holds it."""
    return product(*(each.lines[node] for each, node in zip(dimensions, key, strict=True)))


@dataclass
class View:
    """What one release prints: the true values of its cells, and which of them are hidden."""

    dimensions: tuple[Dimension, ...]
    values: dict[Key, int]
    hidden: set[Key]
    plain: tuple[int, ...]
    """Positions of the dimensions that are not sensitive."""
    full: set[Key] = field(default_factory=set)
    """Blocks (place and month) of which everything but the plain total is hidden."""
    blocks: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    known: dict[Key, tuple[Key, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.totals = {key for key in self.values if self.is_total(key)}
        for key in self.values:
            if key not in self.totals:
                self.blocks[self.block(key)].append(key)
        self.full |= {block for block, keys in self.blocks.items() if self.hidden.issuperset(keys)}

    def is_total(self, key: Key) -> bool:
        """Whether it is a plain total: every sensitive dimension at its root."""
        return all(node in each.roots for node, each in zip(key, self.dimensions, strict=True) if each.sensitive)

    def block(self, key: Key) -> Key:
        """The nodes of the dimensions that are not sensitive, such as place and month."""
        return tuple(key[position] for position in self.plain)

    def floor(self, key: Key) -> int:
        """The least that a reader who knows the rule must think possible in a hidden cell."""
        return 0 if self.block(key) in self.full or key in self.totals else 1

    def cells(self, leaf: Key) -> tuple[Key, ...]:
        """The printed or hidden cells of this release that hold a leaf, which may be younger than the release."""
        if leaf not in self.known:
            held = all(node in each.leaves for node, each in zip(leaf, self.dimensions, strict=True))
            self.known[leaf] = tuple(key for key in above(self.dimensions, leaf) if key in self.values) if held else ()
        return self.known[leaf]

    def effect(self, move: Move) -> dict[Key, int]:
        """Cell -> how many people it gains by a move; cells that stay the same are left out."""
        found: dict[Key, int] = {}
        for leaf, sign in move:
            for key in self.cells(leaf):
                found[key] = found.get(key, 0) + sign
        return {key: change for key, change in found.items() if change}
