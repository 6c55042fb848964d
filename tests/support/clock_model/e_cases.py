"""The E-cases of the specification that a file of clocks can express, typed from its tables.

Every time has its offset written out, so that nothing here leans on the zone arithmetic it checks.
"""

import dataclasses

from clock_model import instants
from clock_model.instants import HOUR, MINUTE

FIVE, SEVEN = ("mon", "tue", "wed", "thu", "fri"), ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekly(zone: str, days: tuple[str, ...], *windows: str, **more) -> dict:
    rows = [w.split("-") for w in windows]
    return {"zone": zone, "week": {day: rows for day in days}, **more}


def of_2026(*dates: str) -> list[str]:
    return [f"2026-{date}" for date in dates]


# The State Council's notice for 2026: days off, and the days worked instead.
DAYS_OFF = of_2026(
    "01-01", "01-02", "01-03", "02-15", "02-16", "02-17", "02-18", "02-19", "02-20", "02-21",
    "02-22", "02-23", "04-04", "04-05", "04-06", "05-01", "05-02", "05-03", "05-04", "05-05",
    "06-19", "06-20", "06-21", "09-25", "09-26", "09-27", "10-01", "10-02", "10-03", "10-04",
    "10-05", "10-06", "10-07")
DAYS_ON = of_2026("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def china(*windows: str, **more) -> dict:
    dates = {date: [w.split("-") for w in windows] for date in DAYS_ON}
    return weekly("Asia/Shanghai", FIVE, *windows, holidays=DAYS_OFF, dates=dates, **more)


CLOSURE = {"from": "2026-03-03T14:00", "to": "2026-03-03T18:00", "reason": "emergency"}
NEW_YORK = "America/New_York"
CALENDARS = {
    "SH": china("09:00-18:00"),
    "SH-L": china("09:00-12:00", "13:30-17:30"),
    "SH-CLOSED": china("09:00-18:00", closures=[CLOSURE]),
    "SH8": weekly("Asia/Shanghai", FIVE, "08:00-18:00"),
    "UR": weekly("Asia/Shanghai", FIVE, "10:00-19:00"),
    "H24": weekly("Asia/Shanghai", SEVEN, "00:00-24:00"),
    "H2359": weekly("Asia/Shanghai", SEVEN, "00:00-23:59"),
    "NY": weekly(NEW_YORK, FIVE, "09:00-17:00"),
    "NY-N": weekly(NEW_YORK, SEVEN, "22:00-06:00"),
    "NY-24": weekly(NEW_YORK, SEVEN, "00:00-24:00"),
    "NY-0230": weekly(NEW_YORK, SEVEN, "02:30-10:00"),
    "NY-18": weekly(NEW_YORK, SEVEN, "18:00-02:30"),
    "LO": weekly("Europe/London", FIVE, "09:00-17:00", holidays=of_2026("12-25", "12-28"),
                 dates={"2026-12-24": [["09:00", "12:00"]]}),
    "LH": weekly("Australia/Lord_Howe", SEVEN, "00:00-06:00"),
    "NIGHT": weekly("Asia/Shanghai", SEVEN, "22:00-06:00", holidays=of_2026("05-01")),
    "OVERLAP": weekly("Asia/Shanghai", FIVE, "09:00-13:00", "12:00-18:00"),
    "NEVER": weekly("Asia/Shanghai", ()),
    "TUESDAYS": weekly("Asia/Shanghai", ("tue",), "08:00-17:00"),
    "TYPO": weekly("Asia/Bejing", FIVE, "09:00-18:00"),
}


@dataclasses.dataclass(frozen=True)
class Case:
    """`story` is "TIME kind [word]; ..."; TIME is MM-DDTHH:MM[:SS[.mmm]][offset] of 2026."""

    id: str
    calendar: str
    target: int
    story: str
    expected: dict
    until: str = ""
    offset: str = "+08:00"

    def time(self, text: str) -> str:
        """In UTC, as the file wants it; the offset is the table's own and asks no zone."""
        zoned = text.endswith("Z") or text[-6] in "+-"
        return instants.show(instants.parse(f"2026-{text}{'' if zoned else self.offset}"))

    def event(self, text: str) -> dict:
        time, kind, *words = text.split()
        event = {"time": self.time(time), "kind": kind}
        if kind in ("paused", "resumed", "cancelled"):
            event["reason"] = words[0]
        elif kind == "transferred":
            event["calendar"] = words[0]
        elif kind == "retargeted":
            event |= {"target_ms": round(float(words[0]) * MINUTE), "mode": words[1]}
            if words[2:]:
                event["grace_ms"] = int(words[2]) * MINUTE
        return event

    def clock(self) -> dict:
        clock = {"id": self.id, "calendar": self.calendar, "target_ms": self.target,
                 "events": [self.event(e) for e in self.story.split(";")]}
        return clock | ({"until": self.time(self.until)} if self.until else {})


def due(id: str, calendar: str, start: str, expected: str, target: int = 30 * MINUTE,
        offset: str = "+08:00") -> Case:
    """A clock that only starts, and when it is due."""
    return Case(id, calendar, target, f"{start} started", {"due": expected, "verdict": "running"},
                offset=offset)


ARITHMETIC = [
    due("E01", "SH", "03-03T10:00", "03-03T02:30Z"),
    due("E02", "SH", "03-03T07:12", "03-03T09:30"),
    due("E03", "SH", "03-03T18:20", "03-04T09:30"),
    due("E04", "SH", "03-03T17:45", "03-04T09:15"),
    due("E05", "SH", "03-03T17:30", "03-03T18:00"),
    due("E06", "SH", "03-03T18:00", "03-04T09:30"),
    due("E07a", "SH-L", "03-03T11:50", "03-03T13:50"),
    due("E07b", "SH-L", "03-03T12:30", "03-03T14:00"),
    due("E08", "SH", "03-06T17:50", "03-09T09:20"),
    due("E09", "SH", "09-30T17:45", "10-08T09:15"),
    due("E10", "SH", "10-09T17:50", "10-10T09:20"),
    due("E11", "SH", "09-20T10:00", "09-20T10:30"),
    due("E12", "SH", "02-14T17:40", "02-24T09:10"),
    due("E13", "LO", "12-24T11:45Z", "12-29T09:15Z"),
    due("E14a", "SH", "03-03T13:50", "03-03T14:20"),
    due("E14b", "SH-CLOSED", "03-03T13:50", "03-04T09:20"),
    due("E16", "NY-N", "03-08T01:45-05:00", "03-08T07:15Z"),
    due("E17", "NY-N", "11-01T01:45-04:00", "11-01T06:15Z"),
    Case("E18a", "NY-N", 24 * HOUR, "03-07T22:00-05:00 started", {"consumed": 7 * HOUR},
         "03-08T12:00-04:00"),
    Case("E18b", "NY-N", 24 * HOUR, "10-31T22:00-04:00 started", {"consumed": 9 * HOUR},
         "11-01T12:00-05:00"),
    due("E19", "NY", "03-06T16:45-05:00", "03-09T13:15Z"),
    due("E20", "LH", "04-05T01:45+11:00", "04-04T15:15Z"),
    due("E21", "NY-0230", "03-08T01:00-05:00", "03-08T03:30-04:00"),
    due("E22", "NY-18", "03-08T01:45-05:00", "03-08T18:15-04:00"),
    due("E23a", "NY-24", "03-07T20:00-05:00", "03-08T05:00-04:00", 8 * HOUR),
    due("E23b", "NY-24", "10-31T20:00-04:00", "11-01T03:00-05:00", 8 * HOUR),
    due("E24a", "NIGHT", "04-30T23:50", "05-01T00:20"),
    Case("E24b", "NIGHT", 24 * HOUR, "04-30T22:00 started", {"consumed": 8 * HOUR}, "05-02T06:00"),
    Case("E25", "OVERLAP", 24 * HOUR, "03-03T00:00 started", {"consumed": 9 * HOUR},
         "03-04T00:00"),
    Case("E26", "NEVER", HOUR, "03-03T10:00 started", {"error": "calendar_never_opens"}),
    due("E27", "TUESDAYS", "03-03T16:45", "03-10T08:15"),
    Case("E28", "TYPO", HOUR, "03-03T10:00 started", {"error": "unknown_zone"}),
    due("E41", "SH", "03-03T17:45", "03-04T09:05", 20 * MINUTE),
    due("E42a", "SH8", "03-02T17:00", "03-03T11:00", 4 * HOUR),
    due("E42b", "SH8", "03-02T17:00", "03-03T10:00", 3 * HOUR),
    due("E60", "H24", "03-07T23:50", "03-08T00:20"),
    Case("E67a", "H2359", 300 * HOUR, "03-02T00:00 started",
         {"consumed": 6 * 24 * HOUR + 23 * HOUR + 53 * MINUTE}, "03-09T00:00"),
    due("E67b", "H24", "03-03T23:45", "03-04T00:15"),
    due("E67c", "H2359", "03-03T23:45", "03-04T00:16"),
    due("E72", "SH", "03-03T23:00", "03-04T09:30"),
    due("E85a", "SH", "03-03T16:40", "03-03T17:10"),
    due("E85b", "SH", "03-03T16:40", "03-03T17:40", 60 * MINUTE),
    due("E85c", "SH", "03-03T16:40", "03-04T10:10", 150 * MINUTE),
    due("E86a", "SH", "03-03T17:29", "03-03T17:59"),
    due("E86b", "SH", "03-03T17:29", "03-04T09:29", 60 * MINUTE),
]

AT_DUE = "03-03T10:00 started; 03-03T10:30 paused customer"
TEN_PAUSES = "03-03T10:00 started" + "".join(
    f"; 03-03T10:{m:02} paused customer; 03-03T10:{m + 1:02} resumed customer"
    for m in range(1, 20, 2))
PAUSED_10_TO_13 = {"paused": [["03-03T10:00", "03-03T13:00", "customer", "vendor"]]}
PAUSES = [
    Case("E30", "SH", 8 * HOUR, "03-03T09:00 started; 03-03T10:00 paused customer;"
         "03-03T15:00 resumed customer", {"due": "03-04T13:00", "consumed": HOUR}),
    Case("E31", "SH", 8 * HOUR, "03-03T14:00 started; 03-03T17:00 paused customer;"
         "03-04T10:00 resumed customer", {"due": "03-04T15:00", "consumed": 3 * HOUR}),
    Case("E32", "SH", 4 * HOUR, "03-06T16:00 started; 03-06T17:00 paused customer;"
         "03-09T09:30 resumed customer", {"due": "03-09T12:30"}),
    Case("E33", "SH", 4 * HOUR, "03-03T10:00 started; 03-03T11:00 paused customer;"
         "03-03T22:00 resumed customer", {"due": "03-04T12:00"}),
    Case("E34", "SH", 8 * HOUR, "03-03T09:00 started; 03-03T10:00 paused customer;"
         "03-03T11:00 paused vendor; 03-03T12:00 resumed customer; 03-03T13:00 resumed vendor",
         {"consumed": HOUR, "due": "03-04T11:00"} | PAUSED_10_TO_13),
    Case("E35", "SH", 8 * HOUR, "03-03T09:00 started; 03-03T10:00 paused customer;"
         "03-03T11:00 paused vendor; 03-03T11:00 resumed customer; 03-03T13:00 resumed vendor",
         {"consumed": HOUR, "due": "03-04T11:00"} | PAUSED_10_TO_13),
    Case("E36a", "SH", 30 * MINUTE, AT_DUE, {"verdict": "paused", "due": None, "remaining": 0},
         "03-04T12:00"),
    Case("E36b", "SH", 30 * MINUTE, AT_DUE + "; 03-03T11:00 resumed customer",
         {"verdict": "running", "due": "03-03T11:00"}),
    Case("E36c", "SH", 30 * MINUTE, AT_DUE + "; 03-03T11:00 resumed customer",
         {"verdict": "missed", "due": "03-03T11:00"}, "03-03T11:00:00.001"),
    Case("E36d", "SH", 30 * MINUTE, AT_DUE + "; 03-03T11:00 resumed customer;"
         "03-03T11:00 satisfied", {"verdict": "met", "due": "03-03T11:00"}),
    Case("E36e", "SH", 30 * MINUTE, AT_DUE + "; 03-03T11:00 satisfied",
         {"verdict": "met", "due": None}),
    Case("E37a", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:40 paused customer",
         {"verdict": "missed", "due": "03-03T10:30", "consumed": 40 * MINUTE}, "03-03T12:00"),
    Case("E37b", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:40 paused customer;"
         "03-03T11:00 resumed customer; 03-03T11:05 satisfied",
         {"verdict": "missed", "consumed": 45 * MINUTE, "remaining": -15 * MINUTE}),
    Case("E38", "SH", 8 * HOUR, "03-03T09:00 started; 03-03T10:00 paused customer",
         {"verdict": "paused", "due": None, "remaining": 7 * HOUR}, "03-10T12:00"),
    Case("E40", "SH", 30 * MINUTE, TEN_PAUSES, {"due": "03-03T10:40"}),
]

P3_P1 = "03-03T10:00 started; 03-03T11:00 retargeted 30"
WAS_P3 = {"superseded": [[240 * MINUTE, "running", "03-03T11:00"]]}
CHANGES = [
    Case("E44", "SH", 4 * HOUR, P3_P1 + " retroactive",
         {"verdict": "missed", "due": "03-03T10:30"} | WAS_P3),
    Case("E45", "SH", 4 * HOUR, P3_P1 + " from_change",
         {"verdict": "running", "due": "03-03T11:30"} | WAS_P3),
    Case("E46", "SH", 4 * HOUR, P3_P1 + " carry_share",
         {"due": "03-03T11:22:30", "remaining": 1_350_000} | WAS_P3),
    Case("E47", "SH", 4 * HOUR, P3_P1 + " retroactive 10",
         {"verdict": "running", "due": "03-03T11:10"}),
    Case("E48", "SH", 4 * HOUR, "03-03T09:00 started; 03-03T09:10 paused customer;"
         "03-03T11:10 resumed customer; 03-03T11:15 retargeted 30 retroactive",
         {"consumed": 15 * MINUTE, "due": "03-03T11:30"}),
    Case("E49", "SH", 4 * HOUR, P3_P1 + " retroactive; 03-03T11:05 retargeted 240 retroactive",
         {"verdict": "running", "due": "03-03T14:00",
          "superseded": [[240 * MINUTE, "running", "03-03T11:00"],
                         [30 * MINUTE, "missed", "03-03T11:05"]]}),
    Case("E54", "SH", 4 * HOUR, "03-03T10:00 started; 03-03T10:20 retargeted 30 retroactive",
         {"verdict": "running", "due": "03-03T10:30"}),
    Case("E55", "SH", 30 * MINUTE, "03-03T17:50 started; 03-03T18:05 transferred UR",
         {"due": "03-03T18:25", "consumed": 10 * MINUTE}),
    Case("E56", "SH", 30 * MINUTE, "03-03T17:50 started; 03-03T10:05Z transferred LO",
         {"due": "03-03T10:25Z"}),
    Case("E57", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:10 transferred SH8;"
         "03-03T10:20 transferred UR", {"due": "03-03T10:30"}),
    Case("E59a", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:10 paused customer;"
         "03-03T10:20 transferred UR", {"verdict": "paused", "due": None}, "03-03T12:00"),
    Case("E59b", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:10 paused customer;"
         "03-03T10:20 transferred UR; 03-03T10:30 resumed customer", {"due": "03-03T10:50"}),
]

ANSWERS = [
    Case("E73", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:10 satisfied",
         {"verdict": "met", "consumed": 10 * MINUTE}),
    Case("E76", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:28 satisfied",
         {"verdict": "met"}),
    Case("E77a", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:30 satisfied",
         {"verdict": "met", "due": "03-03T10:30"}),
    Case("E77b", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T10:30:00.001 satisfied",
         {"verdict": "missed", "due": "03-03T10:30", "remaining": -1}),
    Case("E78a", "SH", 8 * HOUR, "03-03T09:00 started", {"verdict": "running"},
         "03-03T16:59:46"),
    Case("E78b", "SH", 8 * HOUR, "03-03T09:00 started; 03-03T16:59:46 satisfied",
         {"verdict": "met"}),
    Case("E81", "SH", 30 * MINUTE, "03-03T10:00 started; 03-03T09:59:58 satisfied",
         {"verdict": "met", "consumed": 0, "due": "03-03T10:30"}),
    Case("Contract", "SH", 30 * MINUTE, "03-03T02:00Z started; 03-03T02:05Z paused customer;"
         "03-03T02:15Z resumed customer; 03-03T02:20Z transferred UR;"
         "03-03T02:25Z retargeted 15 retroactive; 03-03T02:30Z satisfied",
         {"verdict": "missed", "due": "03-03T02:25Z", "consumed": 1_200_000,
          "remaining": -300_000, "superseded": [[1_800_000, "running", "03-03T02:25Z"]],
          "paused": [["03-03T02:05Z", "03-03T02:15Z", "customer"]]}, "03-04T10:00Z"),
]

# Mistakes in a clock, each with its own error; none harms another clock of the file.
MISTAKES = [
    Case("NotStarted", "SH", HOUR, "03-03T10:00 paused customer", {"error": "not_started"}),
    Case("StartedLate", "SH", HOUR, "03-03T09:00 paused customer; 03-03T10:00 started",
         {"error": "event_before_start"}),
    Case("UnknownKind", "SH", HOUR, "03-03T10:00 started; 03-03T10:10 fired",
         {"error": "unknown_kind"}),
    Case("OutOfOrder", "SH", HOUR, "03-03T10:00 started; 03-03T10:20 paused customer;"
         "03-03T10:10 resumed customer", {"error": "events_out_of_order"}),
    Case("BeforeStart", "SH", HOUR, "03-03T10:00 started; 03-03T09:59:58 paused customer",
         {"error": "event_before_start"}),
    Case("TargetNotPositive", "SH", 0, "03-03T10:00 started", {"error": "target_not_positive"}),
    Case("RetargetNotPositive", "SH", HOUR, "03-03T10:00 started;"
         "03-03T10:10 retargeted 0 retroactive", {"error": "target_not_positive"}),
    Case("UnknownCalendar", "NOWHERE", HOUR, "03-03T10:00 started",
         {"error": "unknown_calendar"}),
    Case("TransferNowhere", "SH", HOUR, "03-03T10:00 started; 03-03T10:10 transferred NOWHERE",
         {"error": "unknown_calendar"}),
    Case("UntilBeforeStart", "SH", HOUR, "03-03T10:00 started", {"error": "until_before_start"},
         "03-03T09:00"),
]

CASES = ARITHMETIC + PAUSES + CHANGES + ANSWERS + MISTAKES
