"""The words a reader sees: one file a language, one id a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from atlas287.answers.stated import LAW, Fact, publisher_kind
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
    main = next(iter(slots.values()))
    given = main.value.get("form") if isinstance(main.value, Mapping) else None
    number = main.number
    form = given or ("zero" if number == 0 else "one" if number == 1 else "other")
    return str(forms.get(form, forms["other"])).format(**_printed(lang, slots), **parameters)


def tell(lang: str, told: Fact) -> str:
    """A fact as a sentence: what a text of law says with its citation, all else with whoever publishes it."""
    forms = words(lang)["facts"]
    printed = {"text": told.text(lang), "citation": told.citation or told.title or told.fact_id}
    if told.legal:
        return str(forms["legal"]).format(**printed)
    studied = told.citation if told.kind == "study" else None
    publisher = told.publisher or studied or told.read_in or told.title or words(lang)["labels"]["unnamed"]
    if told.kind in LAW and told.citation:
        printed["text"] = str(forms["cited"]).format(**printed)
    own = {"publisher": publisher, "kind": publisher_kind(told, lang), "dated": told.dated}
    return str(forms["attributed" if told.dated else "undated"]).format(**printed, **own)


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


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _printed(lang: str, slots: Mapping[str, Measurement]) -> dict[str, str]:
    printed = {}
    for name, slot in slots.items():
        printed[name] = f"{slot.number:,}"
        if isinstance(slot.value, Mapping):  # what a derived value says besides, such as {n_low}
            printed |= {f"{name}_{key}": _shown(value) for key, value in slot.value.items()}
        printed[f"{name}_date"] = slot.list["as_of"] if slot.list else ""
        printed[f"{name}_names"] = listing(lang, slot.names)
    return printed
