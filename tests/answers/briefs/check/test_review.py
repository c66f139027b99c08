"""A check as ClaimReview, the form in which fact-checkers publish."""

import pytest

from atlas287.answers.briefs.check import check
from atlas287.answers.briefs.wording import words


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_review_names_the_claim_the_day_and_the_verdict_in_words(release, lang):
    found = check(release, "There are 5,000 agreements.", lang=lang, speaker="A county association")
    review = found["claim_review"]
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["claimReviewed"] == "There are 5,000 agreements."
    assert review["reviewRating"]["alternateName"] == words(lang)["check"]["verdicts"]["contradicted"]
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "A county association"}


def test_a_review_has_no_grade_and_no_address(release):
    review = check(release, "There are 5,000 agreements.")["claim_review"]
    assert set(review["reviewRating"]) == {"@type", "alternateName"}
    assert "url" not in review
    assert "author" not in review["itemReviewed"]


def test_a_claim_about_a_person_is_not_made_a_review(release):
    assert check(release, "My neighbor was detained.")["claim_review"] is None
