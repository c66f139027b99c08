"""Makes sentences of one brief and numbers the sources that they cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs import claimed
from atlas287.answers.briefs.measured import measured
from atlas287.answers.briefs.wording import gap_text, say, tell, words
from atlas287.answers.measure import list_on
from atlas287.answers.stated import Fact, fact
from atlas287.core import registry
from atlas287.core.model import Citation, Gap, GapKind, Sentence
from atlas287.core.release import Release


@dataclass(slots=True)
class Composer:
    """Makes sentences for one place, date and language.

    The id of a sentence is that of its wording, with a key after a colon where one wording serves several sentences.
    Its one slot is called `n`.
    """

    release: Release
    place: Mapping[str, Any]
    day: date
    lang: str
    sources: dict[str, Citation] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    narratives: list[Mapping[str, Any]] = field(default_factory=list)

    def computed(
        self,
        wording: str,
        unit: str,
        where: Mapping[str, Any],
        *,
        key: str | None = None,
        as_of: date | None = None,
        name: str | None = None,
        **asked: Any,
    ) -> Sentence:
        """A computed sentence, or the gap where the measure has no value.

        `asked` are parameters of the measure: `basis`, `each`, `most` or `extreme`; `name` is printed as {name}.
        """
        given = {"as_of": str(as_of or self.day), "where": dict(where)} | asked
        found = measured(self.release, unit, given)
        if isinstance(found, Gap):
            return self.no_list(found, unit, given["as_of"])
        printed = self._printed(given) | ({"name": name} if name else {})
        text = say(self.lang, wording, {"n": found}, printed)
        identity = f"{wording}:{key}" if key else wording
        cites = (*self._cite(found.list), *(self.cite_fact(fact(self.release, each)) for each in found.facts))
        return Sentence(identity, "computed", text, tuple(dict.fromkeys(cites)), {"n": found}, printed)

    def stated(self, fact_id: str, key: str | None = None) -> Sentence:
        """A fact as a legal sentence, or one attributed to whoever publishes it; a claim as its speaker makes it.

        Raises UsageError for no such fact.
        """
        told = fact(self.release, fact_id)
        identity = f"fact.{key or told.fact_id}"
        if told.kind == "claim":
            kind, text, quote = claimed.told(self.release, told, self.lang)
            return Sentence(identity, kind, text, (self.cite_fact(told),), fact=told.fact_id, quote=quote)
        kind = "legal" if told.legal else "attributed"
        return Sentence(identity, kind, tell(self.lang, told), (self.cite_fact(told),), fact=told.fact_id)

    def derived(
        self, wording: str, name: str, asked: Mapping[str, Any], *, key: str | None = None, **printed: str
    ) -> Sentence:
        """A sentence of what is derived from facts or numbers, or the gap where it has no value; `measured.DERIVED`.

        The value itself says of what `kind` the sentence is, where it is not computed; `printed` are words that the
        wording takes besides, such as the name of a touchpoint in the language.
        """
        found = measured(self.release, name, asked)
        if isinstance(found, Gap) and found.kind is GapKind.NOT_COLLECTED and "until" in asked:
            return self.no_list(found, str(asked["unit"]), self._unlisted(asked))
        if isinstance(found, Gap):
            return self.missing(wording, found, **printed)
        printed = {"place": place_name(self.place, self.lang), "release": self.release.id} | printed
        cites = [self.cite_fact(fact(self.release, each)) for each in found.facts]
        for read in (found.list, *found.lists):
            cites += self._cite(read)
        text = say(self.lang, wording, {"n": found}, printed)
        identity = f"{wording}:{key}" if key else wording
        kind = derived_kind(found.value)
        return Sentence(identity, kind, text, tuple(dict.fromkeys(cites)), {"n": found}, printed)

    def _unlisted(self, asked: Mapping[str, Any]) -> str:
        """The day of a comparison near which no list is held."""
        days = [str(asked[key]) for key in ("since", "until")]
        lists = (list_on(self.release, "participating", date.fromisoformat(day)) for day in days)
        return next(day for day, found in zip(days, lists, strict=True) if isinstance(found, Gap))

    def cite_fact(self, told: Fact) -> int:
        """The number of a fact's source in this brief."""
        known = f"{told.sha256}/{told.source_row}"
        if known not in self.sources:
            self.sources[known] = fact_citation(told, len(self.sources) + 1)
        return self.sources[known].n

    def value(self, unit: str, where: Mapping[str, Any], **asked: Any) -> int | float | None:
        """The number alone, for a plan that depends on it; None for a gap."""
        found = measured(self.release, unit, {"as_of": str(self.day), "where": dict(where)} | asked)
        return None if isinstance(found, Gap) else found.number

    def within(self) -> dict[str, Any]:
        """The filter of this place."""
        key = {"state": "code", "county": "fips", "town": "id", "agency": "id"}.get(self.place["kind"])
        return {self.place["kind"]: self.place[key]} if key else {}

    def basis(self) -> dict[str, Any]:
        """What a filter by county needs besides."""
        return {"basis": "based_in"} if self.place["kind"] == "county" else {}

    def gap(self, kind: GapKind, key: str, parameters: Mapping[str, str] | None = None) -> Sentence:
        """A gap sentence of a kind, with what would fill it."""
        text = gap_text(self.lang, key, parameters or {})
        return self.missing(key, Gap(kind, text, would_fill=words(self.lang)["fills"].get(key)), **(parameters or {}))

    def missing(self, key: str, gap: Gap | None = None, **parameters: str) -> Sentence:
        """A gap sentence; without a gap of its own, the table is not loaded."""
        text = gap_text(self.lang, key, parameters)
        gap = gap or Gap(GapKind.NOT_LOADED, text, would_fill=words(self.lang)["fills"].get(key))
        if gap not in self.gaps:
            self.gaps.append(gap)
        return Sentence(f"gap.{key}", "gap", text, parameters=parameters, gap=gap)

    def no_list(self, found: Gap, unit: str, as_of: str) -> Sentence:
        """The gap of a day that no list is near, with the lists on either side."""
        kind = "pending" if unit == "pending" else "participating"
        sides = {"before": found.before, "after": found.after}
        parameters = {"as_of": as_of} | {side: day for side, day in sides.items() if day}
        key = "_".join(["no", kind, *(side for side, day in sides.items() if day)])
        fills = words(self.lang)["fills"]
        gap = Gap(
            found.kind,
            gap_text(self.lang, key, parameters),
            would_fill=fills["list"],
            holder=fills["list_holder"],
            before=found.before,
            after=found.after,
        )
        return self.missing(key, gap, **parameters)

    def _printed(self, given: Mapping[str, Any]) -> dict[str, str]:
        printed = {"as_of": given["as_of"], "place": place_name(self.place, self.lang), "release": self.release.id}
        if "since" in given:
            printed["since"] = given["since"]
        state = self.place.get("state", self.place.get("code"))
        if state:
            printed["state"] = registry.codes("states")["standard"].get(state, state)
        model = given["where"].get("model")
        return printed | ({"model": model_name(model, self.lang)} if isinstance(model, str) else {})

    def _cite(self, found: Mapping[str, Any] | None) -> tuple[int, ...]:
        if found is None:
            return ()
        known = f"{found['sha256']}/{found['as_of']}"  # one file can hold the lists of several days
        if known not in self.sources:
            self.sources[known] = citation(self.release, found["sha256"], found["as_of"], len(self.sources) + 1)
        return (self.sources[known].n,)


