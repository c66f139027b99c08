"""Runs every number of a brief again: a printed sentence stands only if its measures still give it.

Each sentence is checked by itself, from what it records: measures are run again, the text is worded again from their
values, and the cited files must be those the measures read. Then the whole brief is composed again, so that nothing
else in it can have been altered either. The release's own bytes are checked when it is opened (`core.release`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from atlas287.answers import places
from atlas287.answers.briefs import again, claimed
from atlas287.answers.briefs.compose import citation, derived_kind, fact_citation
from atlas287.answers.briefs.measured import measured
from atlas287.answers.briefs.wording import gap_text, say, tell
from atlas287.answers.stated import Fact, fact
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
    """The verification object of the contract. Raises UsageError where `content` is no brief.

    A brief of another release is frozen: its id must fit its content, and each sentence that this release tells
    otherwise is a failure with what it said, what is so now and why. `added` are the ids of sentences that this release
    says of the same place and day and the frozen brief does not.
    """
    brief = document(content)
    said = sentences(brief)
    found = [list(_sentence(release, brief, sentence)) for sentence in said]
    frozen = brief["release"] != release.id
    if frozen:
        anew = _composed(release, brief)
        changed = [list(_changed(failures, sentence, anew)) for failures, sentence in zip(found, said, strict=True)]
        found, whole = changed, []
    else:
        anew = None
        spoken = (
            ("summary", "sections", "safe_to_print", "explanation") if any(found) else ()
        )  # altered ones are named already
        whole = list(_whole(release, brief, spoken))
    failed: list[Failure] = []
    for failure in [*(each for failures in found for each in failures), *whole]:
        if failure not in failed:  # the summary repeats sentences of the sections
            failed.append(failure)
    named = again.content_id(brief)
    if (frozen or not failed) and brief["id"] != named:  # such as a key that no brief of ours has
        failed.append(Failure("brief", "its content is not what its id was made from", brief["id"], named))
    known = {str(sentence.get("id")) for sentence in said}
    return {
        "brief": brief["id"],
        "made_on": brief["release"],
        "sentences": len(said),
        "passed": sum(not failures for failures in found),
        "failed": [asdict(failure) for failure in failed],
        "added": [identity for identity in anew or () if identity not in known],
    }


def document(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The brief in the JSON of a verb, or in itself. Raises UsageError where there is none."""
    brief = content.get("brief", content) if isinstance(content, dict) else {}
    if isinstance(content, dict) and {"verdict", "explanation", "asked"} <= set(content):
        brief = again.as_brief(content)
    needed = {"id", "release", "place", "as_of", "lang", "summary", "sections", "sources"}
    if not isinstance(brief, dict) or not needed.issubset(brief) or not _has_sentences(brief):
        raise UsageError("the file holds no brief", do="give the JSON that `atlas287 nation --format json` prints")
    return brief


def sentences(brief: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every sentence of a brief: of its summary, its sections and those that are safe to print."""
    sections = (sentence for section in brief["sections"] for sentence in section["sentences"])
    return [*brief["summary"], *sections, *brief.get("safe_to_print", [])]


def _composed(release: Release, brief: Mapping[str, Any]) -> dict[str, str]:
    """The sentences that this release says of the brief's place and day: id -> text; none where it cannot."""
    try:
        made = again.made(release, brief)
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError):
        return {}
    return {str(sentence["id"]): str(sentence["text"]) for sentence in made.get("explanation") or sentences(made)}


def _changed(failures: Sequence[Failure], sentence: Mapping[str, Any], anew: Mapping[str, str]) -> Iterator[Failure]:
    """One failure at most for a sentence of a frozen brief: its old text, the text now, and the first reason."""
    name, text = str(sentence.get("id")), sentence.get("text")
    now = anew.get(name)
    if failures:
        values = [f for f in failures if f.why.startswith("the measure gives another")]
        first = values[0] if values else failures[0]
        yield Failure(name, _reason(failures, first, sentence), text, now)
    elif sentence.get("kind") == "gap" and anew and now is None:
        yield Failure(name, "this is no longer a gap", text, None)


