"""Claims of the registry as sentences: who said it, for whom and when, in their own words where held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.wording import words
from atlas287.answers.stated import Fact
from atlas287.core.release import Release

Row = Mapping[str, Any]


@lru_cache(8)
def claims(release: Release) -> Mapping[str, Row]:
    """Every claim of a release by its id: speaker, role, side, when it was said, what it is about."""
    return {row["fact_id"]: row for row in release.rows("SELECT * FROM claims ORDER BY fact_id")}


def told(release: Release, fact: Fact, lang: str) -> tuple[str, str, dict[str, Any] | None]:
    """The kind of sentence that a claim makes, its text, and where the quoted words stand in the stored English text.

    Words in marks within a sentence are the speaker's own, else the whole sentence is. Another language prints the
    original with its translation.
    """
    claim, forms = claims(release)[fact.fact_id], words(lang)["facts"]
    printed = {"speaker": claim[f"speaker_{lang}"], "role": claim[f"role_{lang}"], "dated": claim["said"]}
    if not claim["verbatim"]:
        return "attributed", str(forms["claimed"]).format(text=fact.text(lang), **printed), None
    start, end = quoted(fact.text_en)
    original = fact.text_en if start else f"“{fact.text_en}”"
    spoken = fact.text(lang) if start else f"“{fact.text(lang)}”"
    translated = str(forms["translated"]).format(original=original, text=spoken)
    text = str(forms["quoted"]).format(quotation=original if lang == "en" else translated, **printed)
    return "quoted", text, {"document": fact.fact_id, "page": None, "start": start, "end": end}


def quoted(text: str) -> tuple[int, int]:
    """The first words in marks of a text, else the whole text: from which character up to which."""
    start, end = text.find("“") + 1, text.find("”")
    return (start, end) if start and end > start else (0, len(text))
