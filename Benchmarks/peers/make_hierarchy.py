"""Writes the months of a crossed hierarchy's leaves: make_hierarchy.py PATH SIZES MONTHS SEED.

SIZES are the members of each dimension, as 20,20,20,10 for 80,000 leaves; the columns are d1, d2,
..., ds and y. Counts of vacancies: Poisson around a level of the leaf's own (lognormal, median 20),
a season of its first dimension, and disturbances that wander with each member of each dimension, so
that the errors of leaves with a member in common go together. The same seed gives the same file.
"""

import pathlib
import sys

import numpy
import pyarrow
import pyarrow.csv

FIRST = numpy.datetime64("2014-01")


def main():
    path, months, seed = pathlib.Path(sys.argv[1]), int(sys.argv[3]), int(sys.argv[4])
    sizes = [int(size) for size in sys.argv[2].split(",")]
    generator = numpy.random.default_rng(seed)
    names = [f"d{index + 1}" for index in range(len(sizes))]
    labels = [[f"{name}_{member + 1:02d}" for member in range(size)]
              for name, size in zip(names, sizes)]
    dates = [str(FIRST + month) for month in range(months)]
    season = 0.2 * generator.standard_normal((sizes[0], 12))
    drift = [numpy.cumsum(0.02 * generator.standard_normal((size, months)), axis=1)
             for size in sizes]
    partial = path.with_name(path.name + ".partial")
    schema = pyarrow.schema([*((name, pyarrow.string()) for name in [*names, "ds"]),
                             ("y", pyarrow.int64())])
    options = pyarrow.csv.WriteOptions(quoting_style="none")
    with pyarrow.csv.CSVWriter(partial, schema, write_options=options) as writer:
        # A member of the first dimension at a time.
        rest = numpy.indices(sizes[1:]).reshape(len(sizes) - 1, -1)
        count = rest.shape[1]
        for member in range(sizes[0]):
            level = numpy.log(20) + generator.standard_normal((count, 1))
            common = drift[0][member] + season[member][numpy.arange(months) % 12]
            own = sum(paths[codes] for paths, codes in zip(drift[1:], rest))
            values = generator.poisson(numpy.exp(level + common + own))
            codes = [numpy.full(count, member), *rest]
            columns = [repeated(numpy.repeat(code, months), names_of)
                       for code, names_of in zip(codes, labels)]
            columns.append(repeated(numpy.tile(numpy.arange(months), count), dates))
            writer.write_table(pyarrow.table([*columns, values.ravel()], schema=schema))
    partial.rename(path)


def repeated(codes, names):
    """Names by code, as text."""
    return pyarrow.DictionaryArray.from_arrays(codes.astype(numpy.int32), names).cast(
        pyarrow.string())


if __name__ == "__main__":
    main()
