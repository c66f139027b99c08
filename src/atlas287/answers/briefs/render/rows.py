"""The rows of each object of the contract, decided here only: `--format csv` writes them, frames and HTML hold them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from atlas287.answers.measure import LISTING
from atlas287.core.errors import UsageError

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a column holds. Dates are ISO text in rows; what is nested is JSON text."""

    TEXT = "text"
    WHOLE = "whole"
    SHARE = "share"
    DOLLARS = "dollars"
    TRUTH = "truth"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of one object: `columns` by name with their kinds, in order; each row holds every column, None for nothing.

    Where there is a column `value`, one called `gap` follows and holds the kind of gap where the value is not known.
    """

    columns: Mapping[str, Kind]
    rows: Sequence[Row]


TEXT, WHOLE, DATE = Kind.TEXT, Kind.WHOLE, Kind.DATE
_NAMED = dict.fromkeys(LISTING, TEXT) | {"signed": DATE}
_EVENT = {"date": DATE} | dict.fromkeys(
    ("type", "state", "agency_id", "agency", "agency_before", "model", "before", "after"), TEXT
)
_EVENT |= {"older": DATE, "newer": DATE, "id": TEXT, "basis": TEXT}
_AGREEMENT = {"id": TEXT, "model": TEXT, "signed": TEXT, "first_listed": DATE, "last_listed": DATE}
_AGREEMENT |= {"status": TEXT, "memorandum": TEXT, "addendum": TEXT}
_SENTENCE = {"section": TEXT, "id": TEXT, "kind": TEXT, "text": TEXT, "fact": TEXT, "cites": TEXT, "value": WHOLE}
_HELD = dict.fromkeys(("kind", "what", "why_it_matters", "would_fill", "holder", "request"), TEXT)
_HELD |= {"before": DATE, "after": DATE}
_GAP = dict.fromkeys(("stage", "id", "kind", "what", "why_it_matters", "would_fill", "holder", "holders"), TEXT)
_GAP |= dict.fromkeys(
    ("address_gap", "records_law_gap", "proxy", "proxy_limit", "basis", "confidence", "request"), TEXT
)
_ISSUE = dict.fromkeys(("file", "code", "cell", "original", "value", "rule"), TEXT)
_FETCHED = {"outcome": TEXT, "new": Kind.TRUTH, "url": TEXT, "why": TEXT}
_CELL = dict.fromkeys(("table", "key", "file", "sha256", "cell", "original", "value"), TEXT)
_VERDICT = {"subject": TEXT, "state": TEXT, "as_of": DATE, "touchpoint": TEXT, "act": TEXT, "verdict": TEXT}
_VERDICT |= {"hours": WHOLE} | dict.fromkeys(("presupposes", "next", "decides", "because", "citations"), TEXT)
_VERDICT |= {"why_not_known": TEXT}
_MONEY = dict.fromkeys(("part", "id", "element", "payer", "state"), TEXT)
_MONEY |= {"low": Kind.DOLLARS, "high": Kind.DOLLARS} | dict.fromkeys(("unit", "bound", "period"), TEXT)
_MONEY |= {"result_low": Kind.DOLLARS, "result_high": Kind.DOLLARS, "counted": Kind.TRUTH, "result_gap": TEXT}
_MONEY |= dict.fromkeys(("needs", "basis", "condition", "confidence", "citation", "publisher", "url", "text"), TEXT)
_CHECKED = {"claim": TEXT, "verdict": TEXT, "unit": TEXT, "value": WHOLE, "as_of": DATE, "where": TEXT}
_CHECKED |= dict.fromkeys(("file", "sha256", "sentence"), TEXT)
_CLAIM = dict.fromkeys(("claim", "speaker", "role", "side", "date", "tested", "values", "as_of", "fact"), TEXT)
_PIPELINE = dict.fromkeys(("part", "stage", "touchpoint", "model", "models", "month", "criminality"), TEXT)
_PIPELINE |= {"facilities": WHOLE, "value": Kind.SHARE, "person_days": WHOLE, "unit": TEXT, "gap_id": TEXT}
_MESSAGE = dict.fromkeys(("severity", "code", "file", "sheet", "cell", "value", "what", "do"), TEXT)
_TOTAL = dict.fromkeys(("file", "source", "series", "stage", "touchpoint", "unit", "how", "place_kind"), TEXT)
_TOTAL |= dict.fromkeys(("place", "place_gap", "state", "printed", "step"), TEXT)
_TOTAL |= {"since": DATE, "until": DATE, "period_gap": TEXT, "value": WHOLE}
_FAILED = dict.fromkeys(("id", "why", "was", "now"), TEXT)


def frame(content: Row) -> Frame:
    """The rows of an object of the contract. Raises UsageError where it is none that has rows."""
    for key, made in _FRAMES.items():
        if key in content:
            return made(content)
    raise UsageError("this object has no rows", do="use it as JSON")


def typed(value: Any, kind: Kind) -> Any:
    """A value of a row as its column's kind wants it in Python."""
    if value is None:
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    if kind is Kind.SHARE:
        return float(value)
    return value if kind is not Kind.TEXT or isinstance(value, str) else json.dumps(value)


