"""This system catching up: classify, routing and kpi hear what ingest has said while they stood."""

import time
from pathlib import Path

from harness.cgroups import text_of
from harness.peering.stores import Asker, psql
from harness.running import PARTITIONS, System
from harness.window import Gate, Window
from support.stores import redis
from support.system import wait_for
from system import client
from system.layout import layout_of

FLOW = ("classify", "routing", "kpi")
IDLE = ("followup", "console")    # they do what no peer does
GROUPS = (*FLOW, "kafka", "postgres", "redis")
LOOK_SECONDS = 0.1
PID_LOOK_SECONDS = 0.002
START_SECONDS_MAX = 30.0
DRAIN_SECONDS_MAX = 600.0

# What is said and not yet handled, from ingest to the lists behind the figures.
LAG = """SELECT sum(lag)::bigint FROM (
  SELECT h.last_sequence - COALESCE(p.sequence, 0) AS lag FROM ingest.heads h
    LEFT JOIN classify.positions p USING (topic, partition)
   WHERE h.topic = 'recourse.ingest.feedback.v1'
  UNION ALL
  SELECT h.last_sequence - COALESCE(p.sequence, 0) FROM classify.heads h
    LEFT JOIN routing.positions p USING (topic, partition)
   WHERE h.topic = 'recourse.classify.feedback.v1'
  UNION ALL
  SELECT h.last_sequence - COALESCE(p.sequence, 0) FROM routing.heads h
    LEFT JOIN kpi.positions p USING (topic, partition)
   WHERE h.topic = 'recourse.routing.ticket.v1') AS lags"""
SAID = "SELECT sum(last_sequence)::bigint FROM routing.heads WHERE topic ~ 'ticket'"
UNSENT = """SELECT (SELECT sum(last_sequence) FROM ingest.heads)::bigint
  - (SELECT COALESCE(sum(acknowledged_sequence), 0) FROM ingest.relays)::bigint"""

# (feedback, kind, ticket, category, branch of the ticket); none of the last where there is none.
RESULT = """SELECT d.feedback_id, d.kind, COALESCE(d.ticket_id::text, ''), c.category,
       COALESCE(t.branch_id, '')
  FROM routing.dispositions d
  JOIN classify.classifications c ON c.feedback_id = d.feedback_id AND c.ordinal = 1
  LEFT JOIN routing.tickets t ON t.ticket_id = d.ticket_id
 WHERE d.recorded_time >= '{since}'"""
# Of kpi's measures: 0 heard of, 1 opened, 4 joined.
COUNTS = """SELECT p.branch_id, c.measure, sum(c.count) FROM kpi.contributions c
  JOIN kpi.places p USING (place_id) WHERE c.measure IN (0, 1, 4) AND c.time >= '{since}'
 GROUP BY 1, 2"""


class Ours:
    def __init__(self, system: System, gate: Gate) -> None:
        self.system = system
        self.gate = gate
        self.layout = layout_of(str(system.local.var))
        self.asker = Asker(system.dsn())

    def stop(self, *names: str) -> None:
        for name in names:
            client.command(self.layout, f"stop-one {name}")
            self.wait_process(name, there=False)

    def start(self, name: str) -> None:
        client.command(self.layout, f"start-one {name}")
        self.wait_process(name, there=True)
        self.system.adopt(name)

    def wait_process(self, name: str, there: bool) -> None:
        """Looks often: what a process used before it came into its group is not counted."""
        deadline = time.monotonic() + START_SECONDS_MAX
        file = self.layout.pid_file(name)
        while bool(text_of(file)) != there:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{name} did not {'start' if there else 'stop'}")
            time.sleep(PID_LOOK_SECONDS)

    def now(self) -> str:
        return psql(self.system.dsn(), "SELECT clock_timestamp()")[0][0]

    def register(self, file: Path) -> None:
        """Into ingest, and on into its topic; nobody hears it yet."""
        sent = self.system.local.stream(file, file.with_suffix(".acknowledged"))
        if sent["refused"] or sent["unknown"]:
            raise RuntimeError(f"ingest did not take all: {sent}")
        wait_for(lambda: self.asker.number(UNSENT) == 0, DRAIN_SECONDS_MAX, "ingest said all")

    def catch_up(self) -> Window:
        """From the start of the three processes until the last fact is counted and listed."""
        psql(self.system.dsn(), "CHECKPOINT")
        with Window(self.system.groups, self.gate) as window:
            for name in FLOW:
                self.start(name)
            self.wait_drained()
        self.stop(*FLOW)
        return window

    def wait_drained(self) -> None:
        begun = time.monotonic()
        while self.asker.number(LAG) > 0 or self.asker.number(SAID) > self.counted():
            if time.monotonic() - begun > DRAIN_SECONDS_MAX:
                raise RuntimeError(f"not drained after {DRAIN_SECONDS_MAX:.0f} s")
            time.sleep(LOOK_SECONDS)

    def counted(self) -> int:
        total = 0
        for number in range(PARTITIONS):
            key = f"recourse:kpi:v1:{{routing.ticket.{number}}}:position"
            answer = redis(self.system.local, "HGET", key, "sequence")
            total += 0 if answer.startswith("$-1") else int(answer.splitlines()[1])
        return total

    def result(self, since: str) -> set[tuple[str, ...]]:
        return {tuple(row) for row in psql(self.system.dsn(), RESULT.format(since=since))}

    def counts(self, since: str) -> dict[str, int]:
        """By measure and branch, as the peer names them."""
        found: dict[str, dict[int, int]] = {}
        for branch, measure, count in psql(self.system.dsn(), COUNTS.format(since=since)):
            found.setdefault(branch, {})[int(measure)] = int(count)
        told = {}
        for branch, by in found.items():
            opened, joined = by.get(1, 0), by.get(4, 0)
            told[f"opened|{branch}"] = opened
            told[f"joined|{branch}"] = joined
            told[f"recorded|{branch}"] = by.get(0, 0) - opened - joined
        return {name: count for name, count in told.items() if count}

    def close(self) -> None:
        self.asker.close()
