"""Logistic regressions against values in high precision.

Twice: on the committed fixtures (Tests/TestSupport/Fixtures, every checkout has them) and on the
data beside the checkout (../shared/data/reference), where they are.
"""

import csv
import io
import json
import math

from checks.program import ROOT, SHARED, CommandFailed, vedetta

FIXTURES = ROOT / "Tests/TestSupport/Fixtures"
COEFFICIENTS, ERRORS, DEVIANCE = 1e-9, 1e-8, 1e-9


def numeric(*columns):
    return [{"column": column, "kind": "numeric"} for column in columns]


def categorical(column, reference):
    return [{"column": column, "kind": "categorical", "reference": reference}]


# The models of glm_expected.json as specifications: the file has them as R formulas.
SHARED_MODELS = {
    "mtcars": ({"target": "am"}, numeric("wt", "hp")),
    "birthwt": (
        {"target": "low"},
        numeric("age", "lwt") + categorical("race", "1") + numeric("smoke", "ptl", "ht", "ui"),
    ),
    "spector": ({"target": "GRADE"}, numeric("GPA", "TUCE", "PSI")),
    "admit": ({"target": "admit"}, numeric("gre", "gpa") + categorical("rank", "1")),
    "lizards": (
        {"successes": "grahami", "failures": "opalinus"},
        categorical("height", "<5ft") + categorical("diameter", "<=2in")
        + categorical("light", "sunny") + categorical("time", "early"),
    ),
}


def check(group, folder, repetitions):
    expected = json.loads((FIXTURES / "glm_reference.json").read_text(encoding="utf-8"))
    for name, model in expected.items():
        if not name.startswith("_"):
            compare(group, folder, f"fixture {name}", FIXTURES / model["data"], model,
                    model["features"], model)

    path = SHARED / "reference/glm_expected.json"
    if not path.exists():
        group.skip("glm_expected.json", "needs ../shared/data/reference")
        return
    expected = json.loads(path.read_text(encoding="utf-8"))
    for name, (response, features) in SHARED_MODELS.items():
        model = expected[name]
        compare(group, folder, name, path.parent / model["data"], response, features, model)


def specification(name, response, features):
    if "target" in response:
        target = f'{{column: {quoted(response["target"])}, positive: 1}}'
    else:
        target = (f'{{successes: {quoted(response["successes"])},'
                  f' failures: {quoted(response["failures"])}}}')
    lines = [f"name: {quoted(name)}", f"target: {target}", "features:"]
    for feature in features:
        parts = [f'column: {quoted(feature["column"])}', f'kind: {feature["kind"]}']
        if "reference" in feature:
            parts.append(f'reference: {quoted(feature["reference"])}')
        lines.append(f'  - {{{", ".join(parts)}}}')
    return "\n".join(lines) + "\n"


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def compare(group, folder, name, data, response, features, expected):
    spec = folder / "spec.yaml"
    model = folder / name.replace(" ", "-")
    spec.write_text(specification(name, response, features), encoding="utf-8")
    allowed = ["--allow", "aliasing,few-events"]
    try:
        trained = vedetta("risk", "train", "--spec", spec, "--data", data, "--out", model,
                          "--json", *allowed, registry=folder / "registry")
        table = vedetta("risk", "coefficients", "--model", model, "--format", "csv",
                        registry=folder / "registry")
    except CommandFailed as failure:
        group.failure(name, str(failure))
        return
    rows = {row["term"]: row for row in csv.DictReader(io.StringIO(table.output))}
    for key, column, tolerance in (("coefficients", "estimate", COEFFICIENTS),
                                   ("standard_errors", "std_error", ERRORS)):
        if key in expected:
            found = [number(rows[term][column]) for term in expected["terms"]]
            group.largest_error(f"{name}, {key.replace('_', ' ')}",
                                list(map(error, found, expected[key])), tolerance)
    deviance = expected.get("deviance")
    if deviance is None:
        deviance = -2 * expected["log_likelihood"]
    result = json.loads(trained.output)
    group.largest_error(f"{name}, deviance", [error(result["deviance"], deviance)], DEVIANCE)


def number(text):
    return float(text) if text else None


def error(found, expected):
    """Relative error; infinite where only one of the two has a value."""
    if found is None and expected is None:
        return 0.0
    if found is None or expected is None:
        return math.inf
    return abs(found - expected) / abs(expected)
