"""Runs a printed pipeline again: every number with its measure, and from one number to the facility-days behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from atlas287.answers import places
from atlas287.answers.evidence import evidence
from atlas287.answers.pipeline import pipeline
from atlas287.core.errors import AtlasError, UsageError
from atlas287.core.release import Release

Row = dict[str, Any]


def is_pipeline(content: Mapping[str, Any]) -> bool:
    """Whether a JSON object is one that the verb pipeline printed."""
    return {"stages", "models", "before_after", "period", "place"} <= set(content)


def numbers(content: Mapping[str, Any]) -> Iterator[Row]:
    """Every number of a pipeline with an id, in its own order: stages, their rows, models, before and after."""
    where = content["place"]["name"]
    for stage in content["stages"]:
        yield _number(stage["stage"], stage, f"{stage['stage']}, {where}")
        for row in stage["rows"]:
            key, name = next(
                (key, str(row[key])) for key in ("touchpoint", "model", "month", "criminality") if key in row
            )
            yield _number(f"{stage['stage']}/{key}/{name}", row, f"{stage['stage']}, {where}, {key} {name}")
    for row in content["models"]["rows"]:
        yield _number(f"models/{row['models']}", row, f"people held, {where}, models in force {row['models']}")
    for row in content["before_after"]["rows"]:
        for side in ("before", "after"):
            text = f"people held {side} the first listing under {row['model']}, {where}"
            yield _number(f"before_after/{row['model']}/{side}", {"value": row[side]}, text)


def verified(release: Release, content: Mapping[str, Any]) -> Row:
    """The verification object of the contract for a pipeline. Raises UsageError where it cannot be told again."""
    try:
        was = {each["id"]: each for each in numbers(content)}
        place = places.known_place(release, content["place"])
        until = date.fromisoformat(content["period"]["until"])
        now = {each["id"]: each for each in numbers(pipeline(release, place, by=content["by"], as_of=until))}
        made_on = str(content["release"]["id"])
    except (AtlasError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"the pipeline cannot be run again ({error})") from error
    failed = [
        {"id": name, "why": _why(each, now.get(name)), "was": each["value"], "now": now.get(name, {}).get("value")}
        for name, each in was.items()
        if name not in now or (each["value"], each["measure"]) != (now[name]["value"], now[name]["measure"])
    ]
    return {
        "brief": f"the pipeline of {content['place']['name']}",
        "made_on": made_on,
        "sentences": len(was),
        "passed": len(was) - len(failed),
        "failed": failed,
        "added": [name for name in now if name not in was],
    }


def traced(release: Release, content: Mapping[str, Any], name: str) -> Row:
    """The trace object of the contract for one number. Raises UsageError where there is none of that id."""
    known = {each["id"]: each for each in numbers(content)}
    chosen = known.get(name)
    if chosen is None:
        near = [each for each in known if each.startswith(name)] or list(known)
        raise UsageError("the pipeline has no such number", where=name, do=f"choose from {', '.join(near[:12])}")
    found: Row = {"sentence": {key: chosen[key] for key in ("id", "kind", "text")}}
    given = chosen["measure"]
    if given is None:
        return found | {"measure": None, "sql": None, "value": None, "now": None, "rows": [], "files": []}
    held = evidence(release, given["name"], given["parameters"])
    return found | {
        "measure": given,
        "sql": held.sql,
        "parameters": dict(held.parameters),
        "value": chosen["value"],
        "now": held.value,
        "rows": list(held.rows),
        "files": list(held.files),
    }


def _number(name: str, row: Mapping[str, Any], text: str) -> Row:
    gap = row.get("gap")
    kind = "gap" if gap else "computed"
    value = {"gap": gap["kind"]} if gap else row["value"]
    return {"id": name, "kind": kind, "text": text, "value": value, "measure": None if gap else row.get("measure")}


def _why(was: Row, now: Row | None) -> str:
    if now is None:
        return "this release tells no such number"
    if was["value"] != now["value"]:
        return "the measure gives another value"
    return "it was counted by another measure, or over another place or period"
