"""Forecasts a panel with statsforecast: forecast_panel.py MODEL PATH HORIZON
                                       [--levels] [--ids N] [--ahead]

PATH is a table of unique_id, ds and y. The last HORIZON months of each series are the test; with
--ahead there is none, the months after the file are forecast and nothing is judged. MODEL is one of
MODELS, or `four`: AutoETS, AutoARIMA, AutoCES and the dynamic optimised Theta method in one call,
and the mean and the median of their forecasts, and of their bounds, month by month. --levels asks
for intervals at 80 and 95 %; --ids takes the first N series only.

Prints one JSON document: seconds of forecast() with two processes after a warm-up on four series
(reading and judging apart), and by model the scores as DESIGN.md defines them: MASE and sMAPE
averaged over the series; with --levels coverage, overall and by month ahead, and MSIS by level.
"""

import argparse
import json
import time

import numpy
import pandas
import statsforecast
from statsforecast.models import AutoARIMA, AutoCES, AutoETS, DynamicOptimizedTheta, Theta

SEASON = 12
LEVELS = [80, 95]
WARM_UP = 4
MODELS = {
    "auto_ets": AutoETS(season_length=SEASON),
    "auto_arima": AutoARIMA(season_length=SEASON),
    "auto_ces": AutoCES(season_length=SEASON),
    "dot": DynamicOptimizedTheta(season_length=SEASON, decomposition_type="multiplicative"),
    "theta": Theta(season_length=SEASON, decomposition_type="multiplicative"),
}
FOUR = ["auto_ets", "auto_arima", "auto_ces", "dot"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=[*MODELS, "four"])
    parser.add_argument("path")
    parser.add_argument("horizon", type=int)
    parser.add_argument("--levels", action="store_true")
    parser.add_argument("--ids", type=int)
    parser.add_argument("--ahead", action="store_true")
    arguments = parser.parse_args()
    names = FOUR if arguments.model == "four" else [arguments.model]
    levels = LEVELS if arguments.levels else []

    train, test = read(arguments.path, arguments.ids, 0 if arguments.ahead else arguments.horizon)
    seconds, forecast = run(names, train, arguments.horizon, levels)
    scores = {}
    if not arguments.ahead:
        if len(names) > 1:
            combine(forecast, names, levels)
            names = [*names, "mean", "median"]
        merged = test.merge(forecast, on=["unique_id", "ds"])
        assert len(merged) == len(test)
        scales = {key: numpy.mean(numpy.abs(group[SEASON:] - group[:-SEASON])) for key, group in
                  ((key, group.to_numpy()) for key, group in train.groupby("unique_id")["y"])}
        scores = {name: judge(merged, name, scales, levels) for name in names}
    print(json.dumps({
        "version": statsforecast.__version__, "seconds": seconds,
        "series": train["unique_id"].nunique(), "scores": scores,
    }))


def read(path, count, horizon):
    """The training months and the test months."""
    table = pandas.read_csv(path, dtype={"unique_id": str})
    table["ds"] = pandas.to_datetime(table["ds"])
    if count:
        table = table[table["unique_id"].isin(table["unique_id"].unique()[:count])]
    table = table[["unique_id", "ds", "y"]]
    test = table.groupby("unique_id", sort=False).tail(horizon)
    return table.drop(test.index), test


def run(names, train, horizon, levels):
    """Seconds, and a table with columns NAME, NAME-lo-80, ..."""
    models = [MODELS[name] for name in names]
    runner = statsforecast.StatsForecast(models=models, freq="MS", n_jobs=2)
    asked = {"h": horizon, "level": levels or None}
    runner.forecast(df=train[train["unique_id"].isin(train["unique_id"].unique()[:WARM_UP])],
                    **asked)
    start = time.perf_counter()
    forecast = runner.forecast(df=train, **asked)
    seconds = time.perf_counter() - start
    for model, name in zip(models, names):
        forecast.columns = [name + column.removeprefix(str(model))
                            if column == str(model) or column.startswith(f"{model}-") else column
                            for column in forecast.columns]
    return seconds, forecast


def combine(forecast, names, levels):
    """Adds the mean and the median of the models, and of their bounds."""
    bounds = [f"-{side}-{level}" for level in levels for side in ("lo", "hi")]
    for column in ["", *bounds]:
        values = forecast[[name + column for name in names]]
        forecast["mean" + column] = values.mean(axis=1)
        forecast["median" + column] = values.median(axis=1)


def judge(merged, name, scales, levels):
    """Scores of one model."""
    actual, forecast = merged["y"].to_numpy(), merged[name].to_numpy()
    scale = merged["unique_id"].map(scales).to_numpy()
    step = merged.groupby("unique_id", sort=False).cumcount().to_numpy()
    error, size = numpy.abs(actual - forecast), numpy.abs(actual) + numpy.abs(forecast)
    relative = 200 * numpy.divide(error, size, out=numpy.zeros_like(error), where=size > 0)

    def over_series(values):
        return float(values.groupby(merged["unique_id"]).mean().mean())

    # A series without a scale is left out.
    known = numpy.where(scale > 0, scale, numpy.nan)
    scores = {"mase": over_series(pandas.Series(error / known)),
              "smape": over_series(pandas.Series(relative))}
    for level in levels:
        low, high = (merged[f"{name}-{side}-{level}"].to_numpy() for side in ("lo", "hi"))
        inside = pandas.Series((low <= actual) & (actual <= high))
        outside = numpy.maximum(low - actual, 0) + numpy.maximum(actual - high, 0)
        width = high - low + 2 / (1 - level / 100) * outside
        scores[f"coverage_{level}"] = float(inside.mean())
        scores[f"coverage_{level}_by_step"] = inside.groupby(step).mean().tolist()
        scores[f"msis_{level}"] = over_series(pandas.Series(width / known))
    return scores


if __name__ == "__main__":
    main()
