"""Speed of the logistic engine beside its peers, on made records of known risk.

Fit times are those of the fit in memory on both sides, without reading and encoding; the case
"from the file" has everything. Each peer runs on all cores. The largest cases run in `make bench`
alone.
"""

import csv
import io
import json
import os
import shutil

from checks.program import WORK, CommandFailed, peer, rscript, vedetta

SEED = 1
NUMBERS = {"dense": 50, "factor": 2, "insurance": 1, "terms": 8}
FACTORS = {"dense": 0, "factor": 1, "insurance": 8, "terms": 12}


def check(group, folder, repetitions):
    dense(group, folder, repetitions)
    factor(group, folder, repetitions)
    insurance(group, folder, repetitions)
    elastic_net(group, folder, 50_000 if repetitions < 5 else 200_000, repetitions)
    if repetitions < 5:
        return
    rate(group, folder, repetitions, [100, 200, 400])
    terms(group, folder)
    streamed(group, folder)


# MARK: the cases


def dense(group, folder, repetitions):
    rows = 1_000_000
    data = records("dense", rows)
    peers = ["sklearn-lbfgs", "glum"]
    if repetitions >= 5:
        peers += ["sklearn-newton-cholesky", "statsmodels"]
    runs = trained(folder, data, specification("dense"), repetitions)
    found = coefficients(folder)
    others = {}
    for name in peers:
        others[name] = json.loads(peer("fit_logistic.py", name, data, threads=None))
    # The optimum: where the peers' fits of the strictest tolerance agree.
    optimum = others["glum"]["optimum"]
    group.largest_distance("1,000,000 x 50, coefficients from the optimum",
                           [abs(a - b) for a, b in zip(found, optimum)], 1e-6)
    beside(group, "1,000,000 x 50 with standard errors", runs, others, 5)
    if repetitions < 5:
        return
    readers = json.loads(peer("read_and_fit.py", data, threads=None))
    # Without starting and ending a program, on both sides.
    ours = min(sum(run["seconds"].values()) for run in runs)
    best = min(readers, key=lambda name: readers[name])
    group.ratio("from the file to the table of coefficients, 1,000,000 x 50",
                readers[best] / ours, 3, f"{ours:.2f} s, {best} {readers[best]:.2f} s")


def factor(group, folder, repetitions):
    data = records("factor", 2_500_000)
    runs = trained(folder, data, specification("factor"), repetitions)
    others = {"glum": json.loads(peer("fit_logistic.py", "glum", data, "--default", threads=None))}
    group.seconds("2,500,000 x (2 numbers, 50 levels), fit", fit_time(runs), 0.5)
    beside(group, "2,500,000 x (2 numbers, 50 levels)", runs, others, 8)


def insurance(group, folder, repetitions):
    data = records("insurance", 600_000)
    runs = trained(folder, data, specification("insurance", ridge=0.001), repetitions)
    others = {"glum": json.loads(peer("fit_logistic.py", "glum", data, "--default", "--ridge",
                                      0.001, threads=None))}
    group.seconds("600,000 x 9 columns, ridge, fit", fit_time(runs), 0.15)
    beside(group, "600,000 x 9 columns, 322 one-hot, ridge", runs, others, 5)


def terms(group, folder):
    data = records("terms", 10_000_000)
    runs = trained(folder, data, specification("terms"), 2)
    group.seconds("10,000,000 x 20 terms with standard errors, fit", fit_time(runs), 15)
    group.at_most("the same, peak anonymous memory, GB", max(run["memory"] for run in runs) / 1e9, 4)
    try:
        others = {"glum": json.loads(peer("fit_logistic.py", "glum", data, "--default",
                                          threads=None))}
        beside(group, "10,000,000 x 20 terms", runs, others, 1)
    except CommandFailed as failure:
        group.note("10,000,000 x 20 terms, glum", f"does not fit in memory: {failure}")


def streamed(group, folder):
    """Time and memory of a fit that never holds the rows, at two sizes."""
    times = []
    for rows in (1_000_000, 10_000_000):
        data = records("terms", rows)
        run = trained(folder, data, specification("terms"), 1, "--stream")[0]
        times.append(run["whole"] / rows)
        group.at_most(f"{rows:,} rows streamed, peak anonymous memory, GB", run["memory"] / 1e9, 4)
        group.note(f"{rows:,} rows streamed, from the file to the table", f"{run['whole']:.1f} s")
    group.at_most("streamed, time a row at ten times the rows", times[1] / times[0], 1.2)


