"""Cleans ICE's tables of people: duplicates, stays, the join of arrests and stays, states, touchpoints, months.

The rules are those of the publisher (the Deportation Data Project) as its notes on columns tell them, each in one file
of `tables/`. No national output is in the data, so equality with the publisher's own cleaned columns is not tested.

All tables but those by month hold hashes of people. They are working tables of a build: none enters a release, an
export or this project. The counts by month are hidden where small (core/suppress) before anything is published.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from atlas287.core import query, registry
from atlas287.core.engine import Engine
from atlas287.core.errors import EngineError, QueryError, ReadError
from atlas287.intake.enforcement.reading import Reading

TABLES = Path(__file__).parent / "tables"

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "arrests": {
        "person": ("unique_identifier",),
        "moment": ("apprehension_date_time", "apprehension_date"),
        "state_printed": ("apprehension_state_original",),
        "office": ("toa_current_duty_site",),
        "aor": ("apprehension_aor",),
        "method": ("apprehension_method",),
        "programme": ("final_program",),
        "landmark": ("apprehension_site_landmark", "event_landmark"),
        "criminality": ("apprehension_criminality",),
    },
    "detainers": {
        "person": ("unique_identifier",),
        "moment": ("detainer_prepare_date",),
        "facility_code": ("detention_facility_code",),
        "facility": ("detention_facility",),
        "state_printed": ("facility_state",),
        "detainer_type": ("detainer_type",),
        "lift_reason": ("detainer_lift_reason",),
        "criminality": ("detainer_prepared_criminality",),
    },
    "detention_stints": {
        "person": ("unique_identifier", "anonymized_unique_identifier"),
        "facility_code": ("detention_facility_code",),
        "book_in": ("book_in_date_time", "detention_book_in_date_time"),
        "book_out": ("book_out_date_time", "detention_book_out_date_time"),
        "stay_book_in": ("stay_book_in_date_time",),
        "stay_book_out": ("stay_book_out_date_time",),
        "release_reason": ("detention_release_reason",),
        "stay_release_reason": ("stay_release_reason",),
        "criminality": ("book_in_criminality",),
    },
    "removals": {
        "person": ("unique_identifier",),
        "moment": ("departed_date",),
        "state_printed": ("apprehension_state",),
        "country": ("departure_country",),
        "criminality": ("case_criminality",),
    },
    "encounters": {
        "person": ("unique_identifier",),
        "moment": ("event_date",),
        "aor": ("responsible_aor",),
        "event_type": ("event_type",),
        "landmark": ("event_landmark",),
        "criminality": ("encounter_criminality",),
    },
}
"""Of each kind of table: our column, and the columns of the layouts that can fill it, the first with a value."""

RAW = {kind: f"raw_{'stints' if kind == 'detention_stints' else kind}" for kind in COLUMNS}
_MOMENTS = frozenset({"moment", "book_in", "book_out", "stay_book_in", "stay_book_out"})
_JOINED = ("arrests", "detention_stints")
"""Kinds whose people are joined, so both must be of one release."""
_DAY_RULE = frozenset({"2026-03"})
"""Releases whose detainers are likely duplicates by person and day, without a flag by which to drop one."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The tables made, with their rows, and what is to be known of them, in sentences."""

    rows: Mapping[str, int]
    warnings: tuple[str, ...]


def clean(engine: Engine, tables: Sequence[Reading]) -> Cleaned:
    """Read the tables into the engine and make those of `tables/` that they suffice for.

    A table of months is made from its kind alone; `arrest_stays` needs arrests and stints. Raises ReadError where a
    file is given twice, is of a kind that is not cleaned, of another release than its fellows, or known to be faulty.
    """
    kinds = _by_kind(tables)
    _register_codes(engine)
    warnings: list[str] = []
    for kind, readings in kinds.items():
        failed: list[ReadError] = []
        engine.register(f"read_{kind}", _stream(kind, readings, failed))
        try:
            engine.create(RAW[kind], f"SELECT * FROM read_{kind}")
        except EngineError as error:
            raise (failed[0] if failed else error) from error
        for reading in readings:
            reading.refuse_faulty()
            warnings += _warnings(reading)
    return Cleaned(_make(engine, {RAW[kind] for kind in kinds}), tuple(dict.fromkeys(warnings)))


