"""Heading 1: federal law, and what each model in force at a place delegates, on what training and supervision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from atlas287.answers import stated
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences
from atlas287.answers.briefs.wording import words
from atlas287.core.model import GapKind, Section
from atlas287.core.release import Release

FEDERAL = ("statute:g1", "statute:g3", "statute:g9", "statute:g10")
"""Who may agree, under whose direction, that nobody must, and what needs no agreement."""
POWERS = (
    "contact_setting",
    "can_interrogate",
    "arrest_without_warrant_on_street",
    "serves_warrants",
    "issues_detainers",
)
BEHIND = ("training_hours", "supervision", "cost", "duration")
"""What the powers rest on: told of a place or agency, and where a question asks."""
MODELS = ("JEM", "WSO", "TFM", "TTFM")
TEMPLATES = date(2025, 2, 1)
"""From when the templates that the terms tell were in use; those of an earlier day are other texts."""
BEFORE_2013 = date(2013, 1, 1)


def law(composer: Composer) -> Sentences:
    """Federal law and the models in force at the place on the day; for a place without one, what needs none."""
    federal = [composer.stated(each) for each in FEDERAL]
    kind, found = composer.place["kind"], in_force(composer)
    attributes = POWERS if kind in ("nation", "state") else (*POWERS, *BEHIND)
    sentences = [*federal, *in_use(composer, found, attributes)]
    if not found:
        sentences += terms(composer, ["NONE"], ("what_still_happens",))
    return [*sentences, composer.missing("law")]


def in_force(composer: Composer) -> list[str]:
    """The models under which ICE's list shows an agency of the place on the day."""
    basis, within = composer.basis(), composer.within()
    return [model for model in MODELS if composer.value("agreements", within | {"model": model}, **basis)]


def in_use(composer: Composer, models: Iterable[str], attributes: Iterable[str]) -> Sentences:
    """The terms of models on the day: of the templates in use since 2025, or a gap where older ones were."""
    named = list(models)
    if composer.day >= TEMPLATES or not named:
        return terms(composer, named, attributes)
    earlier = ["TFM_PRE2013"] if "TFM" in named and composer.day < BEFORE_2013 else []
    day = {"as_of": str(composer.day)}
    return [*terms(composer, earlier, attributes), composer.gap(GapKind.NOT_LOADED, "law_before", day)]


def terms(composer: Composer, models: Iterable[str], attributes: Iterable[str]) -> Sentences:
    """What each model says of each attribute; all that sources say where they disagree."""
    known, wanted = _terms(composer.release), list(attributes)
    return [
        composer.stated(fact_id)
        for model in models
        for attribute in wanted
        for fact_id in known.get((model, attribute), ())
    ]


@lru_cache(8)
def _terms(release: Release) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Ids of the terms of each model and attribute, as the release has them."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in release.rows("SELECT fact_id, model, attribute FROM terms ORDER BY fact_id"):
        found.setdefault((row["model"], row["attribute"]), []).append(row["fact_id"])
    return {key: tuple(ids) for key, ids in found.items()}


def section(composer: Composer, heading: str, sentences: Sentences) -> Section:
    """A section that ends, where it tells law, with the day on which that was checked."""
    told = [stated.fact(composer.release, each.fact) for each in sentences if each.fact]
    checked = [each.checked for each in told if each.kind in ("policy", "statute", "term")]
    note = str(words(composer.lang)["legal_note"]).format(checked=max(checked, default=date.min)) if checked else None
    return Section(heading, tuple(sentences), note)