def _reason(failures: Sequence[Failure], first: Failure, sentence: Mapping[str, Any]) -> str:
    """Why a sentence of an older release no longer stands, from what differs when it is run again."""
    differing = {failure.why.removeprefix("the measure gives another "): failure for failure in failures}
    if "list" in differing:
        was, now = differing["list"].was, differing["list"].now
        if not was or not now or was["as_of"] != now["as_of"]:
            dates = [each["as_of"] if each else "none" for each in (was, now)]
            return f"another list is the one to count now: of {dates[1]} in place of {dates[0]}"
        return f"another file is the list of {now['as_of']} now: {now['file']}, sha256 {now['sha256'][:12]}…"
    if "version" in differing:
        return f"the measure counts by another rule now ({_short(first.was)} before, {_short(first.now)} now)"
    if "value" in differing:
        was, now = _short(first.was), _short(first.now)
        if was == now:
            return "the number stands; what it counts is other agencies or places now, or they are named otherwise"
        if sentence.get("list") is None:
            return f"this release holds other lists or events up to that day: {was} before, {now} now"
        return f"rows of the same list are read, corrected or joined otherwise: {was} before, {now} now"
    return first.why


def _short(value: Any) -> str:
    number = value["value"] if isinstance(value, dict) and "value" in value else value
    return f"{number:,}" if isinstance(number, int) else str(number)


def _has_sentences(document: Mapping[str, Any]) -> bool:
    """Whether summary and sections are lists of sentences, whatever these say."""
    sections = document["sections"]
    if not isinstance(sections, list) or not all(isinstance(section, dict) for section in sections):
        return False
    groups = [document["summary"], document.get("safe_to_print", []), *(each.get("sentences") for each in sections)]
    return all(isinstance(group, list) and all(isinstance(each, dict) for each in group) for group in groups)


def _sentence(release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[Failure]:
    name, text = str(sentence.get("id")), sentence.get("text")
    try:
        if sentence["kind"] == "gap":
            yield from _gap(release, document, sentence)
            return
        if sentence.get("fact") is not None:
            yield from _stated(release, document, sentence)
            return
        if "measure" not in sentence:
            yield Failure(name, "this release composes no sentence of that kind", sentence["kind"], None)
            return
        if sentence["parameters"]["release"] != document["release"]:
            yield Failure(name, "it names another release than the brief", sentence["parameters"]["release"], None)
        slots = {}
        for said in (sentence, *sentence["also"]):
            found = measured(release, said["measure"]["name"], said["measure"]["parameters"])
            if isinstance(found, Gap):
                yield Failure(name, "the measure has no value", said["value"], {"gap": found.kind.value})
                return
            slots[said["slot"]] = found
            kind = derived_kind(found.value)
            if said is sentence and sentence["kind"] != kind:
                yield Failure(name, "the value makes another kind of sentence", sentence["kind"], kind)
            now = found.to_json()
            yield from _differing(name, said, now)
        worded = say(document["lang"], name, slots, sentence["parameters"])
        if text != worded:
            yield Failure(name, "the wording of the measured values differs", text, worded)
        yield from _cites(release, document, sentence, slots)
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError) as error:
        yield Failure(name, f"the sentence cannot be run again ({error})", text, None)


def _differing(name: str, said: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Failure]:
    """What a measure gives otherwise than the sentence says; `version` is that of its SQL."""
    for key in ("value", "unit", "list", "facts", "lists"):
        if said.get(key) != now.get(key):
            yield Failure(name, f"the measure gives another {key}", said.get(key), now.get(key))
    if said["measure"].get("version") != now["measure"]["version"]:
        was, version = said["measure"].get("version"), now["measure"]["version"]
        yield Failure(name, "the measure gives another version", was, version)


