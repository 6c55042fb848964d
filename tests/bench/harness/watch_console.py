"""Browsers' side of a watch: server-sent events of the console, and what one of them costs it."""

import http.client
import threading

from harness import watch_system
from harness.running import System
from harness.watch_blocks import NONE, Blocks, Load

EVENTS_SECONDS_MAX = 30.0


class Browser(threading.Thread):
    """Hears one branch by server-sent events and counts the changes, until it is closed."""

    def __init__(self, system: System, branch: int) -> None:
        super().__init__(daemon=True)
        address = system.addresses["RECOURSE_HTTP_ADDR"]
        self.connection = http.client.HTTPConnection(address, timeout=EVENTS_SECONDS_MAX)
        self.path = f"/v1/watch/tickets?branch_id={watch_system.branch_id(branch)}"
        self.headers = {"authorization": f"Bearer {watch_system.key(system, 'operator')}",
                        "accept": "text/event-stream"}
        self.begun = threading.Event()
        self.changes = 0
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            self.connection.request("GET", self.path, headers=self.headers)
            for line in self.connection.getresponse():
                if line.startswith(b"event: snapshot"):
                    self.begun.set()
                self.changes += line.startswith(b"event: change")
                if self.ended.is_set():
                    return
        except OSError:
            return    # nothing came for long: what is missing is counted by whoever asks


def browsers(blocks: Blocks, load: Load) -> dict:
    """`load.streams` browsers watch one branch through the console: CPU above nobody watching."""
    alone = blocks.run(NONE, load)
    blocks.system.settle()    # what is still under way would be heard too
    watching = [Browser(blocks.system, 0) for _ in range(load.streams)]
    for each in watching:
        each.start()
    for each in watching:
        if not each.begun.wait(EVENTS_SECONDS_MAX):
            raise AssertionError("a browser's watch had no snapshot")
    watched = blocks.run(NONE, load)
    blocks.system.settle()
    told = [each.changes for each in watching]
    for each in watching:
        each.ended.set()
    changes = load.complaints * load.streams
    used = (watched.cpu["console"] - alone.cpu["console"]) / changes * 1e6
    routing = (watched.cpu["routing"] - alone.cpu["routing"]) / changes * 1e6
    faults = [f"a browser heard {count} changes of {load.complaints}" for count in told
              if count != load.complaints]
    return {"browsers": load.streams, "changes": sum(told), "us": used, "routing_us": routing,
            "valid": alone.valid and watched.valid, "faults": faults}
