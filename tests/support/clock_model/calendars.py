"""Random calendars, odd where other systems went wrong: around one instant, the anchor."""

import datetime
import functools
import random

from clock_model import instants, opening

ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia",
    "Asia/Kathmandu", "Australia/Adelaide", "Africa/Casablanca", "America/Havana",
    "America/Asuncion", "Africa/Cairo", "Asia/Beirut", "Pacific/Chatham", "America/St_Johns",
    "Europe/Dublin", "UTC", "Asia/Kolkata", "America/Sao_Paulo", "Antarctica/Troll")
FIRST_YEAR, LAST_YEAR = 2005, 2035
DAY_OF_MINUTES = 24 * 60
# Near these the clocks of the zones are changed; most windows have an edge among them.
NIGHT_EDGES = (0, 0, 15, 30, 60, 75, 90, 105, 120, 135, 150, 165, 180, 210, 240, 1380, 1395, 1410)
DAY_EDGES = (480, 510, 540, 600, 720, 780, 810, 1020, 1050, 1080, 1140, 1320, 1439)


@functools.lru_cache(maxsize=None)
def transitions(name: str) -> list[int]:
    """Every instant between the first year and the last at which the zone's offset changes."""
    zone = instants.zone_of(name)
    day = instants.ms_of(datetime.datetime(FIRST_YEAR, 1, 1))
    end = instants.ms_of(datetime.datetime(LAST_YEAR, 12, 1))
    found, offset = [], instants.offset_at(zone, day)
    while day < end:
        day += instants.DAY
        new = instants.offset_at(zone, day)
        if new != offset:
            found.append(instants.transition_between(zone, day - instants.DAY, day))
        offset = new
    return found


def anchor_of(rng: random.Random, zone: str) -> int:
    """An instant worth being near: mostly a transition of the zone."""
    if transitions(zone) and rng.random() < 0.7:
        known = transitions(zone)
        days = [t for t in known if abs(jump(zone, t)) > 2 * instants.HOUR]
        return rng.choice(days if days and rng.random() < 0.5 else known)
    start = instants.ms_of(datetime.datetime(FIRST_YEAR, 1, 1))
    end = instants.ms_of(datetime.datetime(LAST_YEAR, 12, 1))
    return rng.randrange(start, end, instants.MINUTE)


def jump(name: str, transition: int) -> int:
    zone = instants.zone_of(name)
    return instants.offset_at(zone, transition) - instants.offset_at(zone, transition - 1)


def clock_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def edge(rng: random.Random) -> int:
    if rng.random() < 0.2:
        return rng.randrange(DAY_OF_MINUTES)
    return rng.choice(NIGHT_EDGES if rng.random() < 0.55 else DAY_EDGES)


def window(rng: random.Random) -> list[str]:
    """Any two edges: half of the windows run overnight, equal edges are 24 h."""
    start = edge(rng)
    end = DAY_OF_MINUTES if rng.random() < 0.12 else edge(rng)
    return [clock_text(start), clock_text(end)]


def rows(rng: random.Random) -> list[list[str]]:
    """The windows of one date."""
    pick = rng.random()
    if pick < 0.25:
        return [["09:00", "18:00"]]
    if pick < 0.35:
        return [["09:00", "12:00"], ["13:30", "17:30"]]
    if pick < 0.45:
        return [["22:00", "06:00"]]
    if pick < 0.52:
        return [["00:00", "24:00"]]
    if pick < 0.57:
        return [["09:00", "13:00"], ["12:00", "18:00"]]
    return [window(rng) for _ in range(rng.choice((1, 1, 2, 3)))]


def week(rng: random.Random) -> dict[str, list]:
    days = opening.WEEKDAYS
    pick = rng.random()
    if pick < 0.6:
        same = rows(rng)
        return {day: same for day in (days[:5] if pick < 0.25 else days)}
    if pick < 0.68:
        return {rng.choice(days): rows(rng)}
    return {day: rows(rng) for day in days if rng.random() < 0.75} or {"tue": rows(rng)}


