"""The standard itself, read from `registry/standard/report.yaml`: fields, codes, headings in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from atlas287.core import registry
from atlas287.core.names import fold_space

LANGUAGES = ("en", "es")
KEY = ("place", "agency", "month", "stage", "touchpoint", "model", "offence", "outcome", "unit")
"""What tells one count from another."""
PARTED = ("touchpoint", "offence", "outcome")
"""Fields whose parts add up to `all`."""


@dataclass(frozen=True)
class Field:
    """A column of a report. `codes` are its allowed codes, `gaps` what may stand in place of a count."""

    name: str
    titles: Mapping[str, str]
    meaning: str
    codes: Mapping[str, Mapping[str, str]]
    gaps: Mapping[str, Mapping[str, str]]
    optional: bool
    sensitive: bool

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Codes, or gaps, with their names and meanings."""
        return self.codes or self.gaps


@cache
def content() -> Mapping[str, Any]:
    """The file as it is."""
    return registry.load_yaml(registry.ROOT / "standard" / "report.yaml")


@cache
def fields() -> Mapping[str, Field]:
    """Every field by name, in the order of the template."""
    return {
        name: Field(
            name,
            each["titles"],
            each["meaning"],
            each.get("codes", {}),
            each.get("gaps", {}),
            bool(each.get("optional")),
            bool(each.get("sensitive")),
        )
        for name, each in content()["fields"].items()
    }


def fold(text: str) -> str:
    """A heading or code for comparison: lower case, without accents, underscores and runs of white space."""
    plain = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", " ").strip("* "))
    return fold_space("".join(each for each in plain if not unicodedata.combining(each))).casefold()


@cache
def _headings() -> Mapping[str, str]:
    return {fold(text): name for name, each in fields().items() for text in (name, *each.titles.values())}


@cache
def _words(field: str) -> Mapping[str, str]:
    """Folded code or name in either language -> code."""
    each = fields()[field].words
    return {fold(text): code for code, names in each.items() for text in (names["es"], names["en"], code)}


def headed(printed: Iterable[str]) -> dict[str, int]:
    """Field -> position of the first heading that names it, in English or Spanish."""
    found: dict[str, int] = {}
    for position, text in enumerate(printed):
        name = _headings().get(fold(text))
        if name is not None:
            found.setdefault(name, position)
    return found


def personal(heading: str) -> bool:
    """Whether a heading is of a column about a person."""
    return fold(heading) in {fold(each) for each in content()["personal"]}


def code(field: str, printed: str) -> str | None:
    """The code that a cell means, by code or by name in either language; None where it is none."""
    if field != "model" or "+" not in printed:
        return _words(field).get(fold(printed))
    parts = [_words("model").get(fold(each)) for each in printed.split("+")]
    if any(each in (None, "none", "unknown", "all") for each in parts) or len(set(parts)) != len(parts):
        return None
    order: Sequence[str] = list(fields()["model"].codes)
    return "+".join(sorted((each for each in parts if each), key=order.index))
