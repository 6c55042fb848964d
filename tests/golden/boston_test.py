"""Boston's service requests of 2011: our verdict on each is the city's own.

The city said by when each of its cases was due, and published which were kept. With its target as
due time `recoursectl sla explain` must say the same of every labelled case: met is ONTIME, missed
is OVERDUE. The data is not part of the repository: where it is absent, this is left out.
"""
import csv
import datetime
import gzip
import json
import os
import pathlib
import subprocess
import sys
import zoneinfo

SOURCE, BUILD = (pathlib.Path(argument) for argument in sys.argv[1:3])
DATA = pathlib.Path(os.environ.get("RECOURSE_DATA") or SOURCE.parent / "shared" / "data")
CASES = DATA / "boston311" / "cases_2011-07_2011-10.csv.gz"
BOSTON = zoneinfo.ZoneInfo("America/New_York")
UTC = datetime.timezone.utc
# Labelled cases that have a target: all, closed, still open when the city drew the extract.
COUNTS = {"targeted": 35_640, "closed": 33_356, "open": 2_284}
TRUTH = {"met": "ONTIME", "missed": "OVERDUE"}


def instant(local: str) -> datetime.datetime:
    """The instant of a time of the city's clocks, in the form of its columns.

    A time that came twice, on the night of 6 November, is taken as its first: of two such times the
    one that reads later is the later, which is how the city compared them.
    """
    naive = datetime.datetime.strptime(local, "%Y-%m-%d %H:%M:%S")
    time = naive.replace(tzinfo=BOSTON).astimezone(UTC)
    if time.astimezone(BOSTON).replace(tzinfo=None) != naive:
        raise ValueError(f"{local} was left out by the city's clocks")
    return time


def spoken(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def clock_of(row: dict[str, str]) -> dict:
    opened, due = instant(row["open_dt"]), instant(row["target_dt"])
    events = [{"time": spoken(opened), "kind": "started"}]
    clock = {"id": row["case_enquiry_id"], "due_time": spoken(due), "events": events}
    if row["closed_dt"]:
        events.append({"time": spoken(instant(row["closed_dt"])), "kind": "satisfied"})
    else:
        after = max(opened, due) + datetime.timedelta(seconds=1)
        clock["until"] = spoken(after)
    return clock


def explain(clocks: list[dict]) -> list[dict]:
    ctl = BUILD / "bin" / "recoursectl"
    result = subprocess.run([ctl, "sla", "explain", "-", "--json"], input=json.dumps(
        {"calendars": {}, "clocks": clocks}), capture_output=True, text=True)
    if result.returncode != 0:
        errors = [line for line in result.stdout.splitlines() if '"error"' in line]
        print(result.stderr, errors[:10])
        sys.exit(1)
    return [json.loads(line) for line in result.stdout.splitlines()]


def differences(rows: dict[str, dict[str, str]], outcomes: list[dict]) -> list[str]:
    """Every case whose verdict is not the city's or whose due time is not its target."""
    faults = []
    for outcome in outcomes:
        row = rows[outcome["id"]]
        due = spoken(instant(row["target_dt"])).replace("Z", ".000Z")
        if TRUTH.get(outcome["verdict"]) != row["ontime"] or outcome["due_time"] != due:
            faults.append(f"{outcome['id']}: {outcome['verdict']}, due {outcome['due_time']}; the "
                          f"city: {row['ontime']}, due {due}, closed {row['closed_dt']}")
    return faults


if not CASES.exists():
    print(f"LEFT OUT: the cases of Boston are not at {CASES}; RECOURSE_DATA names their folder")
    sys.exit(0)
with gzip.open(CASES, "rt", newline="", encoding="utf-8") as file:
    ROWS = {row["case_enquiry_id"]: row for row in csv.DictReader(file)
            if row["ontime"] and row["target_dt"]}
open_count = sum(not row["closed_dt"] for row in ROWS.values())
counts = {"targeted": len(ROWS), "closed": len(ROWS) - open_count, "open": open_count}
OUTCOMES = explain([clock_of(row) for row in ROWS.values()])
faults = differences(ROWS, OUTCOMES)
if counts != COUNTS or [outcome["id"] for outcome in OUTCOMES] != list(ROWS):
    faults.append(f"examined {len(OUTCOMES)} of {counts}, not {COUNTS}")
for fault in faults[:20]:
    print(fault)
print(f"{len(OUTCOMES)} cases, {counts['open']} of them open, {len(faults)} faults")
sys.exit(1 if faults else 0)
