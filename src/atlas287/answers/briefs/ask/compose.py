"""From a plan to a brief: what each topic says of the places asked about, and the typed non-answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.ask.counting import PLACES
from atlas287.answers.briefs.ask.parts import Part
from atlas287.answers.briefs.ask.plan import Plan, plan
from atlas287.answers.briefs.ask.topics import TOPICS
from atlas287.answers.briefs.ask.unread import unread
from atlas287.answers.briefs.compose import Composer, place_name
from atlas287.answers.briefs.rooms.law import section
from atlas287.answers.briefs.wording import words
from atlas287.answers.gaps import place_gaps
from atlas287.core.model import Brief, Gap, GapKind, Sentence, Stage
from atlas287.core.release import Release

SUMMARY = 4
"""Sentences that a summary holds at most."""
STAGES = {
    "pipeline": (Stage.STOP, Stage.ARREST, Stage.BOOKING, Stage.MATCH, Stage.DETAINER, Stage.ICE_ARREST, Stage.REMOVAL),
    "officers": (Stage.TRAINING,),
    "complaints": (Stage.OVERSIGHT,),
    "money": (Stage.MONEY,),
    "studies": (Stage.TRUST, Stage.CRIME),
    "policy": (Stage.LAW,),
}
"""The stages whose gaps, with records requests, stand beside an answer on a topic."""
HEADINGS = ("law", "pipeline", "scale", "impact", "narratives", "unknown")


def ask(
    release: Release,
    question: str,
    *,
    place: str | None = None,
    as_of: date | None = None,
    lang: str | None = None,
) -> Brief:
    """The brief that answers a question, or says why it cannot be answered. See `plan` for what it raises."""
    made = plan(release, question, place=place, as_of=as_of, lang=lang)
    if made.refusal is not None:
        return _refused(release, made)
    if made.unknown_place is not None or made.candidates:
        return _placeless(release, made)
    compared: list[Mapping[str, Any]] = list(made.places[:PLACES]) or [places.NATION]
    if made.topics == ("role",):
        return _role(release, made, compared[0])
    return _answered(release, made, compared)


def _role(release: Release, made: Plan, place: Mapping[str, Any]) -> Brief:
    """The seed question: the brief of the place, under all six headings."""
    whole = answer.brief(release, place, as_of=made.day, lang=made.lang)
    return _named(replace(whole, question=made.question, plan=made.to_json()))


def _answered(release: Release, made: Plan, compared: list[Mapping[str, Any]]) -> Brief:
    day = made.day or date.fromisoformat(str(release.newest["participating"]))
    composer = Composer(release, compared[0], day, made.lang)
    texts = words(made.lang)
    parts = [part for topic in made.topics for part in _parts(topic, composer, made, compared)]
    parts = [part for part in parts if part.told]
    composer, left = replace(composer, place=compared[0]), []
    lacking = unread(composer, made, [said for part in parts for said in part.told], PLACES)
    if lacking:
        if "scale" not in made.topics:
            parts += [replace(part, lead=1) for part in _parts("scale", composer, made, compared[:1])]
        left = [composer.gap(GapKind.OUT_OF_SCOPE, "unread", {"parts": "; ".join(lacking)})]
        parts.append(Part("unknown", left))
    leading = [sentence for part in parts for sentence in part.told[: part.lead]]
    told = [part.told for part in parts]
    if made.whole:
        parts += [Part(heading, sentences) for heading, sentences in answer.told(composer).items()]
    sections = tuple(
        section(composer, texts["headings"][key], _once(s for part in parts if part.heading == key for s in part.told))
        for key in HEADINGS
        if any(part.heading == key for part in parts)
    )
    gaps = [*composer.gaps, *(gap for topic in made.topics for gap in _gaps(topic, compared[0], made.lang))]
    kind = compared[0]["kind"]
    return _named(
        Brief(
            id="",
            question=made.question,
            status=_status(told),
            place=compared[0],
            as_of=str(day),
            lang=made.lang,
            release=release.id,
            notice=texts["notice"],
            summary=(*_once(said for said in leading if said not in left)[: SUMMARY - len(left)], *left),
            sections=sections,
            gaps=tuple(gap for n, gap in enumerate(gaps) if gap not in gaps[:n]),
            do_not_infer=(*texts["do_not_infer"]["every"], *texts["do_not_infer"].get(kind, ())),
            follow_ups=tuple(
                text.format(place=place_name(compared[0], made.lang)) for text in texts["follow_ups"][kind]
            ),
            sources=tuple(composer.sources.values()),
            narratives=tuple(composer.narratives),
            plan=made.to_json(),
        )
    )


def _parts(topic: str, composer: Composer, made: Plan, compared: list[Mapping[str, Any]]) -> Iterator[Part]:
    """What a topic says of each place; sources and gaps are shared, so that numbers of sources stay one row."""
    for number, place in enumerate(compared):
        of_place = replace(composer, place=place)
        for part in TOPICS[topic](of_place, made):
            if number == 0:
                yield part
                continue
            key = str(place.get("fips") or place.get("code") or place.get("id"))
            yield replace(part, told=[_keyed(sentence, key) for sentence in part.told])


def _keyed(sentence: Sentence, key: str) -> Sentence:
    """A sentence of a further place, with an id of its own unless it tells the same fact."""
    if sentence.fact is not None or sentence.kind == "gap":
        return sentence
    wording, _, own = sentence.id.partition(":")
    return replace(sentence, id=f"{wording}:{own}.{key}" if own else f"{wording}:{key}")


def _once(sentences: Iterator[Sentence]) -> list[Sentence]:
    """Sentences in order, each id once."""
    return list({sentence.id + sentence.text: sentence for sentence in sentences}.values())


def _status(told: list[list[Sentence]]) -> str:
    answered = [any(sentence.kind != "gap" for sentence in sentences) for sentences in told]
    if not any(answered):
        return "not_answerable"
    return "answered" if all(answered) else "partly"


def _gaps(topic: str, place: Mapping[str, Any], lang: str) -> list[Gap]:
    stages = STAGES.get(topic)
    return place_gaps(place, lang, [stage.value for stage in stages]) if stages else []


def _refused(release: Release, made: Plan) -> Brief:
    """The typed non-answer of a question that is out of scope."""
    texts = words(made.lang)
    key = f"refused_{made.refusal}"
    composer = Composer(release, places.NATION, date.fromisoformat(str(release.newest["participating"])), made.lang)
    told = composer.gap(GapKind.OUT_OF_SCOPE, key)
    return _bare(release, made, "not_answerable", [told], tuple(composer.gaps), texts["headings"]["unknown"], ())


def _placeless(release: Release, made: Plan) -> Brief:
    """A question whose place fits several, or none."""
    texts = words(made.lang)
    composer = Composer(release, places.NATION, date.fromisoformat(str(release.newest["participating"])), made.lang)
    if made.candidates:
        found = tuple(places.candidate(place) for place in made.candidates)
        return _bare(release, made, "ambiguous", [], (), texts["headings"]["unknown"], found)
    told = composer.gap(GapKind.NOT_COLLECTED, "place_unknown", {"name": str(made.unknown_place)})
    return _bare(release, made, "not_answerable", [told], tuple(composer.gaps), texts["headings"]["unknown"], ())


def _bare(
    release: Release,
    made: Plan,
    status: str,
    told: list[Sentence],
    gaps: tuple[Gap, ...],
    heading: str,
    candidates: tuple[Mapping[str, Any], ...],
) -> Brief:
    texts = words(made.lang)
    composer = Composer(release, places.NATION, date.fromisoformat(str(release.newest["participating"])), made.lang)
    return _named(
        Brief(
            id="",
            question=made.question,
            status=status,
            place=None,
            as_of=str(made.day or composer.day),
            lang=made.lang,
            release=release.id,
            notice=texts["notice"],
            summary=tuple(told),
            sections=(section(composer, heading, told),) if told else (),
            gaps=gaps,
            candidates=candidates,
            follow_ups=tuple(texts["follow_ups"]["nation"]) if not candidates else (),
            plan=made.to_json(),
        )
    )


def _named(brief: Brief) -> Brief:
    return replace(brief, id=answer.content_id(brief.to_json()))
