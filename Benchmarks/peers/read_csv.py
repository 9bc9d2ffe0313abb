"""Reads a CSV file with a peer and prints what it took: read_csv.py pyarrow|pandas PATH.

Prints one JSON document: seconds of the read alone (imports are not counted), rows, the sum of all
numbers and the version.
"""

import json
import sys
import time

peer, path = sys.argv[1:3]

if peer == "pyarrow":
    import pyarrow
    import pyarrow.compute
    import pyarrow.csv

    start = time.perf_counter()
    table = pyarrow.csv.read_csv(path)
    seconds = time.perf_counter() - start
    total = sum(pyarrow.compute.sum(column).as_py() for column in table.columns)
    rows, version = table.num_rows, pyarrow.__version__
else:
    import pandas

    start = time.perf_counter()
    table = pandas.read_csv(path)
    seconds = time.perf_counter() - start
    total, rows, version = float(table.to_numpy().sum()), len(table), pandas.__version__

print(json.dumps({"seconds": seconds, "rows": rows, "sum": total, "version": version}))
