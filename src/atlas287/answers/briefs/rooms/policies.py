"""Heading 3, politics: what States oblige agencies to or limit on the day, with the measures that make it so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences, number
from atlas287.answers.briefs.wording import words
from atlas287.answers.places import state_place
from atlas287.answers.policy import policies_of
from atlas287.core import registry
from atlas287.core.model import GapKind
from atlas287.core.release import Release

LOCAL = ("sheriff", "county_police", "county_corrections", "municipal_police")
"""Kinds of agency whose duties the brief of a county or town tells."""
OTHER = "none"
"""The code of a measure that neither obliges to an agreement or detainers nor limits them."""


def policies(composer: Composer) -> Sentences:
    """For the nation, the States under each duty or limit; for a State or a place in it, its measures themselves."""
    kind = composer.place["kind"]
    if kind == "nation":
        return by_duty(composer, duties())
    state = str(composer.place["code" if kind == "state" else "state"])
    if kind == "state":
        first = composer.computed("policy.measures.state", "policies", {"state": state})
        return [*([first] if number(first) else []), *measures(composer, state)]
    return measures(composer, state, kinds_of(composer))


def duties() -> tuple[str, ...]:
    """Codes of what a measure can oblige to or limit, in the order of the registry."""
    return tuple(code for code in registry.codes("policy_duties")["standard"] if code != OTHER)


def by_duty(composer: Composer, wanted: Iterable[str]) -> Sentences:
    """For each duty or limit, the States where a measure makes it so on the day."""
    return [
        composer.computed(f"policy.states.{duty}", "policy_states", {"duty": duty}, each="state") for duty in wanted
    ]


def measures(composer: Composer, state: str, kinds: Iterable[str] | None = None) -> Sentences:
    """The measures of a State that bind (some of the `kinds`) on the day; what may bind is a gap, and so is silence."""
    told = _policies(composer.release, state, str(composer.day))
    wanted = None if kinds is None else set(kinds)
    sentences: Sentences = []
    for measure in told["measures"]:
        if wanted is not None and not wanted.intersection(measure["kinds"]):
            continue
        if wanted is not None and not measure["codes"]:
            continue
        sentences.append(composer.stated(measure["id"]))
        if not measure["certain"]:
            unknown = {"citation": str(measure["citation"]), "as_of": str(composer.day)}
            sentences.append(composer.gap(GapKind.UNKNOWN_DATE, "policy_unknown", unknown))
    for each in told["apart"]:
        reaches = wanted is None or (each["codes"] and wanted.intersection(each["kinds"]))
        if reaches and each["why"] == "not_yet" and each["enacted"] and each["enacted"] <= str(composer.day):
            asked = {"fact": each["id"], "as_of": str(composer.day)}
            sentences.append(composer.derived("policy.begins", "policy_begins", asked, key=each["id"]))
    if not sentences:
        named = registry.codes("states")["standard"][state]
        sentences = [composer.gap(GapKind.NOT_COLLECTED, *_silent(composer, named, kinds))]
    return sentences


def with_days(composer: Composer, state: str, asked: str) -> Sentences:
    """The measures of a whole State, each with its days, then those that do not count, such as bills.

    Those whose number the question names come first, then those on agreements or cooperation.
    """
    known = _policies(composer.release, state, str(composer.day))
    first = composer.computed("policy.measures.state", "policies", {"state": state})
    counting: Sentences = [first] if number(first) else []
    silent: Sentences = []
    rows = {f"fact.{measure['id']}": measure for measure in known["measures"]}
    for said in measures(composer, state):
        (silent if said.id.startswith("gap.policy_silent") else counting).append(said)
        if said.id in rows:
            counting += _days(composer, rows[said.id], counted=True)
    return [*counting, *told_apart(composer, state, asked), *silent]


def told_apart(composer: Composer, state: str, asked: str = "") -> Sentences:
    """The measures of a State that do not count on the day: bills, and what has ended or a court has stopped."""
    known = _policies(composer.release, state, str(composer.day))
    apart: Sentences = []
    numbers = set(re.findall(r"\d+", asked))

    def last(measure: Mapping[str, Any]) -> bool:
        return not numbers & set(re.findall(r"\d+", re.sub(r"\(?\b20\d\d\)?", "", str(measure["citation"]))))

    for measure in sorted(known["apart"], key=lambda each: (last(each), not each["codes"])):
        if (
            measure["why"] in ("standing", "ended")
            and measure["standing"] != "none_found"
            and _known_then(measure, composer.day.year)
        ):
            apart += [*_days(composer, measure, counted=False), composer.stated(measure["id"])]
    return apart


def apart_everywhere(composer: Composer) -> Sentences:
    """The measures of every State that do not count on the day."""
    return [
        said
        for code in registry.codes("states")["standard"]
        for said in told_apart(replace(composer, place=state_place(code)), code)
    ]


def _known_then(measure: Mapping[str, Any], year: int) -> bool:
    """Whether a measure is not of a later year than the one asked about, as far as its dates and citation tell."""
    told = re.findall(r"\b(?:19|20)\d\d\b", f"{measure['enacted'] or ''} {measure['citation']}")
    return all(int(each) <= year for each in told)


def _days(composer: Composer, measure: Mapping[str, Any], *, counted: bool) -> Sentences:
    """A measure's days of enactment and start, and why it does not count where it does not."""
    asked = {"fact": measure["id"], "as_of": str(composer.day), "counted": counted}
    standing = str(words(composer.lang)["standings"][measure["standing"]])
    printed = {} if counted else {"standing": standing}
    return [composer.derived("ask.policy", "policy_told", asked, key=measure["id"], **printed)]


def _silent(composer: Composer, state: str, kinds: Iterable[str] | None) -> tuple[str, dict[str, str]]:
    """The gap that nothing was found: of a whole State, or of some kinds of agency."""
    if kinds is None:
        return "policy_silent", {"state": state}
    names = registry.codes("agency_kinds")["spanish" if composer.lang == "es" else "standard"]
    return "policy_silent_kinds", {"state": state, "kinds": ", ".join(names[kind] for kind in kinds)}


def kinds_of(composer: Composer) -> tuple[str, ...]:
    """The kinds of agency of a place: an agency's own, else those of a county or town."""
    if composer.place["kind"] != "agency":
        return LOCAL
    row = composer.release.rows("SELECT kind FROM agencies WHERE agency_id = $id", {"id": composer.place["id"]})
    return (str(row[0]["kind"]),) if row else ()


@lru_cache(512)
def _policies(release: Release, state: str, day: str) -> dict[str, Any]:
    from datetime import date

    return policies_of(release, state, date.fromisoformat(day))
