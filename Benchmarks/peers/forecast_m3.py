"""Forecasts M3 monthly with statsforecast: forecast_m3.py MODEL PATH.

MODEL is one of auto_ets and theta. The last 18 months of each series are the test. Prints one JSON
document: seconds of fitting and forecasting, with two processes, and MASE and sMAPE averaged over
the series.
"""

import json
import sys
import time

import numpy
import pandas
import statsforecast
from statsforecast.models import AutoETS, Theta

HORIZON, SEASON = 18, 12
MODELS = {
    "auto_ets": AutoETS(season_length=SEASON),
    "theta": Theta(season_length=SEASON, decomposition_type="multiplicative"),
}


def main():
    model, path = MODELS[sys.argv[1]], sys.argv[2]
    table = pandas.read_csv(path)
    table["ds"] = pandas.to_datetime(table["ds"])
    test = table.groupby("unique_id", sort=False).tail(HORIZON)
    train = table.drop(test.index)

    start = time.perf_counter()
    runner = statsforecast.StatsForecast(models=[model], freq="MS", n_jobs=2)
    forecast = runner.forecast(df=train, h=HORIZON)
    seconds = time.perf_counter() - start

    name = [column for column in forecast.columns if column not in ("unique_id", "ds")][0]
    merged = test.merge(forecast, on=["unique_id", "ds"])
    assert len(merged) == len(test)
    known = {key: group["y"].to_numpy() for key, group in train.groupby("unique_id")}
    mase, smape = [], []
    for key, group in merged.groupby("unique_id"):
        actual, mean = group["y"].to_numpy(), group[name].to_numpy()
        scale = numpy.mean(numpy.abs(known[key][SEASON:] - known[key][:-SEASON]))
        mase.append(numpy.mean(numpy.abs(actual - mean)) / scale)
        smape.append(numpy.mean(200 * numpy.abs(actual - mean) / (abs(actual) + abs(mean))))
    print(json.dumps({
        "seconds": seconds, "series": len(mase), "mase": float(numpy.mean(mase)),
        "smape": float(numpy.mean(smape)), "version": statsforecast.__version__,
    }))


if __name__ == "__main__":
    main()
