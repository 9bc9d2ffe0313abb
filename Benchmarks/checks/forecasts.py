"""Forecasts: accuracy, intervals and speed on public series, hierarchies and intermittent counts."""

import json

from checks import (carparts, forecast_accuracy, forecast_intervals, forecast_speed, labour,
                    reconciliation)
from checks.backtests import BRIEF, LABOUR, M3, M3_HORIZON, REGIONAL, TOURISM, TOURISM_HORIZON
from checks.program import peer


def check(group, folder, repetitions):
    is_brief = repetitions <= BRIEF
    parts = [
        ("M3 monthly", M3, lambda: m3(group, folder, is_brief)),
        ("Tourism monthly", TOURISM, lambda: tourism(group, folder, is_brief)),
        ("Labour", LABOUR, lambda: labour.check(group, folder)),
        ("ivi_regional", REGIONAL, lambda: forecast_speed.regional(group, folder, is_brief)),
        ("car parts", None, lambda: carparts.check(group, folder / "carparts")),
        ("us-employment", None, lambda: forecast_accuracy.employment(group, folder)),
        ("hierarchies", None, lambda: reconciliation.check(group, folder, is_brief)),
    ]
    for name, data, part in parts:
        if data and not data.exists():
            group.skip(name, f"needs ../shared/data/{data.parent.name}/{data.name}")
            continue
        try:
            part()
        except Exception as problem:  # one part must not hide the others
            group.failure(name, f"{type(problem).__name__}: {problem}")


def m3(group, folder, is_brief):
    judged = forecast_accuracy.m3(group, folder)
    forecast_intervals.check(group, judged)
    if not is_brief:
        theirs = json.loads(peer("forecast_panel.py", "four", M3, M3_HORIZON, "--levels"))
        forecast_accuracy.beside(group, "M3 monthly", judged, theirs, is_gate=True)
        forecast_intervals.beside(group, theirs)
    forecast_speed.m3(group, folder, judged, is_brief)


def tourism(group, folder, is_brief):
    judged = forecast_accuracy.tourism(group, folder)
    if not is_brief:
        theirs = json.loads(peer("forecast_panel.py", "four", TOURISM, TOURISM_HORIZON,
                                 "--levels"))
        forecast_accuracy.beside(group, "Tourism monthly", judged, theirs, is_gate=False)
