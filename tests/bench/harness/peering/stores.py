"""The peers' own databases, on the PostgreSQL of the system that runs."""

import os
import secrets
import subprocess
from pathlib import Path

from harness.running import System
from support.stores import PSQL

ROLE = "peer"


def psql(dsn: str, statement: str, password: str = "") -> list[list[str]]:
    """The rows of the last statement. For what is not measured: a process each time."""
    done = subprocess.run(
        [PSQL, "--no-psqlrc", "-qAt", "--field-separator=\t", "--set=ON_ERROR_STOP=1", dsn],
        input=statement, capture_output=True, text=True, check=False,
        env={**os.environ, "PGPASSWORD": password} if password else None)
    if done.returncode != 0:
        raise RuntimeError(f"psql: {done.stderr}")
    return [line.split("\t") for line in done.stdout.splitlines()]


class Database:
    """One that is made anew, owned by a role that may do nothing else."""

    def __init__(self, system: System, name: str) -> None:
        self.system = system
        self.name = name
        self.role = f"{ROLE}_{name}"
        self.password = secrets.token_hex(16)
        self.port = str(system.dsn().partition("port=")[2].split()[0])
        for statement in (f"CREATE ROLE {self.role} LOGIN PASSWORD '{self.password}'",
                          f"CREATE DATABASE {name} OWNER {self.role} TEMPLATE template0 "
                          "ENCODING 'UTF8' LOCALE 'C.UTF-8'"):
            psql(system.dsn(), statement)

    def rows(self, statement: str) -> list[list[str]]:
        return psql(f"host=127.0.0.1 port={self.port} dbname={self.name} user={self.role}",
                    statement, self.password)

    def run_file(self, file: Path) -> None:
        self.rows(file.read_text())


class Asker:
    """One session that is asked again and again, so that looking whether all is done costs next to
    nothing of what is measured."""

    def __init__(self, dsn: str) -> None:
        self.process = subprocess.Popen([PSQL, "--no-psqlrc", "-qAt", dsn], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)

    def number(self, statement: str) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(statement + ";\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the session with PostgreSQL has ended")
        return int(line)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
