"""One supervised process: started, watched, started again when it dies, stopped when told."""

import os
import resource
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from system import logs, orphans
from system.layout import Layout
from system.processes import MARKER, ProcessSpec

BACKOFF_FIRST_SECONDS = 0.2
BACKOFF_SECONDS_MAX = 5.0
ALIVE_SECONDS_TO_FORGIVE = 30.0   # a process that lived so long begins with the first backoff again
PREPARE_SECONDS = 0.1             # how often a start that must wait is tried again
OPEN_FILES_MAX = 65536


@dataclass
class Child:
    """Called from the supervisor's one thread only. `now` is always monotonic seconds."""

    spec: ProcessSpec
    layout: Layout
    state: str = "waiting"        # waiting, running, stopping, stopped, finished
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0              # when waiting: the time of the next start
    kill_time: float = 0.0        # when stopping: the time when patience ends
    started: float = 0.0
    died: float = 0.0
    backoff: float = BACKOFF_FIRST_SECONDS
    restarts: int = 0
    last_exit: int | None = None
    again: bool = field(default=False)   # when stopping: start again afterwards

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def tick(self, now: float) -> None:
        """Does what is due. Never blocks."""
        if self.process is not None and self.process.poll() is not None:
            self._ended(now)
        if self.state == "stopping" and now >= self.kill_time:
            self._kill(now)
        if self.state == "waiting" and now >= self.due:
            self._start(now)

    def next_due(self, now: float) -> float:
        """Seconds until tick() may have something to do without a death."""
        if self.state == "waiting":
            return max(0.0, self.due - now)
        if self.state == "stopping":
            return max(0.0, self.kill_time - now)
        return 3600.0

    def stop(self, now: float, again: bool = False) -> None:
        """Asks the process to end; kills it when it does not within its time."""
        self.again = again
        if self.process is None:
            self.state, self.due = ("waiting", now) if again else ("stopped", 0.0)
            return
        if self.state != "stopping":
            self.state, self.kill_time = "stopping", now + self.spec.stop_seconds
            self.process.send_signal(signal.Signals[self.spec.stop_signal])

    def start(self, now: float) -> None:
        """Runs it again after stop(); nothing when it runs."""
        if self.process is not None:
            self.again = True
        elif self.state != "waiting":
            self.state, self.due, self.backoff = "waiting", now, BACKOFF_FIRST_SECONDS

    def _start(self, now: float) -> None:
        if not self._may_start(now):
            self.due = now + PREPARE_SECONDS
            return
        try:
            self.process = self._spawn()
            self.layout.pid_file(self.spec.name).write_text(f"{self.process.pid}\n")
        except OSError as error:
            logs.tell("a process or its pid file could not be made", process=self.spec.name,
                      error=str(error))
            if self.process is None:
                self._wait(now)
                return
        self.state, self.started = "running", now
        logs.tell("process started", process=self.spec.name, pid=self.process.pid)

    def _may_start(self, now: float) -> bool:
        if self.spec.prepare != "postgres":
            return True
        return orphans.may_start(Path(self.spec.cwd), now - self.died)

    def _spawn(self) -> subprocess.Popen[bytes]:
        log = self.layout.log_of(self.spec.name)
        sink = logs.open_append(log)
        try:
            process = subprocess.Popen(
                self.spec.argv, cwd=self.spec.cwd, env=self._environment(),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if self.spec.wrap_lines else sink,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=raise_limits)
        finally:
            os.close(sink)
        if process.stdout is not None:
            logs.wrap_lines(process.stdout, log, self.spec.name)
        return process

    def _environment(self) -> dict[str, str]:
        """A clean one: a proxy or a locale of whoever called `up` must not change a service."""
        base = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        return {**base, "LANG": "C.UTF-8", "TZ": "UTC", MARKER: str(self.layout.var),
                **self.spec.env}

    def _ended(self, now: float) -> None:
        assert self.process is not None
        self.last_exit, self.died = self.process.returncode, now
        self.process = None
        self.layout.pid_file(self.spec.name).unlink(missing_ok=True)
        if self.state == "stopping":
            self.state, self.due = ("waiting", now) if self.again else ("stopped", 0.0)
            logs.tell("process stopped", process=self.spec.name, exit=self.last_exit)
        elif not self.spec.keep:
            self.state = "finished"
            logs.tell("job finished", process=self.spec.name, exit=self.last_exit)
        else:
            self._wait(now)

    def _wait(self, now: float) -> None:
        """Died by itself: again after the backoff, which doubles while it keeps dying."""
        if now - self.started > ALIVE_SECONDS_TO_FORGIVE:
            self.backoff = BACKOFF_FIRST_SECONDS
        self.state, self.due = "waiting", now + self.backoff
        logs.tell("process died; it is started again", process=self.spec.name,
                  exit=self.last_exit, after_seconds=self.backoff)
        self.backoff = min(self.backoff * 2, BACKOFF_SECONDS_MAX)
        self.restarts += 1

    def _kill(self, now: float) -> None:
        if self.process is not None:
            logs.tell("process did not stop in time; it is killed", process=self.spec.name)
            self.process.kill()
        self.kill_time = now + self.spec.stop_seconds

    def describe(self) -> dict[str, object]:
        """What `status` tells of it."""
        return {"name": self.spec.name, "state": self.state, "pid": self.pid,
                "port": self.spec.probe.port if self.spec.probe else None,
                "restarts": self.restarts, "last_exit": self.last_exit, "keep": self.spec.keep}


def raise_limits() -> None:
    """In the child, before its program: as many open files as allowed, up to a bound."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES_MAX if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES_MAX)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
