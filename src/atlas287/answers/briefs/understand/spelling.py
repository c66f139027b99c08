"""Key words, States and counties that a question spells with one letter wrong, put right before it is read.

A word is put right only where it is no word that is known: `spelling` and `spelt_right` of the vocabulary hold the key
words and the words of their own that are one letter away from them. A county is put right beside the word for its form,
within the States that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from atlas287.answers.briefs.understand.names import BEFORE_COUNTY, COUNTY_WORDS, OF, Names, names
from atlas287.answers.briefs.understand.tokens import Token, tokens
from atlas287.core import registry
from atlas287.core.release import Release

SHORTEST = 5
"""Letters that a word has at least to be put right."""
_SECTION = re.compile(r"(?<![\d.,])287[\s-]?(?:\(g\)|g\b)", re.IGNORECASE)


NICKNAMES = {
    "lapd": "police of Los Angeles, California",
    "lasd": "Los Angeles County Sheriff, California",
    "nypd": "police of New York City, New York",
}
_NICKNAME = re.compile(rf"\b(?:{'|'.join(NICKNAMES)})\b", re.IGNORECASE)


def respelt(release: Release, text: str, key_words: Collection[str], right: Collection[str]) -> str:
    """The text with the words put right that are one letter away from one key word or one county's name."""
    text = _SECTION.sub("287(g)", text)
    text = _small_offices(text, names(release))
    text = _NICKNAME.sub(lambda found: NICKNAMES[found[0].casefold()], text)
    words = tokens(text)
    known_as = names(release)
    known = _known(release)
    changed: list[tuple[Token, str]] = []
    for at, token in enumerate(words):
        word = token.word
        if token.is_mark or len(word) < SHORTEST or word in right or word in key_words or not word.isalpha():
            continue
        if word in known:
            continue
        found = _nearest(word, key_words)
        if found is None and _beside_county(words, at):
            found = _county(words, at, known_as)
        if found:
            changed.append((token, found))
    for token, found in reversed(changed):
        cased = found.title() if token.text[:1].isupper() else found
        text = text[: token.start] + cased + text[token.end :]
    return text


_NOT_OFFICE = {
    "that",
    "i",
    "far",
    "many",
    "much",
    "we",
    "it",
    "they",
    "as",
    "what",
    "how",
    "if",
    "is",
    "called",
    "please",
}


def _small_offices(text: str, known_as: Names) -> str:
    """The text with `so` behind a county's name written as the sheriff's office that it is: collier so, lee co. so."""
    if re.search(r"\bso\b", text) is None:
        return text
    words = tokens(text)
    for at in range(len(words) - 1, 0, -1):
        after = words[at + 1] if at + 1 < len(words) else None
        if words[at].text != "so" or (after and after.word in _NOT_OFFICE):
            continue
        for start in range(max(0, at - 4), at):
            if any(token.is_mark for token in words[start:at]):
                continue
            name = " ".join(token.word for token in words[start:at])
            if known_as.counties(name) or known_as.bare_counties(name):
                county = "" if known_as.counties(name) else " County"
                text = text[: words[start].start] + name.title() + f"{county} Sheriff" + text[words[at].end :]
                break
    return text


def near(word: str, other: str) -> bool:
    """Whether one letter added, left out or changed, or two neighbours changed over, make one word of the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    same = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    left, right = word[same:], other[same:]
    swapped = left[:2] == right[1::-1][:2] and len(right) > 1 and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def _nearest(word: str, others: Collection[str]) -> str | None:
    """The word that is one letter away; of several the one that opens alike; None where none or several are."""
    if {word.removesuffix("s"), word.removesuffix("es")} & set(others):
        return None
    found = {other for other in others if near(word, other)}
    singular = {other for other in found if other + "s" not in found or word.endswith("s")} or found
    ending = {other for other in singular if other[-1] == word[-1]} if len(singular) > 1 else singular
    return ending.pop() if len(ending) == 1 else None


def _beside_county(words: tuple[Token, ...], at: int) -> bool:
    """Whether the word for a county's form stands beside a word: Colier County, condado de Colier."""
    after = words[at + 1].word if at + 1 < len(words) else ""
    before = [token.word for token in words[max(0, at - 2) : at]]
    return after in COUNTY_WORDS or bool(before and before[-1] in OF and set(before) & set(BEFORE_COUNTY))


def _county(words: tuple[Token, ...], at: int, known_as: Names) -> str | None:
    """The name of one word of a county that is one letter away, within the States named, if there is one alone."""
    word = words[at].word
    if known_as.bare_counties(word) or any(word in name.split() for name in known_as.county):
        return None
    named = {code for token in words if (code := known_as.state_called(token.word))}
    named |= {token.text for token in words if token.text in registry.codes("states")["standard"]}
    found = {
        name.rpartition(" ")[0]
        for name, places in known_as.county.items()
        if near(word, name.rpartition(" ")[0]) and (not named or any(place["state"] in named for place in places))
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(8)
def _known(release: Release) -> frozenset[str]:
    """Words of the names of places and agencies, which are spelt right."""
    known_as = names(release)
    every = (known_as.agency, known_as.county, known_as.town, known_as.state)
    return frozenset(word for mapping in every for name in mapping for word in name.split())
