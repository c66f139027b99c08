"""What a question asks: topics, places, models, days and acts; or why it is not one that can be answered here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs.understand.mentions import Mention, mentions
from atlas287.answers.briefs.understand.spelling import respelt
from atlas287.answers.briefs.understand.tokens import LONGEST, plain
from atlas287.answers.briefs.understand.when import MONTHS, Day, days, impossible
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES
from atlas287.core.names import fold_space
from atlas287.core.release import Release

TOPICS = Path(__file__).with_name("topics.yaml")
_SPANISH = re.compile(
    r"\b(?:que|cuant[oa]s|cual(?:es)?|el|la|los|las|del?|por|con|para|en|esta|hay|tiene[n]?|una?|y|son|como|donde|quien(?:es)?|"
    r"acuerdos?|policia|condado|estados?)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|in|is|are|how|many|which|what|does|do|did|has|have|with|and|to|on|for|who|where|when|agreements?|county)\b"
)
_SPANISH_NAMES = re.compile(r"[¿¡]|\b(?:condado|parroquia|municipio|policia|alguacil)\b")
_NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
_BEFORE = (
    r"[Ii]s|[Ww]as|[Hh]as|[Dd]id|[Ff]ind|[Ll]ook up|[Aa]bout|[Ww]ho is|[Ll]ocate|[Ff]ue|[Ee]st[aá]|[Ee]s|[Hh]an?|"
    r"[Bb]usca[rn]?|[Qq]ui[eé]n es|[Ss]obre|[Tt]iene|[Dd]onde est[aá]|[Dd]etenido|[Dd]etenida"
)
_PERSON = re.compile(rf"\b(?:{_BEFORE})\s+(?:a\s+)?(?P<name>{_NAME}(?:\s+{_NAME}){{1,3}})")
_PART = re.compile(
    r"\b(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Greater|Downtown|New|Saint)\b"
)
_NO_NAME = re.compile(
    r"\b(?:County|Police|Department|Sheriff|Model|Officer|Task|Force|Jail|Enforcement|Warrant|Service|State|City|Town|The|"
    r"Immigration|Customs|Homeland|Security|Section|Program|Operation|Act|Law|Highway|Patrol|University|Federal|United|"
    r"States|National|Tribal|Condado|Policia|Policía|Departamento|Estado|Modelo|Oficina|Programa|Ley|Office|Corrections|"
    r"Attorney|General|Governor|Supreme|Court|House|Senate|Congress|President|Mayor)\b"
)


_PLACED = re.compile(
    rf"\b(?P<named>(?:{_NAME}[ -]){{1,4}}(?:County|Parish|Police|Sheriff)\b)|"
    rf"\b(?:[Cc]ondado de|[Cc]iudad de|[Cc]ity of|[Tt]own of)\s+(?P<called>{_NAME}(?:[ -]{_NAME}){{0,3}})|"
    rf"\b(?:in|en)\s+(?P<within>{_NAME}(?:[ -]{_NAME}){{0,3}})"
)
_NO_PLACE = re.compile(
    rf"^(?:{'|'.join(name.capitalize() for name in MONTHS)}|The|United|States|America|English|Spanish|Congress|Local|"
    r"State|County|Which|What|How|Does|Do|Did|Is|Are|Estados|Unidos|Ingles|Inglés|Español|Task|Jail|Warrant|Total|Custody|"
    r"Washington|Federal|Tribal|Section|Immigration|Homeland|Customs|Operation|Secure|Project|President|Republican|"
    r"Democrat\w*|Southern|Northern|Western|Eastern|Midwestern|Fiscal|Spring|Summer|Fall|Winter|Trump|Biden|Obama|Bush)\b"
)


_LATIN = "áéíóúüñÁÉÍÓÚÜÑ"
_COUNTS = re.compile(r"\b(?:how many|number of|cuant[oa]s|numero de)\b")
_COMPARES = re.compile(r"\b(?:compar\w*|versus|vs|than|rest of|que el resto)\b")
_AGREEMENTS_ASKED = re.compile(
    r"\b(?:how many|number of|cuantos|numero de) (?:(?!have|has|hold|with|in|are|tienen|con|sign)\S+ ){0,4}"
    r"(?:agreements|moas?|acuerdos|convenios)\b"
)
_BILL = re.compile(r"\b[hs]\.?[bf]\.? ?\d+\b")
_BROKEN_DOWN = re.compile(
    r"\b(?:by|per|each|every|por|cada|segun(?: el)?) (?:models?|types?|modelos?|tipos?)\b|\bbreak ?down\b|\bdesglos"
)
_LAWS = re.compile(
    r"\b(?:laws?|statutes?|bills?|illegal|allow(?:s|ed)?|executive order|leyes|ley|ilegal|permit\w+|decretos?|"
    r"[hs]\.?[bf]\.? ?\d+)\b"
)
_REQUESTS = re.compile(
    r"\b(?:request|obtain|get|file|see|pedir|solicitar|obtener|conseguir) (?:\w+ ){0,4}"
    r"(?:records?|memorand\w+|cop(?:y|ies|ias?)|documents?|moas?|registros|documentos?)\b"
)
_LEFT = re.compile(
    r"\b(?:end(?:ed|s)?|terminat\w*|cancel\w*|withdr\w*|left|leave|still|quit|drop\w*|pull\w* out|exit\w*|"
    r"what happened|no longer|sigue|termin\w+|cancel\w+|retir\w+|dej(?:o|aron)|salio|abandon\w+|ya no)\b"
)
_HOW = re.compile(r"\b(?:how|can|may|could|must|who|como|puede|quien)\b")
_COUNTED_TOO = re.compile(
    r"\b(?:how many|cuant[oa]s) (?:\S+ ){0,4}(?:agreements|agencies|acuerdos|convenios|agencias)\b.{0,60}"
    r"(?:\band\b|\?|;|\by\b).{0,20}\b(?:who|what|how|does|do|which|quien|que|cuanto|como)\b"
)
"""A count, and a question of another topic besides."""
_WORDS_OF_ITS_OWN = re.compile(
    r"\b(?!(?:what|about|tell|me|in|the|is|are|there|of|and|please|information|info|on|for|show|que|hay|sobre|en|el|la|"
    r"los|las|de|del|dime|informacion|a|an|s)\b)[a-z]{2,}"
)
"""A word besides those around the bare name of a place, which asks for its brief."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question asks.

    `places` are the places it names, the first being the one asked about, each as its place object; `candidates` those
    that one name may mean. `day` is the day asked about, `since` and `until` those between which it asks how a number
    changed, `first` the first day of a month or year that it names. `whole` asks for all six headings. `refusal` says
    why it cannot be answered here: person, live, advice, opinion, other, or none where it can. `asked` are the words
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
    refused = _refusal(read, folded, named) or _refusal(text, plain(text), named)
    if refused:
        return Plan(asked, text, spoken, refusal=refused, day=as_of)
    if place is not None:
        given = _given(release, place)
        if len(given) > 1:
            return Plan(asked, text, spoken, candidates=tuple(given), day=as_of)
        named = [mention for mention in named if mention.kind in ("state", "agency")]
        named.insert(0, Mention(given[0]["kind"], tuple(given), 0, 0))
    known = vocabulary()
    lost = _unknown_place(read, named) if place is None else None
    if lost:
        return Plan(asked, text, spoken, unknown_place=lost, day=as_of)
    models = _matching(folded, known["models"])
    acts, touchpoints = _matching(folded, known["acts"]), _matching(folded, known["touchpoints"])
    if "TTFM" in models:
        models = tuple(model for model in models if model != "TFM")
    newest = date.fromisoformat(str(release.newest["participating"]))
    dated = days(read, newest)
    asking = _without_dates(_without_names(read, folded, named), dated)
    for forms in known["models"].values():
        asking = re.sub("|".join(forms), " ", asking)
    topics = _topics(asking, acts)
    if not models and not _in_scope(asking, topics, named, _matching(folded, known["study_topics"])):
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
        topics=_settled(topics, named, body, asking, models, since is not None, bool(dated)),
        places=tuple(mention.candidates[0] for mention in named if len(mention.candidates) == 1),
        candidates=tuple(several[0].candidates) if several else (),
        body=body,
        bodies=_bodies(asking),
        models=models,
        unit=_unit(folded),
        day=day,
        since=since,
        until=until,
        first=first,
        acts=acts,
        touchpoints=touchpoints,
        study_topics=_matching(folded, known["study_topics"]),
        whole=_whole(topics, models, _matching(folded, known["study_topics"])),
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


