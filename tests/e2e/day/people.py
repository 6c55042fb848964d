"""Who takes part in a day: callers, agents, customers. Each works by rules, at the day's speed."""

import random
import threading
from collections.abc import Iterable

from day.arrivals import Arrival
from support.door import Door
from support.mails import Mailbox
from support.system import Answer, System

AGENTS = 5
LOOK_SECONDS = 0.5
PAGE = 200
# Of the real centre: the mean time of a service.
SERVICE_SECONDS = 200.0
RESOLVED_SHARE = 0.7
WAITING_SHARE = 0.1
ANSWERED_SHARE = 0.7
WORDS_SHARE = 0.3
CSAT = (1, 2, 3, 4, 4, 5, 5, 5)
WORDS = {1: "It is still not right: I was charged again. 问题还是没有解决，又被扣款了。",
         5: "Thank you, all is well now. 谢谢，非常满意。"}


class Person(threading.Thread):
    """Works until told to end; what went wrong is told by `finish`."""

    def __init__(self, system: System, name: str, speed: float, seed: int) -> None:
        super().__init__(name=name, daemon=True)
        self.system = system
        self.speed = speed
        self.chance = random.Random(f"{seed}/{name}")
        self.ended = threading.Event()
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self.work()
        except Exception as fault:  # told by finish(), in the thread that waits
            self.fault = fault

    def work(self) -> None:
        raise NotImplementedError

    def pause(self, seconds: float) -> bool:
        """So many seconds of the day; false when it is over."""
        return not self.ended.wait(seconds / self.speed)

    def finish(self) -> None:
        self.ended.set()
        self.join()
        if self.fault:
            raise self.fault


class Callers(Person):
    """Send what arrives, each at its time."""

    def __init__(self, system: System, speed: float, seed: int,
                 arriving: Iterable[Arrival]) -> None:
        super().__init__(system, "callers", speed, seed)
        self.arriving = arriving
        self.sent = 0

    def work(self) -> None:
        door = Door(self.system, "ingest")
        now = 0.0
        for arrival in self.arriving:
            if not self.pause(max(0.0, arrival.seconds - now)):
                return
            now = arrival.seconds
            door.submit(arrival.feedback)
            self.sent += 1


class Agent(Person):
    """Takes what is nobody's, answers it, and ends most of it; some is left lying."""

    def __init__(self, system: System, number: int, speed: float, seed: int) -> None:
        super().__init__(system, f"agent-{number}", speed, seed)
        self.number = number
        self.answered = 0

    def work(self) -> None:
        door = Door(self.system)
        while not self.ended.wait(LOOK_SECONDS):
            found = door.call("GET", f"/v1/tickets?state=open&page_size={PAGE}")["tickets"]
            for ticket in found:
                if int(ticket["ticket_id"][:8], 16) % AGENTS == self.number:
                    self.serve(door, ticket)
                if self.ended.is_set():
                    return

    def serve(self, door: Door, ticket: Answer) -> None:
        """Each ticket its own dice, so that what is left lying stays so."""
        chance = random.Random(f"{ticket['ticket_id']}/{ticket['version']}")
        if chance.random() < 0.1:
            return
        door.act(ticket["ticket_id"], "take")
        self.pause(self.chance.expovariate(1 / SERVICE_SECONDS))
        door.act(ticket["ticket_id"], "reply", text="We have looked into it. 我们已经处理。")
        self.answered += 1
        what = chance.random()
        if what < RESOLVED_SHARE:
            door.act(ticket["ticket_id"], "resolve", resolution="put right")
        elif what < RESOLVED_SHARE + WAITING_SHARE:
            door.act(ticket["ticket_id"], "wait", reason="a copy of the bill")


class Customers(Person):
    """Read their mails, and answer most of the surveys."""

    def __init__(self, system: System, speed: float, seed: int) -> None:
        super().__init__(system, "customers", speed, seed)
        self.seen: set[str] = set()
        self.answered = 0
        self.refused = 0

    def work(self) -> None:
        mailbox = Mailbox(self.system)
        door = Door(self.system)
        while not self.ended.wait(LOOK_SECONDS):
            for mail in mailbox.surveys():
                if mail.survey and mail.survey not in self.seen:
                    self.seen.add(mail.survey)
                    self.answer(door, mail.survey)

    def answer(self, door: Door, survey: str) -> None:
        if self.chance.random() > ANSWERED_SHARE:
            return
        csat = self.chance.choice(CSAT)
        form: Answer = {"csat": csat, "nps": min(10, max(0, 2 * csat + self.chance.randint(-2, 1)))}
        if csat in WORDS and self.chance.random() < WORDS_SHARE:
            form["words"] = WORDS[csat]
        status = door.answer_survey(survey, **form)
        # Meanwhile the customer may have called again, and then nobody asks any more.
        if status == 200:
            self.answered += 1
        elif status in (409, 410):
            self.refused += 1
        else:
            raise AssertionError(f"the answer to {survey} ended with {status}")
