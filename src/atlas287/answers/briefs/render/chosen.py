"""Which sentences of a brief a packet of two pages prints, in order of importance; the full brief holds the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from atlas287.answers.briefs.render import narratives
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.model import Brief, Sentence

Rank = tuple[str, str, bool]
"""A block of the packet, the pattern of ids that it takes, and whether it must stand on the page."""
CLAIMS = "gap.narratives"
"""Where a brief holds claims, they stand in place of this gap."""
FIRST: tuple[Rank, ...] = (
    ("obliges", "fact.term:*.duration*", True),
    ("obliges", "gap.law*", True),
    ("obliges", "fact.term:*.cost*", True),
    ("obliges", "fact.statute:g9", True),
    ("obliges", "fact.term:NONE.*", True),
    ("obliges", "fact.term:*.supervision*", True),
    ("obliges", "fact.term:*.training_hours*", True),
    ("listed", "scale.sheriff*", False),
    ("listed", "scale.others*", False),
    ("listed", "scale.statewide*", False),
)
"""What the agreement obliges and who may end it: the terms of the models in force but for their powers."""
LARGE: Rank = ("obliges", "fact.term:*.contact_setting*", True)
"""Of a State or the nation, whose brief tells no other terms, where each model works."""
SECOND: tuple[Rank, ...] = (
    ("duty", "fact.policy:*", True),
    ("duty", "policy.*", True),
    ("duty", "gap.policy*", True),
    ("costs", "fact.incentive:i32", True),
    ("costs", "gap.money*", True),
    ("around", "scale.neighbours*", True),
    ("claims", CLAIMS, True),
    ("referrals", "gap.pipeline", True),
    ("referrals", "gap.impact", True),
    ("costs", "fact.incentive:i01", False),
    ("referrals", "impact.since", False),
    ("unknown", "unknown.base", False),
    ("unknown", "unknown.area", False),
    ("unknown", "unknown.signed*", False),
    ("unknown", "unknown.memorandum*", False),
    ("around", "scale.year_before*", False),
    ("unknown", "unknown.no_longer_listed*", False),
    ("unknown", "unknown.held*", False),
    ("costs", "fact.incentive:*", False),
    ("around", "scale.pending*", False),
    ("around", "scale.counties*", False),
    ("around", "scale.first*", False),
    ("unknown", "gap.history", False),
    ("unknown", "gap.municipalities", False),
    ("unknown", "unknown.lists", False),
    ("unknown", "unknown.intervals", False),
)
"""State law, the clause on costs and what is not known of them, peers, claims, effects, gaps; then incentives."""
BLOCKS = ("obliges", "listed", "duty", "costs", "around", "claims", "referrals", "unknown")
MOST_DUTIES = 4
"""So many measures of a State must stand; a packet prints more where they fit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that are printed together or not at all, in one block: what sources say who disagree, or a measure with
    what is not known of it.
    """

    block: str
    sentences: tuple[Sentence, ...]
    must: bool

    @property
    def length(self) -> int:
        """About how much room it takes, in letters."""
        told = (f"{said.text}{(said.gap and said.gap.would_fill) or ''}" for said in self.sentences)
        return sum(map(len, told))


@dataclass(frozen=True, slots=True)
class Choice:
    """The units of each page, the most important first, and the blocks of which the summary tells something."""

    first: tuple[Unit, ...]
    second: tuple[Unit, ...]
    above: frozenset[str]


def choice(brief: Brief) -> Choice:
    """What a packet prints of a brief as far as there is room, on which page."""
    told = {said.text for said in brief.summary}
    every = [said for section in brief.sections for said in section.sentences]
    large = () if any(fnmatchcase(said.id, FIRST[0][1]) for said in every) else (LARGE,)
    ranks = (*FIRST, *large, *SECOND)
    by_pattern: dict[str, list[tuple[Sentence, ...]]] = {}
    for unit in _units(every):
        left = tuple(said for said in unit if said.text not in told)
        pattern = next((pattern for _, pattern, _ in ranks if fnmatchcase(unit[0].id, pattern)), None)
        if left and pattern is not None:
            by_pattern.setdefault(pattern, []).append(left)
    if brief.narratives:
        by_pattern[CLAIMS] = [claims(brief)]
    first, second = (
        tuple(_fewer_duties([Unit(block, unit, must) for block, at, must in page for unit in by_pattern.get(at, ())]))
        for page in ((*FIRST, *large), SECOND)
    )
    above = frozenset(
        block for said in brief.summary for block, pattern, _ in (*FIRST, *SECOND) if fnmatchcase(said.id, pattern)
    )
    return Choice(first, second, above)


def printed(chosen: Sequence[Unit]) -> dict[str, list[Sentence]]:
    """The sentences of units by block, the most important first."""
    return {block: [said for unit in chosen if unit.block == block for said in unit.sentences] for block in BLOCKS}


def claims(brief: Brief) -> tuple[Sentence, ...]:
    """The claim of each side that is best sourced: the first whose figures could be tested, else its first.

    They stand together or not at all, so that no side is told alone for want of room.
    """
    untested = ("not_testable", None)
    order = list(registry.codes("claim_sides")["standard"])
    by_side: dict[str, list[Mapping[str, Any]]] = {}
    for claim in brief.narratives:
        by_side.setdefault(str(claim.get("side")), []).append(claim)
    sides = sorted(by_side, key=lambda side: order.index(side) if side in order else len(order))
    best = (min(by_side[side], key=lambda claim: claim.get("tested") in untested) for side in sides)
    return tuple(_claim(claim, words(brief.lang)) for claim in best)


def _claim(claim: Mapping[str, Any], said: Mapping[str, Any]) -> Sentence:
    """A claim in one sentence of print: in quotation marks, with its speaker, date, verdict and values."""
    text, speaker, day, verdict, values = narratives.cells(claim, said)
    printed = f"“{text.rstrip('.')}” ({speaker}, {day}): {verdict}; {values}."
    return Sentence(f"claim:{claim.get('fact')}", "attributed", printed, tuple(claim.get("cites") or ()))


def _units(every: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """Sentences of one term and model together, and each measure with the gap that follows it."""
    group: list[Sentence] = []
    for said in every:
        together = bool(group) and (
            (said.id.startswith("fact.term:") and _stem(said.id) == _stem(group[-1].id))
            or (said.id.startswith("gap.policy_unknown") and group[-1].id.startswith("fact.policy:"))
        )
        if group and not together:
            yield tuple(group)
            group = []
        group.append(said)
    if group:
        yield tuple(group)


def _stem(identity: str) -> str:
    """The id of a term without the number of the source that tells it."""
    head, _, last = identity.rpartition(".")
    return head if last.isdigit() else identity


def _fewer_duties(found: Sequence[Unit]) -> Iterator[Unit]:
    """The units with those duties that are many after all that must stand."""
    duties = [unit for unit in found if unit.block == "duty"]
    later = [Unit(unit.block, unit.sentences, False) for unit in duties[MOST_DUTIES:]]
    first = [unit for unit in found if unit not in duties[MOST_DUTIES:]]
    yield from (unit for unit in first if unit.must)
    yield from later
    yield from (unit for unit in first if not unit.must)
