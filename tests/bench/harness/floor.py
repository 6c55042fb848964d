"""The floor of opening tickets: COPY of the rows of as many tickets into routing's own tables,
after the locks that routing takes, in transactions of as many tickets."""

import json
import os
import signal
import subprocess

from harness import filling
from harness.database import Database
from harness.draining import Block
from harness.options import Options
from harness.running import System
from harness.window import Gate, Window

PARTITIONS = 8   # a transaction each: routing handles what waits in one of them together
STAGE = "floor_stage"
TOPIC = "floor"  # of rows in heads, positions and outbox that are no log's


def block(system: System, database: Database, options: Options, gate: Gate, tickets: int,
          first: int) -> Block:
    """Clones as many open tickets, numbered from `first`, aside, and copies them. They stay."""
    stage(database, tickets, first)
    before = database.number("SELECT count(*) FROM routing.tickets;")
    os.kill(system.pid("routing"), signal.SIGSTOP)
    try:
        copier = subprocess.Popen(
            [str(options.program("bench_copy_tickets")), "--dsn", system.dsn(), "--from", STAGE,
             "--batches", str(PARTITIONS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert copier.stdin and copier.stdout
        system.groups.add("copy", copier.pid)
        if copier.stdout.readline() != "ready\n":
            raise RuntimeError("bench_copy_tickets ended before it began")
        with Window(system.groups, gate) as window:
            copier.stdin.write("go\n")
            copier.stdin.flush()
            copied = json.loads(copier.stdout.readline())["tickets"]
        copier.wait()
    finally:
        unstage(database)
        os.kill(system.pid("routing"), signal.SIGCONT)
    after = database.number("SELECT count(*) FROM routing.tickets;")
    if copied != tickets or after - before != tickets:
        raise RuntimeError(f"{tickets} tickets made {copied} by COPY, {after - before} rows")
    return Block(before, tickets, window.cpu, 0, window.elapsed, window.valid)


def stage(database: Database, tickets: int, first: int) -> None:
    """Tables of the same columns and a batch, filled by the clones' own statements."""
    database.do(f"CREATE SCHEMA {STAGE};"
                f"INSERT INTO routing.heads (topic, partition) "
                f"SELECT '{TOPIC}', generate_series(0, {PARTITIONS - 1});"
                f"INSERT INTO routing.positions (topic, partition) "
                f"SELECT '{TOPIC}', generate_series(0, {PARTITIONS - 1});")
    filling.prepare(database, state=1, count=tickets, first=first)
    for each in filling.ROUTING_OPEN:
        name = each.table.split(".")[1]
        database.do(f"CREATE TABLE {STAGE}.{name} (LIKE {each.table}, batch int);")
        database.do(filling.statement(database, each, f"{STAGE}.{name}",
                                      {"batch": f"(c.i - {first}) % {PARTITIONS}"}))
    database.do(f"UPDATE {STAGE}.outbox SET topic = '{TOPIC}'; ANALYZE {STAGE}.files;")


def unstage(database: Database) -> None:
    database.do(f"DROP SCHEMA {STAGE} CASCADE; " + "".join(
        f"DELETE FROM routing.{table} WHERE topic = '{TOPIC}';"
        for table in ("outbox", "heads", "positions")))
