"""How the commands talk to the supervisor, and start it."""

import json
import os
import socket
import subprocess
import sys
import time
from typing import Any

from system import logs
from system.layout import LOCAL, Layout
from system.processes import MARKER, is_alive
from system.report import Failure

Answer = dict[str, Any]      # a JSON object

ANSWER_SECONDS_MAX = 5.0
START_SECONDS_MAX = 10.0


def ask(layout: Layout, request: str) -> Answer | None:
    """The supervisor's answer; None when there is no supervisor."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(ANSWER_SECONDS_MAX)
            connection.connect(str(layout.socket()))
            connection.sendall(request.encode() + b"\n")
            text = b"".join(iter(lambda: connection.recv(65536), b""))
    except (FileNotFoundError, ConnectionError):
        return None
    except TimeoutError:
        raise Failure("the supervisor does not answer; deploy/local/down ends it",
                      layout.log_of("supervisor")) from None
    return dict(json.loads(text)) if text else None


def command(layout: Layout, request: str) -> Answer:
    """As ask(), but a refusal or an absent supervisor is a failure."""
    answer = ask(layout, request)
    if answer is None:
        raise Failure(f"no system runs in {layout.var}: deploy/local/up starts one")
    if not answer["ok"]:
        raise Failure(str(answer["error"]))
    return answer


def supervisor_pid(layout: Layout) -> int | None:
    """The pid of the supervisor that runs; None when there is none."""
    answer = ask(layout, "status")
    return int(answer["pid"]) if answer else None


def start_supervisor(layout: Layout) -> None:
    """Starts it in a session of its own, so that it outlives the shell that ran `up`."""
    log = logs.open_append(layout.log_of("supervisor"))
    environment = {**os.environ, "PYTHONPATH": str(LOCAL), MARKER: str(layout.var)}
    try:
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", "system", "supervisor", str(layout.var)],
            cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True)
    finally:
        os.close(log)
    deadline = time.monotonic() + START_SECONDS_MAX
    while ask(layout, "status") is None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise Failure("the supervisor did not start", layout.log_of("supervisor"))
        time.sleep(0.05)


def wait_until_ended(pid: int, seconds: float) -> bool:
    """True once that process is gone."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
