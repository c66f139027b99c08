"""Names of towns and counties in small letters, which are told from ordinary words by what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from atlas287.answers.briefs.understand.dated import MONTHS
from atlas287.answers.briefs.understand.names import AGENCY_WORDS, BODIES, COUNTY_WORDS
from atlas287.answers.briefs.understand.tokens import Token

SHORTEST = 4
"""Letters that a name in small letters has at least."""
_BEFORE = {
    *("does", "did", "do", "has", "have", "is", "was", "can", "in", "near", "for", "with", "about", "of", "from", "at"),
    *("en", "con", "de", "tiene", "esta", "firmo", "participa", "sobre", "para", "city", "town", "ciudad", "pueblo"),
}
_AFTER = {"police", "sheriff", "sheriffs", "cops", "pd", "constable", "marshal"}
_JOINING = {"and", "y", "or", "o", "vs", "versus"}
_ORDINARY = {
    *("section", "page", "many", "powers", "primera", "grants", "grant", "west", "point", "white", "north", "south", "east"),
    *("center", "index", "orange", "centre", "homeland", "justice", "union", "hill", "grove", "economy", "ward", "cache"),
    *("early", "bluffs", "liberty", "reading", "haven", "protection", "central", "hundred", "shorter", "southside", "isle"),
    *("pearl", "northwest", "defiance", "noble", "tool", "wise", "mobile", "reform", "valley", "cash", "bell", "sulphur"),
    *("limestone", "beaver", "portal", "enterprise", "commerce", "normal", "hope", "surprise", "winner", "price", "peace"),
    *("independence", "freedom", "ordinary", "rural", "county", "state", "federal", "local", "city", "town", "village"),
    *("service", "patrol", "force", "effect", "place", "total", "custody", "prison", "jail", "court", "office", "progress"),
    *("general", "public", "private", "college", "university", "board", "model", "money", "support", "security"),
    *("advance", "alliance", "assumption", "business", "chance", "charity", "comfort", "concord", "converse", "crane"),
    *("crown", "duty", "eagle", "eureka", "faith", "fate", "friend", "friendship", "gate", "golden", "good", "harmony"),
    *("ideal", "industry", "inter", "king", "lake", "lakes", "land", "lone", "media", "minor", "modern", "mount"),
    *("nation", "novelty", "opportunity", "optima", "paradise", "park", "patriot", "pilot", "plain", "plains", "prosper"),
    *("providence", "republic", "rock", "sandy", "second", "short", "spring", "star", "success", "summit", "temple", "time"),
    *("transfer", "trade", "truth", "turn", "unity", "utility", "venus", "victory", "waters", "welcome", "what", "young"),
    *("mesa", "real", "grande", "libertad", "mina", "salida", "casa", "libre", "centro", "frontera", "plaza", "junta"),
    *("none", "other", "such", "whatever", "where", "when", "between", "during", "order", "office", "arrest", "orders"),
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