def _gap(release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[Failure]:
    worded = gap_text(document["lang"], sentence["id"].removeprefix("gap."), sentence["parameters"])
    if sentence["text"] != worded:
        yield Failure(sentence["id"], "the wording of the gap differs", sentence["text"], worded)
    if sentence["cites"]:
        yield Failure(sentence["id"], "a gap cites nothing", sentence["cites"], [])


def _stated(release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[Failure]:
    """A sentence that tells a fact: its words, its kind, and the source that it cites."""
    name, told = str(sentence["id"]), fact(release, sentence["fact"])
    worded, kind = tell(document["lang"], told), "legal" if told.legal else "attributed"
    if told.kind == "claim":
        kind, worded, quote = claimed.told(release, told, document["lang"])
        yield from _quoted(release, sentence, quote)
    if sentence["kind"] != kind:
        yield Failure(name, "the fact makes another kind of sentence", sentence["kind"], kind)
    if sentence["text"] != worded:
        yield Failure(name, "the fact is told otherwise in the release", sentence["text"], worded)
    yield from _cited_facts(document, sentence, [told])


def _quoted(release: Release, sentence: Mapping[str, Any], now: Mapping[str, Any] | None) -> Iterator[Failure]:
    """That the characters a quoted sentence names stand in the stored text, and are the words that it prints."""
    quote, name = sentence.get("quote"), str(sentence["id"])
    if quote != now:
        yield Failure(name, "the quoted words stand elsewhere in the stored text", quote, now)
    elif now is not None:
        words = fact(release, now["document"]).text_en[now["start"] : now["end"]]
        if f"“{words}”" not in sentence["text"]:
            yield Failure(name, "the stored text has other words", sentence["text"], words)


def _cited_facts(document: Mapping[str, Any], sentence: Mapping[str, Any], told: Sequence[Fact]) -> Iterator[Failure]:
    """That the sources cited are those of the facts, as the release describes them."""
    sources = {source["n"]: source for source in document["sources"]}
    cited = {n: sources.get(n) for n in sentence["cites"]}
    now = {(each.sha256, each.source_row): each for each in told}
    named = [(source["sha256"], source.get("row")) for source in cited.values() if source]
    if sorted(named, key=str) != sorted(now, key=str):
        yield Failure(sentence["id"], "the cited sources are not those of the fact", sentence["cites"], sorted(now))
        return
    for n, source in cited.items():
        assert source is not None  # noqa: S101 (compared above)
        described = fact_citation(now[source["sha256"], source["row"]], n).to_json()
        if source != described:
            yield Failure(sentence["id"], f"source {n} is described otherwise in the release", source, described)


def _cites(
    release: Release, document: Mapping[str, Any], sentence: Mapping[str, Any], slots: Mapping[str, Measurement]
) -> Iterator[Failure]:
    facts = [fact(release, each) for slot in slots.values() for each in slot.facts]
    if facts:
        yield from _cited_facts(document, sentence, facts)
        return  # what rests on facts reads no list
    sources = {source["n"]: source for source in document["sources"]}
    lists = (each for slot in slots.values() for each in (slot.list, *slot.lists) if each)
    read = {(each["sha256"], each["as_of"]) for each in lists}
    cited = {(sources[n]["sha256"], str(sources[n]["date"])) for n in sentence["cites"] if n in sources}
    if cited != read or len(sentence["cites"]) != len(cited):
        yield Failure(
            sentence["id"], "the cited files are not those that were counted", sentence["cites"], sorted(read)
        )
        return
    for n in sentence["cites"]:
        now = citation(release, sources[n]["sha256"], sources[n]["date"], n).to_json()
        if sources[n] != now:
            yield Failure(sentence["id"], f"source {n} is described otherwise in the release", sources[n], now)


def _whole(release: Release, document: Mapping[str, Any], said: Collection[str]) -> Iterator[Failure]:
    """Whatever no sentence covers: id, order, headings, warnings against wrong conclusions, sources."""
    try:
        place = document["place"]
        anew = again.made(release, document)
        known = places.known_place(release, place) if place else place
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError) as error:
        yield Failure("brief", f"the brief cannot be composed again ({error})", document["id"], None)
        return
    if place != known:
        yield Failure("brief", "the place differs", place, known)
    held = document.get("check", document)
    for key, now in anew.items():
        if key not in said and held.get(key) != now:
            yield Failure("brief", f"its {key} differ when composed again", document.get(key), now)
