"""GFLOP/s of two workers that each multiply X'X with BLAS on one thread: dsyrk_rate.py P SECONDS.

X has 1024 rows, so it stays in the second-level cache as the blocks of a regression do; n p^2
multiplications and additions are counted, as a symmetric product needs.
"""

import multiprocessing
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from scipy.linalg.blas import dsyrk  # noqa: E402

ROWS = 1024


def work(columns, seconds, barrier):
    block = np.asfortranarray(np.random.default_rng(1).normal(size=(ROWS, columns)))
    total = np.zeros((columns, columns), order="F")
    dsyrk(1.0, block, trans=1, lower=1)
    barrier.wait()
    start = time.perf_counter()
    count = 0
    while time.perf_counter() - start < seconds:
        for _ in range(5):
            total = dsyrk(1.0, block, beta=1.0, c=total, trans=1, lower=1, overwrite_c=1)
        count += 5
    return count * ROWS * columns**2 / (time.perf_counter() - start) / 1e9


def main(columns, seconds):
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager:
        barrier = manager.Barrier(2)
        with context.Pool(2) as pool:
            rates = pool.starmap(work, [(columns, seconds, barrier)] * 2)
    print(sum(rates))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
