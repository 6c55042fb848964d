"""The clock: one clock of the file in, the answer of `sla explain` out.

A clock is a list of stretches (what calendar holds, what reasons pause it) and a list of records
(one a target). Whatever is asked is answered by walking the stretches again from the beginning.
"""

import dataclasses

from clock_model import instants, opening

KINDS = {"started", "paused", "resumed", "transferred", "retargeted", "satisfied", "cancelled",
         "restored"}
STEP_MIN, STEP_MAX = 8 * instants.DAY, 512 * instants.DAY
HORIZON = 300 * 366 * instants.DAY  # a guard against a walk without an end, not a rule


class Unanswerable(Exception):
    """The clock cannot be computed; the message is the slug."""


@dataclasses.dataclass
class Stretch:
    """What holds from an instant to the next change; the last one has no end."""

    start: int
    end: int | None
    calendar: opening.Calendar
    reasons: frozenset[str]


@dataclasses.dataclass
class Record:
    """One target, counted from `begin` with `carried` used up already."""

    target: int
    begin: int
    carried: int = 0
    forfeited: bool = False  # missed at its very beginning: a share beyond the whole
    verdict: str = ""
    until: int = 0


class Clock:
    """Folds the events in their order. `time` is how far the story has been told."""

    def __init__(self, value: dict, calendars: dict[str, opening.Calendar]) -> None:
        self.calendars = calendars
        start = instants.parse(value["events"][0]["time"])
        self.time = start
        self.stretches = [Stretch(start, None, self.usable(value["calendar"]), frozenset())]
        self.records = [Record(value["target_ms"], start)]
        self.end: int | None = None
        self.satisfied = False

    def usable(self, name: str) -> opening.Calendar:
        calendar = self.calendars.get(name)
        error = "unknown_calendar" if calendar is None else calendar.error
        if error:
            raise Unanswerable(error)
        return calendar

    def apply(self, event: dict) -> None:
        self.time = instants.parse(event["time"])
        if self.end is not None:  # what happens after the end changes nothing
            if event["kind"] == "restored" and not self.satisfied:
                self.end = None
            return
        reasons = self.stretches[-1].reasons
        if event["kind"] == "paused":
            self.change(self.stretches[-1].calendar, reasons | {event["reason"]})
        elif event["kind"] == "resumed":
            self.change(self.stretches[-1].calendar, reasons - {event["reason"]})
        elif event["kind"] == "transferred":
            self.change(self.usable(event["calendar"]), reasons)
        elif event["kind"] == "retargeted":
            self.retarget(event)
        elif event["kind"] in ("satisfied", "cancelled"):
            self.end = self.time
            self.satisfied = event["kind"] == "satisfied"

    def change(self, calendar: opening.Calendar, reasons: frozenset[str]) -> None:
        self.stretches[-1].end = self.time
        self.stretches.append(Stretch(self.time, None, calendar, reasons))

    def retarget(self, event: dict) -> None:
        old, new = self.records[-1], Record(event["target_ms"], self.time)
        old.verdict, old.until = self.verdict(old, self.time), self.time
        consumed = self.consumed(old, self.time)
        if event["mode"] == "retroactive":
            new.begin, new.carried = old.begin, old.carried
        elif event["mode"] == "carry_share":
            new.carried = consumed * new.target // old.target
        if "grace_ms" in event:
            new.target = max(new.target, self.consumed(new, self.time) + event["grace_ms"])
        new.forfeited = new.carried > new.target
        self.records.append(new)

    def consumed(self, record: Record, time: int) -> int:
        return record.carried + sum(
            end - start for s in self.stretches if not s.reasons
            for start, end in s.calendar.open_between(
                max(s.start, record.begin), min(time if s.end is None else s.end, time)))

    def due(self, record: Record) -> int | None:
        """The earliest instant, not paused, at which what is consumed equals the target."""
        if record.forfeited:
            return record.begin
        left = record.target - record.carried
        for s in self.stretches:
            start = max(s.start, record.begin)
            if s.reasons or s.end is not None and s.end <= start:
                continue
            if left == 0:
                return start
            due, left = walk(s.calendar, start, s.end, left)
            if due is not None:
                return due
        return None

    def verdict(self, record: Record, time: int) -> str:
        """Of a record that is not satisfied, at an instant."""
        due = self.due(record)
        if due is not None and (due < time or record.forfeited):
            return "missed"
        return "paused" if self.stretches[-1].reasons else "running"

    def answer(self, until: int) -> dict:
        time = until if self.end is None else self.end
        record = self.records[-1]
        verdict = self.verdict(record, time)
        due = None if verdict == "paused" else self.due(record)
        if verdict != "missed" and self.end is not None:
            verdict = "met" if self.satisfied else "cancelled"
        consumed = self.consumed(record, time)
        return {"verdict": verdict, "due_time": due, "consumed_ms": consumed,
                "remaining_ms": record.target - consumed, "segments": self.segments(time),
                "superseded": [{"target_ms": r.target, "verdict": r.verdict, "until": r.until}
                               for r in self.records[:-1]]}

    def segments(self, time: int) -> list[dict]:
        found = []
        for s in self.stretches:
            end = time if s.end is None else min(s.end, time)
            if s.reasons:
                found.append(segment(s, "paused", s.start, end))
                continue
            at = s.start
            for start, close in s.calendar.open_between(s.start, end):
                found += [segment(s, "closed", at, start), segment(s, "running", start, close)]
                at = close
            found.append(segment(s, "closed", at, end))
        return [s for s in found if s["from"] < s["to"]]


