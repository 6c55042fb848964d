"""What a delivered change costs: routing's CPU above nobody watching, over that of bare gRPC with
the same bytes, streams and instants; what a stream holds; what slow readers and a storm do."""

from collections.abc import Sequence

from harness import watch_system
from harness.options import Options
from harness.running import System
from harness.statistics import Interval, mean, percentiles, ratio, slope
from harness.watch_blocks import FLOOR, NONE, PRODUCT, Block, Blocks, Load
from harness.watch_console import browsers
from harness.watch_report import table
from harness.window import OPEN_GATE, Gate

__all__ = ["measure", "table"]

PORT_BASE = 15_000
# The load only makes changes: what counts is from a change's commit on, so it may be late.
GATE = Gate(lateness_ms=10.0)
ORDER = (NONE, PRODUCT, FLOOR, FLOOR, PRODUCT, NONE)
# Few streams all watch the one branch in which everything happens: else most changes reach nobody,
# and what is delivered costs less than two runs of the same differ by.
# And so few complaints that the machine has time: a generator that waits for a core is late.
LOADS = (Load(1, 100, 8.0, branches=1), Load(10, 100, 8.0, branches=1), Load(100, 80, 8.0),
         Load(500, 60, 8.0), Load(2_000, 40, 8.0))
SMOKE_LOADS = (Load(20, 50, 2.0),)
SLOW = Load(100, 100, 44.0, branches=1)     # more in 30 s than a stream may be behind by
SLOW_PERCENT, SLOW_AFTER, SLOW_SECONDS = 1, 7, 30
CAUGHT_UP_SECONDS = 2    # after they read again the others' lag is that of nobody slow
STORM_STREAMS = 1_000
BROWSERS = Load(5, 100, 5.0, branches=1)
SMOKE_BROWSERS = Load(2, 20, 2.0, branches=1)
SLOPE_STREAMS_MIN = 100  # below, the difference to nobody watching drowns
AIMS = {"ratio": 1.5, "p99_ms": 20.0, "p99.9_ms": 60.0, "idle_kib": 20.0, "slow_moved": 0.05,
        "slow_kib": 256.0, "storm_s": 2.0, "slope": 0.05}


def measure(options: Options) -> dict:
    gate = OPEN_GATE if options.smoke else GATE
    with System(options, PORT_BASE) as system:
        watch_system.prepare(system)
        blocks = Blocks(options, system, gate)
        loads = SMOKE_LOADS if options.smoke else LOADS
        rows = [row_of(load, compare(blocks, load, fresh=load is loads[-1])) for load in loads]
        result = {"smoke": options.smoke, "gate": gate.words(), "how": system.groups.how,
                  "aims": AIMS, "rows": rows, "slope": growth(rows),
                  "storm": storm(blocks, 20 if options.smoke else STORM_STREAMS),
                  "browsers": browsers(blocks, SMOKE_BROWSERS if options.smoke else BROWSERS)}
        if not options.smoke:
            result["slow"] = slow_readers(blocks)
    found = [fault for part in (*rows, result["storm"], result["browsers"], result.get("slow", {}))
             for fault in part.get("faults", [])]
    if found:
        raise SystemExit("a watch did not tell everything once and in order:\n" + "\n".join(found))
    return result


def compare(blocks: Blocks, load: Load, fresh: bool) -> list[Block]:
    done = []
    for kind in ORDER:
        if fresh and kind == PRODUCT and not any(each.kind == PRODUCT for each in done):
            restart_routing(blocks.system)    # memory that others had held would hide a stream's
        done.append(blocks.run(kind, load))
    return done


def restart_routing(system: System) -> None:
    done = system.local.call("control", "restart", "routing")
    if done.returncode != 0:
        raise AssertionError(f"routing did not start again: {done.stderr}")
    system.adopt("routing")


