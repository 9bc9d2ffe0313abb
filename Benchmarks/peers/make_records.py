"""Writes records with a binary outcome of known risk: make_records.py CASE OUT ROWS SEED.

    dense      50 correlated numbers
    factor     two numbers and a factor of 50 levels, the shape of GLM.jl's benchmark
    insurance  eight categories and a number: 322 columns one-hot, the shape of glum's benchmark
    terms      eight numbers and twelve categories, about 200 columns
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv

LEVELS = {
    "dense": [],
    "factor": [50],
    "insurance": [12, 7, 22, 6, 3, 10, 245, 17],
    "terms": [6, 11, 21, 31, 13, 9, 26, 7, 16, 21, 31, 11],
}
NUMBERS = {"dense": 50, "factor": 2, "insurance": 1, "terms": 8}
CHUNK = 1_000_000


def main(case, out, rows, seed):
    random = np.random.default_rng(seed)
    count = NUMBERS[case]
    slopes = np.where(np.arange(count) % 2 == 0, 0.6, -0.6) / np.sqrt(count)
    effects = [random.normal(size=levels) * 0.6 / np.sqrt(len(LEVELS[case]))
               for levels in LEVELS[case]]
    with open(out, "wb") as stream:
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            common = random.normal(size=(size, 1))
            numbers = 0.4 * common + random.normal(size=(size, count))
            numbers = np.round(numbers, 6)
            predictor = -0.7 + numbers @ slopes
            columns = {f"x{j + 1}": numbers[:, j] for j in range(count)}
            for j, effect in enumerate(effects):
                # Levels of falling frequency.
                codes = np.floor(len(effect) * random.random(size) ** 1.5).astype(np.int32)
                predictor += effect[codes]
                columns[f"f{j + 1}"] = pa.DictionaryArray.from_arrays(
                    codes, [f"l{k:03d}" for k in range(len(effect))]).cast(pa.string())
            outcome = random.random(size) < 1 / (1 + np.exp(-predictor))
            table = pa.table({"y": outcome.astype(np.int8), **columns})
            options = pyarrow.csv.WriteOptions(include_header=start == 0, quoting_style="none")
            pyarrow.csv.write_csv(table, stream, options)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
