"""Rows and their scores under stored models of older versions, in 50-digit arithmetic.

    python risk_format_scores.py      (reads ../models/risk_format_*.json, writes ..._scores.json)

Every later version must read these models and score the same. The rows are made up.
"""

import json
import pathlib

import mpmath

mpmath.mp.dps = 50
folder = pathlib.Path(__file__).resolve().parent.parent / "models"
for name, version in [("risk_format_1", 1), ("risk_format_2_ridge", 2)]:
    model = json.loads((folder / f"{name}.json").read_text())
    assert model["formatVersion"] == version
    terms = model["encoding"]["terms"]
    assert all(t["kind"] == "numeric" and not t["hasIndicator"] for t in terms)
    values = [mpmath.mpf(c["value"]) for c in model["fit"]["coefficients"]]

    rows, scores = [], []
    for k in range(12):
        row = [(k >> (j % 4)) & 1 if t["isBinary"] else (3 * k + j) % 7 for j, t in enumerate(terms)]
        eta = values[0] + mpmath.fsum(b * x for b, x in zip(values[1:], row))
        rows.append(row)
        scores.append(float(1 / (1 + mpmath.exp(-eta))))
    out = {
        "_": f"mpmath {mpmath.__version__}",
        "columns": [t["column"] for t in terms],
        "rows": rows,
        "probabilities": scores,
    }
    text = json.dumps(out, indent=1).replace(",\n   ", ", ").replace("[\n   ", "[").replace("\n  ]", "]")
    (folder / f"{name}_scores.json").write_text(text + "\n")
