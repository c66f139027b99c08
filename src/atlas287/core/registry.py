"""Loads the fact files below `registry/`: one way in, typed on the way out.

Facts are files, validated against `registry/schema/*.json` by `validate` (in tests and before every build and
fetch); the verbs that only read a release skip that check and so start fast.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from atlas287.core.errors import RegistryError, UsageError
from atlas287.core.model import Column, ColumnType, Fault, How, Layout, PlaceKind, Role, Series, Source, Step

ROOT = Path(str(files("atlas287") / "registry"))
"""The folder of fact files that ships in the package."""

SCHEMAS = {
    "sources": "source",
    "codes": "codes",
    "issues": "issues",
    "corrections": "corrections",
    "gaps": "gap",
    "holders": "holder",
    "glossary": "glossary",
    "policies": "policy",
    "incentives": "incentive",
    "models": "model",
    "statutes": "statute",
    "timeline": "milestone",
    "claims": "claim",
    "studies": "study",
    "authority": "authority",
    "money": "money",
    "standard": "standard",
    "enforcement": "enforcement",
    "codes/enforcement": "enforcement_codes",
    "fields": "fields",
}
"""Which schema every file of a folder must satisfy."""

TABLES = {
    "agencies.csv": "agencies",
    "announced.csv": "announced",
    "judgements.csv": "judgements",
    "places/counties.csv": "counties",
    "places/county_neighbours.csv": "county_neighbours",
    "places/facilities.csv": "facilities",
}
"""Which schema every row of a CSV must satisfy."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path) -> dict[str, Any]:
    """One YAML file as a mapping. Raises RegistryError where it is missing, malformed or no mapping."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (safe loader)
    except OSError as error:
        raise RegistryError("the fact file cannot be read", where=str(path), do=str(error.strerror)) from error
    except yaml.YAMLError as error:
        raise RegistryError(
            "the fact file is no valid YAML", where=str(path), do=str(error).replace("\n", " ")
        ) from error
    if not isinstance(content, dict):
        raise RegistryError("the fact file holds no mapping", where=str(path))
    return content


def documents(folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every YAML file of one registry folder, in name order."""
    for path in sorted((ROOT / folder).glob("*.yaml")):
        yield path, load_yaml(path)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV of the registry, such as `judgements.csv`; blank cells are empty text.

    Raises RegistryError where it cannot be read or a row has more or fewer cells than the heading.
    """
    path = ROOT / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    except OSError as error:
        raise RegistryError("the fact file cannot be read", where=str(path), do=str(error.strerror)) from error
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise RegistryError("the row has more or fewer cells than the heading", where=f"{name}, line {number}")
    return found


def validate() -> int:
    """Check every fact file against its schema; how many there are. Raises RegistryError at the first fault."""
    return sum(
        _check(schema, ((path.name, content) for path, content in documents(folder)))
        for folder, schema in SCHEMAS.items()
    )


def validate_rows() -> int:
    """Check every row of every CSV against its schema; how many there are. It takes seconds, so tests call it alone."""
    return sum(
        _check(schema, ((f"{name}, line {number}", row) for number, row in enumerate(rows(name), start=2)))
        for name, schema in TABLES.items()
    )


def _check(schema: str, facts: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """How many facts, each with where it stands, satisfy a schema. Raises RegistryError at the first that does not."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(json.loads((ROOT / "schema" / f"{schema}.json").read_text("utf-8")))
    checked = 0
    for where, fact in facts:
        fault = next(iter(validator.iter_errors(fact)), None)
        if fault is not None:
            raise RegistryError(fault.message, where=f"{where}, {fault.json_path}", do=f"see schema/{schema}.json")
        checked += 1
    return checked


@cache
def sources() -> dict[str, Source]:
    """All sources by name."""
    known = {f.name for f in fields(Source)}
    loaded = {}
    for path, content in documents("sources"):
        unknown = set(content) - known
        if unknown:
            raise RegistryError(f"unknown key {sorted(unknown)[0]!r}", where=path.name, do="see schema/source.json")
        for key in ("requires", "excludes", "ignored_columns", "limits", "files"):
            content[key] = tuple(content.get(key, ()))
        content["layouts"] = {k: tuple(v) for k, v in content.get("layouts", {}).items()}
        loaded[content["name"]] = Source(**content)
    return loaded


def source(name: str) -> Source:
    """One source. Raises UsageError for a name that the registry does not hold."""
    try:
        return sources()[name]
    except KeyError:
        raise UsageError(f"no source is called {name!r}", do=f"known are {', '.join(sources())}") from None


@cache
def codes(name: str) -> dict[str, Any]:
    """One encoder of `registry/codes/`: `standard` (code -> printed name), `spanish` and `fixes` (misprint -> code)."""
    return load_yaml(ROOT / "codes" / f"{name}.yaml")


@cache
def layouts() -> dict[str, Layout]:
    """All tables of enforcement that can be recognised, by name, with the meanings that fields share."""
    shared = load_yaml(ROOT / "fields" / "enforcement.yaml")["fields"]
    return {content["name"]: _layout(content, shared) for _, content in documents("enforcement")}


def _layout(content: dict[str, Any], shared: Mapping[str, Mapping[str, str]]) -> Layout:
    columns = {}
    for name, told in content["columns"].items():
        said = {**shared.get(name, {}), **told}
        columns[name] = Column(
            name=name,
            type=ColumnType(said.pop("type")),
            role=Role(said.pop("role", "source")),
            printed=tuple(said.pop("printed", ())),
            **said,
        )
    faulty = [
        Fault(**{**fault, "since": _day(fault.get("since")), "until": _day(fault.get("until"))})
        for fault in content.get("faulty", ())
    ]
    said = {**content, "columns": columns, "faulty": tuple(faulty), "warnings": tuple(content.get("warnings", ()))}
    said["until"] = _day(content.get("until"))
    said["holds"] = {column: tuple(values) for column, values in content.get("holds", {}).items()}
    said["series"] = tuple(map(_series, content.get("series", ())))
    return Layout(**said)


def _series(content: dict[str, Any]) -> Series:
    typed: dict[str, Any] = {
        "place": PlaceKind(content["place"]),
        "step": Step(content["step"]),
        "how": How(content["how"]),
        "since": _day(content.get("since")),
        "until": _day(content.get("until")),
    }
    for key in ("only", "without"):
        typed[key] = {column: tuple(values) for column, values in content.get(key, {}).items()}
    return Series(**{**content, **typed})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


@cache
def enforcement_codes() -> dict[str, dict[str, Any]]:
    """The encoders of `registry/codes/enforcement/` by name: `standard`, `fixes`, `ignored`, `breaks`."""
    return {path.stem: content for path, content in documents("codes/enforcement")}
