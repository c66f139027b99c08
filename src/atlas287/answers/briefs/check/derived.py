"""What a check derives from counts and from a claim's own numbers, so that `verify` can derive it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from atlas287.answers.briefs.check.holding import follows
from atlas287.answers.briefs.check.judge import judged
from atlas287.answers.briefs.check.measuring import all_counties, groups
from atlas287.answers.briefs.check.parts import Arithmetic
from atlas287.answers.briefs.measured import measured, names_of
from atlas287.answers.measure import list_on, version
from atlas287.core.model import Gap, Measurement
from atlas287.core.release import Release

Parameters = Mapping[str, Any]
VERSION = "1"
"""Changes where a derivation does."""


def arithmetic(release: Release, parameters: Parameters) -> Measurement | Gap:
    """A change, multiple, difference or share of two numbers, and whether what a claim states of them fits.

    Parameters are `kind`, `numbers` (from and to, part and whole, or the terms of a sum) and
    `stated`, `bound` and `digits` of the claim.
    """
    if parameters["kind"] == "sum":
        return _sum(parameters)
    kind, (one, other) = str(parameters["kind"]), parameters["numbers"]
    divisor = other if kind == "share" else one
    if not divisor and kind != "difference":
        value: dict[str, Any] = {"value": 0, "form": "other", "from": one, "to": other, "stated": 0}
        return Measurement("arithmetic", dict(parameters), value, kind, None, VERSION)
    found = {
        "change": lambda: 100 * (other - one) / one,
        "multiple": lambda: other / one,
        "difference": lambda: other - one,
        "share": lambda: 100 * one / other,
    }[kind]()
    stated = parameters["stated"]
    claimed = Arithmetic(kind, (one, other), stated, parameters["bound"], parameters["digits"])
    right = follows(claimed, worded=bool(parameters.get("worded")))
    value = {"value": _rounded(found), "form": f"{kind}_{'right' if right else 'wrong'}"}
    value |= {"from": _rounded(one), "to": _rounded(other), "stated": _rounded(stated)}
    unit = {"change": "percent", "share": "percent", "multiple": "times"}.get(kind, "number")
    return Measurement("arithmetic", dict(parameters), value, unit, None, VERSION)


def _sum(parameters: Parameters) -> Measurement:
    """What the terms of a claim make together, and whether that is what it states."""
    terms, stated = parameters["numbers"], parameters["stated"]
    right = follows(Arithmetic("sum", tuple(terms), stated, parameters["bound"], parameters["digits"]))
    value = {"value": _rounded(sum(terms)), "form": f"sum_{'right' if right else 'wrong'}"}
    value |= {"terms": " + ".join(f"{_rounded(term):,}" for term in terms), "stated": _rounded(stated)}
    return Measurement("arithmetic", dict(parameters), value, "number", None, VERSION)


def rank(release: Release, parameters: Parameters) -> Measurement | Gap:
    """How a group stands among those of its dimension: its count, and the largest (or smallest) with their count.

    Parameters are `unit`, `where`, `dimension`, `group`, `order` (most or fewest) and `as_of`.
    """
    day, dimension = date.fromisoformat(parameters["as_of"]), str(parameters["dimension"])
    found = groups(release, parameters["unit"], dict(parameters["where"]), dimension, day, parameters["order"])
    chosen = list_on(release, "participating", day)
    if isinstance(found, Gap) or isinstance(chosen, Gap):
        return found if isinstance(found, Gap) else chosen  # type: ignore[return-value]
    best = found[0][1] if found else 0
    names = names_of(release, dimension)
    first = [group for group, value in found if value == best]
    own = dict(found).get(str(parameters["group"]), 0)
    value = {"value": own, "best": best, "form": "other", dimension: first}
    value |= {"names": [names.get(g, g) for g in first]} if names else {}  # models are named in the reader's language
    return Measurement(
        "claim_rank", dict(parameters), value, parameters["unit"], chosen.to_json(), version(parameters["unit"])
    )


def every(release: Release, parameters: Parameters) -> Measurement | Gap:
    """In how many of all counties of a State agencies are based: the count of counties, and how many there are."""
    found = measured(release, "counties", parameters)
    if isinstance(found, Gap):
        return found
    whole = all_counties(release, str(parameters["where"]["state"]))
    value = {"value": found.number, "whole": whole, "form": "other"}
    return Measurement("claim_every", dict(parameters), value, "counties", found.list, found.version)


def verdict(release: Release, parameters: Parameters) -> Measurement | Gap:
    """The verdict on a claim, judged anew; parameters are those of the check."""
    said, as_of = (date.fromisoformat(parameters[key]) if parameters[key] else None for key in ("said", "as_of"))
    _, found = judged(release, parameters["claim"], said, parameters["place"], as_of)
    return Measurement("claim_verdict", dict(parameters), {"form": found.verdict}, "verdict", None, VERSION)


def _rounded(value: float) -> int | float:
    """A number as it is printed: whole where it is, else with one decimal."""
    return int(value) if value == int(value) else round(float(value), 1)
