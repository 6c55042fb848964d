"""The stores of a system, asked and spoiled past its services."""

import json
import os
import socket
import subprocess
from pathlib import Path

from support.system import BUILD, System

PSQL = "/usr/lib/postgresql/15/bin/psql"


def sql(system: System, statement: str) -> str:
    """As the superuser; what comes back is text without heads, columns parted by bars."""
    description = json.loads((system.var / "run" / "system.json").read_text())
    dsn = description["postgres_superuser_dsn"].replace("dbname=postgres", "dbname=recourse")
    done = subprocess.run([PSQL, "--no-psqlrc", "-qAt", "--set=ON_ERROR_STOP=1", dsn],
                          input=statement, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"psql: {done.stderr}")
    return done.stdout.strip()


def redis(system: System, *words: str) -> str:
    """One command; a bulk string's or a number's text."""
    host, port = system.environment()["RECOURSE_REDIS_ADDR"].rsplit(":", 1)
    request = f"*{len(words)}\r\n" + "".join(f"${len(w.encode())}\r\n{w}\r\n" for w in words)
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request.encode())
        answer = connection.recv(65536).decode()
    if answer.startswith("-"):
        raise AssertionError(f"redis: {answer}")
    return answer


class Topic:
    """A topic that can be taken aside and written anew; nothing else may write to it."""

    def __init__(self, system: System, name: str, file: Path) -> None:
        self.brokers = system.environment()["RECOURSE_KAFKA_BROKERS"]
        self.name = name
        self.file = file

    def tool(self, *words: str) -> None:
        done = subprocess.run([str(BUILD / "bin" / "topic_tool"), self.brokers, self.name, *words],
                              capture_output=True, text=True, check=False, env=dict(os.environ))
        if done.returncode != 0:
            raise AssertionError(f"topic_tool {words[0]}: {done.stderr}")

    def save(self) -> None:
        self.tool("save", str(self.file))

    def restore(self) -> None:
        self.tool("restore", str(self.file))

    def restore_without(self, partition: int, sequence: int) -> None:
        self.tool("restore", str(self.file), str(partition), str(sequence))

    def send_again(self, partition: int, sequence: int) -> None:
        self.tool("again", str(self.file), str(partition), str(sequence))

    def last_sequences(self) -> dict[int, int]:
        last: dict[int, int] = {}
        for line in self.file.read_text().splitlines():
            record = json.loads(line)
            last[record["partition"]] = max(last.get(record["partition"], 0), record["sequence"])
        return last
