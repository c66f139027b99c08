"""Who offers what for an agreement on a day, and what it costs: rules times what is given, as ranges.

Each element rests on a fact of the release. Its `low` and `high` are what the source says, in its unit; its `result` is
the least and the most that they come to with the inputs, where the condition is met. What a rule offers is no payment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from atlas287.answers import gaps, stated
from atlas287.answers.amounts import Amount, Inputs, inputs, number, usd
from atlas287.answers.money_elements import applied, incentives, says
from atlas287.answers.money_rules import awards, costs, span, version, words
from atlas287.answers.money_subject import Subject, find
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap, GapKind, Measurement, Stage
from atlas287.core.release import Release

PARTS = {"announced": "primary", "reported": "secondary"}
"""What the payer or the law itself states, and what others say of it -> confidence of the facts."""
NOT_SURE = ("no_list", "start_unknown")
"""Reasons for which it is not known whether an element applies."""
NOT_HELD = "not_held"
"""The reason that the release lacks the fact, which tells nothing; any other one is a no."""
ROSTER = "certified-officers"
"""The gap of the registry on how many officers an agency has trained, told where their number is not given."""
Row = dict[str, Any]
Words = Mapping[str, Any]


def money(
    release: Release,
    subject: str,
    *,
    state: str | None = None,
    as_of: date | None = None,
    officers: Amount | None = None,
    salary: Amount | None = None,
    overtime: Amount | None = None,
    vehicles: Amount | None = None,
    lang: str = "en",
) -> Row:
    """The object of the contract. `subject` is a model's code or name, or an agency by id or name; `state` a code.

    `salary` (pay and benefits) and `overtime` are dollars a year of one officer. A name that fits several agencies
    gives `candidates` and no elements. Raises UsageError where none fits, or for an input that cannot be meant.
    """
    given = inputs({"officers": officers, "salary": salary, "overtime": overtime, "vehicles": vehicles})
    day = as_of or date.fromisoformat(str(release.newest["participating"]))
    texts = words(lang)
    who = find(release, subject, state, day)
    content: Row = {"subject": who.to_json(), "as_of": str(day), "lang": lang, "inputs": given.to_json()}
    if who.candidates:
        content |= {"candidates": who.candidates, "federal": None, "state": None, "elements": [], "left_out": []}
        content |= {"awards": [], "costs": [], "total": None, "not_known": []}
        return content | {"warnings": [texts["warnings"]["paid"]]}
    told, left_out = applied(release, who, given, day, lang)
    own = {code: _part(told, left_out, code, texts) for code in {None, who.state}}
    laid = _costs(release, who, day, lang)
    content |= {"federal": own[None], "state": own[who.state] if who.state else _no(texts["why"]["no_state"], None)}
    content |= {"elements": told, "left_out": left_out, "awards": _awards(release, who, day, lang), "costs": laid}
    content["total"] = {"period": "first_year"} | {part: _total(told, part, texts) for part in PARTS}
    content["not_known"] = [gap.to_json() for gap in _not_known(who, given, told, laid, day, lang)]
    said = ["paid", "total", *(["memorandum"] if laid and who.agency else [])]
    return content | {"warnings": [texts["warnings"][key].format(name=who.name) for key in said]}


def measured(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """One half of the total as what a sentence of a brief prints; `parameters` are those of `money` with its `part`.

    The value holds `low` and `high`, `range_usd` as printed, the citations of what is in it as `names`, and the inputs.
    It has the form `zero` where nothing in it has a figure, and is a gap where it is not known what the agency holds.
    """
    asked: dict[str, Any] = {
        key: parameters.get(key) for key in ("state", "officers", "salary", "overtime", "vehicles")
    }
    found = money(release, parameters["subject"], as_of=date.fromisoformat(parameters["as_of"]), **asked)
    if found["subject"] is None:
        raise UsageError("the name fits several agencies", where=str(parameters["subject"]), do="give the agency's id")
    if found["federal"]["applies"] is None:
        return Gap(GapKind.NOT_COLLECTED, found["federal"]["why"])
    total = found["total"][parameters["part"]]
    inside = [each for each in found["elements"] if each["id"] in total["elements"]]
    printed = {key: total[key] for key in ("low", "high")} | {
        key: found["inputs"][key] for key in ("salary", "overtime")
    }
    shown = {key: usd(Decimal(str(amount))) for key, amount in printed.items() if amount is not None}
    value: Row = {"low": total["low"], "high": total["high"], "elements": total["elements"], "as_of": found["as_of"]}
    value |= found["inputs"] | {f"{key}_usd": amount for key, amount in shown.items()}
    value["range_usd"] = "–".join(dict.fromkeys(shown[key] for key in ("low", "high") if key in shown))
    value["form"] = "zero" if not inside else "one" if value["officers"] == 1 else "other"
    value["names"] = list(dict.fromkeys(each["source"]["citation"] for each in inside))
    facts = tuple(dict.fromkeys(fact for each in inside for fact in each["facts"]))
    return Measurement("money", dict(parameters), value, "usd", None, version(), facts)


def wording(parameters: Mapping[str, Any]) -> str | None:
    """The wording of `briefs/wording` that tells one half of the total with such inputs; None where none does.

    Of what the payer states there is no figure without officers.
    """
    given = [name for name in ("officers", "salary", "overtime", "vehicles") if parameters.get(name) is not None]
    part = parameters["part"]
    if "officers" not in given:
        return "money.reported.agency" if part == "reported" else None
    if part == "reported":
        return "money.reported.vehicles" if "vehicles" in given else "money.reported.officers"
    if "salary" not in given:
        return "money.announced.officers"
    return "money.announced.overtime" if "overtime" in given else "money.announced.salary"


def _part(told: Sequence[Row], left_out: Sequence[Row], state: str | None, texts: Words) -> Row:
    """Whether anything applies of federal money (`state` None) or of a State, and if not, why."""
    if any(row["state"] == state for row in told):
        return {"applies": True, "why": None}
    reasons = [row for row in left_out if row["state"] == state]
    if not reasons:
        named = registry.codes("states")["standard"][state]
        return _no(texts["why"]["no_rule"].format(state=named), None)
    first = next((row for row in reasons if row["reason"] in NOT_SURE), reasons[0])
    return _no(first["why"], None if first["reason"] in (*NOT_SURE, NOT_HELD) else False)


def _no(why: str, applies: bool | None) -> Row:
    return {"applies": applies, "why": why}


def _total(told: Sequence[Row], part: str, texts: Words) -> Row:
    """What is in one half of the total, and what that comes to where every condition is met; without a figure, why."""
    own = [row for row in told if row["counted"] and row["confidence"] == PARTS[part]]
    inside = [row for row in own if row["result"] and "low" in row["result"]]
    if inside:
        low, high = (sum(Decimal(str(row["result"][key])) for row in inside) for key in ("low", "high"))
        made = {"low": number(Decimal(low)), "high": number(Decimal(high))}
        return made | {"none_met": 0, "elements": [row["id"] for row in inside], "why": None}
    needs = dict.fromkeys(name for row in own for name in row["needs"])
    why = texts["why"]["no_amount" if own else "nothing"]
    if needs:
        why = texts["why"]["needs"].format(needs="; ".join(texts["inputs"][name] for name in needs))
    return {"low": None, "high": None, "none_met": None, "elements": [], "why": why}


def _awards(release: Release, who: Subject, day: date, lang: str) -> list[Row]:
    """What is reported of this agency: attributed facts with their figures, no part of a sum."""
    rows, facts = incentives(release), stated.facts(release)
    own = [fact for fact, agency in awards().items() if who.agency and agency == who.agency["id"] and fact in facts]
    return [
        {"id": fact, "payer": rows[fact]["payer"], "amount": number(rows[fact]["amount"]), "unit": rows[fact]["unit"]}
        | says(facts[fact], lang)
        for fact in own
        if span(rows[fact]["begins"])[0] <= day
    ]


def _costs(release: Release, who: Subject, day: date, lang: str) -> list[Row]:
    """What the memoranda lay on the agency, by the terms of each model held, as far as a text of the time is loaded."""
    facts = stated.facts(release)
    terms = {row["model"]: row["fact_id"] for row in release.rows("SELECT * FROM terms WHERE attribute = 'cost'")}
    held = [(model, terms[model]) for model in who.models or {} if model in terms]
    told = [(model, facts[fact]) for model, fact in held if _read_by(facts[fact], day)]
    every = [(None, facts[fact]) for fact in costs() if told and fact in facts and _read_by(facts[fact], day)]
    return [{"id": fact.fact_id, "model": model} | says(fact, lang) for model, fact in (*told, *every)]


def _read_by(told: stated.Fact, day: date) -> bool:
    """Whether the text behind a fact was there on a day."""
    return told.dated is not None and span(told.dated)[0] <= day


def _not_known(
    who: Subject, given: Inputs, told: Sequence[Row], laid: Sequence[Row], day: date, lang: str
) -> Iterator[Gap]:
    """Gaps of the registry on money, then what this answer itself lacks."""
    place, texts = who.place(), words(lang)["gaps"]
    for gap in gaps.place_gaps(place, lang, [Stage.TRAINING, Stage.MONEY]):
        if gap.stage is Stage.MONEY or (gap.id == ROSTER and given.officers is None):
            yield gap
    lacking = [model for model in who.models or {} if model not in [row["model"] for row in laid]]
    asked = {
        "appropriations": True,
        "payments": True,
        "population": any(row["id"] == "texas_grant" for row in told),
        "cost": bool(lacking),
        "list": who.gap is not None,
    }
    named = {"place": gaps.place_name(place, lang), "day": day, "models": ", ".join(lacking)}
    for key in (key for key, so in asked.items() if so):
        what = texts[key]["what"].format(**named)
        yield Gap(GapKind.NOT_COLLECTED, what, texts["matters"], texts[key]["fills"], texts[key]["holder"])
