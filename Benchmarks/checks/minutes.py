"""The calls of the city's employment table, by commands on a simulated register.

6,000 women of 30 to 44 dismissed 30 days ago, 450 places a month in proportion to nine Municipi,
lists from January to May, each taken over as the team gives it back before the next is made. The
minutes: in May 399 called and 244 available (61.2 %); of 6,000, 2,340 (39 %). What is compared with
them is what `risk outcomes report` counts; waterfall and quotas are counted again here, from the
files and by plain arithmetic.
"""

import base64
import csv
import datetime
import hmac
import json

from checks.program import vedetta

MONTHS = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]
ELIGIBLE, CAPACITY, CALLED, AVAILABLE, YES = 6000, 450, 399, 244, 2340


def check(group, folder, repetitions):
    registry, key = folder / "registry", folder / "key"
    data, rows, model = folder / "register", folder / "rows.csv", folder / "model"

    def run(*arguments):
        return vedetta(*arguments, "--quiet", registry=registry)

    def answer(*arguments):
        return json.loads(run(*arguments, "--json").output)

    run("simulate", "cessations", "--eligible", ELIGIBLE, "--out", data)
    run("risk", "cohort", "--spec", data / "cohort.yaml", "--data", data / "cob.csv", "--out", rows)
    run("risk", "train", "--spec", data / "spec.yaml", "--data", rows,
        "--as-of", "2023-03,2023-05,2023-07", "--out", model)

    returned = []
    for month in MONTHS:
        place = folder / month
        listed = answer("risk", "list", "--model", model, "--data", rows, "--as-of", month,
                        "--policy", data / "policy.yaml", "--key", key, "--out", place)
        is_last = month == MONTHS[-1]
        group.equal(f"{month}, places", listed["places"], CAPACITY, 0)
        waterfall(group, data, rows, month, listed, returned, pseudonym(key))
        lately = {row["codice"] for row in returned if row["data_contatto"]}
        on_list = {row["codice"] for row in table(place / "lista.csv", ";")}
        group.equal(f"{month}, on the list and not called before", len(on_list - lately),
                    CAPACITY, 0)
        quotas(group, month, listed)
        back = folder / f"{month}.csv"
        margins = ["--called", CALLED, "--available", AVAILABLE] if is_last else []
        run("simulate", "outcomes", "--list", place / "lista.csv", "--out", back, *margins)
        answer("risk", "outcomes", "import", "--file", back)
        returned += table(back, ";")
        if is_last:
            report = answer("risk", "outcomes", "report", "--list", listed["list"])["total"]
            group.equal("May, called", report["called"], CALLED, 0)
            group.equal("May, available", report["positive"], AVAILABLE, 0)
            group.near("May, available of called", report["lowest"], 0.612, 0.0005)

    # The whole campaign has a registry of its own: its list is not one of the months.
    registry = folder / "campaign-registry"
    campaign = folder / "campaign"
    listed = answer("risk", "list", "--model", model, "--data", rows, "--as-of", MONTHS[-1],
                    "--policy", data / "policy-campaign.yaml", "--key", key, "--out", campaign)
    group.equal("campaign, women", listed["places"], ELIGIBLE, 0)
    run("simulate", "outcomes", "--list", campaign / "lista.csv", "--available", YES,
        "--out", folder / "campaign.csv")
    answer("risk", "outcomes", "import", "--file", folder / "campaign.csv")
    report = answer("risk", "outcomes", "report")["total"]
    group.equal("campaign, positive", report["positive"], YES, 0)
    group.near("campaign, positive of 6,000", report["listedRate"]["value"], 0.39, 0.00005)


def table(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def pseudonym(key):
    """The code of an id: base 32 of half an HMAC-SHA256, under a key derived from the secret."""
    secret = hmac.digest(bytes.fromhex(key.read_text(encoding="ascii").strip()),
                         b"vedetta pseudonym", "sha256")

    def code(person):
        return base64.b32encode(hmac.digest(secret, person.encode(), "sha256")[:16]) \
            .decode("ascii").rstrip("=").lower()

    return code


def waterfall(group, data, rows, month, listed, returned, code):
    """Every filter of the policy counted by hand, and what the registry knows of earlier calls."""
    issued = datetime.date.fromisoformat(f"{month}-01")

    def day(text):
        if "/" in text:
            text = "-".join(reversed(text.split("/")))
        return datetime.date.fromisoformat(text if len(text) == 10 else text + "-01")

    def persons(name, column=None, days=None):
        first = issued - datetime.timedelta(days) if days else datetime.date.min
        return {row["person"] for row in table(data / name)
                if column is None or first <= day(row[column]) <= issued}

    month_ago, half_year_ago = (issued - datetime.timedelta(days) for days in (30, 180))
    phones = {row["person"] for row in table(data / "contacts.csv") if row["phone"]}
    opposed = {row["codice"] for row in returned if row["esito"] == "non_contattare"}
    lately = {row["codice"] for row in returned
              if row["esito"] and half_year_ago <= day(row["data_contatto"]) < issued}
    rules = {
        "non_contattare": lambda p: code(p["person"]) in opposed,
        "sesso": lambda p: p["woman"] != "1",
        "eta": lambda p: not 1980 <= int(p["birth_year"]) <= 1994,
        "rioccupata": within(persons("hires.csv", "start", 60)),
        "meno_di_30_giorni": lambda p: p["end"] != "" and day(p["end"]) > month_ago,
        "trasferita": lambda p: p["moved"] != "",
        "in_carico": within(persons("in_charge.csv", "since")),
        "contattata": within(persons("calls.csv", "since", 90)),
        "appena_sentita": lambda p: code(p["person"]) in lately,
        "opposizione": within(persons("opted_out.csv")),
        "senza_telefono": lambda p: p["person"] not in phones,
        "controllo": within(persons("control.csv")),
    }
    left = [row for row in table(rows) if row["as_of"] == month]
    by_hand = []
    for name, rule in rules.items():
        stays = [person for person in left if not rule(person)]
        if name != "non_contattare" or opposed:
            by_hand.append((name, len(left) - len(stays)))
        left = stays
    found = [(step["name"], step["removed"]) for step in listed["waterfall"]]
    group.equal(f"{month}, filters counted as by hand",
                sum(a == b for a, b in zip(found, by_hand, strict=True)), len(by_hand), 0)
    group.equal(f"{month}, candidates", listed["candidates"], len(left), 0)


def within(people):
    return lambda person: person["person"] in people


def quotas(group, month, listed):
    """Proportional places by largest remainder, in whole numbers; equal remainders share a rank."""
    candidates = [row["candidates"] for row in listed["groups"]]
    places = [row["places"] for row in listed["groups"]]
    total = sum(candidates)
    shares = [divmod(CAPACITY * count, total) for count in candidates]
    extra = CAPACITY - sum(whole for whole, _ in shares)
    cut = sorted((rest for _, rest in shares), reverse=True)[extra - 1] if extra else total
    exact = all(
        place == whole + (rest > cut) or (rest == cut and place in (whole, whole + 1))
        for place, (whole, rest) in zip(places, shares)
    )
    group.equal(f"{month}, nine Municipi", len(places), 9, 0)
    group.equal(f"{month}, quotas exact in sum and by largest remainder",
                int(exact and sum(places) == CAPACITY), 1, 0)
