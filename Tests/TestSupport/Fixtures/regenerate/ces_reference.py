# Complex exponential smoothing on the series of ../forecast_series.csv.
#
#   python3 ces_reference.py     (after forecast_reference.R; needs numpy, statsforecast;
#                                 writes ../ces_reference.json)
#
# statsforecast computes its states in single precision, so its parameters are taken and the model is
# run here in double precision, by plain formulas with whole matrices; the script stops where
# statsforecast differs by more than single precision explains. `radius` is the largest modulus of the
# eigenvalues of the discount matrix, `growth` that of the transition matrix of the level and
# `season_growth` of the season, for drawn parameters.

import csv
import json
import pathlib

import numpy as np
import statsforecast
from statsforecast.ces import auto_ces, pegelsfcast_C

HORIZON, M = 24, 12
fixtures = pathlib.Path(__file__).resolve().parent.parent
series = {}
with open(fixtures / "forecast_series.csv") as file:
    for row in csv.DictReader(file):
        series.setdefault(row["unique_id"], []).append(float(row["y"]))


def matrices(form, a0, a1, b0, b1):
    """Transition F, gain g, measurement w of the state of all months, the next month first."""
    level = np.array([[1, a1 - 1], [1, 1 - a0]])
    season = {"N": np.zeros((0, 0)), "S": level, "P": np.array([[1.0]]),
              "F": np.array([[1, b1 - 1], [1, 1 - b0]])}[form]
    own = [] if form == "S" else [level]
    gain_level, k = [a0 - a1, a0 + a1], len(season)
    gain_season = {"N": [], "S": gain_level, "P": [b0], "F": [b0 - b1, b0 + b1]}[form]
    size = 2 * len(own) + M * k
    F, g, w = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    at = 0
    if own:
        F[:2, :2], g[:2], w[0], at = level, gain_level, 1, 2
    if k:
        w[at] = 1
        F[at:at + (M - 1) * k, at + k:] = np.eye((M - 1) * k)
        F[at + (M - 1) * k:, at:at + k] = season
        g[at + (M - 1) * k:] = gain_season
    return F, g, w


def run(y, F, g, w, x):
    errors = []
    for value in y:
        e = value - w @ x
        errors.append(e)
        x = F @ x + g * e
    return np.array(errors), x


def backcast(y, form, par):
    """The states before the last of three runs, statsforecast's way, row by row."""
    n, lag = len(y), 1 if form == "N" else M
    a0, a1, b0, b1 = par
    rows = n + 2 * lag
    x = np.zeros((rows, 4))
    if form == "N":
        x[0, :2] = y[:M].mean() * np.array([1, 1 / 1.1])
    elif form == "S":
        x[:M, 0], x[:M, 1] = y[:M], y[:M] / 1.1
    else:
        x[:M, 0], x[:M, 1] = y[:M].mean(), y[:M].mean() / 1.1
        half, kernel = M // 2, np.r_[0.5, np.ones(M - 1), 0.5] / M
        ratio = y[half:n - half] - np.convolve(y, kernel, "valid")
        figure = np.array([ratio[(month - half) % M::M].mean() for month in range(M)])
        x[:M, 2] = figure - figure.mean()
        if form == "F":
            x[:M, 3] = x[:M, 2] / 1.1
    near = lag if form == "S" else 1
    for turn in range(3):
        if turn:
            x = x[::-1].copy()
        if turn == 2:
            first = x[:lag].copy()
        data = y[::-1] if turn == 1 else y
        for i in range(lag, rows):
            (l, c), (s, q) = x[i - near, :2], x[i - lag, 2:]
            e = data[i - lag] - l - (s if form in "PF" else 0) if i < n + lag else 0
            x[i, 0], x[i, 1] = l - (1 - a1) * c + (a0 - a1) * e, l + (1 - a0) * c + (a0 + a1) * e
            if form == "P":
                x[i, 2] = s + b0 * e
            if form == "F":
                x[i, 2], x[i, 3] = s - (1 - b1) * q + (b0 - b1) * e, s + (1 - b0) * q + (b0 + b1) * e
    return first


def complex_smoothing(y, form):
    fit = auto_ces(y, M, model=form)
    par = [fit["par"][name] for name in ("alpha_0", "alpha_1", "beta_0", "beta_1")]
    par = [0.0 if value is None or np.isnan(value) else float(value) for value in par]
    first = backcast(y, form, par)
    theirs = fit["states"][:len(first)]
    scale = np.abs(first).max()
    # Their recursion is in single precision.
    assert np.abs(first[:, :theirs.shape[1]] - theirs).max() < 1e-3 * scale, (form, first, theirs)
    seasons = {"N": [], "S": first[:, :2], "P": first[:, 2:3], "F": first[:, 2:]}[form]
    level = [] if form == "S" else first[-1, :2]
    x = np.concatenate([np.ravel(level), np.ravel(seasons)])
    F, g, w = matrices(form, *par)
    errors, last = run(y, F, g, w, x)
    sse = float((errors ** 2).sum())
    assert abs(np.log(sse) - np.log((fit["residuals"] ** 2).sum())) < 1e-3, form
    mean, weights, effect = [], [], g
    for _ in range(HORIZON):
        mean.append(float(w @ last))
        weights.append(float(w @ effect))
        last, effect = F @ last, F @ effect
    assert np.abs(np.array(mean) - pegelsfcast_C(HORIZON, fit)).max() < 1e-3 * scale, form
    return {
        "parameters": par,
        "level": [float(value) for value in level],
        "seasons": [[float(value) for value in np.r_[row, 0.0][:2]] for row in np.array(seasons)],
        "sse": sse, "mean": mean, "error_weights": weights[:-1],
    }


def largest(matrix):
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def drawn(form, generator):
    a0, a1, b0, b1 = generator.uniform([1, 0.8, 0, 0], [2, 1.2, 1, 0])
    if form == "F":
        b0, b1 = generator.uniform([1, 0.8], [2, 1.2])
    F, g, w = matrices(form, a0, a1, b0, b1)
    season = {"N": 0, "S": 0, "P": 0, "F": largest(np.array([[1, b1 - 1], [1, 1 - b0]]))}[form]
    return {
        "form": form, "parameters": [float(value) for value in (a0, a1, b0, b1)],
        "radius": largest(F - np.outer(g, w)),
        "growth": largest(np.array([[1, a1 - 1], [1, 1 - a0]])), "season_growth": season,
    }


generator = np.random.default_rng(2022)
result = {
    "versions": f"statsforecast {statsforecast.__version__}, numpy {np.__version__}",
    "horizon": HORIZON,
    "series": {
        name: {form: complex_smoothing(np.array(y), form) for form in "NSPF"}
        for name, y in series.items()
    },
    "stability": [drawn(form, generator) for form in "NSPF" for _ in range(40)],
}
(fixtures / "ces_reference.json").write_text(json.dumps(result, indent=1) + "\n")
