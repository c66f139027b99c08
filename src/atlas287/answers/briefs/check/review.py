"""A check as ClaimReview of schema.org, as fact-checkers publish it: the claim, its reviewer, the verdict in words."""

from __future__ import annotations

from typing import Any

from atlas287.answers.briefs.wording import words
from atlas287.core.release import Release

PUBLISHER = {"@type": "Organization", "name": "atlas287"}


def claim_review(
    release: Release, claim: str, verdict: str, *, lang: str, speaker: str | None = None, said: str | None = None
) -> dict[str, Any]:
    """The JSON-LD object. The rating is a verdict in words and no grade; no address is given, since there is none."""
    item: dict[str, Any] = {"@type": "Claim"}
    item |= {"author": {"@type": "Organization", "name": speaker}} if speaker else {}
    item |= {"datePublished": said} if said else {}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "inLanguage": lang,
        "datePublished": release.built,
        "author": PUBLISHER,
        "reviewRating": {"@type": "Rating", "alternateName": words(lang)["check"]["verdicts"][verdict]},
        "itemReviewed": item,
    }
