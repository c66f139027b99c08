"""Bare names of towns and counties, told from ordinary words and longer names by what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from atlas287.answers.briefs.understand.dated import MONTHS
from atlas287.answers.briefs.understand.names import AGENCY_WORDS, BEFORE_COUNTY, BODIES, COUNTY_WORDS, OF
from atlas287.answers.briefs.understand.tokens import Token

ARTICLES = ("the", "a", "an", "el", "la", "los", "las", "un", "una", "under")
_ENDS_SENTENCE = (".", "?", "!", ":", ";")
_PARTS_OF_NAMES = ("new", "north", "south", "east", "west", "upper", "lower", "central", "nueva", "nuevo")
NO_TOWN = {*MONTHS, "section"}
"""Names of towns too, which as a word alone mean something else."""
SHORTEST = 4
"""Letters that a name in small letters has at least."""
_BEFORE = {
    *("does", "did", "do", "has", "have", "is", "was", "can", "in", "near", "for", "with", "about", "of", "from", "at"),
    *("en", "con", "de", "tiene", "esta", "firmo", "participa", "sobre", "para", "city", "town", "ciudad", "pueblo"),
}
_AFTER = {"police", "sheriff", "sheriffs", "cops", "pd", "constable", "marshal"}
_JOINING = {"and", "y", "or", "o", "vs", "versus"}
_ORDINARY = {
    *("section", "page", "many", "powers", "primera", "grants", "grant", "west", "point", "white", "north", "south"),
    *("east", "center", "index", "orange", "centre", "homeland", "justice", "union", "hill", "grove", "economy"),
    *("ward", "cache", "early", "bluffs", "liberty", "reading", "haven", "protection", "central", "hundred"),
    *("shorter", "southside", "isle", "pearl", "northwest", "defiance", "noble", "tool", "wise", "mobile", "reform"),
    *("valley", "cash", "bell", "sulphur", "limestone", "beaver", "portal", "enterprise", "commerce", "normal"),
    *("hope", "surprise", "winner", "price", "peace", "independence", "freedom", "ordinary", "rural", "county"),
    *("state", "federal", "local", "city", "town", "village", "service", "patrol", "force", "effect", "place"),
    *("total", "custody", "prison", "jail", "court", "office", "progress", "general", "public", "private"),
    *("college", "university", "board", "model", "money", "support", "security", "advance", "alliance"),
    *("assumption", "business", "chance", "charity", "comfort", "concord", "converse", "crane", "crown", "duty"),
    *("eagle", "eureka", "faith", "fate", "friend", "friendship", "gate", "golden", "good", "harmony", "ideal"),
    *("industry", "inter", "king", "lake", "lakes", "land", "lone", "media", "minor", "modern", "mount", "nation"),
    *("novelty", "opportunity", "optima", "paradise", "park", "patriot", "pilot", "plain", "plains", "prosper"),
    *("providence", "republic", "rock", "sandy", "second", "short", "spring", "star", "success", "summit", "temple"),
    *("time", "transfer", "trade", "truth", "turn", "unity", "utility", "venus", "victory", "waters", "welcome"),
    *("what", "young", "mesa", "real", "grande", "libertad", "mina", "salida", "casa", "libre", "centro"),
    *("frontera", "plaza", "junta", "none", "other", "such", "whatever", "where", "when", "between", "during"),
    *("order", "arrest", "orders"),
}
"""Ordinary words of either language that are names of towns or counties too."""


def is_small_name(words: Sequence[Token], start: int, stop: int, *, joined: bool) -> bool:
    """Whether words in small letters stand where a place does: behind `does` or `in`, or before `police`.

    `joined` says that the word before stands right behind another place, as in `tampa and orlando`.
    """
    run = words[start:stop]
    if not all(token.text[:1].islower() and token.word.isalpha() for token in run):
        return False
    parts = {token.word for token in run}
    if parts & (AGENCY_WORDS | set(COUNTY_WORDS) | set(BODIES) | set(MONTHS) | _BEFORE | _JOINING):
        return False
    if len(run) == 1 and (run[0].word in _ORDINARY or len(run[0].word) < SHORTEST):
        return False
    before = words[start - 1].word if start else None
    if joined and before in _JOINING:
        return True
    after = words[stop].word if stop < len(words) else None
    return after in _AFTER or before in _BEFORE or stop - start == len(words)


def of_another_name(words: Sequence[Token], start: int, stop: int) -> bool:
    """Whether words that are a town's name are likely none: part of a longer name, or a word that opens a sentence.

    Such are John Smith, Homeland Security, the Department of Justice, Section 287(g), the Union, Atlantis County.
    """
    before, after = words[max(0, start - 2) : start], words[stop] if stop < len(words) else None
    single, alone = stop - start == 1, stop - start == len(words)
    if single and (words[start].word in NO_TOWN or (_opens(words, start) and not alone)):
        return True
    follows = after is not None and after.word not in BODIES
    if after and follows and (after.word in COUNTY_WORDS or after.text[:1].isdigit() or _is_name(after)):
        return True
    if not before or before[-1].is_mark:
        return False
    last, holder = before[-1], before[0]
    if single and last.word in _PARTS_OF_NAMES and _is_name(last):
        return True
    if last.word in BEFORE_COUNTY or (last.word in OF and holder.word in BEFORE_COUNTY):
        return True
    if last.word in ARTICLES and (after is None or follows):
        return True
    named = holder.text[:1].isupper() and not {*BODIES, "city", "town", "ciudad"}.intersection(holder.word.split())
    if last.word in OF and len(before) == 2 and named and (holder.word in AGENCY_WORDS or not _opens(words, start - 2)):
        return True
    return single and _is_name(last) and last.word not in BODIES and not _opens(words, start - 1)


def _is_name(token: Token) -> bool:
    return not token.is_mark and token.text[:1].isupper() and token.word not in AGENCY_WORDS


def _opens(words: Sequence[Token], at: int) -> bool:
    """Whether a word is the first of a sentence."""
    return at <= 0 or words[at - 1].word in _ENDS_SENTENCE or words[at - 1].text.endswith(".")
