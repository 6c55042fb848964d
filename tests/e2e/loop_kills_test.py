"""kill -9 of followup, the mail server and Redis in the middle of a thousand replies and surveys:
nothing goes out twice, nothing is lost, and what nobody knows of is listed.

RECOURSE_LOOPS (1000) says how many customers, RECOURSE_SEED repeats a plan, RECOURSE_KEEP=1 keeps
the folder with its logs. Customers answer by the links in their mails.
"""

import collections
import json
import os
import random
import threading
import time
import unittest
from collections.abc import Callable

from support.door import Door
from support.kills import Killer
from support.mails import Mail, Mailbox
from support.stores import sql
from support.surveys import put_policy, survey_policy
from support.system import System, check_of, violated, wait_for

PORT_BASE = 12_400
LOOPS = int(os.environ.get("RECOURSE_LOOPS", "1000"))
SEED = int(os.environ.get("RECOURSE_SEED", str(random.SystemRandom().randrange(1 << 32))))
KILLS = ("followup", "mail", "followup", "redis", "followup", "mail", "followup", "followup")
PAUSE_SECONDS = (3.0, 6.0)

AGENTS = 4
CUSTOMERS = 3
BAD_EVERY = 10                 # one answer of so many is bad, has words, and reopens its ticket
LOOK_SECONDS = 0.3
SURVEY_DELAY_MS = 2_000
EFFECTS_LISTED = 200
OPENED_SECONDS_MAX = 120.0
SETTLED_SECONDS_MAX = 420.0
WORDS = "It is broken again, and nobody called me. My card was charged twice once more."


