"""Random clocks from a seed: stories told step by step, each step near something that can go wrong.

The model is asked where the due time and the edges lie, only to aim at them; what is expected is
computed afterwards, over the finished story.
"""

import dataclasses
import random

from clock_model import calendars, instants, model, opening
from clock_model.instants import DAY, HOUR, MINUTE, SECOND

REASONS = ("customer", "vendor", "approval")
MODES = ("retroactive", "from_change", "carry_share")
TARGET_MAX = 400 * DAY
WEEKS_MAX = 150  # how long a target may last at least: a run must end within its minute
SHARE_MAX = 100 * 366 * DAY  # a share kept from a target of a moment is beyond any calendar
EVENTS_MAX = 9
LOOK_AHEAD = 9 * DAY
BEFORE_ANCHOR = (0, HOUR, 3 * HOUR, 6 * HOUR, 9 * HOUR, DAY, 3 * DAY, 9 * DAY)


@dataclasses.dataclass
class Case:
    """One clock with the calendars that it names; what shrinking makes smaller."""

    calendars: dict[str, dict]
    clock: dict


def random_case(seed: int, number: int) -> Case:
    """The same for the same seed and number, whatever else is in the file."""
    story = Story(random.Random(f"{seed}:{number}"), number)
    if story.rng.random() < 0.02:
        return spoiled(story)
    return story.case()


class Story:
    """Tells one clock; `time` is the instant of the last event."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self.rng = rng
        zone = rng.choice(calendars.ZONES)
        anchor = calendars.anchor_of(rng, zone)
        self.values = {f"{number}-A": calendars.calendar(rng, zone, anchor)}
        for letter in "BC"[:rng.choice((0, 0, 1, 1, 2))]:
            other = zone if rng.random() < 0.4 else rng.choice(calendars.ZONES)
            self.values[f"{number}-{letter}"] = calendars.calendar(rng, other, anchor)
        self.ready = {n: opening.Calendar(n, v) for n, v in self.values.items()}
        self.names = list(self.values)
        self.time = anchor
        self.calendar = self.names[0]
        self.time = self.near_edge(anchor - rng.choice(BEFORE_ANCHOR))
        self.target = self.any_target()
        self.events = [self.event("started")]
        self.told = model.Clock(self.clock(), self.ready)

    def case(self) -> Case:
        for _ in range(self.rng.choice((0, 1, 2, 3, 4, 5, 6, EVENTS_MAX))):
            self.step()
        clock = self.clock()
        if self.rng.random() < 0.6 or len(self.events) == 1:
            clock["until"] = instants.show(self.any_until())
        used = {self.names[0]} | {e["calendar"] for e in self.events if "calendar" in e}
        return Case({n: v for n, v in self.values.items() if n in used}, clock)

    def clock(self) -> dict:
        number = self.names[0].split("-")[0]
        return {"id": f"c{number}", "calendar": self.names[0], "target_ms": self.target,
                "events": self.events}

    def event(self, kind: str, **more) -> dict:
        return {"time": instants.show(self.time), "kind": kind, **more}

    def step(self) -> None:
        """One more event, at an instant from the last one on."""
        self.time = max(self.time, self.next_time())
        pick, held = self.rng.random(), sorted(self.told.stretches[-1].reasons)
        if pick < 0.3 and not (held and self.rng.random() < 0.6):
            made = self.event("paused", reason=self.rng.choice(REASONS))
        elif pick < 0.5:
            made = self.event("resumed", reason=self.rng.choice(held or REASONS))
        elif pick < 0.64:
            self.calendar = self.rng.choice(self.names)
            made = self.event("transferred", calendar=self.calendar)
        elif pick < 0.86:
            made = self.retargeted()
        elif pick < 0.97:
            made = self.event("satisfied")
        else:
            made = self.event("cancelled", reason="merged")
        self.tell(made)
        if made["kind"] == "cancelled" and self.rng.random() < 0.6:
            self.time = max(self.time, self.next_time())
            self.tell(self.event("restored"))

    def tell(self, made: dict) -> None:
        self.events.append(made)
        self.told.apply(made)

    def retargeted(self) -> dict:
        """A new target; often one that was just used up, or will be in a moment."""
        consumed = self.told.consumed(self.told.records[-1], self.time)
        old = self.told.records[-1].target
        target = self.rng.choice((self.any_target(), self.any_target(), old, consumed,
                                  consumed + 1, consumed - 1, old // 2, 2 * old, old * 2 // 3))
        target = min(max(target, 1), self.target_max())
        mode = self.rng.choice(MODES)
        if mode == "carry_share" and consumed * target // old > SHARE_MAX:
            mode = "from_change"
        made = self.event("retargeted", target_ms=target, mode=mode)
        if self.rng.random() < 0.25:
            made["grace_ms"] = self.rng.choice((1, 10 * MINUTE, HOUR, self.rng.randrange(1, DAY)))
        return made

    def any_target(self) -> int:
        rng = self.rng
        pick = rng.random()
        if pick < 0.6:
            target = rng.choice((30 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR))
        elif pick < 0.8:
            target = rng.randrange(1, 24 * HOUR)
        elif pick < 0.93:
            target = rng.randrange(HOUR, 10 * DAY, SECOND)
        else:
            target = rng.randrange(DAY, TARGET_MAX)
        return min(target, self.target_max())

    def target_max(self) -> int:
        """What the sparsest of the calendars can use up in the weeks allowed."""
        return min([TARGET_MAX] + [WEEKS_MAX * calendars.weekly_ms(v)
                                   for v in self.values.values()])

    def next_time(self) -> int:
        """Near the due time, an edge, or simply later."""
        pick = self.rng.random()
        due = self.told.due(self.told.records[-1])
        if pick < 0.4 and due is not None and due >= self.time:
            return due + self.rng.choice((0, 0, 0, 1, 1, -1, MINUTE, -MINUTE))
        if pick < 0.7:
            return self.near_edge(self.time)
        return self.time + self.rng.choice((
            0, 0, 1, SECOND, MINUTE, 10 * MINUTE, HOUR, self.rng.randrange(DAY),
            self.rng.randrange(HOUR), self.rng.randrange(6 * DAY)))

    def near_edge(self, time: int) -> int:
        """At, or a little beside, an opening, a closing or a change of the zone's clocks."""
        calendar = self.ready[self.calendar]
        edges = [i for span in calendar.open_between(time, time + LOOK_AHEAD)[:6] for i in span]
        edges += [t for t in calendars.transitions(self.values[self.calendar]["zone"])
                  if time <= t <= time + LOOK_AHEAD] * 3
        if not edges:
            return time
        return self.rng.choice(edges) + self.rng.choice(
            (0, 0, 0, 1, -1, -10 * MINUTE, -17 * MINUTE, -45 * MINUTE, 10 * MINUTE, -HOUR, HOUR))

    def any_until(self) -> int:
        """Mostly after the last event; sometimes between two, so that the rest is yet to come."""
        first = instants.parse(self.events[0]["time"])
        if self.rng.random() < 0.15:
            return self.rng.randint(first, self.time)
        return max(self.time, self.next_time())


