"""A printed answer made again from what it says it was asked: a question, a place, or a claim to check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs import answer, check
from atlas287.answers.briefs.ask import ask
from atlas287.core.release import Release


def as_brief(content: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a check in the form of a brief whose one section is the explanation."""
    release = content.get("release")
    brief = {key: content.get(key) for key in ("id", "place", "as_of", "lang", "sources")}
    brief |= {"release": release.get("id") if isinstance(release, dict) else release, "summary": [], "check": content}
    return brief | {"sections": [{"heading": "", "sentences": content["explanation"]}]}


def made(release: Release, brief: Mapping[str, Any]) -> dict[str, Any]:
    """A brief of a question or place, or a check, made again on this release from what it was asked."""
    if brief.get("plan") is not None:
        asked = brief["plan"]["asked"]
        return ask(
            release, asked["question"], place=asked["place"], as_of=_day(asked["as_of"]), lang=asked["lang"]
        ).to_json()
    if "check" not in brief:
        place = places.known_place(release, brief["place"])
        return answer.brief(release, place, as_of=date.fromisoformat(brief["as_of"]), lang=brief["lang"]).to_json()
    asked = brief["check"]["asked"]
    return check.check(
        release,
        brief["check"]["claim"],
        said=_day(asked["said"]),
        place=asked["place"],
        as_of=_day(asked["as_of"]),
        lang=brief["lang"],
        speaker=asked["speaker"],
    )


def content_id(brief: Mapping[str, Any]) -> str:
    """What the id of a brief or check is to be."""
    if "check" in brief:
        return check.content_id(brief["check"], str(brief["release"]))
    return answer.content_id(brief)


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
