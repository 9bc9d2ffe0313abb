"""The randomised trial of Job Corps by commands: effect by risk, and an audit that must fail.

Out-of-fold probabilities by row number modulo 5, learned from the controls of the other folds;
the outcome is no work and no training in the second year.
"""

import csv
import json

from checks.program import SHARED, vedetta

DATA = SHARED / "neet/job_corps.csv"
FIRST, LAST = "female", "alcoholmis"
FIFTHS = [0.008, -0.014, -0.021, -0.052, -0.074]


def check(group, folder, repetitions):
    if not DATA.exists():
        group.skip("job corps", "needs ../shared/data/neet/job_corps.csv")
        return
    registry, spec, scored = folder / "registry", folder / "spec.yaml", folder / "scored.csv"
    with open(DATA, encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    features = header[header.index(FIRST):header.index(LAST) + 1]
    lines = ["name: job-corps", "id: id", "target: {column: neet, positive: 1}", "features:"]
    lines += [f"  - {{column: {name}, kind: numeric}}" for name in features]
    lines += ["audit: {groups: [black, female, haschild], limits: {recall_ratio: 0.8}}"]
    spec.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def answer(*arguments, status=0):
        run = vedetta(*arguments, "--json", "--quiet", registry=registry, status=status)
        return json.loads(run.output)

    answer("risk", "folds", "--spec", spec, "--data", DATA, "--folds", 5, "--by", "row",
           "--define", "neet:pworky2=0,trainy2=0", "--train-where", "assignment=0",
           "--out", scored)
    found = answer("risk", "experiment", "analyse", "--data", scored, "--arm", "assignment",
                   "--treated", 1, "--control", 0, "--outcome", "pworky2=0,trainy2=0",
                   "--id", "id", "--scores", "probability", "--bands", 5)
    overall = found["overall"]
    group.near("controls without work and training", overall["controlShare"], 0.133, 0.0005)
    group.near("treated", overall["treatedShare"], 0.104, 0.0005)
    group.near("effect", overall["effect"], -0.0294, 0.00005)
    group.near("its standard error", overall["standardError"], 0.0069, 0.00005)
    for number, (band, expected) in enumerate(zip(found["bands"], FIFTHS, strict=True), start=1):
        group.near(f"effect in fifth {number} of risk", band["effect"], expected, 0.0005)

    # The exit status of a declared limit that is broken.
    audit = answer("risk", "audit", "--spec", spec, "--data", scored, "--scores", "probability",
                   "--where", "assignment=0", "--top", "10%", status=1)
    group.equal("audit of the top tenth, controls selected", audit["capacities"][0], 366, 0)
    selected = {
        row["level"]: row["value"] for row in audit["measures"]
        if (row["measure"], row["column"]) == ("selection_rate", "black")
        and row["score"] == "probability"
    }
    group.near("selected of Black controls", selected["1"], 0.178, 0.0005)
    group.near("selected of the others", selected["0"], 0.026, 0.0005)