def spoiled(story: Story) -> Case:
    """A clock with one mistake, which has an error of its own, or with an answer too early."""
    case, rng = story.case(), story.rng
    clock, first = case.clock, instants.parse(case.clock["events"][0]["time"])
    clock.pop("until", None)
    mistake = rng.randrange(10)
    if mistake == 0:
        clock["events"] = clock["events"][1:]
    elif mistake == 1:
        clock["events"].append(story.event("answered"))
    elif mistake == 2:
        clock["events"].insert(1, {"time": instants.show(first - 1), "kind": "paused",
                                   "reason": "customer"})
    elif mistake == 3:
        story.time += HOUR
        later = story.event("paused", reason="customer")
        story.time -= 1
        clock["events"] += [later, story.event("resumed", reason="customer")]
    elif mistake == 4:
        clock["target_ms"] = -rng.randrange(2)
    elif mistake == 5:
        clock["calendar"] = "nowhere"
    elif mistake == 6:
        clock["until"] = instants.show(first - 1)
    elif mistake == 7:
        case.calendars[clock["calendar"]]["zone"] = "Asia/Bejing"
    elif mistake == 8:
        clock["events"].insert(1, {"time": instants.show(first - 2 * SECOND), "kind": "satisfied"})
    else:
        case.calendars[clock["calendar"]] |= {"week": {}, "dates": {}}
    return case


def random_cases(seed: int, count: int) -> list[Case]:
    return [random_case(seed, number) for number in range(count)]


def file_of(some: list[Case]) -> dict:
    """One file of many cases, whose calendars have names of their own."""
    return {"calendars": {n: v for case in some for n, v in case.calendars.items()},
            "clocks": [case.clock for case in some]}
