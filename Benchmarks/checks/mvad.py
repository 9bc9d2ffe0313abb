"""The NEET example end to end, by commands: cohort, fit on three Julys, judged on the fourth."""

import json

from checks.program import ROOT, CommandFailed, vedetta

EXAMPLE = ROOT / "Models/neet-mvad"
DEVIANCE, NULL_DEVIANCE = 668.589837505, 1101.46246509
COEFFICIENTS = {
    "jobless_1": 2.56690712535,
    "jobless_6": 0.38020823231,
    "(Intercept)": -3.60038553783,
}
AUC, BRIER = 0.8828763161, 0.04109073326
AT_71 = {"precision": 0.690, "recall": 0.731, "lift": 7.33}
FOLDS = {"folds": [0.842, 0.844, 0.884, 0.873], "onset": [0.535, 0.628, 0.646, 0.683]}
# The published figures have ten to twelve digits.
DIGITS = 1e-9


def check(group, folder, repetitions):
    registry = folder / "registry"
    rows, model, judged = folder / "rows.csv", folder / "model", folder / "judged"
    try:
        vedetta("risk", "cohort", "--spec", EXAMPLE / "cohort.yaml",
                "--data", EXAMPLE / "data/mvad.csv", "--out", rows, registry=registry)
        trained = vedetta("risk", "train", "--spec", EXAMPLE / "spec.yaml", "--data", rows,
                          "--as-of", "1994-07,1995-07,1996-07", "--out", model, "--json",
                          registry=registry)
        vedetta("risk", "evaluate", "--model", model, "--data", rows, "--as-of", "1997-07",
                "--top", "36,71", "--out", judged, registry=registry)
    except CommandFailed as failure:
        group.failure("mvad", str(failure))
        return
    fit = json.loads(trained.output)
    group.equal("rows trained on", fit["rows"], 2136, 0)
    group.equal("positive", fit["events"], 153, 0)
    group.equal("deviance", fit["deviance"], DEVIANCE, DIGITS)
    group.equal("null deviance", fit["nullDeviance"], NULL_DEVIANCE, DIGITS)
    found = {row["term"]: row["estimate"] for row in fit["coefficients"]}
    for term, expected in COEFFICIENTS.items():
        group.equal(f"coefficient {term}", found[term], expected, DIGITS)

    metrics = json.loads((judged / "metrics.json").read_text(encoding="utf-8"))["evaluation"]
    group.equal("AUC, July 1997", metrics["model"]["auc"]["value"], AUC, DIGITS)
    group.equal("Brier score", metrics["model"]["brier"]["value"], BRIER, DIGITS)
    top = next(row for row in metrics["model"]["top"] if row["capacity"] == 71)
    for key, expected in AT_71.items():
        group.near(f"{key} at 71", top[key]["value"], expected, 0.005 if key == "lift" else 0.0005)
    rule = metrics["rule"]
    group.note("rule beside it", f"{rule['rule']['column']}, AUC {rule['auc']['value']:.4f}")
    for name, expected in FOLDS.items():
        check_folds(group, folder, registry, name, expected)


def check_folds(group, folder, registry, name, expected):
    """Each July predicted from all earlier ones: AUC of persistence and of onset."""
    rows = folder / f"{name}.csv"
    try:
        vedetta("risk", "cohort", "--spec", EXAMPLE / f"{name}-cohort.yaml",
                "--data", EXAMPLE / "data/mvad.csv", "--out", rows, registry=registry)
        judged = vedetta("risk", "evaluate", "--spec", EXAMPLE / f"{name}-spec.yaml",
                         "--data", rows, "--folds", "expanding", "--top", "71",
                         "--replicates", "20", "--allow", "separation",
                         "--out", folder / name, "--json", registry=registry)
    except CommandFailed as failure:
        group.failure(f"mvad {name}", str(failure))
        return
    for fold, value in zip(json.loads(judged.output)["folds"], expected):
        # Published to three digits, one of them cut and not rounded.
        group.near(f"AUC, {name}, July {fold['name'][:4]}",
                   fold["scores"][0]["auc"]["value"], value, 0.00061)
