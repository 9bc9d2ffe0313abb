"""What was asked, what was reached, and whether that will do."""

import os
import platform

PASSED, SLOW, FAILED, SKIPPED = "pass", "slow", "FAIL", "skipped"


class Report:
    """The rows of all groups, in order."""

    def __init__(self):
        self.rows = []

    def group(self, name):
        return Group(name, self)

    def count(self, *states):
        return sum(row[-1] in states for row in self.rows)

    @property
    def failed(self):
        return self.count(FAILED)

    def counts(self):
        return (
            f"{self.count(PASSED, SLOW)} passed, {self.failed} failed,"
            f" {self.count(SKIPPED)} skipped"
        )

    def text(self):
        head = ("group", "figure", "asked", "reached", "")
        rows = [head, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join(lines)

    def markdown(self):
        lines = [
            "# Results",
            "",
            "Written by `make bench`. Speed is measured beside the peers in one run: what counts is",
            "the ratio. `slow` is speed between half of its goal and the goal.",
            "",
            f"Machine: {processor()}, {os.cpu_count()} cores, {platform.system()}"
            f" {platform.machine()}.",
            "",
            "| Group | Figure | Asked | Reached | |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
                  for row in self.rows]
        return "\n".join(lines) + "\n"


class Group:
    """Adds rows to a report, and prints each as it comes."""

    def __init__(self, name, report):
        self.name = name
        self.report = report

    def add(self, figure, asked, reached, state):
        row = (self.name, figure, asked, reached, state)
        self.report.rows.append(row)
        print(f"{state:7}  {self.name}: {figure}: {reached}" + (f" (asked: {asked})" if asked else ""),
              flush=True)

    def equal(self, figure, reached, expected, relative):
        """A figure that must equal a reference within a relative tolerance."""
        error = abs(reached - expected) / abs(expected)
        asked = f"{expected:.12g} to {relative:g}" if relative else f"{expected:.12g}"
        self.add(figure, asked, f"{reached:.12g}",
                 PASSED if error <= relative else FAILED)

    def largest_error(self, figure, errors, tolerance):
        """The largest of many relative errors."""
        worst = max(errors)
        self.add(figure, f"<= {tolerance:g}", f"{worst:.1e}",
                 PASSED if worst <= tolerance else FAILED)

    def largest_distance(self, figure, errors, limit):
        """The largest of many absolute errors."""
        worst = max(errors)
        self.add(figure, f"<= {limit:g}", f"{worst:.1e}", PASSED if worst <= limit else FAILED)

    def near(self, figure, reached, expected, distance):
        """A figure that must stand within an absolute distance of a published one."""
        state = PASSED if abs(reached - expected) <= distance else FAILED
        self.add(figure, f"{expected:g} +- {distance:g}", f"{reached:.5g}", state)

    def at_most(self, figure, reached, limit):
        """A figure with a ceiling."""
        self.add(figure, f"<= {limit:g}", f"{reached:.4g}", PASSED if reached <= limit else FAILED)

    def seconds(self, figure, reached, limit):
        """A duration: slow above its limit, failed above twice the limit."""
        state = PASSED if reached <= limit else SLOW if reached <= 2 * limit else FAILED
        self.add(figure, f"<= {limit:g} s", f"{reached:.1f} s", state)

    def ratio(self, figure, reached, goal, detail):
        """Times as fast as a peer: slow below the goal, failed below half of it."""
        state = PASSED if reached >= goal else SLOW if reached >= goal / 2 else FAILED
        self.add(figure, f">= {goal:g} x", f"{reached:.2f} x ({detail})", state)

    def note(self, figure, reached):
        """A figure without a goal."""
        self.add(figure, "", reached, "")

    def failure(self, figure, reason):
        self.add(figure, "", reason, FAILED)

    def skip(self, figure, reason):
        self.add(figure, "", f"skipped: {reason}", SKIPPED)


def processor():
    """Name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"
