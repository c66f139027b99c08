"""The claims of the registry, each tested by the one function that tests any claim; none has rules of its own."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers.briefs.check import check
from atlas287.answers.briefs.check.parse import newest
from atlas287.answers.briefs.check.parts import Moment
from atlas287.answers.briefs.claimed import claims
from atlas287.answers.stated import fact
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.release import Release

Row = Mapping[str, Any]


@lru_cache(512)
def tested(release: Release, fact_id: str, lang: str = "en") -> dict[str, Any]:
    """A claim of the registry with what its test finds, as the `narratives` of the contract.

    The English text is tested as of the day that the claim speaks of, else the day it was said. Raises UsageError for
    no such claim.
    """
    told, claim = fact(release, fact_id), claims(release)[fact_id]
    found = check(release, **asked(release, claim, told.text_en), lang=lang, speaker=claim["speaker_en"])
    return {
        "claim": told.text(lang),
        "speaker": claim[f"speaker_{lang}"],
        "role": claim[f"role_{lang}"],
        "date": claim["said"],
        "side": claim["side"],
        "tested": found["verdict"],
        "values": found["values"],
        "fact": fact_id,
        "verbatim": claim["verbatim"],
        "as_of": found["as_of"],
    }


def asked(release: Release, claim: Row, text: str) -> dict[str, Any]:
    """What a claim of the registry is tested with: its text, its day, and the place that it is about."""
    day = moment(str(claim["as_of"] or claim["said"])).ending(newest(release))
    return {"claim": text, "said": day, "as_of": day, "place": claim["county"] or claim["state"]}


def moment(text: str) -> Moment:
    """A day, month, year or years of the registry; of years their last."""
    parts = [int(part) for part in (text[5:] if len(text) == 9 else text).split("-")]
    if len(parts) == 1:
        return Moment(date(parts[0], 1, 1), date(parts[0], 12, 31), "year")
    if len(parts) == 2:
        last = calendar.monthrange(*parts)[1]
        return Moment(date(parts[0], parts[1], 1), date(parts[0], parts[1], last), "month")
    return Moment.of(date(*parts))


def chosen(
    release: Release, *, sides: Sequence[str] = (), state: str | None = None, county: str | None = None
) -> list[str]:
    """The ids of claims in the fixed order of sides, then by day: all, or those about a State or county.

    Raises UsageError for a side that there is not.
    """
    order = list(registry.codes("claim_sides")["standard"])
    for side in sides:
        if side not in order:
            raise UsageError("no such side", where=f"--side {side}", do=f"choose from {', '.join(order)}")
    found = [
        claim
        for claim in claims(release).values()
        if (not sides or claim["side"] in sides)
        and (state is None or claim["state"] == state)
        and (county is None or claim["county"] in (None, county))
    ]
    found.sort(key=lambda claim: (order.index(claim["side"]), str(claim["said"]), claim["fact_id"]))
    return [str(claim["fact_id"]) for claim in found]


def table(
    release: Release,
    *,
    sides: Sequence[str] = (),
    state: str | None = None,
    county: str | None = None,
    lang: str = "en",
) -> list[dict[str, Any]]:
    """The claim table: every claim that is chosen, each tested alike."""
    return [tested(release, each, lang) for each in chosen(release, sides=sides, state=state, county=county)]
