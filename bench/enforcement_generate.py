"""Writes five invented tables of enforcement at the size and with the faults of the real ones. No row is about anybody.

    python bench/enforcement_generate.py FOLDER [--scale 0.05] [--release 2026-03] [--seed 287]

Rates, shares and gaps are those of `enforcement/generator_params.json` in the data, which says of each whether it was
measured, documented or assumed. Scale 1 is the real size; above 1 it writes that many partitions of at most real size,
each with people of its own. Every file has "synthetic" in its name and in its Parquet metadata. Same seed, scale and
release: same rows. Encounters and removals have the columns of July 2025, the last release of them that is not faulty.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from atlas287.core import registry
from atlas287.core.model import Column, ColumnType, Form, Layout

ROOT = Path(__file__).resolve().parent.parent
HOUR = np.timedelta64(3_600_000_000, "us")
LAST = {"2026-03": "2026-03-10", "2026-08": "2026-08-10", "2025-07": "2025-07-28"}
HUBS = ("SC INTEROPERABILITY LAFO", "BATAVIA INTEROPERABILITY REGIONAL CENTER NY STATE")
HUB_SHARE = 0.265
"""Of encounters: 689,823 of 2,598,612 rows."""
COUNTRIES = ("MEXICO", "GUATEMALA", "HONDURAS", "EL SALVADOR", "VENEZUELA", "COLOMBIA", "NICARAGUA", "ECUADOR")

Values = dict[str, Any]


class Maker:
    """One partition. `share` is the part of real size that it has."""

    def __init__(self, told: Mapping[str, Any], release: str, share: float, seed: int, part: int) -> None:
        self.told, self.release, self.share = told, release, share
        self.random = np.random.default_rng([seed, part])

    def size(self, table: str) -> int:
        return max(10, int(self.told["tables"][table]["rows"] * self.share))

    def people(self, count: int) -> np.ndarray:
        """So many hashes of 40 hex digits."""
        text = self.random.bytes(20 * count).hex()
        return np.array([text[at : at + 40] for at in range(0, len(text), 40)], object)

    def pick(self, values: Any, count: int, shares: Any = None) -> np.ndarray:
        weights = None if shares is None else np.array(shares, float) / np.sum(shares)
        return np.array(list(values), object)[self.random.choice(len(values), count, p=weights)]

    def blank(self, values: np.ndarray, share: float | np.ndarray) -> np.ndarray:
        """The values, a share of them missing."""
        gone = self.random.random(len(values)) < share
        if values.dtype.kind == "M":
            return np.where(gone, np.datetime64("NaT"), values)
        values = values.astype(object)
        values[gone] = None
        return values

    def hours(self, median: float, p90: float, count: int) -> np.ndarray:
        """Positive spans in microseconds, log-normal by median and ninth decile in hours."""
        sigma = math.log(p90 / median) / 1.2816
        return self.span(median * np.exp(sigma * self.random.standard_normal(count)))

    def span(self, hours: np.ndarray) -> np.ndarray:
        return np.round(hours * 3600).astype("timedelta64[s]").astype("timedelta64[us]")

    def moments(self, count: int, last: str) -> np.ndarray:
        """Moments to the second, by the daily rates of arrests and the weekday."""
        days = np.arange(np.datetime64("2022-10-01"), np.datetime64(last) + 1)
        weights = np.full(len(days), float(self.told["arrests_per_day"]["2025-10-16..2026-03-10"]))
        for period, rate in self.told["arrests_per_day"].items():
            if ".." in period:
                first, final = (np.datetime64(day) for day in period.split(".."))
                weights[(days >= first) & (days <= final)] = rate
        weights *= np.array(self.told["arrests_per_day"]["weekday_factor"])[(days.astype(int) + 3) % 7]
        days = days[self.random.choice(len(days), count, p=weights / weights.sum())]
        return days.astype("datetime64[us]") + self.span(self.random.integers(0, 86_400, count) / 3600)

    def odd(self, moments: np.ndarray) -> np.ndarray:
        """One moment in the year 2, one in the future in a table of real size, some before the window."""
        moments = moments.copy()
        moments[0] = np.datetime64("0002-06-14")
        if self.random.random() < self.told["anomalies"]["future_dates"] * len(moments):
            moments[1] = np.datetime64("2031-01-01")
        early = self.random.random(len(moments)) < self.told["anomalies"]["dates_before_window"]
        moments[early] -= np.timedelta64(3650, "D")
        return moments

    def states(self, count: int) -> np.ndarray:
        return self.pick(self.told["state_share"], count, list(self.told["state_share"].values()))

    def arrests(self) -> Values:
        told, count = self.told, self.size("arrests")
        moments = self.moments(count, LAST[self.release])
        pool = self.people(int(count / told["ids"]["rows_per_person"]["arrests"]))
        people = np.concatenate([pool, self.random.choice(pool, count - len(pool))])
        self.random.shuffle(people)
        again = self.random.random(count) < told["duplicates"]["arrests_rows_dropped"]
        of = self.random.integers(0, count, count)
        people[again] = people[of[again]]
        moments[again] = moments[of[again]] + self.span(self.random.integers(0, 25, int(again.sum())).astype(float))
        late = moments >= np.datetime64("2025-07-25")
        methods = np.where(
            late, self._methods("method_share_from_2025_08", count), self._methods("method_share_before_2025_07", count)
        )
        state = self.states(count)
        codes = {name.upper(): code for code, name in registry.codes("states")["standard"].items()}
        site = {name: f"INVENTED, {code}, DOCKET CONTROL OFFICE" for name, code in codes.items()}
        offices = np.array([site[each] for each in state], object)
        gap = np.where(
            moments < np.datetime64("2025-01-01"), 0.25, np.where(moments < np.datetime64("2025-08-01"), 0.19, 0.01)
        )
        landmarks = self.blank(self._landmarks(state, codes), told["missing"]["arrests"]["landmark"])
        shown = self.odd(moments)
        self.arrested = (people, moments)
        return {
            "unique_identifier": self.blank(people, told["ids"]["missing"]["arrests"]),
            "apprehension_date": shown.astype("datetime64[D]").astype("datetime64[us]"),
            "apprehension_date_time": shown,
            "apprehension_state_original": self.blank(state, gap),
            "county": np.full(count, None, object),
            "toa_current_duty_site": self.blank(offices, 0.05),
            "apprehension_aor": self.blank(
                self.pick(told["aor_share"], count, list(told["aor_share"].values())), told["missing"]["arrests"]["aor"]
            ),
            "apprehension_method": methods,
            "apprehension_site_landmark": landmarks,
            "event_landmark": landmarks,
            "apprehension_criminality": self._criminality(moments),
            "apprehension_type": self.blank(
                self.pick(("Targeted", "Collateral"), count, (0.68, 0.32)),
                (moments < np.datetime64("2025-08-01")).astype(float),
            ),
        }

    def _methods(self, key: str, count: int) -> np.ndarray:
        shares = {name: share for name, share in self.told[key].items() if name != "basis"}
        others = next(name for name in shares if name.startswith("others"))
        rest = shares.pop(others)
        standard = {name.casefold(): name for name in registry.enforcement_codes()["apprehension_method"]["standard"]}
        named = {standard[name.casefold()]: share for name, share in shares.items()}
        left = [name for name in standard.values() if name not in named and not name.startswith(("CAP", "Custodial"))]
        named |= dict.fromkeys(left, rest / len(left))
        return self.pick(named, count, list(named.values()))

    def _landmarks(self, states: np.ndarray, codes: Mapping[str, str]) -> np.ndarray:
        mix = self.told["landmark_mix"]
        shares = [mix["office_or_program_placeholder"], mix["county jail named"], mix["city police or other"]]
        kinds = self.random.choice(3, len(states), p=np.array(shares) / sum(shares))
        number = self.random.zipf(1.6, len(states)) % 60
        forms = (
            "INVENTED {n} GENERAL AREA, NON-SPECIFIC",
            "CAP - INVENTED {n} COUNTY JAIL, {s} STATE",
            "INVENTED {n} PD, {s}",
        )
        return np.array(
            [forms[kind].format(n=n, s=codes[state]) for kind, n, state in zip(kinds, number, states, strict=True)],
            object,
        )

    def _criminality(self, moments: np.ndarray) -> np.ndarray:
        told = self.told["criminality_share"]
        before, since = (self.pick(told["order"], len(moments), told[key]) for key in ("2023-2024", "2025-2026"))
        return np.where(moments < np.datetime64("2025-01-01"), before, since)

    def detainers(self) -> Values:
        told, count = self.told, self.size("detainers")
        arrested, when = self.arrested
        pool = self.people(int(count * 0.5))
        of = self.random.integers(0, len(arrested), count)
        linked = self.random.random(count) < told["links"]["detainer_to_arrest"]
        people = np.where(linked, arrested[of], self.random.choice(pool, count))
        median, p90 = (told["links"]["detainer_to_arrest_days"][key] * 24 for key in ("median", "p90"))
        moments = np.where(linked, when[of] - self.hours(median, p90, count), self.moments(count, LAST[self.release]))
        moments = np.maximum(moments, np.datetime64("2022-10-01").astype("datetime64[us]"))
        places = 2322
        ranks = np.arange(1, places + 1) ** -told["county_skew"]["zipf_exponent_rank10_500"]
        facility = self.random.choice(places, count, p=ranks / ranks.sum())
        again = self.random.random(count) < told["duplicates"]["detainers_same_person_day"] / 2
        like = self.random.integers(0, count, count)
        people[again], facility[again] = people[like[again]], facility[like[again]]
        moments[again] = moments[like[again]]
        states = self.states(places)
        reasons = {name: share for name, share in told["detainer_lift_reason"].items() if isinstance(share, float)}
        reasons = {name: share for name, share in reasons.items() if name not in ("missing", "others")}
        days = self.odd(moments.astype("datetime64[D]").astype("datetime64[us]"))
        return {
            "unique_identifier": self.blank(people, told["ids"]["missing"]["detainers"]),
            "detainer_prepare_date": days,
            "detention_facility_code": np.array([f"SYN{n:04d}" for n in range(places)], object)[facility],
            "detention_facility": np.array([f"INVENTED JAIL {n}" for n in range(places)], object)[facility],
            "facility_state": self.blank(states[facility], 0.01),
            "detainer_lift_reason": self.blank(self.pick(reasons, count, list(reasons.values())), 0.334),
            "detainer_prepared_criminality": self._criminality(moments),
        }

    def detention_stints(self) -> Values:
        told, count = self.told, self.size("detention_stints")
        people, begins = self._stays(int(count / 2.4))
        extra = self.random.geometric(1 / told["links"]["stints_per_stay"]["mean"], len(people))
        stay = np.repeat(np.arange(len(people)), extra)[: int(count * 0.97)]
        length = self.hours(30, 400, len(stay)).astype("int64")
        first = np.r_[True, stay[1:] != stay[:-1]]
        before = np.cumsum(length) - length
        start = before - np.maximum.accumulate(np.where(first, before, 0))
        book_in = begins[stay] + start.astype("timedelta64[us]")
        book_out = book_in + length.astype("timedelta64[us]")
        last = np.r_[stay[1:] != stay[:-1], True]
        stay_out = np.full(len(people), np.datetime64("NaT"), "datetime64[us]")
        stay_out[stay[last]] = book_out[last]
        end = np.datetime64(LAST[self.release]).astype("datetime64[us]")
        places = self.random.zipf(1.3, len(stay)) % 900
        again = self.random.integers(0, len(stay), count - len(stay))  # equal but for bond
        row = np.concatenate([np.arange(len(stay)), again])
        self.random.shuffle(row)
        kept = book_in[row] <= end
        row = row[kept]
        out = np.where(book_out > end, np.datetime64("NaT"), book_out)
        stay_out = np.where(stay_out > end, np.datetime64("NaT"), stay_out)
        names = self.blank(people, told["ids"]["missing"]["stints"])[stay][row]
        shown = self.odd(book_in[row])
        reasons = np.where(last, "Removed", "Transferred").astype(object)
        self.stayed = (people, begins)
        return {
            "unique_identifier": names,
            "anonymized_unique_identifier": names,
            "book_in_date_time": shown,
            "detention_book_in_date_time": shown,
            "book_out_date_time": out[row],
            "detention_book_out_date_time": out[row],
            "stay_book_in_date_time": begins[stay][row],
            "stay_book_out_date_time": stay_out[stay][row],
            "detention_facility_code": np.array([f"SYN{n:04d}" for n in range(900)], object)[places][row],
            "detention_facility": np.array([f"INVENTED JAIL {n}" for n in range(900)], object)[places][row],
            "detention_release_reason": reasons[row],
            "stay_release_reason": np.where(np.isnat(stay_out[stay]), None, "Removed")[row],
            "book_in_criminality": self._criminality(book_in)[row],
            "initial_bond_set_amount": self.random.integers(1, 30, len(row)) * 500.0,
        }

    def _stays(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """People and begins of stays: those that follow arrests, and others."""
        arrested, when = self.arrested
        link = self.random.random(len(arrested)) < self.told["links"]["arrest_to_stay"]
        offset = self.hours(4, 36, int(link.sum()))
        offset = np.where(self.random.random(len(offset)) < 0.02, -offset, offset)
        begins = when[link] + np.clip(offset, -120 * HOUR, 240 * HOUR)
        others = max(0, count - len(begins))
        people = np.concatenate([arrested[link], self.people(others)])
        return people, np.concatenate([begins, self.moments(others, LAST[self.release])])

    def removals(self) -> Values:
        told, count = self.told, self.size("removals")
        end = np.datetime64(LAST["2025-07"]).astype("datetime64[us]")
        people, begins = self.stayed
        before = np.flatnonzero(begins < end - np.timedelta64(60, "D"))
        link = self.random.random(count) < told["links"]["stay_to_removal"] / 2
        of = self.random.choice(before, count)
        names = np.where(link, people[of], self.random.choice(self.people(count), count))
        days = np.where(link, begins[of] + self.hours(500, 1400, count), self.moments(count, LAST["2025-07"]))
        days = np.minimum(days, end).astype("datetime64[D]").astype("datetime64[us]")
        return {
            "unique_identifier": self.blank(names, told["ids"]["missing"]["removals"]),
            "departed_date": self.odd(days),
            "apprehension_state": self.blank(self.states(count), 0.2),
            "apprehension_county": np.full(count, None, object),
            "departure_country": self.pick(COUNTRIES, count),
            "case_criminality": self._criminality(days),
        }

    def encounters(self) -> Values:
        told, count = self.told, self.size("encounters")
        pool = self.people(int(count * 0.8))
        days = self.moments(count, LAST["2025-07"]).astype("datetime64[D]").astype("datetime64[us]")
        places = [*HUBS, *(f"INVENTED LANDMARK {n}" for n in range(500))]
        shares = [HUB_SHARE * 0.775, HUB_SHARE * 0.225, *[(1 - HUB_SHARE) / 500] * 500]
        return {
            "unique_identifier": self.blank(self.random.choice(pool, count), told["ids"]["missing"]["encounters"]),
            "event_date": self.odd(days),
            "responsible_aor": self.blank(
                self.pick(told["aor_share"], count, list(told["aor_share"].values())),
                told["missing"]["encounters"]["aor"],
            ),
            "event_landmark": self.blank(self.pick(places, count, shares), told["missing"]["encounters"]["landmark"]),
            "encounter_criminality": self._criminality(days),
        }

    def table(self, layout: Layout, values: Values, name: str) -> pa.Table:
        """All columns of the layout; those that no rule reads are invented values of few kinds."""
        count = len(next(iter(values.values())))
        arrays = {}
        for column in layout.expected(Form.PROCESSED):
            if column in values:
                arrays[column] = pa.array(values[column], from_pandas=True)
            else:
                arrays[column] = self._filler(layout.columns[column], count, name)
        return pa.table(arrays)

    def _filler(self, column: Column, count: int, name: str) -> pa.Array:
        if column.name in ("file_original", "sheet_original"):
            return pa.repeat(f"synthetic {name}", count)
        if column.name == "row_original":
            return pa.array(np.arange(8, count + 8, dtype="int32"))
        if column.role.value in ("withheld", "added") or column.type is ColumnType.TRUTH:
            kinds = {ColumnType.TRUTH: pa.bool_(), ColumnType.TIME: pa.timestamp("us"), ColumnType.TEXT: pa.string()}
            return pa.nulls(count, kinds.get(column.type, pa.float64()))
        gone = self.random.random(count) < 0.3
        if column.type is ColumnType.TIME:
            days = np.datetime64("2018-01-01") + self.random.integers(0, 2700, count)
            return pa.array(days.astype("datetime64[us]"), mask=gone)
        if column.type is not ColumnType.TEXT:
            return pa.array(self.random.integers(1, 100, count).astype(float), mask=gone)
        codes = registry.enforcement_codes()
        kinds = list(codes[column.codes]["standard"]) if column.codes else [f"INVENTED {n}" for n in range(40)]
        numbers = pa.array(self.random.integers(0, len(kinds), count).astype("int32"), mask=gone)
        return pa.DictionaryArray.from_arrays(numbers, pa.array(kinds)).cast(pa.string())


def generate(folder: Path, scale: float, release: str = "2026-03", seed: int = 287) -> list[Path]:
    """Write the tables; their paths."""
    data = Path(os.environ.get("ATLAS287_DATA") or ROOT.parent / "shared" / "data")
    source = data / "enforcement" / "generator_params.json"
    if not source.is_file():
        sys.exit(f"no {source}: set ATLAS287_DATA")
    told = json.loads(source.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    parts = math.ceil(scale)
    paths = []
    for part in range(parts):
        maker = Maker(told, release, scale / parts, seed, part)
        for kind in ("arrests", "detainers", "detention_stints", "removals", "encounters"):
            of = release if kind in ("arrests", "detainers", "detention_stints") else "2025-07"
            layout = registry.layouts()[f"ddp_{kind}_{of.replace('-', '_')}"]
            path = folder / f"synthetic_{kind}_{of}_{part:02d}.parquet"
            table = maker.table(layout, getattr(maker, kind)(), path.stem)
            said = {
                "synthetic": "yes",
                "note": "invented rows; nobody is in them",
                "seed": str(seed),
                "scale": str(scale),
            }
            pq.write_table(table.replace_schema_metadata(said), path, compression="zstd", row_group_size=200_000)
            paths.append(path)
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--release", choices=("2026-03", "2026-08"), default="2026-03")
    parser.add_argument("--seed", type=int, default=287)
    given = parser.parse_args()
    for made in generate(given.folder, given.scale, given.release, given.seed):
        print(f"{made.name}: {pq.read_metadata(made).num_rows:,} invented rows, {made.stat().st_size >> 20:,} MiB")
