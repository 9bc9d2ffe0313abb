"""Speed of forecasting beside statsforecast: the same series, horizon and levels of intervals.

Ours is the wall time of the whole command `vacancies forecast`, from file to file; theirs that of
the `forecast()` call alone, with two processes after a warm-up. Both run in turns, and medians are
compared.
"""

import csv
import json
import statistics

from checks.backtests import FOUR, M3, M3_HORIZON, REGIONAL, REGIONAL_HORIZON
from checks.program import peer, vedetta

GOALS = {"ets": 15, "arima": 30, "dotm": 20, "ces": 3}
LEVELS = "80,95"
# Runs a side; in brief the peer's ETS and CES with intervals, about a minute a run, have one, and its
# ARIMA, ten, none.
RUNS = 3
REGIONAL_ID = ["state", "region", "level", "occupation_code"]
# The peer's four with intervals take more than half an hour on all series.
EVERY = 10
REGIONAL_GOAL = 15


def m3(group, folder, judged, is_brief):
    """Each model on M3 monthly; `judged` is the backtest that tells how accurate it is."""
    training = folder / "m3-training.csv"
    write_training(M3, M3_HORIZON, training)
    run = forecast(training, M3_HORIZON, "auto", folder)
    group.seconds("M3 monthly, default, 1,428 series", run.seconds, 30)
    for model, theirs in FOUR.items():
        if is_brief and model == "arima":
            continue
        ours, others = [], []
        for _ in range(1 if is_brief and model != "dotm" else RUNS):
            ours.append(forecast(training, M3_HORIZON, model, folder).seconds)
            others.append(json.loads(peer("forecast_panel.py", theirs, M3, M3_HORIZON,
                                          "--levels")))
        scores = others[0]["scores"][theirs]
        own, other = statistics.median(ours), statistics.median(run["seconds"] for run in others)
        group.ratio(f"M3 monthly, {model} with intervals", other / own, GOALS[model],
                    f"{own:.2f} s, statsforecast {other:.2f} s;"
                    f" MASE {judged.metrics[model]['mase']:.4f}, theirs {scores['mase']:.4f}")
        if model in ("ces", "dotm") or not is_brief and model == "ets":
            # Our command always writes intervals; this is theirs without. ARIMA's cost it little.
            bare = json.loads(peer("forecast_panel.py", theirs, M3, M3_HORIZON))["seconds"]
            group.note(f"M3 monthly, {model} with intervals, statsforecast without",
                       f"{bare / own:.2f} x ({own:.2f} s, statsforecast {bare:.2f} s)")


def regional(group, folder, is_brief):
    """The default with intervals on the regional series, and on a part beside the peer's four."""
    run = forecast(REGIONAL, REGIONAL_HORIZON, "auto", folder, "--id", ",".join(REGIONAL_ID))
    group.seconds("ivi_regional, default with intervals, 2,109 series", run.seconds, 60)
    if is_brief:
        return
    part = folder / "regional-part.csv"
    count = write_part(part)
    ours, others = [], []
    for _ in range(RUNS):
        ours.append(forecast(part, REGIONAL_HORIZON, "auto", folder).seconds)
        others.append(json.loads(peer("forecast_panel.py", "four", part, REGIONAL_HORIZON,
                                      "--levels", "--ahead"))["seconds"])
    own, other = statistics.median(ours), statistics.median(others)
    group.ratio(f"ivi_regional, default with intervals, {count} series, peer's four", other / own,
                REGIONAL_GOAL, f"{own:.2f} s, statsforecast {other:.1f} s")


def forecast(data, horizon, model, folder, *options):
    return vedetta("vacancies", "forecast", "--data", data, "--horizon", horizon, "--model", model,
                   "--levels", LEVELS, *options, "--out", folder / "forecast.csv", "--force",
                   "--quiet", registry=folder / "registry")


def write_training(source, horizon, target):
    """All but the last months of each series."""
    series = {}
    with open(source, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            series.setdefault(row["unique_id"], []).append((row["ds"], row["y"]))
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unique_id", "ds", "y"))
        for name, months in series.items():
            writer.writerows((name, *month) for month in months[:-horizon])


def write_part(target):
    """Every tenth regional series, under one id; gives their number."""
    places = {}
    with open(REGIONAL, encoding="utf-8", newline="") as source, \
            open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unique_id", "ds", "y"))
        for row in csv.DictReader(source):
            name = "/".join(row[column] for column in REGIONAL_ID)
            if places.setdefault(name, len(places)) % EVERY == 0:
                writer.writerow((name, row["ds"], row["y"]))
    return -(-len(places) // EVERY)
