"""Heading 3, money: what is announced, offered and laid on the agency, each as its source says; never what was paid."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.law import in_force
from atlas287.answers.briefs.rooms.scale import Sentences
from atlas287.core.model import GapKind
from atlas287.core.release import Release

COST = "incentive:i32"
"""What the memoranda lay on the agency."""


def money(composer: Composer) -> Sentences:
    """Federal elements where the Task Force Model is in force, the State's own, the cost, and what is not known."""
    kind = composer.place["kind"]
    state = composer.place.get("code" if kind == "state" else "state")
    rows = _begun(composer.release, str(composer.day))
    federal = [row["fact_id"] for row in rows if row["state"] is None and row["role"] == "element_of_calculator"]
    own = [row["fact_id"] for row in rows if state and row["state"] == state and row["role"] != "award"]
    models = in_force(composer)
    told = [*(federal if "TFM" in models else []), *own, *([COST] if models else [])]
    return [*(composer.stated(each) for each in told), composer.gap(GapKind.NOT_RELEASED, "money")]


@lru_cache(256)
def _begun(release: Release, day: str) -> list[dict[str, Any]]:
    """The elements that had begun on a day, by id."""
    return release.rows(
        "SELECT fact_id, state, role FROM incentives WHERE begins IS NULL OR begins <= $day ORDER BY fact_id",
        {"day": day},
    )
