"""Writes the logistic regression fixtures: the CSV files and glm_reference.json.

    python3 glm_reference.py

Runs glm_reference.R (R's own fits), then Newton's method in 50-digit arithmetic on the same files
until the gradient is below 1e-40, with the information taken at the final coefficients. The values
written are those of the 50-digit fit, rounded to doubles; the script stops where R's coefficients
differ by more than 1e-9 (relative), its standard errors by more than 1e-8, or its deviances by
more than 1e-9. An aliased term has no value: the reduced model is fitted without it.
"""

import csv
import json
import pathlib
import platform
import re
import subprocess
import tempfile

import mpmath
from mpmath import mp, mpf

mp.dps = 50
HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent


def design(model, rows):
    """The design matrix with treatment contrasts, its term names and the response as counts."""
    names = ["(Intercept)"]
    columns = [[mpf(1)] * len(rows)]
    for feature in model["features"]:
        column = feature["column"]
        if feature["kind"] == "numeric":
            names.append(column)
            # The decimal text is read as the double it names, as every program does.
            columns.append([mpf(float(row[column])) for row in rows])
        else:
            for level in feature["levels"][1:]:
                names.append(f"{column}={level}")
                columns.append([mpf(row[column] == level) for row in rows])
    if "target" in model:
        successes = [mpf(int(row[model["target"]])) for row in rows]
        failures = [1 - y for y in successes]
    else:
        successes = [mpf(int(row[model["successes"]])) for row in rows]
        failures = [mpf(int(row[model["failures"]])) for row in rows]
    assert names == model["terms"], (names, model["terms"])
    return names, columns, successes, failures


def log_one_plus_exp(x):
    return x + mpmath.log1p(mpmath.exp(-x)) if x > 0 else mpmath.log1p(mpmath.exp(x))


def newton(columns, successes, failures):
    """Maximum-likelihood coefficients, their covariance and the log-likelihood kernel."""
    size, rows = len(columns), len(successes)
    beta = mpmath.zeros(size, 1)

    def kernel(beta):
        total = mpf(0)
        for i in range(rows):
            eta = mpmath.fsum(columns[j][i] * beta[j] for j in range(size))
            total -= successes[i] * log_one_plus_exp(-eta) + failures[i] * log_one_plus_exp(eta)
        return total

    def derivatives(beta):
        gradient = mpmath.zeros(size, 1)
        information = mpmath.zeros(size, size)
        for i in range(rows):
            x = [columns[j][i] for j in range(size)]
            eta = mpmath.fsum(x[j] * beta[j] for j in range(size))
            mu = 1 / (1 + mpmath.exp(-eta))
            trials = successes[i] + failures[i]
            residual = successes[i] - trials * mu
            weight = trials * mu / (1 + mpmath.exp(eta))
            for j in range(size):
                gradient[j] += residual * x[j]
                for k in range(j + 1):
                    information[j, k] += weight * x[j] * x[k]
        for j in range(size):
            for k in range(j):
                information[k, j] = information[j, k]
        return gradient, information

    value = kernel(beta)
    for _ in range(60):
        gradient, information = derivatives(beta)
        if max(abs(g) for g in gradient) < mpf(10) ** -40:
            return beta, information**-1, value
        step = mpmath.lu_solve(information, gradient)
        scale = mpf(1)
        while kernel(beta + scale * step) < value - mpf(10) ** -40:
            scale /= 2
        beta += scale * step
        value = kernel(beta)
    raise SystemExit("Newton's method did not converge")


