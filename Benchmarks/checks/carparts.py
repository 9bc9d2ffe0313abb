"""Car parts: intermittent counts, every series forecast, the short ones from the panel."""

import csv
import math

from checks.program import SHARED, CommandFailed, vedetta

CAR_PARTS = SHARED / "forecasting/carparts.csv"
HORIZON = 12
# The nine deciles, as the ends of central intervals.
DECILES = ["lo_80", "lo_60", "lo_40", "lo_20", "median", "hi_20", "hi_40", "hi_60", "hi_80"]


def check(group, folder):
    if not CAR_PARTS.exists():
        group.skip("car parts", "needs ../shared/data/forecasting/carparts.csv")
        return
    folder.mkdir(parents=True, exist_ok=True)
    series = read()
    training = folder / "training.csv"
    write_training(series, training)
    for model in ("counts", "auto", "tsb", "imapa"):
        out = folder / f"{model}.csv"
        try:
            run = vedetta("vacancies", "forecast", "--data", training, "--horizon", HORIZON,
                          "--model", model, "--levels", "20,40,60,80", "--out", out, "--force",
                          registry=folder / "registry")
        except CommandFailed as failure:
            group.failure(f"car parts, {model}", str(failure))
            continue
        figures = judge(series, out)
        if model == "counts":
            group.at_most("car parts, counts, weighted quantile loss", figures["loss"], 0.868)
            group.at_most("car parts, counts, pooled RMSE", figures["rmse"], 1.09)
            group.near("car parts, counts, total forecast / actual", figures["ratio"], 1.015, 0.085)
        group.note(
            f"car parts, {model}, {figures['count']} series, {run.seconds:.1f} s",
            f"quantile loss {figures['loss']:.4f}, RMSE {figures['rmse']:.4f},"
            f" ratio {figures['ratio']:.3f}, MASE {figures['mase']:.4f},"
            f" RMSSE {figures['rmsse']:.4f}",
        )


def read():
    """Months and values by series."""
    series = {}
    with open(CAR_PARTS, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            series.setdefault(row["unique_id"], []).append((row["ds"], float(row["y"])))
    return series


def write_training(series, path):
    """All but the test months; a series without any has one month without a value."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("unique_id,ds,y\n")
        for name, months in series.items():
            for month, value in months[:-HORIZON]:
                file.write(f"{name},{month},{value:g}\n")
            if len(months) == HORIZON:
                file.write(f"{name},{before(months[0][0])},\n")


def before(month):
    year, number = map(int, month.split("-"))
    return f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"


def judge(series, path):
    """The metrics as DESIGN.md defines them; a series without a forecast counts as forecast by 0."""
    with open(path, encoding="utf-8") as file:
        rows = {(row["unique_id"], row["ds"]): row for row in csv.DictReader(file)}
    loss = squares = actual = forecast = months = 0.0
    mase, rmsse = [], []
    for name, values in series.items():
        past = [value for _, value in values[:-HORIZON]]
        absolute = own = 0.0
        for month, value in values[-HORIZON:]:
            row = rows.get((name, month), {})
            for index, column in enumerate(DECILES):
                tau = (index + 1) / 10
                error = value - float(row.get(column) or 0)
                loss += 2 * max(tau * error, (tau - 1) * error)
            mean = float(row.get("mean") or 0)
            own += (value - mean) ** 2
            absolute += abs(value - float(row.get("median") or 0))
            forecast += mean
            actual += value
            months += 1
        squares += own
        yearly = [abs(now - then) for now, then in zip(past[12:], past)]
        monthly = [(now - then) ** 2 for now, then in zip(past[1:], past)]
        if sum(yearly) > 0:
            mase.append(absolute / HORIZON / (sum(yearly) / len(yearly)))
        if sum(monthly) > 0:
            rmsse.append(math.sqrt(own / HORIZON / (sum(monthly) / len(monthly))))
    return {
        "loss": loss / len(DECILES) / actual, "rmse": math.sqrt(squares / months),
        "ratio": forecast / actual, "mase": sum(mase) / len(mase),
        "rmsse": sum(rmsse) / len(rmsse), "count": len(series),
    }
