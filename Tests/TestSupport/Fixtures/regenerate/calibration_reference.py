# What scikit-learn and betacal give for the cases of ../calibration.csv.
#
#   python3 calibration_reference.py     (after calibration_reference.R; needs numpy, scikit-learn,
#                                         betacal; writes ../calibration_sklearn_reference.json)
#
# Isotonic: IsotonicRegression(out_of_bounds="clip") with weights, predicted on a grid and at some of
# the rows. Bins: calibration_curve(strategy="uniform") and the weighted share of rows in each.
# Checked here, for their optimisers stop early: CalibratedClassifierCV's sigmoid against R's smoothed
# Platt (1e-4), betacal against R's beta (2e-3, the probabilities).

import csv
import json
import pathlib

import betacal
import numpy as np
import sklearn
from sklearn.calibration import _SigmoidCalibration, calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

fixtures = pathlib.Path(__file__).resolve().parent.parent
cases = {}
with open(fixtures / "calibration.csv") as file:
    for row in csv.DictReader(file):
        cases.setdefault(row["case"], []).append(
            (float(row["probability"]), int(row["outcome"]), float(row["weight"])))
reference = json.loads((fixtures / "calibration_reference.json").read_text())["cases"]

result = {}
for name, rows in cases.items():
    p, y, w = (np.array(column) for column in zip(*rows))
    kept = w > 0
    p, y, w = p[kept], y[kept], w[kept]
    expected = reference[name]
    logit = np.log(p) - np.log1p(-p)

    sigmoid = _SigmoidCalibration().fit(logit, y, sample_weight=w)
    np.testing.assert_allclose(
        [-sigmoid.b_, -sigmoid.a_], expected["platt_smoothed"], atol=1e-4)

    long = np.repeat(np.arange(len(p)), w.astype(int))
    beta = betacal.BetaCalibration("abm").fit(p[long].reshape(-1, 1), y[long])
    grid = np.linspace(0.005, 0.995, 34)
    c, a, b = expected["beta"]
    ours = 1 / (1 + np.exp(-(c + a * np.log(grid) - b * np.log1p(-grid))))
    np.testing.assert_allclose(beta.predict(grid.reshape(-1, 1)), ours, atol=2e-3)

    isotonic = IsotonicRegression(out_of_bounds="clip", y_min=0, y_max=1)
    isotonic.fit(p, y, sample_weight=w)
    points = np.unique(np.concatenate([[0, 1], grid, p[::25]]))
    observed, predicted = calibration_curve(y[long], p[long], n_bins=10, strategy="uniform")
    result[name] = {
        "isotonic_points": points.tolist(),
        "isotonic": isotonic.predict(points).tolist(),
        "observed": observed.tolist(),
        "predicted": predicted.tolist(),
        "brier": brier_score_loss(y, p, sample_weight=w),
    }

text = json.dumps({
    "versions": {"scikit-learn": sklearn.__version__, "betacal": betacal.__version__,
                 "numpy": np.__version__},
    "cases": result,
}, indent=1)
(fixtures / "calibration_sklearn_reference.json").write_text(text + "\n")
