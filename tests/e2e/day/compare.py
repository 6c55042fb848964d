"""The wall's figures beside those that the facts come to."""

import json
import subprocess

from day.recount import Fact, Figure, Figures, recount
from support.door import Door
from support.system import BUILD, System

TICKET_TOPIC = "recourse.routing.ticket.v1"
LOOP_TOPIC = "recourse.followup.loop.v1"
# kpi counts durations in buckets whose middle is within 1 % of all that is in them.
DURATION_ERROR = 0.011
ROUNDING = 1e-9


def facts_of(system: System, topic: str) -> list[Fact]:
    brokers = system.environment()["RECOURSE_KAFKA_BROKERS"]
    done = subprocess.run([str(BUILD / "bin" / "fact_tool"), brokers, topic], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_same(name: str, shown: Figure, counted: Figure) -> bool:
    """Of a percentile the numerator is how many do not exceed its bucket: that is kpi's alone."""
    is_time = "_time_p" in name
    if shown.denominator != counted.denominator:
        return False
    if not is_time and shown.numerator != counted.numerator:
        return False
    if shown.value is None or counted.value is None:
        return shown.value is counted.value
    error = DURATION_ERROR if is_time else ROUNDING
    return abs(shown.value - counted.value) <= max(ROUNDING, error * abs(counted.value))


class Comparison:
    """Of all branches together (the branch ""), and of each that has any figure."""

    def __init__(self, system: System) -> None:
        door = Door(system)
        tickets, loops = facts_of(system, TICKET_TOPIC), facts_of(system, LOOP_TOPIC)
        self.facts = (len(tickets), len(loops))
        self.rebuilding = False
        self.shown: dict[str, Figures] = {}
        for group in ("none", "branch"):
            for kpi in door.call("GET", f"/v1/kpis?window=24h&group={group}")["kpis"]:
                self.rebuilding |= kpi["rebuilding"]
                own = self.shown.setdefault(kpi["branch_id"] if group == "branch" else "", {})
                if group == "none" or kpi["branch_id"]:
                    own[(kpi["name"], kpi["provisional"])] = Figure(
                        int(kpi["numerator"]), int(kpi["denominator"]), kpi["value"])
        self.counted = {branch: recount(tickets, loops, branch or None) for branch in self.shown}

    def differences(self) -> list[str]:
        found = ["the counters are being rebuilt"] if self.rebuilding else []
        for branch, counted in self.counted.items():
            for key, figure in counted.items():
                shown = self.shown[branch].get(key)
                if shown is None or not is_same(key[0], shown, figure):
                    found.append(f"{branch or 'all'} {key[0]}: shown {shown}, counted {figure}")
        return found

    def table(self) -> str:
        lines = [f"{'figure':<28}{'the wall':>24}{'the facts':>24}"]
        for key, counted in self.counted[""].items():
            shown = self.shown[""].get(key)
            mark = "" if shown and is_same(key[0], shown, counted) else "  DIFFERS"
            name = key[0] + (" (provisional)" if key[1] else "")
            lines.append(f"{name:<28}{text_of(shown):>24}{text_of(counted):>24}{mark}")
        return "\n".join(lines)


def text_of(figure: Figure | None) -> str:
    if figure is None:
        return "absent"
    value = "-" if figure.value is None else f"{figure.value:.4g}"
    return f"{value} ({figure.numerator}/{figure.denominator})"