def _count(content: Row) -> Frame:
    if "listings" in content:
        return _frame(content["listings"], _NAMED)
    value = Kind.SHARE if "period" in content else WHOLE
    known = dict.fromkeys(content["by"], TEXT) | {"value": value, "person_days": WHOLE, "days": WHOLE, "list": DATE}
    return _frame(content["rows"], known, ("person_days", "days", "list"))


def _place(content: Row) -> Frame:
    return _brief(content["brief"])


def _brief(brief: Row) -> Frame:
    if brief["status"] == "ambiguous":
        return _frame(brief["candidates"], {})
    told = [(part["heading"], each) for part in brief["sections"] for each in part["sentences"]]
    rows = [
        {"section": heading}
        | {key: each.get(key) for key in ("id", "kind", "text", "fact")}
        | {"cites": each["cites"] or None, "value": _value(each)}
        for heading, each in told
    ]
    broken = any(isinstance(row["value"], float) for row in rows)
    return _frame(rows, _SENTENCE | ({"value": Kind.SHARE} if broken else {}))


def _value(sentence: Row) -> Any:
    """The number a sentence opens with, or its gap; None for what is no number, such as a verdict."""
    value = sentence.get("value")
    if isinstance(value, Mapping):
        value = value.get("value")  # of the largest group
    if value is None and sentence.get("gap"):
        return {"gap": sentence["gap"]["kind"]}
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _agency(content: Row) -> Frame:
    if content["brief"]["status"] == "ambiguous":
        return _brief(content["brief"])
    return _frame(content["agreements"], _AGREEMENT)


def _changes(content: Row) -> Frame:
    dated = ("older", "newer")
    return _frame(
        (
            {k: v for k, v in event.items() if k != "lists"}
            | {name: each["as_of"] for name, each in zip(dated, event["lists"], strict=True)}
            for event in content["events"]
        ),
        _EVENT,
    )


def _gaps(content: Row) -> Frame:
    if "candidates" in content:
        return _frame(content["candidates"], {})
    if "held" in content:
        return _frame(content["gaps"], _HELD)
    return _frame(map(_gap, content["gaps"]), _GAP)


def _gap(gap: Row) -> Row:
    """A gap with its offices by title, and what is not known of the first of them as a kind of gap."""
    holders, proxy = gap.get("holders", ()), gap.get("proxy")
    line = {column: gap.get(column) for column in _GAP}
    line["holders"] = "; ".join(holder["title"] for holder in holders) or None
    for key in ("address", "records_law"):
        line[f"{key}_gap"] = holders[0][key]["gap"] if holders else None
    return line | ({"proxy": proxy["what"], "proxy_limit": proxy["limit"]} if proxy else {})


def _money(content: Row) -> Frame:
    """Elements, what does not apply, awards, costs, the halves of the total, and gaps, each told in `part`."""
    if content["total"] is None:
        return _frame(content["candidates"], {})
    made: list[Row] = [_element(each) for each in content["elements"]]
    made += [
        {"part": "left_out"} | {key: each[key] for key in ("id", "element", "state")} | {"text": each["why"]}
        for each in content["left_out"]
    ]
    for each in content["awards"]:
        line = {"part": "award", "id": each["id"], "payer": each["payer"], "counted": False, "unit": each["unit"]}
        made.append({**line, "low": each["amount"], "high": each["amount"], **_sourced(each, each["text"])})
    made += [{"part": "cost", "id": each["id"], **_sourced(each, each["text"])} for each in content["costs"]]
    for half in ("announced", "reported"):
        total = content["total"][half]
        told = {"part": "total", "id": half, "unit": "usd", "period": content["total"]["period"], "text": total["why"]}
        ends = {"result_low": total["low"], "result_high": total["high"]}
        made.append(told | ends | {"basis": "; ".join(total["elements"]) or None})
    made += [
        {"part": "not_known", "id": gap.get("id"), "result_gap": gap["kind"], "text": gap["what"]}
        for gap in content["not_known"]
    ]
    return _frame(made, _MONEY)


