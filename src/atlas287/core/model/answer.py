"""What a release answers: counts, sentences and briefs, and their JSON (see docs/reference for the contract)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from atlas287.core.model.gap import Gap

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """The value of a measure: how many of `unit` a list shows, by which rule.

    `list` is the list behind the number ({as_of, file, sha256}), null where there is none or several. Each of `rows`
    holds the dimensions asked for (`by`) and `value`, a number or {"gap": kind}. `total` is counted, never the sum of
    rows; null by month. A count over a period is an average day: its rows hold `person_days` and `days` too, and
    `period` says {since, until, days, person_days, known: [{dimension, value, of, share}]}, the last being of how many
    people a dimension is known. `overlap` says that one counted thing can stand in several rows. `listings` are the
    rows as printed behind the number, where asked for.
    """

    measure: str
    unit: str
    rule: str
    as_of: str
    list: Row | None
    rows: tuple[Row, ...]
    total: int | float | Gap | None
    gaps: tuple[Gap, ...] = ()
    where: Row = field(default_factory=dict)
    overlap: bool = False
    listings: tuple[Row, ...] | None = None
    by: tuple[str, ...] = ()
    period: Row | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        content: dict[str, Any] = {
            "measure": self.measure,
            "unit": self.unit,
            "rule": self.rule,
            "as_of": self.as_of,
            "by": list(self.by),
            "where": dict(self.where),
            "list": dict(self.list) if self.list else None,
            "rows": [dict(row) for row in self.rows],
            "total": {"gap": self.total.kind.value} if isinstance(self.total, Gap) else self.total,
            "overlap": self.overlap,
            "gaps": [gap.to_json() for gap in self.gaps],
        }
        if self.period is not None:
            content["period"] = dict(self.period)
        if self.listings is not None:
            content["listings"] = [dict(row) for row in self.listings]
        return content


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measure called with parameters, and what it gave.

    `value` is a number, or for groups {dimension: [codes], "names": [printed names], "value": number}; what is derived
    from facts or from other numbers has a mapping of its own, with `form` where that chooses the wording. `list` is the
    list behind it, null where the measure counts to a date. `version` tells one SQL of the measure from another.
    `facts` are the ids of facts behind it, `lists` the lists of one that compares several.
    """

    name: str
    parameters: Row
    value: int | float | Row
    unit: str
    list: Row | None
    version: str = ""
    facts: tuple[str, ...] = ()
    lists: tuple[Row, ...] = ()

    @property
    def number(self) -> int | float:
        """The value as a number; 0 where it is none."""
        found = self.value.get("value", 0) if isinstance(self.value, Mapping) else self.value
        return found if isinstance(found, int | float) else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The printed names of the groups; empty where the value is a mere number."""
        return tuple(self.value.get("names", ())) if isinstance(self.value, Mapping) else ()

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        content: dict[str, Any] = {
            "measure": {"name": self.name, "parameters": dict(self.parameters), "version": self.version},
            "value": dict(self.value) if isinstance(self.value, Mapping) else self.value,
            "unit": self.unit,
            "list": dict(self.list) if self.list else None,
        }
        content |= {"facts": list(self.facts)} if self.facts else {}
        return content | ({"lists": [dict(each) for each in self.lists]} if self.lists else {})


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source under a brief: a published file by its sha256, or the source of a fact.

    Of a fact, `file`, `sha256` and `row` are the line of the table of collected facts that it was told from; `date` is
    a day, month or year, or the gap {"gap": "unknown_date"}.
    """

    n: int
    title: str
    publisher: str | Row
    url: str | None
    date: str | Row
    sha256: str
    file: str
    origin: str | None = None
    confidence: str = "primary"
    row: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a brief. `kind` is computed | quoted | legal | attributed | gap; no other kind exists.

    `id` names the wording, `parameters` what it prints besides numbers; `slots` are the measurements it prints, the
    first being the sentence's own `measure`, `value` and `unit` in JSON, the others under `also`. `cites` are numbers
    of the brief's sources. `fact` is the id of the fact that a legal, attributed or quoted sentence tells; `quote`
    ({document, page, start, end}) where in the stored text of that document the quoted words stand.
    """

    id: str
    kind: str
    text: str
    cites: tuple[int, ...] = ()
    slots: Mapping[str, Measurement] = field(default_factory=dict)
    parameters: Row = field(default_factory=dict)
    gap: Gap | None = None
    fact: str | None = None
    quote: Row | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        content: dict[str, Any] = {"id": self.id, "kind": self.kind, "text": self.text, "cites": list(self.cites)}
        content["parameters"] = dict(self.parameters)
        if self.slots:
            main, *others = self.slots
            content |= {"slot": main} | self.slots[main].to_json()
            content["also"] = [{"slot": slot} | self.slots[slot].to_json() for slot in others]
        if self.fact is not None:
            content["fact"] = self.fact
        if self.quote is not None:
            content["quote"] = dict(self.quote)
        if self.gap is not None:
            content["gap"] = self.gap.to_json()
        return content


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences; `note` is what a reader must know of them, such as that they are no legal advice."""

    heading: str
    sentences: tuple[Sentence, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """An answer for one place. Renderers print it and add no facts.

    `status` is answered | partly | not_answerable | ambiguous. `id` is made from the content and the release. `notice`
    says what a reader must know of the text itself, such as that nobody has reviewed a translation.
    `safe_to_print` are sentences that stand by themselves, each naming its source. `narratives` are claims of every
    side with what the same test finds of each. `plan` is what a question was taken to ask; null for the
    brief of a place.
    """

    id: str
    question: str
    status: str
    place: Row | None
    as_of: str
    lang: str
    release: str
    notice: str | None = None
    summary: tuple[Sentence, ...] = ()
    sections: tuple[Section, ...] = ()
    safe_to_print: tuple[Sentence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    do_not_infer: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    candidates: tuple[Row, ...] = ()
    narratives: tuple[Row, ...] = ()
    plan: Row | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "id": self.id,
            "release": self.release,
            "question": self.question,
            "plan": dict(self.plan) if self.plan else None,
            "status": self.status,
            "candidates": [dict(candidate) for candidate in self.candidates],
            "place": dict(self.place) if self.place else None,
            "as_of": self.as_of,
            "checked_on": self.as_of,
            "lang": self.lang,
            "notice": self.notice,
            "summary": [sentence.to_json() for sentence in self.summary],
            "sections": [
                {
                    "heading": section.heading,
                    "sentences": [s.to_json() for s in section.sentences],
                    "note": section.note,
                }
                for section in self.sections
            ],
            "safe_to_print": [sentence.to_json() for sentence in self.safe_to_print],
            "narratives": [dict(narrative) for narrative in self.narratives],
            "gaps": [gap.to_json() for gap in self.gaps],
            "do_not_infer": list(self.do_not_infer),
            "follow_ups": list(self.follow_ups),
            "sources": [source.to_json() for source in self.sources],
        }
