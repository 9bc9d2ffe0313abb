"""The whole way from records to a contact list, on simulated people: time and memory of each step.

100,000 persons, 12 dates, 100 features in `make bench`, a tenth of the persons in `make bench-check`.
Trained on the first six dates, judged on the last three with 1,000 bootstrap draws by person: no
label window of the one reaches into the other.
"""

import json

from checks.program import vedetta

CAPACITY = 450
DRAWS = 1000
FEATURES = 100


def check(group, folder, repetitions):
    persons = 100_000 if repetitions >= 5 else 10_000
    registry = folder / "registry"
    people = folder / "people"
    runs = {}

    def step(name, *arguments):
        runs[name] = vedetta(*arguments, registry=registry)
        return runs[name]

    made = step("simulate people", "simulate", "people", "--persons", persons, "--first", "2017-01",
                "--months", 69, "--every", 3, "--features", FEATURES, "--out", people, "--json")
    dates = [date["asOf"] for date in json.loads(made.output)["dates"]]
    group.equal(f"{persons:,} persons, dates", len(dates), 12, 0)
    rows = folder / "rows.csv"
    step("cohort", "risk", "cohort", "--spec", people / "cohort.yaml",
         "--data", people / "people.csv", "--out", rows, "--quiet")
    step("train", "risk", "train", "--spec", people / "spec.yaml", "--data", rows,
         "--as-of", ",".join(dates[:6]), "--out", folder / "model", "--quiet")
    step("evaluate", "risk", "evaluate", "--model", folder / "model", "--data", rows,
         "--as-of", ",".join(dates[-3:]), "--top", f"{CAPACITY},{persons // 20}",
         "--replicates", DRAWS, "--out", folder / "judged", "--quiet")
    listed = step("list", "risk", "list", "--model", folder / "model", "--data", rows,
                  "--policy", people / "policy.yaml", "--key", folder / "key",
                  "--out", folder / "list", "--json", "--quiet")
    group.equal("places on the list", json.loads(listed.output)["places"], CAPACITY, 0)
    for name, run in runs.items():
        group.note(name, f"{run.seconds:.1f} s, {run.anonymous_bytes / 1e9:.2f} GB")
    counted = [run for name, run in runs.items() if name != "simulate people"]
    share = persons / 100_000
    figure = f"{persons:,} persons x {len(dates)} dates x {FEATURES} features, cohort to list"
    group.seconds(figure, sum(run.seconds for run in counted), 120 * share)
    group.at_most("the same, peak anonymous memory, GB",
                  max(run.anonymous_bytes for run in counted) / 1e9, 3 * share)
