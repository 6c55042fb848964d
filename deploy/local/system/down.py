"""`down`: stops all that `up` started and only that, and makes sure of it."""

import argparse
import os
import signal

from system import client
from system.layout import Layout, layout_of
from system.processes import name_of, pids_of_system, wait_until_gone, working_folder
from system.report import Failure, step

# Services drain 20 s, then Kafka, Redis and PostgreSQL have their own times to stop.
STOP_SECONDS_MAX = 100.0
TERMINATE_SECONDS = 20.0
KILL_SECONDS = 5.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="deploy/local/down",
                                     description="Stops the system that deploy/local/up started.")
    parser.add_argument("--var", metavar="DIR", help="the system's folder (default: var/)")
    layout = layout_of(parser.parse_args(arguments).var)
    if client.supervisor_pid(layout) is None and not pids_of_system(str(layout.var)):
        print(f"nothing runs in {layout.var}")
        return 0
    with step("stopping the system") as line:
        line.outcome = stop(layout)
    return 0


def stop(layout: Layout) -> str:
    """By its supervisor where there is one; then whatever is left, by signals."""
    pid = client.supervisor_pid(layout)
    if pid is not None:
        client.command(layout, "stop")
        client.wait_until_ended(pid, STOP_SECONDS_MAX)
    left = pids_of_system(str(layout.var))
    if left:
        end_without_supervisor(layout, left)
    for file in layout.run.glob("*.pid"):
        file.unlink()
    return "stopped" if not left else f"{len(left)} had to be ended"


def end_without_supervisor(layout: Layout, pids: list[int]) -> None:
    """The stores last, PostgreSQL by the signal that means a fast shutdown; then by force."""
    stores = [pid for pid in pids if is_store(pid, layout)]
    others = [pid for pid in pids if pid not in stores]
    for group in (others, stores):
        for pid in group:
            send(pid, signal.SIGINT if name_of(pid) == "postgres" else signal.SIGTERM)
        wait_until_gone(group, TERMINATE_SECONDS)
    for pid in pids_of_system(str(layout.var)):
        send(pid, signal.SIGKILL)
    living = wait_until_gone(pids, KILL_SECONDS)
    if living or pids_of_system(str(layout.var)):
        raise Failure(f"these processes cannot be ended: {living}; are they another user's?")


def is_store(pid: int, layout: Layout) -> bool:
    folders = (f"{layout.var}/postgres/data", f"{layout.var}/redis", f"{layout.var}/kafka")
    return working_folder(pid) in folders


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
