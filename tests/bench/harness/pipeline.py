"""B10: what one complaint costs through the whole pipeline, by process, beside the sum of its
floors, at 1, 2, 4 and 8 partitions; and how many a second are sustained.

`--against BUILD` measures another build beside this one instead, block by block in turns: what a
change is worth. A block is sent as fast as it is taken, and is over when everything is handled."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness import feed
from harness.cgroups import Groups
from harness.floors import Floor, RedisCalls, copied_rows, hops
from harness.options import Options
from harness.running import SERVICES, STORES, System
from harness.statistics import Interval, mean, ratio
from harness.text import columns
from harness.window import OPEN_GATE, Gate, Window

PORT_BASE, PORT_BASE_AGAINST = 15400, 15600
PROCESSES = (*SERVICES, *STORES, "mail")
MICRO = 1e6
AIM_OVER_FLOORS = 2.0
AIM_RATE = 6_000.0
CLIENTS = 2
TRIES_MAX = 2              # of a block that the gate drops
SUSTAINED_SHARE = 0.005    # a backlog that grows by less of what is sent is none
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Plan:
    """How much of everything; a smoke run only shows that it is right."""

    warm: int
    block: int
    order: tuple[int, ...]         # partitions, block by block
    pairs: int                     # with --against
    recorded: int                  # complaints whose Redis calls are kept
    rate_seconds: float            # of one look at a rate, after as long to warm up
    rate_tries: int
    gate: Gate


FULL = Plan(15_000, 10_000, (8, 4, 2, 1, 1, 2, 4, 8), 3, 4_000, 12.0, 3, Gate())
SMOKE = Plan(100, 200, (8,), 1, 100, 1.0, 1, OPEN_GATE)


@dataclass
class Block:
    """One block's cost, microseconds of CPU a complaint by process, and its pace."""

    partitions: int
    cost: dict[str, float]
    rate: float
    valid: bool
    outside: float


@dataclass
class Pipeline:
    """A running system and what was sent to it."""

    system: System
    options: Options
    gate: Gate
    beside: Groups | None = None
    sent: int = 0
    blocks: list[Block] = field(default_factory=list)

    def send(self, name: str, count: int, partitions: int = feed.PARTITIONS,
             rate: float = 0.0, settle: bool = True) -> dict:
        """A block of its own customers. Everything sent is acknowledged once, or this fails."""
        file = self.written(name, count, partitions)
        told = self.sent_from(file, name, count, rate)
        if settle:
            self.system.settle()
        return told

    def written(self, name: str, count: int, partitions: int) -> Path:
        file = self.system.local.folder / f"{name}.jsonl"
        feed.write(file, name, count, partitions)
        return file

    def sent_from(self, file: Path, name: str, count: int, rate: float = 0.0,
                  during: Callable[[], None] = lambda: None) -> dict:
        told = self.load(file, name, count, rate, during)
        file.unlink()
        if told["acknowledged"] != count or told["refused"] or told["duplicates"]:
            raise AssertionError(f"of {count} complaints: {told}")
        self.sent += count
        return told

    def load(self, file: Path, name: str, count: int, rate: float,
             during: Callable[[], None] = lambda: None) -> dict:
        """What bench_load tells; `during` is called each second meanwhile."""
        with subprocess.Popen(
                [self.options.program("bench_load"), "--address",
                 self.system.addresses["RECOURSE_INGEST_ADDR"], "--key-file",
                 self.system.local.var / "secrets" / "ingest.key", "--texts", file, "--prefix",
                 name, "--door", "stream", "--clients", str(CLIENTS), "--count", str(count),
                 "--rate", str(rate)],
                stdout=subprocess.PIPE, text=True) as program:
            self.system.groups.add("load", program.pid)
            while True:
                try:
                    said = program.communicate(timeout=LOOK_SECONDS)[0]
                    break
                except subprocess.TimeoutExpired:
                    during()
        if program.returncode != 0:
            raise AssertionError(f"bench_load failed: {said}")
        return json.loads(said)

    def measure(self, name: str, count: int, partitions: int) -> Block:
        """Again, a few times, where the gate drops it; the last try stands, marked."""
        for attempt in range(TRIES_MAX):
            file = self.written(f"{name}-{attempt}", count, partitions)
            began = time.monotonic()
            with Window(self.system.groups, self.gate, self.beside) as window:
                self.sent_from(file, f"{name}-{attempt}", count)
                self.system.settle()
            cost = {each: window.cpu.get(each, 0.0) / count * MICRO for each in PROCESSES}
            block = Block(partitions, cost, count / (time.monotonic() - began), window.valid,
                          window.outside)
            if block.valid:
                break
        self.blocks.append(block)
        return block

    def check(self) -> None:
        """Sent = registered = classified = disposed of, and verify holds."""
        for table in ("ingest.feedback", "classify.classifications", "routing.dispositions"):
            found = int(self.system.sql(f"SELECT count(*) FROM {table}"))
            if found != self.sent:
                raise AssertionError(f"{self.sent} complaints were sent, {table} has {found}")
        report = self.system.local.verify()
        if not report["ok"]:
            raise AssertionError(f"verify: {[c for c in report['checks'] if c['violations']]}")

    def sustains(self, name: str, rate: float, seconds: float) -> bool:
        """Whether the backlog stays where it is while `rate` a second come in."""
        count = int(rate * seconds * 2)
        lags: list[tuple[float, int]] = []
        file = self.written(name, count, feed.PARTITIONS)
        began = time.monotonic()

        def look() -> None:
            now = time.monotonic() - began
            if now > seconds:
                lags.append((now, self.system.lag()))

        told = self.sent_from(file, name, count, rate, look)
        self.system.settle()
        kept_up = told["seconds"] < 2 * seconds * (1 + SUSTAINED_SHARE) + LOOK_SECONDS
        return kept_up and growth(lags) <= SUSTAINED_SHARE * rate


