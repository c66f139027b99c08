"""People in ICE detention on an average day, summed from the table of facilities and months of the release."""

from __future__ import annotations

from datetime import date

from eval.cited.claim import MODELS, Claim, told, unlike

TITLE = "People in ICE detention by facility and day (Deportation Data Project)"
PUBLISHER = "Deportation Data Project, from records that ICE released under the Freedom of Information Act"
ADDRESS = "https://github.com/deportationdata/ice"
OTHERS = ("none", "private_or_federal", "unknown")
PLACED = {"state": "AND f.state = $place", "county": "AND f.county = $place", "nation": "AND $place = ''"}


def detained(claim: Claim) -> None:
    """A number of people over whole months, at a place, perhaps in facilities under some models alone."""
    since, until = (date.fromisoformat(claim.given[name]) for name in ("since", "until"))
    claim.equal("first day", claim.asked.get("since"), str(since))
    claim.equal("last day", claim.asked.get("as_of"), str(until))
    if since.day != 1 or until > claim.day:
        claim.fault("is of no whole months up to the day of the brief")
    kept = {claim.scope: claim.key} if claim.scope != "nation" else {}
    models = _models(claim)
    claim.equal("filter", claim.where, kept | ({"models": models} if models else {}))
    rows = claim.release.sql(
        f"""SELECT sum(m.person_days), min(m.first_day), max(m.last_day)
        FROM facility_months AS m JOIN facilities AS f USING (facility)
        WHERE m.month BETWEEN $since AND $until {PLACED[claim.scope]} AND ($models = '' OR m.models = $models)""",
        since=since,
        until=until,
        place=claim.key,
        models=models,
    )
    people = round(int(rows[0][0] or 0) / ((until - since).days + 1), 1)
    if "people" in claim.given:
        claim.equal("number", float(claim.given["people"].replace(",", "")), people)
    else:
        claim.equal("number", 0.0, people)
    claim.equal("recorded value", claim.sentence["value"], people)
    _cited(claim, until)


def _models(claim: Claim) -> str:
    """The models that the text names as those of the running agency; empty where it speaks of all facilities."""
    if claim.reading.unit in OTHERS:
        return claim.reading.unit
    if claim.reading.unit != "models":
        return ""
    named = MODELS[claim.brief["lang"]]
    wanted = str(claim.where.get("models", "")).split("+")
    if not told(
        claim.given["names"], [frozenset(name for name, code in named.items() if code == each) for each in wanted]
    ):
        claim.fault(f"names {claim.given['names']}, and records {wanted}")
    return "+".join(wanted)


def _cited(claim: Claim, until: date) -> None:
    """The one source must be the table of facility-days as it was published."""
    sha256, file, origin, last = claim.release.sql("SELECT sha256, file, origin, last_day FROM facility_files")[0]
    told_of = {"title": TITLE, "publisher": PUBLISHER, "url": ADDRESS, "file": file, "sha256": sha256}
    told_of |= {"origin": origin, "date": str(last), "confidence": "primary", "row": None}
    for n, entries in claim.sources.items():
        wrong = [each for entry in entries for each in unlike(entry, told_of)]
        if wrong or len(entries) != 1:
            claim.fault(f"cite {n}: {'; '.join(wrong)}")
        else:
            claim.found.supporting.add(n)
    if not claim.sources:
        claim.fault("does not cite the table")
    recorded = claim.sentence.get("list") or {}
    if (recorded.get("sha256"), recorded.get("file")) != (sha256, file) or until > last:
        claim.fault("records another table")
