"""What is not known of a place, and what waits for judgement: the objects of `gaps` in the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from atlas287.answers import ledger, places
from atlas287.answers.briefs import answer
from atlas287.answers.gaps import place_gaps
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind
from atlas287.core.release import Release

Row = dict[str, Any]


def missing(release: Release, name: str | None, stages: Sequence[str], lang: str) -> Row:
    """The gaps of the place that a word means, those of its own brief last; of `stages` only, where some are given.

    Where the word fits several places there are no gaps, and `candidates` holds them. Raises UsageError for a place,
    stage or language that there is not.
    """
    found = places.called(release, name)
    if len(found) > 1:
        return {"place": None, "gaps": [], "candidates": found}
    told = place_gaps(found[0], lang, stages) if stages else answer.brief(release, found[0], lang=lang).gaps
    return {"place": found[0], "gaps": [gap.to_json() for gap in told]}


def held(release: Release, state: str | None, stages: Sequence[str]) -> Row:
    """What waits for judgement in the nation or a state, each absence as a gap too. Raises UsageError for a stage."""
    if stages:
        raise UsageError("what is held has no stage", where="--held", do="leave out --stage")
    states = [places.state_called(state)] if state is not None else []
    waiting = ledger.held(release, states)
    return {"place": states or None, "gaps": [_held_gap(entry).to_json() for entry in waiting], "held": waiting}


def _held_gap(entry: Mapping[str, Any]) -> Gap:
    """An absence that waits, as a typed gap."""
    where = f"{entry['agency']} ({entry['state']}), {entry['model']}"
    dates = f"last listed {entry['last_listed']}, first missing {entry['first_missing']}"
    if entry["why"] == "absence_short":
        return Gap(
            GapKind.NOT_COLLECTED,
            f"{where}: {dates}; the absence is shorter than the rule asks",
            "it may be listed again",
            "lists of at least three dates over seven days from the first that lacks it",
            "U.S. Immigration and Customs Enforcement",
        )
    names = "; ".join(candidate["name"] for candidate in entry["candidates"])
    return Gap(
        GapKind.CONFLICTING,
        f"{where}: {dates}; it may go on as {names}",
        "an agency that is listed under another name has not left",
        "a judgement with a second fact, such as the memorandum of either",
    )
