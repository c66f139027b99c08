"""Heading 3: how many agreements, who holds them, under which models, since when."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.places import counties
from atlas287.core import places as geography
from atlas287.core import registry
from atlas287.core.model import Sentence
from atlas287.core.release import Release

COUNTY_BODIES = ["sheriff", "county_police", "county_corrections"]
STATE_BODIES = ["state_police", "state_corrections", "state_agency", "national_guard", "prosecutor"]
PARTLY = ["constable", "campus_police", "airport_port_police"]
"""Kinds of agency by area: the county, the whole state, an unknown part of a county."""
Sentences = list[Sentence]


def scale(composer: Composer) -> Sentences:
    """Heading 3: how many, who, under which models, since when. A single gap where no list is near the day."""
    kind = composer.place["kind"]
    rooms = {"nation": _large, "state": _large, "county": _county, "town": _town, "agency": _agency}
    return rooms[kind](composer)


def number(sentence: Sentence) -> int | float | None:
    """The number that a sentence prints; None for a gap."""
    return sentence.slots["n"].number if sentence.slots else None


@lru_cache(8)
def oldest(release: Release) -> date:
    """The date of the first list of participating agencies held."""
    found = release.rows("SELECT min(as_of) AS as_of FROM lists WHERE kind = 'participating'")[0]["as_of"]
    assert isinstance(found, date)  # noqa: S101 (a release without such a list is never published)
    return found


def _large(composer: Composer) -> Sentences:
    """The nation, or a state."""
    kind, within = composer.place["kind"], composer.within()
    first = composer.computed(f"scale.agreements.{kind}", "agreements", within)
    if first.kind == "gap":
        return [first]
    sentences = [first]
    if number(first):
        sentences.append(composer.computed(f"scale.agencies.{kind}", "agencies", within))
        if kind == "nation":
            sentences.append(composer.computed("scale.states", "states", {}))
            sentences.append(composer.computed("scale.most", "agreements", {}, most="state"))
        else:
            sentences.append(composer.computed("scale.counties.state", "counties", within, basis="based_in"))
        sentences += _models(composer, "agreements")
    sentences.append(_year_before(composer))
    sentences.append(composer.computed(f"scale.first.{kind}", "agreements", within, as_of=oldest(composer.release)))
    return [*sentences, _pending(composer)]


def _county(composer: Composer) -> Sentences:
    within, basis, place = composer.within(), composer.basis(), composer.place
    first = composer.computed("scale.agreements.county", "agreements", within, **basis)
    if first.kind == "gap":
        return [first]
    sentences = [first]
    if number(first):
        sentences.append(composer.computed("scale.agencies.county", "agencies", within, each="agency", **basis))
        sentences += _models(composer, "agencies", each="agency")
    sentences.append(county_bodies(composer, "scale.sheriff", place["fips"]))
    sentences += _from_outside(composer, place["fips"])
    bordering = sorted(geography.county_neighbours().get(place["fips"], ()))
    if bordering:
        where = {"county": bordering}
        told = composer.computed("scale.neighbours.county", "counties", where, each="county", basis="based_in")
        sentences.append(told)
    in_state = {"state": place["state"]}
    sentences.append(composer.computed("scale.counties.state", "counties", in_state, basis="based_in"))
    sentences.append(_year_before(composer))
    sentences.append(composer.computed("scale.first.county", "agencies", within, extreme="first", **basis))
    return [*sentences, _pending(composer)]


def _town(composer: Composer) -> Sentences:
    within, place = composer.within(), composer.place
    first = composer.computed("scale.agreements.town", "agreements", within)
    if first.kind == "gap":
        return [first]
    sentences = [first]
    if number(first):
        sentences.append(composer.computed("scale.agencies.town", "agencies", within, each="agency"))
        sentences += _models(composer, "agencies", each="agency")
    for fips in place["counties"]:
        sentences.append(county_bodies(composer, "scale.sheriff", fips))
    for fips in place["counties"][:1]:
        sentences += _from_outside(composer, fips)
    if not place["counties"]:
        sentences.append(composer.missing("town_county", place=place["name"]))
    sentences.append(_year_before(composer))
    sentences.append(composer.computed("scale.first.town", "agencies", within, extreme="first"))
    return [*sentences, _pending(composer)]


def _agency(composer: Composer) -> Sentences:
    """What the lists show of one agency, model by model."""
    within = composer.within()
    listed = composer.computed("agency.agreements", "agreements", within)
    if listed.kind == "gap":
        return [listed]
    sentences = [listed]
    for model in every_model():
        where = within | {"model": model}
        first = composer.computed("agency.first", "agreements", where, key=model, extreme="first")
        if not number(first):
            continue
        now = composer.computed("agency.signed", "agreements", where, key=model, most="signed")
        if number(now):
            undated = now.slots["n"].names == ("undated",)
            if undated:
                now = composer.computed("agency.undated", "agreements", where, key=model, most="signed")
            sentences += [now, first]
            continue
        sentences += [first, composer.computed("agency.last", "agreements", where, key=model, extreme="last")]
        for kind in ("no_longer_listed", "held"):
            told = composer.computed(f"agency.{kind}", "events", where | {"type": kind}, key=model)
            if number(told):
                sentences.append(told)
                break
    sentences.append(composer.computed("agency.events", "events", within))
    pending = composer.computed("agency.pending", "pending", within, extreme="last")
    return [*sentences, pending] if number(pending) else sentences


def _models(composer: Composer, unit: str, **asked: Any) -> Sentences:
    """A sentence for each model that is listed."""
    found = []
    for model in every_model():
        where = composer.within() | {"model": model}
        wording = f"scale.model.{composer.place['kind']}"
        said = composer.computed(wording, unit, where, key=model, **composer.basis(), **asked)
        if number(said):
            found.append(said)
    return found


def local() -> list[str]:
    """Kinds of agency that have a county of their own: all but bodies of a state."""
    return [kind for kind in registry.codes("agency_kinds")["standard"] if kind not in STATE_BODIES]


def every_model() -> tuple[str, ...]:
    """Every model of agreement by code, the unknown one last."""
    return (*registry.codes("models")["standard"], "unknown")


def county_bodies(composer: Composer, wording: str, fips: str) -> Sentence:
    """The sheriff's office and other bodies of one county."""
    where = {"county": fips, "agency_kind": COUNTY_BODIES}
    name = str(counties(composer.release)[fips]["name"]) if fips in counties(composer.release) else fips
    return composer.computed(wording, "agencies", where, key=fips, name=name, basis="based_in", each="agency")


