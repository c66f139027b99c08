"""Heading 5: what each side claims, in its own words where they are held, followed by what the one test finds of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from atlas287.answers.briefs.check.explain import count_sentence, every_sentence, rank_sentence
from atlas287.answers.briefs.check.judge import judged
from atlas287.answers.briefs.check.parse import newest
from atlas287.answers.briefs.check.registered import asked, chosen, moment, tested
from atlas287.answers.briefs.claimed import claims
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences
from atlas287.answers.places import state_place
from atlas287.answers.stated import fact
from atlas287.core.model import Sentence

UNTESTED = "not_testable"
NEWEST = 2
"""How many claims of each side the brief of the nation tells."""
COUNTED = ("agreements", "agencies", "states", "counties", "share_of_agencies", "share_of_agreements", "growth")
"""What claims state that lists count, as registry/claims codes it."""


def narratives(composer: Composer, ids: Sequence[str] = ()) -> tuple[Sentences, list[dict[str, Any]]]:
    """The sentences of heading 5 and its table: those that a list can test first, in the fixed order of sides.

    For the nation the newest of each side that state something counted, for a State those about it, for a county, town
    or agency those about it or its State. A brief of an earlier day holds what was said up to it. All claims are tested
    by `atlas287 check --registered`. Of `ids`, where given, those and no others.
    """
    found = claims_tested(composer, ids)
    if not claims(composer.release):
        return [composer.missing("narratives")], found
    place = composer.place
    sentences = [_counted(composer, place.get("code" if place["kind"] == "state" else "state"))]
    for entry in found:
        sentences += [composer.stated(entry["fact"]), *_found(composer, entry)]
    return sentences, found


def claims_tested(composer: Composer, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The table of heading 5: the claims that are about a place, each with its verdict and counts."""
    kind, place = composer.place["kind"], composer.place
    state = place.get("code" if kind == "state" else "state")
    county = place["fips"] if kind == "county" else None
    ids = [each for each in chosen(composer.release, state=state, county=county) if _said(composer, each)]
    if kind in ("town", "agency"):
        ids = [each for each in ids if claims(composer.release)[each]["county"] in (None, *place.get("counties", ()))]
    if only:
        ids = [each for each in ids if each in only]
    elif kind == "nation":
        ids = _newest(composer, ids)
    found = [tested(composer.release, each, composer.lang) for each in ids]
    found.sort(key=lambda entry: entry["tested"] == UNTESTED)  # the order of sides stays within each part
    return found


def _newest(composer: Composer, ids: list[str]) -> list[str]:
    """The newest claims of each side that state something which lists count, in the order given."""
    known = claims(composer.release)
    counted = [each for each in ids if known[each]["metric"] in COUNTED]
    kept = {
        fact_id
        for side in dict.fromkeys(known[each]["side"] for each in counted)
        for fact_id in [each for each in counted if known[each]["side"] == side][-NEWEST:]
    }
    return [each for each in ids if each in kept]


def _said(composer: Composer, fact_id: str) -> bool:
    """Whether a claim was made up to the day of the brief; up to that of the newest list, all have been."""
    if composer.day >= newest(composer.release):
        return True
    return moment(str(claims(composer.release)[fact_id]["said"])).last <= composer.day


def _counted(composer: Composer, state: str | None) -> Sentence:
    """How many claims there are, by the measure of claims; a brief of an earlier day says up to which day it counts."""
    days = [moment(str(claim["said"])).last for claim in claims(composer.release).values()]
    whole = composer.day >= newest(composer.release)
    day, counted = (max(days), "count") if whole else (composer.day, "until")
    if state is None:
        return composer.computed(f"narratives.{counted}.nation", "claims", {}, as_of=day)
    name = str(state_place(state)["name"])
    return composer.computed(f"narratives.{counted}.state", "claims", {"state": state}, as_of=day, name=name)


def _found(composer: Composer, entry: dict[str, Any]) -> Sentences:
    """What the test finds of a claim: the verdict, and the counts that tell it first."""
    release, fact_id = composer.release, entry["fact"]
    given = asked(release, claims(release)[fact_id], fact(release, fact_id).text_en)
    parameters = {
        "claim": given["claim"],
        "said": str(given["said"]),
        "place": given["place"],
        "as_of": str(given["as_of"]),
    }
    sentences = [composer.derived("check.found", "claim_verdict", parameters, key=fact_id, day=str(given["said"]))]
    if entry["tested"] == UNTESTED:
        return sentences
    _, found = judged(release, given["claim"], given["said"], given["place"], given["as_of"])
    for outcome in found.outcomes:
        if outcome.part.kind == "rank" and outcome.gap is None:
            sentences.append(rank_sentence(composer, outcome, outcome.unit, fact_id))
            continue
        if outcome.part.kind == "every" and outcome.gap is None:
            sentences.append(every_sentence(composer, outcome, fact_id))
            continue
        shown = [each for each in outcome.shown if each.unit in (outcome.part.unit, outcome.unit)]
        sentences += [count_sentence(composer, each, fact_id) for each in shown]
    return list({sentence.id: sentence for sentence in sentences}.values())
