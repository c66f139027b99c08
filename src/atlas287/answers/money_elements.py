"""Which elements of money apply to a subject on a day, each with its rule, its condition and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers import reckoning, stated
from atlas287.answers.amounts import Inputs, number
from atlas287.answers.money_rules import Element, begun, elements, span, words
from atlas287.answers.money_subject import Subject
from atlas287.core import registry
from atlas287.core.model import GapKind
from atlas287.core.release import Release

Row = dict[str, Any]


@lru_cache(8)
def incentives(release: Release) -> Mapping[str, Row]:
    """The table of incentives by fact."""
    return {row["fact_id"]: row for row in release.rows("SELECT * FROM incentives ORDER BY fact_id")}


def applied(release: Release, who: Subject, given: Inputs, day: date, lang: str) -> tuple[list[Row], list[Row]]:
    """What applies to a subject on a day, and what does not with the reason, in the order of the registry."""
    told: list[Row] = []
    left_out: list[Row] = []
    for each in elements():
        if each.state not in (None, who.state):
            continue
        why = _why_not(release, each, who, day, [row["id"] for row in told])
        if why is None:
            told.append(_element(release, each, who, given, day, lang))
            continue
        code, named = why
        text = str(words(lang)["why"][code]).format(name=who.name, day=day, **named)
        left_out.append({"id": each.id, "state": each.state, "element": each.name[lang], "reason": code, "why": text})
    return told, left_out


def _why_not(release: Release, each: Element, who: Subject, day: date, told: Sequence[str]) -> tuple[str, Row] | None:
    """Why an element does not apply, as the id of the words and what they take besides; None where it does."""
    rows, known = incentives(release), stated.facts(release)
    if any(fact not in known for fact in (*each.facts, *each.amounts)):
        return "not_held", {}
    dated = next(rows[fact] for fact in (*each.facts, *each.amounts) if fact in rows)
    if day < span(dated["begins"])[0]:
        return "early", {"start": dated["begins"]}
    if dated["ends"] is not None and day > span(dated["ends"])[1]:
        return "ended", {"end": dated["ends"]}
    if who.models is None:
        return "no_list", {}
    if who.shown and not who.models:
        return "unlisted", {"list": who.shown["as_of"]}
    if each.models and not set(each.models) & set(who.models):
        return "model", {"models": ", ".join(each.models), "held": ", ".join(who.models)}
    if who.agency and each.agency_kinds and who.agency["kind"] not in each.agency_kinds:
        names = registry.codes("agency_kinds")["standard"]
        kinds = ", ".join(names[kind] for kind in each.agency_kinds)
        return "kind", {"kinds": kinds, "kind": names[who.agency["kind"]]}
    if each.unless in told:
        return "instead", {}
    return None if begun(dated["begins"], day) else ("start_unknown", {"start": dated["begins"]})


def _element(release: Release, each: Element, who: Subject, given: Inputs, day: date, lang: str) -> Row:
    rows, facts = incentives(release), stated.facts(release)
    rate, unit, pool = reckoning.rates(rows, each)
    needs = given.lacking(each.needs)
    memoranda = (who.models or {}).get("TFM", 1)
    made: Row | None = {"gap": GapKind.NOT_COLLECTED.value} if rate is None else None
    if rate is not None and not needs:
        low, high = reckoning.result(each, rate, given, memoranda)
        made = {"low": number(low), "high": number(high)}
    limits = [fact for fact in each.limits if fact in facts and _begun(rows[fact], day)]
    return {
        "id": each.id,
        "payer": next(rows[fact]["payer"] for fact in (*each.facts, *each.amounts) if fact in rows),
        "state": each.state,
        "element": each.name[lang],
        "low": number(rate[0]) if rate else None,
        "high": number(rate[1]) if rate else None,
        "unit": unit,
        "pool": number(pool) if pool is not None else None,
        "bound": each.bound,
        "period": each.period,
        "tiers": [dict(tier) for tier in each.tiers],
        "condition": each.condition[lang],
        "reading": each.reading,
        "needs": needs,
        "basis": reckoning.basis(each, rate, pool, given, needs, memoranda, words(lang)),
        "result": made,
        "counted": each.counted,
        "confidence": min((facts[fact].confidence for fact in each.facts), key=["secondary", "primary"].index),
        "source": _source(facts[each.facts[0]]),
        "facts": list(each.facts),
        "says": [says(facts[fact], lang) for fact in (*each.facts, *limits)],
    }


def _begun(row: Row, day: date) -> bool:
    """Whether a fact certainly holds on a day by its start; one without a date holds."""
    return row["begins"] is None or begun(row["begins"], day)


def _source(told: stated.Fact) -> Row:
    """Where a fact is from."""
    dated = told.dated or {"gap": GapKind.UNKNOWN_DATE.value}
    named = {key: getattr(told, key) for key in ("title", "publisher", "publisher_kind", "url", "read_in")}
    return {"fact": told.fact_id, "citation": told.citation or told.publisher or told.fact_id, **named, "date": dated}


def says(told: stated.Fact, lang: str) -> Row:
    """A fact in words; `legal` says that it is what a text says, else it is attributed to its publisher."""
    return {"text": told.text(lang), "confidence": told.confidence, "legal": told.legal} | _source(told)
