"""What a user would run instead of county briefs: pandas over the release's tables, county by county."""

import json
import sys
import time
from pathlib import Path

import pandas as pd

release = Path(sys.argv[1])
started = time.perf_counter()
lists = pd.read_parquet(release / "lists.parquet")
lists = lists[lists.kind == "participating"].sort_values("list_no")
rows = pd.read_parquet(release / "listings.parquet", columns=["list_no", "row", "model"])
rows = rows.merge(pd.read_parquet(release / "members.parquet"), on=["list_no", "row"])
rows = rows[rows.list_no.isin(lists.list_no)]
base = pd.read_parquet(release / "agency_counties.parquet")
base = base[base.basis == "based_in"][["agency_id", "county"]]
rows = rows.merge(base, on="agency_id")
places = pd.read_parquet(release / "places.parquet")
newest = lists.iloc[-1]
before = lists[pd.to_datetime(lists.as_of) <= pd.to_datetime(newest.as_of) - pd.DateOffset(years=1)].iloc[-1]
dates = lists.set_index("list_no").as_of
told = {}
for fips in sorted(places[(places.type == "county") & (places.vintage == 2023)].place_id):
    own = rows[rows.county == fips]
    now, then = own[own.list_no == newest.list_no], own[own.list_no == before.list_no]
    told[fips] = [
        int(now.agreement_id.nunique()),
        int(now.agency_id.nunique()),
        {model: int(group.agency_id.nunique()) for model, group in now.groupby("model")},
        int(then.agreement_id.nunique()),
        str(dates[own.list_no.min()]) if len(own) else None,
    ]
print(json.dumps({"seconds": time.perf_counter() - started, "counties": told}))
