"""Makes a clock smaller as long as the two sides still answer it differently."""

import copy
from typing import Iterator

from clock_model import compare, instants
from clock_model.cases import Case, file_of

ROUNDS_MAX = 200
HALF_HOUR = 30 * instants.MINUTE


def differing(one, other, some: list[Case]) -> list[tuple[Case, list[str], dict, dict]]:
    """The cases that two explainers answer differently: (case, fields, answer, answer)."""
    file = file_of(some)
    left, right = one.explain_file(file), other.explain_file(file)
    found = []
    for case in some:
        pair = left[case.clock["id"]], right[case.clock["id"]]
        fields = compare.differences(*pair)
        if fields:
            found.append((case, fields, *pair))
    return found


def shrink(one, other, case: Case, fields: list[str]) -> Case:
    """The smallest case found by dropping parts that still differs in the fields or some of them.

    One that differs elsewhere shows another fault, and hides this one.
    """
    for _ in range(ROUNDS_MAX):
        tried = [renamed(smaller, i) for i, smaller in enumerate(smaller_ones(case))]
        still = [c for c, found, *_ in differing(one, other, tried) if set(found) <= set(fields)]
        if not still:
            break
        case = still[0]
    return renamed(case, 0)


def renamed(case: Case, number: int) -> Case:
    """A copy whose clock and calendars have names of their own within a file."""
    names = {name: f"{number}-{chr(ord('A') + i)}" for i, name in enumerate(case.calendars)}
    clock = copy.deepcopy(case.clock)
    clock["id"] = f"c{number}"
    for part in [clock, *clock["events"]]:
        if part.get("calendar") in names:
            part["calendar"] = names[part["calendar"]]
    return Case({names[n]: copy.deepcopy(v) for n, v in case.calendars.items()}, clock)


def smaller_ones(case: Case) -> Iterator[Case]:
    """Every case that is one step smaller."""
    for number in range(len(case.clock["events"]) - 1, 0, -1):
        smaller = copy.deepcopy(case)
        del smaller.clock["events"][number]
        yield without_unused(smaller)
    for key in ("until", "target_ms"):
        yield from simpler_clock(case, key)
    for name in case.calendars:
        yield from simpler_calendars(case, name)
    for number in range(len(case.clock["events"])):
        yield from rounder_time(case, number)


def without_unused(case: Case) -> Case:
    used = {part.get("calendar") for part in [case.clock, *case.clock["events"]]}
    case.calendars = {n: v for n, v in case.calendars.items() if n in used}
    return case


def simpler_clock(case: Case, key: str) -> Iterator[Case]:
    smaller = copy.deepcopy(case)
    if key == "until" and "until" in case.clock:
        del smaller.clock["until"]
        yield smaller
    elif key == "target_ms" and case.clock[key] % HALF_HOUR:
        smaller.clock[key] = max(1, case.clock[key] // HALF_HOUR) * HALF_HOUR
        yield smaller


def simpler_calendars(case: Case, name: str) -> Iterator[Case]:
    value = case.calendars[name]
    for key in ("known_until", "closures", "holidays", "dates", "week"):
        if key in value and key != "week":
            smaller = copy.deepcopy(case)
            del smaller.calendars[name][key]
            yield smaller
        parts = value.get(key, ())
        for part in () if isinstance(parts, str) else range(len(parts)):
            smaller = copy.deepcopy(case)
            place = smaller.calendars[name][key]
            del place[part if isinstance(place, list) else list(place)[part]]
            yield smaller
    for key in ("dates", "week"):
        yield from fewer_windows(case, name, key)
    if value["zone"] != "UTC":
        smaller = copy.deepcopy(case)
        smaller.calendars[name]["zone"] = "UTC"
        yield smaller


def fewer_windows(case: Case, name: str, key: str) -> Iterator[Case]:
    for day, windows in case.calendars[name].get(key, {}).items():
        for number in range(len(windows) if len(windows) > 1 else 0):
            smaller = copy.deepcopy(case)
            smaller.calendars[name][key][day] = windows[:number] + windows[number + 1:]
            yield smaller


def rounder_time(case: Case, number: int) -> Iterator[Case]:
    time = instants.parse(case.clock["events"][number]["time"])
    for unit in (instants.HOUR, instants.MINUTE, instants.SECOND):
        if time % unit:
            smaller = copy.deepcopy(case)
            smaller.clock["events"][number]["time"] = instants.show(time // unit * unit)
            yield smaller
