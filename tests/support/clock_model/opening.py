"""When a calendar is open: explicit lists of UTC intervals, made date by date.

Deliberately plain: every window of every date near the question is turned into two instants, the
lists are united, closures are cut out. No weeks are skipped over and nothing is counted ahead.
"""

import datetime

from clock_model import instants

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A window may run 24 h into the next date, and no zone is more than a day from UTC, nor skips more.
DATES_BEFORE, DATES_AFTER = 4, 3

Interval = tuple[int, int]


class Calendar:
    """One calendar of the file. `error` is the slug of why it cannot be used, or None."""

    def __init__(self, name: str, value: dict) -> None:
        self.name = name
        self.zone = instants.zone_of(value["zone"])
        self.week = [value.get("week", {}).get(day, []) for day in WEEKDAYS]
        self.holidays = set(value.get("holidays", []))
        self.dates = value.get("dates", {})
        self.windows_of_date: dict[int, list[Interval]] = {}
        self.closures: list[Interval] = []
        self.error = self.find_error()
        self.known_end: int | None = None  # the first instant of which the calendar knows nothing
        if not self.error:
            self.closures = unite([self.closed_between(c) for c in value.get("closures", [])])
            self.known_end = self.find_known_end(value.get("known_until"))

    def find_error(self) -> str | None:
        if self.zone is None:
            return "unknown_zone"
        if not any(self.week) and not any(self.dates.values()):
            return "calendar_never_opens"
        return None

    def find_known_end(self, date: str | None) -> int | None:
        if date is None:
            return None
        after = datetime.datetime.fromisoformat(date) + datetime.timedelta(days=1)
        return instants.first_occurrence(self.zone, after)

    def closed_between(self, closure: dict) -> Interval:
        first, last = (datetime.datetime.fromisoformat(closure[k]) for k in ("from", "to"))
        return (instants.first_occurrence(self.zone, first),
                instants.last_occurrence(self.zone, last))

    def rows_of(self, date: datetime.date) -> list[list[str]]:
        """The windows that open on a date, as the file writes them."""
        text = date.isoformat()
        if text in self.dates:
            return self.dates[text]
        return [] if text in self.holidays else self.week[date.weekday()]

    def windows(self, ordinal: int) -> list[Interval]:
        """The windows that open on a date, as instants, kept because many questions ask again."""
        if ordinal not in self.windows_of_date:
            date = datetime.date.fromordinal(ordinal)
            self.windows_of_date[ordinal] = [self.window(date, *row) for row in self.rows_of(date)]
        return self.windows_of_date[ordinal]

    def window(self, date: datetime.date, opening: str, closing: str) -> Interval:
        start, end = minutes_of(opening), minutes_of(closing)
        if end <= start:
            end += 24 * 60
        midnight = datetime.datetime.combine(date, datetime.time())
        return (
            instants.first_occurrence(self.zone, midnight + datetime.timedelta(minutes=start)),
            instants.last_occurrence(self.zone, midnight + datetime.timedelta(minutes=end)))

    def open_between(self, start: int, end: int) -> list[Interval]:
        """What is open in [start, end): disjoint, ascending, none empty."""
        end = end if self.known_end is None else min(end, self.known_end)
        first = ordinal_of(start) - DATES_BEFORE
        last = ordinal_of(end) + DATES_AFTER
        found = [w for ordinal in range(first, last + 1) for w in self.windows(ordinal)]
        return clip(cut(unite(found), self.closures), start, end)

    def last_opening(self) -> int | None:
        """An instant after which nothing opens; None when the week goes on for ever."""
        ends = [] if self.known_end is None else [self.known_end]
        if not any(self.week):
            last = datetime.datetime.fromisoformat(max(d for d, rows in self.dates.items() if rows))
            ends.append(instants.ms_of(last + datetime.timedelta(days=DATES_AFTER)))
        return min(ends, default=None)


def minutes_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def ordinal_of(instant: int) -> int:
    """The date in UTC; the margins of dates cover every zone."""
    return instants.EPOCH.toordinal() + instant // instants.DAY


def unite(intervals: list[Interval]) -> list[Interval]:
    """The union, as disjoint intervals in order; those that touch are one."""
    united: list[Interval] = []
    for start, end in sorted(i for i in intervals if i[0] < i[1]):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def cut(intervals: list[Interval], holes: list[Interval]) -> list[Interval]:
    """What is left of disjoint intervals without the holes."""
    for hole_start, hole_end in holes:
        rest: list[Interval] = []
        for start, end in intervals:
            rest += [(start, min(end, hole_start)), (max(start, hole_end), end)]
        intervals = [i for i in rest if i[0] < i[1]]
    return intervals


def clip(intervals: list[Interval], start: int, end: int) -> list[Interval]:
    clipped = [(max(s, start), min(e, end)) for s, e in intervals]
    return [i for i in clipped if i[0] < i[1]]