def segment(stretch: Stretch, kind: str, start: int, end: int) -> dict:
    return {"from": start, "to": end, "kind": kind, "calendar": stretch.calendar.name,
            "reasons": sorted(stretch.reasons) if kind == "paused" else [],
            "consumed_ms": end - start if kind == "running" else 0}


def walk(calendar: opening.Calendar, start: int, end: int | None,
         left: int) -> tuple[int | None, int]:
    """The instant before `end` at which `left` is used up, or None and what is left of it then.

    Used up exactly at `end` is not yet due: what holds from there on decides.
    """
    last = calendar.last_opening()
    limit = end if end is not None else min(start + HORIZON, start + HORIZON if last is None
                                            else max(last, start))
    step = STEP_MIN
    while start < limit:
        stop = min(start + step, limit)
        for opened, closed in calendar.open_between(start, stop):
            if closed - opened >= left and (opened + left < limit or end is None):
                return opened + left, 0
            left -= closed - opened
        start, step = stop, min(2 * step, STEP_MAX)
    return None, left


def find_error(value: dict) -> str | None:
    """What is wrong with a clock apart from its calendars."""
    events = value.get("events", [])
    if all(e["kind"] != "started" for e in events):
        return "not_started"
    if any(e["kind"] not in KINDS for e in events):
        return "unknown_kind"
    times = [instants.parse(e["time"]) for e in events]
    if events[0]["kind"] != "started" or min(times) < times[0]:
        return "event_before_start"
    if times != sorted(times):
        return "events_out_of_order"
    targets = [value["target_ms"]] + [e["target_ms"] for e in events if e["kind"] == "retargeted"]
    if min(targets) <= 0:
        return "target_not_positive"
    if "until" in value and instants.parse(value["until"]) < times[0]:
        return "until_before_start"
    return None


def with_early_answer(value: dict) -> dict:
    """An answer stamped before the start counts as given at the start, with nothing elapsed."""
    events = list(value.get("events", []))
    if [e["kind"] for e in events[:2]] == ["started", "satisfied"]:
        times = [instants.parse(e["time"]) for e in events[:2]]
        events[1] = events[1] | {"time": instants.show(max(times))}
    return value | {"events": events}


def explain(value: dict, calendars: dict[str, opening.Calendar]) -> dict:
    """The answer for one clock, times as milliseconds; or {"error": slug}."""
    value = with_early_answer(value)
    error = find_error(value)
    if error:
        return {"error": error}
    events = value["events"]
    until = instants.parse(value.get("until", events[-1]["time"]))
    try:
        clock = Clock(value, calendars)
        for event in events[1:]:
            if instants.parse(event["time"]) <= until:
                clock.apply(event)
        return clock.answer(until)
    except Unanswerable as unanswerable:
        return {"error": str(unanswerable)}


def explain_file(file: dict) -> dict[str, dict]:
    """Every clock of a file by its id."""
    calendars = {n: opening.Calendar(n, c) for n, c in file["calendars"].items()}
    return {clock["id"]: explain(clock, calendars) for clock in file["clocks"]}
