"""The one way to normalise and compare printed names and cells."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʹ´`′＇", "'"))


def fold_space(text: str) -> str:
    """Outer white space gone, inner runs (line breaks and non-breaking spaces too) one space."""
    return _SPACES.sub(" ", text).strip()


def agency_key(printed: str) -> str:
    """What two spellings of one agency share: Unicode form, white space, letter case and kind of apostrophe.

    Nothing else is joined here; renames and misspellings need a judgement. Used together with the state,
    since namesakes in other states are other agencies.
    """
    text = unicodedata.normalize("NFKC", printed.translate(_APOSTROPHES))  # NFKC alone would split U+00B4
    return fold_space(text.translate(_APOSTROPHES)).casefold()


def heading(printed: str) -> str:
    """A column heading as the sources' column maps spell it: upper case, white space folded."""
    return fold_space(printed).upper()
