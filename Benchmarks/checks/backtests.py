"""Backtests by the command: what they are run on, and their metrics by name."""

import dataclasses
import json

from checks.program import ROOT, SHARED, Run, vedetta

# With more repetitions than these the long peers run too.
BRIEF = 3

M3 = SHARED / "forecasting/m3_monthly.csv"
TOURISM = SHARED / "forecasting/tourism_monthly.csv"
LABOUR = SHARED / "forecasting/labour_hierarchy.csv"
REGIONAL = SHARED / "vacancies/ivi_regional.csv"
EMPLOYMENT = ROOT / "Models/us-employment/data/employment.csv"
# Months ahead, the last of each series.
M3_HORIZON, TOURISM_HORIZON, REGIONAL_HORIZON = 18, 24, 24

# The four models of the default combination, and statsforecast's name of each.
FOUR = {"ets": "auto_ets", "arima": "auto_arima", "ces": "auto_ces", "dotm": "dot"}


@dataclasses.dataclass
class Backtest:
    """A backtest that was run: metrics by model and name, over all months and by month ahead."""

    run: Run
    metrics: dict
    steps: dict


def backtest(data, horizon, models, out, *options, origins=1):
    """Runs `vacancies backtest`, which writes into the folder `out`."""
    run = vedetta("vacancies", "backtest", "--data", data, "--horizon", horizon,
                  "--origins", origins, "--models", ",".join(models), *options, "--out", out,
                  registry=out.parent / "registry")
    document = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    metrics, steps = {}, {}
    for row in document["models"]:
        names = [metric["name"] for metric in row["metrics"]]
        metrics[row["model"]] = {metric["name"]: metric["value"] for metric in row["metrics"]}
        steps[row["model"]] = {name: [step["values"][index] for step in row["steps"]]
                               for index, name in enumerate(names)}
    return Backtest(run, metrics, steps)
