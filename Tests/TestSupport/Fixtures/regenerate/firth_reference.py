"""Writes firth_reference.json: Firth fits, FLIC intercepts and profile likelihood intervals.

    python3 firth_reference.py

Needs numpy, scipy and firthmodels from PyPI and R with brglm2. All values come from plain formulas
in 80-bit arithmetic (numpy.longdouble): Fisher scoring of the modified score until it is below
1e-15, profiles climbed at fixed values of the coefficient, their roots by bisection and secants to
1e-14. The script stops where brglm2 (AS_mean, epsilon 1e-12) differs by more than 1e-8 in the
coefficients or standard errors, or, for rows without weights and offset, firthmodels by more than
1e-5 in the intervals or 1e-6 in the p-values.
"""

import csv
import importlib.metadata
import json
import pathlib
import platform
import re
import subprocess
import tempfile

import firthmodels
import numpy as np
import scipy.stats

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent
L = np.longdouble
LIMIT = L("3.841458820694124")  # R: qchisq(0.95, 1)

CASES = {
    "birthwt": {
        "data": "birthwt.csv",
        "successes": "low",
        "columns": [
            ["age", None], ["lwt", None], ["race", "2"], ["race", "3"], ["smoke", None],
            ["ptl", None], ["ht", None], ["ui", None],
        ],
    },
    "esoph": {
        "data": "esoph.csv",
        "successes": "ncases",
        "failures": "ncontrols",
        "columns": [
            ["agegp", "35-44"], ["agegp", "45-54"], ["agegp", "55-64"], ["agegp", "65-74"],
            ["agegp", "75+"], ["alcgp", "40-79"], ["alcgp", "80-119"], ["alcgp", "120+"],
            ["tobgp", "10-19"], ["tobgp", "20-29"], ["tobgp", "30+"],
        ],
    },
    # The five cars with five gears are all manual: quasi-separation.
    "mtcars": {
        "data": "mtcars.csv",
        "successes": "am",
        "columns": [["wt", None], ["gear", "5"]],
        "offset": "drat",
        "infinite": "gear=5",
    },
}


