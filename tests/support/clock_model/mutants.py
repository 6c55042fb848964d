"""Rules broken on purpose: the random clocks must tell each broken model from the whole one.

This is how the differential test shows that it can fail, without touching the program under test.
"""

import contextlib
import dataclasses
import datetime
from typing import Callable, Iterator
from unittest import mock

from clock_model import compare, instants, model, opening
from clock_model.cases import Case

Mutant = Callable[[], contextlib.AbstractContextManager]
MUTANTS: dict[str, Mutant] = {}


def mutant(owner: object, name: str) -> Callable:
    """Registers a function that is given what it replaces and returns what stands in its place."""
    def register(make: Callable) -> Callable:
        MUTANTS[make.__name__] = lambda: mock.patch.object(owner, name, make(getattr(owner, name)))
        return make
    return register


@mutant(instants, "last_occurrence")
def closing_takes_the_first(_):
    return instants.first_occurrence


@mutant(instants, "last_occurrence")
def closing_at_the_change_takes_the_first(whole):
    def last_occurrence(zone, civil):
        last = whole(zone, civil)
        changed = instants.offset_at(zone, last - 1) > instants.offset_at(zone, last)
        return instants.first_occurrence(zone, civil) if changed else last
    return last_occurrence


@mutant(instants, "first_occurrence")
def opening_takes_the_second(_):
    return instants.last_occurrence


@mutant(instants, "occurrences")
def skipped_time_moves_by_the_skip(whole):
    def occurrences(zone, civil):
        before = civil.replace(tzinfo=zone).utcoffset() // instants.MILLISECOND
        skipped = whole(zone, civil)[0] != instants.ms_of(civil) - before
        return (instants.ms_of(civil) - before,) * 2 if skipped else whole(zone, civil)
    return occurrences


@mutant(opening.Calendar, "closed_between")
def closure_is_ignored(_):
    return lambda self, closure: (0, 0)


@mutant(opening.Calendar, "closed_between")
def closure_ends_at_the_first(_):
    def closed_between(self, closure):
        first, last = (datetime.datetime.fromisoformat(closure[k]) for k in ("from", "to"))
        return tuple(instants.first_occurrence(self.zone, t) for t in (first, last))
    return closed_between


@mutant(opening.Calendar, "rows_of")
def holiday_beats_its_make_up(whole):
    return lambda self, date: [] if date.isoformat() in self.holidays else whole(self, date)


@mutant(opening.Calendar, "rows_of")
def own_date_adds_to_the_week(whole):
    def rows_of(self, date):
        return whole(self, date) + (self.week[date.weekday()]
                                    if date.isoformat() in self.dates else [])
    return rows_of


@mutant(opening.Calendar, "windows")
def holiday_cuts_the_night_before(whole):
    def windows(self, ordinal):
        tomorrow = datetime.date.fromordinal(ordinal + 1)
        if self.rows_of(tomorrow):
            return whole(self, ordinal)
        midnight = instants.first_occurrence(
            self.zone, datetime.datetime.combine(tomorrow, datetime.time()))
        return [(start, min(end, midnight)) for start, end in whole(self, ordinal)]
    return windows


@mutant(opening, "unite")
def overlap_counts_twice(_):
    return sorted


@mutant(opening, "minutes_of")
def midnight_closes_a_minute_early(whole):
    return lambda text: whole(text) - (text == "24:00")


@mutant(model, "walk")
def paused_at_due_is_missed(whole):
    def walk(calendar, start, end, left):
        due, left = whole(calendar, start, end, left)
        return (end, 0) if due is None and left == 0 else (due, left)
    return walk


@mutant(model.Clock, "verdict")
def answer_at_due_is_late(whole):
    return lambda self, record, time: whole(self, record, time + 1)


@mutant(model.Clock, "verdict")
def pause_hides_a_breach(whole):
    return lambda self, record, time: ("paused" if self.stretches[-1].reasons
                                       else whole(self, record, time))


@mutant(model.Clock, "consumed")
def missed_stops_counting(whole):
    return lambda self, record, time: min(whole(self, record, time), record.target)


@mutant(model.Clock, "change")
def one_resumption_ends_all_pauses(whole):
    def change(self, calendar, reasons):
        fewer = reasons < self.stretches[-1].reasons
        whole(self, calendar, frozenset() if fewer else reasons)
    return change


@mutant(model.Clock, "change")
def transfer_ends_the_pause(whole):
    return lambda self, calendar, reasons: whole(
        self, calendar, reasons if calendar is self.stretches[-1].calendar else frozenset())


@mutant(model.Clock, "change")
def transfer_starts_again(whole):
    def change(self, calendar, reasons):
        if calendar is not self.stretches[-1].calendar:
            self.records[-1].begin, self.records[-1].carried = self.time, 0
        whole(self, calendar, reasons)
    return change


def after_retarget(correct: Callable) -> Callable:
    """A mutant of what a new target makes: `correct` spoils the new record."""
    def make(whole):
        def retarget(self, event):
            old = dataclasses.replace(self.records[-1])
            whole(self, event)
            correct(self, event, old, self.records[-1])
        return retarget
    make.__name__ = correct.__name__
    return mutant(model.Clock, "retarget")(make)


@after_retarget
def retroactive_reaches_the_first_start(clock, event, _, new):
    if event["mode"] == "retroactive":
        new.begin, new.carried = clock.stretches[0].start, 0


@after_retarget
def share_is_rounded_up(_, event, old, new):
    if event["mode"] == "carry_share" and new.carried and new.carried < new.target:
        new.carried += 1


@after_retarget
def share_beyond_the_whole_is_forgiven(_, event, __, new):
    new.carried, new.forfeited = min(new.carried, new.target), False


@after_retarget
def grace_is_ignored(_, event, __, new):
    new.target = event["target_ms"]


@after_retarget
def missed_once_is_missed_for_ever(clock, _, __, new):
    new.forfeited = new.forfeited or clock.records[-2].verdict == "missed"


def uncaught(some: list[Case]) -> Iterator[str]:
    """The mutants that no case tells from the whole model."""
    whole = [answer_of(case) for case in some]
    for name, broken in MUTANTS.items():
        with broken():
            if all(answer_of(case) == right for case, right in zip(some, whole)):
                yield name


def answer_of(case: Case) -> dict:
    calendars = {n: opening.Calendar(n, v) for n, v in case.calendars.items()}
    return compare.canonical(model.explain(case.clock, calendars))
