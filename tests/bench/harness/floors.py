"""The floors of the pipeline, measured on its own stores after it ran: the same rows by COPY, the
same records by bare librdkafka over the same hops, the same calls of the same Redis function."""

import json
import re
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from harness.options import Options
from harness.running import System
from harness.window import Window

# Each topic with how many read it: the services by their groups, kpi twice, and routing's watchers.
HOPS = (("recourse.ingest.feedback.v1", 1), ("recourse.classify.feedback.v1", 1),
        ("recourse.routing.ticket.v1", 4), ("recourse.followup.loop.v1", 3))
# Bookkeeping of the migrations, and what no complaint adds to.
NO_ROWS = ("migrations", "policies", "active_policies", "accounts", "sessions", "keys")
SCRATCH = "bench"
RECORD_SECONDS_MAX = 60.0
SCRATCH_DATABASE = "1"     # of Redis
PIPELINE_CALLS = 16
COUNTING = b"recourse_count"    # services/common/redis/counting_library.cc


@dataclass(frozen=True)
class Floor:
    """CPU-seconds by who used them, and what was done for them."""

    cpu: dict[str, float]
    what: str

    @property
    def seconds(self) -> float:
        return sum(self.cpu.values())


def copied_rows(system: System) -> Floor:
    """All rows of all services into tables with the same indexes and constraints, a COPY a table,
    in one transaction each: what PostgreSQL cannot do cheaper."""
    folder = system.local.var / "postgres" / "copies"
    system.sql(f"CREATE SCHEMA {SCRATCH}; COPY (SELECT 1) TO PROGRAM 'mkdir -p {folder}'")
    tables = [line.split("|") for line in system.sql(TABLES).splitlines()]
    for schema, table in tables:
        system.sql(f"CREATE TABLE {SCRATCH}.{schema}_{table} (LIKE {schema}.{table}"
                   f" INCLUDING ALL); COPY {schema}.{table} TO '{folder}/{schema}_{table}'"
                   " (FORMAT binary)")
    system.sql("CHECKPOINT")
    rows = 0
    with Window(system.groups) as window:
        for schema, table in tables:
            system.sql(f"COPY {SCRATCH}.{schema}_{table} FROM '{folder}/{schema}_{table}'"
                       " (FORMAT binary)")
    for schema, table in tables:
        rows += copied(system, schema, table)
    system.sql(f"DROP SCHEMA {SCRATCH} CASCADE")
    return Floor({"postgres": window.cpu["postgres"]}, f"{rows:,} rows in {len(tables)} tables")


TABLES = ("SELECT schemaname, relname FROM pg_stat_user_tables WHERE n_live_tup > 100"
          f" AND relname <> ALL (ARRAY{list(NO_ROWS)!r}) AND schemaname <> '{SCRATCH}'"
          " AND schemaname <> 'public' ORDER BY 1, 2")


def copied(system: System, schema: str, table: str) -> int:
    """Rows; fails where there are none. A COPY that stops half way fails by itself."""
    rows = int(system.sql(f"SELECT count(*) FROM {SCRATCH}.{schema}_{table}"))
    if rows == 0:
        raise AssertionError(f"nothing was copied of {schema}.{table}")
    return rows


