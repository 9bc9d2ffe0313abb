"""Forecasts: M3, car parts, the Labour hierarchy, and the time two thousand series take."""

import csv
import json

from checks import carparts
from checks.program import ROOT, SHARED, CommandFailed, peer, vedetta

M3 = SHARED / "forecasting/m3_monthly.csv"
LABOUR = SHARED / "forecasting/labour_hierarchy.csv"
REGIONAL = SHARED / "vacancies/ivi_regional.csv"
# With more repetitions than these the peers run too.
BRIEF = 3
EMPLOYMENT = ROOT / "Models/us-employment/data/employment.csv"


def check(group, folder, repetitions):
    registry = folder / "registry"
    if M3.exists():
        m3(group, folder, registry)
        if repetitions > BRIEF:
            m3_peers(group, folder, registry)
    else:
        group.skip("M3 monthly", "needs ../shared/data/forecasting/m3_monthly.csv")
    if LABOUR.exists():
        labour(group, folder, registry)
    else:
        group.skip("Labour", "needs ../shared/data/forecasting/labour_hierarchy.csv")
    if REGIONAL.exists():
        regional(group, folder, registry)
    else:
        group.skip("ivi_regional", "needs ../shared/data/vacancies/ivi_regional.csv")
    carparts.check(group, folder / "carparts")
    employment(group, folder, registry)


def m3(group, folder, registry):
    out = folder / "m3"
    try:
        run = vedetta("vacancies", "backtest", "--data", M3, "--horizon", "18", "--origins", "1",
                      "--models", "auto,theta", "--out", out, registry=registry)
        alone = vedetta("vacancies", "backtest", "--data", M3, "--horizon", "18", "--origins", "1",
                        "--models", "auto", "--out", folder / "m3-auto", registry=registry)
    except CommandFailed as failure:
        group.failure("M3 monthly", str(failure))
        return
    metrics = by_model(out)
    group.at_most("M3 monthly, default, MASE", metrics["auto"]["mase"], 0.88)
    group.near("M3 monthly, classic Theta, sMAPE", metrics["theta"]["smape"], 13.89, 0.03)
    group.near("M3 monthly, classic Theta, MASE", metrics["theta"]["mase"], 0.863, 0.002)
    group.seconds("M3 monthly, default, 1,428 series", alone.seconds, 30)
    group.note("M3 monthly, default and Theta", f"{run.seconds:.1f} s")


def m3_peers(group, folder, registry):
    """Exponential smoothing and Theta beside statsforecast's, one after the other."""
    for ours, theirs in (("ets", "auto_ets"), ("theta", "theta")):
        out = folder / f"m3-{ours}"
        try:
            run = vedetta("vacancies", "backtest", "--data", M3, "--horizon", "18",
                          "--origins", "1", "--models", ours, "--out", out, registry=registry)
            other = json.loads(peer("forecast_m3.py", theirs, M3))
        except CommandFailed as failure:
            group.failure(f"M3 monthly, {ours} beside statsforecast", str(failure))
            continue
        mase = by_model(out)[ours]["mase"]
        group.note(
            f"M3 monthly, {ours} beside statsforecast {other['version']}",
            f"MASE {mase:.4f}, theirs {other['mase']:.4f}; {run.seconds:.1f} s,"
            f" theirs {other['seconds']:.1f} s ({other['seconds'] / run.seconds:.1f} x)",
        )


def labour(group, folder, registry):
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
    for name, data, horizon, origins in (("2012-2019", until, 12, 8), ("2020", LABOUR, 11, 1)):
        out = folder / f"labour-{name}"
        try:
            run = vedetta("vacancies", "backtest", "--data", data,
                          "--hierarchy", "region/gender/employment", "--models", "auto",
                          "--reconcile", "shrink", "--horizon", horizon, "--origins", origins,
                          "--out", out, registry=registry)
        except CommandFailed as failure:
            group.failure("Labour", str(failure))
            return
        document = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
        scores[name] = {row["level"]: row for row in document["scores"]
                        if row["reconciliation"] == "shrink"}
        if name != "2020":
            group.note("Labour, 57 series, 8 origins", f"{run.seconds:.1f} s")
    past = scores["2012-2019"]
    group.at_most("Labour, sCRPS after reconciliation", past["all"]["scrps"], 0.0088)
    group.at_most("Labour, sCRPS over each series on its own", past["all"]["relativeScrps"], 1)
    for name, rows in scores.items():
        group.note(f"Labour, {name}, ratio by level",
                   ", ".join(f"{level} {row['relativeScrps']:.3f}" for level, row in rows.items()))
    group.note("Labour, 2020, sCRPS", f"{scores['2020']['all']['scrps']:.4f}")


def regional(group, folder, registry):
    try:
        run = vedetta("vacancies", "forecast", "--data", REGIONAL,
                      "--id", "state,region,level,occupation_code", "--horizon", "24",
                      "--model", "auto", "--levels", "80,95", "--out", folder / "regional.csv",
                      registry=registry)
    except CommandFailed as failure:
        group.failure("ivi_regional", str(failure))
        return
    group.seconds("ivi_regional, default, 2,109 series", run.seconds, 60)


def employment(group, folder, registry):
    """The shipped series: every checkout can make these figures."""
    out = folder / "employment"
    try:
        run = vedetta("vacancies", "backtest", "--data", EMPLOYMENT, "--id", "id",
                      "--time", "month", "--value", "value", "--horizon", "12", "--origins", "4",
                      "--models", "auto,theta,seasonal_naive", "--out", out, registry=registry)
    except CommandFailed as failure:
        group.failure("us-employment", str(failure))
        return
    metrics = by_model(out)
    naive = metrics["seasonal_naive"]["mase"]
    group.at_most("us-employment, default, MASE over seasonal naive's",
                  metrics["auto"]["mase"] / naive, 1)
    group.note("us-employment, MASE",
               ", ".join(f"{name} {metrics[name]['mase']:.4f}" for name in metrics))
    group.note("us-employment, 145 series, 4 origins, 3 models", f"{run.seconds:.1f} s")


def by_model(folder):
    """Metrics by their name, by model."""
    document = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    return {
        row["model"]: {metric["name"]: metric["value"] for metric in row["metrics"]}
        for row in document["models"]
    }
