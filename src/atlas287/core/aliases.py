"""What an agency's printed name stands for: its alias, by the word rules of `registry/codes/name_words.yaml`, and its
kind, by the patterns of `registry/codes/agency_kinds.yaml`.

Two names of one state and kind with one alias are one agency. The rules only spell out abbreviations, mend words that
are no place's name and drop forms of office; they never touch a place's name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from atlas287.core import registry
from atlas287.core.names import agency_key

_STATE_SUFFIX = re.compile(r", ?[a-z]{2}\.?$")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\.)|(?<=\.)([a-z])\.")
_WORD = re.compile(r"[a-z0-9]+")
_OF = re.compile(
    r"^(?:city|town|village|borough|township) of (?P<place>.+) (?P<body>police department|department of public safety)$"
)
_OFFICES = (
    (re.compile(r"\b(sheriff|constable|marshal)(?: (?:office|department))+\b"), r"\1"),
    (re.compile(r"\bpolice(?: (?:department|departement))+\b"), "police"),
)
_BODY = re.compile(
    r"\b(?:county|parish|city|town|township|village|borough|sheriff|police|constable|marshal|department|office|of)\b"
)


@lru_cache(100_000)
def spelt(printed: str) -> str:
    """The name in full words, without punctuation: `St. Lucie Co. SO` is `saint lucie county sheriff office`."""
    text = _STATE_SUFFIX.sub("", _plain(agency_key(printed))).replace("'s", "s").replace("'", "").replace("&", " and ")
    text = _INITIALS.sub(r"\1\2", text)
    words = registry.codes("name_words")["standard"]
    found = _WORD.findall(text)
    # A name that opens with "CO" means Colorado; a county's stands within.
    return " ".join(words.get(word, word) if index or word != "co" else word for index, word in enumerate(found))


def _plain(text: str) -> str:
    """Letters without their accents: `doña ana` is looked up as `dona ana`."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


@lru_cache(100_000)
def alias(printed: str) -> str:
    """The name in full words without the form of the office: of that name it is `saint lucie county sheriff`."""
    name = re.sub(r"^(?:the )+", "", spelt(printed))
    name = _OF.sub(r"\g<place> \g<body>", name)
    for pattern, short in _OFFICES:
        name = pattern.sub(short, name)
    return name


@lru_cache(100_000)
def kind(name: str) -> str:
    """The kind of body that an alias tells, a code of `agency_kinds`; `other` where none is told."""
    for pattern, code in _patterns():
        if pattern.search(name):
            return code
    return "other"


@lru_cache(100_000)
def core(name: str) -> str:
    """What is left of an alias without the words for the kind of body and place: what similarity is measured on."""
    return " ".join(_BODY.sub(" ", name).split()) or name


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    states = "|".join(re.escape(name.lower()) for name in registry.codes("states")["standard"].values())
    return tuple(
        (re.compile(pattern.replace("{states}", states)), code)
        for pattern, code in registry.codes("agency_kinds")["patterns"]
    )


_ENDINGS = re.compile(
    r" (?:police(?: services)?|sheriff|constable|marshal|(?:department of )?public safety|board of trustees)\b.*$"
)
_COUNTY = re.compile(r" (?:county|parish)$")


@lru_cache(100_000)
def place(name: str) -> str:
    """The place that an alias names: `saint lucie` of `saint lucie county sheriff`, `hiram` of `hiram police`.

    A township keeps its word, since towns and townships share names; a county, parish or borough loses it.
    """
    bare = _ENDINGS.sub("", name).removesuffix(" borough")
    return _COUNTY.sub("", bare)


_COUNTY_WORDS = re.compile(r"(?:county|counties|parish|borough|municipality|cnty)$")


@lru_cache(100_000)
def county_key(printed: str) -> str:
    """A county's name for look-up, however printed: `De Soto County` and `DESOTO` are `desoto`; empty for none."""
    words = registry.codes("name_words")["standard"]
    text = _plain(agency_key(printed)).replace("'s ", "s ").replace("'", "")
    name = " ".join(words.get(word, word) for word in _WORD.findall(text) if word not in _NO_COUNTY)
    return _COUNTY_WORDS.sub("", name.replace(" ", ""))


_NO_COUNTY = frozenset({"n", "a", "na", "none", "null"})


def counties_named(name: str) -> tuple[str, ...]:
    """What an alias may name as its county, for look-up: the last one to three words before `county` or `parish`, and
    after `county of`. Which of them is a county of the state the table of counties tells; the longest counts.
    """
    words = name.split()
    found = []
    for index, word in enumerate(words):
        if word not in ("county", "parish"):
            continue
        found += [" ".join(words[start:index]) for start in range(max(0, index - 3), index)]
        if words[index + 1 : index + 2] == ["of"]:
            found += [" ".join(words[index + 2 : end]) for end in range(index + 3, min(len(words), index + 5) + 1)]
    return tuple(dict.fromkeys(county_key(text) for text in found))
