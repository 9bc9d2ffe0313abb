"""Reading 500 MB of numbers beside pyarrow, in turns, on the same file.

Times are those of the reading alone on both sides, without starting a program.
"""

import json
import math
import shutil

from checks.program import WORK, CommandFailed, peer, vedetta

ROWS, COLUMNS, SEED = 1_000_000, 50, 1
COLUMN_BYTES = ROWS * COLUMNS * 8


def check(group, folder, repetitions):
    WORK.mkdir(parents=True, exist_ok=True)
    data = WORK / f"numbers-{ROWS}x{COLUMNS}-{SEED}.csv"
    try:
        if not data.exists():
            if shutil.disk_usage(WORK).free < 2_000_000_000:
                group.skip("500 MB of numbers", "needs 2 GB of disk")
                return
            peer("make_numbers.py", data, ROWS, COLUMNS, SEED)
        ours, theirs, pandas = [], [], []
        # In turns, so that what else the machine does falls on all of them.
        for _ in range(repetitions):
            ours.append(vedetta("data", "inspect", "--data", data, "--json",
                                registry=folder / "registry"))
            theirs.append(json.loads(peer("read_csv.py", "pyarrow", data)))
            pandas.append(json.loads(peer("read_csv.py", "pandas", data)))
    except CommandFailed as failure:
        group.failure("500 MB of numbers", str(failure))
        return
    found = [json.loads(run.output) for run in ours]
    best = min(run["seconds"] for run in found)
    arrow = min(run["seconds"] for run in theirs)
    panda = min(run["seconds"] for run in pandas)
    size = data.stat().st_size / 1e6
    group.equal("rows read", found[0]["rows"], ROWS, 0)
    total = math.fsum(column["sum"] for column in found[0]["columns"])
    group.equal("sum of all numbers, as pyarrow's", total, theirs[0]["sum"], 1e-9)
    group.ratio(f"{size:.0f} MB, as fast as pyarrow {theirs[0]['version']}", arrow / best, 1.5,
                f"{best:.2f} s, pyarrow {arrow:.2f} s")
    group.note(f"the same beside pandas {pandas[0]['version']}",
               f"{panda / best:.2f} x (pandas {panda:.2f} s)")
    group.note("the whole command, start to end", f"{min(run.seconds for run in ours):.2f} s")
    peak = max(run.anonymous_bytes for run in ours)
    group.at_most("peak anonymous memory over the columns", peak / COLUMN_BYTES, 1.3)