def growth(lags: list[tuple[float, int]]) -> float:
    """Facts a second that the backlog grows by: least squares."""
    if len(lags) < 2:
        return 0.0
    t = sum(each[0] for each in lags) / len(lags)
    lag = sum(each[1] for each in lags) / len(lags)
    spread = sum((each[0] - t) ** 2 for each in lags)
    return sum((each[0] - t) * (each[1] - lag) for each in lags) / spread


def measure(options: Options) -> dict:
    plan = SMOKE if options.smoke else FULL
    print(plan.gate.words())
    return compare(options, plan) if options.against else alone(options, plan)


def alone(options: Options, plan: Plan) -> dict:
    with System(options, PORT_BASE) as system:
        system.groups.add("harness", os.getpid())    # its looks are known, and nobody's cost
        pipeline = Pipeline(system, options, plan.gate)
        pipeline.send("warm", plan.warm)
        for place, partitions in enumerate(plan.order):
            pipeline.measure(f"block{place}", plan.block, partitions)
        calls = RedisCalls(system)
        calls.record(lambda: pipeline.send("recorded", plan.recorded))
        floors = floors_of(pipeline, options, plan, calls)
        rate = sustained(pipeline, plan)
        pipeline.check()
        return result(pipeline, floors, rate, system.groups.how)


def floors_of(pipeline: Pipeline, options: Options, plan: Plan,
              calls: RedisCalls) -> dict[str, dict]:
    """By kind: microseconds a complaint and what was done."""
    sent = pipeline.sent
    found: dict[str, tuple[Floor, int]] = {
        "COPY of the same rows": (copied_rows(pipeline.system), sent),
        "librdkafka, the same hops": (hops(pipeline.system, options), sent),
        "the same Redis function": (calls.replay(), plan.recorded)}
    return {name: {"us": floor.seconds / count * MICRO, "what": floor.what,
                   "by": {who: used / count * MICRO for who, used in floor.cpu.items()}}
            for name, (floor, count) in found.items()}


def sustained(pipeline: Pipeline, plan: Plan) -> float:
    """The highest rate that was sustained, from what the blocks came to downwards and upwards."""
    rate = max(block.rate for block in pipeline.blocks)
    highest = 0.0
    low, high = 0.0, 2 * rate
    for attempt in range(plan.rate_tries):
        if pipeline.sustains(f"rate{attempt}", rate, plan.rate_seconds):
            highest = low = rate
        else:
            high = rate
        rate = (low + high) / 2 if low else rate * 0.75
    return highest


