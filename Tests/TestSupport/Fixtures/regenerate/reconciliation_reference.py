# Reconciliation of a nested and of a crossed hierarchy, drawn with a seed.
#
#   python3 reconciliation_reference.py     (needs numpy, scipy, hierarchicalforecast;
#                                            writes ../reconciliation_reference.json)
#
# Expected values are plain formulas with dense matrices: minimum trace S (S'W⁻¹S)⁻¹ S'W⁻¹ ŷ of
# Wickramasuriya, Athanasopoulos and Hyndman (2019, JASA 114:804); W with shrunk correlations by
# Schäfer and Strimmer (2005, Stat. Appl. Genet. Mol. Biol. 4:32); with no value below 0 the exact
# active-set solution (scipy's nnls) of the same least squares (Wickramasuriya, Turlach and Hyndman
# 2020, Stat. Comput. 30:1167). The script stops where hierarchicalforecast differs by more than it
# explains:
#
# - `wls_var` and `mint_shrink` add 2e-8 to variances, which are above 1 here: 1e-8.
# - `mint_shrink` centres the residuals of each series before it estimates variances and correlations,
#   where the paper, and R's hts, take them as they are: errors of unbiased forecasts have mean 0. On
#   centred residuals both estimates are one but for an epsilon of 1e-8 in theirs: 1e-7 of forecasts;
#   `shrinkage_centred` is λ by centred residuals, which is theirs to 1e-6.
# - Its non-negative solution is in single precision: 1e-5.
# - Top-down and middle-out need a tree; the crossed columns are opened one after the other, state,
#   region, job, and the other aggregates summed from the leaves.

import importlib.metadata
import itertools
import json
import pathlib
import warnings

import numpy as np
import scipy.optimize
from hierarchicalforecast.methods import BottomUp, MiddleOut, MinTrace, TopDown

warnings.filterwarnings("ignore", module="qpsolvers")

MONTHS, HORIZON, HISTORY = 30, 3, 24
PATHS = {"nested": [["state", "region"]], "crossed": [["state", "region"], ["job"]]}


def leaves_of(name):
    places = [("A", "n"), ("A", "s"), ("A", "w"), ("B", "n"), ("B", "w"), ("C", "e")]
    if name == "nested":
        return [list(place) for place in places]
    jobs = ["cook", "nurse", "smith"]
    return [[*place, job] for place, job in itertools.product(places, jobs)
            if (place[0], job) != ("C", "smith")]


def levels_of(paths, leaves):
    """Columns taken, and for each level its nodes as lists of leaves; the total first."""
    depths = sorted(itertools.product(*(range(len(path) + 1) for path in paths)), key=sum)
    starts = np.cumsum([0, *(len(path) for path in paths)])
    levels = []
    for depth in depths:
        columns = [start + column for start, taken in zip(starts, depth) for column in range(taken)]
        nodes = {}
        for leaf, labels in enumerate(leaves):
            nodes.setdefault(tuple(labels[column] for column in columns), []).append(leaf)
        levels.append((depth, list(nodes.values())))
    return levels


def shrunk(residuals, centred):
    """W and λ; the diagonal is not shrunk."""
    x = residuals - residuals.mean(axis=1, keepdims=True) if centred else residuals
    count = x.shape[1]
    variances = (x ** 2).mean(axis=1)
    z = x / np.sqrt(variances)[:, None]
    spread = squares = 0.0
    for i, j in itertools.permutations(range(len(z)), 2):
        products = z[i] * z[j]
        spread += ((products - products.mean()) ** 2).sum() / (count * (count - 1))
        squares += products.mean() ** 2
    weight = min(1.0, spread / squares)
    covariance = (1 - weight) * (x @ x.T) / count
    np.fill_diagonal(covariance, variances)
    return covariance, weight


def minimum_trace(S, W, base):
    inverse = np.linalg.inv(W)
    return S @ np.linalg.solve(S.T @ inverse @ S, S.T @ inverse @ base)


def non_negative(S, W, base):
    root = np.linalg.cholesky(np.linalg.inv(W)).T
    return S @ np.column_stack([scipy.optimize.nnls(root @ S, root @ y)[0] for y in base.T])


def check(ours, theirs, tolerance, what):
    distance = np.abs(ours - theirs).max() / np.abs(ours).max()
    assert distance < tolerance, (what, distance)


