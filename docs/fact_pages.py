"""The reference pages of facts that others state: State measures, law and models, money. From the embedded release.

Titles and addresses are printed as their publishers wrote them, titles in quotation marks. Studies and the timeline:
`study_pages.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from fact_cells import Row, amount, facts, paragraph, source
from reference_pages import table
from registry_pages import SPANISH

from atlas287 import Atlas
from atlas287.core import registry

STATE_KINDS = frozenset({"state_police", "state_corrections", "state_agency", "national_guard"})
PRESENT = ("JEM", "WSO", "TFM")
UNITS = {
    "usd": "US dollars",
    "usd_per_officer": "US dollars for each officer",
    "usd_per_officer_quarter": "US dollars for each officer and quarter",
    "usd_per_agency": "US dollars for each agency",
    "percent": "per cent",
    "percent_of_salary": "per cent of the yearly salary",
    "officers": "officers",
}
LAWS = {
    "statute": "Statutes",
    "regulation": "Regulations",
    "executive_order": "Executive orders",
    "agency_policy": "Policies of agencies",
    "bill": "Bills",
    "court": "Rulings",
    "state_opinion": "State opinions",
}


def policies() -> str:
    """Measures of States: those in force between their dates by State, then bills and what was stopped."""
    atlas = Atlas.open()
    day = atlas.release.newest["participating"]
    rows = facts(atlas.release, "policies", "state, coalesce(effective, enacted, '9'), fact_id")
    bound: dict[str, set[str]] = {}
    for row in atlas.release.rows("SELECT fact_id, agency_kind FROM policy_kinds"):
        bound.setdefault(row["fact_id"], set()).add(row["agency_kind"])
    states = registry.codes("states")["standard"]
    lines = ["# Measures of States", "", *paragraph(POLICIES), "", SPANISH, ""]
    lines += [f"## In force on {day}", "", "As `atlas287 count policy_states --by duty,state` gives it:", ""]
    lines += table(("duty", "meaning", "States", "which"), _in_force(atlas, states))
    lines += ["An agency's kind and day: `atlas287 authority`; [how a State's law is told by date]"]
    lines[-1] += "(../explanation/law-and-facts.md#the-law-of-a-state-by-date)."
    lines += ["", "## Measures that count between their dates", ""]
    counting = [row for row in rows if row["counts"]]
    for state, found in groupby(counting, lambda row: row["state"]):
        lines += [f"### {states[state]}", "", *table(MEASURE, (_measure(row, bound) for row in found))]
    lines += ["## Bills and measures that do not count", "", *paragraph(APART), ""]
    apart = [(states[row["state"]], *_measure(row, bound)) for row in rows if not row["counts"]]
    lines += table(("State", *MEASURE), apart)
    told = {row["state"] for row in rows}
    none = [name for code, name in states.items() if code not in told]
    lines += ["## States without a row", "", *paragraph(NO_ROW), "", f"{', '.join(none)}."]
    return "\n".join(lines)


def law() -> str:
    """Federal law and rulings by kind, and the terms of the models side by side in both languages."""
    release = Atlas.open().release
    lines = ["# Law and models", "", *paragraph(LAW), "", SPANISH, ""]
    rows = facts(release, "statutes", "citation, fact_id")
    for kind, title in LAWS.items():
        found = [row for row in rows if row["kind"] == kind]
        cells = [
            (_named(row), row["text_en"], row["text_es"], _day(row["dated"]), row["confidence"], source(row))
            for row in found
        ]
        lines += [f"## {title}", ""] if cells else []
        lines += table(("text", "what it says", "lo que dice", "of", "confidence", "source"), cells)
    terms = facts(release, "terms", "attribute, model, fact_id")
    texts = {row["citation"]: number for number, row in enumerate(_first_of(terms, "citation"), start=1)}
    others = tuple(sorted({row["model"] for row in terms} - {*PRESENT}))
    for lang, title, other in (
        ("en", "Models side by side", "Other models"),
        ("es", "Modelos, en español", "Otros modelos"),
    ):
        for heading, models in ((title, PRESENT), (other, others)):
            rows = [row for row in terms if row["model"] in models]
            lines += [f"## {heading}", "", *(paragraph(COMPARED) if lang == "en" and models == PRESENT else []), ""]
            lines += table(("term", *models), _compared(rows, models, texts, f"text_{lang}"))
    lines += ["## Texts", "", "What the numbers in brackets stand for.", ""]
    cited = ((str(texts[row["citation"]]), row["citation"], row["confidence"], source(row)) for row in _first_of(terms))
    return "\n".join(lines + table(("no.", "text", "confidence", "source"), cited))


def incentives() -> str:
    """Money by programme: each element with figure, unit, payer, period and what it rests on."""
    rows = facts(Atlas.open().release, "incentives", "programme, element, fact_id")
    lines = ["# Money", "", *paragraph(MONEY), "", SPANISH, ""]
    lines += ["## Units", "", *table(("unit", "meaning"), [(f"`{unit}`", text) for unit, text in UNITS.items()])]
    head = ("element", "role", "amount", "unit", "payer", "State", "models", "from", "until", "what it is", "qué es")
    for programme, found in groupby(rows, lambda row: row["programme"]):
        lines += [f"## {programme}", "", *table((*head, "confidence", "source"), map(_element, found))]
    return "\n".join(lines)


MEASURE_START = ("measure", "what it says", "lo que dice", "obliges to or limits", "whom", "from", "until", "deadline")
MEASURE = (*MEASURE_START, "standing", "confidence", "source")


def _measure(row: Row, bound: Mapping[str, set[str]]) -> tuple[str, ...]:
    duties = registry.codes("policy_duties")["standard"]
    codes = (row["mandate"], "banned" if row["restriction"] == "ban" else row["restriction"])
    duty = "; ".join(f"{duties[code]} (`{code}`)" for code in codes if code) or duties["none"]
    against = f"; {_against(row)}" if row["conflicts_with"] else ""
    unread = (row["unread_dates"] or "").split()
    start = "[not read](unverified.md#dates-of-measures)" if "effective" in unread else _day(row["effective"])
    if row["effective"] is None and row["enacted"] and "enacted" not in unread:
        start = f"not known; enacted {row['enacted']}"
    ended, deadline = (str(row[key]) if row[key] else "–" for key in ("ended", "deadline"))
    standing = registry.codes("policy_standings")["standard"][row["standing"]]
    whom = _kinds(bound.get(row["fact_id"], set())) + (f" ({row['condition_en']})" if row["condition_en"] else "")
    said = (_named(row), row["text_en"], row["text_es"], duty + against, whom, start, ended, deadline, standing)
    return (*said, row["confidence"], source(row))


def _kinds(found: set[str]) -> str:
    """Kinds of agency in words, all local, all State or all of both in one."""
    if not found:
        return "no police body"
    names = registry.codes("agency_kinds")["standard"]
    local = {*names} - STATE_KINDS - {"tribal_police"}
    groups = [("every State body", STATE_KINDS), ("every local body", local)]
    told = [name for name, kinds in groups if kinds <= found]
    rest = found - {kind for _, kinds in groups if kinds <= found for kind in kinds}
    return ", ".join([*told, *(names[kind].lower() if kind in names else kind for kind in sorted(rest))])


def _in_force(atlas: Atlas, states: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    rows = atlas.count("policy_states", by=["duty", "state"])["rows"]
    for duty, meaning in registry.codes("policy_duties")["standard"].items():
        found = sorted(states[row["state"]] for row in rows if row["duty"] == duty)
        yield f"`{duty}`", meaning, str(len(found)), ", ".join(found)


def _compared(
    terms: Sequence[Row], models: Sequence[str], texts: Mapping[str, int], text: str
) -> Iterator[tuple[str, ...]]:
    """One row an attribute, one column a model; several terms of one model stand one below the other."""
    for attribute in sorted({row["attribute"] for row in terms}):
        cells = []
        for model in models:
            found = [row for row in terms if (row["attribute"], row["model"]) == (attribute, model)]
            cells.append("<br>".join(_term(row, texts, text) for row in found) or "–")
        yield attribute.replace("_", " "), *cells


def _term(row: Row, texts: Mapping[str, int], text: str) -> str:
    against = f", {_against(row)}" if row["conflicts_with"] else ""
    return f"{row[text]} (`{row['fact_id']}`, {row['confidence']}{against}) [[{texts[row['citation']]}](#texts)]"


def _against(row: Row) -> str:
    return f"told otherwise by {', '.join(f'`{each}`' for each in row['conflicts_with'].split())}"


def _first_of(rows: Iterable[Row], key: str = "citation") -> Iterator[Row]:
    seen: set[Any] = set()
    for row in rows:
        if row[key] not in seen:
            seen.add(row[key])
            yield row


def _element(row: Row) -> tuple[str, ...]:
    figure = amount(row["amount"]) if row["amount"] is not None else "no figure"
    figure += f" to {amount(row['amount_high'])}" if row["amount_high"] is not None else ""
    coded = (f"`{row['unit']}`" if row["unit"] else "–", row["payer"] or "not told", row["state"] or "–")
    period = (row["begins"] or "not told", row["ends"] or "not told")
    said = (f"{row['element']} (`{row['fact_id']}`)", f"`{row['role']}`", figure, *coded, row["models"] or "none named")
    return (*said, *period, row["text_en"], row["text_es"], row["confidence"], source(row))


def _named(row: Row) -> str:
    return f"{row['citation']} (`{row['fact_id']}`)" if row["citation"] else f"`{row['fact_id']}`"


def _day(value: str | None) -> str:
    return value or "not known"


POLICIES = """Laws, orders, opinions and rulings of States on agreements and cooperation with ICE, as the release
holds them. {confidence} A measure counts on a day where its standing is that of law in force, or of an opinion or
ruling that stands, and the day lies between its dates. A State without a measure here is one for which none was read,
which is not that it has none."""
APART = """These never count on a day: bills that were introduced, failed or vetoed, what a court has stopped, what
begins only on an event, resolutions, and acts whose signing or first day nobody has seen."""
NO_ROW = """For these no measure rests on anything that was read. What is recalled of them is
[unverified](unverified.md#measures-of-states)."""
LAW = """Federal law and rulings on section 287(g), and what each model of agreement says, as the release holds them.
{confidence} An announcement or a page of an agency is never the text of a law: sentences that rest on one name their
publisher. What officers may do in one setting follows from these by [rules](../how-to/authority.md). This is not
legal advice."""
COMPARED = """A model's terms rest on ICE's template of the year named or on one signed memorandum; another memorandum
can differ. Several sentences in one cell are several texts; where they disagree, each names the other."""
MONEY = """Federal and State money, costs and penalties that touch agreements, as the release holds them. Announced,
appropriated, awarded and paid are different things; what was paid to an agency is not published. {confidence}
`element_of_calculator` marks what a calculation for one agency can use. An amount is in its unit; a range has two."""

PAGES: Mapping[str, Callable[[], str]] = {"policies.md": policies, "law.md": law, "incentives.md": incentives}