def _bodies(asking: str) -> tuple[str, ...]:
    """The kinds of agency by which a count is narrowed; only the police of towns where a question says so."""
    found = _matching(asking, vocabulary()["bodies"])
    return tuple(body for body in found if body != "police_departments" or "municipal_police" not in found)


def _unit(folded: str) -> str:
    """What is counted: the unit right behind `how many`, else the first that a question names."""
    if _AGREEMENTS_ASKED.search(folded):
        return "pending" if "pending" in _matching(folded, vocabulary()["units"]) else "agreements"
    found = list(_matching(folded, vocabulary()["units"]))
    asked = [unit for unit in ("states", "counties", "pending") if unit in found]
    return next(iter([*asked, *found]), "agreements")


def _without_dates(asking: str, dated: Iterable[Day]) -> str:
    """The question without its dates and the words that belong to them: the end of 2025 ends no agreement."""
    for day in dated:
        if day.end <= len(asking):
            asking = asking[: day.start] + " " * (day.end - day.start) + asking[day.end :]
    asking = re.sub(
        r"\b(?:(?:at|by|until|to) )?(?:the )?(?:very )?end(?:ing)?(?: of)?(?: the)?(?=\s{3,}|\s*$)",
        lambda m: " " * len(m[0]),
        asking,
    )
    return re.sub(r"\s+", " ", asking)


