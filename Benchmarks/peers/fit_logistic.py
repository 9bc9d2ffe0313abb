"""Fits a table of make_records.py with a peer and prints its time as JSON.

    fit_logistic.py PEER DATA [--ridge LAMBDA] [--default]

Times are those of the fit in memory, without reading and encoding; `whole` has them. The fit is
repeated with ever stricter tolerances until no coefficient is further than 1e-6 from the optimum,
and the loosest that meets this is the one reported; with --default it is the peer's own tolerance.
"""

import argparse
import json
import sys
import time
import warnings

import numpy as np
import pyarrow as pa
import pyarrow.csv

DISTANCE = 1e-6
TOLERANCES = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11]


def read(path):
    table = pyarrow.csv.read_csv(path)
    names = [name for name in table.column_names if name != "y"]
    numbers = [name for name in names if name.startswith("x")]
    factors = [name for name in names if name.startswith("f")]
    return table, numbers, factors


def dense(table, numbers, factors):
    """Numbers and 0/1 columns of every level but the first, in one array."""
    columns = [table[name].to_numpy() for name in numbers]
    for name in factors:
        codes, levels = encoded(table[name])
        columns += [(codes == k).astype(np.float64) for k in range(1, len(levels))]
    return np.column_stack(columns)


def encoded(column):
    values = column.combine_chunks().dictionary_encode()
    levels = values.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(levels)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[values.indices.to_numpy(zero_copy_only=False)], levels[order]


def sklearn_fits(solver):
    import sklearn
    from sklearn.linear_model import LogisticRegression

    def fit(design, outcome, ridge, tolerance):
        settings = {"C": 1 / (ridge * len(outcome))} if ridge else {"C": np.inf}
        model = LogisticRegression(solver=solver, tol=tolerance, max_iter=10_000, **settings)
        model.fit(design, outcome)
        return np.r_[model.intercept_, model.coef_[0]]

    return sklearn.__version__, dense, fit


def glum_fits():
    import glum
    import pandas as pd
    import tabmat

    def design(table, numbers, factors):
        frame = pd.DataFrame({name: table[name].to_numpy() for name in numbers})
        for name in factors:
            codes, levels = encoded(table[name])
            frame[name] = pd.Categorical.from_codes(codes, categories=list(levels))
        return tabmat.from_pandas(frame, drop_first=True)

    def fit(matrix, outcome, ridge, tolerance):
        model = glum.GeneralizedLinearRegressor(
            family="binomial", alpha=ridge, l1_ratio=0, solver="irls-ls",
            gradient_tol=tolerance, max_iter=200, scale_predictors=False)
        model.fit(matrix, outcome)
        return np.r_[model.intercept_, model.coef_]

    return glum.__version__, design, fit


def statsmodels_fits():
    import statsmodels
    from statsmodels.discrete.discrete_model import Logit

    def design(table, numbers, factors):
        columns = dense(table, numbers, factors)
        return np.column_stack([np.ones(len(columns)), columns])

    def fit(matrix, outcome, ridge, tolerance):
        return Logit(outcome, matrix).fit(disp=0, tol=tolerance, maxiter=100).params

    return statsmodels.__version__, design, fit


# The strictest tolerance that each reaches.
STRICTEST = {"sklearn-lbfgs": 1e-12, "sklearn-newton-cholesky": 1e-9, "glum": 1e-13,
             "statsmodels": 1e-10}

PEERS = {
    "sklearn-lbfgs": lambda: sklearn_fits("lbfgs"),
    "sklearn-newton-cholesky": lambda: sklearn_fits("newton-cholesky"),
    "glum": glum_fits,
    "statsmodels": statsmodels_fits,
}


def main(peer, path, ridge, default):
    warnings.simplefilter("ignore")
    version, design_of, fit = PEERS[peer]()
    begin = time.perf_counter()
    table, numbers, factors = read(path)
    outcome = table["y"].to_numpy().astype(np.float64)
    design = design_of(table, numbers, factors)
    del table
    before = time.perf_counter() - begin
    optimum = None if default else fit(design, outcome, ridge, STRICTEST[peer])
    result = None
    # Newton's methods end at once at the tolerance that lbfgs needs; the loosest is their best.
    for tolerance in [1e-4] if default else TOLERANCES:
        start = time.perf_counter()
        found = fit(design, outcome, ridge, tolerance)
        seconds = time.perf_counter() - start
        result = {"version": version, "seconds": seconds, "tolerance": tolerance,
                  "whole": before + seconds}
        if default:
            break
        distance = float(np.max(np.abs(found - optimum)))
        result |= {"distance": distance, "optimum": list(map(float, optimum))}
        if distance <= DISTANCE:
            break
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("data")
    parser.add_argument("--ridge", type=float, default=0.0)
    parser.add_argument("--default", action="store_true")
    arguments = parser.parse_args()
    main(arguments.peer, arguments.data, arguments.ridge, arguments.default)