def place_name(place: Mapping[str, Any], lang: str) -> str:
    """A place's name in a language; only the nation's differs."""
    return str(words(lang)["nation"] if place["kind"] == "nation" else place["name"])


def model_name(code: str, lang: str) -> str:
    """A model's name in a language, as the registry's list of models or the wording has it."""
    return str(words(lang).get("models", {}).get(code) or registry.codes("models")["standard"].get(code, code))


def citation(release: Release, sha256: str, as_of: str, n: int) -> Citation:
    """The source entry of one list of the release."""
    title, publisher, url, day, file, origin = _cited(release, sha256, as_of)
    return Citation(n, title, publisher, url, day, sha256, file, origin)


def derived_kind(value: Any) -> str:
    """The kind of sentence that a derived value makes."""
    return str(value.get("kind", "computed")) if isinstance(value, Mapping) else "computed"


def fact_citation(told: Fact, n: int) -> Citation:
    """The source entry of a fact."""
    return Citation(
        n,
        title=told.title or told.citation or told.fact_id,
        publisher=told.publisher or told.read_in or {"gap": GapKind.NOT_COLLECTED.value},
        url=told.url,
        date=told.dated or {"gap": GapKind.UNKNOWN_DATE.value},
        sha256=told.sha256,
        file=told.file,
        confidence=told.confidence,
        row=told.source_row,
    )


@lru_cache(1024)
def _cited(release: Release, sha256: str, as_of: str) -> tuple[str, str, str, str, str, str | None]:
    lists = (
        "SELECT source, layout, as_of, file, origin FROM lists WHERE sha256 = $sha256 "
        "AND as_of = CAST($as_of AS DATE) ORDER BY list_no LIMIT 1"
    )
    table = (
        "SELECT source, NULL AS layout, last_day AS as_of, file, origin FROM facility_files "
        "WHERE sha256 = $sha256 AND CAST($as_of AS DATE) BETWEEN first_day AND last_day"
    )
    given = {"sha256": sha256, "as_of": as_of}
    row = (release.rows(lists, given) or release.rows(table, given))[0]
    source = registry.source(row["source"])
    title = source.layout_titles.get(row["layout"], source.title)
    return title, source.publisher, source.url, str(row["as_of"]), row["file"], row["origin"]
