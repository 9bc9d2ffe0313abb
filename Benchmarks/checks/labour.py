"""Labour: 57 series of a crossed hierarchy, reconciled, with intervals that add up."""

import csv
import json

from checks.backtests import LABOUR
from checks.program import vedetta


def check(group, folder):
    """Tests are the years 2012 to 2019; the eleven months of 2020 are printed beside them."""
    until = folder / "labour-2019.csv"
    with open(LABOUR, encoding="utf-8", newline="") as source, \
            open(until, "w", encoding="utf-8", newline="") as target:
        rows = csv.reader(source)
        header = next(rows)
        writer = csv.writer(target)
        writer.writerow(header)
        writer.writerows(row for row in rows if row[header.index("ds")] < "2020")
    scores = {}
    for name, data, horizon, origins, samples in (("2012-2019", until, 12, 8, "gaussian"),
                                                  ("2020", LABOUR, 11, 1, "gaussian"),
                                                  ("bootstrap", until, 12, 8, "bootstrap")):
        out = folder / f"labour-{name}"
        run = vedetta("vacancies", "backtest", "--data", data,
                      "--hierarchy", "region/gender/employment", "--models", "auto",
                      "--reconcile", "shrink", "--samples", samples,
                      "--horizon", horizon, "--origins", origins,
                      "--out", out, registry=folder / "registry")
        document = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
        scores[name] = {row["level"]: row for row in document["scores"]
                        if row["reconciliation"] == "shrink"}
        if name == "2012-2019":
            group.note("Labour, 57 series, 8 origins", f"{run.seconds:.1f} s")
    past = scores["2012-2019"]
    group.at_most("Labour, sCRPS after reconciliation", past["all"]["scrps"], 0.0088)
    group.at_most("Labour, sCRPS over each series on its own", past["all"]["relativeScrps"], 1)
    for name, rows in scores.items():
        group.note(f"Labour, {name}, ratio by level (country: stretch 1.10)",
                   ", ".join(f"{level} {row['relativeScrps']:.3f}" for level, row in rows.items()))
    group.note("Labour, 2020, sCRPS", f"{scores['2020']['all']['scrps']:.4f}")
    for name in ("2012-2019", "bootstrap"):
        row = scores[name]["all"]
        inside = ", ".join(f"{share:.3f}" for share in row["coverage"])
        group.note(f"Labour, {name}, sCRPS, inside 80 and 95 %", f"{row['scrps']:.5f}, {inside}")