def _element(each: Row) -> Row:
    """An element with its result in columns of their own."""
    same = (
        "id",
        "element",
        "payer",
        "state",
        "low",
        "high",
        "unit",
        "bound",
        "period",
        "counted",
        "basis",
        "condition",
    )
    result = each["result"] or {}
    line = {"part": "element"} | {key: each[key] for key in same}
    line |= {"result_low": result.get("low"), "result_high": result.get("high"), "result_gap": result.get("gap")}
    text = " ".join(f"{said['text']}." for said in each["says"])
    return {**line, "needs": "; ".join(each["needs"]) or None, **_sourced({**each["source"], **each}, text)}


def _sourced(each: Row, text: str) -> Row:
    return {key: each[key] for key in ("confidence", "citation", "publisher", "url")} | {"text": text}


def _verified(content: Row) -> Frame:
    return _frame(content["failed"], _FAILED)


def _traced(content: Row) -> Frame:
    """One row a cell, with the row of the table it belongs to."""
    rows = ({"table": row["table"], "key": row["key"], **cell} for row in content["rows"] for cell in row["cells"])
    return _frame(rows, _CELL)


def _said(content: Row) -> Frame:
    return _frame(content["sentences"], dict.fromkeys(("id", "kind", "text"), TEXT))


def _read(content: Row) -> Frame:
    files = content.get("files", [content])
    return _frame(({"file": each["file"], **issue} for each in files for issue in each["issues"]), _ISSUE)


def _fetched(content: Row) -> Frame:
    rows = [{"outcome": "fetched", "new": each["new"], "url": each["url"]} for each in content["fetched"]]
    rows += [{"outcome": "unchanged", "new": False, "url": url} for url in content["unchanged"]]
    rows += [{"outcome": "failed", **each} for each in content["failed"]]
    return _frame(rows, _FETCHED)


def _totals(content: Row) -> Frame:
    """The totals of tables; what is not known of a place or period stands in a column of its own."""
    made = []
    for each in content.get("files", [content]):
        for row in each.get("totals", ()):
            gaps = {key: row[key]["gap"] if isinstance(row[key], Mapping) else None for key in ("place", "since")}
            known = {key: row[key] if gaps["since"] is None else None for key in ("since", "until")}
            known["place"] = row["place"] if gaps["place"] is None else None
            made.append({**row, **known, "file": each["file"], "place_gap": gaps["place"], "period_gap": gaps["since"]})
    broken = any(isinstance(row["value"], float) for row in made)
    return _frame(made, _TOTAL | ({"value": Kind.SHARE} if broken else {}))


def _files(content: Row) -> Frame:
    """What several files read hold that is odd, or the files that an export wrote."""
    if any("totals" in each for each in content["files"]):
        return _totals(content)
    if any("issues" in each for each in content["files"]):
        return _read(content)
    return _frame(content["files"], {"path": TEXT, "rows": WHOLE, "sha256": TEXT})


def _built(content: Row) -> Frame:
    return _frame(content["tables"], {"name": TEXT, "rows": WHOLE, "sha256": TEXT})


def _authority(content: Row) -> Frame:
    """One row a touchpoint and act, of each subject; several reasons, and the citations of one, part by semicolons."""
    if any("candidates" in each for each in content.get("subjects", [content])):
        return _frame([row for each in content.get("subjects", [content]) for row in each.get("candidates", ())], {})
    rows = []
    for each in content.get("subjects", [content]):
        named = each["agency"]["id"] if each["agency"] else each["model"]
        for row in each["rows"]:
            limits, after, gap = row["limits"] or {}, row["next"] or {}, row["gap"] or {}
            reasons = row["because"] or row["conflicts"]
            cited = [cite["citation"] for reason in reasons for cite in reason["cites"]]
            line = {"subject": named, "state": each["state"], "as_of": each["as_of"], "hours": limits.get("hours")}
            line |= {key: row[key] for key in ("touchpoint", "act", "verdict")}
            line |= {"presupposes": "; ".join(row["presupposes"]), "next": after.get("stage")}
            line |= {"decides": after.get("decides"), "because": "; ".join(reason["text"] for reason in reasons)}
            rows.append(line | {"citations": "; ".join(dict.fromkeys(cited)), "why_not_known": gap.get("kind")})
    return _frame(rows, _VERDICT)


