"""What the law of a State obliges a kind of agency to, or limits, on a day.

A measure counts where its standing is that of law in force or of a ruling or opinion that stands; it binds from its
effective date, up to and without the day on which it ended. Of a month or year as a date, a measure is certain only
from the last day of it on: up to there, and without any date from its enactment on, its duty stands in `unknown`. So it
does between the two starts where two measures tell the same law with different dates. Bills, and what a court has
stopped, never bind: they are told apart.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from atlas287.answers import stated
from atlas287.core import registry
from atlas287.core.errors import UsageError
from atlas287.core.model import LANGUAGES, Gap, GapKind
from atlas287.core.release import Release

START_UNKNOWN = "enacted_start_unknown"
"""The standing of a measure that is enacted and whose first day nobody has seen; such a one may bind."""
WORDS = Path(__file__).with_name("law_words.yaml")
Row = dict[str, Any]


def policy(release: Release, state: str, kind: str, day: date, lang: str = "en") -> Row:
    """The duties of one kind of agency in a State: {state, agency_kind, as_of, duties, unknown, silent, ...}.

    `duties` and `unknown` are codes of registry/codes/policy_duties.yaml; `silent` says that both are empty, which is
    a gap and never the finding that the State has no such law. `measures` bind or may bind on the day; in `apart` are
    those that do not, each with `why`. Raises UsageError for a State or kind of agency that there is not.
    """
    names, kinds = registry.codes("states")["standard"], _kinds(lang)
    if state not in names:
        raise UsageError("no such State", where=state, do="give its two-letter code")
    if kind not in kinds:
        raise UsageError("no such kind of agency", where=kind, do=f"choose from {', '.join(kinds)}")
    told = [each for each in _measures(release).get(state, ()) if kind in each["kinds"]]
    binding, apart = _on(told, day)
    duties = sorted({code for each in binding if each["certain"] for code in each["codes"]})
    unknown = sorted({code for each in binding for code in each["codes"]} - set(duties))
    told_in = words(lang)
    gaps = [_gap(each, day, told_in) for each in binding if not each["certain"] and set(each["codes"]) & set(unknown)]
    if not duties and not unknown:
        named = {"state": names[state], "kind": kinds[kind], "day": day}
        gaps.append(_told_gap(GapKind.NOT_COLLECTED, told_in["silent"].format(**named), told_in))
    return {
        "state": state,
        "agency_kind": kind,
        "as_of": str(day),
        "duties": duties,
        "unknown": unknown,
        "silent": not duties and not unknown,
        "measures": [_printed(release, each, lang) for each in binding],
        "apart": [_printed(release, each, lang) for each in apart],
        "gaps": [gap.to_json() for gap in gaps],
    }


def policies_of(release: Release, state: str, day: date, lang: str = "en") -> Row:
    """The law of a whole State: what binds each kind of agency, then every measure once, with the kinds it binds.

    `kinds` holds a row for each kind that a duty, or a duty that is not certain, concerns; the State is `silent` where
    there is no such kind.
    """
    answers = [policy(release, state, kind, day, lang) for kind in registry.codes("agency_kinds")["standard"]]
    told = _measures(release).get(state, ())
    binding, apart = _on(told, day)
    bound = [each for each in answers if not each["silent"]]
    gaps = {gap["what"]: gap for each in bound for gap in each["gaps"]}
    if not bound:
        told_in = words(lang)
        named = {"state": registry.codes("states")["standard"][state], "kind": "*", "day": day}
        gap = _told_gap(GapKind.NOT_COLLECTED, told_in["silent_state"].format(**named), told_in)
        gaps = {gap.what: gap.to_json()}
    return {
        "state": state,
        "as_of": str(day),
        "silent": not bound,
        "kinds": [{key: each[key] for key in ("agency_kind", "duties", "unknown")} for each in bound],
        "measures": [_printed(release, each, lang) | {"kinds": sorted(each["kinds"])} for each in binding],
        "apart": [_printed(release, each, lang) | {"kinds": sorted(each["kinds"])} for each in apart],
        "gaps": list(gaps.values()),
    }


def words(lang: str) -> dict[str, str]:
    """What answers on law say besides the law. Raises UsageError for a language that is not there."""
    if lang not in LANGUAGES:
        raise UsageError("no such language", where=f"--lang {lang}", do=f"choose from {', '.join(LANGUAGES)}")
    chosen: dict[str, str] = _all_words()[lang]
    return chosen


def span(partial: str) -> tuple[date, date]:
    """The first and the last day that a day, month or year may mean."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    if len(parts) == 3:
        return (day := date(year, parts[1], parts[2])), day
    last = month or 12
    return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _kinds(lang: str) -> dict[str, str]:
    chosen: dict[str, str] = registry.codes("agency_kinds")["spanish" if lang == "es" else "standard"]
    return chosen


