"""Questions of when: on which list a count was first reached, and since which one place or model has had more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from atlas287.answers.briefs.ask.narrowed import called, narrowed
from atlas287.answers.briefs.ask.parts import place_within, says
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.compose import Composer, model_name, place_name
from atlas287.core.model import Sentence

KEYS = {"state": "code", "county": "fips"}


def milestones(composer: Composer, made: Plan) -> Iterator[Sentence]:
    """What a question of when asks for; nothing where it asks for none."""
    reached = made.least is not None and says(made, "reached")
    if made.unit in ("pending", "counties") or not (reached or says(made, "when")):
        return
    unit = made.unit if made.unit in ("agencies", "states") else "agreements"
    if says(made, "overtaking") and made.least is None:
        yield from _overtaken(composer, made, "agreements" if unit == "states" else unit)
    elif made.least is not None or says(made, "beginning"):
        least = 1 if made.least is None else made.least
        place = composer.place if unit != "states" else {"kind": "nation", "name": ""}
        here = replace(composer, place=place)
        asked: dict[str, Any] = {"unit": unit, "where": here.within(), "least": least, "as_of": str(composer.day)}
        printed = place_within(here)
        wording = f"ask.reached.{unit}"
        if narrowed(made) and unit != "states":
            asked["where"] |= narrowed(made)
            printed |= {"what": called(composer, made)}
            wording += ".kind"
        yield here.derived(wording, "reached", asked | here.basis(), **printed)


def _overtaken(composer: Composer, made: Plan, unit: str) -> Iterator[Sentence]:
    """Since when the first of two places or models named has had more, or the second where that has more now."""
    sides: list[tuple[dict[str, Any], str]] = []
    rest = narrowed(made)
    if len(made.places) == 2 and composer.place == made.places[0]:
        for place in made.places:
            if place["kind"] not in KEYS:
                return
            here = replace(composer, place=place)
            sides.append((here.within() | rest, place_name(place, composer.lang)))
    elif len(made.models) == 2:
        within = composer.within() | {key: value for key, value in rest.items() if key != "model"}
        sides = [(within | {"model": model}, model_name(model, composer.lang)) for model in made.models]
    if len(sides) < 2:
        return
    counts = [composer.value(unit, where, **_basis(where)) or 0 for where, _ in sides]
    if counts[1] > counts[0]:
        sides.reverse()
    (where, one), (other, second) = sides
    asked = {"unit": unit, "where": where, "other": other, "as_of": str(composer.day)} | _basis(where)
    yield composer.derived(f"ask.passed.{unit}", "passed", asked, one=one, second=second)


def _basis(where: dict[str, Any]) -> dict[str, str]:
    return {"basis": "based_in"} if "county" in where else {}