def _checked(content: Row) -> Frame:
    """One row a count behind the verdict; a claim that no list tests has one row with its verdict alone."""
    told = {"claim": content["claim"], "verdict": content["verdict"]}
    rows = [
        told
        | {key: each[key] for key in ("unit", "value", "as_of", "sentence")}
        | {key: each["list"][key] for key in ("file", "sha256")}
        | {
            "where": "; ".join(
                f"{name}={'+'.join(v) if isinstance(v, list) else v}" for name, v in each["where"].items()
            )
        }
        for each in content["values"]
    ]
    return _frame(rows or [told], _CHECKED)


def _claims(content: Row) -> Frame:
    """One row a claim of the registry; what lists show of it parts by semicolons."""
    rows = []
    for each in content["claims"]:
        shown = [f"{v['value']} {v['unit']} {v['as_of']}" for v in each["values"]]
        rows.append({key: each[key] for key in _CLAIM if key != "values"} | {"values": "; ".join(dict.fromkeys(shown))})
    return _frame(rows, _CLAIM)


def _pipeline(content: Row) -> Frame:
    """One row a stage, a split of one, a set of models and month, and a side of a first listing, told in `part`."""
    if "candidates" in content:
        return _frame(content["candidates"], {})
    made: list[Row] = []
    for stage in content["stages"]:
        made.append({"part": "stage", **_stage(stage, stage)})
        made += [{"part": "row", **_stage(stage, row)} for row in stage["rows"]]
    for each in content["models"]["rows"]:
        line = {"part": "models", "models": each["models"], "unit": "people"}
        made.append(
            line | {"facilities": each["facilities"], "value": each["value"], "person_days": each["person_days"]}
        )
        made += [line | month for month in each["months"]]
    for each in content["before_after"]["rows"]:
        for side in ("before", "after"):
            line = {"part": side, "model": each["model"], "unit": "people", "facilities": each["facilities"]}
            made.append(line | {"value": each[side]})
    return _frame(made, _PIPELINE)


def _stage(stage: Row, row: Row) -> Row:
    line = {key: row.get(key) for key in ("touchpoint", "model", "month", "criminality", "person_days")}
    line |= {"stage": stage["stage"], "unit": stage["unit"], "touchpoint": row.get("touchpoint") or stage["touchpoint"]}
    gap = row.get("gap")
    return line | {"value": {"gap": gap["kind"]} if gap else row["value"], "gap_id": gap["id"] if gap else None}


def _reported(content: Row) -> Frame:
    return _frame(content["messages"], _MESSAGE)


_FRAMES: Mapping[str, Callable[[Row], Frame]] = {
    "messages": _reported,
    "stages": _pipeline,
    "not_advice": _authority,
    "subjects": _authority,
    "sql": _traced,
    "left_out": _money,
    "claim_review": _checked,
    "claims": _claims,
    "rule": _count,
    "agency": _agency,
    "counts": _place,
    "summary": _brief,
    "since": _changes,
    "passed": _verified,
    "sentences": _said,
    "fetched": _fetched,
    "tables": _built,
    "totals": _totals,
    "issues": _read,
    "files": _files,
    "gaps": _gaps,
    "brief": _place,
}
"""A key that an object of the contract has -> its rows. The first key that it has decides."""


def _frame(rows: Iterable[Row], known: Mapping[str, Kind], optional: Iterable[str] = ()) -> Frame:
    """Rows with all columns: the known ones first, then those that rows have besides; `optional` where a row has it."""
    found = [dict(row) for row in rows]
    used = {key: None for row in found for key in row}
    names = [name for name in known if name in used or name not in optional]
    names += [name for name in used if name not in known]
    columns = {name: known.get(name) or _kind(row.get(name) for row in found) for name in names}
    if "value" in columns and known is not _MESSAGE:  # the text of a cell is no count
        columns["gap"] = TEXT
        for row in found:
            if isinstance(row.get("value"), dict) and "gap" in row["value"]:
                row |= {"value": None, "gap": row["value"]["gap"]}
    return Frame(columns, [{name: _flat(row.get(name)) for name in columns} for row in found])


def _kind(values: Iterable[Any]) -> Kind:
    kinds = {type(value) for value in values if value is not None}
    by_type = {frozenset({int}): WHOLE, frozenset({float}): Kind.SHARE, frozenset({bool}): Kind.TRUTH}
    return by_type.get(frozenset(kinds), TEXT)


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else value
