"""The one process that keeps a system running. Started detached by `up`; asked by a Unix socket.

A request is one line, the answer one JSON line: `status`, `apply` (read the plan again), `stop`,
`restart NAME`, `stop-one NAME`, `start-one NAME`. One thread; its only waits are the
selector's and, bounded, a client's request."""

import fcntl
import json
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

from system import logs
from system.child import Child
from system.layout import Layout
from system.processes import ProcessSpec, read_plan
from system.report import Failure

REQUEST_BYTES_MAX = 4096
REQUEST_SECONDS_MAX = 1.0
LOOK_SECONDS = 5.0          # at least so often: logs are measured


class Supervisor:
    """Children in the order of the plan; see Child for the life of one."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.children: dict[str, Child] = {}
        self.leaving: list[Child] = []     # no longer in the plan, not yet ended
        self.stopping_tier: int | None = None

    # The plan.

    def apply(self) -> None:
        """Starts what is new, restarts what changed, stops what is no longer in the plan."""
        plan = {spec.name: spec for spec in read_plan(self.layout.plan).processes}
        now = time.monotonic()
        for name in [name for name in self.children if name not in plan]:
            child = self.children.pop(name)
            child.stop(now)
            self.leaving.append(child)
        children = {name: self._child(spec, now) for name, spec in plan.items()}
        self.children = children

    def _child(self, spec: ProcessSpec, now: float) -> Child:
        child = self.children.get(spec.name)
        if child is None:
            return Child(spec, self.layout, due=now)
        if child.spec != spec:
            child.spec = spec
            child.stop(now, again=True)
        return child

    # Stopping, tier by tier.

    def begin_stop(self) -> None:
        if self.stopping_tier is None:
            self.stopping_tier = max((c.spec.tier for c in self.children.values()), default=0)
            logs.tell("stopping", tier=self.stopping_tier)
            self._stop_tier()

    def _stop_tier(self) -> None:
        now = time.monotonic()
        for child in reversed(list(self.children.values())):
            if child.spec.tier == self.stopping_tier:
                child.stop(now)

    def _advance_stop(self) -> bool:
        """True once nothing runs any more."""
        living = [c for c in self._all() if c.process is not None]
        if not living:
            return True
        assert self.stopping_tier is not None
        if all(c.spec.tier < self.stopping_tier for c in living):
            self.stopping_tier = max(c.spec.tier for c in living)
            self._stop_tier()
        return False

    # The loop.

    def _all(self) -> list[Child]:
        return [*self.children.values(), *self.leaving]

    def tick(self) -> bool:
        """Does all that is due; False when the supervisor's work is over."""
        now = time.monotonic()
        for child in self._all():
            if self.stopping_tier is not None and child.state == "waiting":
                child.stop(now)
            child.tick(now)
        self.leaving = [c for c in self.leaving if c.process is not None]
        return self.stopping_tier is None or not self._advance_stop()

    def patience(self) -> float:
        now = time.monotonic()
        return min([LOOK_SECONDS, *(child.next_due(now) for child in self._all())])

    # Requests.

    def answer(self, request: str) -> dict[str, object]:
        words = request.split()
        if words == ["status"]:
            return {"ok": True, "pid": os.getpid(), "stopping": self.stopping_tier is not None,
                    "processes": [child.describe() for child in self.children.values()]}
        if words == ["stop"]:
            self.begin_stop()
            return {"ok": True}
        if words == ["apply"]:
            return self._apply()
        if len(words) == 2 and words[0] in ("restart", "stop-one", "start-one"):
            return self._command(words[0], words[1])
        return {"ok": False, "error": f"unknown request: {request[:80]}"}

    def _apply(self) -> dict[str, object]:
        try:
            self.apply()
        except (OSError, Failure) as error:
            return {"ok": False, "error": f"the plan cannot be read: {error}"}
        return {"ok": True}

    def _command(self, verb: str, name: str) -> dict[str, object]:
        child = self.children.get(name)
        if child is None:
            known = ", ".join(self.children)
            return {"ok": False, "error": f"no process is called {name}; there are: {known}"}
        if self.stopping_tier is not None:
            return {"ok": False, "error": "the system is being stopped"}
        now = time.monotonic()
        if verb == "start-one":
            child.start(now)
        else:
            child.stop(now, again=verb == "restart")
        return {"ok": True}


def serve(listener: socket.socket, supervisor: Supervisor) -> None:
    """One request, one answer. A client that is slow or gone harms nobody."""
    try:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(REQUEST_SECONDS_MAX)
            request = connection.recv(REQUEST_BYTES_MAX).decode("utf-8", "replace").strip()
            answer = supervisor.answer(request)
            connection.sendall(json.dumps(answer).encode() + b"\n")
    except OSError as error:
        logs.tell("a request was not answered", error=str(error))


def hold(layout: Layout) -> int:
    """Held for life: a second supervisor over the same folder ends here."""
    descriptor = os.open(layout.run / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit("another supervisor runs this system") from None
    return descriptor


def listen(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_uid != os.getuid():
        raise PermissionError(f"{path.parent} belongs to another user")
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen(16)
    listener.setblocking(False)
    return listener


def remove_socket(layout: Layout) -> None:
    layout.socket().unlink(missing_ok=True)
    if layout.socket().parent != layout.run:
        layout.socket().parent.rmdir()


def wakeups() -> socket.socket:
    """A socket that becomes readable when a signal came, a child's death among them."""
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.detach(), warn_on_full_buffer=False)
    return reader


def run(supervisor: Supervisor, listener: socket.socket) -> None:
    waker = wakeups()
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(waker, selectors.EVENT_READ)
    looked = time.monotonic()
    while supervisor.tick():
        for key, _ in selector.select(supervisor.patience()):
            if key.fileobj is listener:
                serve(listener, supervisor)
            else:
                waker.recv(4096)
        if time.monotonic() - looked > LOOK_SECONDS:
            looked = time.monotonic()
            logs.cut_when_large(supervisor.layout.log)
            if not supervisor.layout.run.is_dir():
                supervisor.begin_stop()    # the system's folder was removed: nothing to keep


def main(arguments: list[str]) -> int:
    """`supervisor VAR`: runs until it is told to stop (by request or SIGTERM)."""
    layout = Layout(Path(arguments[0]))
    supervisor = Supervisor(layout)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: supervisor.begin_stop())
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    lock = hold(layout)
    listener = listen(layout.socket())
    layout.pid_file("supervisor").write_text(f"{os.getpid()}\n")
    logs.tell("supervisor started", pid=os.getpid())
    supervisor.apply()
    run(supervisor, listener)
    remove_socket(layout)
    layout.pid_file("supervisor").unlink(missing_ok=True)
    logs.tell("supervisor ended")
    os.close(lock)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