def _from_outside(composer: Composer, fips: str) -> Sentences:
    """Bodies whose area is the whole state, and those that police an unknown part of the county."""
    known = counties(composer.release)
    name = str(known[fips]["name"]) if fips in known else fips
    found = []
    bodies = (
        ("scale.statewide", STATE_BODIES[:-1]),
        ("scale.prosecutors", STATE_BODIES[-1:]),
        ("scale.others", PARTLY),
    )
    for wording, kinds in bodies:
        where = {"county": fips, "agency_kind": kinds}
        found.append(composer.computed(wording, "agencies", where, name=name, basis="covers", each="agency"))
    return [found[0], *(said for said in found[1:] if number(said))]


def _year_before(composer: Composer) -> Sentence:
    day = composer.day
    before = day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
    wording = f"scale.year_before.{composer.place['kind']}"
    return composer.computed(wording, "agreements", composer.within(), as_of=before, **composer.basis())


def _pending(composer: Composer) -> Sentence:
    """Pending lists have dates of their own: the newest up to the day, however old, with its date in the sentence."""
    newest = newest_pending(composer.release, composer.day)
    wording = f"scale.pending.{composer.place['kind']}"
    return composer.computed(wording, "pending", composer.within(), as_of=newest or composer.day, **composer.basis())


@lru_cache(64)
def newest_pending(release: Release, day: date) -> date | None:
    """The date of the newest pending list up to a day."""
    found = release.rows(
        "SELECT max(as_of) AS as_of FROM lists WHERE kind = 'pending' AND as_of <= $day", {"day": day}
    )[0]["as_of"]
    return found if isinstance(found, date) else None
