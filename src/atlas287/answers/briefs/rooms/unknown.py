"""Heading 6: what the lists rest on, and what they cannot tell of this place."""

from __future__ import annotations

from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.rooms.scale import Sentences, local, number, oldest
from atlas287.core.model import GapKind

LACKING = {"signed": ["unknown_date", "unreadable", "not_printed"], "memorandum": ["none", "not_printed", "pending"]}
PARTICIPATING = {"kind": "participating"}


def unknown(composer: Composer) -> Sentences:
    """Heading 6: what the lists rest on, and what they cannot tell of this place."""
    kind = composer.place["kind"]
    lists = composer.computed("unknown.lists", "lists", PARTICIPATING)
    if kind == "agency":
        return [lists, composer.missing("signatures"), composer.gap(GapKind.NOT_RELEASED, "officers")]
    sentences = [lists]
    if number(lists):
        sentences.append(composer.computed("unknown.intervals", "intervals", PARTICIPATING))
    within, basis = composer.within(), composer.basis()
    listed = composer.value("listings", within, **basis)
    if listed and kind != "town":
        for about, lacking in LACKING.items():
            where = within | {about: lacking}
            sentences.append(composer.computed(f"unknown.{about}.{kind}", "listings", where, **basis))
    if listed is not None and kind in ("county", "town"):
        where = {"state": composer.place["state"], "county": "unknown"}
        where = where | ({"agency_kind": local()} if kind == "county" else {"town": "unknown"})
        wording, by = ("unknown.base", "based_in") if kind == "county" else ("unknown.area", "covers")
        sentences.append(composer.computed(wording, "agencies", where, basis=by, each="agency"))
    sentences += [
        composer.computed(f"unknown.{of}.{kind}", "events", within | {"type": of}, **basis)
        for of in ("no_longer_listed", "held")
    ]
    sentences.append(composer.missing("history", first=str(oldest(composer.release))))
    return sentences if kind == "county" else [*sentences, composer.missing("municipalities")]
