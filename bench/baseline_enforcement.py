"""What a careful analyst would write with pandas: the same cleaning of ICE's tables, from Parquet to Parquet.

    python bench/baseline_enforcement.py FOLDER OUT TOUCHPOINTS.yaml STATES.yaml

It reads only the columns that it needs, and shares no code with atlas287: only the two fact files of the mapping. It
trusts spellings, does not look for marks of redaction or faulty releases, and keeps everything in memory. It reads the
columns of March 2026 only. The last line that it prints is JSON: seconds and peak memory in MiB.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
told, named = (yaml.safe_load(Path(path).read_text(encoding="utf-8")) for path in sys.argv[3:5])
started, busy = time.perf_counter(), time.process_time()
DAY = pd.Timedelta(hours=24)
states = {name.upper(): code for code, name in named["standard"].items()} | {code: code for code in named["standard"]}


def read(kind: str, columns: dict[str, str], dates: tuple[str, ...], until: str) -> pd.DataFrame:
    """One kind of table from all its files, our names for its columns, implausible dates blank."""
    paths = sorted(folder.glob(f"*_{kind}_*.parquet"))
    frame = pd.concat([pd.read_parquet(path, columns=list(columns)) for path in paths], ignore_index=True)
    frame = frame.rename(columns=columns)
    frame.insert(0, "row_id", range(1, len(frame) + 1))
    for name in dates:
        low, high = pd.Timestamp("1900-01-01"), pd.Timestamp(until) + pd.Timedelta(days=1)
        frame[name] = frame[name].where((frame[name] >= low) & (frame[name] < high))
    return frame


def month(moments: pd.Series) -> pd.Series:
    """First day of the month."""
    return moments.dt.to_period("M").dt.to_timestamp()


def flags(frame: pd.DataFrame, keys: list[Any], known: pd.Series) -> pd.Series:
    """Whether the row's group has several rows; missing where not known."""
    size = frame[known].groupby([key[known] if isinstance(key, pd.Series) else key for key in keys], dropna=False)[
        "row_id"
    ]
    return (size.transform("size") > 1).astype("boolean").reindex(frame.index)


def save(name: str, frame: pd.DataFrame) -> None:
    """One result as Parquet."""
    frame.to_parquet(out / f"{name}.parquet", index=False)


def months(frame: pd.DataFrame, by: list[str], **sums: pd.Series) -> pd.DataFrame:
    """Rows by group, and sums of flags."""
    counted = frame[by].assign(rows=1, **{name: values.astype("int64") for name, values in sums.items()})
    return counted.groupby(by, dropna=False).sum().reset_index()


def arrests() -> pd.DataFrame:
    """Arrests with episodes, states and touchpoints."""
    columns = {
        "unique_identifier": "person", "apprehension_date": "day", "apprehension_date_time": "moment",
        "apprehension_state_original": "printed", "toa_current_duty_site": "office", "apprehension_method": "method",
        "final_program": "programme", "apprehension_site_landmark": "landmark",
    }  # fmt: skip
    frame = read("arrests", columns, ("day", "moment"), "2026-03-31")
    frame["moment"] = frame["moment"].fillna(frame["day"])
    frame["again"] = frame["method"].eq("ERO Reprocessed Arrest")
    known = frame["person"].notna() & frame["moment"].notna()
    order = frame[known].sort_values(["person", "moment", "again", "row_id"])
    gap = order.groupby("person")["moment"].diff()
    begins = gap.isna() | (gap > DAY)
    order["episode"] = begins.groupby(order["person"]).cumsum()
    episode = order.groupby(["person", "episode"])["row_id"]
    order["duplicate_likely"] = episode.transform("size") > 1
    order["duplicate_drop"] = episode.cumcount() > 0
    for name, kind in (("episode", "Int64"), ("duplicate_likely", "boolean"), ("duplicate_drop", "boolean")):
        frame[name] = order[name].astype(kind).reindex(frame.index)
    printed = frame["printed"].str.strip().str.upper().map(states)
    office = frame["office"].str.upper().str.extract(r", *([A-Z][A-Z])(?:[^A-Z]|$)")[0].map(states)
    frame["state"] = printed.fillna(office)
    frame["state_source"] = "none"
    frame.loc[office.notna(), "state_source"] = "office"
    frame.loc[printed.notna(), "state_source"] = "printed"
    touchpoints(frame)
    frame["month"] = month(frame["moment"])
    return frame


