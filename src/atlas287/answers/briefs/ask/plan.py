"""What a question asks: topics, places, models, days and acts; or why it is not one that can be answered here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.ask import scope, subject
from atlas287.answers.briefs.ask.words import matching, vocabulary
from atlas287.answers.briefs.understand.dated import Day
from atlas287.answers.briefs.understand.mentions import Mention, mentions
from atlas287.answers.briefs.understand.spelling import respelt
from atlas287.answers.briefs.understand.tokens import LONGEST, plain
from atlas287.answers.briefs.understand.when import days, impossible
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES
from atlas287.core.names import fold_space
from atlas287.core.release import Release

_SPANISH = re.compile(
    r"\b(?:que|cuant[oa]s|cual(?:es)?|el|la|los|las|del?|por|con|para|en|esta|hay|tiene[n]?|una?|y|son|como|donde|quien(?:es)?|"
    r"acuerdos?|policia|condado|estados?)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|in|is|are|how|many|which|what|does|do|did|has|have|with|and|to|on|for|who|where|when|agreements?|county)\b"
)
_SPANISH_NAMES = re.compile(r"[¿¡]|\b(?:condado|parroquia|municipio|policia|alguacil)\b")


_AND_NOW = re.compile(
    r"\b(?:and|y|vs|versus|than|que|to|until|till|through|hasta|a|con|with|or)\.?\s+"
    r"(?:(?:how many|cuant[oa]s|the|are|there|hay|son|is)\s+){0,4}"
    r"(?:today|now|currently|present|hoy|ahora|actualmente)\b"
)
"""How things stand now, set beside another day."""
_COMPARES = re.compile(r"\b(?:compar\w*|versus|vs|than|rest of|que el resto)\b")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question asks.

    `places` are the places it names, the first being the one asked about, each as its place object; `candidates` those
    that one name may mean. `day` is the day asked about, `since` and `until` those between which it asks how a number
    changed, `first` the first day of a month or year that it names, `also` the days that it names besides two; `least`
    is the number of which it asks when it was reached, `numbers` all that it states. `whole` asks for all six headings.
    `refusal` says why it cannot
    be answered here: person, live, advice, opinion, region, other, or none where it can. `asked` are the words
    and options that the plan was made from, so that it can be made again; `read` the question as it was read, with
    words put right. `bodies` are the kinds of agency by which a count is narrowed.
    """

    asked: Mapping[str, Any]
    question: str
    lang: str
    topics: tuple[str, ...] = ()
    places: tuple[Mapping[str, Any], ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = ()
    unknown_place: str | None = None
    body: str | None = None
    bodies: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    unit: str = "agreements"
    day: date | None = None
    since: date | None = None
    until: date | None = None
    first: date | None = None
    also: tuple[date, ...] = ()
    least: int | None = None
    numbers: tuple[int, ...] = ()
    acts: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    study_topics: tuple[str, ...] = ()
    whole: bool = False
    refusal: str | None = None
    read: str = ""

    def to_json(self) -> dict[str, Any]:
        """The plan as a brief carries it."""
        content: dict[str, Any] = {"asked": dict(self.asked), "topics": list(self.topics), "unit": self.unit}
        content["places"] = [places.candidate(place) for place in self.places]
        for name in ("models", "bodies", "acts", "touchpoints", "study_topics"):
            content[name] = list(getattr(self, name))
        for name in ("day", "since", "until", "first"):
            value = getattr(self, name)
            content[name] = str(value) if value else None
        content["also"], content["least"] = [str(day) for day in self.also], self.least
        content["numbers"] = list(self.numbers)
        return content | {"body": self.body, "whole": self.whole, "refusal": self.refusal}


def plan(
    release: Release, question: str, *, place: str | None = None, as_of: date | None = None, lang: str | None = None
) -> Plan:
    """The plan of a question; `lang` is told from the question where it is not given.

    Raises UsageError for a question without a word, a language that is not there, and a `place` that fits none.
    """
    text = _clean(question)
    asked = {"question": question, "place": place, "as_of": str(as_of) if as_of else None, "lang": lang}
    if not re.search(r"\w", text) and not any(unicodedata.category(each) == "So" for each in text):
        raise UsageError("the question holds no word", do='ask it in quotes: atlas287 ask "How many agreements …?"')
    if lang is not None and lang not in LANGUAGES:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(LANGUAGES)}")
    if no_date := impossible(text):
        raise UsageError("there is no such date", where=no_date, do="write it as YYYY-MM-DD")
    read = respelt(release, text, *_spelling())
    folded = plain(read)
    named = mentions(release, read)
    spoken = lang or language(folded, _without_names(read, folded, named, agencies=True))
    refused = scope.refusal(read, folded, named) or scope.refusal(text, plain(text), named)
    if refused:
        return Plan(asked, text, spoken, refusal=refused, day=as_of)
    read = scope.without_asides(read, named)
    folded = plain(read)
    if place is not None:
        given = _given(release, place)
        if len(given) > 1:
            return Plan(asked, text, spoken, candidates=tuple(given), day=as_of)
        named = [mention for mention in named if mention.kind in ("state", "agency")]
        named.insert(0, Mention(given[0]["kind"], tuple(given), 0, 0))
    if scope.region(read, _without_names(read, folded, named, agencies=True), named):
        return Plan(asked, text, spoken, refusal="region", day=as_of)
    known = vocabulary()
    lost = scope.unknown_place(read, named) if place is None else None
    if lost:
        return Plan(asked, text, spoken, unknown_place=lost, day=as_of)
    models = matching(folded, known["models"])
    acts, touchpoints = matching(folded, known["acts"]), matching(folded, known["touchpoints"])
    if "TTFM" in models:
        models = tuple(model for model in models if model != "TFM")
    newest = date.fromisoformat(str(release.newest["participating"]))
    dated = days(read, newest)
    if len(dated) == 1 and dated[0].last < newest and (now := _AND_NOW.search(folded)):
        dated.append(Day(newest, newest, "day", "until", now.end(), now.end()))
    asking = _without_dates(_without_names(read, folded, named, agencies=True), dated)
    for forms in known["models"].values():
        asking = re.sub("|".join(forms), _without_model, asking)
    topics = subject.topics(asking, acts, bool(models) or bool(touchpoints), len(named), bool(dated))
    if not models and not scope.in_scope(asking, topics, named, matching(folded, known["study_topics"]), bool(dated)):
        return Plan(asked, text, spoken, refusal="other", day=as_of)
    named = _distinct(named, folded)
    several = [mention for mention in named if len(mention.candidates) > 1]
    body = next((mention.body for mention in named if mention.body), None)
    day, since, until, first = _period(dated, as_of)
    if day and first and first < day and first <= newest < day:  # a month or year that is not over on the newest list
        day = newest
    return Plan(
        asked,
        text,
        spoken,
        topics=subject.settled(topics, named, body, asking, models, since is not None, bool(dated)),
        places=tuple(mention.candidates[0] for mention in named if len(mention.candidates) == 1),
        candidates=tuple(several[0].candidates) if several else (),
        body=body,
        bodies=subject.bodies(asking),
        models=models,
        unit=subject.unit(folded),
        day=day,
        since=since,
        until=until,
        first=first,
        also=tuple(each.last for each in dated if each.last not in (day, since, until)) if since else (),
        least=subject.least(read, dated),
        numbers=subject.numbers(read, dated, named),
        acts=acts,
        touchpoints=touchpoints,
        study_topics=matching(folded, known["study_topics"]),
        whole=subject.whole(topics, models, matching(folded, known["study_topics"])),
        read=read,
    )