@cache
def _all_words() -> dict[str, Any]:
    return registry.load_yaml(WORDS)


@lru_cache(8)
def _measures(release: Release) -> Mapping[str, list[Row]]:
    """Every measure by State, with the kinds that it binds and the codes of what it obliges to or limits."""
    bound: dict[str, set[str]] = {}
    for row in release.rows("SELECT fact_id, agency_kind FROM policy_kinds ORDER BY ALL"):
        bound.setdefault(row["fact_id"], set()).add(row["agency_kind"])
    by_state: dict[str, list[Row]] = {}
    for row in release.rows("SELECT * FROM policies ORDER BY state, fact_id"):
        limit = "banned" if row["restriction"] == "ban" else row["restriction"]
        row["codes"] = tuple(sorted({code for code in (row["mandate"], limit) if code and code != "none"}))
        row["kinds"] = frozenset(bound.get(row["fact_id"], ()))
        row["against"] = frozenset((row["conflicts_with"] or "").replace(",", " ").split())
        by_state.setdefault(row["state"], []).append(row)
    return by_state


def _on(told: Iterable[Row], day: date) -> tuple[list[Row], list[Row]]:
    """Measures that bind or may bind on a day, and the others, each with `certain` and `why`."""
    found = [row | dict(zip(("certain", "why"), _stands(row, day), strict=True)) for row in told]
    may = {row["fact_id"]: row for row in found if row["counts"] or row["standing"] == START_UNKNOWN}
    for row in may.values():
        others = [
            other
            for name, other in may.items()
            if (name in row["against"] or row["fact_id"] in other["against"])
            and set(other["codes"]) & set(row["codes"])
        ]
        # Two rows of one law that disagree on its dates: it is certain only where both say so.
        if others and row["certain"] is not None and not all(other["certain"] for other in [row, *others]):
            row["shaken"] = True
    for row in may.values():
        if row.pop("shaken", False):
            row |= {"certain": False, "why": "conflicting"}
    binding = [row for row in found if row["fact_id"] in may and row["certain"] is not None]
    names = {row["fact_id"] for row in binding}
    return binding, [row for row in found if row["fact_id"] not in names]


def _stands(row: Row, day: date) -> tuple[bool | None, str | None]:
    """Whether a measure certainly binds on a day, and why it does not; None where it certainly does not."""
    if not row["counts"] and row["standing"] != START_UNKNOWN:
        return None, "standing"
    if row["ended"] is not None and day >= row["ended"]:
        return None, "ended"
    if row["effective"] is None:
        if row["enacted"] is not None and day < span(row["enacted"])[0]:
            return None, "not_yet"
        return False, "start_unknown"
    first, last = span(row["effective"])
    if day < first:
        return None, "not_yet"
    if day < last:  # on its last possible day it has begun
        return False, "start_partial"
    if row["standing"] in ("rescinded", "superseded") and row["ended"] is None:
        return False, "end_unknown"
    return True, None


def _printed(release: Release, row: Row, lang: str) -> Row:
    told = stated.fact(release, row["fact_id"])
    return {
        "id": row["fact_id"],
        "citation": told.citation or told.title,
        "duty": row["duty"],
        "codes": list(row["codes"]),
        "enacted": row["enacted"],
        "begins": row["effective"],
        "ended": str(row["ended"]) if row["ended"] else None,
        "deadline": str(row["deadline"]) if row["deadline"] else None,
        "standing": row["standing"],
        "confidence": told.confidence,
        "condition": row[f"condition_{lang}"],
        "certain": bool(row["certain"]),
        "why": row["why"],
        "text": told.text(lang),
        "url": told.url,
        "conflicts_with": sorted(row["against"]),
    }


def _gap(row: Row, day: date, told_in: Mapping[str, str]) -> Gap:
    kind = GapKind.CONFLICTING if row["why"] == "conflicting" else GapKind.UNKNOWN_DATE
    return _told_gap(kind, told_in[row["why"]].format(day=day, citation=row["fact_id"]), told_in)


def _told_gap(kind: GapKind, what: str, told_in: Mapping[str, str]) -> Gap:
    return Gap(kind, what, told_in["matters"], told_in["fill_state"], told_in["holder_state"])
