"""From a sentence of a brief to the measure, its SQL, the rows counted and the cells of published files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from atlas287.answers import stated
from atlas287.answers.briefs import verify
from atlas287.answers.briefs.measured import DERIVED, measured
from atlas287.answers.evidence import evidence
from atlas287.core.errors import UsageError
from atlas287.core.model import Gap
from atlas287.core.release import Release


def trace(release: Release, content: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """The trace object of the contract; `sentence` is the id of a sentence of the brief.

    `value` is what the brief says, `now` what its SQL gives on this release. A gap has no measure, SQL or rows.
    Raises UsageError where the file holds no brief, or the brief no such sentence.
    """
    said = {entry["id"]: entry for entry in every(content)}
    chosen = said.get(sentence)
    if chosen is None:
        near = [name for name in said if name.startswith(sentence)] or list(said)
        raise UsageError(
            "the brief has no such sentence", where=sentence, do=f"choose from {', '.join(near[:12])}, or leave it out"
        )
    found: dict[str, Any] = {"sentence": {key: chosen.get(key) for key in ("id", "kind", "text")}}
    if chosen.get("fact") is not None:
        told = stated.fact(release, chosen["fact"])
        empty = {"measure": None, "sql": None, "value": None, "now": None}
        return found | empty | {"fact": told.fact_id, "rows": [stated.row(told)], "files": stated.files([told])}
    if "measure" not in chosen:
        return found | {"measure": None, "sql": None, "value": None, "now": None, "rows": [], "files": []}
    try:
        given = chosen["measure"]
        if given["name"] in DERIVED:
            return found | _derived(release, chosen)
        held = evidence(release, given["name"], given["parameters"])
        value = chosen["value"]["value"] if isinstance(chosen["value"], Mapping) else chosen["value"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"the sentence cannot be run again ({error})", where=sentence) from error
    parameters = {
        key: str(value) if not isinstance(value, list | int) else value for key, value in held.parameters.items()
    }
    return found | {
        "measure": given,
        "sql": held.sql,
        "parameters": parameters,
        "value": value,
        "now": held.value,
        "rows": list(held.rows),
        "files": list(held.files),
    }


def _derived(release: Release, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What is derived from facts or numbers has no SQL of its own: the rows are the facts that it rests on."""
    given = chosen["measure"]
    now = measured(release, given["name"], given["parameters"])
    told = [] if isinstance(now, Gap) else [stated.fact(release, each) for each in now.facts]
    return {
        "measure": given,
        "sql": None,
        "parameters": given["parameters"],
        "value": chosen["value"],
        "now": None if isinstance(now, Gap) else now.to_json()["value"],
        "rows": [stated.row(each) for each in told],
        "files": stated.files(told),
    }


def every(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The sentences of a brief in its own order, each once. Raises UsageError where `content` holds no brief."""
    document = verify.document(content)
    seen: set[str] = set()
    for entry in verify.sentences(document):
        if str(entry.get("id")) not in seen:
            seen.add(str(entry.get("id")))
            yield {"kind": "unknown", "text": ""} | dict(entry) | {"id": str(entry.get("id"))}
