"""Answers on how numbers are spread: agencies with several agreements or models, States by how much they grew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from atlas287.answers.briefs.ask.narrowed import called, narrowed
from atlas287.answers.briefs.ask.parts import place_within, says
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.understand.tokens import plain
from atlas287.core.model import Sentence

_MODELS = re.compile(r"\b(?:models?|types?|kinds?|modelos?|tipos?)\b")
_ALL = re.compile(r"\b(?:all|each|every|tod[oa]s|cada)\b")
_TOP = re.compile(r"\b(?:top|first|primer[oa]s|los|las|bottom) (?P<number>\d{1,2}|ten|diez|three|tres|twenty|veinte)\b")
_NUMBERS = {"ten": 10, "diez": 10, "three": 3, "tres": 3, "twenty": 20, "veinte": 20}
FIRST = 5
"""States that a ranking tells where a question gives no number."""
WIDTH = timedelta(days=30)
"""How far back growth is told where a question names no day."""


def several(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """Agencies with more than one agreement or model, where a question asks for them; nothing where it does not."""
    if composer.place["kind"] not in ("nation", "state") or not says(made, "several") or made.since is not None:
        return
    folded = plain(made.read)
    unit = "models" if made.models or _MODELS.search(folded) else "agreements"
    least = max(made.least or (3 if _ALL.search(folded) and unit == "models" else 2), 2)
    if made.models:
        least = max(len(made.models), 2)
    asked = {"unit": unit, "where": composer.within() | narrowed(made), "as_of": str(composer.day), "least": least}
    what = {"what": called(composer, made)} if narrowed(made) else {}
    wording = "ask.several.models.kind" if what else f"ask.several.{unit}"
    yield composer.derived(wording, "several", asked, **place_within(composer), **what)


def grown(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """The States that grew or fell most, where a question asks for them; nothing where it does not."""
    up, down = says(made, "grew"), says(made, "shrank")
    if not (up or down) or composer.place["kind"] != "nation" or len(made.places) > 1 or narrowed(made):
        return
    if not says(made, "states_named") or says(made, "counties_ranked"):
        return
    until = min(made.until or made.day or composer.day, composer.day if made.since is None else date.max)
    since = made.since or (made.first - timedelta(days=1) if made.first and made.first < until else until - WIDTH)
    unit = "agencies" if made.unit == "agencies" else "agreements"
    asked: dict[str, Any] = {"unit": unit, "where": {}, "since": str(since), "until": str(until)}
    asked |= {"first": first(made), "fell": down}
    yield composer.derived(f"ask.{'fell' if down else 'grown'}.{unit}", "grown", asked)


def first(made: Plan) -> int:
    """How many places a ranking tells."""
    found = _TOP.search(plain(made.read))
    if not found:
        return FIRST
    return _NUMBERS.get(found["number"]) or max(int(found["number"]), 1)
