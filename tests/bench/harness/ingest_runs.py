"""The programs that the ingest benchmark runs beside a system, each in a group of its own, and what
one run of them came to."""

import json
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from harness.options import REPOSITORY
from harness.running import System
from harness.window import Gate, Window

TEXTS = REPOSITORY / "deploy" / "local" / "sample" / "complaints.jsonl"
CUSTOMERS = 1_000
SERVED_SECONDS_MAX = 120.0
MICROSECONDS_PER_MS = 1_000


@dataclass
class Run:
    """One program's run: what it said, its window, and the latencies that it kept."""

    said: dict
    window: Window
    latencies_us: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.said.get("acknowledged", self.said.get("rows", 0))

    @property
    def valid(self) -> bool:
        late = self.said.get("lateness_us", {}).get("p99", 0)
        return self.window.valid and late <= self.window.gate.lateness_ms * MICROSECONDS_PER_MS

    def cpu(self, *names: str) -> float:
        return sum(self.window.cpu.get(name, 0.0) for name in names)


class Runs:
    """`with Runs(system, gate) as runs:`. Ids are new in each run, so nothing is a duplicate."""

    def __init__(self, system: System, build: Callable[[str], Path], gate: Gate) -> None:
        self.system, self.program, self.gate = system, build, gate
        self.prefixes: dict[str, int] = {}      # of the runs by ingest's doors: acknowledged
        self.folder = tempfile.TemporaryDirectory(prefix="recourse-bench-")

    def __enter__(self) -> "Runs":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.folder.cleanup()

    def load(self, *options: object, address: str = "",
             during: Callable[[], None] | None = None) -> Run:
        """bench_load at ingest, or at `address`; `during` is called twice a second meanwhile."""
        prefix = f"bench-{len(self.prefixes)}"
        secrets = self.system.local.var / "secrets"
        run = self.run("bench_load", "load", during, "--address",
                       address or self.system.addresses["RECOURSE_INGEST_ADDR"], "--key-file",
                       secrets / "ingest.key", "--texts", TEXTS, "--customers", CUSTOMERS,
                       "--prefix", prefix, *options)
        if run.said["duplicates"] or run.said["refused"] or run.said["failed"]:
            raise AssertionError(f"not all was taken: {run.said}")
        if not address:
            self.prefixes[prefix] = run.count
        return run

    def commit(self, *options: object) -> Run:
        """bench_group_commit in the system's PostgreSQL."""
        return self.run("bench_group_commit", "floor", None, "--dsn", self.system.dsn(), "--texts",
                        TEXTS, "--customers", CUSTOMERS, *options)

    def run(self, name: str, group: str, during: Callable[[], None] | None,
            *options: object) -> Run:
        raw = Path(self.folder.name) / "latencies"
        command = [self.program(name), *options, "--raw", raw]
        with Window(self.system.groups, self.gate) as window:
            process = subprocess.Popen([str(each) for each in command], stdout=subprocess.PIPE,
                                       text=True)
            self.system.groups.add(group, process.pid)
            with Repeatedly(during):
                said, _ = process.communicate(timeout=SERVED_SECONDS_MAX)
        if process.returncode != 0:
            raise AssertionError(f"{name} failed: {said}")
        return Run(json.loads(said), window, [int(line) for line in raw.read_text().split()])

    def check(self) -> None:
        """Every piece that was acknowledged stands in the register and in the outbox, once."""
        rows = sum(int(self.system.sql("SELECT count(*) FROM ingest.feedback WHERE external_id"
                                       f" LIKE '{prefix}-%'")) for prefix in self.prefixes)
        facts = int(self.system.sql("SELECT count(*) FROM ingest.outbox"))
        wanted = sum(self.prefixes.values())
        if rows != wanted or facts != wanted:
            raise AssertionError(f"{wanted} were acknowledged, {rows} are registered and {facts} "
                                 "said")


class Echo:
    """`with Echo(runs, "queue", 2) as address:`: bench_echo in the group `echo`."""

    def __init__(self, runs: Runs, api: str = "callback", queues: int = 1) -> None:
        self.process = subprocess.Popen(
            [str(runs.program("bench_echo")), "--api", api, "--queues", str(queues)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        runs.system.groups.add("echo", self.process.pid)

    def __enter__(self) -> str:
        return f"127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.process.communicate()  # closes its input, by which it ends


class Repeatedly:
    """Calls something twice a second for as long as the block lasts."""

    SECONDS = 0.5

    def __init__(self, call: Callable[[], None] | None) -> None:
        self.call, self.over = call, threading.Event()
        self.thread = threading.Thread(target=self.repeat)

    def repeat(self) -> None:
        while self.call and not self.over.wait(self.SECONDS):
            self.call()

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.over.set()
        self.thread.join()


def there_and_back(names: Sequence[str]) -> list[str]:
    """A B C C B A: what drifts in one direction touches all alike."""
    return [*names, *reversed(names)]
