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
    "a press release is told as law; where it was read names a copy of the section too, which the fact does not cite": (
        "fact.policy:ct-pa-19-20-19-23",
        "told as law",
    ),
    "a release and a letter on a directive are told as law; the directive itself is not among what the fact cites": (
        "fact.policy:nj-ag-directive-2018-6",
        "told as law",
    ),
    "a bill's record and a toolkit are told as law; the text of the section is not among what the fact cites": (
        "fact.policy:or-ors-181a-820-hb-3265",
        "told as law",
    ),
}
"""Defects that this check found and that are not mended yet, by how the id of the sentence begins, and the fault.

All three are of the registry's rows: who mends one cites the text of the law itself, or calls the row secondary."""
SHOWN = (("state", "CT"),)
"""Places that show those which the sample does not."""
MORE = (
    ("nation", None, "2008-03-20"),
    ("state", "CA", "2015-03-01"),
    ("state", "NM", None),
    ("county", "04021", None),
)
"""One file of two lists, claims not yet made, law to come, and a State whose measures bind no body of a county."""
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
    "What share of the agreements in Florida are task force agreements?",
    "What share of all agreements are in Ohio?",
    "Which states have more than 50 agreements?",
    "Compare Ohio and Indiana",
    "How many agencies have more than one agreement?",
    "Which agencies in Georgia have two or more models?",
    "How many sheriffs have both task force and jail models in Florida?",
    "Which agencies in Pennsylvania have two or more models?",
    "Which state added the most agreements since January 1, 2026?",
    "Which states lost the most agencies since January 31, 2026?",
    "Does Texas have 400 agreements?",
    "How many agreements are in New England?",
    "When did the number of agreements pass 1,000?",
    "When did Texas pass Florida in agreements?",
    "When did task force agreements pass warrant service officer agreements?",
    "Did a bill that requires agreements pass in Idaho?",
    "What does the law of Texas on 287(g) say?",
    "How many Jail Enforcement Model agreements are in Collier County, Florida?",
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
    for kind, name, day in MORE:
        place = places.find(release, kind, name)[0]
        made.append(
            [
                answer.brief(release, place, as_of=date.fromisoformat(day) if day else None, lang=lang).to_json()
                for lang in ("en", "es")
            ]
        )
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


def test_every_sentence_of_the_sample_is_one_that_the_checker_can_read(report: Report) -> None:
    assert report.stating > 800
    assert report.unchecked == []


def test_sentences_are_supported(report: Report) -> None:
    """Recall counts open defects as what they are: unsupported."""
    assert report.recall >= ENOUGH
    assert report.recall_by_cites >= 0.5  # counts in tables of the release, and verdicts, cite no list


def test_cites_support_their_sentences(report: Report) -> None:
    assert report.cites > 500
    assert report.precision >= ENOUGH


def test_faults_of_the_sample_are_all_known(report: Report) -> None:
    assert {(fault.id, fault.why) for fault in report.faults if not is_open(fault.id, fault.why)} == set()


def test_defects_that_are_named_as_open_still_are(checker: Checker, report: Report) -> None:
    """A defect that is mended goes out of the list, so that it cannot come back unseen."""
    release, total = Product.open(), Report()
    total.add(report)
    for kind, name in SHOWN:
        total.add(checker.check(answer.brief(release, places.find(release, kind, name)[0]).to_json()))
    mended = [
        what
        for what, (start, said) in OPEN.items()
        if not any(fault.id.startswith(start) and re.match(said, fault.why) for fault in total.faults)
    ]
    assert mended == []


def test_english_and_spanish_print_the_same_numbers(briefs: list[tuple[Json, Json]]) -> None:
    for english, spanish in briefs:
        assert numbers(english) == numbers(spanish), english["question"]


def test_a_number_that_differs_in_spanish_is_seen(briefs: list[tuple[Json, Json]]) -> None:
    english, spanish = briefs[0]
    summary = [{**each, "text": each["text"].replace("2026", "2025")} for each in spanish["summary"]]
    assert numbers(english) != numbers({**spanish, "summary": summary})


def test_every_alteration_is_caught(checker: Checker, briefs: list[tuple[Json, Json]]) -> None:
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


def test_a_verdict_that_the_figures_do_not_bear_is_seen(checker: Checker, briefs: list[tuple[Json, Json]]) -> None:
    """14 agreements in New York on 2026-01-30, by the list itself: told as contradicted, that is wrong throughout."""
    brief = briefs[0][0]
    told = next(each for each in sentences(brief) if each["id"] == "check.found:claim:c030")
    assert told["value"]["form"] == "supported"
    text = told["text"].replace("is supported", "is contradicted under every unit")
    altered = {**told, "text": text, "value": {"form": "contradicted"}}
    assert checker.found(brief, altered).faults == ["verdict: says contradicted, is mixed or supported"]


def test_a_gap_may_cite_nothing_and_a_brief_no_source_that_nothing_cites(
    checker: Checker, briefs: list[tuple[Json, Json]]
) -> None:
    brief = briefs[0][0]
    unused = {**brief["sources"][0], "n": len(brief["sources"]) + 1}
    altered = {**brief, "sources": [*brief["sources"], unused]}
    assert f"no sentence cites its source {unused['n']}" in [fault.why for fault in checker.check(altered).faults]


def test_a_sentence_that_no_reading_fits_counts_as_unsupported(
    checker: Checker, briefs: list[tuple[Json, Json]]
) -> None:
    brief = briefs[0][0]
    strange = {"id": "x", "kind": "computed", "text": "Most sheriffs are pleased.", "cites": []}
    found = checker.check({**brief, "summary": [strange], "sections": [], "safe_to_print": [], "sources": []})
    assert (found.stating, found.supported, found.unchecked) == (1, 0, ["x"])
