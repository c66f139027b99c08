"""A count narrowed by a model of agreement or a kind of agency: its filter, its name, and its sentences."""

from __future__ import annotations

from typing import Any

from atlas287.answers.briefs.ask.parts import name_of
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.compose import Composer, model_name
from atlas287.core.model import Sentence

NAMED = 40
"""Agencies of a State that an answer names; more are left to `atlas287 state`, which lists them."""
POLICE = {
    "police_departments": ("municipal_police", "county_police", "regional_police"),
    "state_bodies": ("state_police", "state_corrections", "state_agency", "national_guard"),
}
"""Police departments are those of towns, counties and regions; of a town's alone where the question says so."""


def narrowed(made: Plan) -> dict[str, Any]:
    """The filters by model and kind of body that a question states."""
    bodies = kinds(made)
    models = made.models[0] if len(made.models) == 1 else list(made.models)
    return ({"model": models} if models else {}) | ({"agency_kind": bodies} if bodies else {})


def called(composer: Composer, made: Plan) -> str:
    """How a kind of body, and a model where one is asked for, is called within a sentence."""
    names = [name_of("agency_kinds", kind, composer.lang) for kind in kinds(made)]
    return ", ".join([*names, *(model_name(model, composer.lang) for model in made.models)])


def by_kind(composer: Composer, made: Plan, unit: str) -> list[Sentence]:
    """How many of a unit are of a kind of body and a model, by name where they are few."""
    kind, within, basis = composer.place["kind"], composer.within(), composer.basis()
    if made.bodies:
        where, key = within | narrowed(made), ".".join([*kinds(made), *made.models])
        name, listed = called(composer, made), composer.value("agencies", within | narrowed(made), **basis)
        if unit == "agencies" and listed and listed <= NAMED:
            said = composer.computed("ask.kind.named", unit, where, key=key, each="agency", name=name, **basis)
        else:
            said = composer.computed(f"ask.kind.{unit}", unit, where, key=key, name=name, **basis)
        return [said]
    model = made.models[0]
    where = within | {"model": model}
    if kind in ("county", "town"):
        if unit == "agreements":
            return [composer.computed(f"ask.agreements.model.{kind}", unit, where, key=model, **basis)]
        return [composer.computed(f"scale.model.{kind}", unit, where, key=model, each="agency", **basis)]
    wording = f"ask.agencies.model.{kind}" if unit == "agencies" else f"scale.model.{kind}"
    return [composer.computed(wording, unit, where, key=model)]


def kinds(made: Plan) -> list[str]:
    """The kinds of agency by which a count is narrowed."""
    return [kind for body in made.bodies for kind in POLICE.get(body, (body,))]
