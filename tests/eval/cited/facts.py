"""Sentences that tell a fact: text and source must be the fact's, and law is told as law only where it is law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from eval.cited.claim import Found, fact_differences, places
from eval.cited.recount import Release

Json = Mapping[str, Any]
KINDS = {
    "federal_government": ("federal government", "gobierno federal"),
    "state_government": ("State or local government", "gobierno estatal o local"),
    "court": ("court", "tribunal"),
    "law_enforcement": ("law enforcement", "fuerzas del orden"),
    "legislature": ("legislature", "poder legislativo"),
    "press": ("press", "prensa"),
    "advocacy": ("advocacy organisation", "organización de defensa"),
    "research": ("research", "investigación"),
    "tracker": ("tracking project", "proyecto de seguimiento"),
    "code_mirror": ("legislation database", "base de datos legislativa"),
    "commercial": ("commercial site", "sitio comercial"),
    "automated": ("automated site", "sitio automatizado"),
    "this_project": ("this project", "este proyecto"),
    "unknown": ("publisher not known", "editor no conocido"),
}
NO_LAW = re.compile(r"applaud|announce|releas|toolkit|launch|ceremony|fact sheet|spreadsheet", re.IGNORECASE)
"""Words of the titles of press releases, web pages and the like, which tell of a law and are none."""


def is_law(release: Release, told: Json) -> bool:
    """Whether the source is itself a law, order, ruling, opinion or signed memorandum, whose own text was read."""
    title = told["title"] or ""
    if told["confidence"] != "primary" or NO_LAW.search(title):
        return False
    if told["kind"] == "policy":
        return bool(told["publisher_kind"] in ("legislature", "court", "state_government", "code_mirror"))
    if told["kind"] == "statute":
        kind = release.sql("SELECT kind FROM statutes WHERE fact_id = $id", id=told["fact_id"])[0][0]
        return kind in ("statute", "regulation", "executive_order", "court", "state_opinion")
    return title.startswith("MOA 287(g)") or told["publisher_kind"] == "legislature"


def check(release: Release, brief: Json, sentence: Json, sources: Mapping[int, list[Json]]) -> Found:
    """What is wrong with a legal, attributed or quoted sentence."""
    found = Found()
    told = release.facts.get(str(sentence.get("fact")))
    if told is None:
        found.faults.append(f"no fact {sentence.get('fact')} in the release")
        return found
    spanish = brief["lang"] == "es"
    stated = told["text_es" if spanish else "text_en"]
    if told["kind"] == "claim":
        of_speaker(release, brief, sentence, told, found)
    elif sentence["kind"] == "quoted":
        found.faults.append("only what a speaker says is quoted")
    elif sentence["kind"] == "legal":
        if sentence["text"] != f"{stated} ({told['citation'] or told['title']}).":
            found.faults.append("its text is not that of the fact with its citation")
        if not is_law(release, told):
            found.faults.append(f"told as law, but the source is no text of law that was read: {told['title']}")
    else:
        study = told["citation"] if told["kind"] == "study" else None
        named = told["publisher"] or study or told["read_in"] or told["title"]
        stated += f" ({told['citation']})" if told["kind"] in ("policy", "statute") and told["citation"] else ""
        kind = KINDS[told["publisher_kind"] or "unknown"][spanish]
        dated = told["dated"] or ("sin fecha" if spanish else "no date")
        if sentence["text"] != f"{stated}, {'según' if spanish else 'according to'} {named} ({kind}, {dated}).":
            found.faults.append("its text is not that of the fact with its publisher")
        if not told["publisher"] and not study:
            found.faults.append("attributed to a file, since the source names no publisher")
    in_place_and_time(release, brief, told, found)
    for n, entries in sources.items():
        wrong = [] if len(entries) == 1 else ["no source, or several, of this number"]
        for entry in entries:
            wrong += fact_differences(entry, told)
        if wrong:
            found.faults.append(f"cite {n}: {'; '.join(wrong)}")
        else:
            found.supporting.add(n)
    if not sources:
        found.faults.append("cites nothing")
    return found


def of_speaker(release: Release, brief: Json, sentence: Json, told: Json, found: Found) -> None:
    """A claim is told with its speaker, the speaker's interest and when it was said; quoted only where held verbatim.

    What is quoted must stand in the stored English text at the characters that the sentence records: the words in
    marks there, or the whole text where there are none.
    """
    lang, claim = brief["lang"], release.claims[told["fact_id"]]
    speaker = f"{claim[f'speaker_{lang}']} ({claim[f'role_{lang}']}, {claim['said']})"
    if not claim["verbatim"]:
        said = "dijo en sustancia" if lang == "es" else "said in substance"
        expected, kind = f"{speaker} {said}: {told[f'text_{lang}']}.", "attributed"
    else:
        marked = re.search(r"“(.+?)”", told["text_en"])
        span = marked.span(1) if marked else (0, len(told["text_en"]))
        whole, translated = (each if marked else f"“{each}”" for each in (told["text_en"], told["text_es"]))
        expected = f"{speaker} said: {whole}."
        if lang == "es":
            expected = f"{speaker} dijo en inglés: {whole} (en español: {translated})."
        kind, quote = "quoted", sentence.get("quote") or {}
        if quote.get("document") != told["fact_id"] or (quote.get("start"), quote.get("end")) != span:
            found.faults.append("the quoted words do not stand in the stored text at the characters recorded")
        elif f"“{told['text_en'][quote['start'] : quote['end']]}”" not in sentence["text"]:
            found.faults.append("does not print the words that it records as quoted")
    if sentence["kind"] != kind:
        found.faults.append(f"is {kind}, not {sentence['kind']}")
    if sentence["text"] != expected:
        found.faults.append("its text is not that of the claim with its speaker")
    if claim["state"] and not speaks_of(release, brief, claim["state"]):
        found.faults.append(f"a claim about {claim['state']}, which the brief is not about")
    newest = release.lists["participating"][-1].as_of
    if date.fromisoformat(brief["as_of"]) < newest and str(claim["said"])[-10:] > brief["as_of"]:
        found.faults.append(f"was said after {brief['as_of']}")


def told_apart(brief: Json, told: Json) -> bool:
    """Whether another sentence of the brief says of a measure that it does not count."""
    every = (sentence for section in brief["sections"] for sentence in section["sentences"])
    return any(sentence["id"] == f"ask.policy:{told['fact_id']}" for sentence in every)


def speaks_of(release: Release, brief: Json, state: str) -> bool:
    """Whether a brief is about a State, or about none, and so about all."""
    here = {key for scope, key in places(release, brief) if scope == "state"}
    return not here or state in here


def in_place_and_time(release: Release, brief: Json, told: Json, found: Found) -> None:
    """A State's measure or money must be that of a State the brief is about, and be so on its day."""
    day = date.fromisoformat(brief["as_of"])
    here = {key for scope, key in places(release, brief) if scope == "state"}
    if told["kind"] == "policy":
        measure = next(each for each in release.policies if each["fact_id"] == told["fact_id"])
        if here and measure["state"] not in here:
            found.faults.append(f"a measure of {measure['state']}, which the brief is not about")
        if not release.in_force(measure, day):
            if measure["from"] and day < measure["from"] and str(measure["from"].year) in told["text_en"]:
                pass  # what is to come, with its day in the text
            elif not release.may_bind(measure, day) and told_apart(brief, told):
                pass
            elif not release.may_bind(measure, day):
                found.faults.append(f"not in force on {day}: {measure['standing']}")
            elif not any(
                sentence["kind"] == "gap" and str(told["citation"]) in sentence["text"]
                for section in brief["sections"]
                for sentence in section["sentences"]
            ):
                found.faults.append(f"told without the gap that its being in force on {day} is not known")
    if told["kind"] == "incentive":
        state, begins, ends = release.sql(
            "SELECT state, begins, ends FROM incentives WHERE fact_id = $id", id=told["fact_id"]
        )[0]
        if state and here and state not in here:
            found.faults.append(f"money of {state}, which the brief is not about")
        if (begins and begins > str(day)) or (ends and str(day)[: len(ends)] > ends):
            found.faults.append(f"does not apply on {day}")
    if told["kind"] == "study":
        (year,) = release.sql("SELECT year FROM studies WHERE fact_id = $id", id=told["fact_id"])[0]
        if year and year > day.year:
            found.faults.append(f"published after {day}")
