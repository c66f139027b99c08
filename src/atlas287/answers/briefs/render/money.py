"""Text and Markdown of the money calculator. They add no facts, and no total is a single figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from atlas287.answers.amounts import usd
from atlas287.answers.briefs.compose import model_name
from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.render.gaps import candidates_text
from atlas287.answers.briefs.wording import words
from atlas287.answers.money_rules import words as money_words
from atlas287.core import registry

Row = Mapping[str, Any]
Entry = list[str]
"""A first line and those below it."""
PARTS = {"announced": "primary", "reported": "secondary"}
"""Half of the total -> confidence of what stands in it."""
IN_DOLLARS = ("salary", "overtime")
PERCENT = ("percent", "percent_of_salary")


def money_text(content: Row, *, markdown: bool) -> str:
    """What applies by whose words, awards and costs, what does not apply, both halves of the total, and gaps."""
    if content["subject"] is None:
        return candidates_text(content)
    lang = content["lang"]
    texts = money_words(lang)
    label = texts["labels"]
    elements, left_out = content["elements"], content["left_out"]
    silent = not any(each["state"] for each in (*elements, *left_out))
    parts: list[tuple[str, Iterable[Entry]]] = [
        (label[part], [_element(each, label, lang) for each in elements if each["confidence"] == confidence])
        for part, confidence in PARTS.items()
    ]
    parts += [
        (label["awards"], [[_told(each, lang)] for each in content["awards"]]),
        (label["costs"], [[_told(each, lang)] for each in content["costs"]]),
        (label["left_out"], _left_out(left_out)),
        (label["state"], [[content["state"]["why"]]] if silent else []),
        (label["total"], [_total(content, part, label) for part in PARTS]),
        (label["not_known"], [_gap(gap, label, lang) for gap in content["not_known"]]),
    ]
    title = label["title"].format(name=_name(content["subject"], lang, label), day=content["as_of"])
    lines = [f"# {title}" if markdown else title, *(["", *map(layout.wrap, _given(content, texts))])]
    for heading, entries in parts:
        lines += layout.section(heading, entries, markdown)
    lines += ["", *(layout.wrap(f"{warning}." if warning[-1] != "." else warning) for warning in content["warnings"])]
    return layout.lines(lines)


def _name(subject: Row, lang: str, label: Row) -> str:
    if subject["kind"] == "agency":
        return f"{subject['name']} ({subject['state']})"
    model = model_name(subject["model"], lang)
    if subject["state"] is None:
        return model
    return str(label["model_in"]).format(model=model, state=registry.codes("states")["standard"][subject["state"]])


def _given(content: Row, texts: Row) -> Iterator[str]:
    """What is reckoned with, and for an agency the agreements that the list shows."""
    label = texts["labels"]
    given = {name: value for name, value in content["inputs"].items() if value is not None}
    shown = [
        f"{texts['inputs'][name]}: {_amount(value) if name in IN_DOLLARS else value}" for name, value in given.items()
    ]
    yield f"{label['given']}: {'; '.join(shown)}" if shown else label["nothing_given"]
    subject = content["subject"]
    if subject.get("list"):
        models = ", ".join(subject["models"]) or label["none_listed"]
        yield label["held_as"].format(list=subject["list"]["as_of"], models=models)


def _element(each: Row, label: Row, lang: str) -> Entry:
    """An element: what the source says, what that comes to, on which condition, how reckoned, in whose words."""
    if each["pool"] is not None:
        rule = label["units"]["pool"].format(pool=_amount(each["pool"]))
    else:
        rule = label["units"][each["unit"]].format(range=_range(each, label, each["unit"] in PERCENT))
    first = f"{each['element']}: {rule} ({label['per'][each['period']]})"
    if each["result"] and "low" in each["result"]:
        first += f" = {_range(each['result'], label)}"
        first += "" if each["counted"] else f" ({label['not_added']})"
    lines = [first, f"{label['condition']}: {each['condition']}", f"{label['reckoned']}: {each['basis']}"]
    if each["tiers"]:
        lines.append("; ".join(_tier(tier, label) for tier in each["tiers"]))
    return [*lines, *(_told(said, lang) for said in each["says"])]


def _tier(tier: Row, label: Row) -> str:
    form = "tier" if tier["below"] is not None else "last_tier"
    numbers = {"start": f"{tier['from']:,}", "below": f"{tier['below'] or 0:,}", "cap": _amount(tier["cap"])}
    return str(label[form]).format(**numbers)


def _total(content: Row, part: str, label: Row) -> Entry:
    """One half of the total: from what is due where no condition is met to what is where every one is."""
    total = content["total"][part]
    if total["low"] is None:
        return [f"{label[part]}: {total['why']}"]
    names = "; ".join(each["element"] for each in content["elements"] if each["id"] in total["elements"])
    return [f"{label[part]}: {label['between'].format(range=_range(total, label))}", names]


def _left_out(left_out: Iterable[Row]) -> Iterator[Entry]:
    """What does not apply, together where the reason is one."""
    reasons: dict[str, list[str]] = {}
    for each in left_out:
        reasons.setdefault(each["why"], []).append(each["element"])
    for why, names in reasons.items():
        yield [f"{'; '.join(names)}: {why}"]


def _told(said: Row, lang: str) -> str:
    """A fact as a sentence of a brief tells it."""
    forms, kinds = words(lang)["facts"], registry.codes("publisher_kinds")
    if said["legal"]:
        return str(forms["legal"]).format(text=said["text"], citation=said["citation"])
    kind = kinds["spanish" if lang == "es" else "standard"][said["publisher_kind"] or "unknown"]
    dated = said["date"] if isinstance(said["date"], str) else None
    publisher = said["publisher"] or said["citation"]
    form = str(forms["attributed" if dated else "undated"])
    return form.format(text=said["text"], publisher=publisher, kind=kind, dated=dated)


def _gap(gap: Row, label: Row, lang: str) -> Entry:
    kind = words(lang)["gap_kinds"][gap["kind"]]
    return [f"{gap['what']} ({kind})", *([f"{label['ask']}: {gap['holder']}"] if gap["holder"] else [])]


def _range(pair: Row, label: Row, plain: bool = False) -> str:
    """From the least to the most; one figure where the source sets it, and "up to" where it sets a cap."""
    low, high = (f"{pair[key]:,}" if plain else _amount(pair[key]) for key in ("low", "high"))
    if low == high:
        return low
    return str(label["up_to"] if not pair["low"] else label["range"]).format(low=low, high=high)


def _amount(value: float) -> str:
    return usd(Decimal(str(value)))
