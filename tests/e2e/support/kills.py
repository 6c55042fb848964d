"""Processes ended by SIGKILL at times that follow from a seed, and how long each is away."""

import os
import random
import signal
import threading
import time
from dataclasses import dataclass

from support.system import System

SERVICES = ("ingest", "classify", "routing", "followup", "kpi", "console")
STORES = ("kafka", "postgres", "redis")
EACH_AT_LEAST = 2

PAUSE_SECONDS = (2.0, 6.0)
AWAIT_PROCESS_SECONDS = 30.0
LOOK_SECONDS = 0.2


def plan_of(seed: int, count: int) -> list[tuple[float, str]]:
    """Pauses and names: every one at least twice, the rest by chance."""
    chance = random.Random(seed)
    names = [name for name in (*SERVICES, *STORES) for _ in range(EACH_AT_LEAST)]
    names += [chance.choice((*SERVICES, *STORES)) for _ in range(count - len(names))]
    chance.shuffle(names)
    return [(chance.uniform(*PAUSE_SECONDS), name) for name in names]


@dataclass
class Kill:
    name: str
    pid: int
    time: float                          # of the clock on the wall
    streamed: bool = False               # the stream was under way
    back_seconds: float | None = None    # until it was ready again as another process


class Killer:
    """Kills by plan; a thread beside it sees who is back."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.kills: list[Kill] = []
        self.ended = threading.Event()
        self.looker = threading.Thread(target=self.look, daemon=True)
        self.looker.start()

    def pid_of(self, name: str) -> int:
        """Of the process that runs now; one that was killed before is awaited."""
        deadline = time.monotonic() + AWAIT_PROCESS_SECONDS
        while time.monotonic() < deadline:
            try:
                pid = int((self.system.var / "run" / f"{name}.pid").read_text())
                os.kill(pid, 0)
                if pid not in (kill.pid for kill in self.kills):
                    return pid
            except (OSError, ValueError):
                pass
            time.sleep(0.05)
        raise AssertionError(f"{name} was not started again in {AWAIT_PROCESS_SECONDS:.0f} s")

    def kill(self, name: str, streamed: bool) -> None:
        pid = self.pid_of(name)
        os.kill(pid, signal.SIGKILL)
        self.kills.append(Kill(name, pid, time.time(), streamed))

    def look(self) -> None:
        while not self.ended.wait(LOOK_SECONDS):
            waiting = [kill for kill in self.kills if kill.back_seconds is None]
            if not waiting:
                continue
            asked = time.time()
            processes = {p["name"]: p for p in self.system.status()["processes"]}
            for kill in waiting:
                process = processes.get(kill.name)
                if process and process["ready"] and process["pid"] != kill.pid:
                    kill.back_seconds = max(0.0, asked - kill.time)

    def all_back(self) -> bool:
        return all(kill.back_seconds is not None for kill in self.kills)

    def end(self) -> None:
        self.ended.set()
        self.looker.join()

    def table(self) -> str:
        lines = ["  second  killed     pid      back after"]
        for kill in self.kills:
            back = "-" if kill.back_seconds is None else f"{kill.back_seconds:6.1f} s"
            second = kill.time - self.kills[0].time
            lines.append(f"{second:8.1f}  {kill.name:<9} {kill.pid:>7}  {back}")
        return "\n".join(lines)
