"""B11: yesterday's work beside today's. Each service in turn stands still while feedback comes in;
then it is started again under live load: how fast it drains what waited, and what that does to
those who send meanwhile.

What waits is sent as fast as it is taken rather than at the live rate: a backlog is judged by its
size. RECOURSE_BACKLOG_MINUTES (1) says how many minutes of the live rate wait, 10 for the whole."""

import os
import threading
import time
from dataclasses import dataclass

from harness.options import Options
from harness.pipeline import Pipeline
from harness.running import System
from harness.text import columns
from harness.window import OPEN_GATE

PORT_BASE = 15800
STOPPED = ("classify", "routing", "followup", "kpi")
LIVE_RATE = 1_000.0
AIM_DRAIN = 4.0
AIM_LATENCY = 2.0
LOOK_SECONDS = 0.5
DRAIN_SECONDS_MAX = 1_200.0


@dataclass(frozen=True)
class Plan:
    """`waiting` complaints while a service stands still; live ones at `rate` while it drains."""

    waiting: int
    rate: float
    quiet_seconds: float
    drain_seconds_min: float   # live load goes on for at least so long
    warm: int


SMOKE = Plan(400, 100.0, 2.0, 2.0, 200)


def full() -> Plan:
    minutes = float(os.environ.get("RECOURSE_BACKLOG_MINUTES", "1"))
    return Plan(int(minutes * 60 * LIVE_RATE), LIVE_RATE, 10.0, 5.0, 10_000)


def measure(options: Options) -> dict:
    plan = SMOKE if options.smoke else full()
    with System(options, PORT_BASE) as system:
        pipeline = Pipeline(system, options, OPEN_GATE)
        pipeline.send("warm", plan.warm)
        quiet = pipeline.send("quiet", int(plan.quiet_seconds * plan.rate), rate=plan.rate)
        rows = [drained(pipeline, name, plan) for name in STOPPED]
        pipeline.check()
    return {"waiting": plan.waiting, "live_rate": plan.rate,
            "quiet_p99_ms": quiet["latency_us"]["p99"] / 1000, "services": rows}


def drained(pipeline: Pipeline, name: str, plan: Plan) -> dict:
    """One service: stopped, awaited, started under live load, drained."""
    system = pipeline.system
    control(system, "stop-one", name)
    pipeline.send(f"waiting-{name}", plan.waiting, settle=False)
    lag = system.lag()
    live = Live(pipeline, f"live-{name}", plan)
    control(system, "start-one", name)
    system.adopt(name)
    began = time.monotonic()
    seconds, left = live.until_drained(began)
    told = live.end()
    system.settle()
    drained_rate = (plan.waiting if left == 0 else plan.waiting * (lag - left) / lag) / seconds
    return {"service": name, "lag": lag, "seconds": seconds, "left": left,
            "drain_rate": drained_rate + plan.rate,
            "over_live": drained_rate / plan.rate + 1,
            "live_p99_ms": max(each["latency_us"]["p99"] for each in told) / 1000}


def control(system: System, action: str, name: str) -> None:
    done = system.local.call("control", action, name)
    if done.returncode != 0:
        raise AssertionError(f"{action} {name}: {done.stdout}{done.stderr}")


class Live:
    """Complaints at the live rate, a piece after the other, until they are told to end."""

    PIECE_SECONDS = 5.0

    def __init__(self, pipeline: Pipeline, name: str, plan: Plan) -> None:
        self.pipeline, self.name, self.plan = pipeline, name, plan
        self.told: list[dict] = []
        self.failed: BaseException | None = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                count = int(self.PIECE_SECONDS * self.plan.rate)
                self.told.append(self.pipeline.send(f"{self.name}-{len(self.told)}", count,
                                                    rate=self.plan.rate, settle=False))
        except BaseException as failed:  # told by end()
            self.failed = failed

    def until_drained(self, began: float) -> tuple[float, int]:
        """Until no more waits than half a second of what comes in, all hops together: how many
        seconds that took, and 0; or what still waited when the time was over."""
        little = self.plan.rate
        while True:
            elapsed, left = time.monotonic() - began, self.pipeline.system.lag()
            if left < little or elapsed > DRAIN_SECONDS_MAX:
                break
            time.sleep(LOOK_SECONDS)
        time.sleep(max(0.0, self.plan.drain_seconds_min - elapsed))
        return max(elapsed, LOOK_SECONDS), left if left >= little else 0

    def end(self) -> list[dict]:
        self.over.set()
        self.thread.join()
        if self.failed:
            raise self.failed
        return self.told


def table(figures: dict) -> str:
    rows = [(row["service"], row["lag"], row["seconds"], row["left"], row["drain_rate"],
             row["over_live"], row["live_p99_ms"], row["live_p99_ms"] / figures["quiet_p99_ms"])
            for row in figures["services"]]
    return columns(("stood still", "facts waiting", "drained s", "still waiting", "complaints/s",
                    "over live", "ack p99 ms", "over quiet"), rows) + (
        f"\n\n{figures['waiting']:,} complaints waited, {figures['live_rate']:,.0f} a second came "
        f"meanwhile (aims: drain >= {AIM_DRAIN} x live, p99 of acknowledgements <= {AIM_LATENCY} x "
        f"its quiet {figures['quiet_p99_ms']:.1f} ms)")
