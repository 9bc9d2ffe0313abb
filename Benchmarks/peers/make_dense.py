"""Writes correlated numbers and a binary outcome: make_dense.py OUT ROWS COLUMNS SEED.

Every second number has no influence.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv

CHUNK = 100_000


def main(out, rows, count, seed):
    random = np.random.default_rng(seed)
    slopes = np.where(np.arange(count) % 2 == 0, random.normal(size=count), 0) / np.sqrt(count)
    with open(out, "wb") as stream:
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            numbers = 0.5 * random.normal(size=(size, 1)) + random.normal(size=(size, count))
            numbers = np.round(numbers, 5)
            outcome = random.random(size) < 1 / (1 + np.exp(0.5 - 1.2 * numbers @ slopes))
            columns = {f"x{j + 1}": numbers[:, j] for j in range(count)}
            options = pyarrow.csv.WriteOptions(include_header=start == 0, quoting_style="none")
            pyarrow.csv.write_csv(pa.table({"y": outcome.astype(np.int8), **columns}), stream,
                                  options)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
