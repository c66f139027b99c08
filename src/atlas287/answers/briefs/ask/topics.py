"""What each topic of a question says of one place: the sentences that answer it, under the heading they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from atlas287.answers import stated
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.ask.words import vocabulary
from atlas287.answers.briefs.claimed import claims
from atlas287.answers.briefs.compose import Composer, model_name
from atlas287.answers.briefs.rooms import impact, law, policies
from atlas287.answers.briefs.rooms.money import money
from atlas287.answers.briefs.rooms.narratives import narratives
from atlas287.answers.briefs.rooms.scale import county_bodies, number, scale
from atlas287.answers.briefs.rooms.unknown import unknown
from atlas287.answers.briefs.understand.tokens import plain
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.model import GapKind, Sentence

WIDTH = timedelta(days=30)
"""How far back changes are told where a question names no day."""
MODELS = ("JEM", "WSO", "TFM")
SUMMED = ("must_hold", "must_request", "must_apply")
LIMITS = ("banned", "state_agencies_only", "board_approval", "conditions", "cooperation_limits")


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences that belong under one heading; the first is the answer itself."""

    heading: str
    told: list[Sentence]


Parts = Iterator[Part]


def _scale(composer: Composer, made: Plan) -> Parts:
    kind, within = composer.place["kind"], composer.within()
    if kind == "agency":
        yield Part("scale", scale(composer))
        return
    if _says(made, "absent") and kind == "nation":
        yield Part("scale", [composer.derived("ask.absent", "absent", {"as_of": str(composer.day)})])
        return
    if _says(made, "ranking") and kind in ("nation", "state") and len(made.places) < 2:
        by_county = kind == "state" or _says(made, "counties_ranked")
        # growth of each is not ranked: who had the most then and who has now are told
        on = [made.since, made.until or composer.day] if made.since else [composer.day]
        yield Part(
            "scale", [_ranking(replace(composer, day=day), made, "county" if by_county else "state") for day in on]
        )
        return
    if made.first and made.day and made.since is None and made.unit == "agreements" and _says(made, "signing"):
        asked = {"where": within | _narrowed(made), "from": str(made.first), "to": str(made.day)} | composer.basis()
        asked["as_of"] = str(composer.release.newest["participating"])
        yield Part("scale", [composer.derived("ask.signed", "signed", asked, **_where(composer))])
    if made.since is not None and made.unit != "pending":
        yield Part("scale", list(_growth(composer, made)))
        return
    if made.bodies and made.unit not in ("states", "counties", "pending"):
        told = [_of_bodies(composer, made, (body,)) for body in made.bodies]
        whole = composer.computed(f"scale.{made.unit}.{kind}", made.unit, within, **composer.basis())
        if kind not in ("nation", "state"):
            whole = composer.computed(f"scale.agreements.{kind}", "agreements", within, **composer.basis())
        yield Part("scale", [*told, whole] if len(told) == 1 else [whole, *told])
        return
    if made.models:
        yield Part("scale", [_of_model(composer, model, made.unit) for model in made.models])
        return
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
    if kind == "state" and listed and listed <= NAMED:
        told.insert(2, composer.computed("ask.names.state", "agencies", within, each="agency"))
    yield Part("scale", told)


NAMED = 40
"""Agencies of a State that an answer names; more are left to `atlas287 state`, which lists them."""


def _of_bodies(composer: Composer, made: Plan, bodies: tuple[str, ...]) -> Sentence:
    """How many agreements or agencies are of a kind of body, by name where they are few."""
    kinds = [each for body in bodies for each in _POLICE.get(body, (body,))]
    where = composer.within() | _narrowed(made) | {"agency_kind": kinds}
    unit = "agreements" if made.unit == "agreements" else "agencies"
    key = ".".join([*kinds, *made.models])
    name = _called(composer, made, bodies)
    listed = composer.value("agencies", where, **composer.basis())
    if unit == "agencies" and listed and listed <= NAMED:
        return composer.computed("ask.kind.named", unit, where, key=key, each="agency", name=name, **composer.basis())
    return composer.computed(f"ask.kind.{unit}", unit, where, key=key, name=name, **composer.basis())


_POLICE = {"police_departments": ("municipal_police", "county_police", "regional_police")}
"""Police departments are those of towns, counties and regions; of a town's alone where the question says so."""


