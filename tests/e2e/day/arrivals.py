"""The calls of one day of the real call centre, as feedback with real texts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from support.feedback import REAL_TEXTS, real_feedback
from support.system import Answer

CALLS = REAL_TEXTS / "technion_calls" / "calls_1999-02-01_1999-02-21.csv"
UNKNOWN_CUSTOMER = "0"
CHANNELS = ("phone", "mail", "web", "app")
MAIL_DOMAIN = "customers.example"


class Absent(Exception):
    """There is no real data on this machine."""


@dataclass
class Arrival:
    seconds: float           # since the first call of the day
    feedback: Answer


def seconds_of(time: str) -> int:
    hours, minutes, seconds = (int(part) for part in time.split(":"))
    return hours * 3600 + minutes * 60 + seconds


def calls_of(date: str) -> list[dict[str, str]]:
    if not CALLS.is_file():
        raise Absent("the calls of shared/data/technion_calls are not beside this clone: a day "
                     "cannot be made without them")
    with CALLS.open(encoding="utf-8") as lines:
        calls = [call for call in csv.DictReader(lines) if call["date"] == date]
    return sorted(calls, key=lambda call: seconds_of(call["vru_entry"]))


def customer_of(call: dict[str, str], run: str) -> Answer:
    """Whoever gave no number at the machine is known by nothing. A number is whatever stands there:
    a few went through a spreadsheet and read 3.26702E+11."""
    if call["customer_id"] == UNKNOWN_CUSTOMER:
        return {}
    name = f"{run}-{call['customer_id']}"
    return {"customer": {"external_id": name, "email": f"{name}@{MAIL_DOMAIN}",
                         "language": "zh-CN" if crc32(name.encode()) % 2 else "en"}}


def arrivals(date: str, limit: int, run: str) -> Iterator[Arrival]:
    """At most `limit` calls, spread over the whole day."""
    calls = calls_of(date)
    step = max(1.0, len(calls) / limit) if limit else 1.0
    chosen = [calls[int(i * step)] for i in range(int(len(calls) / step))]
    first = seconds_of(chosen[0]["vru_entry"])
    for row, (call, text) in enumerate(zip(chosen, real_feedback())):
        yield Arrival(seconds_of(call["vru_entry"]) - first, {
            **text, **customer_of(call, run), "external_id": f"{run}-{call['call_id']}-{row}",
            "channel": CHANNELS[row % len(CHANNELS)]})
