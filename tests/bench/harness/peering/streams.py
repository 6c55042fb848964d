"""The same flow with Kafka Streams and JDBC: its build, its one JVM, and its results."""

import os
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from harness.options import REPOSITORY, Options
from harness.peering.stores import Database, psql
from harness.running import PARTITIONS, System
from harness.window import Gate, Window
from support.stores import redis

SOURCES = REPOSITORY / "tests" / "bench" / "peers" / "streams"
SAMPLE = REPOSITORY / "deploy" / "local" / "sample"
SOURCE = "recourse.ingest.feedback.v1"
INPUT, OUTPUT = "peer.feedback.v1", "peer.ticket.v1"
ONLY_ENDS = -1        # instead of the number of a copy: nothing is copied
GROUPS = ("streams", "kafka", "postgres", "redis")
HEAP = "1g"
THREADS = 2           # as many as cores, as the guide says
COMMIT_MS = 1_000     # and so the longest a record waits; a full batch does not wait
BATCH = 500
CATCH_UP_SECONDS_MAX = 300.0
STOP_SECONDS_MAX = 60.0
TABLES = "ticket, clock, timer, history, feedback"

# Each setting that is not the default of Kafka Streams 4.3.1, pgjdbc or the JVM.
SETTINGS = {
    "processing.guarantee": "at_least_once, effects idempotent by key",
    "num.stream.threads": THREADS, "commit.interval.ms": COMMIT_MS, "max.poll.records": 2000,
    "producer": "compression lz4, batch.size 131072, linger.ms 100",
    "jdbc": f"one transaction a batch of up to {BATCH}, reWriteBatchedInserts, prepareThreshold 1",
    "redis": "one pipeline a batch, increments gathered", "jvm": f"17, G1, -Xms{HEAP} -Xmx{HEAP}"}


def missing() -> str:
    """What this machine lacks for it; empty for nothing."""
    lacking = [name for name in ("mvn", "javac") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} absent (see tests/bench/peers/README.md)" if lacking else ""


def build(options: Options) -> Path:
    """Compiles with Maven where a source is younger than the jar; gives back the folder."""
    folder = options.build / "peers" / "streams"
    jar = folder / "streams-peer-1.jar"
    youngest = max(file.stat().st_mtime for file in SOURCES.rglob("*") if file.is_file())
    if not jar.exists() or jar.stat().st_mtime < youngest:
        done = subprocess.run(["mvn", "-q", "-B", "-f", str(SOURCES / "pom.xml"),
                               f"-Dpeer.build={folder}", "package"],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"Maven failed:\n{done.stdout}{done.stderr}")
    return folder


class Streams:
    def __init__(self, system: System, options: Options, gate: Gate) -> None:
        self.system = system
        self.gate = gate
        folder = build(options)
        self.classes = f"{folder}/streams-peer-1.jar:{folder}/libs/*"
        self.database = Database(system, "streams")
        self.database.run_file(SOURCES / "src" / "main" / "resources" / "schema.sql")
        self.offsets = ["0"] * PARTITIONS
        self.target = 0
        self.log = (system.local.var / "log" / "streams.log").open("w")
        self.process = self.start_jvm()
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        system.groups.add("streams", self.process.pid)

    def start_jvm(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-cp", self.classes, "recourse.peer.Flow"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True, bufsize=1,
            env={**os.environ, **self.environment()})

    def environment(self) -> dict[str, str]:
        return {"PEER_KAFKA_BROKERS": self.system.addresses["RECOURSE_KAFKA_BROKERS"],
                "PEER_REDIS_ADDR": self.system.addresses["RECOURSE_REDIS_ADDR"],
                "PEER_POSTGRES_URL":
                    f"jdbc:postgresql://127.0.0.1:{self.database.port}/{self.database.name}",
                "PEER_POSTGRES_USER": self.database.role,
                "PEER_POSTGRES_PASSWORD": self.database.password,
                "PEER_DOCUMENTS": str(SAMPLE), "PEER_INPUT": INPUT, "PEER_OUTPUT": OUTPUT,
                "PEER_THREADS": str(THREADS), "PEER_COMMIT_MS": str(COMMIT_MS),
                "PEER_BATCH": str(BATCH)}

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.strip())
        self.lines.put("ended")

    def replay(self, copy: int = 0) -> None:
        """What ingest said since the last replay, into the peer's topic. With `copy` it is other
        feedback of other customers, and the same is replayed again by the next one."""
        count, ends = self.log_tool(copy, self.offsets, SOURCE, INPUT)
        if copy == 0:
            self.offsets = ends
        self.target += count

    def skip(self) -> None:
        """Past all that was said so far."""
        self.offsets = self.log_tool(ONLY_ENDS, self.offsets, SOURCE, INPUT)[1]

    def facts(self) -> int:
        """How many records its topic of facts has."""
        return sum(map(int, self.log_tool(ONLY_ENDS, self.offsets, OUTPUT, OUTPUT)[1]))

    def log_tool(self, copy: int, offsets: list[str], source: str,
                 to: str) -> tuple[int, list[str]]:
        brokers = self.system.addresses["RECOURSE_KAFKA_BROKERS"]
        done = subprocess.run(
            ["java", "-Xmx256m", "-cp", self.classes, "recourse.peer.Replay", brokers, source, to,
             str(copy), *offsets], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"the replay failed:\n{done.stderr}")
        count, *ends = done.stdout.split()
        return int(count), ends

    def catch_up(self) -> Window:
        """From the start of Kafka Streams until all is written and its facts are acknowledged."""
        psql(self.system.dsn(), "CHECKPOINT")
        with Window(self.system.groups, self.gate) as window:
            self.say("start")
            self.await_line(lambda line: line.isdigit() and int(line) >= self.target)
            self.say("stop")
            self.await_line(lambda line: line == "stopped")
        return window

    def say(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def await_line(self, wanted: Callable[[str], bool]) -> None:
        deadline = time.monotonic() + CATCH_UP_SECONDS_MAX
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"the JVM was silent for {CATCH_UP_SECONDS_MAX:.0f} s; see "
                                   f"{self.log.name}") from None
            if line == "ended":
                raise RuntimeError(f"the JVM has ended; see {self.log.name}")
            if wanted(line):
                return

    def forget(self) -> None:
        """What was written while warming up."""
        self.database.rows(f"TRUNCATE {TABLES}")
        for key in self.days():
            redis(self.system.local, "DEL", key)

    def days(self) -> list[str]:
        answer = redis(self.system.local, "KEYS", "peer:*").splitlines()
        return [word for word in answer if word.startswith("peer:")]

    def result(self) -> set[tuple[str, ...]]:
        """As ours: the branch only where there is a ticket."""
        return {tuple(row) for row in self.database.rows(
            "SELECT feedback_id, kind, COALESCE(ticket_id::text, ''), category,"
            " CASE WHEN ticket_id IS NULL THEN '' ELSE branch_id END FROM feedback")}

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for key in self.days():
            words = redis(self.system.local, "HGETALL", key).splitlines()[2::2]
            for name, count in zip(words[::2], words[1::2], strict=True):
                counts[name] = counts.get(name, 0) + int(count)
        return counts

    def facts(self) -> int:
        """Records in the topic of facts, each once or more."""
        return self.replay_from("peer.counted.v1", ["0"] * PARTITIONS, 0, OUTPUT)[0]

    def close(self) -> None:
        """More than once is no harm."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
