"""What of a claim no list can test, each with the gap that says what would; then what other sources say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from atlas287.answers import gaps as registry_gaps
from atlas287.answers import places
from atlas287.answers.briefs.check.judge import Judged
from atlas287.answers.briefs.check.parts import Claim
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.wording import gap_text, words
from atlas287.answers.stated import facts
from atlas287.core.model import Gap, GapKind, Sentence

METRIC_GAPS = {
    "officers": "certified-officers",
    "arrests": "referrals-by-agency",
    "people": "referrals-by-agency",
    "detainers": "detainers-honoured",
    "removals": "outcomes-of-referrals",
    "money": "reimbursements",
    "hours": "task-force-training",
    "crime": "crime-after-expansion",
    "profiling": "complaints",
    "trust": "crime-reporting",
    "policies": "list-of-state-measures",
    "oversight": "audit-recommendations",
}
"""What no list measures -> the gap of the registry that says who holds it and what would tell."""
OWN_GAPS = {
    "beds": GapKind.NOT_LOADED,
    "growth": GapKind.UNKNOWN_DATE,
    "unknown": GapKind.NOT_COLLECTED,
    "ambiguous": GapKind.CONFLICTING,
}
"""Gaps that only a check has; all others are out of scope."""
FACTS = 4
"""How many statements of other sources are told at most."""
FEDERAL_MONEY = ("incentive:i01", "incentive:i02", "incentive:i06", "incentive:i07")


def untested(composer: Composer, claim: Claim, judged: Judged) -> Iterator[Sentence]:
    """What no list can test, each with the gap that says what would; then what other sources say of it."""
    if claim.candidates:
        yield _gap(composer, claim, "ambiguous")
        return
    if claim.refusal:
        yield _gap(composer, claim, claim.refusal)
        return
    metrics = [str(part.metric) for part in claim.parts if part.kind == "unmeasured" and part.metric != "time"]
    if not claim.tested() and not judged.sums:
        metrics = [metric for metric in metrics if metric != "unknown"] or list(claim.metrics) or metrics or ["opinion"]
    told = [metric if metric in METRIC_GAPS or metric in OWN_GAPS else "opinion" for metric in dict.fromkeys(metrics)]
    for metric in dict.fromkeys(told):
        yield _gap(composer, claim, metric)
    if "policies" in told:
        yield composer.computed("check.bans", "policy_states", {"duty": "banned"})
    yield from (composer.stated(each) for each in _elsewhere(composer, claim, told))


def _gap(composer: Composer, claim: Claim, metric: str) -> Sentence:
    key = f"claim_{metric}"
    if metric in METRIC_GAPS:
        for place in (claim.place or places.NATION, places.NATION):
            for gap in registry_gaps.place_gaps(place, composer.lang):
                if gap.id == METRIC_GAPS[metric]:
                    return composer.missing(key, gap)
    text = gap_text(composer.lang, key, {})
    fill = words(composer.lang)["fills"].get(key)
    return composer.missing(key, Gap(OWN_GAPS.get(metric, GapKind.OUT_OF_SCOPE), text, would_fill=fill))


def _elsewhere(composer: Composer, claim: Claim, metrics: list[str]) -> list[str]:
    """Facts that other sources state of hours or money that a claim names; they make no verdict."""
    known: Mapping[str, Any] = facts(composer.release)
    found: list[str] = []
    if "hours" in metrics:
        models = claim.models or ("JEM", "WSO", "TFM")
        found += [each for each in known for model in models if each.startswith(f"term:{model}.training_hours")]
    if "money" in metrics and any(part.metric == "money" for part in claim.parts):
        state = (claim.place or {}).get("code") or (claim.place or {}).get("state")
        rows = composer.release.rows(
            "SELECT fact_id FROM incentives WHERE state = $state ORDER BY fact_id", {"state": state}
        )
        found += [row["fact_id"] for row in rows] or [each for each in FEDERAL_MONEY if each in known]
    return found[:FACTS]
