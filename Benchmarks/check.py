"""Checks accuracy and speed of the built command, beside its peers, and prints one table.

    Benchmarks/.venv/bin/python Benchmarks/check.py [--only GROUP] [--repetitions N]
                                                    [--counts FILE] [--write RESULTS.md]

Accuracy figures are gates. Speed is measured beside a peer in the same run and printed; it fails
only below half of its goal, because the machine may be busy. What needs data that are not part of
the project is skipped and says so. The exit status is 1 when something failed.
"""

import argparse
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from checks import csv_reading, forecasts, job_corps, logistic, minutes, mvad, people, regressions  # noqa: E402
from checks.program import VEDETTA  # noqa: E402
from checks.report import Report  # noqa: E402

GROUPS = {
    "regressions": regressions.check,
    "mvad": mvad.check,
    "forecasts": forecasts.check,
    "csv": csv_reading.check,
    "logistic": logistic.check,
    "job corps": job_corps.check,
    "people": people.check,
    "minutes": minutes.check,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=GROUPS)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--counts", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()

    if not VEDETTA.exists():
        sys.exit(f"{VEDETTA} is not there: make build")
    report = Report()
    for name, check in GROUPS.items():
        if arguments.only in (None, name):
            group = report.group(name)
            with tempfile.TemporaryDirectory() as folder:
                try:
                    check(group, pathlib.Path(folder), arguments.repetitions)
                except Exception as problem:  # an output of another shape must not hide the rest
                    group.failure(name, f"{type(problem).__name__}: {problem}")
    print()
    print(report.text())
    if arguments.write:
        arguments.write.write_text(report.markdown(), encoding="utf-8")
    if arguments.counts:
        arguments.counts.write_text(f"bench-check: {report.counts()}\n", encoding="utf-8")
    print()
    print(f"bench-check: {report.counts()}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
