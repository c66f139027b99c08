"""Words of a text as names are compared by: no accents, lower case, abbreviations spelt out, each with its span."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from atlas287.core import registry

LONGEST = 12_000
"""Characters of a text that are read; what follows is left out, and whoever asks is told."""
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*(?:-[^\W_]+)*\.?|[,;:?!()]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: `word` as compared, `text` as written, from `start` up to `end`."""

    word: str
    text: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark such as a comma."""
        return not self.word[:1].isalnum()


def plain(text: str) -> str:
    """Letters without accents, in lower case, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(each for each in folded if not unicodedata.combining(each)).casefold()


def folded(text: str) -> str:
    """The text in the letters of `plain`, of the same length, so that spans hold, up to `LONGEST`."""
    if text.isascii():
        return text[:LONGEST].lower()
    return "".join(letter if len(letter := plain(each)) == 1 else each for each in text[:LONGEST])


@lru_cache(64)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of a text. A hyphenated word is taken apart, as names of counties are written both ways."""
    found = []
    spelling = registry.codes("name_words")["standard"]
    for match in _WORD.finditer(text[:LONGEST]):
        start = match.start()
        for part in match[0].split("-"):
            word = plain(part).replace(".", "")  # initials, such as D.C.
            word = word.removesuffix("'s") + "s" if word.endswith("'s") else word.replace("'", "")
            if word != "so" or part.isupper():  # a sheriff's office, not the little word
                word = spelling.get(word, word)
            if word:
                found.append(Token(word, part, start, start + len(part)))
            start += len(part) + 1
    return tuple(found)
