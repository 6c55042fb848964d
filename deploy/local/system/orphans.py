"""After a kill -9 of PostgreSQL's first process its backends may live on, with the shared memory in
their hands. A new server must not begin before they are gone."""

import os
import signal
from pathlib import Path

from system.logs import tell
from system.processes import every_pid, is_alive, name_of, working_folder

ORPHAN_SECONDS_MAX = 10.0


def server_pids(data: Path) -> list[int]:
    """Processes of the server whose data folder this is: each of them works in it."""
    return [pid for pid in every_pid()
            if name_of(pid) == "postgres" and is_alive(pid) and working_folder(pid) == str(data)]


def may_start(data: Path, waited_seconds: float) -> bool:
    """False while orphans live; those that outlive the limit are killed."""
    orphans = server_pids(data)
    if not orphans:
        remove_stale_lock(data)
        return True
    if waited_seconds >= ORPHAN_SECONDS_MAX:
        tell("orphaned database backends are killed", pids=orphans)
        for pid in orphans:
            kill(pid)
    return False


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def remove_stale_lock(data: Path) -> None:
    """PostgreSQL refuses to start when the pid of its lock file lives again as something else.
    No process of this instance lives here (the caller has looked), so such a file is stale."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if is_alive(pid):
        tell("a stale postmaster.pid is removed", pid=pid, held_by=name_of(pid))
        lock.unlink(missing_ok=True)
