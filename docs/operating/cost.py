#!/usr/bin/env python3
"""Prints the tables of cost.md. `cost.py --check` fails when the page differs; `--write` puts them there.

List prices of us-east-1 in US dollars, November 2026, without free tiers and taxes. Check them before you rely on them:
https://aws.amazon.com/pricing. Every number of use stands below; change it and run this again.
"""

import pathlib
import sys

HOURS = 730
PRICE = {
    "acu hour": 0.12,
    "database gb": 0.10,
    "database million io": 0.20,
    "lambda million": 0.20,
    "lambda gb second": 0.0000133334,  # arm64
    "api million": 1.00,
    "sqs million": 0.40,
    "scheduler million": 1.00,
    "wake million reads": 0.125,
    "logs gb": 0.50,
    "metric": 0.30,
    "alarm metric": 0.10,
    "dashboard": 3.00,
    "trace million": 5.00,
    "secret": 0.40,
    "kms key": 1.00,
    "kms million": 3.00,
    "cdn million": 1.00,
    "cdn gb": 0.085,
    "waf": 5.00 + 3 * 1.00,
    "waf million": 0.60,
    "mail thousand": 0.10,
    "s3 gb": 0.023,
    "nat instance": 0.0042 * HOURS + 0.005 * HOURS + 8 * 0.08,  # t4g.nano, its address and disk
    "nat gateway": 2 * 0.045 * HOURS + 2 * 0.005 * HOURS,
    "zone": 0.50,
}

# Per platform and month.
CALLS = 3_000  # HTTP calls of its people and of its programs
MESSAGES = 400  # queue messages, those of one day's collection among them
MAILS = 15
ROWS_GB = 0.004
SECONDS = 0.04  # of a call, warm, native
MEMORY_GB = 0.5
LINE_GB = 1.2e-6  # one line a call, with its metrics

# Schedules (functions.json): four each minute, one in 10 minutes, two in 15, one in six hours, seven daily. All but the daily ones ask the gate first
# (decision 11).
STARTS = 4 * 60 * HOURS + 6 * HOURS + 2 * 4 * HOURS + 4 * 30 + 7 * 30

HTTP_OPERATIONS = 141  # core-route among them: each with its own function, and an alarm that takes a canary back
ALARM_METRICS = 48  # of the module alarms with the NAT instance

SIZES = {
    # name: (platforms, average ACU, minimum of hours awake in a month, NAT, instances of the database)
    "idle": (0, 0.0, 32, "nat instance", 1),
    "10": (10, 0.5, 180, "nat instance", 1),
    "1,000": (1_000, 2.0, HOURS, "nat instance", 2),
    "100,000": (100_000, 48.0, HOURS, "nat gateway", 2),
}


def bill(platforms, acu, awake, nat, instances):
    calls = platforms * CALLS
    messages = platforms * MESSAGES
    # A message is sent, received, deleted. Lambda keeps five pollers at each of 15 queues, which ask every 20 s while nothing comes.
    requests = messages * 3 + 15 * 5 / 20 * 3600 * HOURS
    runs = calls + messages + STARTS
    # X-Ray's default: the first call of each second and one in twenty of the others.
    first = min(runs, 3600 * HOURS)
    traces = first + (runs - first) * 0.05
    # Idle, the seven daily schedules and one look at the reminders wake the database for eight minutes each: 32 hours a month.
    capacity = (max(acu, 0.5) * awake) * instances
    database = capacity * PRICE["acu hour"] + (1 + platforms * ROWS_GB) * PRICE["database gb"]
    database += runs * 6 / 1e6 * PRICE["database million io"] if platforms else 0
    return {
        "database": database,
        "functions": runs / 1e6 * PRICE["lambda million"] + runs * SECONDS * MEMORY_GB * PRICE["lambda gb second"],
        "HTTP API, CloudFront, WAF": calls / 1e6 * (PRICE["api million"] + PRICE["cdn million"] + PRICE["waf million"])
        + calls * 4e-6 * PRICE["cdn gb"] + PRICE["waf"],
        "queues, schedules, gate": requests / 1e6 * PRICE["sqs million"] + STARTS / 1e6 * (PRICE["scheduler million"] + PRICE["wake million reads"]),
        "logs, metrics, dashboard": runs * LINE_GB * PRICE["logs gb"] + 14 * PRICE["metric"] + PRICE["dashboard"],
        "traces": traces / 1e6 * PRICE["trace million"],
        "alarms": (ALARM_METRICS + HTTP_OPERATIONS) * PRICE["alarm metric"],
        "secrets and keys": 7 * PRICE["secret"] + 2 * PRICE["kms key"] + (calls * 0.01 + messages * 0.2) / 1e6 * PRICE["kms million"],
        "way out of the network": PRICE[nat],
        "mail, storage, DNS": platforms * MAILS / 1e3 * PRICE["mail thousand"] + (1 + platforms * 0.002) * PRICE["s3 gb"] + PRICE["zone"],
    }


def money(amount):
    return f"{amount:,.2f}" if amount < 100 else f"{amount:,.0f}"


def table():
    bills = {name: bill(*size) for name, size in SIZES.items()}
    lines = ["| dollars a month | " + " | ".join(name if name == "idle" else f"{name} platforms" for name in bills) + " |"]
    lines.append("| --- |" + " ---: |" * len(bills))
    for part in bills["idle"]:
        lines.append(f"| {part} | " + " | ".join(money(one[part]) for one in bills.values()) + " |")
    sums = [sum(one.values()) for one in bills.values()]
    lines.append("| **together** | " + " | ".join(f"**{money(one)}**" for one in sums) + " |")
    each = ["–"] + [f"{one / SIZES[name][0]:,.4f}" for one, name in list(zip(sums, bills))[1:]]
    lines.append("| a platform | " + " | ".join(each) + " |")
    return "\n".join(lines) + "\n"


def main():
    page = pathlib.Path(__file__).with_name("cost.md")
    start, end = "<!-- cost.py -->\n", "<!-- end -->\n"
    text = page.read_text() if page.exists() else start + end
    head, rest = text.split(start)
    new = head + start + table() + end + rest.split(end)[1]
    if "--write" in sys.argv:
        page.write_text(new)
    elif "--check" in sys.argv:
        if text != new:
            sys.exit("cost.md is not what cost.py says: docs/operating/cost.py --write")
    else:
        print(table(), end="")


main()
