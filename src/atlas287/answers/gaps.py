"""What is not known of a place, stage by stage: who holds it, and the records request that would tell.

The gaps are those of the registry that rest on a source; what is only recalled is left out. A request asks for counts
and documents about institutions, never about a person; it names no law, since the text of none is loaded, and what is
not known of an office (its address, the records law that binds it) is a typed gap beside the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import facts, registry
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES, Gap, GapFact, Holder, Stage

WORDS = Path(__file__).with_name("request_words.yaml")
Place = Mapping[str, Any]


def place_gaps(place: Place, lang: str = "en", stages: Sequence[str] = ()) -> list[Gap]:
    """The gaps of a place, by stage; `stages` keeps some. Each carries a request to the first office that holds it.

    `place` is a place object: {"kind": nation | state | county | town | agency, "name", and what tells it}. For an
    agency its own records custodian comes first where it holds the record. Raises UsageError for a stage or language
    that is not known.
    """
    texts = words(lang)
    for stage in stages:
        if stage not in set(Stage):
            raise UsageError("no such stage", where=f"--stage {stage}", do=f"choose from {', '.join(Stage)}")
    return [
        _told(fact, place, lang, texts)
        for fact in facts.gaps()
        if fact.confidence != facts.RECALLED
        and place["kind"] in fact.places
        and (not stages or fact.stage.value in stages)
    ]


def words(lang: str) -> dict[str, Any]:
    """The words around gaps and requests. Raises UsageError for a language that is not there."""
    if lang not in LANGUAGES:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(LANGUAGES)}")
    chosen: dict[str, Any] = _all_words()[lang]
    return chosen


def place_name(place: Place, lang: str) -> str:
    """The name of a place within a sentence."""
    if place["kind"] == "nation":
        return str(words(lang)["nation"])
    if place["kind"] == "agency":
        return f"{place['name']} ({place['state']})"
    return str(place["name"])


@cache
def _all_words() -> dict[str, Any]:
    return registry.load_yaml(WORDS)


def _told(fact: GapFact, place: Place, lang: str, texts: Mapping[str, Any]) -> Gap:
    name = place_name(place, lang)
    offices = [facts.holders()[holder] for holder in fact.holders]
    if place["kind"] == "agency":
        offices.sort(key=lambda office: office.level != "agency")
    titles = [_title(office, place, lang, texts) for office in offices]
    letter = None
    if fact.request is not None:
        letter = texts["letter"].format(
            holder=titles[0],
            stage=texts["stages"][fact.stage.value],
            place=name,
            request=fact.request[lang].format(place=name),
            period=texts["periods"][fact.period],
        )
    return Gap(
        kind=fact.kind,
        what=fact.what[lang].format(place=name),
        why_it_matters=fact.why_it_matters[lang].format(place=name),
        would_fill=fact.would_fill[lang].format(place=name),
        holder=titles[0] if titles else None,
        request=letter,
        id=fact.id,
        stage=fact.stage,
        holders=tuple(_office(office, title) for office, title in zip(offices, titles, strict=True)),
        proxy={key: text[lang].format(place=name) for key, text in fact.proxy.items()} if fact.proxy else None,
        basis=fact.basis[lang],
        confidence=fact.confidence,
    )


def _title(office: Holder, place: Place, lang: str, texts: Mapping[str, Any]) -> str:
    """The title of an office: {place} is the state or county that it belongs to, {agency} the agency."""
    kind = place["kind"]
    agency = place_name(place, lang) if kind == "agency" else texts["each_agency"]
    if office.level == "state":
        code = place.get("code") or place.get("state")
        where = registry.codes("states")["standard"][code] if code else texts["each_state"]
    else:
        where = place["name"] if kind == "county" else texts["each_county"]
    return office.title[lang].format(agency=agency, place=where)


def _office(office: Holder, title: str) -> dict[str, Any]:
    return {
        "id": office.id,
        "title": title,
        "level": office.level,
        "address": {"gap": office.address.value},
        "records_law": {"gap": office.records_law.value},
    }
