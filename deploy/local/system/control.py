"""`control`: one process of a running system stopped, started or restarted, for tests and care."""

import argparse
import time

from system import client
from system.client import Answer
from system.layout import Layout, layout_of
from system.report import Failure

WAIT_SECONDS_MAX = 60.0
WANTED = {"stop-one": "stopped", "start-one": "running", "restart": "running"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="deploy/local/control",
        description="Asks the supervisor; returns when the process is stopped or runs.")
    parser.add_argument("verb", choices=sorted(WANTED))
    parser.add_argument("name", help="postgres, redis, kafka, ingest, classify, routing, …")
    parser.add_argument("--var", metavar="DIR", help="the system's folder (default: var/)")
    options = parser.parse_args(arguments)
    carry_out(layout_of(options.var), options.verb, options.name)
    return 0


def carry_out(layout: Layout, verb: str, name: str) -> None:
    before = entry_of(layout, name)
    client.command(layout, f"{verb} {name}")
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not reached(entry_of(layout, name), before, verb):
        if time.monotonic() > deadline:
            raise Failure(f"{name} is not {WANTED[verb]} after {WAIT_SECONDS_MAX:.0f} s",
                          layout.log_of("supervisor"))
        time.sleep(0.05)


def entry_of(layout: Layout, name: str) -> Answer:
    processes = client.command(layout, "status")["processes"]
    return next((entry for entry in processes if entry["name"] == name), {})


def reached(entry: Answer, before: Answer, verb: str) -> bool:
    moved = verb != "restart" or entry.get("pid") != before.get("pid")
    return bool(entry.get("state") == WANTED[verb] and moved)
