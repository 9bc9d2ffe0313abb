"""Reconciles a crossed hierarchy with hierarchicalforecast: reconcile.py PATH SIZES HORIZON.

PATH is a file of make_hierarchy.py, SIZES the members of each dimension. Base forecasts are those of
the seasonal naive method, for all series alike. Prints one JSON document: seconds of MinTrace with
shrunk covariance alone (means, which may be negative), the base forecasts and the matrix of sums
being there; the numbers of series and leaves; peak memory in bytes; and the largest relative
distance of an aggregate from the sum of its leaves.
"""

import importlib.metadata
import itertools
import json
import os
import resource
import sys
import time

import numpy
import pandas
from hierarchicalforecast.methods import MinTrace

SEASON = 12


def main():
    path, horizon = sys.argv[1], int(sys.argv[3])
    sizes = [int(size) for size in sys.argv[2].split(",")]
    values = pandas.read_csv(path, usecols=["y"])["y"].to_numpy(float)
    leaves = values.reshape(numpy.prod(sizes), -1)
    sums = sum_matrix(sizes)
    known = sums @ leaves
    fitted = known[:, :-SEASON]
    base = known[:, -SEASON:][:, numpy.arange(horizon) % SEASON]

    start = time.perf_counter()
    result = MinTrace(method="mint_shrink", num_threads=os.cpu_count()).fit_predict(
        S=sums, y_hat=base, y_insample=known[:, SEASON:], y_hat_insample=fitted)["mean"]
    seconds = time.perf_counter() - start

    summed = sums @ result[-len(leaves):]
    distance = numpy.abs(result - summed) / numpy.maximum(numpy.abs(summed), 1e-300)
    print(json.dumps({
        "version": importlib.metadata.version("hierarchicalforecast"), "seconds": seconds,
        "series": len(sums), "leaves": len(leaves), "coherence": float(distance.max()),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))


def sum_matrix(sizes):
    """One row a series, the leaves last: the leaves, in the file's order, that it sums."""
    codes = numpy.indices(sizes).reshape(len(sizes), -1)
    rows = []
    for key in itertools.product(*([None, *range(size)] for size in sizes)):
        if None in key:
            chosen = [codes[index] == code for index, code in enumerate(key) if code is not None]
            rows.append(numpy.all(chosen, axis=0) if chosen else numpy.ones(codes.shape[1], bool))
    return numpy.vstack([numpy.array(rows, float), numpy.eye(codes.shape[1])])


if __name__ == "__main__":
    main()
