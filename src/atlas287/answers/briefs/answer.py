"""Composes the brief of a place: measurements -> sentences -> sections.

No sentence carries a number that is not a measurement of `measure`; what the release does not hold is a gap.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.compose import Composer, place_name
from atlas287.answers.briefs.rooms.impact import impact
from atlas287.answers.briefs.rooms.law import law, section
from atlas287.answers.briefs.rooms.money import money
from atlas287.answers.briefs.rooms.narratives import narratives
from atlas287.answers.briefs.rooms.pipeline import pipeline
from atlas287.answers.briefs.rooms.policies import policies
from atlas287.answers.briefs.rooms.safe import safe_to_print
from atlas287.answers.briefs.rooms.scale import scale as scale_of
from atlas287.answers.briefs.rooms.unknown import unknown
from atlas287.answers.briefs.wording import words
from atlas287.answers.gaps import place_gaps
from atlas287.core.model import Brief, Gap, GapKind, Sentence
from atlas287.core.names import fold_space
from atlas287.core.release import Release


def brief(release: Release, place: Mapping[str, Any], *, as_of: date | None = None, lang: str = "en") -> Brief:
    """The brief of a place object on a date (default: that of the newest list). Raises UsageError for no language."""
    day = as_of or date.fromisoformat(str(release.newest["participating"]))
    composer = Composer(release, place, day, lang)
    texts, kind, name = words(lang), place["kind"], place_name(place, lang)
    parts = told(composer)
    scale = parts["scale"]
    answered = scale[0].kind == "computed"
    made = Brief(
        id="",
        question=texts["questions"][kind].format(place=name),
        status="partly" if answered else "not_answerable",
        place=place,
        as_of=str(day),
        lang=lang,
        release=release.id,
        notice=texts["notice"],
        summary=tuple(summary(parts)) if answered else (scale[0],),
        sections=tuple(section(composer, texts["headings"][key], sentences) for key, sentences in parts.items()),
        safe_to_print=tuple(safe_to_print(composer)),
        gaps=(*place_gaps(place, lang), *composer.gaps),
        do_not_infer=(*texts["do_not_infer"]["every"], *texts["do_not_infer"].get(kind, ())),
        follow_ups=tuple(text.format(place=name) for text in texts["follow_ups"][kind]),
        sources=tuple(composer.sources.values()),
        narratives=tuple(composer.narratives),
    )
    return replace(made, id=content_id(made.to_json()))


def summary(parts: Mapping[str, list[Sentence]]) -> list[Sentence]:
    """The executive summary: the law it rests on, how many and who, what binds or limits, and what is not known."""
    rules = [
        sentence for sentence in parts["scale"] if sentence.id.startswith(("policy.", "fact.policy:", "gap.policy"))
    ]
    return [*parts["scale"][:2], parts["law"][0], *rules[:1], parts["pipeline"][-1]]


def told(composer: Composer) -> dict[str, list[Sentence]]:
    """What is said of the place under each of the six headings, by its key, in order."""
    listed = scale_of(composer)  # first, so that the lists are the first sources
    claims, table = narratives(composer)
    composer.narratives.extend(table)
    return {
        "law": law(composer),
        "pipeline": pipeline(composer),
        "scale": [*listed, *policies(composer), *money(composer)],
        "impact": impact(composer),
        "narratives": claims,
        "unknown": unknown(composer),
    }


def asked(
    release: Release,
    kind: str,
    name: str | None,
    *,
    state: str | None = None,
    as_of: date | None = None,
    lang: str = "en",
) -> Brief:
    """The brief of the place of a kind that a name means.

    A name that fits several places gives an ambiguous brief with its candidates; one that fits no agency or town, which
    are never all known, a brief that is not answerable. Raises UsageError where no state or county fits.
    """
    found = places.find(release, kind, name, state)
    if len(found) == 1:
        place = places.agency_place(found[0]) if kind == "agency" else found[0]
        return brief(release, place, as_of=as_of, lang=lang)
    texts = words(lang)
    printed = fold_space(name or "")
    gap = Gap(GapKind.NOT_COLLECTED, texts["gaps"]["town_unknown"], would_fill=texts["fills"]["town_unknown"])
    return Brief(
        id="",
        question=texts["questions"]["which" if found else f"no_{kind}"].format(name=printed),
        status="ambiguous" if found else "not_answerable",
        place=None,
        as_of=str(as_of or release.newest["participating"]),
        lang=lang,
        release=release.id,
        notice=texts["notice"],
        gaps=(gap,) if kind == "town" and not found else (),
        candidates=tuple(places.candidate(place) for place in found),
    )


def content_id(content: Mapping[str, Any]) -> str:
    """The id of a brief: a hash over its whole content but the id, which names the release too."""
    rest = {key: value for key, value in content.items() if key not in ("id", "warnings")}
    return (
        "b-"
        + hashlib.sha256(
            json.dumps(rest, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]
    )
