"""Writes a CSV file of random numbers: make_numbers.py PATH ROWS COLUMNS SEED.

Normal numbers of standard deviation 20 with six decimals, ten bytes a cell with the separator:
500 MB for 1,000,000 x 50. The same seed gives the same file.
"""

import pathlib
import sys

import numpy
import pyarrow
import pyarrow.csv

BLOCK = 100_000


def main():
    path, rows, columns, seed = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5])
    generator = numpy.random.default_rng(seed)
    names = [f"x{index + 1}" for index in range(columns)]
    schema = pyarrow.schema([(name, pyarrow.float64()) for name in names])
    partial = path.with_name(path.name + ".partial")
    with pyarrow.csv.CSVWriter(partial, schema) as writer:
        for start in range(0, rows, BLOCK):
            size = min(BLOCK, rows - start)
            block = numpy.round(20 * generator.standard_normal((columns, size)), 6)
            writer.write_table(pyarrow.table(list(block), schema=schema))
    partial.rename(path)


if __name__ == "__main__":
    main()
