"""A claim tested against the release: claim -> parts -> counts -> verdict, explained by sentences that run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.check.explain import explained
from atlas287.answers.briefs.check.judge import judged
from atlas287.answers.briefs.check.parse import LONGEST, newest, printable
from atlas287.answers.briefs.check.parts import UNITS
from atlas287.answers.briefs.check.review import claim_review
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.wording import words
from atlas287.core.model import Sentence
from atlas287.core.release import Release


def check(
    release: Release,
    claim: str,
    *,
    said: date | None = None,
    place: str | None = None,
    as_of: date | None = None,
    lang: str = "en",
    speaker: str | None = None,
) -> dict[str, Any]:
    """The object of the contract: a claim, how it was read, the verdict, the counts behind it, the explanation.

    A claim that names no day is tested on `as_of`, else the day it was `said`, else that of the newest list; one that
    names no place, for `place`, else the nation. Raises UsageError for a claim without a word, a place that fits none,
    or no language.
    """
    notice = words(lang)["notice"]
    read, found = judged(release, claim, said, place, as_of)
    last = newest(release)
    spoken = next((part.day for part in read.tested() if part.day), read.day)
    day = spoken.ending(last) if spoken else last
    composer = Composer(release, read.place or places.NATION, day, lang)
    sentences = explained(composer, read, found)
    review = claim_review(
        release, read.text, found.verdict, lang=lang, speaker=speaker, said=str(said) if said else None
    )
    made = {
        "id": "",
        "claim": claim,
        "asked": {"said": read.asked["said"], "place": place, "as_of": read.asked["as_of"], "speaker": speaker},
        "place": composer.place,
        "as_of": str(day),
        "lang": lang,
        "notice": notice,
        "unread": max(0, len(printable(claim)) - LONGEST),
        "parsed": read.to_json(last),
        "verdict": found.verdict,
        "values": values(sentences),
        "explanation": [sentence.to_json() for sentence in sentences],
        "gaps": [gap.to_json() for gap in composer.gaps],
        "candidates": [places.candidate(each) for each in read.candidates],
        "sources": [asdict(source) for source in composer.sources.values()],
        "claim_review": None if read.refusal == "person" else review,
    }
    return made | {"id": content_id(made, release.id)}


def warnings(content: Mapping[str, Any]) -> list[str]:
    """What a reader must know of a check: that no one reviewed a translation, that a claim was not read to its end."""
    found = [str(content["notice"])] if content["notice"] else []
    unread = words(content["lang"])["check"]["unread"]
    return [*found, *([str(unread).format(n=f"{content['unread']:,}")] if content["unread"] else [])]


def values(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """The counts that an explanation prints, each with its list."""
    found = []
    for sentence in sentences:
        slot = sentence.slots.get("n")
        if slot is None or slot.list is None or slot.unit not in (*UNITS, "pending"):
            continue
        where = slot.parameters.get("where", {})
        entry = {"unit": slot.unit, "value": slot.number, "as_of": slot.list["as_of"], "list": dict(slot.list)}
        found.append(entry | {"where": dict(where), "sentence": sentence.id})
    return found


def content_id(content: Mapping[str, Any], release: str) -> str:
    """The id of a check: a hash over its content and the release."""
    rest = {key: value for key, value in content.items() if key not in ("id", "warnings", "release")}
    told = json.dumps([release, rest], sort_keys=True, ensure_ascii=False)
    return "c-" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
