"""What the topics of a question share: the parts of an answer, and words of the question and of the wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas287.answers.briefs.ask.plan import Plan
from atlas287.answers.briefs.ask.words import vocabulary
from atlas287.answers.briefs.compose import Composer
from atlas287.answers.briefs.understand.tokens import plain
from atlas287.answers.briefs.wording import words
from atlas287.core import registry
from atlas287.core.model import Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences that belong under one heading; the first `lead` of them are the answer itself."""

    heading: str
    told: list[Sentence]
    lead: int = 1


Parts = Iterator[Part]


def says(made: Plan, key: str) -> bool:
    """Whether the words of a key of the vocabulary stand in the question."""
    return any(re.search(form, plain(made.read)) for form in vocabulary()[key])


def place_within(composer: Composer) -> dict[str, str]:
    """The place as it stands within a sentence."""
    return {"place": str(words(composer.lang)["in_nation"])} if composer.place["kind"] == "nation" else {}


def name_of(codes: str, code: str, lang: str) -> str:
    """The name of a code of the registry in a language."""
    found = registry.codes(codes)
    return str((found["spanish"] if lang == "es" else found["standard"])[code])
