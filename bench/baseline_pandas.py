"""What the existing scrapers do: read every workbook with pandas and openpyxl, and count rows by model.

Prints JSON: file -> model as printed, white space folded -> rows with an agency's name. Links, hidden rows, repairs and
a release are not part of it, so the comparison favours the baseline.
"""

import json
import sys
from pathlib import Path

import pandas as pd


def main(folder: Path) -> None:
    counts = {}
    for path in sorted(folder.glob("*.xlsx")):
        frame = pd.read_excel(path, engine="openpyxl", dtype=object)
        frame.columns = [str(column).strip() for column in frame.columns]
        named = frame[frame["LAW ENFORCEMENT AGENCY"].notna()]
        models = named["SUPPORT TYPE"].fillna("").astype(str).str.strip()
        counts[path.name] = models.value_counts().to_dict()
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
