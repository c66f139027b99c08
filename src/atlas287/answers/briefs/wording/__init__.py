"""The words a reader sees: one file a language, one id a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import Measurement

FOLDER = Path(__file__).parent


@cache
def words(lang: str) -> dict[str, Any]:
    """All wordings of a language. Raises UsageError for one that is not there."""
    languages = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
    if lang not in languages:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(languages)}")
    return registry.load_yaml(languages[lang])


def say(lang: str, sentence: str, slots: Mapping[str, Measurement], parameters: Mapping[str, str]) -> str:
    """The text of a computed sentence, by its id. Raises KeyError where the wording or a slot is missing."""
    forms = words(lang)["sentences"][sentence.partition(":")[0]]
    main = next(iter(slots.values())).number
    form = {0: "zero", 1: "one"}.get(main, "other")
    return str(forms.get(form, forms["other"])).format(**_printed(lang, slots), **parameters)


def gap_text(lang: str, gap: str, parameters: Mapping[str, str]) -> str:
    """The text of a gap sentence."""
    return str(words(lang)["gaps"][gap]).format(**parameters)


def listing(lang: str, names: Sequence[str]) -> str:
    """Names in a row: parted by semicolons where one holds a comma."""
    if len(names) < 2:
        return "".join(names)
    part = "; " if any("," in name for name in names) else ", "
    last = part if part == "; " and len(names) > 2 else str(words(lang)["and"])
    return part.join(names[:-1]) + last + names[-1]


def _printed(lang: str, slots: Mapping[str, Measurement]) -> dict[str, str]:
    printed = {}
    for name, slot in slots.items():
        printed[name] = f"{slot.number:,}"
        printed[f"{name}_date"] = slot.list["as_of"] if slot.list else ""
        printed[f"{name}_names"] = listing(lang, slot.names)
    return printed