def language(folded: str, unnamed: str) -> str:
    """The language of a text without accents: Spanish where more of its little words are Spanish than English.

    `unnamed` is the text without names, since Las Vegas is no Spanish; what stands around them breaks a tie.
    """
    spanish, english = len(_SPANISH.findall(unnamed)), len(_ENGLISH.findall(unnamed))
    return "es" if spanish > english or (spanish == english and _SPANISH_NAMES.search(folded)) else "en"


@cache
def _spelling() -> tuple[frozenset[str], frozenset[str]]:
    """Key words that are put right, and words that are not."""
    known = vocabulary()
    return frozenset(" ".join(known["spelling"]).split()), frozenset(" ".join(known["spelt_right"]).split())


def _without_dates(asking: str, dated: Iterable[Day]) -> str:
    """The question without its dates and the words that belong to them: the end of 2025 ends no agreement."""
    for day in dated:
        if day.end <= len(asking):
            asking = asking[: day.start] + " " * (day.end - day.start) + asking[day.end :]
    asking = re.sub(
        r"\b(?:(?:at|by|until|to) )?(?:the )?(?:very )?(?:end(?:ing)?|last day)(?: of)?(?: the)?(?=\s{3,}|\s*$)",
        lambda m: " " * len(m[0]),
        asking,
    )
    return re.sub(r"\s+", " ", asking)


