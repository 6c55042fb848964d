"""B1 and B2: what a durable acknowledgement costs. ingest's two doors beside an echo by the same
protobuf, a group commit and a COPY of the same rows in the same PostgreSQL, in one run. What hears
ingest is stopped meanwhile: it would share the cores and the database."""

import random
import time
from dataclasses import dataclass

from harness import ingest_report
from harness.ingest_runs import Echo, Run, Runs, there_and_back
from harness.options import Options
from harness.running import System
from harness.statistics import SEED, percentiles, ratio
from harness.window import OPEN_GATE, Gate, Window

PORT_BASE = 14_800
HEARERS = ("classify", "routing", "followup", "kpi", "console")
GATE = Gate()
RATES = (500, 1_000, 2_000)
CLIENTS = 50            # of the unary door, each its own connection
FRAME = 64
STREAMS = 4
COMMIT_ROWS = 512       # that share a commit at most, as in ingest
OVERLOAD = 1.5
SUMS = 20_000           # draws of the floors' sum
# Frames are held back by the server's flow control alone, not by the sender's own window.
NO_WINDOW = 10_000_000

DOORS = {
    "unary, 50 clients": ("--door", "unary", "--clients", CLIENTS, "--window", 1),
    "frames of 1, 1 stream": ("--clients", 1, "--frame", 1),
    "frames of 1, 4 streams": ("--clients", STREAMS, "--frame", 1),
    "frames of 64, 1 stream": ("--clients", 1, "--frame", FRAME),
    "frames of 64, 4 streams": ("--clients", STREAMS, "--frame", FRAME),
}
COPY = "COPY of the same rows"
APIS = {"callback": ("callback", 1), "queue, 1": ("queue", 1), "queue, 2": ("queue", 2)}
API_DOORS = {"unary": ("--door", "unary", "--clients", CLIENTS, "--window", 4),
             "frames of 64": ("--clients", STREAMS, "--frame", FRAME)}


@dataclass(frozen=True)
class Lengths:
    """Seconds of each kind of block."""

    warm: float = 3
    idle: float = 3
    rate: float = 6
    full: float = 5
    overload: float = 15
    api: float = 4


SMOKE = Lengths(0.3, 0.3, 0.4, 0.3, 1.5, 0.3)


def measure(options: Options) -> dict:
    gate = OPEN_GATE if options.smoke else GATE
    lengths = SMOKE if options.smoke else Lengths()
    rates = RATES[:1] if options.smoke else RATES
    with System(options, PORT_BASE) as system, Runs(system, options.program, gate) as runs:
        for name in HEARERS:
            system.local.call("control", "stop-one", name)
        runs.load("--seconds", lengths.warm)
        idle = idle_postgres(system, lengths.idle)
        result = {"gate": gate.words() if gate is GATE else "", "cpu_by": system.groups.how,
                  "idle_postgres_share": idle,
                  "unary": [at_rate(runs, rate, lengths.rate, idle) for rate in rates],
                  "full": full_speed(runs, lengths.full, idle)}
        result["overload"] = overload(runs, lengths.overload, sustained(result["full"]))
        result["apis"] = apis(runs, lengths.api)
        runs.check()
    return result


def idle_postgres(system: System, seconds: float) -> float:
    """CPU-seconds a second of the database while ingest only looks for work: no part of a floor."""
    with Window(system.groups) as window:
        time.sleep(seconds)
    return window.cpu["postgres"] / window.elapsed


def at_rate(runs: Runs, rate: int, seconds: float, idle: float) -> dict:
    """B1, in the order product, floors, floors, product."""
    options = ("--rate", rate, "--seconds", seconds)
    unary = ("--door", "unary", "--clients", CLIENTS)
    pairs = []
    with Echo(runs) as address:
        for first in ("product", "floors"):
            product = runs.load(*unary, *options) if first == "product" else None
            echo = runs.load(*unary, *options, address=address)
            commit = runs.commit("--method", "insert", "--batch", COMMIT_ROWS, *options)
            pairs.append((product or runs.load(*unary, *options), echo, commit))
    return rate_result(rate, pairs, idle)


