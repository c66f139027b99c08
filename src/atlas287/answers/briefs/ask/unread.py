"""What of a question no sentence of the answer uses: a number, a day, a model, a kind of agency, a further place.

An answer that leaves out such a part is told as one in part, with the part named: no number stands for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from atlas287.answers.briefs.ask.narrowed import kinds
from atlas287.answers.briefs.ask.parts import name_of, says
from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.compose import Composer, model_name
from atlas287.answers.briefs.wording import gap_text
from atlas287.core.model import Sentence

COUNTED = {"scale", "agency", "changes"}
"""Topics whose answers are numbers of a day, a model and a kind of agency."""
DAYS = ("as_of", "since", "until", "from", "to")


def unread(composer: Composer, made: Plan, told: Sequence[Sentence], most: int) -> list[str]:
    """The parts that no sentence uses, as they are called; `most` is how many places an answer tells of."""
    found = [str(place["name"]) for place in made.places[most:]]
    if not COUNTED & set(made.topics):
        return found
    measured = [slot.parameters for sentence in told for slot in sentence.slots.values()]
    used = {str(given[key]) for given in measured for key in DAYS if key in given}
    newest = date.fromisoformat(str(composer.release.newest["participating"]))
    missing = [sentence for sentence in told if sentence.kind == "gap"]
    if not missing:  # a day without a list is told as such
        days = (made.since, made.until, *made.also) if made.since else (made.day,)
        found += [str(day) for day in days if day is not None and day <= newest and str(day) not in used]
    text = " ".join(sentence.text for sentence in told)
    narrowing = [given.get("where", {}) | given.get("other", {}) for given in measured]
    if "changes" in made.topics and COUNTED.issuperset(made.topics):  # events are counted whole
        found += [model_name(model, composer.lang) for model in made.models]
        found += [name_of("agency_kinds", kind, composer.lang) for kind in kinds(made)]
    models = {model for where in narrowing for model in _several(where.get("model"))}
    named = {model: model_name(model, composer.lang) for model in made.models if model not in models}
    found += [name for name in named.values() if name not in text]
    bodies = {kind for where in narrowing for kind in _several(where.get("agency_kind"))}
    asked = kinds(made)
    if asked and not bodies & set(asked) and "agency" not in made.topics:
        found += [name_of("agency_kinds", kind, composer.lang) for kind in asked]
    if says(made, "counties_ranked") and (says(made, "grew") or says(made, "shrank")) and not made.places:
        found.append(gap_text(composer.lang, "unread_counties", {}))
    found += [printed for number in made.numbers if not _told(printed := f"{number:,}", text, measured)]
    return list(dict.fromkeys(found))


def _told(printed: str, text: str, measured: Sequence[Any]) -> bool:
    """Whether a number stands in the text, or sets a threshold of what is measured."""
    number = int(printed.replace(",", ""))
    if any(number in (given.get("least"), given.get("first"), (given.get("least") or 0) - 1) for given in measured):
        return True
    return printed in _printed(text)


def _printed(text: str) -> Iterator[str]:
    return (word.strip(".,;:()%+") for word in text.split())


def _several(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
