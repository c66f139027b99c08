"""The reference pages of what is not known, of what is unverified, and of the words of the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from reference_pages import table

from atlas287.answers import gaps as told
from atlas287.core import facts
from atlas287.core.model import GapFact, Holder, Term
from atlas287.intake import facts as told_facts

ANY = {"en": "any place", "es": "cualquier lugar"}
"""What stands for {place} on a page that is about none."""
RECALLED_FACTS = {
    "policies": "Measures of States",
    "statutes": "Federal law and rulings",
    "models": "Terms of models",
    "incentives": "Money",
    "claims": "Claims",
    "studies": "Studies",
    "timeline": "Milestones",
}
"""Folder of the registry -> heading of what is recalled of it."""
DATES = """These measures were read, but not these dates of theirs. A count of a past day takes the second of them for
the day from which the measure is in force, so near it the count may be wrong; the page of
[State measures](policies.md) prints neither."""
SPANISH = "The Spanish has not yet been reviewed by a Spanish editor."


def gaps() -> str:
    """Every gap that rests on a source, by stage, and the offices that hold what is not known."""
    lines = [
        "# What is not known",
        "",
        "One file below `src/atlas287/registry/gaps` is one gap; `atlas287 gaps` tells those of a place, each with a",
        "[records request](../how-to/records-request.md). The kinds of gap are [explained](issues.md#gaps). `primary`",
        "means that the issuer's own text was read, `secondary` that somebody else's was. What nobody has read in a",
        f"source is [listed apart](unverified.md). {SPANISH}",
        "",
    ]
    sure = [gap for gap in facts.gaps() if gap.confidence != facts.RECALLED]
    for stage, found in groupby(sure, lambda gap: gap.stage):
        lines += [f"## {stage.value}", "", f"Stage `{stage.value}`: {told.words('en')['stages'][stage.value]}.", ""]
        for gap in found:
            lines += [f"### {gap.id}", "", *(f"- {name}: {text}" for name, text in _gap(gap)), ""]
    lines += [
        "## Holders",
        "",
        "Offices by title. Neither the address of any of them nor the law under which it opens its records is known",
        "here: no source that is cited prints the one, and the text of no records law is loaded. `{agency}` and",
        "`{place}` are filled in for a place.",
        "",
    ]
    rows = [_holder(holder) for holder in facts.holders().values()]
    return "\n".join(lines + table(("id", "title", "título", "level", "address", "records law"), rows))


def unverified() -> str:
    """The gaps and facts that were recalled and found in no source."""
    lines = [
        "# Unverified",
        "",
        "What stands here was recalled; nobody has read it in a source, so it may be wrong. It stands on this page",
        "and is used nowhere else: it is in no release, no verb prints it, and no answer rests on it. A source",
        "that was read, named in the file of the fact, takes it from here to the pages of [gaps](gaps.md), [State",
        "measures](policies.md), [law and models](law.md), [money](incentives.md), [claims](tables.md#claims),",
        f"[studies](studies.md) or the [timeline](timeline.md). {SPANISH}",
        "",
        "## Gaps",
        "",
    ]
    rows = [
        (f"`{gap.id}`", f"`{gap.stage.value}`", *(gap.what[lang].format(place=ANY[lang]) for lang in ("en", "es")))
        for gap in facts.gaps()
        if gap.confidence == facts.RECALLED
    ]
    lines += table(("id", "stage", "not known, as recalled", "no se sabe, según se recuerda"), rows)
    for folder, title in RECALLED_FACTS.items():
        found = [fact for where, _, fact in told_facts.facts() if where == folder and _recalled(fact)]
        said = [(f"`{fact['id']}`", fact["text"]["en"], fact["text"]["es"]) for fact in found]
        lines += [f"## {title}", ""] if said else []
        lines += table(("id", "as recalled", "según se recuerda"), said)
    lines += ["## Dates of measures", "", *DATES.splitlines(), ""]
    lines += table(("id", "enacted, as recalled", "in force from, as recalled"), _dates())
    return "\n".join(lines)


def _dates() -> Iterator[tuple[str, ...]]:
    """Dates of measures of States that nobody read; those of measures that are recalled whole stand above."""
    for folder, _, fact in told_facts.facts():
        if folder == "policies" and fact["unread_dates"] and not _recalled(fact):
            yield (
                f"`{fact['id']}`",
                *(fact[key] if key in fact["unread_dates"] else "" for key in ("enacted", "effective")),
            )


def _recalled(fact: Mapping[str, Any]) -> bool:
    return bool(fact["confidence"] == facts.RECALLED)


def glossary() -> str:
    """The words of the field in both languages."""
    lines = [
        "# Glossary",
        "",
        "Words of the field in English and Spanish, from `src/atlas287/registry/glossary`. A definition says what a",
        "word means, not what the law is: this is not legal advice. Words that only others use, such as the labels",
        "under [policy](#policy), stand here so that a quotation can be understood; our own sentences do not use them.",
        f"Where a text was read, it is named. {SPANISH}",
        "",
    ]
    for topic, terms in facts.glossary().items():
        lines += [f"## {topic}", ""]
        lines += table(("term", "meaning", "término", "significado", "avoid", "note"), map(_term, terms))
    return "\n".join(lines)


def _gap(gap: GapFact) -> Iterator[tuple[str, str]]:
    yield "Not known", gap.what["en"].format(place=ANY["en"])
    yield "No se sabe", gap.what["es"].format(place=ANY["es"])
    yield "Kind", f"`{gap.kind.value}`"
    yield "Why it matters", gap.why_it_matters["en"]
    yield "Would tell", gap.would_fill["en"]
    if gap.proxy:
        yield "Stands in for it", f"{gap.proxy['what']['en']}; but {gap.proxy['limit']['en']}"
    yield "Held by", ", ".join(f"[`{holder}`](#holders)" for holder in gap.holders) or "nobody, as far as is known"
    yield "Told of", ", ".join(gap.places)
    yield "Rests on", f"{gap.basis['en']} (`{gap.confidence}`)"


def _holder(holder: Holder) -> tuple[str, ...]:
    found = (f"`{holder.id}`", holder.title["en"], holder.title["es"], holder.level)
    return (*found, f"`{holder.address.value}`", f"`{holder.records_law.value}`")


def _term(term: Term) -> tuple[str, ...]:
    read = f"Read: {term.basis}." if term.basis else ""
    note = " ".join(text for text in (term.note, read) if text)
    return (term.term["en"], term.definition["en"], term.term["es"], term.definition["es"], ", ".join(term.avoid), note)
