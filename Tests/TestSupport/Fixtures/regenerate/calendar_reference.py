"""Easter Sundays and working days in Milan, 1990 to 2040, for calendar_reference.json.

Easter by dateutil; holidays by the package holidays (Italy, province of Milan, with the patron's
day). Days of Monday to Friday that are no holidays are counted by the standard library.

python3 -m venv venv && venv/bin/pip install holidays==0.109 python-dateutil==2.9.0.post0
venv/bin/python calendar_reference.py > ../calendar_reference.json
"""

import calendar
import datetime
import json

import dateutil
import dateutil.easter
import holidays

YEARS = range(1990, 2041)
milan = holidays.country_holidays("IT", subdiv="MI", years=YEARS)


def working_days(year, month):
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    dates = [datetime.date(year, month, day) for day in days]
    return sum(date.weekday() < 5 and date not in milan for date in dates)


print(json.dumps({
    "versions": {"holidays": holidays.__version__, "dateutil": dateutil.__version__},
    "first": YEARS[0],
    "easter": [str(dateutil.easter.easter(year)) for year in YEARS],
    "workingDays": [[working_days(year, month) for month in range(1, 13)] for year in YEARS],
}))
