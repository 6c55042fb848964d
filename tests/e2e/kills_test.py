"""kill -9, at random and over and over, while feedback streams in and breaches fall due: nothing
is lost or doubled, every breach comes once and never early, counters are what the facts say.

RECOURSE_SEED repeats a run's plan, RECOURSE_KILLS (20) and RECOURSE_RATE (400 a second, 0 for as
fast as acknowledged) make it longer or harder, RECOURSE_KEEP=1 keeps the folder with its logs.
"""

import json
import os
import random
import subprocess
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path

from support.agent import Agent
from support.feedback import write_feedback
from support.kills import Killer, plan_of
from support.stores import sql
from support.system import System, check_of, violated, wait_for

PORT_BASE = 10680
TARGET_MS = 20_000
KILLS = int(os.environ.get("RECOURSE_KILLS", "20"))
RATE = int(os.environ.get("RECOURSE_RATE", "400"))
SEED = int(os.environ.get("RECOURSE_SEED", str(random.SystemRandom().randrange(1 << 32))))

BREACHES_MIN = 100
# Before the first kill: the first promises fall due while the kills go on.
HEAD_START_SECONDS = 15.0
# Beyond the plan: what waits for processes to come back makes the kills last longer.
STREAM_SECONDS_MORE = 20.0
STREAM_SECONDS_MAX = 240.0
RECOVERY_SECONDS_MAX = 180.0
UNLIMITED_FEEDBACK = 400_000


class Stream:
    """`recoursectl feedback stream` in the background."""

    def __init__(self, system: System, file: Path) -> None:
        self.acknowledged = system.folder / "acknowledged"
        command = system.ctl_command("feedback", "stream", str(file), "--acknowledged",
                                     str(self.acknowledged))
        if RATE:
            command += ["--rate", str(RATE)]
        self.process = subprocess.Popen(command, env=system.ctl_environment(), text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def under_way(self) -> bool:
        return self.process.poll() is None

    def finish(self) -> dict:
        out, errors = self.process.communicate(timeout=STREAM_SECONDS_MAX)
        if self.process.returncode != 0:
            raise AssertionError(f"the stream failed:\n{out}\n{errors}")
        return json.loads(out)


class KillsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.system = System(PORT_BASE, TARGET_MS)
        self.addCleanup(self.system.remove)
        self.system.up()
        self.plan = plan_of(SEED, KILLS)
        print(f"\nRECOURSE_SEED={SEED} RECOURSE_KILLS={KILLS} RECOURSE_RATE={RATE}")

    def feedback(self) -> Path:
        seconds = HEAD_START_SECONDS + sum(pause for pause, _ in self.plan) + STREAM_SECONDS_MORE
        file = self.system.folder / "feedback.jsonl"
        write_feedback(file, int(RATE * seconds) if RATE else UNLIMITED_FEEDBACK)
        return file

    def test_nothing_is_lost_or_doubled(self) -> None:
        stream = Stream(self.system, self.feedback())
        self.addCleanup(stream.process.kill)
        killer = Killer(self.system)
        self.addCleanup(killer.end)
        agent = Agent(self.system, SEED)
        self.addCleanup(agent.end)
        time.sleep(HEAD_START_SECONDS)
        for pause, name in self.plan:
            time.sleep(pause)
            killer.kill(name, stream.under_way())
        last_kill = time.monotonic()
        print(f"sent: {stream.finish()}")
        agent.end()
        self.recover(killer, last_kill)
        print(killer.table())
        self.assertTrue(all(kill.streamed for kill in killer.kills),
                        "the stream ended before the kills did: make it longer")
        self.judge(killer, stream.acknowledged)
        self.judge_agent(agent)

    def recover(self, killer: Killer, last_kill: float) -> None:
        """All are back, nothing is rebuilt, and no promise is overdue."""
        try:
            for condition, what in (
                    (killer.all_back, "every process that was killed is ready again"),
                    (self.system.ready, "all are ready"),
                    (lambda: not self.system.rebuilding(), "no counter is being rebuilt"),
                    (self.caught_up, "no breach is overdue")):
                wait_for(condition, RECOVERY_SECONDS_MAX, what)
                print(f"{what}: {time.monotonic() - last_kill:.1f} s after the last kill")
        except AssertionError:
            print(killer.table())
            raise

    def caught_up(self) -> bool:
        return sql(self.system, "SELECT count(*) FROM routing.timers "
                                "WHERE due_time < clock_timestamp() - interval '1 second'") == "0"

    def judge(self, killer: Killer, acknowledged: Path) -> None:
        report = self.system.verify(acknowledged)
        self.assertEqual(violated(report), {})
        due = self.breaches_due(killer)
        print(f"acknowledged {check_of(report, 'B1')['examined']}; "
              f"breaches {check_of(report, 'B15a')['examined']}, of them {due} fell due during the "
              f"kills; {check_of(report, 'D2')['what']}; verified in {report['seconds']:.1f} s")
        self.assertGreaterEqual(due, BREACHES_MIN)

    def judge_agent(self, agent: Agent) -> None:
        """Each command that was answered happened once, however often it was repeated."""
        self.assertEqual(agent.problem, "")
        replies, resolved = (
            sql(self.system, f"SELECT count(*) FROM routing.ticket_facts WHERE type = '{fact}'")
            for fact in ("TicketReplied", "TicketResolved"))
        print(f"an agent answered {len(agent.replied)} and resolved {len(agent.resolved)}; "
              f"{agent.repeated} commands had to be repeated")
        self.assertEqual((int(replies), int(resolved)), (len(agent.replied), len(agent.resolved)))
        self.assertGreater(len(agent.replied), 0)

    def breaches_due(self, killer: Killer) -> int:
        first, last = (datetime.fromtimestamp(kill.time, timezone.utc).isoformat()
                       for kill in (killer.kills[0], killer.kills[-1]))
        return int(sql(self.system, "SELECT count(*) FROM routing.tickets WHERE breach_time IS NOT "
                                    f"NULL AND due_time BETWEEN '{first}' AND '{last}'"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
