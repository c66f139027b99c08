"""The words a reader sees: one file a language, one id a sentence."""

from __future__ import annotations

from collections.abc import Mapping
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
    """The text of a computed sentence. Raises KeyError where the wording or a slot is missing."""
    forms = words(lang)["sentences"][sentence]
    main = next(iter(slots.values())).number
    form = {0: "zero", 1: "one"}.get(main, "other")
    return str(forms.get(form, forms["other"])).format(**_printed(slots), **parameters)


def gap_text(lang: str, gap: str, parameters: Mapping[str, str]) -> str:
    """The text of a gap sentence."""
    return str(words(lang)["gaps"][gap]).format(**parameters)


def _printed(slots: Mapping[str, Measurement]) -> dict[str, str]:
    printed = {}
    for name, slot in slots.items():
        printed[name] = f"{slot.number:,}"
        printed[f"{name}_date"] = slot.list["as_of"] if slot.list else ""
        if not isinstance(slot.value, int):
            names = registry.codes("states")["standard"]
            codes = next(codes for dimension, codes in slot.value.items() if dimension != "value")
            printed[f"{name}_names"] = " and ".join(names.get(code, code) for code in codes)
    return printed
