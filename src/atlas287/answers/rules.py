"""The rules of registry/authority, typed: what a text lets, obliges or forbids officers to do, where and from when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from atlas287.core import registry

LAYERS = ("model", "statute", "none", "state_law")
"""In the order in which reasons are told: what a delegation says before what holds for every agency."""
MODELS = ("JEM", "WSO", "TFM", "TTFM", "HYBRID")
NONE, UNKNOWN = "NONE", "UNKNOWN"
"""Officers without an agreement; officers of whom it is not known whether and which agreement their agency holds."""
MUST, MAY, MAY_NOT, NOT_KNOWN = VERDICTS = ("must", "may", "may_not", "not_known")
WIDTH = {MUST: 3, MAY: 2, NOT_KNOWN: 1, MAY_NOT: 0}
"""Of several models of one agency the widest counts."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Without a verdict it only adds what the act presupposes; see registry/schema/authority.json."""

    id: str
    layer: str
    subject: frozenset[str]
    touchpoints: frozenset[str]
    acts: frozenset[str]
    first: date | None
    last: date | None
    verdict: str | None
    limits: Mapping[str, Any] | None
    presupposes: Sequence[str]
    next: Mapping[str, str] | None
    because: Sequence[str]
    says: Mapping[str, str]
    duty: str | None = None
    measure: str | None = None
    unless: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def reaches(self, models: Sequence[str], touchpoint: str, act: str, day: date) -> bool:
        """Whether it speaks of this act of such officers in this setting on the day."""
        dated = (self.first is None or self.first <= day) and (self.last is None or day < self.last)
        return dated and act in self.acts and touchpoint in self.touchpoints and not self.subject.isdisjoint(models)

    def concerns(self, measure: Mapping[str, Any]) -> bool:
        """Whether a measure of a State, as `policy` prints it, is what this rule tells."""
        if self.measure is not None:
            return bool(measure["id"] == self.measure)
        return self.duty in measure["codes"] and measure["id"] not in self.unless


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by layer and then as the files tell them."""
    found = [
        _rule(content["layer"], rule) for _, content in registry.documents("authority") for rule in content["rules"]
    ]
    return tuple(sorted(found, key=lambda rule: LAYERS.index(rule.layer)))


@cache
def version() -> str:
    """Tells one state of the rules from another."""
    content = [document for _, document in registry.documents("authority")]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def codes(name: str, lang: str = "en") -> dict[str, str]:
    """The names of one set of codes in a language, such as those of acts."""
    chosen: dict[str, str] = registry.codes(name)["spanish" if lang == "es" else "standard"]
    return chosen


def _rule(layer: str, content: Mapping[str, Any]) -> Rule:
    first, last = (date.fromisoformat(content[key]) if content[key] else None for key in ("from", "to"))
    typed = {key: content[key] for key in ("id", "verdict", "limits", "presupposes", "next", "because", "says")}
    typed |= {key: frozenset(content[key]) for key in ("subject", "touchpoints", "acts")}
    typed |= {key: frozenset(content.get(key, ())) for key in ("unless", "kinds")}
    return Rule(**typed, layer=layer, first=first, last=last, duty=content.get("duty"), measure=content.get("measure"))
