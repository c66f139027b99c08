"""What the printed name of a detention facility tells: its kind and the counties it may name, by rules on words.

The rules are data: `registry/codes/facility_words.yaml` and `facility_kinds.yaml`. Which county it is, and who runs the
facility, the tables decide (`tables/facilities.sql`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from atlas287.core import aliases, registry
from atlas287.core.engine import DuckDB
from atlas287.core.names import agency_key
from atlas287.intake.readers.populations import COUNTS, FacilityDays, select

_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[a-z0-9]+")
_DAYS = pa.schema(
    [("facility", pa.string()), ("name", pa.string()), ("day", pa.date32()), *((name, pa.int32()) for name in COUNTS)]
)
_FILES = pa.schema(
    [
        *((name, pa.string()) for name in ("sha256", "source", "file", "origin")),
        *((name, pa.int64()) for name in ("rows", "facilities", "person_days")),
        *((name, pa.date32()) for name in ("first_day", "last_day")),
    ]
)


def register(engine: DuckDB, days: FacilityDays | None) -> None:
    """Give the engine the facility-days, what the facilities' names tell, and what is judged of them.

    Without a file the tables are there and empty.
    """
    if days is None:
        engine.register("raw_facility_days", pa.Table.from_pylist([], _DAYS))
    else:
        engine.create("raw_facility_days", select(days.snapshot.path))
    engine.register("raw_facility_files", pa.Table.from_pylist([_file(days)] if days else [], _FILES))
    named = engine.rows("SELECT DISTINCT facility, name FROM raw_facility_days ORDER BY ALL")
    spelt = [(row["facility"], row["name"], words(row["name"])) for row in named]
    engine.register(
        "code_facility",
        _strings(
            ("facility", "name", "spelt", "kind"),
            [(code, name, text, kind(code, text)) for code, name, text in spelt],
        ),
    )
    engine.register(
        "code_facility_county",
        _strings(
            ("facility", "name", "form", "county"),
            [(code, name, form, key) for code, name, text in spelt for form, key in counties_named(text)],
        ),
    )
    judged = registry.rows("places/facilities.csv")
    columns = ("code", "basis", "state", "county", "operator", "agency_id")
    engine.register(
        "registry_facilities", _strings(columns, [tuple(row[name] or None for name in columns) for row in judged])
    )
    states = registry.codes("jail_states")["standard"]
    engine.register("code_jail_states", _strings(("state", "why"), list(states.items())))


def words(printed: str) -> str:
    """A facility's name in full words: `CLAY CO DET. CTR` is `clay county detention center`."""
    text = agency_key(printed).replace("'s", "s").replace("'", "")
    text = _INITIALS.sub(r"\1", text)
    known = registry.codes("facility_words")["standard"]
    return " ".join(known.get(word, word) for word in _WORD.findall(text))


def kind(code: str, text: str) -> str:
    """The kind that a facility's code and its name in full words tell, a code of `facility_kinds`."""
    for pattern, found in _patterns():
        if pattern.search(f"{code.lower()} {text}"):
            return found
    return "unknown"


def counties_named(text: str) -> list[tuple[str, str]]:
    """What a name in full words may name as its county, and as its independent city, for look-up: form and key."""
    found = [("county", key) for key in aliases.counties_named(text)]
    listed = text.split()
    for index, word in enumerate(listed):
        if word == "city":
            found += [("city", aliases.county_key(" ".join(listed[start:index]))) for start in range(index)]
    return list(dict.fromkeys(found))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), code) for pattern, code in registry.codes("facility_kinds")["patterns"])


def _file(days: FacilityDays) -> dict[str, Any]:
    snapshot = days.snapshot
    told = {"sha256": snapshot.sha256, "file": snapshot.name, "origin": snapshot.origin}
    return told | {name: getattr(days, name) for name in _FILES.names if name not in told}


def _strings(names: Sequence[str], rows: Sequence[tuple[str | None, ...]]) -> pa.Table:
    return pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)})
