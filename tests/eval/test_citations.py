"""Whether what briefs say is supported by what they cite, by a checker that shares no code with what composes them.

Expected are the project's own thresholds (0.98 of sentences and of cites), with open defects named one by one, and that
every alteration of a true brief is caught.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from atlas287.answers import ledger, places
from atlas287.answers.briefs import answer
from atlas287.answers.briefs.ask import ask
from atlas287.core.release import Release as Product
from eval.citations import Checker, Report, numbers, sentences
from eval.cited import alter

ENOUGH = 0.98
OPEN = {
    "federal law told by the file name of a memorandum, since the fact has no publisher": (
        "fact.statute:g3",
        "attributed to a file",
    ),
    "claims are in the release, and the brief says that they are not": ("gap.narratives", "the release holds claims"),
    "a county's prosecutor is told as a body of the whole State": ("scale.statewide", "number|recorded value|names"),
    "an agency whose town is known is told as one of unknown area": ("unknown.area", "number|recorded value|names"),
    "the State's attorney general is told as no body of the State": ("unknown.base", "number|recorded value|names"),
    "two lists of one file are cited with the date of the first": (
        "",
        r"cite \d+: date is '2007-09-19', not '2008-03-10'$",
    ),
    "rows without a date are told as rows with one, on lists that print none": (
        "unknown.signed",
        "number|recorded value",
    ),
    "what is listed again after years is told as listed for the first time": ("ask.changes.added", "older lists show"),
    "a press release is told as law": ("fact.policy:ct-pa-19-20-19-23", "told as law"),
    "a release and a letter on a directive are told as law": ("fact.policy:nj-ag-directive-2018-6", "told as law"),
    "a bill's record and a toolkit are told as law": ("fact.policy:or-ors-181a-820-hb-3265", "told as law"),
    "a measure is told as law years before it began": ("fact.policy:ca-sb-54-2017", "not in force"),
    "a verdict that rests on a State's law does not name the State": ("authority.verdict", "rests on the law"),
}
"""Defects that this check found and that are not mended yet, by how the id of the sentence begins, and the fault."""
SHOWN = (
    ("county", "04021", None),
    ("town", "Marco Island, FL", None),
    ("county", "48283", None),
    ("nation", None, "2008-03-20"),
    ("state", "CT", None),
    ("state", "CA", "2015-03-01"),
)
"""Places and days that show them."""
QUESTIONS = (
    "How did the number of agreements grow between 2025-01-20 and 2026-01-20?",
    "Which states have the most 287(g) agreements?",
    "Compare agreements in Florida and Texas",
    "How many agreements are in Los Angeles County?",
    "Which agencies left the list in Texas in 2025?",
    "¿Qué estados prohíben los acuerdos 287(g)?",
    "Which studies measure trust after a 287(g) agreement?",
    "How many agreements were there on 2015-06-01?",
    "Who pays for 287(g) agreements?",
    "May officers of the Collier County Sheriff's Office in Florida interview people in jail?",
)
OPEN_QUESTIONS = (
    "Which agencies joined in Florida between 2025-01-01 and 2025-06-30?",
    "Can police without an agreement in Illinois hold someone for ICE?",
)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="module")
def briefs() -> list[tuple[Json, Json]]:
    """Briefs of every kind of place, and answers, each in English and Spanish."""
    release = Product.open()
    found = [("nation", None), ("state", "FL"), ("county", "12021"), ("county", "48201"), ("town", "Naples, FL")]
    whole = [places.find(release, kind, name)[0] for kind, name in found]
    whole.append(places.agency_place(ledger.find(release, "Collier County Sheriff", "FL")[0]))
    made = [[answer.brief(release, place, lang=lang).to_json() for lang in ("en", "es")] for place in whole]
    made += [[ask(release, question, lang=lang).to_json() for lang in ("en", "es")] for question in QUESTIONS]
    return [(english, spanish) for english, spanish in made]


@pytest.fixture(scope="module")
def report(checker: Checker, briefs: list[tuple[Json, Json]]) -> Report:
    total = Report()
    for brief in (each for pair in briefs for each in pair):
        total.add(checker.check(brief))
    return total


def is_open(identity: str, why: str) -> bool:
    return any(identity.startswith(start) and re.match(said, why) for start, said in OPEN.values())


def test_every_sentence_of_the_sample_is_one_that_the_checker_can_read(report: Report):
    assert report.stating > 800
    assert report.unchecked == []


def test_sentences_are_supported_but_for_open_defects(report: Report):
    """Recall counts open defects as what they are; without them it must be what was promised."""
    stated = [fault for fault in report.faults if fault.kind not in ("gap", "brief")]
    lost = {fault.at for fault in stated if not is_open(fault.id, fault.why)}
    assert 1 - len(lost) / report.stating >= ENOUGH
    assert report.recall >= 0.95
    assert report.recall_by_cites >= 0.5  # counts in tables of the release cite no list


def test_cites_support_their_sentences(report: Report):
    assert report.cites > 500
    assert report.precision >= ENOUGH


def test_faults_of_the_sample_are_all_known(report: Report):
    assert {(fault.id, fault.why) for fault in report.faults if not is_open(fault.id, fault.why)} == set()


def test_defects_that_are_named_as_open_still_are(checker: Checker, report: Report):
    """A defect that is mended goes out of the list, so that it cannot come back unseen."""
    release, total = Product.open(), Report()
    total.add(report)
    for kind, name, day in SHOWN:
        place = places.find(release, kind, name)[0]
        total.add(checker.check(answer.brief(release, place, as_of=date.fromisoformat(day) if day else None).to_json()))
    for question in OPEN_QUESTIONS:
        total.add(checker.check(ask(release, question).to_json()))
    mended = [
        what
        for what, (start, said) in OPEN.items()
        if not any(fault.id.startswith(start) and re.match(said, fault.why) for fault in total.faults)
    ]
    assert mended == []


def test_english_and_spanish_print_the_same_numbers(briefs: list[tuple[Json, Json]]):
    for english, spanish in briefs:
        assert numbers(english) == numbers(spanish), english["question"]


def test_a_number_that_differs_in_spanish_is_seen(briefs: list[tuple[Json, Json]]):
    english, spanish = briefs[0]
    summary = [{**each, "text": each["text"].replace("2026", "2025")} for each in spanish["summary"]]
    assert numbers(english) != numbers({**spanish, "summary": summary})


def test_every_alteration_is_caught(checker: Checker, briefs: list[tuple[Json, Json]]):
    """Of each sentence that stands, each alteration must be found; the kinds are those of `cited/alter.py`."""
    tried: Counter[str] = Counter()
    missed = []
    seen = set()
    for brief in (each for pair in briefs for each in pair):
        said = sentences(brief)
        for number, sentence in enumerate(said):
            wording = (brief["lang"], sentence["kind"], sentence["id"].partition(":")[0])
            if wording in seen or checker.found(brief, sentence).faults:
                continue
            seen.add(wording)
            for kind, altered, told in alter.alterations(checker.release, brief, said, number):
                tried[kind] += 1
                if not checker.found(altered, told).faults:
                    missed.append((kind, told["id"], told["text"]))
    assert missed == []
    assert len(tried) >= 30
    assert min(tried.values()) >= 2


def test_a_gap_may_cite_nothing_and_a_brief_no_source_that_nothing_cites(
    checker: Checker, briefs: list[tuple[Json, Json]]
):
    brief = briefs[0][0]
    unused = {**brief["sources"][0], "n": len(brief["sources"]) + 1}
    altered = {**brief, "sources": [*brief["sources"], unused]}
    assert f"no sentence cites its source {unused['n']}" in [fault.why for fault in checker.check(altered).faults]


def test_a_sentence_that_no_reading_fits_counts_as_unsupported(checker: Checker, briefs: list[tuple[Json, Json]]):
    brief = briefs[0][0]
    strange = {"id": "x", "kind": "computed", "text": "Most sheriffs are pleased.", "cites": []}
    found = checker.check({**brief, "summary": [strange], "sections": [], "safe_to_print": [], "sources": []})
    assert (found.stating, found.supported, found.unchecked) == (1, 0, ["x"])
