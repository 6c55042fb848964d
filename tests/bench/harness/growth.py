"""Growth: what a complaint costs through the whole pipeline, by process, when a thousand tickets
are open, a hundred thousand, a million, and when a million more lie closed; and what reading the
tickets and the figures of the queues takes then."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from harness import filling
from harness.complaints import write
from harness.database import Database
from harness.options import Options
from harness.running import PROCESSES, SERVICES, System
from harness.statistics import percentiles, slope
from harness.text import columns
from harness.window import OPEN_GATE, Gate, Window

PORT_BASE = 15_200
SIZES, SMOKE_SIZES = (1_000, 100_000, 1_000_000), (200, 400)
CLOSED, SMOKE_CLOSED = 1_000_000, 100
CLOSED_TEMPLATES = 8        # tickets of the real run that are worked on to their end
CLOSED_FIRST = 20_000_000   # numbers of clones that are closed
RATE, SECONDS, BLOCKS = 400, 5, 5
SMOKE_SECONDS, SMOKE_BLOCKS = 1, 1
ASKED, SMOKE_ASKED = 200, 10
ASK_RATE = 50
AIM_SLOPE = 0.03
AIM_PAGE_MS, AIM_OVERVIEW_MS = 10.0, 5.0   # at p99
GATE = Gate()
OPEN_STATE, CLOSED_STATE, TAKEN_STATE = 1, 4, 2
PAGES = {"page of all": (), "page of a branch": ("--branch", "headquarters"),
         "page of a state": ("--state", str(TAKEN_STATE))}


def measure(options: Options) -> dict[str, Any]:
    with System(options, PORT_BASE) as system, Database(system.dsn()) as database, \
            tempfile.TemporaryDirectory() as folder:
        return Run(system, database, options, Path(folder)).measure()


class Run:
    def __init__(self, system: System, database: Database, options: Options, folder: Path) -> None:
        self.system, self.database, self.options, self.folder = system, database, options, folder
        self.gate = OPEN_GATE if options.smoke else GATE
        self.sent = 0

    def measure(self) -> dict[str, Any]:
        sizes = SMOKE_SIZES if self.options.smoke else SIZES
        self.send(sizes[0])
        self.close_some()
        self.database.keep_still()
        opened = filling.Filler(self.database, OPEN_STATE,
                                filling.ROUTING_OPEN + filling.OTHERS)
        closed = filling.Filler(self.database, CLOSED_STATE, filling.ROUTING_CLOSED
                                + filling.OTHERS + filling.OTHERS_CLOSED)
        levels = []
        for size in sizes:
            self.fill(opened, size - self.count(f"state <> {CLOSED_STATE}"), opened.count + 1)
            levels.append(self.level(f"{size:,} open", size))
        self.fill(closed, SMOKE_CLOSED if self.options.smoke else CLOSED, CLOSED_FIRST)
        levels.append(self.level(f"and {closed.count:,} closed", sizes[-1]))
        return {"gate": self.gate.words(), "levels": levels, "slope": slope_of(levels)}

    def fill(self, filler: filling.Filler, count: int, first: int) -> None:
        """While every service stands still."""
        for name in SERVICES:
            os.kill(self.system.pid(name), signal.SIGSTOP)
        try:
            filler.fill(count, first)
        finally:
            for name in SERVICES:
                os.kill(self.system.pid(name), signal.SIGCONT)
        self.send(SECONDS * RATE // 10)     # sessions and caches warm

    def count(self, condition: str) -> int:
        return self.database.number(f"SELECT count(*) FROM routing.tickets WHERE {condition};")

    def send(self, pieces: int, *pace: str) -> None:
        self.sent += 1
        file = self.folder / "complaints.jsonl"
        write(file, f"growth-{self.sent}", pieces)
        before = self.database.number("SELECT count(*) FROM routing.dispositions;")
        self.system.local.stream(file, self.folder / "acknowledged", *pace)
        self.system.settle()
        after = self.database.number("SELECT count(*) FROM routing.dispositions;")
        if after - before != pieces:
            raise RuntimeError(f"{pieces} pieces made {after - before} dispositions")

    def close_some(self) -> None:
        """By the commands of those who do it."""
        tickets = self.database.rows("SELECT ticket_id FROM routing.tickets "
                                     f"ORDER BY ticket_id LIMIT {CLOSED_TEMPLATES};")
        for (ticket,) in tickets:
            for words in (("reply", ticket, "We are on it."), ("resolve", ticket, "Put right."),
                          ("close", ticket, "done")):
                done = self.system.local.ctl("ticket", *words)
                if done.returncode != 0:
                    raise RuntimeError(f"ticket {words[0]}: {done.stderr}")
        self.system.settle()

    def level(self, name: str, size: int) -> dict[str, Any]:
        seconds, blocks = ((SMOKE_SECONDS, SMOKE_BLOCKS) if self.options.smoke
                           else (SECONDS, BLOCKS))
        taken = [self.block(seconds * RATE) for _ in range(blocks)]
        return {"name": name, "size": size, "blocks": taken, "reading": self.reading()}

    def block(self, pieces: int) -> dict[str, Any]:
        with Window(self.system.groups, self.gate) as window:
            self.send(pieces, "--rate", str(RATE))
        return {"us": {name: used / pieces * 1e6 for name, used in window.cpu.items()},
                "valid": window.valid, "elapsed": window.elapsed}

    def reading(self) -> dict[str, dict[str, float]]:
        """Latencies in ms, from when each question was due."""
        routing, kpi = (self.system.addresses[f"RECOURSE_{name}_ADDR"]
                        for name in ("ROUTING", "KPI"))
        found = {name: self.ask("tickets", routing, *words) for name, words in PAGES.items()}
        return found | {"overview of queues": self.ask("kpis", kpi)}

    def ask(self, what: str, address: str, *words: str) -> dict[str, float]:
        done = subprocess.run(
            [str(self.options.program("bench_ask")), "--what", what, "--address", address,
             "--key-file", str(self.system.local.var / "secrets" / "operator.key"),
             "--rate", str(ASK_RATE), *words,
             "--count", str(SMOKE_ASKED if self.options.smoke else ASKED)],
            check=True, capture_output=True, text=True)
        return percentiles(json.loads(done.stdout)["latencies_ms"])


def total(block: dict[str, Any]) -> float:
    return sum(block["us"].values())


def slope_of(levels: list[dict[str, Any]]) -> dict[str, float] | None:
    """Over the levels of open tickets; the last one has as many, and closed ones beside them."""
    points = [(level["size"], total(block)) for level in levels[:-1] for block in level["blocks"]
              if block["valid"]]
    if len({size for size, _ in points}) < 2:
        return None
    return slope([size for size, _ in points], [cost for _, cost in points]).json()


def table(result: dict[str, Any]) -> str:
    levels = result["levels"]
    blocks = [block for level in levels for block in level["blocks"]]
    rows = [(level["name"], mean(level, total), *(mean(level, lambda b, n=name: b["us"].get(n, 0))
                                                  for name in PROCESSES)) for level in levels]
    lines = [columns(("CPU us a complaint", "all", *PROCESSES), rows), result["gate"],
             f"dropped {sum(not each['valid'] for each in blocks)} of {len(blocks)} blocks"]
    if result["slope"]:
        found = result["slope"]
        lines.append(f"slope of all on open tickets: {found['value']:.3f} [{found['low']:.3f}, "
                     f"{found['high']:.3f}], aim upper end <= {AIM_SLOPE}: "
                     f"{'met' if found['high'] <= AIM_SLOPE else 'not met'}")
    names = list(levels[0]["reading"])
    lines.append(columns(("p99 ms of reading", *names), [
        (level["name"], *(level["reading"][name]["p99"] for name in names)) for level in levels]))
    lines.append(f"aims at p99: a page {AIM_PAGE_MS:g} ms, the overview {AIM_OVERVIEW_MS:g} ms")
    return "\n".join(lines)


def mean(level: dict[str, Any], cost: Any) -> float:
    """Over what the gate let pass; NaN where it let nothing."""
    passed = [cost(block) for block in level["blocks"] if block["valid"]]
    return sum(passed) / len(passed) if passed else float("nan")
