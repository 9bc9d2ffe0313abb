# What statsforecast's DynamicOptimizedTheta finds and forecasts for ../forecast_series.csv, without
# and with its seasonal adjustment.
#
#   python3 dynamic_theta_reference.py     (after forecast_reference.R; needs numpy, statsforecast;
#                                           writes ../dynamic_theta_reference.json)

import csv
import json
import pathlib

import numpy as np
import statsforecast
from statsforecast.theta import auto_theta, forecast_theta
from statsmodels.tsa.seasonal import seasonal_decompose

HORIZON, M = 24, 12
fixtures = pathlib.Path(__file__).resolve().parent.parent
series = {}
with open(fixtures / "forecast_series.csv") as file:
    for row in csv.DictReader(file):
        series.setdefault(row["unique_id"], []).append(float(row["y"]))


def theta(y):
    fit = auto_theta(y, m=1, model="DOTM")
    whole = auto_theta(y, m=M, model="DOTM")
    par, last = fit["par"], fit["states"][-1]
    # Residuals have the season put back, which divides out again.
    season = seasonal_decompose(y, model="multiplicative", period=M).seasonal
    adjusted = whole["residuals"] / (season if whole.get("decompose") else 1)
    return {
        "alpha": par["alpha"], "first_level": par["initial_smoothed"], "theta": par["theta"],
        "level": last[0], "intercept": last[2], "slope": last[3],
        "errors": fit["residuals"][3:].tolist(), "sse": float((fit["residuals"][3:] ** 2).sum()),
        "mean": forecast_theta(fit, HORIZON)["mean"].tolist(),
        "seasonal": bool(whole.get("decompose", False)),
        "seasonal_sse": float((adjusted[3:] ** 2).sum()),
        "seasonal_mean": forecast_theta(whole, HORIZON)["mean"].tolist(),
    }


result = {
    "versions": f"statsforecast {statsforecast.__version__}, numpy {np.__version__}",
    "horizon": HORIZON,
    "series": {name: theta(np.array(y)) for name, y in series.items()},
}
(fixtures / "dynamic_theta_reference.json").write_text(json.dumps(result, indent=1) + "\n")
