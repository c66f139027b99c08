"""What a sentence says by the reading that fits it, and the cites and places that it must have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from eval.cited.recount import Listed, Release

Json = Mapping[str, Any]
MODELS = {
    "en": {
        "Jail Enforcement Model": "JEM",
        "Warrant Service Officer": "WSO",
        "Task Force Model": "TFM",
        "Tribal Task Force Model": "TTFM",
        "Hybrid": "HYBRID",
        "unknown": "unknown",
    },
    "es": {
        "aplicación en cárceles (JEM)": "JEM",
        "oficial para la ejecución de órdenes administrativas (WSO)": "WSO",
        "grupo operativo (TFM)": "TFM",
        "grupo operativo tribal (TTFM)": "TTFM",
        "híbrido": "HYBRID",
        "desconocido": "unknown",
    },
}
ICE = "U.S. Immigration and Customs Enforcement (ICE)"
PAGE = "https://www.ice.gov/identify-and-arrest/287g"
COPY = "https://github.com/deportationdata/ice-287g"
PUBLISHED = {
    ("ice_participating", "P0"): (
        "Participating agencies (table that a third party extracted from an archived copy of ICE's web page)",
        ICE,
        PAGE,
    ),
    ("ice_participating", ""): ("Participating agencies (workbook)", ICE, PAGE),
    ("ice_pending", ""): ("Pending agencies (workbook)", ICE, PAGE),
    ("ice_partners_2007_2008", ""): (
        "287(g) partners (ICE's web page, archived copies of 2008, transcribed)",
        f"{ICE}; transcription by deportationdata/ice-287g",
        COPY,
    ),
    ("dhs_oig_2009", ""): (
        "Agreements of 2009-10-28 (DHS OIG-10-63, appendix E, table 3, transcribed)",
        "U.S. Department of Homeland Security, Office of Inspector General; transcription by deportationdata/ice-287g",
        COPY,
    ),
}
"""Title, publisher and address of each published series, by the layout where that makes a difference."""
AGENCY_KINDS = {
    "sheriff": ("Sheriff", "Sheriff"),
    "county_corrections": ("County corrections department or jail", "Departamento penitenciario o cárcel del condado"),
    "regional_jail": ("Regional jail", "Cárcel regional"),
    "municipal_police": ("Municipal police", "Policía municipal"),
    "county_police": ("County police", "Policía del condado"),
    "regional_police": ("Regional police", "Policía regional"),
    "constable": ("Constable", "Condestable"),
    "marshal": ("City marshal", "Marshal municipal"),
    "prosecutor": ("Prosecutor or attorney general", "Fiscal local o fiscalía general"),
    "campus_police": ("Campus or school police", "Policía universitaria o escolar"),
    "airport_port_police": ("Airport or port police", "Policía de aeropuerto o puerto"),
    "state_police": ("State police or highway patrol", "Policía estatal o patrulla de carreteras"),
    "state_corrections": ("State corrections department", "Departamento penitenciario estatal"),
    "state_agency": ("Other state agency", "Otra agencia estatal"),
    "national_guard": ("National or state guard", "Guardia nacional o estatal"),
    "task_force": ("Task force", "Grupo de trabajo policial"),
    "tribal_police": ("Tribal police", "Policía tribal"),
    "other": ("Other", "Otra"),
}
"""What kinds of agency are called."""
PLACED = ("state", "county", "town", "agency")


@dataclass(frozen=True)
class Reading:
    """One sentence that can be read: by what rule, of what kind of place, and its text with gaps."""

    rule: str
    scope: str
    unit: str
    when: str
    who: str
    pattern: re.Pattern[str]


@dataclass
class Found:
    """What is wrong with a sentence, and which of its cites support it."""

    faults: list[str] = field(default_factory=list)
    supporting: set[int] = field(default_factory=set)
    unchecked: bool = False


def places(release: Release, brief: Json) -> list[tuple[str, str]]:
    """What a brief may speak of: its place, those that its question names, what they lie in, the nation."""
    found = [("nation", "")]
    for place in [brief.get("place"), *((brief.get("plan") or {}).get("places") or [])]:
        if not place or place["kind"] == "nation":
            continue
        key = str(place.get("code") or place.get("fips") or place.get("id"))
        found.append((place["kind"], key))
        if place["kind"] == "county":
            found.append(("state", release.counties[key][0]))
        if place["kind"] == "town":
            state, _, counties = release.towns[key]
            found += [("state", state), *(("county", fips) for fips in (counties or "").split())]
        if place["kind"] == "agency":
            found.append(("state", release.agencies[key][0]))
    return list(dict.fromkeys(found))


def called(release: Release, scope: str, key: str) -> set[str]:
    """What a place may be called in a sentence."""
    if scope == "nation":
        return {"United States", "the United States", "Estados Unidos"}
    if scope == "state":
        return {release.states[key]}
    if scope == "county":
        state, names = release.counties[key]
        return {f"{name}, {release.states[state]}" for name in names}
    if scope == "town":
        state, name, _ = release.towns[key]
        return {f"{name}, {release.states[state]}"}
    return release.agencies[key][3]


class Claim:
    """What one sentence says, by one reading. `key` is the code of the place named; None where that is none."""

    def __init__(
        self,
        release: Release,
        brief: Json,
        sentence: Json,
        sources: Mapping[int, list[Json]],
        reading: Reading,
        given: dict[str, str],
    ) -> None:
        self.release, self.brief, self.sentence, self.sources = release, brief, sentence, sources
        self.reading, self.given = reading, given
        self.day = date.fromisoformat(brief["as_of"])
        self.scope, self.known = reading.scope, places(release, brief)
        self.key = self._place()
        self.found = Found()
        measure = sentence.get("measure") or {"parameters": {}}
        self.asked: Json = measure["parameters"]
        self.where: Json = self.asked.get("where", {})
        self.model = MODELS[brief["lang"]].get(given["model"]) if "model" in given else None

    def _place(self) -> str | None:
        """The place that the text names; `it` is the agency that the sentence's own measure names."""
        if self.scope in ("none", "nation"):
            return ""
        wanted = [place for place in self.known if self.scope in ("any", place[0])]
        if "place" not in self.given:
            where = ((self.sentence.get("measure") or {}).get("parameters") or {}).get("where", {})
            return next((key for kind, key in wanted if where.get(kind) == key), None)
        for scope, key in wanted:
            if self.given["place"] in called(self.release, scope, key):
                self.scope = scope
                return key
        return None

    def fault(self, why: str) -> None:
        self.found.faults.append(why)

    @property
    def printed(self) -> int | None:
        """The number that the text prints; None where it prints none."""
        if "none" in self.given or "all" in self.given:
            return 0
        if "n" in self.given:
            return int(self.given["n"].replace(",", ""))
        return 1 if "one" in self.given or re.search(r"(?<![\d-])1(?![\d,-])", self.sentence["text"]) else None

    def equal(self, what: str, said: Any, counted: Any) -> None:
        if said != counted:
            self.fault(f"{what}: says {said}, is {counted}")

    def number(self, counted: int) -> None:
        """The number in the text, and the one that the sentence records."""
        if self.printed is not None:
            self.equal("number", self.printed, counted)
        value = self.sentence.get("value")
        self.equal("recorded value", value.get("value") if isinstance(value, Mapping) else value, counted)

    def date(self, name: str, is_: date | None) -> None:
        if name in self.given:
            self.equal(name, self.given[name], str(is_))

    def names(self, accepted: Iterable[set[str]]) -> None:
        """The names that the text lists: one of each set, spelt as recorded, none twice, and nothing else."""
        text, wanted = self.given.get("names", ""), [frozenset(names) for names in accepted]
        if not (told(text, wanted) if wanted else not text):
            return self.fault(
                f"names {text or 'nobody'}, not {', '.join(sorted(min(names) for names in wanted)) or 'nobody'}"
            )
        value = self.sentence.get("value")
        recorded = value.get("names") if isinstance(value, Mapping) else None
        for name in recorded or ():
            if name not in text:
                self.fault(f"does not spell {name} as recorded")
        return None

    def measured(self, **where: Any) -> None:
        """The place and model that the sentence records must be those that its text names."""
        expected = {self.scope: self.key} if self.scope in PLACED else {}
        expected |= {"model": self.model} if "model" in self.given else {}
        expected |= where
        for name in ("state", "county", "town", "agency", "model"):
            if self.where.get(name) != expected.get(name):
                self.fault(f"records another {name} than its text names")

    def cited(self, *lists: Listed | None) -> None:
        """Cites must be these lists, each as it was published, and no other."""
        expected = {each.sha256: each for each in lists if each}
        for n, entries in self.sources.items():
            wrong = [] if len(entries) == 1 else ["no source, or several, of this number"]
            for entry in entries:
                listed = expected.get(entry["sha256"])
                if listed is None:
                    wrong.append("not the list that the sentence rests on")
                else:
                    wrong += list_differences(entry, listed)
            if wrong:
                self.fault(f"cite {n}: {'; '.join(wrong)}")
            else:
                self.found.supporting.add(n)
        missing = set(expected) - {entry["sha256"] for entries in self.sources.values() for entry in entries}
        if missing:
            self.fault(f"does not cite {', '.join(sorted(expected[sha].file for sha in missing))}")
        self.recorded(*expected.values())

    def recorded(self, *lists: Listed) -> None:
        """The lists that the sentence records besides its cites."""
        recorded = self.sentence.get("lists") or ([self.sentence["list"]] if self.sentence.get("list") else [])
        told = [{"as_of": str(each.as_of), "file": each.file, "sha256": each.sha256} for each in lists]
        if recorded != told:
            self.fault("records another list")

    def cited_facts(self, counted: Iterable[str], by_table: bool = False) -> None:
        """A count of facts cites the source of each, and no other; `by_table`, none need be cited."""
        facts = {each: self.release.facts[each] for each in counted}
        cited = {n: [each for each in facts.values() if of_fact(entries, each)] for n, entries in self.sources.items()}
        self.found.supporting |= {n for n, told in cited.items() if told}
        for n, told in cited.items():
            if not told:
                self.fault(f"cite {n}: not the source of anything that it counts")
        if (self.sources or not by_table) and {each["fact_id"] for told in cited.values() for each in told} != set(
            facts
        ):
            self.fault("does not cite everything that it counts")
        self.recorded()