def rate(group, folder, repetitions, widths):
    """Multiplications and additions of the Hessians a second, over those of bare dsyrk."""
    for width in widths:
        rows = 100_000_000 // width
        data = WORK / f"numbers-{rows}x{width}-{SEED}.csv"
        made(data, "make_dense.py", data, rows, width, SEED)
        runs = trained(folder, data, dense_specification(width), repetitions)
        best = min(runs, key=lambda run: run["seconds"]["fit"])
        reached = rows * (width + 1) ** 2 * best["iterations"] / best["seconds"]["fit"] / 1e9
        bare = float(peer("dsyrk_rate.py", width, 2, threads=1))
        group.ratio(f"p = {width}, rate of whole passes over two workers of dsyrk", reached / bare,
                    0.85, f"{reached:.0f} GFLOP/s, dsyrk {bare:.0f}")


def elastic_net(group, folder, rows, repetitions):
    """A path of 100 lambdas beside glmnet: its default threshold for time, 1e-14 for values."""
    width = 200
    data = WORK / f"numbers-{rows}x{width}-{SEED}.csv"
    made(data, "make_dense.py", data, rows, width, SEED)
    file = folder / "path.yaml"
    file.write_text(dense_specification(width) + "penalty: {kind: elastic_net, l1_ratio: 0.5}\n",
                    encoding="utf-8")
    path = folder / "path.csv"
    runs = []
    for _ in range(min(repetitions, 2)):
        run = vedetta("risk", "path", "--spec", file, "--data", data, "--out", path, "--force",
                      "--json", registry=folder / "registry")
        runs.append(json.loads(run.output))
    theirs = folder / "glmnet.csv"
    try:
        seconds = float(rscript("elastic_net.R", data, theirs))
    except CommandFailed as failure:
        group.skip("elastic net path beside glmnet", str(failure))
        return
    found, expected = table(path), table(theirs)
    # Lambda, number of coefficients and deviance ratio stand before the coefficients.
    errors = [abs(a - b) for x, y in zip(found, expected, strict=True)
              for a, b in zip(x[3:], y[3:], strict=True)]
    group.largest_distance(f"{rows:,} x {width}, elastic net, 100 lambdas, coefficients from"
                           " glmnet's at 1e-14", errors, 1e-6)
    ours = fit_time(runs)
    group.ratio(f"{rows:,} x {width}, elastic net, 100 lambdas", seconds / ours, 3,
                f"{ours:.2f} s, glmnet {seconds:.2f} s")


# MARK: running


def records(case, rows):
    data = WORK / f"{case}-{rows}-{SEED}.csv"
    made(data, "make_records.py", case, data, rows, SEED)
    return data


def made(data, script, *arguments):
    if data.exists():
        return
    WORK.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(WORK).free < 8_000_000_000:
        raise CommandFailed("the made records need 8 GB of disk")
    unfinished = data.with_suffix(".part")
    peer(script, *[unfinished if argument == data else argument for argument in arguments])
    os.replace(unfinished, data)


def specification(case, ridge=None):
    lines = [f"name: {case}", "target: {column: y, positive: 1}", "features:"]
    lines += [f"  - {{column: x{j + 1}, kind: numeric}}" for j in range(NUMBERS[case])]
    lines += [f'  - {{column: f{j + 1}, kind: categorical, reference: "l000"}}'
              for j in range(FACTORS[case])]
    if ridge:
        lines.append(f"penalty: {{kind: ridge, lambda: {ridge}}}")
    return "\n".join(lines) + "\n"


def dense_specification(width):
    lines = ["name: dense", "target: {column: y, positive: 1}", "features:"]
    lines += [f"  - {{column: x{j + 1}, kind: numeric}}" for j in range(width)]
    return "\n".join(lines) + "\n"


def trained(folder, data, spec, repetitions, *options):
    """Trains some times; the JSON result of each with `whole` and `memory`."""
    file = folder / "logistic.yaml"
    file.write_text(spec, encoding="utf-8")
    runs = []
    for _ in range(repetitions):
        run = vedetta("risk", "train", "--spec", file, "--data", data, "--out", folder / "model",
                      "--force", "--json", *options, registry=folder / "registry")
        runs.append(json.loads(run.output) | {"whole": run.seconds, "memory": run.anonymous_bytes})
    return runs


def fit_time(runs):
    return min(run["seconds"]["fit"] for run in runs)


def coefficients(folder):
    run = vedetta("risk", "coefficients", "--model", folder / "model", "--format", "csv",
                  registry=folder / "registry")
    return [float(row["estimate"]) for row in csv.DictReader(io.StringIO(run.output))]


def table(path):
    with open(path, encoding="utf-8") as stream:
        return [[float(cell) for cell in row] for row in list(csv.reader(stream))[1:]]


def beside(group, figure, runs, others, goal):
    ours = fit_time(runs)
    best = min(others, key=lambda name: others[name]["seconds"])
    told = ", ".join(f"{name} {run['seconds']:.2f} s" for name, run in others.items())
    group.ratio(figure, others[best]["seconds"] / ours, goal, f"{ours:.3f} s, {told}")
