"""Judges answers of `ask` by tests/eval/questions.yaml: what is right, what is refused rightly, which numbers stand.

It reads the JSON of a brief alone. `python bench/ask.py` prints the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

QUESTIONS = Path(__file__).with_name("questions.yaml")
Entry = dict[str, Any]


def entries(split: str = "all") -> list[Entry]:
    """The questions of a split."""
    found: list[Entry] = yaml.load(QUESTIONS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [entry for entry in found if split in ("all", entry["split"])]


def unseen(entry: Entry) -> bool:
    """Whether nobody saw the answers to an entry: of the first series the half held back, and all of the third."""
    series = str(entry["id"])[:2]
    return series == "c-" or (entry["split"] == "held" and series != "b-")


def faults(entry: Entry, brief: dict[str, Any]) -> list[str]:
    """What is wrong with an answer: each fault opens with the key of the expectation that it breaks."""
    wanted, plan = entry["expect"], brief.get("plan") or {}
    found = []
    if brief["status"] not in _several(wanted["status"]):
        found.append(f"status {brief['status']}, not {wanted['status']}")
    topics = _several(wanted.get("topic"))
    if topics and brief["status"] in ("answered", "partly") and not set(plan.get("topics", [])) & set(topics):
        found.append(f"topic {plan.get('topics')}, not {topics}")
    place = wanted.get("place")
    if place and brief["status"] in ("answered", "partly") and not _same_place(place, brief["place"]):
        found.append(f"place {brief['place']}, not {place}")
    said = list(numbers(brief))
    found += [
        f"number {number} is not among the values"
        for number in wanted.get("numbers") or []
        if not any(_fits(number, each) for each in said)
    ]
    kinds = {gap["kind"] for gap in brief["gaps"]}
    gaps = _several(wanted.get("gap"))
    if gaps and not kinds & set(gaps):
        found.append(f"gap {sorted(kinds)}, not {gaps}")
    if wanted.get("candidates") and len(brief["candidates"]) < 2:
        found.append("candidates missing")
    text = " ".join(_texts(brief))
    found += [f"mention of {word!r} missing" for word in wanted.get("mentions") or [] if not _stands(str(word), text)]
    found += [f"never: {word!r} stands there" for word in wanted.get("never") or [] if _stands(str(word), text)]
    return found


def numbers(brief: dict[str, Any]) -> Iterator[tuple[str, float, set[str]]]:
    """Every value of the sentences of a brief: its unit, the number and the days it is of."""
    for sentence in _sentences(brief):
        if "measure" not in sentence:
            continue
        value, given = sentence["value"], sentence["measure"]["parameters"]
        days = {given.get("as_of"), (sentence.get("list") or {}).get("as_of"), given.get("since"), given.get("until")}
        if not isinstance(value, dict):
            yield sentence["unit"], value, days
            continue
        if isinstance(value.get("value"), int | float):
            yield sentence["unit"], value["value"], days
        for key, day in (("before", "since"), ("after", "until")):
            if key in value:
                yield sentence["unit"], value[key], {value[day], given[day]}
        if "percent" in value:
            yield "percent", value["percent"], days
        for row in value.get("rows", []):
            yield sentence["unit"], row["value"], days


def _fits(wanted: dict[str, Any], said: tuple[str, float, set[str]]) -> bool:
    unit, value, days = said
    if wanted["unit"] != unit or abs(value - wanted["value"]) > (wanted.get("within") or 0):
        return False
    return not wanted.get("as_of") or bool({wanted["as_of"], wanted.get("list")} & days)


def _several(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _same_place(wanted: dict[str, Any], place: dict[str, Any] | None) -> bool:
    if place is None:
        return False
    if wanted.get("kind") not in (None, place["kind"]):
        return False
    for key in ("fips", "code", "state"):
        if key in wanted and place.get(key) not in (None, wanted[key]):
            return False
    name, told = (str(each or "").casefold().replace("’", "'") for each in (wanted.get("name"), place.get("name")))
    name = name.partition(",")[0]
    return not name or not told or name in told or place["kind"] == "state"


def _sentences(brief: dict[str, Any]) -> list[dict[str, Any]]:
    return [*brief["summary"], *(said for section in brief["sections"] for said in section["sentences"])]


def _texts(brief: dict[str, Any]) -> Iterator[str]:
    yield from (sentence["text"] for sentence in _sentences(brief))
    yield from (str(gap[key]) for gap in brief["gaps"] for key in ("what", "would_fill") if gap.get(key))
    yield from (str(candidate.get("name")) for candidate in brief["candidates"])
    yield from (str(narrative.get("claim")) for narrative in brief["narratives"])


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(word)}(?![\w])", text, re.IGNORECASE) is not None


def refuses(entry: Entry) -> bool:
    """Whether a question is one to refuse or to ask back on."""
    return set(_several(entry["expect"]["status"])) <= {"not_answerable", "ambiguous"}


def lacks_number(entry: Entry, brief: dict[str, Any]) -> bool:
    """Whether an answer is given without the number that is right, or with one that may not stand there."""
    given = brief["status"] in ("answered", "partly")
    return given and any(fault.startswith(("number", "never")) for fault in faults(entry, brief))


def claims(split: str = "all") -> list[Entry]:
    """The claims of a split."""
    text = QUESTIONS.with_name("claims.yaml").read_text(encoding="utf-8")
    found: list[Entry] = yaml.load(text, Loader=yaml.CSafeLoader)
    return [entry for entry in found if split in ("all", entry["split"])]


def claim_faults(entry: Entry, checked: dict[str, Any]) -> list[str]:
    """What is wrong with the object that `check` prints for a claim."""
    wanted = entry["expect"]
    found = []
    if checked["verdict"] not in _several(wanted["verdict"]):
        found.append(f"verdict {checked['verdict']}, not {wanted['verdict']}")
    for value in wanted.get("values") or []:
        near = value.get("within") or 0
        days = {value.get("as_of"), value.get("list")}
        if not any(
            each["unit"] == value["unit"]
            and abs(each["value"] - value["value"]) <= near
            and (not value.get("as_of") or {each["as_of"], each["list"]["as_of"]} & days)
            for each in checked["values"]
        ):
            found.append(
                f"value {value} is not among {[(v['unit'], v['value'], v['as_of']) for v in checked['values']]}"
            )
    return found
