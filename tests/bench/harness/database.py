"""Asks a running system's PostgreSQL as its administrator: one psql that stays, so that asking
often costs the server no new sessions."""

import subprocess

END = "-- answered"
STILL = {"checkpoint_timeout": "'1h'", "autovacuum": "off"}


class Database:
    """Context manager; `dsn` is that of the superuser."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def __enter__(self) -> "Database":
        self.psql = subprocess.Popen(
            ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
             "--field-separator=\t", "--set=ON_ERROR_STOP=1", self.dsn],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.psql.stdin
        self.psql.stdin.close()
        self.psql.wait()

    def rows(self, statements: str) -> list[list[str]]:
        """What the statements, each ended by a semicolon, answer."""
        assert self.psql.stdin and self.psql.stdout and self.psql.stderr
        self.psql.stdin.write(f"{statements}\n\\echo '{END}'\n")
        self.psql.stdin.flush()
        answered: list[list[str]] = []
        for line in self.psql.stdout:
            if line == END + "\n":
                return answered
            answered.append(line.rstrip("\n").split("\t"))
        raise RuntimeError(f"PostgreSQL refused: {self.psql.stderr.read().strip()}")

    def number(self, statements: str) -> int:
        return int(self.rows(statements)[0][0])

    def do(self, statements: str) -> None:
        self.rows(statements)

    def keep_still(self) -> None:
        """From now on no checkpoint by time and no vacuum falls into one block and not another:
        who measures growth makes checkpoints and gathers statistics himself."""
        for name, value in STILL.items():
            self.do(f"ALTER SYSTEM SET {name} = {value};")
        self.do("SELECT pg_reload_conf();")