def told(text: str, wanted: list[frozenset[str]], separators: str = r"; |, | and | y |$") -> bool:
    """Whether a text lists one name of each set and nothing else; names may hold a comma or an `and` themselves."""
    if not wanted:
        return not text
    for names in sorted(set(wanted), key=lambda each: -max(map(len, each))):
        for name in sorted(names, key=len, reverse=True):
            after = re.match(separators, text[len(name) :]) if text.startswith(name) else None
            if after:
                rest = list(wanted)
                rest.remove(names)
                if told(text[len(name) + after.end() :], rest, separators):
                    return True
    return False


def of_fact(entries: list[Json], told: Json) -> bool:
    """Whether a number stands for one source, and that is the fact's."""
    return len(entries) == 1 and not fact_differences(entries[0], told)


def fact_differences(entry: Json, told: Json) -> list[str]:
    """What a source entry tells otherwise than the fact's source."""
    expected = {
        "title": told["title"] or told["citation"] or told["fact_id"],
        "publisher": told["publisher"] or told["read_in"] or {"gap": "not_collected"},
        "url": told["url"],
        "date": told["dated"] or {"gap": "unknown_date"},
        "sha256": told["sha256"],
        "file": told["file"],
        "row": told["source_row"],
        "confidence": told["confidence"],
        "origin": None,
    }
    return unlike(entry, expected)


def unlike(entry: Json, expected: Json) -> list[str]:
    return [f"{name} is {entry.get(name)!r}, not {is_!r}" for name, is_ in expected.items() if entry.get(name) != is_]


def list_differences(entry: Json, listed: Listed) -> list[str]:
    """What a source entry tells otherwise than the list was published."""
    title, publisher, url = PUBLISHED.get((listed.source, listed.layout)) or PUBLISHED[listed.source, ""]
    told: dict[str, Any] = {
        "title": title,
        "publisher": publisher,
        "url": url,
        "date": str(listed.as_of),
        "file": listed.file,
    }
    told |= {"sha256": listed.sha256, "origin": listed.origin, "confidence": "primary", "row": None}
    return unlike(entry, told)