def _make(engine: Engine, given: set[str]) -> dict[str, int]:
    """Make every table whose inputs are there; the rows of each."""
    queries = query.load_all(TABLES)
    known = given | {"state_names", "touch_methods", "touch_programmes", "touch_landmarks"}
    made = {}
    for name in query.in_order(queries):
        if not set(queries[name].inputs) <= known:
            continue
        engine.create(name, queries[name].sql)
        found = engine.columns(f'SELECT * FROM "{name}"')
        declared = {column: kind for column, (kind, _) in queries[name].columns.items()}
        if found != declared:
            differing = sorted(set(found.items()) ^ set(declared.items()))
            raise QueryError(f"columns differ from the header: {differing}", where=f"{name}.sql")
        known.add(name)
        made[name] = int(engine.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"])
    return made


def _by_kind(tables: Sequence[Reading]) -> dict[str, list[Reading]]:
    kinds: dict[str, list[Reading]] = defaultdict(list)
    for reading in tables:
        kind = reading.layout.kind
        if kind not in COLUMNS:
            raise ReadError(
                f"a table of {kind} is not cleaned", where=reading.path.name, do=f"give {', '.join(COLUMNS)}"
            )
        kinds[kind].append(reading)
    _refuse_twice([reading.path for reading in tables])
    joined = [reading for kind in _JOINED for reading in kinds.get(kind, ())]
    for fellows in (joined, *kinds.values()):
        for reading in fellows[1:]:
            if reading.layout.release != fellows[0].layout.release:
                what = f"release {reading.layout.release} is mixed with {fellows[0].layout.release}"
                raise ReadError(what, where=reading.path.name, do="people are joined within one release only")
    return dict(kinds)


def _refuse_twice(paths: Sequence[Path]) -> None:
    """Raise ReadError where two files have the same bytes. Only files of one size are compared."""
    sizes: dict[int, list[Path]] = defaultdict(list)
    for path in paths:
        sizes[path.stat().st_size].append(path)
    for same in sizes.values():
        seen: dict[str, Path] = {}
        for path in same if len(same) > 1 else ():
            with path.open("rb") as file:
                first = seen.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
            if first is not path:
                raise ReadError(f"the file has the same bytes as {first.name}", where=path.name, do="give it once")


def _stream(kind: str, readings: Sequence[Reading], failed: list[ReadError]) -> pa.RecordBatchReader:
    """The rows of all files of a kind in our columns, numbered on from 1 in the order of the files.

    What goes wrong while an engine pulls the rows is put into `failed`, since the engine would hide what it was.
    """
    wanted = COLUMNS[kind]
    texts = [("rule", pa.string())] if kind == "detainers" else []
    columns = [(name, pa.timestamp("us") if name in _MOMENTS else pa.string()) for name in wanted]
    schema = pa.schema([("row_id", pa.int64()), *columns, *texts])

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from numbered()
        except ReadError as error:
            failed.append(error)
            raise

    def numbered() -> Iterator[pa.RecordBatch]:
        row_id = 1
        for reading in readings:
            reading.only({column for names in wanted.values() for column in names})
            rule = "day" if reading.layout.release in _DAY_RULE else "episode"
            for batch in reading.batches():
                arrays = [pa.array(range(row_id, row_id + batch.num_rows), pa.int64())]
                arrays += [_filled(batch, names, schema.field(name).type) for name, names in wanted.items()]
                if kind == "detainers":
                    arrays.append(pa.repeat(rule, batch.num_rows))
                row_id += batch.num_rows
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _filled(batch: pa.RecordBatch, names: Sequence[str], kind: pa.DataType) -> pa.Array:
    """The first of the columns that has a value, row by row; null where the layout has none of them."""
    found = [pc.cast(batch.column(name), kind) for name in names if name in batch.schema.names]
    if not found:
        return pa.nulls(batch.num_rows, kind)
    return pc.coalesce(*found) if len(found) > 1 else found[0]


def _register_codes(engine: Engine) -> None:
    """Names of States, and what methods, units and landmarks tell (registry/codes)."""
    states = registry.codes("states")
    names = {name.upper(): code for code, name in states["standard"].items()}
    names |= {printed.upper(): code for printed, code in states.get("fixes", {}).items()}
    names |= {code: code for code in states["standard"]}
    told = registry.enforcement_codes()["touchpoints"]
    methods = [
        {
            "method": name,
            "method_group": each["group"],
            "touchpoint": each.get("touchpoint"),
            "uncertain": each.get("uncertain"),
        }
        for name, each in told["methods"].items()
    ]
    programmes = [
        {"programme": name, "touchpoint": each["touchpoint"], "uncertain": each["uncertain"]}
        for name, each in told["programmes"].items()
    ]
    landmarks = [
        {"rule": number, "words": each["words"], "touchpoint": each["touchpoint"], "uncertain": each["uncertain"]}
        for number, each in enumerate(told["landmarks"], start=1)
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "state_names": [{"name": name, "state": code} for name, code in sorted(names.items())],
        "touch_methods": methods,
        "touch_programmes": programmes,
        "touch_landmarks": landmarks,
    }
    for name, rows in tables.items():
        engine.register(name, pa.Table.from_pylist(rows))


def _warnings(reading: Reading) -> Iterator[str]:
    name = reading.path.name
    if reading.match.missing:
        wanted = {column for names in COLUMNS[reading.layout.kind].values() for column in names}
        missing = sorted(wanted & set(reading.match.missing))
        if missing:
            yield f"{name} lacks {', '.join(missing)}: what depends on them is null."
    for fault, rows in reading.faults():
        yield f"{name}, {rows:,} rows: {fault.what}"
    yield from reading.layout.warnings
    if reading.layout.kind == "arrests":
        yield from registry.enforcement_codes()["touchpoints"]["notes"]
