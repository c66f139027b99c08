"""Recognises a table by its headings, in whatever order, with columns missing or added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from atlas287.core import registry
from atlas287.core.model import Form, Layout
from atlas287.core.names import fold_space

LEAST_LIKENESS = 0.6
"""Columns in common, as a share of those of the table and of the layout together: below this it is another table."""

_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """How a table fits a layout. `names` maps our column to its position in the table.

    `missing` are columns of the layout that the table lacks, `extra` its headings that the layout does not know,
    `elsewhere` those of them that another release of this kind of table has. `alike` are other layouts with the same
    columns. `likeness` is 1 where all columns agree.
    """

    layout: Layout
    form: Form
    names: Mapping[str, int]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    elsewhere: Mapping[str, str]
    alike: tuple[Layout, ...]
    likeness: float

    @property
    def sentence(self) -> str:
        """What was recognised, in one sentence."""
        layout, expected = self.layout, len(self.layout.expected(self.form))
        form = " as the agency released it" if self.form is Form.RAW else ""
        text = f"{layout.title}{form}: {expected - len(self.missing)} of {expected} columns"
        if self.missing:
            text += f", without {_listed(self.missing)}"
        unknown = [each for each in self.extra if each not in self.elsewhere]
        if unknown:
            text += f", besides them {_listed(unknown)}"
        if self.elsewhere:
            releases = sorted(set(self.elsewhere.values()))
            text += f", and {_listed(tuple(self.elsewhere))} of release {', '.join(releases)}"
        return f"{text}."


def key(heading: str) -> str:
    """What spellings of one heading share: `Apprehension Date`, `APPREHENSION  DATE` and `apprehension_date`."""
    return _NOT_WORD.sub("_", fold_space(heading).lower()).strip("_")


def recognise(headings: Sequence[str], among: Sequence[Layout] | None = None) -> Match | None:
    """The layout that the headings fit best, or None where none fits well enough.

    Of layouts with the same columns the first by name stands, the others are in `alike`: values tell them apart
    (`Layout.holds`).
    """
    keys = [key(heading) for heading in headings]
    present = {each for each in keys if each}
    tried = []
    for layout, form, known, expected in _forms():
        if among is not None and layout not in among:
            continue
        found = {known[each] for each in present if each in known}
        union = len(present) + len(expected - found)
        likeness = len(found) / union if union else 0.0
        if likeness >= LEAST_LIKENESS:
            tried.append((likeness, layout, form))
    if not tried:
        return None
    best = max(likeness for likeness, _, _ in tried)
    first, *others = [(layout, form) for likeness, layout, form in tried if likeness == best]
    return _match(first[0], first[1], headings, keys, tuple(layout for layout, _ in others if layout != first[0]), best)


def of_layout(layout: Layout, headings: Sequence[str]) -> Match:
    """How headings fit a layout that is already known."""
    found = recognise(headings, [layout])
    return found or _match(layout, layout.forms[0], headings, [key(each) for each in headings], (), 0.0)


def known_headings() -> frozenset[str]:
    """The keys of all headings of all layouts."""
    return frozenset(each for _, _, known, _ in _forms() for each in known)


def _match(
    layout: Layout, form: Form, headings: Sequence[str], keys: Sequence[str], alike: tuple[Layout, ...], likeness: float
) -> Match:
    known = _known(layout)
    names: dict[str, int] = {}
    extra = []
    for position, each in enumerate(keys):
        column = known.get(each)
        if column is not None and column not in names:
            names[column] = position
        elif each:
            extra.append(fold_space(headings[position]))
    others = _other_releases(layout)
    elsewhere = {each: others[key(each)] for each in extra if key(each) in others}
    missing = tuple(name for name in layout.expected(form) if name not in names)
    return Match(layout, form, names, missing, tuple(extra), elsewhere, alike, likeness)


@cache
def _forms() -> tuple[tuple[Layout, Form, Mapping[str, str], frozenset[str]], ...]:
    """Each layout in each form: the columns by key of heading, and those expected."""
    return tuple(
        (layout, form, _known(layout), frozenset(layout.expected(form)))
        for _, layout in sorted(registry.layouts().items())
        for form in layout.forms
    )


@cache
def _by_name() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for layout in registry.layouts().values():
        known: dict[str, str] = {}
        for column in layout.columns.values():
            for printed in column.printed:
                known.setdefault(key(printed), column.name)
        # A column's own name prevails over what another column is headed with.
        found[layout.name] = known | {key(name): name for name in layout.columns}
    return found


def _known(layout: Layout) -> dict[str, str]:
    return _by_name()[layout.name]


def _other_releases(layout: Layout) -> dict[str, str]:
    """Key of heading -> release, of the layouts of the same kind and publisher."""
    return {
        each: other.release
        for other in registry.layouts().values()
        if other.kind == layout.kind and other.publisher == layout.publisher and other.name != layout.name
        for each in _known(other)
    }


def _listed(names: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(each[:60] for each in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
