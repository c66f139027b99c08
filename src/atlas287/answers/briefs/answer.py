"""Composes the brief of a place: plan -> measurements -> sentences -> sections.

No sentence carries a number that is not a measurement of `measure`; what the release does not hold is a gap.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from atlas287.answers import measure
from atlas287.answers.briefs.wording import gap_text, say, words
from atlas287.core import registry
from atlas287.core.model import Brief, Citation, Gap, GapKind, Measurement, Section, Sentence
from atlas287.core.release import Release

NATION: dict[str, str] = {"kind": "nation", "name": "United States"}


def state_place(code: str) -> dict[str, str]:
    """The place object of a state or territory."""
    return {"kind": "state", "code": code, "name": registry.codes("states")["standard"][code]}


def agency_place(agency: Mapping[str, Any]) -> dict[str, str]:
    """The place object of an agency, as `ledger.find` gives it."""
    return {"kind": "agency", "id": agency["id"], "name": agency["name"], "state": agency["state"]}


def measured(release: Release, name: str, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """A measure called with the parameters that a sentence records: as_of and where, and perhaps `most` or `extreme`.

    `most` asks for the largest group of a dimension, `extreme` for the first or last list on which it counts anything.
    """
    if "extreme" in parameters:
        day = date.fromisoformat(parameters["as_of"])
        number, chosen = measure.extreme(release, name, parameters["extreme"], parameters["where"], day)
        return Measurement(name, dict(parameters), number, name, chosen.to_json() if chosen else None)
    counted = measure.count(
        release,
        name,
        by=[parameters["most"]] if "most" in parameters else [],
        where=parameters.get("where", {}),
        as_of=date.fromisoformat(parameters["as_of"]),
        basis=parameters.get("basis"),
    )
    if isinstance(counted.total, Gap):
        return counted.total
    value: int | dict[str, Any] = counted.total or 0
    if "most" in parameters:
        dimension = parameters["most"]
        largest = max((row["value"] for row in counted.rows), default=0)
        value = {dimension: [row[dimension] for row in counted.rows if row["value"] == largest], "value": largest}
    return Measurement(name, dict(parameters), value, counted.unit, counted.list)


@dataclass(slots=True)
class Composer:
    """Makes sentences for one place and date, and numbers the sources they cite."""

    release: Release
    place: Mapping[str, str]
    day: date
    lang: str
    sources: dict[str, Citation] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def computed(self, sentence: str, slot: str, name: str, **parameters: Any) -> Sentence:
        """A computed sentence with one slot, or the gap where the measure has no value."""
        given = {"as_of": str(parameters.pop("as_of", self.day))} | parameters
        found = measured(self.release, name, given)
        if isinstance(found, Gap):
            return self.missing("list", found, as_of=given["as_of"], what=found.what)
        words_of = self._words(given)
        text = say(self.lang, sentence, {slot: found}, words_of)
        return Sentence(sentence, "computed", text, self._cite(found), {slot: found}, words_of)

    def missing(self, key: str, gap: Gap | None = None, **parameters: str) -> Sentence:
        """A gap sentence; without a gap of its own, the table is not loaded."""
        text = gap_text(self.lang, key, parameters)
        gap = gap or Gap(GapKind.NOT_LOADED, text, would_fill=words(self.lang)["fills"].get(key))
        if gap not in self.gaps:
            self.gaps.append(gap)
        return Sentence(f"gap.{key}", "gap", text, parameters=parameters, gap=gap)

    def within(self, **where: Any) -> dict[str, Any]:
        """The filter of this place, with more."""
        own = {"code": ("state", "code"), "id": ("agency", "id")}
        return {name: self.place[key] for held, (name, key) in own.items() if held in self.place} | where

    def _words(self, given: Mapping[str, Any]) -> dict[str, str]:
        found = {"as_of": given["as_of"], "place": self.place["name"]}
        model = given.get("where", {}).get("model")
        return found | ({"model": registry.codes("models")["standard"].get(model, model)} if model else {})

    def _cite(self, found: Measurement) -> tuple[int, ...]:
        if found.list is None:
            return ()
        sha256 = found.list["sha256"]
        if sha256 not in self.sources:
            self.sources[sha256] = citation(self.release, sha256, len(self.sources) + 1)
        return (self.sources[sha256].n,)


def citation(release: Release, sha256: str, n: int) -> Citation:
    """The source entry of one list of the release."""
    row = release.rows(
        "SELECT source, layout, as_of, file, origin FROM lists WHERE sha256 = $sha256 ORDER BY list_no LIMIT 1",
        {"sha256": sha256},
    )[0]
    source = registry.source(row["source"])
    title = source.layout_titles.get(row["layout"], source.title)
    return Citation(n, title, source.publisher, source.url, str(row["as_of"]), sha256, row["file"], row["origin"])


def brief(release: Release, place: Mapping[str, str], *, as_of: date | None = None, lang: str = "en") -> Brief:
    """The brief of the nation or of a state or territory on a date (default: that of the newest list)."""
    day = as_of or date.fromisoformat(str(release.newest["participating"]))
    composer = Composer(release, place, day, lang)
    texts = words(lang)
    scale, unknown = _agency(composer) if place["kind"] == "agency" else (_scale(composer), _unknown(composer))
    parts: dict[str, Sequence[Sentence]] = {
        "law": [composer.missing("law")],
        "pipeline": [composer.missing("pipeline")],
        "scale": [*scale, composer.missing("money")],
        "impact": [composer.missing("impact")],
        "narratives": [composer.missing("narratives")],
        "unknown": unknown,
    }
    answered = scale[0].kind == "computed"
    made = Brief(
        id="",
        question=texts["questions"][place["kind"]].format(place=place["name"]),
        status="partly" if answered else "not_answerable",
        place=place,
        as_of=str(day),
        lang=lang,
        release=release.id,
        summary=tuple(scale[:2]) if answered else (scale[0],),
        sections=tuple(Section(texts["headings"][key], tuple(sentences)) for key, sentences in parts.items()),
        gaps=tuple(composer.gaps),
        do_not_infer=tuple(texts["do_not_infer"]),
        follow_ups=tuple(text.format(place=place["name"]) for text in texts["follow_ups"][place["kind"]]),
        sources=tuple(composer.sources.values()),
    )
    return replace(made, id=content_id(made.to_json()))


def content_id(content: Mapping[str, Any]) -> str:
    """The id of a brief: a hash over its whole content but the id, which names the release too."""
    rest = {key: value for key, value in content.items() if key not in ("id", "warnings")}
    return "b-" + hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _scale(composer: Composer) -> list[Sentence]:
    kind = composer.place["kind"]
    first = composer.computed(f"scale.agreements.{kind}", "agreements", "agreements", where=composer.within())
    if first.kind == "gap":
        return [first]
    sentences = [first]
    listed = first.slots["agreements"].number
    if listed:
        sentences.append(composer.computed(f"scale.agencies.{kind}", "agencies", "agencies", where=composer.within()))
    if kind == "nation" and listed:
        sentences.append(composer.computed("scale.states", "states", "states", where={}))
        sentences.append(composer.computed("scale.most", "most", "agreements", where={}, most="state"))
    for model in (*registry.codes("models")["standard"], "unknown"):
        where = composer.within(model=model)
        sentence = composer.computed(f"scale.model.{kind}", "agreements", "agreements", where=where)
        if sentence.kind == "computed" and sentence.slots["agreements"].number:
            sentences.append(sentence)
    before = _year_before(composer.day)
    year_before = composer.computed(
        f"scale.year_before.{kind}", "agreements", "agreements", as_of=before, where=composer.within()
    )
    oldest = composer.computed(
        f"scale.first.{kind}", "agreements", "agreements", as_of=_oldest(composer.release), where=composer.within()
    )
    return [*sentences, year_before, oldest, _pending(composer)]


def _pending(composer: Composer) -> Sentence:
    """Pending lists have dates of their own: the newest up to the day, however old, with its date in the sentence."""
    newest = composer.release.rows(
        "SELECT max(as_of) AS as_of FROM lists WHERE kind = 'pending' AND as_of <= $day", {"day": composer.day}
    )[0]["as_of"]
    return composer.computed(
        f"scale.pending.{composer.place['kind']}",
        "pending",
        "pending",
        as_of=newest or composer.day,
        where=composer.within(),
    )


def _unknown(composer: Composer) -> list[Sentence]:
    sentences = [composer.computed("unknown.lists", "lists", "lists", where={"kind": "participating"})]
    if sentences[0].slots["lists"].number:
        lists = {"kind": "participating"}
        sentences.append(composer.computed("unknown.intervals", "intervals", "intervals", where=lists))
    listed = measured(composer.release, "listings", {"as_of": str(composer.day), "where": composer.within()})
    if isinstance(listed, Measurement) and listed.number:
        kind = composer.place["kind"]
        for about, lacking in (
            ("signed", ["unknown_date", "unreadable"]),
            ("memorandum", ["none", "not_printed", "pending"]),
        ):
            where = composer.within(**{about: lacking})
            sentences.append(composer.computed(f"unknown.{about}.{kind}", "listings", "listings", where=where))
    first = str(_oldest(composer.release))
    return [*sentences, composer.missing("history", first=first), *_gone(composer), composer.missing("municipalities")]


def _gone(composer: Composer) -> list[Sentence]:
    """How many agencies and models left the lists by the absence rule, and how many wait for judgement."""
    kind = composer.place["kind"]
    return [
        composer.computed(f"unknown.{of}.{kind}", "events", "events", where=composer.within(type=of))
        for of in ("no_longer_listed", "held")
    ]


def _agency(composer: Composer) -> tuple[list[Sentence], list[Sentence]]:
    """What the lists show of one agency, and what they cannot."""
    listed = composer.computed("agency.agreements", "agreements", "agreements", where=composer.within())
    if listed.kind == "gap":
        return [listed], _agency_unknown(composer)
    sentences = [listed]
    for model in (*registry.codes("models")["standard"], "unknown"):
        where = composer.within(model=model)
        first = composer.computed("agency.first", "agreements", "agreements", where=where, extreme="first")
        if not first.slots["agreements"].number:
            continue
        now = composer.computed("agency.signed", "agreements", "agreements", where=where, most="signed")
        if now.slots["agreements"].number:
            sentences += [now, first]
            continue
        sentences += [first, composer.computed("agency.last", "agreements", "agreements", where=where, extreme="last")]
        for kind in ("no_longer_listed", "held"):
            told = composer.computed(f"agency.{kind}", "events", "events", where=where | {"type": kind})
            if told.slots["events"].number:
                sentences.append(told)
                break
    sentences.append(composer.computed("agency.events", "events", "events", where=composer.within()))
    pending = composer.computed("agency.pending", "pending", "pending", where=composer.within(), extreme="last")
    if pending.slots["pending"].number:
        sentences.append(pending)
    return sentences, _agency_unknown(composer)


def _agency_unknown(composer: Composer) -> list[Sentence]:
    lists = composer.computed("unknown.lists", "lists", "lists", where={"kind": "participating"})
    return [lists, composer.missing("signatures"), composer.missing("officers")]


def _oldest(release: Release) -> date:
    found = release.rows("SELECT min(as_of) AS as_of FROM lists WHERE kind = 'participating'")[0]["as_of"]
    assert isinstance(found, date)  # noqa: S101 (a release without such a list is never published)
    return found


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
