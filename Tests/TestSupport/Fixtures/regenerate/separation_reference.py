"""Known separations, decided by linear programs.

    python3 separation_reference.py      (writes ../separation_reference.json; needs scipy)

Designs are small whole numbers, so that ties are exact. With a_i = x_i for a success and -x_i for a
failure (both for a row of both outcomes), the program

    maximise sum z_i   subject to   a_i g >= z_i,  0 <= z_i <= 1

gives the largest set of separated rows, z_i = 1 (the cone is free of scale). A coefficient's limit
is finite where the largest and the smallest g_j over the cone, cut at -1 and 1, are both 0;
infinite where one of them is 0; undetermined where none is.
"""

import json
import pathlib
import platform

import numpy
import scipy
from scipy.optimize import linprog

generator = numpy.random.default_rng(20260707)


def signed(design, response):
    rows = []
    for x, y in zip(design, response):
        if y > 0:
            rows.append(x)
        if y < 1:
            rows.append(-x)
    return numpy.array(rows, dtype=float)


def decide(design, response):
    design = numpy.array(design, dtype=float)
    n, p = design.shape
    a = signed(design, response)
    m = len(a)
    solution = linprog(
        numpy.r_[numpy.zeros(p), -numpy.ones(m)],
        A_ub=numpy.c_[-a, numpy.eye(m)],
        b_ub=numpy.zeros(m),
        bounds=[(None, None)] * p + [(0, 1)] * m,
        method="highs",
    )
    assert solution.status == 0
    g = solution.x[:p]
    z = solution.x[p:]
    assert numpy.all((z < 1e-7) | (z > 1 - 1e-7)), z
    moved = numpy.abs(design @ g) > 1e-6
    limits = []
    for j in range(p):
        values = []
        for sign in (1, -1):
            objective = numpy.zeros(p)
            objective[j] = -sign
            result = linprog(
                objective, A_ub=-a, b_ub=numpy.zeros(m), bounds=[(-1, 1)] * p, method="highs"
            )
            assert result.status == 0
            values.append(-result.fun > 1e-7)
        limits.append(
            {(False, False): "finite", (True, False): "+inf", (False, True): "-inf"}.get(
                tuple(values), "undetermined"
            )
        )
    count = int(moved.sum())
    kind = "none" if count == 0 else "complete" if count == n else "quasiComplete"
    return kind, [int(i) for i in numpy.flatnonzero(moved)], limits


def draw(n, p, spread, intercept, plant):
    """Whole numbers; outcomes at random, or by a planted direction with ties at random."""
    while True:
        design = generator.integers(-spread, spread + 1, size=(n, p))
        if intercept:
            design[:, 0] = 1
        if numpy.linalg.matrix_rank(design) < p:
            continue
        response = generator.integers(0, 2, size=n)
        if plant:
            g = generator.integers(-2, 3, size=p)
            eta = design @ g
            response = numpy.where(eta > 0, 1, numpy.where(eta < 0, 0, response))
        if 0 < response.sum() < n:
            return design.tolist(), response.tolist()


cases = []


def add(name, design, response):
    kind, separated, limits = decide(design, response)
    cases.append(
        {
            "name": name,
            "design": [list(map(int, row)) for row in design],
            "response": [float(y) for y in response],
            "kind": kind,
            "separated": separated,
            "limits": limits,
        }
    )


add("complete, one column", [[1, x] for x in range(1, 7)], [0, 0, 0, 1, 1, 1])
add("quasi, one column", [[1, 1], [1, 2], [1, 3], [1, 3], [1, 4]], [0, 0, 0, 1, 1])
add("a level with one outcome", [[1, 0, 1], [1, 0, 2], [1, 0, 3], [1, 1, 1], [1, 1, 2], [1, 0, 2]],
    [0, 1, 0, 1, 1, 1])
# 1 where both are 1, and only there a single outcome: the interaction separates, its parts do not.
cells = [(0, 0), (0, 1), (1, 0), (1, 1)]
interaction = [[1, a, b, a * b] for a, b in cells for _ in range(4)]
add("an interaction", interaction, [0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1])
# x1 + x2 - x3 decides wherever it is not 0.
triples = [(a, b, c) for a in (0, 1, 2) for b in (0, 1, 2) for c in (0, 1, 2)]
planted = [
    1 if a + b - c > 1 else 0 if a + b - c < 1 else (a + 2 * b + c) % 2 for a, b, c in triples
]
add("a combination of three columns", [[1, a, b, c] for a, b, c in triples], planted)
add("a row of both outcomes on the boundary", [[1, 1], [1, 2], [1, 3]], [0, 0.5, 1])
add("overlap by grouped rows alone", [[1, 1], [1, 2], [1, 3]], [0.25, 0.5, 0.75])
# Two stages: the second column decides the ties that the first leaves.
add("two stages", [[1, -1, 5], [1, 1, -5], [1, 0, 1], [1, 0, -1], [1, 0, 0], [1, 0, 0]],
    [0, 1, 1, 0, 1, 0])
number = 0
for p in (2, 3, 4, 5):
    for spread in (1, 2, 4):
        for plant in (False, True, True):
            for intercept in (True, False):
                n = int(generator.integers(p + 2, 7 * p))
                design, response = draw(n, p, spread, intercept, plant)
                number += 1
                add(f"random {number}", design, response)

target = pathlib.Path(__file__).parent.parent / "separation_reference.json"
text = json.dumps(
    {
        "_versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scipy": scipy.__version__,
        },
        "cases": cases,
    }
)
# One case a line.
target.write_text(text.replace('{"name"', '\n{"name"').replace('"cases": [', '"cases": [') + "\n")
for kind in ("none", "quasiComplete", "complete"):
    print(kind, sum(case["kind"] == kind for case in cases))
print(sum("undetermined" in case["limits"] for case in cases), "with undetermined limits")