def _called(composer: Composer, made: Plan, bodies: tuple[str, ...]) -> str:
    """How a kind of body, and a model where one is asked for, is called within a sentence."""
    names = [_name("agency_kinds", kind, composer.lang) for body in bodies for kind in _POLICE.get(body, (body,))]
    return ", ".join([*names, *(model_name(model, composer.lang) for model in made.models)])


def _of_model(composer: Composer, model: str, unit: str) -> Sentence:
    kind, where = composer.place["kind"], composer.within() | {"model": model}
    if kind in ("county", "town"):
        wording = f"scale.model.{kind}"
        return composer.computed(wording, "agencies", where, key=model, each="agency", **composer.basis())
    if unit == "agencies":
        return composer.computed(f"ask.agencies.model.{kind}", "agencies", where, key=model)
    return composer.computed(f"scale.model.{kind}", "agreements", where, key=model)


def _growth(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """The change between two days, and the count on each."""
    until = made.until or composer.day
    unit = "agencies" if made.unit == "agencies" else "agreements"
    where = composer.within() | _narrowed(made)
    asked: dict[str, Any] = {"unit": unit, "where": where, "since": str(made.since), "until": str(until)}
    printed = {"model": ", ".join(model_name(model, composer.lang) for model in made.models)} if made.models else {}
    wording = f"ask.change.{unit}.model" if made.models else f"ask.change.{unit}"
    if made.bodies:
        wording, printed = f"ask.change.{unit}.kind", {"what": _called(composer, made, made.bodies)}
    yield composer.derived(wording, "change", asked | composer.basis(), **printed, **_where(composer))
    if unit == "agreements" and not made.models and not made.bodies and composer.place["kind"] != "agency":
        for key, day in (("since", made.since), ("until", until)):
            yield composer.computed(
                f"scale.year_before.{composer.place['kind']}".replace("year_before", "on"),
                unit,
                where,
                key=key,
                as_of=day,
                **composer.basis(),
            )


def _narrowed(made: Plan) -> dict[str, Any]:
    """The filters by model and kind of body that a question states."""
    kinds = [kind for body in made.bodies for kind in _POLICE.get(body, (body,))]
    models = made.models[0] if len(made.models) == 1 else list(made.models)
    return ({"model": models} if models else {}) | ({"agency_kind": kinds} if kinds else {})


def _ranking(composer: Composer, made: Plan, by: str) -> Sentence:
    unit = "agencies" if made.unit == "agencies" else "agreements"
    where = composer.within() | _narrowed(made)
    printed = {"model": ", ".join(model_name(model, composer.lang) for model in made.models)} if made.models else {}
    wording = f"ask.ranking.{unit}.model" if made.models else f"ask.ranking.{unit}"
    asked: dict[str, Any] = {"unit": unit, "where": where, "as_of": str(composer.day), "first": 5}
    fewest = _says(made, "fewest")
    if by == "county" or fewest or made.bodies:
        asked |= {"by": by} | ({"basis": "based_in"} if by == "county" else {}) | ({"fewest": True} if fewest else {})
        wording = f"ask.ranking.{'fewest.' if fewest else ''}{by}.{unit}"
        if made.bodies or made.models:
            printed = {"what": _called(composer, made, made.bodies)}
            wording += ".kind"
    return composer.derived(wording, "ranking", asked, **printed)


def _agency(composer: Composer, made: Plan) -> Parts:
    kind = composer.place["kind"]
    if kind == "county":
        told = [county_bodies(composer, "scale.sheriff", composer.place["fips"])]
        within, basis = composer.within(), composer.basis()
        told += [s for s in scale(composer) if s.id.partition(":")[0] != "scale.sheriff"]
        if made.body == "municipal_police":
            named = composer.computed("scale.agencies.county", "agencies", within, each="agency", **basis)
            if number(named):
                told.insert(0, named)
        yield Part("scale", told)
    else:
        yield Part("scale", scale(composer))


def _changes(composer: Composer, made: Plan) -> Parts:
    until = min(made.until or made.day or composer.day, date.fromisoformat(str(composer.release.built)))
    since = made.first or until - WIDTH
    asked = {"since": str(since), "until": str(until), "where": composer.within()}
    folded = plain(made.read)
    kinds = [kind for kind, forms in vocabulary()["events"].items() if any(re.search(form, folded) for form in forms)]
    told = [_changed(composer, asked, kind) for kind in kinds]
    told.append(composer.derived("ask.changes", "changes", asked, **_where(composer)))
    told += [said for kind in EVENTS if kind not in kinds and number(said := _changed(composer, asked, kind))]
    yield Part("scale", told)


EVENTS = ("added", "model_added", "no_longer_listed", "relisted", "held", "renamed")
"""Types of change that an answer tells by themselves."""


def _changed(composer: Composer, asked: Mapping[str, Any], kind: str) -> Sentence:
    return composer.derived(f"ask.changes.{kind}", "changes", {**asked, "type": kind}, **_where(composer))


def _where(composer: Composer) -> dict[str, str]:
    """The place as it stands within a sentence."""
    return {"place": str(words(composer.lang)["in_nation"])} if composer.place["kind"] == "nation" else {}


def _law(composer: Composer, made: Plan) -> Parts:
    folded = plain(made.read)
    wanted = [
        name for name, forms in vocabulary()["attributes"].items() if any(re.search(form, folded) for form in forms)
    ]
    own = law.in_force(composer) if composer.place["kind"] != "nation" else []
    models = list(made.models) or own or list(MODELS)
    if wanted and (made.models or "training" in wanted or composer.place["kind"] == "agency" or len(wanted) == 1):
        attributes = [each for name in wanted for each in _EXPANDED.get(name, (name,))]
        told = law.terms(composer, models, attributes)
        if told:
            yield Part("law", told)
            return
    told = law.terms(composer, models, ("full_name", *law.POWERS, *law.BEHIND))
    federal = [composer.stated(each) for each in law.FEDERAL]
    yield Part("law", [*told, *federal] if made.models else [*federal, *told])


_EXPANDED = {
    "training": ("training_hours", "training_format", "training_topics", "training_change_2025", "refresher"),
    "supervision": ("supervision", "compliance_inspection"),
}


def _authority(composer: Composer, made: Plan) -> Parts:
    """A verdict for each act, setting and subject asked about, then the terms and law behind them."""
    place, lang = composer.place, composer.lang
    inside = set(made.acts) <= {"hold", "charging_papers", "lodge_detainer", "serve_warrant"}
    order = ("custody", "booking", "street", "joint") if inside else SETTINGS
    settings = made.touchpoints or (order if len(made.acts) == 1 else order[:1])
    state = place.get("code" if place["kind"] == "state" else "state")
    told = []
    for subject, named in _subjects(composer, made):
        for act in made.acts or tuple(registry.codes("acts")["standard"]):
            for setting in settings:
                asked = {"subject": subject, "as_of": str(composer.day), "touchpoint": setting, "act": act}
                asked |= {"state": state} if state and place["kind"] != "agency" else {}
                words_of = {"subject": named, "act": _name("acts", act, lang)}
                words_of["touchpoint"] = _name("touchpoints", setting, lang)
                key = f"{subject}.{setting}.{act}"
                told.append(composer.derived("authority.verdict", "authority", asked, key=key, **words_of))
    yield Part("law", told)
    models = [subject for subject, _ in _subjects(composer, made) if subject in law.MODELS] or law.in_force(composer)
    attributes = dict.fromkeys(each for act in made.acts for each in _TERMS.get(act, ()))
    behind = law.in_use(composer, models, attributes)
    if behind:
        yield Part("law", behind)
    bound = policies.measures(composer, str(state), policies.kinds_of(composer)) if state else []
    if any(sentence.kind != "gap" for sentence in bound):
        yield Part("scale", bound)


SETTINGS = ("street", "booking", "custody", "joint")
_TERMS = {
    "interview": ("can_interrogate",),
    "arrest_without_warrant": ("arrest_without_warrant_on_street",),
    "serve_warrant": ("serves_warrants",),
    "lodge_detainer": ("issues_detainers",),
    "hold": ("hold_limit",),
    "charging_papers": ("prepares_charging_documents",),
}
"""Acts -> the terms of a model that tell them."""


def _subjects(composer: Composer, made: Plan) -> list[tuple[str, str]]:
    """Whose officers are asked about, each with how they are called: the models named, an agency's, or none."""
    called, lang = words(composer.lang)["authority"]["subjects"], composer.lang
    place = composer.place
    state = None if place["kind"] in ("nation", "agency") else str(place.get("code", place.get("state")))

    def within(subject: str) -> str:
        if state is None:
            return str(subject)
        return str(called["state"].format(subject=subject, state=registry.codes("states")["standard"][state]))

    names = {model: within(called["model"].format(name=model_name(model, lang))) for model in (*MODELS, *made.models)}
    if _says(made, "without"):
        return [("none", within(called["none"]))]
    if made.models:
        return [(model, names[model]) for model in made.models]
    if place["kind"] == "agency":
        held = ", ".join(law.in_force(composer)) or called["not_certified"]
        return [(str(place["id"]), called["agency"].format(name=place["name"], models=held))]
    return [*((model, names[model]) for model in MODELS), ("none", within(called["none"]))]


def _name(codes: str, code: str, lang: str) -> str:
    found = registry.codes(codes)
    return str((found["spanish"] if lang == "es" else found["standard"])[code])


def _policy(composer: Composer, made: Plan) -> Parts:
    folded = plain(made.read)
    said = [code for code, forms in vocabulary()["duties"].items() if any(re.search(form, folded) for form in forms)]
    wanted: list[str] = []
    for code in said:
        wanted += SUMMED if code == "must_hold" else LIMITS if code == "cooperation_limits" else (code,)
    if composer.place["kind"] == "nation":
        told = policies.by_duty(composer, dict.fromkeys(wanted or policies.duties()))
        behind = dict.fromkeys(fact_id for said in told for slot in said.slots.values() for fact_id in slot.facts)
        yield Part("scale", [*told, *(composer.stated(fact_id) for fact_id in behind)])
        return
    state = str(composer.place["code" if composer.place["kind"] == "state" else "state"])
    if composer.place["kind"] == "state":
        yield Part("scale", policies.policies(composer))
    else:
        yield Part("scale", policies.measures(composer, state, policies.kinds_of(composer)))


def _money(composer: Composer, made: Plan) -> Parts:
    told = money(composer)
    if composer.place["kind"] == "nation" or len(told) > 1:
        paid = told.pop()
        if _says(made, "paid"):
            yield Part("scale", [paid])
    yield Part("scale", told)


def _narratives(composer: Composer, made: Plan) -> Parts:
    told, table = narratives(composer, speakers(composer, made))
    composer.narratives.extend(table)
    yield Part("narratives", told)


def speakers(composer: Composer, made: Plan) -> list[str]:
    """The claims of the organisations and offices that a question names; none where it names none of them."""
    asked = plain(made.read)
    known = stated.facts(composer.release)
    found = []
    for fact_id, claim in claims(composer.release).items():
        names = {str(claim["speaker_en"]), str(claim["speaker_es"]), known[fact_id].publisher or ""}
        if any(name and re.search(rf"\b{re.escape(plain(name))}\b", asked) for name in names):
            found.append(fact_id)
    return found


def _studies(composer: Composer, made: Plan) -> Parts:
    told = impact.studies(composer, made.study_topics or impact.topics())
    yield Part("impact", [*told, *impact.lacking(composer)])


def _pipeline(composer: Composer, made: Plan) -> Parts:
    yield Part("pipeline", [composer.missing("pipeline")])


def _officers(composer: Composer, made: Plan) -> Parts:
    yield Part("unknown", [composer.gap(GapKind.NOT_RELEASED, "officers")])


def _complaints(composer: Composer, made: Plan) -> Parts:
    yield Part("unknown", [composer.gap(GapKind.NOT_RELEASED, "complaints")])


def _unknown(composer: Composer, made: Plan) -> Parts:
    yield Part("unknown", unknown(composer))


def _says(made: Plan, key: str) -> bool:
    """Whether the words of a key of the vocabulary stand in the question."""
    return any(re.search(form, plain(made.read)) for form in vocabulary()[key])


TOPICS: Mapping[str, Callable[[Composer, Plan], Parts]] = {
    "scale": _scale,
    "agency": _agency,
    "changes": _changes,
    "law": _law,
    "authority": _authority,
    "policy": _policy,
    "money": _money,
    "narratives": _narratives,
    "studies": _studies,
    "pipeline": _pipeline,
    "officers": _officers,
    "complaints": _complaints,
    "gaps": _unknown,
}
"""Topic -> what it says; `role` is the whole brief of a place."""
