"""Seconds from a CSV file to coefficients by a reader and scikit-learn: read_and_fit.py DATA."""

import json
import sys
import time

import numpy as np
import polars
import pyarrow.csv
from sklearn.linear_model import LogisticRegression


def by_polars(path):
    table = polars.read_csv(path)
    return table.drop("y").to_numpy(), table["y"].to_numpy()


def by_pyarrow(path):
    table = pyarrow.csv.read_csv(path)
    columns = [table[name].to_numpy() for name in table.column_names if name != "y"]
    return np.column_stack(columns), table["y"].to_numpy()


def main(path):
    seconds = {}
    for name, read in {"polars": by_polars, "pyarrow": by_pyarrow}.items():
        start = time.perf_counter()
        design, outcome = read(path)
        LogisticRegression(C=np.inf, tol=1e-7, max_iter=10_000).fit(design, outcome)
        seconds[f"{name} and scikit-learn"] = time.perf_counter() - start
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
