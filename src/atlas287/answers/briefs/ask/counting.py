"""What an answer tells of numbers: what narrows a count stands beside the whole, by each unit, at each day named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from atlas287.answers.briefs.ask.firsts import milestones
from atlas287.answers.briefs.ask.narrowed import NAMED, by_kind, called, narrowed
from atlas287.answers.briefs.ask.parts import Part, Parts, place_within, says
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.ask.spread import first as ranked_first
from atlas287.answers.briefs.ask.spread import grown, several
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import every_model, number, scale
from atlas287.answers.briefs.wording import listing
from atlas287.core.model import Sentence

PLACES = 8
"""Places that one answer compares at most; a question that names more is told so in its plan."""


def counted(composer: Composer, made: Plan) -> Parts:
    """What the topic `scale` says of one place."""
    kind = composer.place["kind"]
    if kind == "agency":
        yield Part("scale", scale(composer))
        return
    if says(made, "absent") and kind == "nation":
        yield Part("scale", [composer.derived("ask.absent", "absent", {"as_of": str(composer.day)})])
        return
    spread = [*several(composer, made), *grown(composer, made)]
    if spread:
        yield Part("scale", spread, lead=len(spread))
        yield _whole(composer, replace(made, least=None))
        return
    first = list(milestones(composer, made))
    if first:
        yield Part("scale", first)
    over = made.least is not None and says(made, "which_states") and says(made, "bounded")
    if kind == "nation" and over and not first:
        yield Part("scale", [_over(composer, made)])
    if says(made, "by_model") and not narrowed(made) and kind in ("nation", "state") and made.since is None:
        unit = "agencies" if made.unit == "agencies" else "agreements"
        every = [said for model in every_model() for said in by_kind(composer, replace(made, models=(model,)), unit)]
        every = [said for said in every if number(said)]
        if every:
            yield Part("scale", every, lead=len(every))
    elif not first and says(made, "ranking") and kind in ("nation", "state") and len(made.places) < 2:
        yield Part("scale", list(_ranked(composer, made)))
        if kind == "nation":
            return
    if made.first and made.day and made.since is None and made.unit == "agreements" and says(made, "signing"):
        asked = {"where": composer.within() | narrowed(made), "from": str(made.first), "to": str(made.day)}
        asked |= composer.basis() | {"as_of": str(composer.release.newest["participating"])}
        told = [composer.derived("ask.signed", "signed", asked, **place_within(composer))]
        added = {"since": str(made.first), "until": str(min(made.day, composer.day)), "where": composer.within()}
        if kind in ("nation", "state", "county"):
            added["type"] = "added"
            told.append(composer.derived("ask.changes.added", "changes", added, **place_within(composer)))
        yield Part("scale", told, lead=2)
    if made.since is not None and made.unit != "pending" and not first:
        changed = list(_growth(composer, made))
        if made.also:  # the count of each day, before how it changed
            changed.sort(key=lambda said: not said.id.startswith("scale.on"))
        yield Part("scale", changed, lead=4 if made.also else 2 if narrowed(made) else 1)
        return
    if narrowed(made) and made.unit not in ("states", "counties", "pending"):
        yield _narrow(composer, made)
        return
    yield _whole(composer, made)
    states = all(each["kind"] == "state" for each in made.places)
    if states and 1 < len(made.places) <= PLACES and composer.place == made.places[-1]:
        yield Part("scale", [_together(composer, made)])


def _over(composer: Composer, made: Plan) -> Sentence:
    """The States that have so many or more."""
    unit = "agencies" if made.unit == "agencies" else "agreements"
    asked = {"unit": unit, "where": narrowed(made), "as_of": str(composer.day), "least": made.least}
    what = {"what": called(composer, made)} if narrowed(made) else {}
    return composer.derived(f"ask.over.{unit}" + (".kind" if what else ""), "over", asked, **what)


def _together(composer: Composer, made: Plan) -> Sentence:
    """The States that are named, taken together."""
    unit = "agencies" if made.unit == "agencies" else "agreements"
    codes = [str(place["code"]) for place in made.places]
    name = listing(composer.lang, [str(place["name"]) for place in made.places])
    return composer.computed(f"ask.together.{unit}", unit, {"state": codes}, key=".".join(codes), name=name)


def _whole(composer: Composer, made: Plan) -> Part:
    """The place as a whole: what was asked about first, then all else that the lists tell of its numbers."""
    kind, within = composer.place["kind"], composer.within()
    told = scale(composer)
    first = {"pending": "scale.pending", "states": "scale.states", "counties": "scale.counties"}.get(made.unit)
    if made.unit == "agencies" and kind in ("nation", "state"):
        first = "scale.agencies"
    if made.unit == "counties" and kind == "nation":
        told = [composer.computed("ask.counties.nation", "counties", {}, basis="based_in"), *told]
        first = "ask.counties"
    if first:
        told = [s for s in told if s.id.startswith(first)] + [s for s in told if not s.id.startswith(first)]
    listed = composer.value("agencies", within, **composer.basis())
    if kind == "state" and listed is not None and listed <= NAMED:
        at = 2 if listed else 0 if made.unit == "agencies" else 1
        told.insert(at, composer.computed("ask.names.state", "agencies", within, each="agency"))
    if kind != "nation" and told[0].kind != "gap" and says(made, "share"):
        unit = "agencies" if made.unit == "agencies" else "agreements"
        what = str(composer.place["name"])
        whole = _share(replace(composer, place={"kind": "nation", "name": ""}), unit, within, {}, what, place=True)
        return Part("scale", [whole, *told], lead=2)
    both = made.unit in ("agreements", "agencies") and says(made, "both_units") and kind in ("nation", "state")
    return Part("scale", told, lead=2 if both else 1)


def _narrow(composer: Composer, made: Plan) -> Part:
    """Each model and kind of body asked about, its share where one is asked for, then the whole by both units."""
    kind, within = composer.place["kind"], composer.within()
    unit = "agencies" if made.unit == "agencies" else "agreements"
    other = "agreements" if unit == "agencies" else "agencies"
    rows = [replace(made, bodies=(body,), models=each) for body in made.bodies or () for each in _each_model(made)]
    rows = rows or [replace(made, models=(model,)) for model in made.models]
    told: list[Sentence] = []
    if says(made, "share"):
        told += [_share(composer, unit, within | narrowed(row), within, called(composer, row)) for row in rows]
    told += [said for row in rows for said in by_kind(composer, row, unit)]
    lead = len(told)
    basis = composer.basis()
    whole = [composer.computed(f"scale.{each}.{kind}", each, within, **basis) for each in ("agreements",)]
    if kind in ("nation", "state") and number(whole[0]):
        whole.append(composer.computed(f"scale.agencies.{kind}", "agencies", within))
        whole = whole if unit == "agreements" else whole[::-1]
    beside = [said for row in rows for said in by_kind(composer, row, other)]
    every = [
        said
        for model in every_model()
        for said in by_kind(composer, replace(made, bodies=(), models=(model,)), unit)
        if number(said)
    ]
    known = {said.id for said in told}
    rest = [said for said in (*beside, *every) if said.id not in known]
    return Part("scale", [*told, *whole, *rest], lead=lead + 1)


def _each_model(made: Plan) -> list[tuple[str, ...]]:
    """Each model by itself, or none."""
    return [(model,) for model in made.models] or [()]


def _share(
    composer: Composer, unit: str, part: dict[str, Any], whole: dict[str, Any], what: str, *, place: bool = False
) -> Sentence:
    """How much of a whole a part is, in per cent."""
    asked = {"unit": unit, "where": part, "whole": whole, "as_of": str(composer.day)}
    if "county" in part:
        asked["basis"] = "based_in"
    wording = f"ask.share.{unit}" + (".place" if place else "")
    of = part.values() if place else (each for name, each in part.items() if name in ("agency_kind", "model"))
    key = ".".join(each if isinstance(each, str) else ".".join(each) for each in of)
    return composer.derived(wording, "share", asked, key=key, what=what, **place_within(composer))


def _ranked(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """The States or counties with the most or fewest, on each day where two are named: growth of each is not ranked."""
    among_states = says(made, "ranked_itself") and not says(made, "counties_ranked")
    by_county = says(made, "counties_ranked") or (composer.place["kind"] == "state" and not among_states)
    on = [made.since, made.until or composer.day] if made.since else [composer.day]
    for day in on:
        if by_county or composer.place["kind"] == "nation":
            yield _ranking(replace(composer, day=day), made, "county" if by_county else "state")
        else:  # how a State ranks is told by those that lead
            yield _ranking(replace(composer, day=day, place={"kind": "nation", "name": ""}), made, "state")
    if composer.place["kind"] == "nation":
        unit = "agencies" if made.unit == "agencies" else "agreements"
        yield composer.computed(f"scale.{unit}.nation", unit, {})


def _ranking(composer: Composer, made: Plan, by: str) -> Sentence:
    unit = "agencies" if made.unit == "agencies" else "agreements"
    where = composer.within() | narrowed(made)
    printed = {"model": called(composer, replace(made, bodies=()))} if made.models else {}
    wording = f"ask.ranking.{unit}.model" if made.models else f"ask.ranking.{unit}"
    asked: dict[str, Any] = {"unit": unit, "where": where, "as_of": str(composer.day), "first": ranked_first(made)}
    fewest = says(made, "fewest")
    if by == "county" or fewest or made.bodies:
        asked |= {"by": by} | ({"basis": "based_in"} if by == "county" else {}) | ({"fewest": True} if fewest else {})
        wording = f"ask.ranking.{'fewest.' if fewest else ''}{by}.{unit}"
        if made.bodies or made.models:
            printed = {"what": called(composer, made)}
            wording += ".kind"
    return composer.derived(wording, "ranking", asked, **printed)


def _growth(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """The change between two days, and the count on each: of what is narrowed and of the whole, by both units."""
    until = made.until or composer.day
    kind, within = composer.place["kind"], composer.within()
    first = "agencies" if made.unit == "agencies" else "agreements"
    if made.unit in ("states", "counties") and kind == "nation":
        wording, asked = {"states": ("scale.states", {}), "counties": ("ask.counties.nation", {"basis": "based_in"})}[
            made.unit
        ]
        for key, day in (("since", made.since), ("until", until)):
            yield composer.computed(wording, made.unit, {}, key=key, as_of=day, **asked)
    for row in [*_rows(made), *([replace(made, models=(), bodies=())] if narrowed(made) else [])]:
        for unit in (first, "agreements" if first == "agencies" else "agencies"):
            yield _changed(composer, row, unit, until)
    if kind == "agency":
        return
    for key, day in (("since", made.since), ("until", until)):
        yield composer.computed(f"scale.on.{kind}", "agreements", within, key=key, as_of=day, **composer.basis())
    for day in made.also:
        yield composer.computed(f"scale.on.{kind}", "agreements", within, key=str(day), as_of=day, **composer.basis())


def _rows(made: Plan) -> list[Plan]:
    """The plan for each model and kind of body by itself; as it is where neither narrows it."""
    if made.bodies:
        return [replace(made, bodies=(body,), models=each) for body in made.bodies for each in _each_model(made)]
    return [replace(made, models=each) for each in _each_model(made)]


def _changed(composer: Composer, made: Plan, unit: str, until: date) -> Sentence:
    where = composer.within() | narrowed(made)
    asked: dict[str, Any] = {"unit": unit, "where": where, "since": str(made.since), "until": str(until)}
    printed = {"model": called(composer, made)} if made.models else {}
    wording = f"ask.change.{unit}.model" if made.models else f"ask.change.{unit}"
    if made.bodies:
        wording, printed = f"ask.change.{unit}.kind", {"what": called(composer, made)}
    key = ".".join([*made.bodies, *made.models]) or None
    return composer.derived(wording, "change", asked | composer.basis(), key=key, **printed, **place_within(composer))
