"""An agent at work while processes die: answers tickets and resolves some, each command repeated
under its own request id until it is answered, so each must have happened exactly once."""

import json
import random
import threading
import uuid

from support.system import System

PAUSE_SECONDS = 0.3
TRIES_MAX = 300
RESOLVED_SHARE = 0.4


class Agent:
    def __init__(self, system: System, seed: int) -> None:
        self.system = system
        self.chance = random.Random(seed)
        self.replied: list[str] = []
        self.resolved: list[str] = []
        self.repeated = 0
        self.problem = ""
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self) -> None:
        try:
            while not self.ended.wait(PAUSE_SECONDS):
                for ticket_id in self.some_tickets():
                    self.answer(ticket_id)
        except AssertionError as problem:
            self.problem = str(problem)

    def some_tickets(self) -> list[str]:
        """A few that are nobody's yet; none while routing is away."""
        done = self.system.ctl("ticket", "list", "--state", "open", "--page-size", "50")
        tickets = [json.loads(line) for line in done.stdout.splitlines()]
        ids = [ticket["ticket_id"] for ticket in tickets]
        return self.chance.sample(ids, min(3, len(ids)))

    def answer(self, ticket_id: str) -> None:
        self.command("reply", ticket_id, "We are looking into it. 我们正在处理。")
        self.replied.append(ticket_id)
        if self.chance.random() < RESOLVED_SHARE:
            self.command("resolve", ticket_id, "put right")
            self.resolved.append(ticket_id)

    def command(self, verb: str, ticket_id: str, text: str) -> None:
        request_id = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        for _ in range(TRIES_MAX):
            done = self.system.ctl("ticket", verb, ticket_id, text, "--request-id", request_id)
            if done.returncode == 0:
                return
            self.repeated += 1
            threading.Event().wait(PAUSE_SECONDS)
        raise AssertionError(f"{verb} {ticket_id} was never answered: {done.stderr}")

    def end(self) -> None:
        self.ended.set()
        self.thread.join()
