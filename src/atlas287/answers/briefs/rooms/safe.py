"""Three sentences that stand by themselves."""

from __future__ import annotations

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences, county_bodies


def safe_to_print(composer: Composer) -> Sentences:
    """Three sentences that stand by themselves, with whom to name as their source; none where no list is near."""
    kind, place = composer.place["kind"], composer.place
    within, basis = composer.within(), composer.basis()
    if composer.value("agreements", within, **basis) is None:
        return []
    first = composer.computed(f"print.agreements.{kind}", "agreements", within, **basis)
    if kind == "nation":
        return [
            first,
            composer.computed("print.agencies.nation", "agencies", {}),
            composer.computed("print.states", "states", {}),
        ]
    state = {"state": place["code"] if kind == "state" else place["state"]}
    if kind == "state":
        nation = composer.computed("print.agreements.nation", "agreements", {})
        return [first, composer.computed("print.agencies.state", "agencies", state), nation]
    of_state = composer.computed("print.agreements.state", "agreements", state)
    if kind == "county":
        named = composer.computed("print.agencies.county", "agencies", within, each="agency", **basis)
        return [first, named, of_state]
    if kind == "town" and place["counties"]:
        return [first, county_bodies(composer, "print.sheriff", place["counties"][0]), of_state]
    return [first, of_state, composer.computed("print.agreements.nation", "agreements", {})]