def _without_model(found: re.Match[str]) -> str:
    """What stays of the name of a model: that agreements are asked about, where it says so."""
    kept = re.search(r"\b(?:agreements?|acuerdos?|convenios?)\b", found[0])
    return f" {kept[0]} " if kept else " "


def _clean(question: str) -> str:
    """A question without control characters and runs of white space, as far as it is read."""
    return fold_space("".join(each if each.isprintable() else " " for each in question))[:LONGEST]


def _given(release: Release, place: str) -> list[Mapping[str, Any]]:
    """The places that an option names: by code or id, else as a question names one, else as a State's code."""
    text = fold_space(place)
    by_id = places.counties(release).get(text) or places.towns(release).get(text)
    if by_id:
        return [by_id]
    own = release.rows(
        "SELECT agency_id AS id, agency AS name, state FROM agencies WHERE agency_id = $id", {"id": text}
    )
    if own:
        return [{"kind": "agency", **own[0]}]
    found = mentions(release, text) or mentions(release, text.title())
    if len(found) == 1:
        return list(found[0].candidates)
    try:
        return list(places.find_states(text))
    except UsageError:
        raise UsageError(
            f"no place is called {place!r}", where="--place", do='name one, as "Collier County, FL" or "Ohio"'
        ) from None


def _without_names(text: str, folded: str, named: Iterable[Mention], *, agencies: bool = False) -> str:
    """The question without the names of places in it, whose words are no words of the question; agencies stay."""
    if len(text) != len(folded):  # spans are those of the text as written
        folded = "".join(kept if len(kept := plain(each)) == 1 else each for each in text)
    for mention in named:
        if agencies or mention.kind != "agency":
            folded = folded[: mention.start] + " " * (mention.end - mention.start) + folded[mention.end :]
    return folded


def _distinct(named: list[Mention], folded: str) -> list[Mention]:
    """Mentions without the State of a place that is named too, unless places are compared; each place once."""
    named = list({tuple(str(place) for place in mention.candidates): mention for mention in reversed(named)}.values())[
        ::-1
    ]
    if _COMPARES.search(folded):
        return named
    agencies = [str(m.candidates[0]["name"]).casefold() for m in named if m.kind == "agency"]
    named = [m for m in named if m.kind != "town" or not any(_own(m, agency) for agency in agencies)]
    within = {str(place["state"]) for mention in named for place in mention.candidates if mention.kind != "state"}
    return [m for m in named if m.kind != "state" or str(m.candidates[0]["code"]) not in within]


def _own(mention: Mention, agency: str) -> bool:
    """Whether an agency that a question names is that of a town that it names too."""
    return agency.startswith(str(mention.candidates[0]["name"]).casefold().partition(",")[0])


def _period(found: list[Day], as_of: date | None) -> tuple[date | None, date | None, date | None, date | None]:
    """The day asked about, the days between which change is asked for, and the first day of the period named."""
    if as_of is not None:
        return as_of, None, None, None
    since = next((day for day in found if day.role == "since"), None)
    if since is None and len(found) > 1:
        found = sorted(found, key=lambda day: day.last)  # than on January 31: the earlier day may be named last
        since = found[0]
    if since is None:
        day = found[0] if found else None
        return (day.last if day else None), None, None, (day.first if day else None)
    until = next((day for day in found if day is not since and day.first >= since.first), None)
    last = until.last if until else None
    return last, since.last, last, since.first