def row_of(load: Load, blocks: list[Block]) -> dict:
    products = [block for block in blocks if block.kind == PRODUCT]
    floors = [block for block in blocks if block.kind == FLOOR]
    nobody = [block for block in blocks if block.kind == NONE]
    sets = list(zip(products, nobody, floors, strict=True))
    kept = [each for each in sets if all(block.valid for block in each)]
    costs = [(above(product, none), per_delivered(floor)) for product, none, floor in kept or sets]
    told = [(ours, bare) for ours, bare in costs if ours > 0]
    lags = [lag / 1000 for block in products for _, _, lag in block.log.lags]
    first = products[0]
    return {
        "streams": load.streams, "branches": load.branches, "rate": load.rate,
        "delivered": sum(block.delivered for block in products),
        "dropped": len(sets) - len(kept), "pairs": len(sets),
        "outside": max(block.outside for block in blocks),
        "us": mean([ours * 1e6 for ours, _ in costs]).json(),
        "floor_us": mean([bare * 1e6 for _, bare in costs]).json(),
        "ratio": ratio(told).json() if len(told) == len(costs) else None,
        "lag_ms": percentiles(lags),
        "idle_kib": (first.resident[1] - first.resident[0]) / 1024 / load.streams,
        "busy_kib": (first.resident[2] - first.resident[0]) / 1024 / load.streams,
        "floor_kib": (floors[0].resident[2] - floors[0].resident[0]) / 1024 / load.streams,
        "connect_s": max(block.told["ready_s"] for block in products),
        "faults": [fault for block in blocks for fault in block.faults],
    }


def above(product: Block, none: Block) -> float:
    """CPU-seconds of routing for one delivered change, without what the change itself costs."""
    return (product.served_by - none.served_by) / product.delivered


def per_delivered(floor: Block) -> float:
    return floor.served_by / floor.delivered


def growth(rows: Sequence[dict]) -> dict | None:
    told = [row for row in rows if row["streams"] >= SLOPE_STREAMS_MIN and row["us"]["value"] > 0]
    if len(told) < 2:
        return None
    found: Interval = slope([row["streams"] for row in told], [row["us"]["value"] for row in told])
    return found.json()


def slow_readers(blocks: Blocks) -> dict:
    """Some streams stop reading in the middle of a block: the others' lag meanwhile, beside theirs
    before and after in the same block."""
    block = blocks.run(PRODUCT, SLOW, "--slow-percent", SLOW_PERCENT, "--slow-after", SLOW_AFTER,
                       "--slow-seconds", SLOW_SECONDS)
    slow = block.told["slow"]
    from_us = block.told["begin_us"] + SLOW_AFTER * 1_000_000
    until_us = from_us + SLOW_SECONDS * 1_000_000
    during, beside = [], []
    for stream, time, lag in block.log.lags:
        if stream in slow:
            continue
        if from_us <= time < until_us:
            during.append(lag / 1000)
        elif time < from_us or time >= until_us + CAUGHT_UP_SECONDS * 1_000_000:
            beside.append(lag / 1000)
    branches = [block.told["branches"][stream] for stream in slow]
    known = [block.told["known"][stream] for stream in slow]
    faults = [fault for stream in slow if stream not in block.told["ended"]
              for fault in watch_system.unknown(blocks.system, branches, known)]
    return {"streams": SLOW.streams, "slow": len(slow), "valid": block.valid,
            "during_ms": percentiles(during), "beside_ms": percentiles(beside),
            "moved": percentiles(during)["p99"] / percentiles(beside)["p99"] - 1,
            "resyncs": [block.told["resyncs"][stream] for stream in slow],
            "ended": len(set(slow) & set(block.told["ended"])),
            "kib_each": (block.resident[2] - block.resident[1]) / 1024 / len(slow),
            "faults": block.faults + faults}


def storm(blocks: Blocks, streams: int) -> dict:
    """All streams go and come back at once; each must then know its branch's open tickets."""
    block = blocks.run(PRODUCT, Load(streams, 1, 0.0), "--storm")
    told = block.told
    return {"streams": streams, "seconds": told["storm_s"], "tickets": sum(told["storm_known"]),
            "faults": watch_system.unknown(blocks.system, told["branches"], told["storm_known"])}