def hops(system: System, options: Options) -> Floor:
    """Every topic's records once more, sent and read by bare librdkafka."""
    cpu: dict[str, float] = {"kafka": 0.0, "librdkafka": 0.0}
    records = 0
    for topic, readers in HOPS:
        with subprocess.Popen(
                [options.program("bench_hops"), "--brokers",
                 system.addresses["RECOURSE_KAFKA_BROKERS"], "--topic", topic, "--into",
                 f"bench.{topic}", "--readers", str(readers)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
            if program.stdout.readline().strip() != "ready":
                raise AssertionError(f"bench_hops did not read {topic}")
            system.groups.add("librdkafka", program.pid)
            with Window(system.groups) as window:
                program.stdin.write("\n")
                program.stdin.flush()
                told = json.loads(program.stdout.readline())
        if program.returncode != 0:
            raise AssertionError(f"records of {topic} were lost on their hop: {told}")
        records += told["records"]
        for name in cpu:
            cpu[name] += window.cpu[name]
    return Floor(cpu, f"{records:,} records over {len(HOPS)} topics")


class RedisCalls:
    """What kpi calls while `record` is under way, to be called again on a scratch database."""

    def __init__(self, system: System) -> None:
        self.system = system
        host, port = system.addresses["RECOURSE_REDIS_ADDR"].rsplit(":", 1)
        self.address = (host, int(port))
        self.calls: list[list[bytes]] = []

    def record(self, until_settled) -> None:
        """Runs `until_settled` with MONITOR on, and keeps the calls of functions."""
        with socket.create_connection(self.address) as connection:
            connection.sendall(b"MONITOR\r\n")
            connection.settimeout(1.0)
            until_settled()
            self.calls = calls_of(drained(connection))

    def replay(self) -> Floor:
        """Each space begins at the position that its first call counts from."""
        with socket.create_connection(self.address) as connection:
            reader = connection.makefile("rb")
            ask(connection, reader, [b"SELECT", SCRATCH_DATABASE.encode()])
            ask(connection, reader, [b"FLUSHDB"])
            self.place(connection, reader)
            with Window(self.system.groups) as window:
                answers = [each for start in range(0, len(self.calls), PIPELINE_CALLS)
                           for each in ask_all(connection, reader,
                                               self.calls[start:start + PIPELINE_CALLS])]
            ask(connection, reader, [b"FLUSHDB"])
        counted = sum(1 for answer in answers if b"OK" in answer)
        if counted < len(self.calls):
            raise AssertionError(f"{len(self.calls) - counted} of {len(self.calls)} calls did not "
                                 f"count: {answers[:3]}")
        return Floor({"redis": window.cpu["redis"]}, f"{len(self.calls):,} calls")

    def place(self, connection: socket.socket, reader) -> None:
        placed: set[bytes] = set()
        for call in self.calls:
            key, arguments = call[3], call[3 + int(call[2]):]
            if key not in placed:
                placed.add(key)
                ask(connection, reader, [b"HSET", key, b"epoch", arguments[0], b"sequence",
                                         arguments[1], b"offset", arguments[2]])


def drained(connection: socket.socket) -> bytes:
    """What MONITOR said until it fell silent for a second, or talked for too long."""
    heard = bytearray()
    ends = time.monotonic() + RECORD_SECONDS_MAX
    try:
        while time.monotonic() < ends:
            heard += connection.recv(1 << 20)
    except TimeoutError:
        pass
    return bytes(heard)


WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"')


def calls_of(monitored: bytes) -> list[list[bytes]]:
    """The functions that write; what they call inside is marked `lua` and left out."""
    calls = []
    for line in monitored.split(b"\n"):
        if b"] \"FCALL\" " not in line or b" lua] " in line:
            continue
        words = [unescaped(word) for word in WORD.findall(line)]
        if words[1] == COUNTING:
            calls.append(words)
    return calls


def unescaped(word: bytes) -> bytes:
    return word.decode("unicode_escape").encode("latin-1")


def command(words: list[bytes]) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


def ask(connection: socket.socket, reader, words: list[bytes]) -> bytes:
    return ask_all(connection, reader, [words])[0]


def ask_all(connection: socket.socket, reader, commands: list[list[bytes]]) -> list[bytes]:
    connection.sendall(b"".join(command(words) for words in commands))
    return [answer(reader) for _ in commands]


def answer(reader) -> bytes:
    """One reply of Redis, its parts joined."""
    line = reader.readline().rstrip()
    if line[:1] == b"-":
        raise AssertionError(f"redis: {line.decode()}")
    if line[:1] == b"$":
        return reader.read(int(line[1:]) + 2)[:-2] if line != b"$-1" else b""
    if line[:1] == b"*":
        return b" ".join(answer(reader) for _ in range(int(line[1:])))
    return line[1:]
