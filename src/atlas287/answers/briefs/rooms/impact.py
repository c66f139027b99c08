"""Heading 4: what studies measured, of which model and when, and what none of them covers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences, number
from atlas287.core import registry
from atlas287.core.release import Release

MODELS = ("JEM", "WSO", "TFM")
NEWEST = 2
"""How many of the newest studies of a topic a brief tells; a question on studies is told all."""
SIGNED_IN = 2025
"""The year of the first agreements of the growth since then, which studies would have to cover."""


def impact(composer: Composer) -> Sentences:
    """Studies of 287(g) by topic: how many, the newest, and what is not studied; effects and disparities are a gap."""
    told = studies(composer, topics(), NEWEST) if composer.place["kind"] == "nation" else counted(composer, topics())
    return [*told, *lacking(composer), composer.missing("impact")]


def topics() -> tuple[str, ...]:
    """Topics of studies, in the order of the registry."""
    return tuple(registry.codes("study_topics")["standard"])


def counted(composer: Composer, wanted: Iterable[str]) -> Sentences:
    """How many studies of 287(g) the registry holds on each topic; those without one are left out."""
    names = registry.codes("study_topics")
    found = []
    for topic in wanted:
        name = (names["spanish"] if composer.lang == "es" else names["standard"])[topic]
        where = {"programme": "287g", "topic": topic}
        said = composer.computed("impact.studies", "studies", where, key=topic, name=name.lower())
        if number(said):
            found.append(said)
    return found


def studies(composer: Composer, wanted: Iterable[str], newest: int | None = None) -> Sentences:
    """Each topic's number of studies of 287(g), followed by what each of them reports, the newest first."""
    found: Sentences = []
    for topic in wanted:
        said = counted(composer, [topic])
        rows = _studies(composer.release, topic, composer.day.year)
        found += [*said, *(composer.stated(fact_id) for fact_id in rows[:newest])]
    return found


def lacking(composer: Composer) -> Sentences:
    """What no study in the registry covers: models, and agreements signed since 2025; computed from its own table."""
    found = []
    for model in MODELS:
        said = composer.computed("impact.model", "studies", {"programme": "287g", "model": model}, key=model)
        found.append(said)
    found.append(composer.derived("impact.since", "studies_since", {"year": SIGNED_IN, "as_of": str(composer.day)}))
    return found


@lru_cache(64)
def _studies(release: Release, topic: str, year: int) -> tuple[str, ...]:
    rows: list[dict[str, Any]] = release.rows(
        "SELECT fact_id FROM studies WHERE topic = $topic AND programme = '287g' AND year <= $year "
        "ORDER BY year DESC, fact_id",
        {"topic": topic, "year": year},
    )
    return tuple(row["fact_id"] for row in rows)
