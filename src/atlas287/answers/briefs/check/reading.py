"""A claim as its sentences, with the numbers, days, places, models and nouns in each and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from atlas287.answers.briefs.understand.dated import Day
from atlas287.answers.briefs.understand.figures import Figure, figures
from atlas287.answers.briefs.understand.mentions import Mention, mentions
from atlas287.answers.briefs.understand.tokens import folded
from atlas287.answers.briefs.understand.when import days
from atlas287.core import registry
from atlas287.core.release import Release

MOST = 40
"""So many numbers of a claim are read."""
WORDS = Path(__file__).with_name("words.yaml")
_SENTENCE = re.compile(r"(?<=[\w)%”\"»’'])[.!?;](?=\s)")
_SHORT = re.compile(r"(?:\b(?:u\.s|d\.c|no|st|dept|sept|jan|feb|aug|oct|nov|dec|gov|approx|ee\.uu|\w))$")
_CLAUSE = re.compile(r",(?!\d)|;|:|—|–|\(|\)|\s(?:and|while|whereas|but|y|mientras(?: que)?|pero)\s|\s-\s")
_BESIDE = re.compile(r"\b(?:states|estados),? (?:and|plus|y|mas) (?:the |el )?$")
"""Words before a place that is counted beside the States: 40 states and the District of Columbia."""
PLAIN = ("agency", "county", "town", "place")


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for what is counted: `name` is a unit, or a metric that no list measures."""

    name: str
    unit: bool
    kinds: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a claim: `text` in plain letters, `bare` without what places, models and days say."""

    text: str
    bare: str
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    places: tuple[Mention, ...]
    models: tuple[tuple[str, int, int], ...]
    nouns: tuple[Noun, ...]

    def clause(self, at: int) -> tuple[int, int]:
        """The span between marks and little words in which something stands, as far as no number is cut off alone."""
        start, end = 0, len(self.text)
        for match in _CLAUSE.finditer(self.bare):
            if match.end() <= at:
                start = match.end()
            elif match.start() > at:
                end = match.start()
                break
        return start, end

    def has(self, name: str, start: int = 0, end: int | None = None) -> bool:
        """Whether words of the vocabulary stand in a span."""
        return any(form.search(self.text, start, len(self.text) if end is None else end) for form in forms(name))

    def group(self, mention: Mention) -> list[Mention]:
        """States in a row with a place: Florida, Georgia and Texas."""
        found = [mention]
        if mention.kind != "state":
            return found
        for each in self.places[self.places.index(mention) + 1 :]:
            between = self.text[found[-1].end : each.start]
            if each.kind != "state" or not re.fullmatch(r"\s*(?:,|,?\s*(?:and|or|y|e|o|&))\s*", between):
                break
            found.append(each)
        return found

    def nation(self, start: int = 0, end: int | None = None) -> bool:
        """Whether a span speaks of the whole nation."""
        return self.has("nation", start, end)


@cache
def vocabulary() -> dict[str, Any]:
    """The words of claims."""
    return registry.load_yaml(WORDS)


@cache
def forms(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of one entry of the vocabulary."""
    found = vocabulary().get(name) or vocabulary()["metrics"][name]
    return tuple(re.compile(form) for form in ([found] if isinstance(found, str) else found))


def readings(release: Release, text: str) -> list[Reading]:
    """The sentences of a claim."""
    letters = folded(text)
    named = places_in(release, text)
    dated = days(text)
    numbers = figures(text, [(day.start, day.end) for day in dated] + [(m.start, m.end) for m in named])[:MOST]
    return [_reading(letters, start, end, numbers, dated, named) for start, end in _sentences(letters)]


@lru_cache(256)
def places_in(release: Release, text: str) -> tuple[Mention, ...]:
    """The places and agencies that a claim surely names."""
    letters = folded(text)
    found = (_state(each) for each in mentions(release, text))
    return tuple(each for each in found if _surely(text, letters, each))


def _state(mention: Mention) -> Mention:
    """A mention that fits one State and other places, such as Washington, is the State."""
    states = tuple(each for each in mention.candidates if each["kind"] == "state")
    if len(mention.candidates) < 2 or len(states) != 1 or mention.body:
        return mention
    return replace(mention, kind="state", candidates=states)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        if match[0] != "." or not _SHORT.search(text, start, match.start()):
            yield start, match.start()
            start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _reading(
    text: str, start: int, end: int, numbers: Iterable[Figure], dated: Iterable[Day], named: Iterable[Mention]
) -> Reading:
    own = text[start:end]
    mine = [each for each in named if start <= each.start < end and not _BESIDE.search(text[: each.start])]
    spoken = [each for each in dated if start <= each.start < end]
    places = tuple(Mention(m.kind, m.candidates, m.start - start, m.end - start, m.body) for m in mine)
    own_days = tuple(Day(d.first, d.last, d.precision, d.role, d.start - start, d.end - start) for d in spoken)
    bare = _blanked(own, [(m.start, m.end) for m in places] + [(d.start, d.end) for d in own_days])
    models = tuple(_models(bare))
    bare = _blanked(bare, [(begin, stop) for _, begin, stop in models])
    bare = re.sub(r"\(?287\s?\(?g?\)?\)?", lambda match: "~" * len(match[0]), bare)
    own_figures = tuple(
        Figure(f.value, f.kind, f.bound, f.digits, f.start - start, f.end - start)
        for f in numbers
        if start <= f.start < end
    )
    return Reading(own, bare, own_figures, own_days, places, models, tuple(_nouns(bare)))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "~" * (end - start) + text[end:]
    return text


def _models(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for code, patterns in vocabulary()["models"].items():
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                if not any(match.start() < end and start < match.end() for _, start, end in found):
                    found.append((code, *match.span()))
    return sorted(found, key=lambda each: each[1])


def _nouns(text: str) -> list[Noun]:
    found: list[Noun] = []
    for group in ("metrics", "units"):
        for name, patterns in vocabulary()[group].items():
            for pattern in patterns:
                for match in re.finditer(pattern, text):
                    if not match[0] or any(
                        match.start() < n.end and n.start < match.end() for n in found if n.unit == (group == "units")
                    ):
                        continue
                    found.append(
                        Noun(name, group == "units", _kinds(match[0]) if group == "units" else (), *match.span())
                    )
    return sorted(found, key=lambda noun: (noun.start, not noun.unit))


def _kinds(text: str) -> tuple[str, ...]:
    """The kind of agency that a word names by itself, such as sheriffs."""
    return tuple(
        kind for kind, patterns in vocabulary()["kinds"].items() if any(re.search(each, text) for each in patterns)
    )


def _surely(text: str, letters: str, mention: Mention) -> bool:
    """Whether a place is named as one: a town or county alone only behind `in` or beside a word for its police."""
    if mention.kind in ("state", "agency") or mention.body:
        return True
    said = letters[mention.start : mention.end]
    if "," in said or re.search(r"\b(?:county|parish|borough|municipio|condado|parroquia)\b", said):
        return True
    if re.match(r"\s*,?\s*(?:county|condado)\b", letters[mention.end :]):
        return True
    before = letters[max(0, mention.start - 12) : mention.start]
    return text[mention.start].isupper() and re.search(r"\b(?:in|of|en|de|city of|town of)\s+$", before) is not None
