"""Runs the built command and measures what it takes."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
VEDETTA = ROOT / ".build/release/vedetta"
SHARED = ROOT.parent / "shared/data"
WORK = ROOT / ".build/bench"


class CommandFailed(Exception):
    """The command ended with an error; the text is the last line it said."""


@dataclasses.dataclass
class Run:
    """What a finished command took."""

    output: str
    seconds: float
    anonymous_bytes: int


def vedetta(*arguments, registry, status=0):
    """Runs the command to its end, with a registry of its own so that no other is touched.

    It must end with `status`.
    """
    command = [str(VEDETTA), *map(str, arguments), "--registry", str(registry)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watch = Memory(process.pid)
    output, errors = process.communicate()
    seconds = time.perf_counter() - start
    watch.stop()
    if process.returncode != status:
        said = (errors.strip() or output.strip()).splitlines() or ["nothing said"]
        raise CommandFailed(f"{' '.join(command[1:3])} ended with {process.returncode}: {said[0]}")
    return Run(output, seconds, watch.peak)


class Memory(threading.Thread):
    """Peak anonymous memory of a process (RssAnon), read every two milliseconds."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.path = f"/proc/{process}/status"
        self.peak = 0
        self.over = threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.002):
            try:
                with open(self.path, encoding="ascii") as stream:
                    for line in stream:
                        if line.startswith("RssAnon:"):
                            self.peak = max(self.peak, int(line.split()[1]) * 1024)
            except OSError:
                return

    def stop(self):
        self.over.set()
        self.join()


def peer(script, *arguments, threads=1):
    """Runs a peer's script with the interpreter that runs this one; gives its output.

    `threads` is the number its BLAS may use; `None` leaves it all cores.
    """
    environment = dict(os.environ)
    environment.pop("OPENBLAS_NUM_THREADS", None)
    if threads:
        environment["OPENBLAS_NUM_THREADS"] = str(threads)
    command = [sys.executable, str(ROOT / "Benchmarks/peers" / script), *map(str, arguments)]
    done = subprocess.run(command, text=True, capture_output=True, env=environment)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["nothing said"]
        raise CommandFailed(f"{script}: {said[-1]}")
    return done.stdout


def rscript(script, *arguments):
    """Runs a peer's script in R; gives its output."""
    if not shutil.which("Rscript"):
        raise CommandFailed("needs R")
    command = ["Rscript", str(ROOT / "Benchmarks/peers" / script), *map(str, arguments)]
    done = subprocess.run(command, text=True, capture_output=True)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["nothing said"]
        raise CommandFailed(f"{script}: {said[-1]}")
    return done.stdout
