"""On which list a count was first reached, and since which one place or model has had more than another.

Both read every list up to a day; `verify` runs them again. A list that is not held can have been the first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from atlas287.answers import measure
from atlas287.answers.dimensions import BASIS, kept
from atlas287.answers.measure import ListRef
from atlas287.core.model import Gap, GapKind, Measurement
from atlas287.core.release import Release

Counted = tuple[tuple[ListRef, int], ...]


def reached(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """The first list up to a day that shows so many of a unit: {"unit", "where", "least", "as_of"}, perhaps "basis".

    The value holds its count, and that of the list before it as `earlier` with its date; where no list shows so many,
    the largest count up to the day, on the first list that shows it.
    """
    counted = _series(release, parameters, "where")
    if not counted:
        return _none(parameters)
    at = next((n for n, (_, value) in enumerate(counted) if value >= parameters["least"]), None)
    chosen = at if at is not None else max(range(len(counted)), key=lambda n: (counted[n][1], -n))
    value: dict[str, Any] = {"value": counted[chosen][1], "least": parameters["least"], "as_of": parameters["as_of"]}
    value["form"] = "zero" if at is None else "first" if at == 0 else "other"
    return _told(release, "reached", parameters, value, [counted], chosen, earlier=bool(at))


def passed(release: Release, parameters: Mapping[str, Any]) -> Measurement | Gap:
    """Since which list a count exceeds another on every list up to a day: {"unit", "where", "other", "as_of"}.

    The value holds both counts on that list, and on the list before it; where the first count is not the larger one on
    the newest list up to the day, both counts on that one.
    """
    both = [_series(release, parameters, key) for key in ("where", "other")]
    if not both[0]:
        return _none(parameters)
    more = [one[1] > other[1] for one, other in zip(*both, strict=True)]
    at = len(more) if not more[-1] else next((n for n in range(len(more) - 1, -1, -1) if not more[n]), -1) + 1
    chosen = min(at, len(more) - 1)
    value: dict[str, Any] = {"value": both[0][chosen][1], "other": both[1][chosen][1], "as_of": parameters["as_of"]}
    value["rows"] = [{"value": counted[chosen][1]} for counted in both]
    value["form"] = "zero" if at == len(more) else "first" if at == 0 else "other"
    return _told(release, "passed", parameters, value, both, chosen, earlier=0 < at < len(more))


def _told(
    release: Release,
    name: str,
    parameters: Mapping[str, Any],
    value: dict[str, Any],
    counted: Sequence[Counted],
    chosen: int,
    *,
    earlier: bool,
) -> Measurement:
    """The measurement, with the counts of the list before the chosen one where that tells something."""
    read = counted[0][chosen][0].to_json()
    lists: tuple[Mapping[str, Any], ...] = ()
    if earlier:
        before = counted[0][chosen - 1][0]
        value |= {"earlier": counted[0][chosen - 1][1], "earlier_date": str(before.as_of)}
        if len(counted) > 1:
            value["earlier_other"] = counted[1][chosen - 1][1]
        lists = (read, before.to_json())
    unit = str(parameters["unit"])
    return Measurement(name, dict(parameters), value, unit, read, measure.version(unit), lists=lists)


def _none(parameters: Mapping[str, Any]) -> Gap:
    return Gap(GapKind.NOT_COLLECTED, f"no list up to {parameters['as_of']} is held")


def _series(release: Release, parameters: Mapping[str, Any], key: str) -> Counted:
    where = json.dumps(parameters[key], sort_keys=True)
    return series(release, parameters["unit"], where, parameters["as_of"], parameters.get("basis"))


@lru_cache(256)
def series(release: Release, unit: str, where: str, as_of: str, basis: str | None) -> Counted:
    """A count on every list up to a day, oldest first; `where` as JSON."""
    asked = measure.measures()[unit]
    wanted = kept(release, asked, json.loads(where)) | ({BASIS: [basis]} if basis else {})
    lists = [
        ListRef(**row)
        for row in release.rows(
            "SELECT list_no, as_of, file, sha256 FROM lists WHERE kind = $kind AND as_of <= $day ORDER BY list_no",
            {"kind": asked.header["kind"], "day": date.fromisoformat(as_of)},
        )
    ]
    if not lists:
        return ()
    sql, given = measure.statement(asked, [], wanted, [each.list_no for each in lists])
    values = {row["list_no"]: int(row["value"]) for row in release.rows(sql, given) if "list_no" in row}
    return tuple((each, values.get(each.list_no, 0)) for each in lists)