def refine(model, rows):
    names, columns, successes, failures = design(model, rows)
    kept = [j for j, value in enumerate(model["coefficients"]) if value is not None]
    beta, covariance, kernel = newton([columns[j] for j in kept], successes, failures)

    saturated = mpf(0)
    constant = mpf(0)
    for y, z in zip(successes, failures):
        for count in (y, z):
            if count > 0:
                saturated += count * mpmath.log(count / (y + z))
        constant += mpmath.log(mpmath.binomial(y + z, y))
    total, positive = sum(successes) + sum(failures), sum(successes)
    null_kernel = positive * mpmath.log(positive / total) + (total - positive) * mpmath.log(
        (total - positive) / total
    )
    coefficients, errors = [None] * len(names), [None] * len(names)
    for place, j in enumerate(kept):
        coefficients[j] = float(beta[place])
        errors[j] = float(mpmath.sqrt(covariance[place, place]))

    result = {key: model[key] for key in ("data", "model")}
    for key in ("target", "successes", "failures"):
        if key in model:
            result[key] = model[key]
    result["features"] = model["features"]
    result["method"] = "maximum likelihood"
    result["terms"] = names
    result["coefficients"] = coefficients
    result["standard_errors"] = errors
    result["covariance"] = [
        [float(covariance[j, k]) for k in range(len(kept))] for j in range(len(kept))
    ]
    result["deviance"] = float(2 * (saturated - kernel))
    result["null_deviance"] = float(2 * (saturated - null_kernel))
    result["log_likelihood"] = float(kernel + constant)
    result["log_likelihood_without_binomial_coefficients"] = float(kernel)
    result["aic"] = float(-2 * (kernel + constant) + 2 * len(kept))
    result["rows"] = len(rows)
    result["trials"] = int(total)
    result["positive"] = int(positive)
    aliased = [names[j] for j in range(len(names)) if j not in kept]
    if aliased:
        result["aliased"] = {}
        for name in aliased:
            # The combination of kept columns that gives the aliased one, exactly.
            j = names.index(name)
            square = mpmath.matrix(
                [[mpmath.fsum(a * b for a, b in zip(columns[r], columns[c])) for c in kept] for r in kept]
            )
            right = mpmath.matrix(
                [mpmath.fsum(a * b for a, b in zip(columns[r], columns[j])) for r in kept]
            )
            weights = mpmath.lu_solve(square, right)
            result["aliased"][name] = {
                names[k]: float(mpmath.nint(w * 10**20) / 10**20)
                for k, w in zip(kept, weights)
                if abs(w) > mpf(10) ** -20
            }
    compare(model, result)
    return result


def compare(model, result):
    def close(mine, theirs, tolerance, what):
        if (mine is None) != (theirs is None):
            raise SystemExit(f"{model['name']} {what}: {mine} here, {theirs} in R")
        if mine is not None and abs(mine - theirs) > tolerance * abs(mine):
            raise SystemExit(f"{model['name']} {what}: {mine} here, {theirs} in R")

    for key, tolerance in (("coefficients", 1e-9), ("standard_errors", 1e-8)):
        for mine, theirs in zip(result[key], model[key]):
            close(mine, theirs, tolerance, key)
    for key in ("deviance", "null_deviance", "log_likelihood", "aic"):
        close(result[key], model[key], 1e-9, key)
    assert result["trials"] == model["trials"] and result["rows"] == model["rows"]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["Rscript", str(HERE / "glm_reference.R"), name], check=True)
        models = [json.loads(path.read_text()) for path in sorted(folder.glob("*.r.json"))]
        document = {
            "_about": (
                "Logistic regressions on data of R's own packages: Newton's method in 50-digit"
                " arithmetic, covariance at the final coefficients, rounded to doubles; R's glm"
                " (epsilon 1e-14, or 1e-12 at most where that does not end) agrees to 1e-9 in coefficients and deviances, 1e-8 in standard"
                " errors. null: an aliased term. Categorical terms are treatment contrasts, the"
                " first level is the reference."
            ),
            "_versions": {
                "R": models[0]["r"],
                "MASS": models[0]["mass"],
                "python": platform.python_version(),
                "mpmath": mpmath.__version__,
            },
        }
        for path in sorted(folder.glob("*.csv")):
            (FIXTURES / path.name).write_bytes(path.read_bytes())
        for model in models:
            with open(folder / model["data"], newline="", encoding="utf-8") as stream:
                rows = list(csv.DictReader(stream))
            document[model["name"]] = refine(model, rows)
            print(model["name"], "agrees with R")
    text = json.dumps(document, indent=2, ensure_ascii=False)
    # A list of numbers or of names, and a term of the model, stands on one line.
    flat = re.compile(r"([\[{])\s*([^\[\]{}]*?)\s*([\]}])")
    text = flat.sub(lambda m: m[1] + re.sub(r"\s*\n\s*", " ", m[2]) + m[3], text)
    (FIXTURES / "glm_reference.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
