"""What is to run, as data (the plan), and what does run, as /proc tells it."""

import json
import os
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from system.report import Failure

# Every process of a system carries this variable, so that none is missed and no other is touched.
MARKER = "RECOURSE_SUPERVISED_BY"

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Probe:
    """How readiness is asked: `http` (GET /readyz), `kafka`, `postgres`, `redis`, `smtp`."""

    kind: str
    port: int


@dataclass(frozen=True)
class ProcessSpec:
    """One process of the plan. Equal specs need no restart."""

    name: str
    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    tier: int                      # stopped from the highest tier down
    stop_signal: str = "SIGTERM"
    stop_seconds: float = 20.0
    probe: Probe | None = None
    keep: bool = True              # False: a bounded job, not started again
    wrap_lines: bool = False       # its output is plain text: make each line a JSON object
    prepare: str = ""              # "postgres": wait for orphaned backends before a start
    version: str = ""              # of the program; another version means a restart


@dataclass
class Plan:
    """All that one supervisor keeps running, in the order of starting."""

    var: str
    processes: list[ProcessSpec] = field(default_factory=list)

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self), indent=1) + "\n")


def read_plan(path: Path) -> Plan:
    """A plan that cannot be read was written by another version of this program."""
    try:
        document = json.loads(path.read_text())
        return Plan(document["var"], [spec_of(entry) for entry in document["processes"]])
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{path} is of another version ({error}): deploy/local/down, then "
                      "deploy/local/up") from None


def spec_of(entry: dict[str, Any]) -> ProcessSpec:
    probe = entry["probe"]
    fixed = {"argv": tuple(entry["argv"]), "probe": Probe(**probe) if probe else None}
    return ProcessSpec(**{**entry, **fixed})


def write_private(path: Path, text: str) -> None:
    """Replaces the file in one step; readable by its owner alone."""
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    temporary.rename(path)


def program_version(program: Path) -> str:
    """Changes when the program is built anew."""
    status = program.stat()
    return f"{status.st_mtime_ns}-{status.st_size}"


def is_alive(pid: int) -> bool:
    """False for a zombie too: it does nothing any more."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def uptime_seconds(pid: int) -> float:
    """Seconds since the process began; 0 when it is gone."""
    try:
        started = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        since_boot = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return max(0.0, since_boot - started / CLOCK_TICKS)


def working_folder(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def every_pid() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def carries_marker(pid: int, var: str) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return f"{MARKER}={var}".encode() in environment.split(b"\0")


def belongs_to(pid: int, var: str) -> bool:
    """True for a process of this system: by the marker, or (PostgreSQL overwrites the place where
    its environment stood) because it is a server that works in this system's data folder."""
    if carries_marker(pid, var):
        return True
    return working_folder(pid) == f"{var}/postgres/data" and name_of(pid) == "postgres"


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def pids_of_system(var: str) -> list[int]:
    """Every living process that belongs to the system in `var`, this one aside."""
    return [pid for pid in every_pid()
            if pid != os.getpid() and is_alive(pid) and belongs_to(pid, var)]


def wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    """Waits at most `seconds`; gives back those that still live."""
    deadline = time.monotonic() + seconds
    living = [pid for pid in pids if is_alive(pid)]
    while living and time.monotonic() < deadline:
        time.sleep(0.05)
        living = [pid for pid in living if is_alive(pid)]
    return living
