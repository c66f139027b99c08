"""Heading 2: how many people ICE holds at a place, under which models there, and what of the way to it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from atlas287.answers import period
from atlas287.answers.briefs.compose import Composer, model_name
from atlas287.answers.briefs.measured import measured
from atlas287.answers.briefs.rooms.scale import number
from atlas287.answers.briefs.wording import listing
from atlas287.answers.period import Period, month_of
from atlas287.core.model import Gap, Sentence
from atlas287.core.release import Release

KINDS = ("nation", "state", "county")
"""Kinds of place in which a facility is known to stand."""
WORDED = ("none", period.NOT_LOCAL, period.UNKNOWN)
"""What stands for models where no model is in force, or none is known; each has a sentence of its own."""


def pipeline(composer: Composer) -> list[Sentence]:
    """People in ICE detention on an average day of the newest month told, by models in force, and the gap of the rest.

    Towns and agencies have the gap alone: facilities are placed in States and counties.
    """
    over = _newest(composer.release, composer.day) if composer.place["kind"] in KINDS else None
    if over is None:
        return [composer.missing("pipeline")]
    since, where = str(over.since), composer.within()
    held = composer.computed(
        f"pipeline.detained.{composer.place['kind']}", "detained", where, as_of=over.until, since=since
    )
    sentences = [held]
    if number(held):
        for models in _models(composer, where, over):
            told_of = models if models in WORDED else "local"
            wording = f"pipeline.models.{told_of}.{'placed' if where else 'nation'}"
            told = where | {"models": models}
            name = listing(composer.lang, [model_name(code, composer.lang) for code in models.split("+")])
            sentences.append(
                composer.computed(wording, "detained", told, key=models, as_of=over.until, since=since, name=name)
            )
    return [*sentences, composer.missing("pipeline")]


def _newest(release: Release, day: date) -> Period | None:
    """The newest whole month up to a day that the table of facility-days holds; None where it holds none."""
    file = period.table_file(release)
    if file is None:
        return None
    last = min(day, file["last_day"])
    month = month_of(last)
    if month.until != last:
        month = month_of(month.since - timedelta(days=1))
    return month if month.since >= file["first_day"] else None


def _models(composer: Composer, where: Mapping[str, object], over: Period) -> list[str]:
    """The models in force at the agencies that run the facilities, the largest number of people first."""
    days = {"since": str(over.since), "as_of": str(over.until)}
    found = measured(composer.release, "detained", {**days, "where": dict(where), "each": "models"})
    if isinstance(found, Gap) or not isinstance(found.value, Mapping):
        return []
    own = {name: composer.value("detained", {**where, "models": name}, **days) for name in found.value["models"]}
    return sorted((name for name, n in own.items() if n), key=lambda name: (name in WORDED, -(own[name] or 0), name))
