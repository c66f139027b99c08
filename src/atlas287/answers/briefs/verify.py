"""Runs every number of a brief again: a printed sentence stands only if its measures still give it.

Each sentence is checked by itself, from what it records: measures are run again, the text is worded again from their
values, and the cited files must be those the measures read. Then the whole brief is composed again, so that nothing
else in it can have been altered either. The release's own bytes are checked when it is opened (`core.release`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.compose import citation
from atlas287.answers.briefs.measured import measured
from atlas287.answers.briefs.wording import gap_text, say
from atlas287.core.errors import AtlasError, UsageError
from atlas287.core.model import Gap, Measurement
from atlas287.core.release import Release


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence (or `brief`) that does not stand: what it said and what is so now."""

    id: str
    why: str
    was: Any
    now: Any


def verify(release: Release, content: Mapping[str, Any]) -> dict[str, Any]:
    """The verification object of the contract. Raises UsageError where `content` is no brief."""
    document = _brief_of(content)
    sentences = [*document["summary"], *(s for section in document["sections"] for s in section["sentences"])]
    found = [list(_sentence(release, document, sentence)) for sentence in sentences]
    failed: list[Failure] = []
    said = ("summary", "sections") if any(found) else ()  # what is altered in them is named by sentence already
    whole = _whole(release, document, said)
    for failure in [*(each for failures in found for each in failures), *whole]:
        if failure not in failed:  # the summary repeats sentences of the sections
            failed.append(failure)
    named = answer.content_id(document)
    if not failed and document["id"] != named:  # such as a key that no brief of ours has
        failed.append(Failure("brief", "its content is not what its id was made from", document["id"], named))
    passed = sum(not failures for failures in found)
    return {
        "brief": document["id"],
        "sentences": len(sentences),
        "passed": passed,
        "failed": [asdict(failure) for failure in failed],
    }


def _brief_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    document = content.get("brief", content) if isinstance(content, dict) else {}
    needed = {"id", "release", "place", "as_of", "lang", "summary", "sections", "sources"}
    if not isinstance(document, dict) or not needed.issubset(document) or not _has_sentences(document):
        raise UsageError("the file holds no brief", do="give the JSON that `atlas287 nation --format json` prints")
    return document


def _has_sentences(document: Mapping[str, Any]) -> bool:
    """Whether summary and sections are lists of sentences, whatever these say."""
    sections = document["sections"]
    if not isinstance(sections, list) or not all(isinstance(section, dict) for section in sections):
        return False
    groups = [document["summary"], *(section.get("sentences") for section in sections)]
    return all(isinstance(group, list) and all(isinstance(each, dict) for each in group) for group in groups)


def _sentence(release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[Failure]:
    name, text = str(sentence.get("id")), sentence.get("text")
    try:
        if sentence["kind"] == "gap":
            yield from _gap(release, document, sentence)
            return
        if sentence["kind"] != "computed":
            yield Failure(name, "this release composes no sentence of that kind", sentence["kind"], None)
            return
        slots = {}
        for said in (sentence, *sentence["also"]):
            found = measured(release, said["measure"]["name"], said["measure"]["parameters"])
            if isinstance(found, Gap):
                yield Failure(name, "the measure has no value", said["value"], {"gap": found.kind.value})
                return
            slots[said["slot"]] = found
            now = found.to_json()
            for key in ("value", "unit", "list"):
                if said[key] != now[key]:
                    yield Failure(name, f"the measure gives another {key}", said[key], now[key])
        worded = say(document["lang"], name, slots, sentence["parameters"])
        if text != worded:
            yield Failure(name, "the wording of the measured values differs", text, worded)
        yield from _cites(release, document, sentence, slots)
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError) as error:
        yield Failure(name, f"the sentence cannot be run again ({error})", text, None)


def _gap(release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[Failure]:
    worded = gap_text(document["lang"], sentence["id"].removeprefix("gap."), sentence["parameters"])
    if sentence["text"] != worded:
        yield Failure(sentence["id"], "the wording of the gap differs", sentence["text"], worded)
    if sentence["cites"]:
        yield Failure(sentence["id"], "a gap cites nothing", sentence["cites"], [])


def _cites(
    release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any], slots: Mapping[str, Measurement]
) -> Iterator[Failure]:
    sources = {source["n"]: source for source in document["sources"]}
    read = {slot.list["sha256"] for slot in slots.values() if slot.list}
    cited = {sources[n]["sha256"] for n in sentence["cites"] if n in sources}
    if cited != read or len(sentence["cites"]) != len(cited):
        yield Failure(
            sentence["id"], "the cited files are not those that were counted", sentence["cites"], sorted(read)
        )
        return
    for n in sentence["cites"]:
        now = asdict(citation(release, sources[n]["sha256"], n))
        if sources[n] != now:
            yield Failure(sentence["id"], f"source {n} is described otherwise in the release", sources[n], now)


def _whole(release: Release, document: Mapping[str, Any], said: Collection[str]) -> Iterator[Failure]:
    """Whatever no sentence covers: id, order, headings, warnings against wrong conclusions, sources."""
    try:
        place = document["place"]
        again = answer.brief(release, place, as_of=date.fromisoformat(document["as_of"]), lang=document["lang"])
        known = places.known_place(release, place)
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError) as error:
        yield Failure("brief", f"the brief cannot be composed again ({error})", document["id"], None)
        return
    if place != known:
        yield Failure("brief", "the place differs", place, known)
    for key, now in again.to_json().items():
        if key not in said and document.get(key) != now:
            yield Failure("brief", f"its {key} differ when composed again", document.get(key), now)
