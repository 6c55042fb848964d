"""Request Tracker 5 creating the tickets that were opened here, through its own Perl interface."""

import collections
import json
import os
import subprocess
import tempfile
from pathlib import Path

from harness.options import REPOSITORY
from harness.peering.stores import Database, psql
from harness.running import System
from harness.window import Gate, Window

FOLDER = REPOSITORY / "tests" / "bench" / "peers" / "rt"
SETUP = Path("/usr/sbin/rt-setup-database-5")
GROUPS = ("rt", "postgres")
WARM_UP = 0.05      # a share of the tickets more, before the window

# Tickets as routing opened them, with the words that opened them.
TICKETS = """SELECT json_build_object('id', t.ticket_id, 'subject', t.subject, 'text', f.text,
    'queue', t.branch_id, 'requestor', t.customer_id || '@customer.example',
    'severity', t.severity, 'category', t.category,
    'due', to_char(t.due_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
  FROM routing.tickets t JOIN ingest.feedback f ON f.feedback_id = t.ticket_id
 ORDER BY t.ticket_id LIMIT {limit}"""
CREATED = """SELECT q.name, v.content, t.priority, t.due, count(*)
  FROM tickets t JOIN queues q ON q.id = t.queue
  JOIN objectcustomfieldvalues v ON v.objectid = t.id AND v.objecttype = 'RT::Ticket'
 GROUP BY 1, 2, 3, 4"""


def missing() -> str:
    return "" if SETUP.exists() else \
        "request-tracker5 is not installed (see tests/bench/peers/README.md)"


class Tracker:
    def __init__(self, system: System, gate: Gate, count: int) -> None:
        self.system = system
        self.gate = gate
        self.warm = max(5, round(count * WARM_UP))
        self.tickets = [json.loads(row[0].replace("\\\\", "\\")) for row in psql(
            system.dsn(), TICKETS.format(limit=count + self.warm))]
        self.database = Database(system, "tracker")
        self.folder = tempfile.TemporaryDirectory(prefix="recourse-rt-")
        self.environment = {
            **os.environ, "RT_SITE_CONFIG": str(FOLDER / "RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": self.folder.name, "PEER_RT_HOST": "127.0.0.1",
            "PEER_RT_PORT": self.database.port, "PEER_RT_DATABASE": self.database.name,
            "PEER_RT_USER": self.database.role, "PEER_RT_PASSWORD": self.database.password}
        self.make_schema()
        self.log = (system.local.var / "log" / "rt.log").open("w")
        self.process = subprocess.Popen(
            [str(FOLDER / "create")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.log, text=True, env=self.environment)
        system.groups.add("rt", self.process.pid)

    def make_schema(self) -> None:
        done = subprocess.run([str(SETUP), "--action", "init", "--skip-create"], text=True,
                              capture_output=True, check=False, env=self.environment,
                              stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"rt-setup-database failed:\n{done.stdout}{done.stderr}")

    def create(self) -> tuple[int, Window]:
        """Queues, requestors and some tickets come before the window."""
        wanted = {"queues": sorted({each["queue"] for each in self.tickets}),
                  "requestors": sorted({each["requestor"] for each in self.tickets})}
        self.write([json.dumps(wanted)])
        self.send(self.tickets[:self.warm])
        psql(self.system.dsn(), "CHECKPOINT")
        with Window(self.system.groups, self.gate) as window:
            self.send(self.tickets[self.warm:])
        return len(self.tickets) - self.warm, window

    def send(self, tickets: list[dict]) -> None:
        """Returns when they are created."""
        self.write([*(json.dumps(each) for each in tickets), ""])
        assert self.process.stdout
        if not self.process.stdout.readline():
            raise RuntimeError("Request Tracker's process has ended: "
                               + Path(self.log.name).read_text()[-2000:])

    def write(self, lines: list[str]) -> None:
        assert self.process.stdin
        self.process.stdin.write("".join(line + "\n" for line in lines))
        self.process.stdin.flush()

    def differences(self) -> int:
        """Tickets of Request Tracker whose queue, category, severity or due time nobody asked for,
        and the other way round."""
        asked = collections.Counter(
            (each["queue"], each["category"], str(each["severity"]), each["due"])
            for each in self.tickets)
        found = collections.Counter({(*row[:4],): int(row[4])
                                     for row in self.database.rows(CREATED)})
        return sum((asked - found).values()) + sum((found - asked).values())

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
        self.log.close()
        self.folder.cleanup()
