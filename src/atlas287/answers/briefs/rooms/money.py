"""Heading 3, money: what is announced, offered and laid on the agency, each as its source says; never what was paid."""

from __future__ import annotations

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.law import in_force
from atlas287.answers.briefs.rooms.scale import Sentences
from atlas287.core.model import GapKind

COST = "incentive:i32"
"""What the memoranda lay on the agency."""


def money(composer: Composer) -> Sentences:
    """Federal elements where the Task Force Model is in force, the State's own, the cost, and what is not known."""
    kind = composer.place["kind"]
    state = composer.place.get("code" if kind == "state" else "state")
    rows = composer.release.rows(
        "SELECT i.fact_id, i.state, i.role FROM incentives AS i "
        "WHERE i.begins IS NULL OR i.begins <= $day ORDER BY i.fact_id",
        {"day": str(composer.day)},
    )
    federal = [row["fact_id"] for row in rows if row["state"] is None and row["role"] == "element_of_calculator"]
    own = [row["fact_id"] for row in rows if state and row["state"] == state and row["role"] != "award"]
    models = in_force(composer)
    told = [*(federal if "TFM" in models else []), *own, *([COST] if models else [])]
    return [*(composer.stated(each) for each in told), composer.gap(GapKind.NOT_RELEASED, "money")]