def date_near(rng: random.Random, anchor: int, days: int) -> datetime.date:
    moved = instants.EPOCH + anchor * instants.MILLISECOND
    return moved.date() + datetime.timedelta(days=rng.randint(-days, days))


def changed_time(rng: random.Random, zone: str, anchor: int) -> datetime.datetime:
    """A civil time where one begins or ends to be skipped or to come twice at the anchor."""
    offset = instants.offset_at(instants.zone_of(zone), anchor - rng.randrange(2))
    edge_of_change = instants.EPOCH + (anchor + offset) // instants.MINUTE * datetime.timedelta(
        minutes=1)
    return edge_of_change + datetime.timedelta(minutes=rng.choice((0, 0, 0, 1, -1, 15, 30)))


def aimed_date(rng: random.Random, zone: str, anchor: int) -> dict[str, list]:
    """A date with a window that opens or closes where the clocks are changed."""
    start = end = changed_time(rng, zone, anchor)
    length = datetime.timedelta(minutes=rng.choice((15, 30, 60, 90, 300, 600)))
    if rng.random() < 0.5:
        start -= length
    else:
        end += length
    return {start.date().isoformat(): [[start.strftime("%H:%M"), end.strftime("%H:%M")]]}


def aimed_closure(rng: random.Random, zone: str, anchor: int) -> dict:
    first, last = sorted(changed_time(rng, zone, anchor) for _ in range(2))
    if rng.random() < 0.5 or first == last:
        first -= datetime.timedelta(minutes=rng.choice((30, 60, 300)))
    return closed(first, last)


def closure(rng: random.Random, anchor: int) -> dict:
    start = datetime.datetime.combine(date_near(rng, anchor, 3), datetime.time())
    start += datetime.timedelta(minutes=edge(rng))
    end = start + datetime.timedelta(minutes=rng.choice((15, 30, 60, 90, 240, 600, 1440, 4000)))
    if rng.random() < 0.4:
        end = datetime.datetime.combine(end.date(), datetime.time())
        end += datetime.timedelta(days=1, minutes=rng.choice(NIGHT_EDGES))
    return closed(start, end)


def closed(start: datetime.datetime, end: datetime.datetime) -> dict:
    return {"from": start.isoformat(timespec="minutes"), "to": end.isoformat(timespec="minutes"),
            "reason": "storm"}


def calendar(rng: random.Random, zone: str, anchor: int) -> dict:
    value = {"zone": zone, "week": week(rng)}
    if rng.random() < 0.45:
        near = {date_near(rng, anchor, 4).isoformat() for _ in range(rng.randint(1, 4))}
        value["holidays"] = sorted(near)
    if rng.random() < 0.45:
        near = {date_near(rng, anchor, 3).isoformat() for _ in range(rng.randint(1, 3))}
        value["dates"] = {date: rows(rng) if rng.random() < 0.75 else [] for date in sorted(near)}
    if rng.random() < 0.5:
        value.setdefault("dates", {}).update(aimed_date(rng, zone, anchor))
    if rng.random() < 0.3:
        value["closures"] = [closure(rng, anchor) if rng.random() < 0.6
                             else aimed_closure(rng, zone, anchor)
                             for _ in range(rng.choice((1, 1, 2)))]
    if rng.random() < 0.04:
        value["known_until"] = date_near(rng, anchor, 12).isoformat()
    return value


def weekly_ms(calendar_value: dict) -> int:
    """How much a week is open, windows that overlap counted twice: only to size a target."""
    total = 0
    for day in calendar_value["week"].values():
        for start, end in day:
            length = opening.minutes_of(end) - opening.minutes_of(start)
            total += (length if length > 0 else length + DAY_OF_MINUTES) * instants.MINUTE
    return total