def touchpoints(frame: pd.DataFrame) -> None:
    """Method, then unit, then landmark."""
    methods, units = told["methods"], told["programmes"]
    frame["method_group"] = (
        frame["method"].map({name: each["group"] for name, each in methods.items()}).fillna("unknown")
    )
    rules = [(re.compile(each["words"]), each["touchpoint"], each["uncertain"]) for each in told["landmarks"]]
    words = {}
    for landmark in frame["landmark"].dropna().unique():
        found = next(((point, unsure) for rule, point, unsure in rules if rule.search(landmark.upper())), None)
        if found is not None and found[0] != "unknown":
            words[landmark] = found
    tellers = (
        (
            "method",
            {name: (each["touchpoint"], each["uncertain"]) for name, each in methods.items() if "touchpoint" in each},
        ),
        ("programme", {name: (each["touchpoint"], each["uncertain"]) for name, each in units.items()}),
        ("landmark", words),
    )
    frame["touchpoint"], frame["touchpoint_basis"], frame["uncertain"] = "unknown", "none", True
    open_ = pd.Series(True, index=frame.index)
    for basis, teller in tellers:
        tells = open_ & frame[basis].isin(list(teller))
        frame.loc[tells, "touchpoint"] = frame.loc[tells, basis].map({name: each[0] for name, each in teller.items()})
        frame.loc[tells, "uncertain"] = frame.loc[tells, basis].map({name: each[1] for name, each in teller.items()})
        frame.loc[tells, "touchpoint_basis"] = basis
        open_ &= ~tells
    frame["uncertain"] = frame["uncertain"].astype(bool)


