"""Two agents reply to one ticket in the same second, 200 times, while a third watches it: one wins,
the other is told what came in between, and nothing is overwritten."""

import http.client
import json
import threading
import time
import unittest
import uuid
from typing import Any

from support.door import Door
from support.system import Answer, System

PORT_BASE = 12_200
ROUNDS = 200
WAIT_SECONDS = 60.0


class Watcher(threading.Thread):
    """Hears one ticket as its page does, by server-sent events."""

    def __init__(self, door: Door, ticket_id: str) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection(door.address, timeout=WAIT_SECONDS)
        self.headers = {"authorization": f"Bearer {door.key}", "accept": "text/event-stream"}
        self.path = f"/v1/watch/tickets/{ticket_id}"
        self.ready = threading.Event()
        self.replies: list[tuple[int, str]] = []    # version and words, as they came

    def run(self) -> None:
        self.connection.request("GET", self.path, headers=self.headers)
        response = self.connection.getresponse()
        event = ""
        try:
            for raw in response:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    event = line[len("event: "):]
                if line.startswith("data: "):
                    self.hear(event, json.loads(line[len("data: "):]))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return    # closed at the end

    def hear(self, event: str, data: Any) -> None:
        if event == "snapshot":
            self.ready.set()
        fact = data if event == "change" else {}
        if "replied" in fact:
            self.replies.append((int(fact["ticket_version"]), fact["replied"]["text"]))


class Agent:
    def __init__(self, door: Door, key: str, name: str) -> None:
        self.door, self.name = door, name
        self.door.key = key
        self.answer: tuple[int, Answer] = (0, {})

    def reply(self, ticket_id: str, seen: int, number: int, together: threading.Barrier) -> None:
        body = {"request_id": str(uuid.uuid4()), "seen_version": seen,
                "text": f"{self.name} in round {number}"}
        together.wait()
        self.answer = self.door.ask("POST", f"/v1/tickets/{ticket_id}/reply", body)


class TwoAgentsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.system = System(PORT_BASE)
        self.addCleanup(self.system.remove)
        self.system.up()
        self.door = Door(self.system)

    def key_of(self, name: str) -> str:
        done = self.system.ctl("key", "create", "--role", "agent", "--name", name,
                               "--scope", "beijing-west")
        self.assertEqual(done.returncode, 0, done.stderr)
        return str(json.loads(done.stdout)["key"])

    def ticket(self) -> str:
        feedback_id = self.door.submit({
            "source_id": "two-agents", "external_id": "1", "channel": "phone",
            "text": "my card was swallowed by the machine", "place": "北京"})
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            shown = self.door.call("GET", f"/v1/feedback/{feedback_id}")
            if (shown.get("disposition") or {}).get("ticket_id"):
                return str(shown["disposition"]["ticket_id"])
        raise AssertionError("the ticket is not there")

    def round(self, agents: list[Agent], ticket_id: str, number: int) -> tuple[int, str]:
        """Both reply to what both have seen; the version and the words of the one who won."""
        seen = int(self.door.call("GET", f"/v1/tickets/{ticket_id}")["ticket"]["version"])
        together = threading.Barrier(len(agents))
        threads = [threading.Thread(target=agent.reply, args=(ticket_id, seen, number, together))
                   for agent in agents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [agent for agent in agents if agent.answer[0] == 200]
        losers = [agent for agent in agents if agent.answer[0] != 200]
        self.assertEqual((len(winners), len(losers)), (1, 1), [a.answer for a in agents])
        problem = losers[0].answer[1]
        self.assertEqual((losers[0].answer[0], problem["slug"]), (409, "ticket-changed"))
        since = problem["history"]["facts"]
        words = f"{winners[0].name} in round {number}"
        self.assertIn(words, [fact["replied"]["text"] for fact in since if "replied" in fact])
        version = next(int(fact["ticket_version"]) for fact in since
                       if fact.get("replied", {}).get("text") == words)
        return version, words

    def test_one_wins_the_other_is_told_and_the_history_is_whole(self) -> None:
        ticket_id = self.ticket()
        agents = [Agent(Door(self.system), self.key_of(name), name) for name in ("anna", "ben")]
        watcher = Watcher(self.door, ticket_id)
        watcher.start()
        self.assertTrue(watcher.ready.wait(WAIT_SECONDS), "the watch says nothing")
        won = [self.round(agents, ticket_id, number) for number in range(ROUNDS)]
        end = time.monotonic() + WAIT_SECONDS
        while len(watcher.replies) < ROUNDS and time.monotonic() < end:
            threading.Event().wait(0.05)
        self.assertEqual(watcher.replies, won, "the watcher sees each once and in order")
        self.assertEqual([words for _, words in self.history(ticket_id)], [w for _, w in won])
        by_anna = sum(words.startswith("anna") for _, words in won)
        print(f"\n{ROUNDS} rounds: anna won {by_anna}, ben {ROUNDS - by_anna}")

    def history(self, ticket_id: str) -> list[tuple[int, str]]:
        replies: list[tuple[int, str]] = []
        after, more = 0, True
        while more:
            page = self.door.call("GET", f"/v1/tickets/{ticket_id}/facts?after={after}")
            facts = page["facts"]
            replies += [(int(f["ticket_version"]), f["replied"]["text"]) for f in facts
                        if "replied" in f]
            more = bool(page.get("more"))
            after = int(facts[-1]["ticket_version"]) if facts else after
        return replies


if __name__ == "__main__":
    unittest.main(verbosity=2)