def load(case):
    with open(FIXTURES / case["data"], newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [np.ones(len(rows), dtype=L)]
    for name, level in case["columns"]:
        columns.append(
            np.array([float(r[name]) if level is None else float(r[name] == level) for r in rows], dtype=L)
        )
    successes = np.array([float(r[case["successes"]]) for r in rows], dtype=L)
    if "failures" in case:
        trials = successes + np.array([float(r[case["failures"]]) for r in rows], dtype=L)
    else:
        trials = np.ones(len(rows), dtype=L)
    offset = np.zeros(len(rows), dtype=L)
    if "offset" in case:
        offset = np.array([float(r[case["offset"]]) for r in rows], dtype=L)
    return np.column_stack(columns), successes, trials, offset


def cholesky(a):
    n = len(a)
    lower = np.zeros_like(a)
    for j in range(n):
        lower[j, j] = np.sqrt(a[j, j] - lower[j, :j] @ lower[j, :j])
        lower[j + 1 :, j] = (a[j + 1 :, j] - lower[j + 1 :, :j] @ lower[j, :j]) / lower[j, j]
    return lower


def inverse(a):
    lower = cholesky(a)
    n = len(a)
    inv = np.zeros_like(a)
    for j in range(n):
        column = np.zeros(n, dtype=L)
        column[j] = 1
        for i in range(j, n):
            column[i] = (column[i] - lower[i, :i] @ inv[:i, j]) / lower[i, i]
            inv[i, j] = column[i]
    return inv.T @ inv


def evaluate(x, y, trials, offset, beta, firth):
    eta = x @ beta + offset
    mu = 1 / (1 + np.exp(-eta))
    complement = 1 / (1 + np.exp(eta))
    tail = np.log1p(np.exp(-np.abs(eta)))
    value = -(y * (np.maximum(-eta, 0) + tail) + (trials - y) * (np.maximum(eta, 0) + tail)).sum()
    weight = trials * mu * complement
    information = (x * weight[:, None]).T @ x
    residual = y * complement - (trials - y) * mu
    leverage = np.zeros_like(y)
    if firth:
        leverage = weight * np.einsum("ij,jk,ik->i", x, inverse(information), x)
        value += np.log(np.diag(cholesky(information))).sum()
        residual = residual + leverage * (complement - mu) / 2
    augmented = (x * ((trials + leverage) * mu * complement)[:, None]).T @ x
    return value, x.T @ residual, information, augmented


def maximize(data, beta, free, firth):
    """The maximum over the free coefficients; the others stay."""
    x = data[0]
    beta = beta.copy()
    index = np.ix_(free, free)
    value, score, information, _ = evaluate(*data, beta, firth)
    for _ in range(500):
        inv = inverse(information[index])
        step = inv @ score[free]
        if np.sqrt(abs(step @ score[free])) < 1e-16:
            return beta, value
        fraction = L(1)
        while True:
            trial = beta.copy()
            trial[free] += fraction * step
            new = evaluate(*data, trial, firth)
            if new[0] >= value - abs(value) * L(1e-17) or (fraction < 1e-4 and new[0] == new[0]):
                break
            fraction /= 2
        beta, (value, score, information, _) = trial, new
        if np.sqrt(abs(step @ information[index] @ step)) < 3e-17:
            return beta, value
    residual = np.sqrt(abs(score[free] @ inverse(information[index]) @ score[free]))
    assert residual < 1e-14, (residual, beta, free, firth)
    return beta, value


def profile(data, beta, top, j, firth, infinite):
    free = [k for k in range(len(beta)) if k != j]

    def below(t, start):
        fixed = start.copy()
        fixed[j] = t
        point, value = maximize(data, fixed, free, firth) if free else (fixed, evaluate(*data, fixed, firth)[0])
        return 2 * (top - value) - LIMIT, point

    bounds = []
    for sign in (-1, 1):
        if infinite and sign == 1:
            bounds.append(None)
            continue
        inner, start, step = beta[j], beta, L(0.01) * max(abs(beta[j]), L(0.01))
        if infinite:
            step = L(1)
        low = -LIMIT
        while True:
            outer = inner + sign * step
            high, point = below(outer, start)
            if high > 0:
                break
            inner, low, start, step = outer, high, point, L(1.3) * step
        for k in range(200):
            middle = outer - high * (outer - inner) / (high - low) if k % 3 else (inner + outer) / 2
            value, start = below(middle, start)
            if abs(value) < 1e-14 or abs(outer - inner) < 1e-16 * abs(outer):
                break
            if value > 0:
                outer, high = middle, value
            else:
                inner, low = middle, value
        bounds.append(float(middle))
    # In small steps: one large one would leave Newton's method behind.
    start = beta
    for k in range(63, -1, -1):
        value, start = below(beta[j] * k / 64, start)
    statistic = value + LIMIT
    return bounds, float(statistic), float(scipy.stats.chi2.sf(float(statistic), 1))


def intercept_by_likelihood(data, beta):
    return maximize(data, beta, [0], False)[0]


def brglm2(data):
    x, y, trials, offset = data
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "data.csv"
        table = np.column_stack([x, y, trials, offset]).astype(float)
        np.savetxt(path, table, delimiter=",", fmt="%.17g")
        k = x.shape[1]
        script = f"""
        d <- as.matrix(read.csv("{path}", header = FALSE))
        suppressMessages(library(brglm2))
        f <- glm.fit
        x <- d[, 1:{k}]; y <- d[, {k + 1}]; n <- d[, {k + 2}]; o <- d[, {k + 3}]
        fit <- brglmFit(x, y / n, weights = n, offset = o, family = binomial(), intercept = TRUE,
          control = list(type = "AS_mean", epsilon = 1e-12, maxit = 5000))
        w <- n * fit$fitted.values * (1 - fit$fitted.values)
        se <- sqrt(diag(solve(crossprod(x * sqrt(w)))))
        cat(sprintf("%.17g", c(fit$coefficients, se)), sep = "\\n")
        cat(as.character(packageVersion("brglm2")), R.version.string, sep = "\\n")
        """
        out = subprocess.run(["Rscript", "-e", script], check=True, capture_output=True, text=True).stdout.split("\n")
    values = np.array([float(v) for v in out[: 2 * k]])
    return values[:k], values[k:], out[2 * k], out[2 * k + 1]


result = {}
for name, case in CASES.items():
    data = load(case)
    k = data[0].shape[1]
    everything = list(range(k))
    terms = ["(Intercept)"] + [c if level is None else f"{c}={level}" for c, level in case["columns"]]
    entry = {key: case[key] for key in ("data", "successes", "failures", "offset", "columns") if key in case}
    entry["terms"] = terms

    beta, top = maximize(data, np.zeros(k, dtype=L), everything, True)
    _, _, information, augmented = evaluate(*data, beta, True)
    errors = np.sqrt(np.diag(inverse(information)))
    coefficients, other, package_version, r_version = brglm2(data)
    assert np.allclose(coefficients, beta.astype(float), rtol=1e-8), (coefficients, beta)
    assert np.allclose(other, errors.astype(float), rtol=1e-8), (other, errors)
    profiles = [profile(data, beta, top, j, True, False) for j in everything]
    # Log-likelihoods of Bernoulli trials, without binomial coefficients.
    corrected = intercept_by_likelihood(data, beta)
    corrected_errors = np.sqrt(np.diag(inverse(evaluate(*data, corrected, False)[2])))
    entry["firth"] = {
        "coefficients": [float(b) for b in beta],
        "standard_errors": [float(e) for e in errors],
        "standard_errors_logistf_convention": [float(e) for e in np.sqrt(np.diag(inverse(augmented)))],
        "penalised_log_likelihood_without_binomial_coefficients": float(top),
        "profile_ci_95": [p[0] for p in profiles],
        "profile_statistic": [p[1] for p in profiles],
        "profile_p": [p[2] for p in profiles],
        "flic_intercept": float(corrected[0]),
        "flic_standard_errors": [float(e) for e in corrected_errors],
    }
    if "failures" not in case and "offset" not in case:
        model = firthmodels.FirthLogisticRegression(max_iter=200, gtol=1e-4, xtol=1e-6)
        model.fit(data[0][:, 1:].astype(float), data[1].astype(int))
        model.lrt()
        order = everything[1:] + [0]  # firthmodels puts the intercept last
        theirs = model.conf_int(alpha=0.05, method="pl", max_iter=200, tol=1e-9)
        ours = np.array([profiles[j][0] for j in order])
        assert np.allclose(theirs, ours, rtol=1e-5), (theirs, ours)
        assert np.allclose(model.lrt_pvalues_, [profiles[j][2] for j in order], rtol=1e-6)

    infinite = terms.index(case["infinite"]) if "infinite" in case else None
    start = np.zeros(k, dtype=L)
    free = everything
    if infinite is not None:
        # At 60 the likelihood is its supremum to all digits; the profiles hold the column there.
        start[infinite] = 60
        free = [j for j in everything if j != infinite]
    beta, top = maximize(data, start, free, False)
    intervals = {}
    for j in everything:
        if infinite is not None and j != infinite:
            inner = (np.delete(data[0], infinite, axis=1), data[1], data[2], data[3] + data[0][:, infinite] * 60)
            place = free.index(j)
            found = profile(inner, np.delete(beta, infinite), top, place, False, False)
        else:
            found = profile(data, beta, top, j, False, j == infinite)
        intervals[terms[j]] = found
    entry["maximum_likelihood"] = {
        "infinite": case.get("infinite"),
        "profile_ci_95": [intervals[t][0] for t in terms],
        "profile_statistic": [intervals[t][1] for t in terms],
        "profile_p": [intervals[t][2] for t in terms],
    }
    result[name] = entry

output = {
    "_about": "Firth fits, FLIC and profile likelihood in 80-bit arithmetic; see regenerate/firth_reference.py",
    "_versions": {
        "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
        "firthmodels": importlib.metadata.version("firthmodels"), "brglm2": package_version, "R": r_version,
    },
    **result,
}
lines = json.dumps(output, indent=2)
# Arrays of numbers and pairs on one line.
lines = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m.group().split()).replace("[ ", "[").replace(" ]", "]"), lines)
(FIXTURES / "firth_reference.json").write_text(lines + "\n")
