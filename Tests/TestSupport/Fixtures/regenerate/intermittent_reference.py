# What statsforecast gives for the series of ../counts_series.csv.
#
#   python3 intermittent_reference.py     (after counts_reference.R; needs numpy, statsforecast;
#                                          writes ../intermittent_reference.json)

import csv
import json
import pathlib

import numpy as np
import statsforecast
from statsforecast.models import ADIDA, IMAPA, TSB, CrostonClassic, CrostonSBA

fixtures = pathlib.Path(__file__).resolve().parent.parent
series = {}
with open(fixtures / "counts_series.csv") as file:
    for row in csv.DictReader(file):
        series.setdefault(row["unique_id"], []).append(float(row["y"]))
models = {
    "croston": CrostonClassic(), "sba": CrostonSBA(), "tsb": TSB(alpha_d=0.1, alpha_p=0.1),
    "adida": ADIDA(), "imapa": IMAPA(),
}
result = {"versions": f"statsforecast {statsforecast.__version__}, numpy {np.__version__}"}
for name, model in models.items():
    result[name] = [float(model.forecast(np.array(y), 1)["mean"][0]) for y in series.values()]
(fixtures / "intermittent_reference.json").write_text(json.dumps(result, indent=1) + "\n")