def stints() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stints with flags, and stays."""
    columns = {
        "unique_identifier": "person", "detention_facility_code": "facility_code", "book_in_date_time": "book_in",
        "book_out_date_time": "book_out", "stay_book_in_date_time": "stay_book_in",
        "stay_book_out_date_time": "stay_book_out", "detention_release_reason": "release_reason",
        "stay_release_reason": "stay_release_reason", "book_in_criminality": "criminality",
    }  # fmt: skip
    dates = ("book_in", "book_out", "stay_book_in", "stay_book_out")
    frame = read("detention_stints", columns, dates, "2026-03-31")
    known = frame["person"].notna()
    # A blank book-in counts as the earliest.
    order = (
        frame[known].assign(day=frame["book_in"].dt.normalize()).sort_values(["book_in", "row_id"], na_position="first")
    )
    group = order.groupby(["person", "facility_code", "day", "stay_book_in"], dropna=False)["row_id"]
    frame["duplicate_likely"] = (group.transform("size") > 1).astype("boolean").reindex(frame.index)
    frame["duplicate_drop"] = (group.cumcount(ascending=False) > 0).astype("boolean").reindex(frame.index)
    kept = frame[known & frame["stay_book_in"].notna() & ~frame["duplicate_drop"].fillna(False)].copy()
    kept["length"] = (kept["book_out"] - kept["book_in"]).fillna(pd.Timedelta(seconds=-1))
    by = ["person", "stay_book_in"]
    kept = kept.sort_values([*by, "book_in", "row_id"], na_position="first")
    group = kept.groupby(by)
    stays = group.agg(stints=("row_id", "size"))
    ends = kept.drop_duplicates(by, keep="last").set_index(by)
    longest = kept.sort_values(
        [*by, "length", "book_in", "row_id"], ascending=[True, True, False, True, True], na_position="first"
    )
    stays["facility_first"] = kept.drop_duplicates(by).set_index(by)["facility_code"]
    stays["facility_longest"] = longest.drop_duplicates(by).set_index(by)["facility_code"]
    stays["facility_last"] = ends["facility_code"]
    for name in ("stay_book_out", "stay_release_reason", "criminality"):
        stays[name] = ends[name]
    stays = stays.reset_index()
    stays["stays_of_person"] = stays.groupby("person")["stints"].transform("size")
    return frame, stays


def arrest_stays(arrested: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    """The nearest stay of each arrest, where the arrest is the nearest of the stay."""
    drop = arrested["duplicate_drop"]
    kept = arrested.loc[drop.notna() & ~drop.fillna(True), ["row_id", "person", "moment"]]
    pairs = kept.merge(stays[["person", "stay_book_in"]], on="person")
    away = pairs["stay_book_in"] - pairs["moment"]
    pairs = pairs.assign(hours=away.dt.total_seconds() / 3600, distance=away.abs())
    pairs = pairs[(away >= pd.Timedelta(hours=-120)) & (away <= pd.Timedelta(hours=240))]
    of_arrest = pairs.sort_values(["distance", "stay_book_in"]).drop_duplicates("row_id").index
    of_stay = pairs.sort_values(["distance", "moment", "row_id"]).drop_duplicates(["person", "stay_book_in"]).index
    nearest = pairs.loc[of_arrest.intersection(of_stay), ["row_id", "stay_book_in", "hours"]]
    found = kept.merge(nearest, on="row_id", how="left")
    return found.assign(has_stay=found["stay_book_in"].notna())


def main() -> None:
    """All tables."""
    frame = arrests()
    kept = frame[~frame["duplicate_drop"].fillna(False)]
    by = ["month", "state", "touchpoint", "method_group"]
    save("arrest_months", months(
        kept, by, without_person=kept["person"].isna(), state_from_office=kept["state_source"].eq("office"),
        uncertain=kept["uncertain"],
    ).rename(columns={"rows": "arrests"}))  # fmt: skip
    save("arrests", frame[[
        "row_id", "person", "moment", "month", "state", "state_source", "method_group", "touchpoint",
        "touchpoint_basis", "uncertain", "episode", "duplicate_likely", "duplicate_drop",
    ]])  # fmt: skip
    held, stays = stints()
    save("stints", held)
    save("stays", stays)
    save("arrest_stays", arrest_stays(frame, stays))
    del frame, held, stays, kept
    columns = {
        "unique_identifier": "person", "detainer_prepare_date": "moment", "detention_facility_code": "facility_code",
        "facility_state": "printed", "detainer_type": "detainer_type", "detainer_lift_reason": "lift_reason",
    }  # fmt: skip
    left = {"unique_identifier": "person", "departed_date": "moment", "apprehension_state": "printed"}
    for kind, named_columns, until, name in (
        ("detainers", columns, "2026-03-31", "detainers"),
        ("removals", left, "2025-07-31", "removals"),
        ("encounters", {"unique_identifier": "person", "event_date": "moment"}, "2025-07-31", "encounters"),
    ):  # fmt: skip
        table = read(kind, named_columns, ("moment",), until)
        known = table["person"].notna() & table["moment"].notna()
        table["duplicate_likely"] = flags(table, ["person", table["moment"].dt.normalize()], known)
        table["month"] = month(table["moment"])
        if "printed" in table:
            table["state"] = table.pop("printed").str.strip().str.upper().map(states)
            keys = ["month", "facility_code", "state"] if kind == "detainers" else ["month", "state"]
            counted = months(
                table,
                keys,
                likely_duplicates=table["duplicate_likely"].fillna(False),
                without_person=table["person"].isna(),
            )
            save(f"{kind[:-1]}_months", counted.rename(columns={"rows": kind}))
        save(name, table)


main()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
seconds = {"seconds": round(time.perf_counter() - started, 2), "cpu": round(time.process_time() - busy, 2)}
print(json.dumps({**seconds, "peak": peak}))
