"""The course of a day: a system of its own, people who work, and the figures at the end."""

import time
from dataclasses import dataclass

from day.arrivals import arrivals, calls_of
from day.compare import Comparison
from day.people import AGENTS, Agent, Callers, Customers, Person
from support.surveys import put_policy, survey_policy
from support.system import Answer, System, violated, wait_for

MINUTE_MS = 60_000
# After the last call: agents end what they have, customers answer, clocks run out.
EVENING_SECONDS = 20.0
QUIET_SECONDS_MAX = 120.0
SURVEY_DELAY_MINUTES = 30


@dataclass
class Options:
    speed: float
    limit: int
    date: str
    port_base: int
    seed: int = 20_261_122


def sla_of(speed: float) -> Answer:
    """The shipped standard, as much shorter as the day is."""
    def short(minutes: int) -> int:
        return max(1_000, int(minutes * MINUTE_MS / speed))

    return {"standards": [{"id": "standard", "warn_share_percent": [75], "clocks": {
        "first_response": {"target_ms": short(30)}, "next_response": {"target_ms": short(30)},
        "resolution": {"target_ms": short(240)}}}],
        "calendar_id": "always", "reopen_days": 7, "confirm_days": 7}


class Day:
    def __init__(self, options: Options) -> None:
        calls_of(options.date)     # before anything is started
        self.options = options
        self.system = System(options.port_base)
        self.differences: list[str] = []

    def run(self) -> Comparison:
        """The figures at the end; `differences` says what of them is not what the facts say."""
        self.system.up()
        put_policy(self.system, "sla", sla_of(self.options.speed))
        delay_ms = int(SURVEY_DELAY_MINUTES * MINUTE_MS / self.options.speed)
        put_policy(self.system, "survey", survey_policy(delay_ms))
        self.work()
        return self.settle()

    def work(self) -> None:
        options = self.options
        callers = Callers(self.system, options.speed, options.seed,
                          arrivals(options.date, options.limit, f"day{int(time.time())}"))
        agents = [Agent(self.system, number, options.speed, options.seed)
                  for number in range(AGENTS)]
        customers = Customers(self.system, options.speed, options.seed)
        people: list[Person] = [callers, *agents, customers]
        started = time.monotonic()
        for person in people:
            person.start()
        callers.join()
        time.sleep(EVENING_SECONDS)
        for person in people:
            person.finish()
        print(f"{callers.sent} calls in {time.monotonic() - started:.0f} s; agents answered "
              f"{sum(agent.answered for agent in agents)} times; customers answered "
              f"{customers.answered} surveys, {customers.refused} were no longer asked")

    def settle(self) -> Comparison:
        """Clocks go on running out; the figures follow the facts, and are looked at until both
        stand still."""
        seen: list[Comparison] = []

        def agree() -> bool:
            seen.append(Comparison(self.system))
            self.differences = seen[-1].differences()
            return not self.differences

        try:
            wait_for(agree, QUIET_SECONDS_MAX, "the wall says what the facts say")
        except AssertionError as late:
            print(f"{late}\n" + "\n".join(self.differences[:20]))
        return seen[-1]

    def verify(self) -> dict[str, list[str]]:
        return violated(self.system.verify())
