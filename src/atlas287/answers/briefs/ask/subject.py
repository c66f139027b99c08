"""Which topics a question is about, what it counts, and when it is answered under all six headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atlas287.answers.briefs.ask.words import matching, vocabulary
from atlas287.answers.briefs.understand.dated import Day
from atlas287.answers.briefs.understand.figures import figures
from atlas287.answers.briefs.understand.mentions import Mention
from atlas287.answers.briefs.understand.tokens import plain

_COUNTS = re.compile(r"\b(?:how many|number of|cuant[oa]s|numero de)\b")
_AGREEMENTS_ASKED = re.compile(
    r"\b(?:how many|number of|cuantos|numero de) (?:(?!have|has|hold|with|in|are|tienen|con|sign)\S+ ){0,4}"
    r"(?:agreements|moas?|mous?|deals|contracts|acuerdos|convenios)\b"
)
_BROKEN_DOWN = re.compile(
    r"\b(?:by|per|each|every|por|cada|segun(?: el)?) (?:models?|types?|modelos?|tipos?)\b|\bbreak ?down\b|\bdesglos"
)
_LAWS = re.compile(
    r"\b(?:laws?|statutes?|bills?|illegal|legal|allow(?:s|ed)?|executive order|leyes|ley|ilegal|permit\w+|decretos?|"
    r"[hs]\.?[bf]\.? ?\d+)\b"
)
_REQUESTS = re.compile(
    r"\b(?:request|obtain|get|file|see|pedir|solicitar|obtener|conseguir) (?:\w+ ){0,4}"
    r"(?:records?|memorand\w+|cop(?:y|ies|ias?)|documents?|moas?|registros|documentos?)\b"
)
_LEFT = re.compile(
    r"\b(?:end(?:ed|s)?|terminat\w*|cancel\w*|withdr\w*|left|leave|still|quit|drop\w*|pull\w* out|exit\w*|"
    r"what happened|no longer|sigue|termin\w+|cancel\w+|retir\w+|dej(?:o|aron)|salio|abandon\w+|ya no|joined|"
    r"signed (?:on|up)|enrol\w*|se unio|ingreso|entro)\b"
)
_WHO_FIRST = re.compile(
    r"\b(?:join|sign|appear|list|start|begin|enter)\w* (?:up )?(?:the )?first\b|\bfirst to (?:join|sign|appear)|"
    r"\bfirst (?:agenc|sheriff|department|count)\w*\b|\bprimer[ao]? (?:agencia|departamento|condado|alguacil|en )"
)
_HOW = re.compile(r"\b(?:how|can|may|could|must|who|como|puede|quien)\b")
_COUNTED_TOO = re.compile(
    r"\b(?:how many|cuant[oa]s) (?:\S+ ){0,4}(?:agreements|agencies|acuerdos|convenios|agencias)\b.{0,60}"
    r"(?:\band\b|\?|;|\by\b).{0,20}\b(?:who|what|how|does|do|which|quien|que|cuanto|como)\b"
)
"""A count, and a question of another topic besides."""


_SIDE_BY_SIDE = re.compile(r"\b(?:vs|versus|compar\w*|against|contra|frente a)\b|^\W*(?:\w+\W*){0,3}$")
_NUMBERED = re.compile(r"\b(?:agreements?|acuerdos?|convenios?|agenc\w+|number|numero|count|total|moas?)\b")
_MORE = re.compile(
    r"\b(?:pass(?:es|ed)?|surpass\w*|exceed\w*|(?:go(?:es)?|went) (?:over|past|above)|super\w+|rebas\w+|"
    r"sobrepas\w+|pas(?:o|aron) de|mas de)\s+(?:the |los |las |a )?(?:mark of |threshold of )?$"
)


_STATED = re.compile(
    r"^[\d.,]+\+? (?:(?:or|o) (?:more|fewer|mas|menos) )?"
    r"(?:(?:active|signed|listed|participating|287\(?g\)?|task|force|jail|firmados|activos|vigentes|de|la) ){0,4}"
    r"(?:agreements?|agenc\w+|moas?|mous?|deals?|contracts?|departments?|sheriffs?|states?|counties|acuerdos?|"
    r"convenios?|condados?|estados?|departamentos?|alguaciles)\b"
)
"""A number of what is counted."""


def bodies(asking: str) -> tuple[str, ...]:
    """The kinds of agency by which a count is narrowed; only the police of towns where a question says so."""
    found = matching(asking, vocabulary()["bodies"])
    return tuple(body for body in found if body != "police_departments" or "municipal_police" not in found)


def least(read: str, dated: Iterable[Day]) -> int | None:
    """The number of which a question may ask when it was reached: one more where it asks for more than that."""
    found = [each for each in figures(read, [(day.start, day.end) for day in dated]) if each.kind == "count"]
    number = next((each for each in found if each.value >= 2 and not each.digits), None)
    if number is None:
        return None
    more = number.bound == "more" or _MORE.search(plain(read[: number.start]))
    return int(number.value) + (1 if more else 0)


def numbers(read: str, dated: Iterable[Day], named: Iterable[Mention]) -> tuple[int, ...]:
    """The counts that a question states in digits, besides those of days, names and laws."""
    spans = [*((day.start, day.end) for day in dated), *((mention.start, mention.end) for mention in named)]
    found = [each for each in figures(read, spans) if each.kind == "count" and each.value >= 2 and not each.digits]
    return tuple(int(each.value) for each in found if _STATED.search(plain(read[each.start : each.end + 40])))


def unit(folded: str) -> str:
    """What is counted: the unit right behind `how many`, else the first that a question names."""
    if _AGREEMENTS_ASKED.search(folded):
        return "pending" if "pending" in matching(folded, vocabulary()["units"]) else "agreements"
    found = list(matching(folded, vocabulary()["units"]))
    asked = [unit for unit in ("states", "counties", "pending") if unit in found]
    return next(iter([*asked, *found]), "agreements")


def topics(folded: str, acts: tuple[str, ...], officers: bool, named: int, dated: bool) -> list[str]:
    """Topics whose words a question holds, in the order of the file; weak ones only where there is no other.

    `officers` says that a model or setting is named, so that what may be done is asked of its officers; `named` how
    many places are named, and `dated` whether a day is: where they are set side by side, numbers are asked for.
    """
    found = []
    weak = []
    for topic, words in vocabulary()["topics"].items():
        beside = words.get("beside")
        if any(re.search(form, folded) for form in words["any"]) and (
            beside is None or (topic == "authority" and acts) or any(re.search(form, folded) for form in beside)
        ):
            found.append(topic)
        elif any(re.search(form, folded) for form in words.get("weak", ())):
            weak.append(topic)
    everything = any(re.search(form, folded) for form in vocabulary()["anything"])
    if "authority" in found and not acts and not officers:
        found.remove("authority")
    elif everything and "authority" not in found and not found:
        found.append("authority")
    beside = named > 1 or (named and dated) or matching(folded, {"when": vocabulary()["when"]})
    if (
        set(found) <= {"law"}
        and beside
        and matching(folded, {"sides": vocabulary()["sides"]})
        and not (found and matching(folded, vocabulary()["attributes"]))
    ):
        return ["scale"]
    if not found and matching(folded, vocabulary()["attributes"]):
        return ["law"]
    return found or weak


def settled(
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
    if "gaps" in topics and matching(asking, {"not": known["unpublished"]}):
        return ("gaps",)
    spread = matching(asking, {"held": known["several"]}) and not {"money", "policy", "studies"}.intersection(topics)
    moved = matching(asking, {"up": known["grew"], "down": known["shrank"]}) and not named
    states = matching(asking, {"where": known["states_named"]}) and not matching(
        asking, {"by": known["counties_ranked"]}
    )
    if spread or (moved and states and {"changes", "scale"}.intersection(topics)):
        return ("scale",)
    if "changes" in topics and not named_day and _WHO_FIRST.search(asking):
        return ("scale",)
    attributed = bool(matching(asking, known["attributes"])) and not _BROKEN_DOWN.search(asking)
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
    growth = dated and _NUMBERED.search(asking)
    if growth and set(topics) <= {"law", "changes", "scale"} and not (attributed and _HOW.search(asking)):
        topics = [*(topic for topic in topics if topic not in ("law", "scale")), "scale"]
    if "changes" in topics and growth and not matching(asking, known["events"]):
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
        found = [topic for topic in found if topic != "changes" or matching(asking, known["events"])]
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
    if found == ["changes"] and dated and not alone:  # what changed between two days is told by both counts too
        found = ["changes", "scale"]
    if found == ["law"] and len(models) > 1 and _SIDE_BY_SIDE.search(asking) and not attributed:
        found = ["scale", "law"]
    if not found:
        found = ["law"] if models else ["role"]
    return tuple(dict.fromkeys(found))


def whole(topics: list[str], models: tuple[str, ...], studied: tuple[str, ...]) -> bool:
    """Whether it is one of the follow-ups of the seed question, which are answered under all six headings too.

    They ask how outcomes differ between models, which studies measure trust, and what happened where States limit
    cooperation.
    """
    if "pipeline" in topics and ("policy" in topics or len(models) > 1):
        return True
    return "studies" in topics and "trust" in studied