class Crew:
    """Threads that share a work; the first fault ends it and is told."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.ended = threading.Event()
        self.faults: list[Exception] = []

    def start(self, work: Callable[[int], None], count: int) -> None:
        for number in range(count):
            thread = threading.Thread(target=self.guard, args=(work, number), daemon=True)
            self.threads.append(thread)
            thread.start()

    def guard(self, work: Callable[[int], None], number: int) -> None:
        try:
            work(number)
        except Exception as fault:  # told by join(), in the test's own thread
            self.faults.append(fault)

    def join(self) -> None:
        for thread in self.threads:
            thread.join()
        if self.faults:
            raise self.faults[0]


class LoopKillsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.system = System(PORT_BASE)
        self.addCleanup(self.system.remove)
        self.system.up()
        put_policy(self.system, "survey", survey_policy(SURVEY_DELAY_MS))
        print(f"\nRECOURSE_SEED={SEED} RECOURSE_LOOPS={LOOPS}")
        self.mailbox = Mailbox(self.system)
        self.answers: dict[str, int] = {}      # status of the page, by survey
        self.bad: set[str] = set()
        self.lock = threading.Lock()

    # The work.

    def open_tickets(self) -> list[str]:
        file = self.system.folder / "feedback.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for row in range(LOOPS):
                name = f"customer-{row:05d}"
                out.write(json.dumps({
                    "source_id": "hotline-north", "external_id": name, "channel": "mail",
                    "customer": {"external_id": name, "email": f"{name}@customers.example"},
                    "text": f"My card was charged twice. I want to complain, case {row}."}) + "\n")
        self.system.stream(file, self.system.folder / "acknowledged")
        ids = "SELECT ticket_id FROM routing.tickets ORDER BY ticket_id"
        wait_for(lambda: len(sql(self.system, ids).splitlines()) == LOOPS, OPENED_SECONDS_MAX,
                 "each customer has his ticket")
        return sql(self.system, ids).splitlines()

    def serve(self, tickets: list[str], number: int) -> None:
        door = Door(self.system)
        for ticket_id in tickets[number::AGENTS]:
            door.act(ticket_id, "reply", text="We have refunded the second charge. 已退款。")
            door.act(ticket_id, "resolve", resolution="refunded")

    def answer(self, crew: Crew, number: int) -> None:
        door = Door(self.system)
        while not crew.ended.wait(LOOK_SECONDS):
            for mail in self.new_surveys():
                self.answer_one(door, mail)

    def new_surveys(self) -> list[Mail]:
        """Each survey goes to one customer, however often its mail came."""
        with self.lock:
            fresh = [m for m in self.mailbox.surveys() if m.survey not in self.answers][:20]
            for mail in fresh:
                self.answers[str(mail.survey)] = 0
        return fresh

    def answer_one(self, door: Door, mail: Mail) -> None:
        survey = str(mail.survey)
        if int(mail.to.split("@")[0].rsplit("-", 1)[1]) % BAD_EVERY == 0:
            self.bad.add(survey)
            self.answers[survey] = door.answer_survey(survey, csat=1, nps=0, words=WORDS)
        else:
            self.answers[survey] = door.answer_survey(survey, csat=5, nps=9)

    # The test.

    def test_nothing_goes_out_twice_and_nothing_is_lost(self) -> None:
        tickets = self.open_tickets()
        agents, customers = Crew(), Crew()
        self.addCleanup(customers.ended.set)
        killer = Killer(self.system)
        self.addCleanup(killer.end)
        agents.start(lambda number: self.serve(tickets, number), AGENTS)
        customers.start(lambda number: self.answer(customers, number), CUSTOMERS)
        began = time.monotonic()
        self.kill_by_plan(killer)
        agents.join()
        print(f"{LOOPS} tickets were answered and resolved in {time.monotonic() - began:.0f} s")
        wait_for(self.is_settled, SETTLED_SECONDS_MAX, "nothing is under way any more")
        print(f"nothing was under way after {time.monotonic() - began:.0f} s\n{killer.table()}")
        customers.ended.set()
        customers.join()
        wait_for(lambda: not self.system.rebuilding(), SETTLED_SECONDS_MAX, "nothing is rebuilt")
        self.judge_mails()
        self.judge_unknown()
        self.judge_loops()
        self.judge_proof()

    def kill_by_plan(self, killer: Killer) -> None:
        chance = random.Random(SEED)
        for name in KILLS:
            time.sleep(chance.uniform(*PAUSE_SECONDS))
            killer.kill(name, streamed=True)

    def ask(self, statement: str) -> int:
        return int(sql(self.system, statement))

    def is_settled(self) -> bool:
        """No effect and no loop waits for anything but people, and all that was heard is done."""
        open_loops = "SELECT count(*) FROM followup.loops WHERE state IN (1, 2)"
        effects = "SELECT count(*) FROM followup.effects WHERE state IN " \
                  "('pending', 'claimed', 'sending')"
        loops = "SELECT count(*) FROM followup.loops"
        if self.ask(loops) < LOOPS or self.ask(open_loops) or self.ask(effects):
            return False
        unanswered = {str(m.survey) for m in self.mailbox.surveys()} - set(self.answers)
        return not unanswered and 0 not in self.answers.values() and self.system.ready()

    def judge_mails(self) -> None:
        """What is known to have gone out is there once, what is known not to have is not."""
        self.assertEqual(self.mailbox.doubles(), {})
        arrived = collections.Counter(mail.message_id.strip("<>") for mail in self.mailbox.all())
        rows = sql(self.system, "SELECT state, trim(message_id, '<>'), effect_id FROM "
                                "followup.effects WHERE kind = 'mail'").splitlines()
        self.assertGreaterEqual(len(rows), 2 * LOOPS, "each reply and each survey is an effect")
        for state, message_id, effect_id in (row.split("|") for row in rows):
            with self.subTest(effect_id, state=state):
                times = arrived.get(message_id, 0)
                self.assertIn(times, {"delivered": {1}, "failed": {0}}.get(state, {0, 1}))
        states = collections.Counter(row.split("|")[0] for row in rows)
        print(f"mails: {len(self.mailbox.all())} arrived; effects: {dict(states)}")
        self.assertLessEqual(set(states), {"delivered", "failed", "unknown"})

    def judge_unknown(self) -> None:
        """A person finds each of which nobody knows."""
        unknown = set(sql(self.system, "SELECT effect_id FROM followup.effects WHERE state = "
                                       "'unknown'").split())
        done = self.system.ctl("effect", "list", "--state", "unknown", "--page-size",
                               str(EFFECTS_LISTED))
        self.assertEqual(done.returncode, 0, done.stderr)
        listed = {json.loads(line)["effect_id"] for line in done.stdout.splitlines()}
        self.assertLess(len(unknown), EFFECTS_LISTED, "more than a page lists")
        self.assertEqual(listed, unknown)
        print(f"unknown: {len(unknown)}, all of them listed")

    def judge_loops(self) -> None:
        """Each reply has its end, each resolution one loop, each answer that was thanked for is
        kept, and each bad one has brought its ticket back."""
        deliveries = sql(self.system, "SELECT state, count(*) FROM followup.deliveries GROUP BY 1")
        ends = {int(state): int(count) for state, count in
                (row.split("|") for row in deliveries.splitlines())}
        self.assertEqual(sum(ends.values()), LOOPS)
        self.assertLessEqual(set(ends), {3, 5, 6}, "delivered, failed or unknown")
        self.assertEqual(self.ask("SELECT count(*) FROM followup.loops"), LOOPS)
        statuses = collections.Counter(self.answers.values())
        print(f"deliveries by state: {ends}; answers by status: {dict(statuses)}")
        self.assertEqual(set(statuses), {200})
        heard = self.ask("SELECT count(*) FROM followup.loops WHERE verdict IN (1, 2)")
        self.assertEqual(heard, len(self.answers))
        wait_for(lambda: self.ask("SELECT count(*) FROM routing.ticket_facts WHERE type = "
                                  "'TicketReopened'") == len(self.bad), OPENED_SECONDS_MAX,
                 "each bad answer has brought its ticket back, once")
        words = "SELECT count(*) FROM ingest.feedback WHERE source_id = 'survey'"
        wait_for(lambda: self.ask(words) == len(self.bad), OPENED_SECONDS_MAX,
                 "all words have arrived at ingest, once")

    def judge_proof(self) -> None:
        report = self.system.verify(self.system.folder / "acknowledged")
        self.assertEqual(violated(report), {})
        print(f"{check_of(report, 'E2')['what']}; verified in {report['seconds']:.1f} s")
        wait_for(self.is_counted, OPENED_SECONDS_MAX, "the wall counts every answer, once")

    def is_counted(self) -> bool:
        figures = Door(self.system).call("GET", "/v1/kpis?window=24h")["kpis"]
        csat = next(kpi for kpi in figures if kpi["name"] == "csat")
        return (csat["numerator"], csat["denominator"]) == (len(self.answers) - len(self.bad),
                                                           len(self.answers))


if __name__ == "__main__":
    unittest.main(verbosity=2)
