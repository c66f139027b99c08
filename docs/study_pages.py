"""The reference pages of studies and of the timeline, from the embedded release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from fact_cells import Row, amount, facts, paragraph, source
from reference_pages import table
from registry_pages import SPANISH

from atlas287 import Atlas
from atlas287.answers.policy import span
from atlas287.core import registry

MODELS = ("any", "JEM", "WSO", "TFM", "TFM_PRE2013", "HYBRID", "none")
COUNTED = ("agreements", "agencies")
HEAD = (
    "study",
    "year",
    "design",
    "programme",
    "model",
    "period",
    "places",
    "outcome",
    "direction",
    "effect",
    "interval",
)


def studies() -> str:
    """Studies by topic: the counts by topic, direction and model, what none covers, and the table of each topic."""
    atlas = Atlas.open()
    rows = facts(atlas.release, "studies", "year DESC, citation, fact_id")
    models: dict[str, list[str]] = {}
    for row in atlas.release.rows("SELECT fact_id, model FROM study_models ORDER BY ALL"):
        models.setdefault(row["fact_id"], []).append(row["model"])
    lines = ["# Studies", "", *paragraph(STUDIES), "", SPANISH, ""]
    lines += ["## Counts", "", *paragraph(COUNTS, total=atlas.count("studies")["total"]), ""]
    lines += table(("topic", "direction", "studies", *(f"`{model}`" for model in MODELS)), _counts(atlas))
    lines += [
        "## What none of them covers",
        "",
        "Computed from the same table, as the brief of the nation says it:",
        "",
    ]
    lines += [f"- {text}" for lang in ("en", "es") for text in _lacking(atlas, lang)]
    lines += [""]
    for topic, title in registry.codes("study_topics")["standard"].items():
        found = [row for row in rows if row["topic"] == topic]
        if found:
            lines += [f"## {title}", ""]
            lines += table(
                (*HEAD, "read", "limits", "source"), (_study(row, models.get(row["fact_id"], [])) for row in found)
            )
            lines += table(("study", "reports", "informa", "límites"), map(_reported, found))
    return "\n".join(lines)


def timeline() -> str:
    """Milestones by date with their sources, and beside each figure of agreements or agencies our own count."""
    atlas = Atlas.open()
    rows = facts(atlas.release, "milestones", "happened, fact_id")
    lines = ["# Timeline", "", *paragraph(TIMELINE), "", SPANISH, ""]
    for year, found in groupby(rows, lambda row: row["happened"][:4]):
        lines += [f"## {year}", "", *table(MILESTONE, (_milestone(atlas, row) for row in found))]
    return "\n".join(lines)


MILESTONE = ("day", "what happened", "qué pasó", "its figure", "our count", "list", "confidence", "source")


def _counts(atlas: Atlas) -> Iterator[tuple[str, ...]]:
    topics, directions = (registry.codes(f"study_{name}")["standard"] for name in ("topics", "directions"))
    each = _by(atlas, "topic", "direction")
    by_model = _by(atlas, "topic", "direction", "model")
    for topic, title in topics.items():
        for direction, meaning in directions.items():
            if (topic, direction) in each:
                cells = (str(by_model.get((topic, direction, model), "")) for model in MODELS)
                yield title, meaning, str(each[topic, direction]), *cells


def _by(atlas: Atlas, *names: str) -> dict[tuple[str, ...], int]:
    return {tuple(row[name] for name in names): row["value"] for row in atlas.count("studies", by=names)["rows"]}


def _lacking(atlas: Atlas, lang: str) -> Iterator[str]:
    """The sentences on models and years that the fourth heading of the nation's brief computes."""
    for section in atlas.nation(lang=lang)["brief"]["sections"]:
        for sentence in section["sentences"]:
            if sentence["id"].startswith(("impact.model", "impact.since")):
                yield sentence["text"]


def _study(row: Row, models: list[str]) -> tuple[str, ...]:
    coded = (registry.codes(f"study_{name}s")["standard"][row[name]] for name in ("design", "programme", "direction"))
    design, programme, direction = coded
    period = "–".join(str(row[key]) for key in ("period_from", "period_to") if row[key] is not None)
    if row["period_from"] == row["period_to"]:
        period = str(row["period_from"] or "not told")
    told = (f"{row['citation']} (`{row['fact_id']}`)", str(row["year"]), design, programme, ", ".join(models) or "none")
    result = (row["outcome_en"], direction, row["effect_en"] or "not seen", row["interval_en"] or "not seen")
    return (*told, period, row["places_en"] or "not told", *result, row["read"], row["limits_en"] or "–", source(row))


def _reported(row: Row) -> tuple[str, ...]:
    with_it = f" (shown with {row['shown_with'].replace(' ', ', ')})" if row["shown_with"] else ""
    return f"{row['citation']}{with_it}", row["text_en"], row["text_es"], row["limits_es"] or "–"


def _milestone(atlas: Atlas, row: Row) -> tuple[str, ...]:
    figure = ""
    if row["value"] is not None:
        figure = f"{amount(row['value'])} {(row['unit'] or row['metric']).replace('_', ' ')}"
    told = (f"{row['happened']} (`{row['fact_id']}`)", row["text_en"], row["text_es"], figure)
    return (*told, *_ours(atlas, row), row["confidence"], source(row))


def _ours(atlas: Atlas, row: Row) -> tuple[str, str]:
    """Our count of what the figure counts, of its model where it is of one, and the list; a gap where none is near."""
    if row["metric"] not in COUNTED:
        return "", ""
    named = [code for code, name in registry.codes("models")["standard"].items() if name in row["text_en"]]
    one = named[0] if len(named) == 1 and f"{row['metric']} " in row["text_en"] else None
    counted: Any = atlas.count(row["metric"], where={"model": [one]} if one else {}, as_of=span(row["happened"])[1])
    if isinstance(counted["total"], dict):
        gap = counted["gaps"][0]
        return "not known", f"no list within 45 days: {gap['before'] or 'none'} before, {gap['after'] or 'none'} after"
    of = f" of {one}" if one else ""
    return f"{counted['total']:,} {row['metric']}{of}", counted["list"]["as_of"]


STUDIES = """Studies, reports and rulings that measure or describe an outcome, as the release holds them, the newest
first. `direction` is always of the outcome as it is phrased; neither direction is said to be good or bad.
{confidence} Most were read in their abstract only. An effect or interval that was not seen is not given, and nothing
is averaged over studies: designs, programmes, places and outcomes differ. A study of another programme says nothing
of 287(g) by itself."""
COUNTS = """{total} studies, as `atlas287 count studies --by topic,direction,model` counts them. A study of several
models stands under each, so columns do not add up to `studies`. `any` means that the study does not tell models
apart, `none` that it is of another programme; an empty cell means that none was found."""
TIMELINE = """Dated events and figures from other sources than ICE's lists, as the release holds them. A figure is
what its source says; where it is of agreements or agencies, our own count of that day stands beside it, of the newest
list up to the day (of a month or year, its last day). Announced totals: [reconciliation](reconciliation.md).
{confidence}"""

PAGES: Mapping[str, Callable[[], str]] = {"studies.md": studies, "timeline.md": timeline}
