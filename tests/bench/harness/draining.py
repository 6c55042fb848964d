"""Routing alone at work: what classify has said waits in the topic, everything else stands still,
and the CPU that routing and PostgreSQL spend until the last ticket is committed and told is theirs.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import complaints
from harness.database import Database
from harness.running import System
from harness.window import Gate, Window

FEEDBACK = "recourse.classify.feedback.v1"
INGEST = "recourse.ingest.feedback.v1"
TICKET = "recourse.routing.ticket.v1"
SIDES = ("routing", "postgres", "copy")  # who works in a block of ours, or in one of COPY
OTHERS = ("ingest", "classify", "console")
SECONDS_MAX = 300.0
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Block:
    """What opening some tickets took."""

    open_before: int
    tickets: int
    cpu: dict[str, float]      # seconds, by process
    wal_bytes: int
    elapsed: float
    valid: bool

    @property
    def cost(self) -> float:
        """CPU-seconds a ticket."""
        return sum(self.cpu.get(name, 0.0) for name in SIDES) / self.tickets


class Drain:
    """`folder` takes the files of complaints."""

    def __init__(self, system: System, database: Database, gate: Gate, folder: Path) -> None:
        self.system, self.database, self.gate, self.folder = system, database, gate, folder
        self.blocks = 0

    def block(self, pieces: int, checkpoint: bool) -> Block:
        """Sends so many pieces of feedback, and then lets routing have them. With `checkpoint`
        every page that is touched goes to the log whole, as it does once between checkpoints."""
        self.blocks += 1
        file = self.folder / "complaints.jsonl"
        complaints.write(file, f"drain-{os.getpid()}-{self.blocks}", pieces)
        before = self.counts()
        with self.standing_still("routing"):
            self.system.local.stream(file, self.folder / "acknowledged")
            self.wait(self.classified)
            with self.standing_still(*OTHERS):
                if checkpoint:
                    self.database.do("CHECKPOINT;")
                log_before = self.log_place()
                with Window(self.system.groups, self.gate) as window:
                    self.let_go("routing")
                    self.wait(self.routed)
                log_after = self.log_place()
        after = self.counts()
        if after[0] - before[0] != pieces:
            raise RuntimeError(f"{pieces} pieces made {after[0] - before[0]} dispositions")
        if after[1] - before[1] != after[2] - before[2]:
            raise RuntimeError("tickets were opened that no disposition names")
        return Block(before[2], after[2] - before[2], window.cpu, log_after - log_before,
                     window.elapsed, window.valid)

    def counts(self) -> tuple[int, int, int]:
        """Dispositions, those that opened a ticket, and tickets."""
        row = self.database.rows(
            "SELECT count(*), count(*) FILTER (WHERE kind = 1), "
            "(SELECT count(*) FROM routing.tickets) FROM routing.dispositions;")[0]
        return int(row[0]), int(row[1]), int(row[2])

    def log_place(self) -> int:
        return self.database.number("SELECT (pg_current_wal_lsn() - '0/0')::bigint;")

    def classified(self) -> bool:
        return self.behind("classify", INGEST, "ingest") + self.unsent("classify", FEEDBACK) == 0

    def routed(self) -> bool:
        return self.behind("routing", FEEDBACK, "classify") + self.unsent("routing", TICKET) == 0

    def behind(self, hearer: str, topic: str, sayer: str) -> int:
        return self.database.number(
            "SELECT sum(h.last_sequence - coalesce(p.sequence, 0))::bigint "
            f"FROM {sayer}.heads h LEFT JOIN {hearer}.positions p USING (topic, partition) "
            f"WHERE topic = '{topic}';")

    def unsent(self, sayer: str, topic: str) -> int:
        return self.database.number(
            "SELECT sum(h.last_sequence - r.acknowledged_sequence)::bigint "
            f"FROM {sayer}.heads h JOIN {sayer}.relays r USING (topic, partition) "
            f"WHERE topic = '{topic}';")

    def wait(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + SECONDS_MAX
        while not condition():
            if time.monotonic() > until:
                raise RuntimeError(f"not so after {SECONDS_MAX:.0f} s: {condition.__name__}")
            time.sleep(LOOK_SECONDS)

    @contextmanager
    def standing_still(self, *names: str) -> Iterator[None]:
        """Stopped, not ended: sessions and prepared statements stay, and nothing is spent."""
        for name in names:
            os.kill(self.system.pid(name), signal.SIGSTOP)
        try:
            yield
        finally:
            for name in names:
                self.let_go(name)

    def let_go(self, name: str) -> None:
        os.kill(self.system.pid(name), signal.SIGCONT)