def result(pipeline: Pipeline, floors: dict[str, dict], rate: float, how: str) -> dict:
    kept = [block for block in pipeline.blocks if block.valid] or pipeline.blocks
    total = mean([sum(block.cost.values()) for block in kept])
    floor = sum(each["us"] for each in floors.values())
    return {
        "accounting": how, "complaints": pipeline.sent,
        "dropped_blocks": sum(not block.valid for block in pipeline.blocks),
        "by_partitions": {str(p): mean([sum(b.cost.values()) for b in kept
                                        if b.partitions == p]).json()
                          for p in sorted({b.partitions for b in kept})},
        "rate_by_partitions": {str(p): max(b.rate for b in kept if b.partitions == p)
                               for p in sorted({b.partitions for b in kept})},
        "by_process": {name: mean([b.cost[name] for b in kept]).json() for name in PROCESSES},
        "total_us": total.json(), "floors": floors, "floor_us": floor,
        "over_floors": total.value / floor, "sustained_rate": rate,
        "blocks": [vars(block) for block in pipeline.blocks]}


def compare(options: Options, plan: Plan) -> dict:
    """This build and another, A B B A, each on a system of its own."""
    with System(options, PORT_BASE) as ours, \
            System(options, PORT_BASE_AGAINST, build=options.against) as theirs:
        ours.groups.add("harness", os.getpid())
        after = Pipeline(ours, options, plan.gate, theirs.groups)
        before = Pipeline(theirs, options, plan.gate, ours.groups)
        for each in (after, before):
            each.send("warm", plan.warm)
        for pair in range(plan.pairs):
            for each in ((after, before), (before, after))[pair % 2]:
                each.measure(f"pair{pair}", plan.block, feed.PARTITIONS)
        for each in (after, before):
            each.check()
        pairs = [(a, b) for a, b in zip(after.blocks, before.blocks, strict=True)
                 if a.valid and b.valid]
        dropped = len(after.blocks) - len(pairs)
        told = pairs or list(zip(after.blocks, before.blocks, strict=True))
        return compared(told, dropped, ours.groups.how)


def compared(pairs: list[tuple[Block, Block]], dropped: int, how: str) -> dict:
    def of(name: str) -> dict:
        return {"after_us": mean([a.cost[name] for a, _ in pairs]).value,
                "before_us": mean([b.cost[name] for _, b in pairs]).value}
    total = ratio([(sum(a.cost.values()), sum(b.cost.values())) for a, b in pairs])
    return {"accounting": how, "pairs": len(pairs), "dropped_pairs": dropped,
            "by_process": {name: of(name) for name in PROCESSES},
            "after_us": mean([sum(a.cost.values()) for a, _ in pairs]).value,
            "before_us": mean([sum(b.cost.values()) for _, b in pairs]).value,
            "rates": [(a.rate, b.rate) for a, b in pairs], "ratio": total.json(),
            "outside": [(a.outside, b.outside) for a, b in pairs]}


def table(figures: dict) -> str:
    return table_of_pairs(figures) if "pairs" in figures else table_alone(figures)


def table_alone(figures: dict) -> str:
    costs = columns(("microseconds of CPU a complaint", "us", "95 % interval"),
                    [(name, cost["value"], f"{cost['low']:.0f} to {cost['high']:.0f}")
                     for name, cost in (*figures["by_process"].items(),
                                        ("all", figures["total_us"]))])
    floors = columns(("floor", "us", "of", "what"),
                     [(name, floor["us"], ", ".join(f"{who} {us:.0f}"
                                                    for who, us in floor["by"].items()),
                       floor["what"]) for name, floor in figures["floors"].items()])
    spread = columns(("partitions in use", "us", "complaints/s"),
                     [(p, cost["value"], figures["rate_by_partitions"][p])
                      for p, cost in figures["by_partitions"].items()])
    return "\n\n".join((costs, floors, spread, (
        f"over the sum of floors ({figures['floor_us']:.0f} us): {figures['over_floors']:.2f} "
        f"(aim <= {AIM_OVER_FLOORS}); sustained {figures['sustained_rate']:,.0f} complaints/s "
        f"(aim >= {AIM_RATE:,.0f}); {figures['dropped_blocks']} blocks outside the gate; "
        f"{figures['accounting']}")))


def table_of_pairs(figures: dict) -> str:
    rows = [(name, cost["before_us"], cost["after_us"])
            for name, cost in figures["by_process"].items()]
    rows.append(("all", figures["before_us"], figures["after_us"]))
    told = Interval(**figures["ratio"])
    return columns(("microseconds of CPU a complaint", "before", "after"), rows) + (
        f"\n\nafter over before: {told.words()} of {figures['pairs']} pairs, "
        f"{figures['dropped_pairs']} outside the gate"
        + (": inconclusive" if figures["dropped_pairs"] >= figures["pairs"] else "")
        + "; complaints/s before and after: "
        + ", ".join(f"{before:.0f} {after:.0f}" for after, before in figures["rates"]))
