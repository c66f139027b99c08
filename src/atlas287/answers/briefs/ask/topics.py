"""What each topic of a question says of one place: the sentences that answer it, under the heading they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from atlas287.answers import stated
from atlas287.answers.briefs.ask.counting import counted as scale_parts
from atlas287.answers.briefs.ask.parts import Part, Parts, name_of, place_within, says
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
    if "added" in kinds and "model_added" not in kinds:
        kinds.insert(kinds.index("added") + 1, "model_added")
    told = [said for kind in kinds if number(said := _changed(composer, asked, kind)) or kind != "model_added"]
    told.append(composer.derived("ask.changes", "changes", asked, **place_within(composer)))
    told += [said for kind in EVENTS if kind not in kinds and number(said := _changed(composer, asked, kind))]
    yield Part("scale", told, lead=2 if len(told) > 1 and told[1].id.endswith("model_added") else 1)


EVENTS = ("added", "model_added", "no_longer_listed", "relisted", "held", "renamed")
"""Types of change that an answer tells by themselves."""


def _changed(composer: Composer, asked: Mapping[str, Any], kind: str) -> Sentence:
    return composer.derived(f"ask.changes.{kind}", "changes", {**asked, "type": kind}, **place_within(composer))


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
                words_of = {"subject": named, "act": name_of("acts", act, lang)}
                words_of["touchpoint"] = name_of("touchpoints", setting, lang)
                key = f"{subject}.{setting}.{act}"
                told.append(composer.derived("authority.verdict", "authority", asked, key=key, **words_of))
    models = [subject for subject, _ in _subjects(composer, made) if subject in law.MODELS] or law.in_force(composer)
    attributes = dict.fromkeys(each for act in made.acts for each in _TERMS.get(act, ()))
    behind = law.in_use(composer, models, attributes)
    settled = any(sentence.kind != "gap" for sentence in told)
    yield Part("law", [*told, *behind] if settled else [*behind, *told])  # what a model delegates answers it too
    bound = policies.measures(composer, str(state), policies.kinds_of(composer)) if state else []
    if any(sentence.kind != "gap" for sentence in bound):
        yield Part("scale", bound)


SETTINGS = ("street", "booking", "custody", "joint")
_TERMS = {
    "ask_status": ("can_interrogate",),
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
    if says(made, "without"):
        return [("none", within(called["none"]))]
    if made.models:
        return [(model, names[model]) for model in made.models]
    if place["kind"] == "agency":
        held = ", ".join(law.in_force(composer)) or called["not_certified"]
        return [(str(place["id"]), called["agency"].format(name=place["name"], models=held))]
    return [*((model, names[model]) for model in MODELS), ("none", within(called["none"]))]


def _policy(composer: Composer, made: Plan) -> Parts:
    folded = plain(made.read)
    said = [code for code, forms in vocabulary()["duties"].items() if any(re.search(form, folded) for form in forms)]
    wanted: list[str] = []
    for code in said:
        wanted += SUMMED if code == "must_hold" else LIMITS if code == "cooperation_limits" else (code,)
    if composer.place["kind"] == "nation":
        told = policies.by_duty(composer, dict.fromkeys(wanted or policies.duties()))
        behind = dict.fromkeys(fact_id for said in told for slot in said.slots.values() for fact_id in slot.facts)
        if says(made, "not_passed"):
            yield Part("scale", policies.apart_everywhere(composer))
        yield Part("scale", [*told, *(composer.stated(fact_id) for fact_id in behind)])
        return
    state = str(composer.place["code" if composer.place["kind"] == "state" else "state"])
    if composer.place["kind"] == "state":
        yield Part("scale", policies.with_days(composer, state, plain(made.read)), lead=3)
    else:
        yield Part("scale", policies.measures(composer, state, policies.kinds_of(composer)))


def _money(composer: Composer, made: Plan) -> Parts:
    told = money(composer)
    one = composer.place["kind"] in ("agency", "county", "town")
    if composer.place["kind"] == "nation" or len(told) > 1:
        paid = told.pop()
        if says(made, "paid") or (one and says(made, "amount")):  # what one agency got is on no list
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


TOPICS: Mapping[str, Callable[[Composer, Plan], Parts]] = {
    "scale": scale_parts,
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