def reference(name, generator):
    paths, leaves = PATHS[name], leaves_of(name)
    levels = levels_of(paths, leaves)
    nodes = [node for _, level in levels for node in level]
    S = np.array([[float(leaf in node) for leaf in range(len(leaves))] for node in nodes])
    n, m = S.shape[0], S.shape[0] - len(leaves)

    # Errors of leaves with a common part and a bias; those of aggregates do not add up.
    common = generator.standard_normal(MONTHS)
    size = 2 + np.arange(len(leaves)) % 4
    bottom = size[:, None] * (generator.standard_normal((len(leaves), MONTHS)) + common + 0.2)
    residuals = S @ bottom
    residuals[:m] += 0.5 * residuals[:m].std(axis=1, keepdims=True) * generator.standard_normal(
        (m, MONTHS))
    residuals = np.round(residuals, 4)
    history = np.round(generator.gamma(2, 20, (len(leaves), HISTORY)), 2)
    means = history.mean(axis=1)
    means[1] = means[-1] = 0.5
    base = S @ np.outer(means, np.ones(HORIZON))
    base = np.round(np.abs(base * (1 + 0.15 * generator.standard_normal(base.shape))), 3)
    # An aggregate far below its leaves pulls the smallest of them below 0.
    base[1, 1:] = np.round(0.4 * base[1, 1:], 3)

    expected, bounded = {}, {}
    W = {"ols": np.eye(n), "struct": np.diag(S.sum(axis=1)),
         "var": np.diag((residuals ** 2).mean(axis=1)), "shrink": shrunk(residuals, False)[0]}
    theirs = {"ols": "ols", "struct": "wls_struct", "var": "wls_var", "shrink": "mint_shrink"}
    zeros = np.zeros_like(residuals)
    for key, method in theirs.items():
        expected[key] = minimum_trace(S, W[key], base)
        bounded[key] = non_negative(S, W[key], base)
        same = shrunk(residuals, True)[0] if key == "shrink" else W[key]
        arguments = dict(S=S, y_hat=base, y_insample=residuals, y_hat_insample=zeros)
        check(minimum_trace(S, same, base), MinTrace(method).fit_predict(**arguments)["mean"],
              1e-7 if key == "shrink" else 1e-8, key)
        peer = MinTrace(method, nonnegative=True)
        check(non_negative(S, same, base), peer.fit_predict(**arguments)["mean"], 1e-5, key)
    assert min(expected["ols"].min(), expected["shrink"].min()) < -1

    expected["bottom_up"] = S @ base[m:]
    check(expected["bottom_up"], BottomUp().fit_predict(S=S, y_hat=base)["mean"], 1e-12, "up")
    # The levels of the tree: state, region, job opened one after the other.
    opened = [tuple(min(max(total - before, 0), len(path)) for path, before in
                    zip(paths, np.cumsum([0, *(len(path) for path in paths)])))
              for total in range(sum(len(path) for path in paths) + 1)]
    rows, tags, start = [], {}, 0
    for depth, level in levels:
        if depth in opened:
            tags[str(opened.index(depth))] = np.arange(len(rows), len(rows) + len(level))
            rows += range(start, start + len(level))
        start += len(level)
    tree = dict(S=S[rows], y_hat=base[rows], tags=tags)
    bottom = slice(-len(leaves), None)
    middle = str((len(opened) - 1) // 2)
    known = dict(y_insample=(S @ history)[rows])
    for key, method, more in (
            ("top_down", TopDown("forecast_proportions"), {}),
            ("top_down_history", TopDown("proportion_averages"), known),
            ("middle_out", MiddleOut(middle, "forecast_proportions"), known)):
        expected[key] = S @ method.fit_predict(**tree, **more)["mean"][bottom]

    weight, weight_centred = shrunk(residuals, False)[1], shrunk(residuals, True)[1]
    peer = MinTrace("mint_shrink")
    peer.fit(S=S, y_hat=base, y_insample=residuals, y_hat_insample=zeros)
    assert abs(1 - peer.W[0, 1] / np.cov(residuals)[0, 1] - weight_centred) < 1e-6
    return {
        "formula": ",".join("/".join(path) for path in paths), "leaves": leaves,
        "residuals": residuals.tolist(), "history": history.tolist(), "base": base.T.tolist(),
        "shrinkage": weight, "shrinkage_centred": weight_centred,
        "expected": {key: value.T.tolist() for key, value in expected.items()},
        "non_negative": {key: value.T.tolist() for key, value in bounded.items()},
    }


fixtures = pathlib.Path(__file__).resolve().parent.parent
generator = np.random.default_rng(2019)
versions = ", ".join(f"{name} {importlib.metadata.version(name)}"
                     for name in ("hierarchicalforecast", "numpy", "scipy"))
result = {"versions": versions, **{name: reference(name, generator) for name in PATHS}}
(fixtures / "reconciliation_reference.json").write_text(json.dumps(result, indent=1) + "\n")
