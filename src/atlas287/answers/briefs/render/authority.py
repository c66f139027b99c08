"""Plain text and Markdown of what officers must, may and may not do: a table, then the reasons. It adds no facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from atlas287.answers import gaps
from atlas287.answers.briefs.render import layout
from atlas287.answers.briefs.wording import words
from atlas287.answers.rules import MODELS, NONE, codes
from atlas287.core import registry

Row = Mapping[str, Any]


def authority_text(content: Row, lang: str, *, markdown: bool) -> str:
    """The table of acts by setting for one subject, the law of its State, and the reasons act by act."""
    if "candidates" in content:
        return layout.lines(_candidates(content, lang))
    told = words(lang)["authority"]
    title = told["title"].format(subject=subject_words(content, lang), as_of=content["as_of"])
    settings = list(dict.fromkeys(row["touchpoint"] for row in content["rows"]))
    verdicts = {(row["touchpoint"], row["act"]): _short(row, lang) for row in content["rows"]}
    deeds = list(dict.fromkeys(row["act"] for row in content["rows"]))
    names = codes("acts", lang)
    short = told["settings"]
    table = [[told["act"], *(short[place] for place in settings)]]
    table += [[names[deed], *(verdicts[place, deed] for place in settings)] for deed in deeds]
    lines = [_heading(title, 1, markdown), "", *_table(table, markdown), ""]
    lines += [f"{short[place]}: {codes('touchpoints', lang)[place]}" for place in settings]
    lines += [*_state_law(content, lang), "", _heading(told["reasons"], 2, markdown)]
    for deed in deeds:
        lines += _reasons([row for row in content["rows"] if row["act"] == deed], lang, markdown)
    if content["gaps"]:
        lines += ["", _heading(told["gaps"], 2, markdown), *(f"- {gap['what']}" for gap in content["gaps"])]
    return layout.lines([*lines, "", f"{content['not_advice']}."])


def comparison_text(contents: Sequence[Row], lang: str, *, markdown: bool) -> str:
    """Several subjects side by side, a row for each setting and act; the reasons are those of each subject alone."""
    unclear = [line for each in contents if "candidates" in each for line in _candidates(each, lang)]
    if unclear:
        return layout.lines(unclear)
    told = words(lang)["authority"]
    names, first = codes("acts", lang), contents[0]
    table = [[told["act"], "", *(_label(each, lang) for each in contents)]]
    for number, row in enumerate(first["rows"]):
        verdicts = [_short(each["rows"][number], lang) for each in contents]
        table.append([names[row["act"]], told["settings"][row["touchpoint"]], *verdicts])
    title = told["compare"].format(as_of=first["as_of"])
    lines = [_heading(title, 1, markdown), "", *_table(table, markdown), ""]
    for each in contents:
        lines += [f"{subject_words(each, lang)}", *(f"  {line}" for line in _state_law(each, lang))]
    return layout.lines([*lines, "", f"{first['not_advice']}."])


def subject_words(content: Row, lang: str) -> str:
    """The officers asked about, in words that stand within a sentence."""
    told = words(lang)["authority"]["subjects"]
    if content["agency"]:
        models = ", ".join(content["models"]) or told["not_certified" if content["list"] else "not_told"]
        return str(told["agency"]).format(name=content["agency"]["name"], models=models)
    if content["model"] in MODELS:
        name = str(words(lang).get("models", {}).get(content["model"]) or codes("models")[content["model"]])
        said = str(told["model"]).format(name=name)
    else:
        said = str(told["none"])
    return str(told["state"]).format(subject=said, state=_state(content["state"])) if content["state"] else said


def verdict_words(asked: Row, lang: str, name: str | None = None) -> dict[str, str]:
    """What the wording `authority.verdict` prints besides the verdict, from the parameters of the measure.

    `name` is that of the agency, where the subject is one.
    """
    code = str(asked["subject"]).upper()
    agency = {"name": name or asked["subject"]} if code not in (*MODELS, NONE) else None
    content: Row = {"agency": agency, "model": code, "models": [], "state": asked.get("state")}
    told = words(lang)["authority"]["subjects"]
    who = str(told["named"]).format(name=agency["name"]) if agency else subject_words(content, lang)
    deed, place = codes("acts", lang)[asked["act"]], codes("touchpoints", lang)[asked["touchpoint"]]
    return {"subject": who, "act": deed, "touchpoint": place}


def _state(code: str) -> str:
    return str(registry.codes("states")["standard"][code])


def _label(content: Row, lang: str) -> str:
    """A short name of a subject as the head of a column."""
    name = content["agency"]["name"] if content["agency"] else str(content["model"])
    return f"{name}, {content['state']}" if content["state"] and not content["agency"] else name


def _short(row: Row, lang: str) -> str:
    """A verdict with its hours, for a cell."""
    hours = (row["limits"] or {}).get("hours") if row["verdict"] in ("must", "may") else None
    return codes("verdicts", lang)[row["verdict"]] + (f" ({hours} h)" if hours else "")


def _reasons(rows: Sequence[Row], lang: str, markdown: bool) -> list[str]:
    """Why, for one act: settings with the same verdict and reasons are told together."""
    told = words(lang)["authority"]
    lines = ["", _heading(_first(codes("acts", lang)[rows[0]["act"]]), 3, markdown)]
    same: dict[str, list[Row]] = {}
    for row in rows:
        told_by = [reason["rule"] for reason in (*row["because"], *row["conflicts"])]
        same.setdefault(f"{row['verdict']} {told_by} {row['presupposes']}", []).append(row)
    for group in same.values():
        row = group[0]
        where = ", ".join(told["settings"][each["touchpoint"]] for each in group)
        lines.append(f"- {where}: {_short(row, lang)}")
        lines += [f"  - {_reason(reason, lang)}" for reason in row["because"]]
        if row["conflicts"]:
            lines.append(f"  - {told['conflict']}:")
            lines += [f"    - {_reason(reason, lang)}" for reason in row["conflicts"]]
        elif row["gap"]:
            lines.append(f"  - {row['gap']['what']}")
        if row["presupposes"]:
            needs = codes("presuppositions", lang)
            lines.append(f"  - {told['presupposes']}: {'; '.join(needs[code] for code in row['presupposes'])}")
        if row["next"]:
            stage = gaps.words(lang)["stages"][row["next"]["stage"]]
            said = told["next"].format(stage=stage, decides=codes("deciders", lang)[row["next"]["decides"]])
            lines.append(f"  - {said}")
    return lines


def _reason(reason: Row, lang: str) -> str:
    """One reason with its limits, its doubt and its citations."""
    told = words(lang)["authority"]
    notes = [*_limits(reason["limits"], told)]
    if reason["condition"]:
        notes.append(told["condition"].format(condition=reason["condition"]))
    if reason["doubt"]:
        notes.append(told["doubt"].format(doubt=told["doubts"][reason["doubt"]]))
    cited = "; ".join(dict.fromkeys(cite["citation"] for cite in reason["cites"] if cite["citation"]))
    return f"{reason['text']}{' - ' if notes else ''}{'; '.join(notes)} [{cited}]"


def _limits(limits: Row | None, told: Row) -> Iterable[str]:
    given = limits or {}
    if "hours" in given:
        yield told["hours"].format(hours=given["hours"])
    if "excluding" in given:
        yield told["excluding"]
    if "notify_ice_hours" in given:
        yield told["notify"].format(hours=given["notify_ice_hours"])
    if "report_citizenship_claim_hours" in given:
        yield told["claim"].format(hours=given["report_citizenship_claim_hours"])
    if "except" in given:
        yield told["except"]


def _state_law(content: Row, lang: str) -> list[str]:
    told, law = words(lang)["authority"], content["policy"]
    if law is None:
        return []
    kind, names = codes("agency_kinds", lang)[content["agency_kind"]], codes("policy_duties", lang)
    said = [names[code] for code in law["duties"]]
    said += [f"{names[code]} ({told['not_certain']})" for code in law["unknown"]]
    key = "state_law" if said else "no_state_law"
    return [told[key].format(kind=kind, duties="; ".join(said))]


def _candidates(content: Row, lang: str) -> list[str]:
    asked = str(words(lang)["questions"]["which"]).format(name=content["asked"])
    return [asked, *(f"- {each['name']}, {each['state']} ({each['id']})" for each in content["candidates"][:25])]


def _table(table: Sequence[Sequence[str]], markdown: bool) -> list[str]:
    if markdown:
        head, *rest = ["| " + " | ".join(row) + " |" for row in table]
        return [head, "|" + "---|" * len(table[0]), *rest]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def _heading(text: str, level: int, markdown: bool) -> str:
    return f"{'#' * level} {text}" if markdown else text


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