def rate_result(rate: int, pairs: list[tuple[Run, Run, Run]], idle: float) -> dict:
    kept = [pair for pair in pairs if all(run.valid for run in pair)]
    result = {"rate": rate, "pairs": len(pairs), "kept": len(kept)}
    told = kept or pairs    # a run that nothing is kept of is told all the same, as inconclusive
    product = percentiles([us for run, _, _ in told for us in run.latencies_us])
    floors = [sums(echo.latencies_us, commit.latencies_us) for _, echo, commit in told]
    floor = percentiles([us for each in floors for us in each])
    p99s = [(percentiles(run.latencies_us)["p99"], percentiles(each)["p99"])
            for (run, _, _), each in zip(told, floors, strict=True)]
    events = sum(run.count for run, _, _ in told)
    database = sum(without_idle(run, idle) for run, _, _ in told)
    return result | {
        "product_us": product, "floor_us": floor, "p99_ratio": ratio(p99s).json(),
        "echo_us": percentiles([us for _, echo, _ in told for us in echo.latencies_us]),
        "commit_us": percentiles([us for _, _, commit in told for us in commit.latencies_us]),
        "ingest_cpu_us": sum(run.cpu("ingest") for run, _, _ in told) / events * 1e6,
        "postgres_cpu_us": database / events * 1e6}


def sums(echo: list[int], commit: list[int]) -> list[int]:
    """An echo and a commit one after the other, as chance pairs them."""
    chance = random.Random(SEED)
    return [a + b for a, b in zip(chance.choices(echo, k=SUMS), chance.choices(commit, k=SUMS),
                                  strict=True)]


def without_idle(run: Run, idle: float) -> float:
    return max(0.0, run.cpu("postgres") - idle * run.window.elapsed)


def full_speed(runs: Runs, seconds: float, idle: float) -> list[dict]:
    """B2: each door twice, and COPY; CPU of ingest and PostgreSQL, or of COPY and PostgreSQL."""
    found: dict[str, list[Run]] = {name: [] for name in (*DOORS, COPY)}
    for name in there_and_back([*DOORS, COPY]):
        if name == COPY:
            run = runs.commit("--method", "copy", "--batch", COMMIT_ROWS, "--seconds", seconds)
        else:
            run = runs.load(*DOORS[name], "--seconds", seconds)
        found[name].append(run)
    return [full_result(name, each, idle) for name, each in found.items()]


def full_result(name: str, all_runs: list[Run], idle: float) -> dict:
    kept = [run for run in all_runs if run.valid]
    runs = kept or all_runs
    count = sum(run.count for run in runs)
    # COPY's client counts from its first commit: what it made beforehand is no part of the floor.
    own = sum(run.said["cpu_seconds"] if name == COPY else run.cpu("ingest") for run in runs)
    # Of ingest's own share what it asks while it idles is a part.
    database = sum(without_idle(run, idle) if name == COPY else run.cpu("postgres")
                   for run in runs)
    return {"name": name, "runs": len(all_runs), "kept": len(kept),
            "rate": count / sum(run.said["seconds"] for run in runs),
            "own_cpu_us": own / count * 1e6, "postgres_cpu_us": database / count * 1e6,
            "kafka_cpu_us": sum(run.cpu("kafka") for run in runs) / count * 1e6,
            "per_cpu_second": count / (own + database)}


def sustained(full: list[dict]) -> float:
    return next(each["rate"] for each in full if each["name"] == "frames of 64, 4 streams")


def overload(runs: Runs, seconds: float, rate: float) -> dict:
    """More than can be taken: what is acknowledged, and whether ingest's memory stays."""
    memory: list[int] = []
    run = runs.load("--clients", STREAMS, "--frame", FRAME, "--rate", rate * OVERLOAD, "--seconds",
                    seconds, "--window", NO_WINDOW,
                    during=lambda: memory.append(runs.system.resident_bytes("ingest")))
    third = max(1, len(memory) // 3)
    before, after = middle(memory[third:2 * third] or memory), middle(memory[-third:])
    return {"sent_rate": rate * OVERLOAD, "taken_rate": run.said["rate"],
            "share_of_full_speed": run.said["rate"] / rate, "resident_bytes": memory,
            "resident_growth": after / before - 1}


def middle(values: list[int]) -> int:
    return sorted(values)[len(values) // 2]


def apis(runs: Runs, seconds: float) -> list[dict]:
    """The echo by both APIs of gRPC: CPU of the server for an event."""
    found: dict[tuple[str, str], list[Run]] = {}
    for door, options in API_DOORS.items():
        for api in there_and_back(list(APIS)):
            with Echo(runs, *APIS[api]) as address:
                run = runs.load(*options, "--seconds", seconds, address=address)
            found.setdefault((door, api), []).append(run)
    return [api_result(door, api, each) for (door, api), each in found.items()]


def api_result(door: str, api: str, all_runs: list[Run]) -> dict:
    kept = [run for run in all_runs if run.valid]
    runs = kept or all_runs
    count = sum(run.count for run in runs)
    latencies = percentiles([us for run in runs for us in run.latencies_us])
    return {"door": door, "api": api, "runs": len(all_runs), "kept": len(kept),
            "rate": count / sum(run.said["seconds"] for run in runs),
            "cpu_us": sum(run.cpu("echo") for run in runs) / count * 1e6, "latency_us": latencies}


table = ingest_report.table
