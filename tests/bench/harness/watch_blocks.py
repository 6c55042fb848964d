"""One block of a watch's measurement: nobody watching, the product, or the floor, each with the
same client, for the same time, at the same rate."""

import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness import watch_system
from harness.cgroups import used_by_threads
from harness.options import Options
from harness.running import System
from harness.watch_client import Log, Phased, read_log
from harness.window import Gate, Window

TAIL_SECONDS = 1.0      # after the last complaint; what is under way then still belongs to a block
NONE, PRODUCT, FLOOR = "none", "product", "floor"
# Routing's threads that a watch keeps busy: the log's one reader, the beat, and gRPC's. What is
# decided and sent to the log runs in others, and costs more or less from block to block than what
# few streams cost at all. librdkafka's own fetching for the reader is not seen so: it is the same
# for any number of streams.
WATCHING = ("tail", "watches", "nexting", "grpc", "default-exec", "event_engine", "timer_manager")


@dataclass(frozen=True)
class Load:
    """`streams` over `branches` by Zipf's law; complaints at `rate` a second for `seconds`."""

    streams: int
    rate: int
    seconds: float
    branches: int = watch_system.BRANCHES

    @property
    def complaints(self) -> int:
        return int(self.rate * self.seconds)


@dataclass
class Block:
    kind: str
    load: Load
    cpu: dict[str, float]       # by group, CPU-seconds
    outside: float
    steal: float
    valid: bool
    told: dict                  # by the client
    log: Log
    watching: float = 0.0       # CPU-seconds of routing's threads WATCHING
    resident: list[int] = field(default_factory=list)   # before, idle streams, after; bytes
    faults: list[str] = field(default_factory=list)

    @property
    def served_by(self) -> float:
        return self.cpu["floor"] if self.kind == FLOOR else self.watching

    @property
    def delivered(self) -> int:
        return int(self.told["delivered"])


class Blocks:
    """Runs blocks on one system. The floor repeats the last product block with that load."""

    def __init__(self, options: Options, system: System, gate: Gate) -> None:
        self.options, self.system, self.gate = options, system, gate
        self.numbers = itertools.count()
        self.traces: dict[Load, Path] = {}
        self.delivered: dict[Load, int] = {}    # of the last product block

    def run(self, kind: str, load: Load, *extra: object) -> Block:
        number = next(self.numbers)
        self.system.settle()    # what the block before left is not this one's
        if kind == FLOOR:
            return self.floor(load, number)
        folder = self.system.local.folder
        arguments = ["--watch", self.system.addresses["RECOURSE_ROUTING_ADDR"],
                     "--watch-key", watch_system.key(self.system, "operator"),
                     "--ingest", self.system.addresses["RECOURSE_INGEST_ADDR"],
                     "--feed-key", watch_system.key(self.system, "ingest"),
                     "--run", f"block-{number}", "--rate", load.rate,
                     "--complaints", load.complaints, *extra]
        if kind == PRODUCT:
            self.traces[load] = folder / f"trace-{load.streams}"
            arguments += ["--trace", self.traces[load]]
        before = watch_system.heads(self.system)
        block = self.measure(kind, load, arguments, number, [])
        if kind == PRODUCT:
            said = watch_system.said_since(self.system, before)
            block.faults = watch_system.faults(block.log, block.told, said)
        if block.told["accepted"] != load.complaints:
            block.faults.append(f"{block.told['accepted']} complaints accepted of "
                                f"{load.complaints}: {block.told['feed_error']}")
        return block

    def floor(self, load: Load, number: int) -> Block:
        program = Phased(self.system.groups, "floor", [
            self.options.program("bench_watch_floor"), "--trace", self.traces[load]])
        try:
            port = program.await_word("serving")
            expected = self.delivered[load]
            arguments = ["--watch", f"127.0.0.1:{port}", "--expect", expected]
            block = self.measure(FLOOR, load, arguments, number, [program])
            written = int(program.end()["written"])
        finally:
            program.kill()
        if not written == block.delivered == expected:
            block.faults.append(f"the floor wrote {written}, {block.delivered} came, {expected} "
                                "were expected")
        return block

    def measure(self, kind: str, load: Load, arguments: list[object], number: int,
                beside: list[Phased]) -> Block:
        log = self.system.local.folder / f"log-{number}"
        client = Phased(self.system.groups, "client", [
            self.options.program("bench_watch"), "--log", log, "--branches", load.branches,
            "--streams", 0 if kind == NONE else load.streams, *arguments])
        server = beside[0].process.pid if beside else self.system.pid("routing")
        try:
            resident = [resident_bytes(server)]
            client.await_word("ready")
            resident.append(resident_bytes(server))
            before = used_by_threads(server, WATCHING)
            with Window(self.system.groups, self.gate) as window:
                begun = time.monotonic()
                for each in (*beside, client):
                    each.go_on()
                client.await_word("done")
                # To a fixed length: without it, a block that nobody watches would end too soon.
                time.sleep(max(0.0, begun + load.seconds + TAIL_SECONDS - time.monotonic()))
            # gRPC ends threads that have been idle: what they did in the block is not seen.
            watching = sum(used - before.get(thread, 0.0)
                           for thread, used in used_by_threads(server, WATCHING).items())
            resident.append(resident_bytes(server))
            told = client.end()
        finally:
            client.kill()
        valid = window.valid and told["lateness_p99_us"] <= self.gate.lateness_ms * 1000
        if kind == PRODUCT:
            self.delivered[load] = told["delivered"]
        block = Block(kind, load, window.cpu, window.outside, window.steal, valid, told,
                      read_log(log), watching, resident)
        log.unlink()
        return block


def resident_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024