@cache
def vocabulary() -> dict[str, Any]:
    """The words of `topics.yaml`."""
    return registry.load_yaml(TOPICS)


def _clean(question: str) -> str:
    """A question without control characters and runs of white space, as far as it is read."""
    return fold_space("".join(each if each.isprintable() else " " for each in question))[:LONGEST]


def _matching(folded: str, forms: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(code for code, patterns in forms.items() if any(re.search(form, folded) for form in patterns))


def _refusal(text: str, folded: str, named: Iterable[Mention]) -> str | None:
    letters = [each for each in text if each.isalpha()]
    if not letters and not any(each.isdecimal() for each in text):
        return "language"  # pictures alone
    if sum(each.isascii() or each in _LATIN for each in letters) * 2 < len(letters):
        return "language"
    for kind, patterns in vocabulary()["refusals"].items():
        if any(re.search(form, folded) for form in patterns):
            return str(kind)
    spans = [(mention.start, mention.end) for mention in named]
    spans += [match.span() for match in _PART.finditer(text)]
    for match in _PERSON.finditer(text):
        start = match.start("name")
        # a place of two words, not a surname that a county has too
        if not _NO_NAME.search(match["name"]) and not any(begin <= start < stop for begin, stop in spans):
            return "person"
    return None


def _unknown_place(text: str, named: Iterable[Mention]) -> str | None:
    """A name that a text gives as a place and that no place has."""
    named = list(named)
    spans = [(mention.start, mention.end) for mention in named]
    for match in _PLACED.finditer(text):
        group = next(key for key in ("named", "called", "within") if match[key])
        start, end = match.span(group)
        called = plain(match[group])
        if any(str(place["name"]).casefold().startswith(called) for each in named for place in each.candidates):
            continue
        if any(start < stop and begin < end for begin, stop in spans) or _NO_PLACE.search(match[group]):
            continue
        return match[group]
    return None


def _given(release: Release, place: str) -> list[Mapping[str, Any]]:
    """The places that an option names: by code or id, else as a question names one, else as a State's code."""
    text = fold_space(place)
    by_id = places.counties(release).get(text) or places.towns(release).get(text)
    if by_id:
        return [by_id]
    found = mentions(release, text) or mentions(release, text.title())
    if len(found) == 1:
        return list(found[0].candidates)
    try:
        return list(places.find_states(text))
    except UsageError:
        raise UsageError(
            f"no place is called {place!r}", where="--place", do='name one, as "Collier County, FL" or "Ohio"'
        ) from None


def _topics(folded: str, acts: tuple[str, ...]) -> list[str]:
    """Topics whose words a question holds, in the order of the file; weak ones only where there is no other."""
    found = []
    weak = []
    for topic, words in vocabulary()["topics"].items():
        beside = words.get("beside")
        if any(re.search(form, folded) for form in words["any"]) and (
            beside is None or any(re.search(form, folded) for form in beside)
        ):
            found.append(topic)
        elif any(re.search(form, folded) for form in words.get("weak", ())):
            weak.append(topic)
    everything = any(re.search(form, folded) for form in vocabulary()["anything"])
    if "authority" in found and not acts:
        found.remove("authority")
    elif everything and "authority" not in found and not found:
        found.append("authority")
    if not found and _matching(folded, vocabulary()["attributes"]):
        return ["law"]
    return found or weak


def _settled(
    topics: list[str],
    named: list[Mention],
    body: str | None,
    asking: str,
    models: tuple[str, ...],
    dated: bool,
    named_day: bool,
) -> tuple[str, ...]:
    """Topics without those that a more telling one makes needless; `dated` where change between days is asked for."""
    known = vocabulary()
    attributed = bool(_matching(asking, known["attributes"])) and not _BROKEN_DOWN.search(asking)
    state = any(mention.kind in ("state", "county") for mention in named)
    if (
        state
        and not models
        and not {"authority", "policy", "money", "studies"}.intersection(topics)
        and _LAWS.search(asking)
    ):
        topics = [*(topic for topic in topics if topic not in ("law", "scale")), "policy"]
    if "gaps" in topics and _REQUESTS.search(asking):
        topics = [topic for topic in topics if topic not in ("law", "scale")]
    alone = any(mention.kind == "agency" or (body and mention.kind != "state") for mention in named)
    if alone and _LEFT.search(asking) and not _HOW.search(asking):
        topics = [topic for topic in topics if topic not in ("law", "scale", "changes")]
        topics = ["scale", *topics, *(["changes"] if named_day else [])]
        attributed = False
    counted = _COUNTED_TOO.search(asking) is not None
    growth = dated and re.search(r"\b(?:agreements?|acuerdos?|convenios?)\b", asking)
    if "changes" in topics and growth and not _matching(asking, known["events"]):
        topics = [*(topic for topic in topics if topic not in ("changes", "scale")), "scale"]
    if "role" in topics:
        return ("role",)
    found = list(topics)
    if "law" in found and attributed and _HOW.search(asking) and not _COUNTS.search(asking):
        found = [topic for topic in found if topic not in ("changes", "scale")]
    if ("scale" in found or any(mention.kind == "agency" for mention in named)) and not attributed:
        found = [topic for topic in found if topic != "law"]
    if (
        "scale" in found
        and re.search(r"\b(?:number|numero|how many|cuant[oa]s|agreements|acuerdos)\b", asking)
        and dated
    ):
        found = [topic for topic in found if topic != "changes"]
    agency = any(mention.kind == "agency" or (body and mention.kind != "state") for mention in named)
    if "authority" in found:
        found = [topic for topic in found if topic not in ("law", "pipeline", "policy", "changes", "scale")]
    if "officers" in found:
        found = [topic for topic in found if topic != "law"]
    if "studies" in found:
        found = [topic for topic in found if topic not in ("law", "narratives", "scale", "changes")]
    if "narratives" in found:
        found = [topic for topic in found if topic not in ("law", "scale", "changes", "policy")]
    if "money" in found:
        found = [topic for topic in found if topic not in ("law", "scale", "changes", "policy")]
    if "policy" in found:
        found = [topic for topic in found if topic not in ("law", "scale", "changes")]
    if counted and "scale" in topics and {"money", "policy", "narratives", "studies", "pipeline"}.intersection(found):
        found = ["scale", *(topic for topic in found if topic != "scale")]
    elif "pipeline" in found:
        found = [topic for topic in found if topic not in ("changes", "scale", "law")]
    if agency and "scale" in found and _COUNTS.search(asking) and not any(m.kind == "agency" for m in named):
        agency = False
    if agency and ("scale" in found or not found):
        found = ["agency", *(topic for topic in found if topic != "scale")]
    if "gaps" in found and len(found) > 1:
        found.remove("gaps")
    if not found:
        found = ["law"] if models else ["role"]
    return tuple(dict.fromkeys(found))


def _without_names(text: str, folded: str, named: Iterable[Mention], *, agencies: bool = False) -> str:
    """The question without the names of places in it, whose words are no words of the question; agencies stay."""
    if len(text) != len(folded):  # spans are those of the text as written
        folded = "".join(kept if len(kept := plain(each)) == 1 else each for each in text)
    for mention in named:
        if agencies or mention.kind != "agency":
            folded = folded[: mention.start] + " " * (mention.end - mention.start) + folded[mention.end :]
    return folded


def _in_scope(asking: str, topics: list[str], named: list[Mention], studied: tuple[str, ...]) -> bool:
    """Whether a question is about 287(g) and institutions, by its own words or by what it asks of a place."""
    if any(re.search(form, asking) for form in vocabulary()["about"]) or any(m.kind == "agency" for m in named):
        return True
    if named and _BILL.search(asking):
        return True
    if {"officers", "narratives", "complaints"}.intersection(topics) or ("studies" in topics and studied):
        return True
    if named and {"scale", "changes", "policy", "gaps", "role", "money"}.intersection(topics):
        return True
    return bool(named) and not _WORDS_OF_ITS_OWN.search(asking)


def _whole(topics: list[str], models: tuple[str, ...], studied: tuple[str, ...]) -> bool:
    """Whether it is one of the follow-ups of the seed question, which are answered under all six headings too.

    They ask how outcomes differ between models, which studies measure trust, and what happened where States limit
    cooperation.
    """
    if "pipeline" in topics and ("policy" in topics or len(models) > 1):
        return True
    return "studies" in topics and "trust" in studied


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
        since = found[0]
    if since is None:
        day = found[0] if found else None
        return (day.last if day else None), None, None, (day.first if day else None)
    until = next((day for day in found if day is not since and day.first >= since.first), None)
    last = until.last if until else None
    return last, since.last, last, since.first
