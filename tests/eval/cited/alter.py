"""Alterations of a brief that change what it says or what it rests on; a checker of citations must catch every one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from eval.cited.claim import MODELS
from eval.cited.recount import Release

Json = Mapping[str, Any]
Altered = tuple[str, Json, Json]
"""What was altered, the brief and the sentence as they then stand."""
DAY = r"\d{4}-\d\d-\d\d"
OPPOSITES = {
    "en": (
        ("agreements", "agencies"),
        ("agencies", "agreements"),
        ("the most", "the fewest"),
        ("first", "last"),
        ("last", "first"),
        ("newest", "oldest"),
        ("before", "after"),
        ("no longer", "still"),
        ("based in", "covering"),
        ("shows", "lacks"),
        ("must", "may"),
        ("may", "must"),
        ("primary", "secondary"),
        ("bans", "allows"),
        ("ban", "allow"),
        ("limit", "widen"),
        ("more", "less"),
    ),
    "es": (
        ("acuerdos", "agencias"),
        ("agencias", "acuerdos"),
        ("mayor", "menor"),
        ("primera", "última"),
        ("última", "primera"),
        ("antes", "después"),
        ("ya no", "todavía"),
        ("muestra", "omite"),
        ("deben", "pueden"),
        ("pueden", "deben"),
        ("prohíben", "permiten"),
        ("prohíbe", "permite"),
        ("más", "menos"),
    ),
}
FIELDS = ("sha256", "publisher", "date", "title", "url", "file", "row", "confidence")


def alterations(release: Release, brief: Json, said: list[Json], number: int, every: bool = False) -> Iterator[Altered]:
    """Alterations of one sentence of a brief, by kind; `every` tries each place for a word, not just three."""
    sentence = said[number]
    for kind, text in in_text(release, brief, sentence, every):
        if text != sentence["text"]:
            yield kind, brief, {**sentence, "text": text}
    yield from in_cites(brief, said, number)
    for n in sentence["cites"]:
        for name in FIELDS:
            sources = [other(source, name) if source["n"] == n else source for source in brief["sources"]]
            yield f"source's {name}", {**brief, "sources": sources}, sentence
    for kind in {"legal", "attributed", "computed", "quoted", "gap"} - {sentence["kind"]}:
        yield f"kind {sentence['kind']} to {kind}", brief, {**sentence, "kind": kind}
    yield from in_record(release, brief, sentence)


def in_text(release: Release, brief: Json, sentence: Json, every: bool) -> Iterator[tuple[str, str]]:
    """Texts that say something else."""
    text, lang = sentence["text"], brief["lang"]
    for found in re.finditer(DAY, text):
        later = date.fromisoformat(found[0]) + timedelta(days=1)
        yield "a date by a day", text[: found.start()] + str(later) + text[found.end() :]
    days = [found.span() for found in re.finditer(DAY, text)]
    for found in re.finditer(r"-?\d[\d,]*(?:\.\d+)?", text):
        if any(start <= found.start() < end for start, end in days):
            continue
        more = f"{float(found[0].replace(',', '')) + 1:,.10g}"
        percent = re.match(r"\s?(?:%|percent|por ciento)", text[found.end() :])
        yield "a percentage" if percent else "a number by 1", text[: found.start()] + more + text[found.end() :]
    for name in release.states.values():
        if re.search(rf"\b{name}\b", text):
            yield "a State's name", re.sub(rf"\b{name}\b", "Maine" if name != "Maine" else "Ohio", text, count=1)
    value = sentence.get("value")
    names = value.get("names", []) if isinstance(value, Mapping) else []
    for name in names:
        yield "a listed name", text.replace(name, "Elsewhere County Sheriff's Office", 1)
        yield "a listed name left out", re.sub(rf"{re.escape(name)}(?:[,;] | and | y )?", "", text, count=1)
    place = brief.get("place") or {}
    if place.get("kind") in ("agency", "county", "town"):
        yield "the place's name", text.replace(place["name"], "Elsewhere", 1)
    for name, code in MODELS[lang].items():
        if f'"{name}"' in text:
            swapped = next(each for each, other_code in MODELS[lang].items() if other_code not in (code, "unknown"))
            yield "the model", text.replace(f'"{name}"', f'"{swapped}"')
    for word, opposite in OPPOSITES[lang]:
        if re.search(rf"\b{word}\b", text):
            yield "a word turned round", re.sub(rf"\b{word}\b", opposite, text, count=1)
    words = text.split(" ")
    places = range(1, len(words)) if every else {len(words) // 4, len(words) // 2, 3 * len(words) // 4} - {0}
    for at in sorted(places):
        yield "a negation", " ".join([*words[:at], "no" if lang == "es" else "not", *words[at:]])
        if sentence["kind"] != "gap":
            yield "a word left out", " ".join([*words[:at], *words[at + 1 :]])


def in_cites(brief: Json, said: list[Json], number: int) -> Iterator[Altered]:
    """Cites that are dropped, exchanged with those of another sentence, or added."""
    sentence = said[number]
    cites = sentence["cites"]
    unrelated = next((s["n"] for s in brief["sources"] if s["n"] not in cites), None)
    for n in cites:
        yield "a cite dropped", brief, {**sentence, "cites": [each for each in cites if each != n]}
        if unrelated:
            swapped = [unrelated if each == n else each for each in cites]
            yield "a cite for another", brief, {**sentence, "cites": swapped}
    if unrelated:
        yield "a cite added", brief, {**sentence, "cites": [*cites, unrelated]}
    other_cites = next((each["cites"] for each in said if set(each["cites"]) != set(cites)), None)
    if cites and other_cites is not None:
        yield "cites exchanged", brief, {**sentence, "cites": other_cites}
    if cites:
        yield "a cite of no source", brief, {**sentence, "cites": [999]}


def in_record(release: Release, brief: Json, sentence: Json) -> Iterator[Altered]:
    """What a sentence records besides its text: the value, the list, the place counted, the fact told."""
    value = sentence.get("value")
    if isinstance(value, int):
        yield "the recorded value", brief, {**sentence, "value": value + 1}
    if sentence.get("list"):
        yield "the recorded list", brief, {**sentence, "list": {**sentence["list"], "sha256": "0" * 64}}
    measure = sentence.get("measure") or {"parameters": {}}
    where = measure["parameters"].get("where", {})
    for name, other_place in (("state", "WY"), ("county", "56001"), ("agency", "none"), ("town", "none")):
        if isinstance(where.get(name), str):
            parameters = {**measure["parameters"], "where": {**where, name: other_place}}
            yield "the place counted", brief, {**sentence, "measure": {**measure, "parameters": parameters}}
    if isinstance(value, Mapping) and value.get("form") == "supported":
        yield "the recorded verdict", brief, {**sentence, "value": {"form": "contradicted"}}
    if sentence.get("quote"):
        quote = {**sentence["quote"], "start": sentence["quote"]["start"] + 1}
        yield "the quoted characters", brief, {**sentence, "quote": quote}
    if sentence.get("fact"):
        others = (each for each in release.facts if each != sentence["fact"])
        yield "the fact told", brief, {**sentence, "fact": next(others)}


def other(source: Json, name: str) -> Json:
    """A source with one thing told otherwise."""
    was = source[name]
    if name == "confidence":
        return {**source, name: "primary" if was == "secondary" else "secondary"}
    if name == "date":
        return {
            **source,
            name: str(date.fromisoformat(was) + timedelta(days=1)) if re.fullmatch(DAY, str(was)) else "1999",
        }
    if name == "row":
        return {**source, name: (was or 0) + 1}
    if name == "sha256":
        return {**source, name: "0" * 64}
    return {**source, name: f"{was or ''} of others"}
