"""Intervals of the default on M3 monthly: how many months fall inside, and at what width.

Coverage is pooled over series and months, MSIS averaged over series, as DESIGN.md defines them.
"""

from checks.backtests import FOUR

# Farthest from its level that the coverage may stand: over all months, and of any month ahead.
GAP_95, GAP_80, GAP_STEP_95 = 0.015, 0.03, 0.03


def check(group, result):
    """Judges a backtest that was run on M3 monthly."""
    metrics, steps = result.metrics["auto"], result.steps["auto"]
    coverage = steps["coverage_95"]
    group.near("M3 monthly, coverage at 95 %", metrics["coverage_95"], 0.95, GAP_95)
    worst = max(range(len(coverage)), key=lambda step: abs(coverage[step] - 0.95))
    group.near(f"M3 monthly, coverage at 95 %, farthest month ahead ({worst + 1})",
               coverage[worst], 0.95, GAP_STEP_95)
    group.near("M3 monthly, coverage at 80 %", metrics["coverage_80"], 0.80, GAP_80)
    group.at_most("M3 monthly, MSIS at 95 % (stretch 6.25)", metrics["msis_95"], 6.4)
    for level in (95, 80):
        group.note(f"M3 monthly, coverage at {level} % by month ahead",
                   by_step(steps[f"coverage_{level}"]))
    for model in FOUR:
        group.note(f"M3 monthly, intervals of {model}", summary(result.metrics[model]))


def beside(group, theirs):
    """The peer's intervals on the same months."""
    for name, scores in theirs["scores"].items():
        group.note(f"M3 monthly, intervals of statsforecast's {name}", summary(scores))
        group.note(f"M3 monthly, {name}, coverage at 95 % by month ahead",
                   by_step(scores["coverage_95_by_step"]))


def summary(scores):
    return (f"coverage {scores['coverage_95']:.3f} at 95 %, {scores['coverage_80']:.3f} at 80 %,"
            f" MSIS {scores['msis_95']:.2f}")


def by_step(shares):
    return " ".join(f"{share:.3f}".lstrip("0") for share in shares)
