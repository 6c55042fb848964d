"""Tickets: what opening one costs routing and PostgreSQL, beside COPY of the same rows, from a
thousand open tickets to a million."""

import tempfile
from pathlib import Path
from typing import Any

from harness import filling, floor
from harness.complaints import write
from harness.database import Database
from harness.draining import Block, Drain
from harness.options import Options
from harness.running import System
from harness.statistics import ratio, slope
from harness.text import columns
from harness.window import OPEN_GATE, Gate

PORT_BASE = 15_200
SIZES = (1_000, 10_000, 100_000, 1_000_000)
SMOKE_SIZES = (300, 600)
PIECES, SMOKE_PIECES = 1_000, 200   # of feedback a block; about nine in ten open a ticket
PAIRS, SMOKE_PAIRS = 4, 1           # of blocks at each size, ours and COPY, in the order A B B A
FLOOR_FIRST = 10_000_000            # numbers of clones that COPY takes; above those of filling
AIM_SLOPE = 0.03
AIM_SHARE = 0.35                    # of COPY's tickets a CPU-second
GATE = Gate()


def measure(options: Options) -> dict[str, Any]:
    sizes, pieces, pairs = ((SMOKE_SIZES, SMOKE_PIECES, SMOKE_PAIRS) if options.smoke
                            else (SIZES, PIECES, PAIRS))
    gate = OPEN_GATE if options.smoke else GATE
    with System(options, PORT_BASE) as system, Database(system.dsn()) as database, \
            tempfile.TemporaryDirectory() as folder:
        begin(system, database, Path(folder), sizes[0])
        drain = Drain(system, database, gate, Path(folder))
        run = Run(system, database, options, gate, drain, pieces)
        return report([run.at(size, pairs) for size in sizes], gate)


def begin(system: System, database: Database, folder: Path, tickets: int) -> None:
    """The real run that clones are made of; then only routing and those before it stay."""
    write(folder / "first.jsonl", "first", tickets)
    system.local.stream(folder / "first.jsonl", folder / "acknowledged")
    system.settle()
    for name in ("followup", "kpi"):
        system.local.call("control", "stop-one", name)
    database.keep_still()


class Run:
    def __init__(self, system: System, database: Database, options: Options, gate: Gate,
                 drain: Drain, pieces: int) -> None:
        self.system, self.database, self.options, self.gate = system, database, options, gate
        self.drain, self.pieces = drain, pieces
        self.filler = filling.Filler(database, state=1, kept=filling.ROUTING_OPEN)
        self.copied = FLOOR_FIRST

    def at(self, size: int, pairs: int) -> dict[str, Any]:
        """Blocks in turn with that many open tickets before the first of them."""
        missing = size - self.database.number("SELECT count(*) FROM routing.tickets;")
        with self.drain.standing_still("routing"):
            self.filler.fill(missing, self.filler.count + 1)
        if missing > 0:
            self.drain.block(self.pieces, checkpoint=False)   # sessions and caches warm
        ours, copies = [], []
        for turn in range(pairs):
            sides = [self.ours, self.copy]
            for side in sides if turn % 2 == 0 else reversed(sides):
                (ours if side == self.ours else copies).append(side())
        ours.append(self.ours())
        return {"size": size, "ours": ours, "copy": copies,
                "after_checkpoint": self.drain.block(self.pieces, checkpoint=True)}

    def ours(self) -> Block:
        return self.drain.block(self.pieces, checkpoint=False)

    def copy(self) -> Block:
        tickets = self.pieces * 9 // 10
        self.copied += tickets
        return floor.block(self.system, self.database, self.options, self.gate, tickets,
                           self.copied - tickets)


def report(levels: list[dict[str, Any]], gate: Gate) -> dict[str, Any]:
    blocks = [each for level in levels for each in level["ours"] if each.valid]
    pairs = [(copy.cost, ours.cost) for level in levels
             for ours, copy in zip(level["ours"], level["copy"]) if ours.valid and copy.valid]
    taken = [each for level in levels for each in (*level["ours"], *level["copy"])]
    return {
        "gate": gate.words(), "dropped": sum(not each.valid for each in taken),
        "blocks": len(taken),
        "slope": slope([each.open_before for each in blocks],
                       [each.cost for each in blocks]).json() if blocks else None,
        "share_of_copy": ratio(pairs).json() if pairs else None,
        "levels": [level_of(level) for level in levels]}


def level_of(level: dict[str, Any]) -> dict[str, Any]:
    first = level["after_checkpoint"]
    return {"size": level["size"], "ours": [figures(each) for each in level["ours"]],
            "copy": [figures(each) for each in level["copy"]], "after_checkpoint": figures(first)}


def figures(block: Block) -> dict[str, Any]:
    return {"open_before": block.open_before, "tickets": block.tickets, "us": block.cost * 1e6,
            "routing_us": block.cpu["routing"] / block.tickets * 1e6,
            "postgres_us": block.cpu["postgres"] / block.tickets * 1e6,
            "wal_bytes": block.wal_bytes // block.tickets, "valid": block.valid}


def median(blocks: list[dict[str, Any]], name: str) -> float:
    ordered = sorted(each[name] for each in blocks)
    return ordered[len(ordered) // 2]


def table(result: dict[str, Any]) -> str:
    rows = [(level["size"], median(level["ours"], "us"), median(level["ours"], "routing_us"),
             median(level["ours"], "postgres_us"), median(level["copy"], "us"),
             int(median(level["ours"], "wal_bytes")), level["after_checkpoint"]["us"],
             level["after_checkpoint"]["wal_bytes"]) for level in result["levels"]]
    lines = [columns(("open tickets", "us a ticket", "routing", "PostgreSQL", "COPY",
                      "WAL bytes", "us after a checkpoint", "WAL then"), rows),
             result["gate"], f"dropped {result['dropped']} of {result['blocks']} blocks"]
    if result["slope"]:
        lines.append(aim("slope of cost on open tickets", result["slope"],
                         result["slope"]["high"] <= AIM_SLOPE, f"upper end <= {AIM_SLOPE}"))
    if result["share_of_copy"]:
        lines.append(aim("tickets a CPU-second, ours over COPY", result["share_of_copy"],
                         result["share_of_copy"]["value"] >= AIM_SHARE, f">= {AIM_SHARE}"))
    return "\n".join(lines)


def aim(what: str, found: dict[str, float], met: bool, words: str) -> str:
    return (f"{what}: {found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}], aim {words}: "
            f"{'met' if met else 'not met'}")
