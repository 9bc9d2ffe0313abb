"""Minimum trace with shrunk covariance on simulated crossed hierarchies, coherence checked here.

The command also reads the leaves, forecasts every series and writes the table; what reconciling
takes is told by the same command with `--reconcile none`. The base forecasts are `dotm`'s, the
cheapest of the four default models.
"""

import json
import math
import shutil

import numpy
import pyarrow.csv

from checks.program import WORK, peer, vedetta

MONTHS, HORIZON, SEED, MODEL = 120, 12, 1, "dotm"
# 101,871 series, 80,000 of them leaves; and what hierarchicalforecast holds, whose covariance is
# dense: 83 GB for the large one.
LARGE, SMALL = [20, 20, 20, 10], [10, 10, 5, 4]
SECONDS, GIGABYTES, COHERENCE = 20, 2, 1e-9


def check(group, folder, is_brief):
    small(group, folder)
    if is_brief:
        return
    if shutil.disk_usage(WORK).free < 2_000_000_000:
        group.skip("80,000 leaves", "needs 2 GB of disk")
        return
    large(group, folder)


def small(group, folder):
    """Beside hierarchicalforecast, which gets its base forecasts for nothing."""
    data, (alone, run, distance) = reconciled(SMALL, folder)
    theirs = json.loads(peer("reconcile.py", data, sizes(SMALL), HORIZON, threads=None))
    name = f"{math.prod(SMALL):,} leaves, {theirs['series']:,} series, shrink"
    group.at_most(f"{name}, aggregates from their sums, relative", distance, COHERENCE)
    group.note(f"{name}, beside hierarchicalforecast {theirs['version']}",
               f"{theirs['seconds'] / run.seconds:.1f} x (whole command {run.seconds:.2f} s, of it"
               f" {run.seconds - alone.seconds:.2f} s to reconcile; theirs {theirs['seconds']:.2f} s"
               f" to reconcile alone)")
    group.note(f"{name}, memory beside hierarchicalforecast",
               f"{run.anonymous_bytes / 1e9:.2f} GB, theirs {theirs['peak'] / 1e9:.2f} GB")


def large(group, folder):
    _, (alone, run, distance) = reconciled(LARGE, folder)
    series = math.prod(size + 1 for size in LARGE)
    name = f"{math.prod(LARGE):,} leaves, {series:,} series, shrink"
    group.seconds(f"{name}, reconciliation", run.seconds - alone.seconds, SECONDS)
    group.note(f"{name}, whole command, file to file",
               f"{run.seconds:.1f} s, without reconciliation {alone.seconds:.1f} s")
    group.at_most(f"{name}, whole command, peak anonymous memory, GB", run.anonymous_bytes / 1e9,
                  GIGABYTES)
    group.at_most(f"{name}, aggregates from their sums, relative", distance, COHERENCE)


def reconciled(members, folder):
    """The file of leaves; the runs without and with reconciliation, and how far it is from sums."""
    WORK.mkdir(parents=True, exist_ok=True)
    data = WORK / f"hierarchy-{'x'.join(map(str, members))}-{MONTHS}-{SEED}.csv"
    if not data.exists():
        peer("make_hierarchy.py", data, sizes(members), MONTHS, SEED)
    names = [f"d{index + 1}" for index in range(len(members))]
    out = WORK / "reconciled.csv"

    def run(method):
        return vedetta("vacancies", "forecast", "--data", data, "--hierarchy", ",".join(names),
                       "--horizon", HORIZON, "--model", MODEL, "--reconcile", method,
                       "--out", out, "--force", "--quiet", registry=folder / "registry")

    try:
        alone = run("none")
        result = run("shrink")
        return data, (alone, result, incoherence(out, names, members))
    finally:
        out.unlink(missing_ok=True)


def sizes(members):
    return ",".join(map(str, members))


def incoherence(path, names, members):
    """Largest relative distance of an aggregate's mean from the sum of its leaves' means.

    Every series of the crossed hierarchy must be there, once a month.
    """
    wanted = pyarrow.csv.ConvertOptions(include_columns=[*names, "ds", "mean"],
                                        auto_dict_encode=True)
    table = pyarrow.csv.read_csv(path, convert_options=wanted)
    place = []
    for name in [*names, "ds"]:
        column = table[name].combine_chunks()
        if not hasattr(column, "dictionary"):
            column = column.dictionary_encode()
        labels = column.dictionary.to_pylist()
        # `<all>` comes first, at 0; months have no such label and start at 0.
        order = {label: code for code, label in enumerate(sorted(labels, key=str))}
        codes = numpy.array([order[label] for label in labels])
        place.append(codes[column.indices.to_numpy()])
    cube = numpy.full([*(size + 1 for size in members), HORIZON], numpy.nan)
    cube[tuple(place)] = table["mean"].to_numpy()
    assert table.num_rows == cube.size, "not one row a series and month"
    # Summed over one dimension after the other, from the leaves alone.
    summed = cube[(slice(1, None),) * len(members)]
    for axis in range(len(members)):
        summed = numpy.concatenate([summed.sum(axis=axis, keepdims=True), summed], axis=axis)
    distance = numpy.abs(cube - summed) / numpy.maximum(numpy.abs(summed), 1e-300)
    # A missing series is a distance too: NaN is the largest.
    return float(numpy.max(distance))
