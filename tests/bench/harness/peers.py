"""What the same flow costs elsewhere: classify, decide, write, tell and count N pieces of feedback
that stand in the log, by this system and by Kafka Streams with JDBC, in turns in one run; then
Request Tracker 5 creating the same tickets. CPU-seconds by process, and the results compared."""

import dataclasses
import time

from harness import statistics
from harness.options import Options
from harness.peering import feed, ours, streams, tracker
from harness.running import System
from harness.text import columns
from harness.window import OPEN_GATE, Gate, Window

PORT_BASE = 14600
MICROSECONDS = 1e6
AIM_STREAMS = 3.0     # B10: complaints/s of ours over those of the Java flow
AIM_RT = 200.0        # B5: CPU-seconds a ticket of RT over ours
WARM_DIFFERENCE = 0.05
WARM_PASSES_MAX = 5


@dataclasses.dataclass(frozen=True)
class Size:
    feedback: int     # a round
    rounds: int       # in turns: ours first, the peer first, the peer first, ours first
    tickets: int      # that Request Tracker creates


FULL = Size(50_000, 4, 2_000)
SMOKE = Size(500, 1, 20)


def measure(options: Options) -> dict:
    size = SMOKE if options.smoke else FULL
    gate = OPEN_GATE if options.smoke else Gate()
    left_out = {name: why for name, why in (("streams", streams.missing()),
                                            ("rt", tracker.missing())) if why}
    if options.smoke and "streams" not in left_out:
        left_out |= {name: why for name, why in [("streams", not_compiled(options))] if why}
    with System(options, PORT_BASE) as system:
        return Run(system, options, size, gate, left_out).result()


def not_compiled(options: Options) -> str:
    """A smoke run asks no registry."""
    jar = options.build / "peers" / "streams" / "streams-peer-1.jar"
    return "" if jar.exists() else "its jar is not there (tests/bench/run peers makes it)"


class Run:
    def __init__(self, system: System, options: Options, size: Size, gate: Gate,
                 left_out: dict[str, str]) -> None:
        self.system, self.options, self.size, self.gate = system, options, size, gate
        self.left_out = left_out
        self.ours = ours.Ours(system, gate)
        self.streams: streams.Streams | None = None
        self.what = ""
        self.rounds: list[dict] = []

    def result(self) -> dict:
        try:
            return self.measured()
        finally:
            self.ours.close()
            if self.streams:
                self.streams.close()

    def measured(self) -> dict:
        self.warm_up_ours()
        since = self.ours.now()
        if "streams" not in self.left_out:
            self.streams = streams.Streams(self.system, self.options, self.gate)
            self.streams.skip()
        for number in range(self.size.rounds):
            self.round(number)
        checks = self.checks(since)
        if self.streams:
            self.streams.close()
        return {"benchmark": "peers", "size": dataclasses.asdict(self.size), "what": self.what,
                "gate": self.gate.words(), "cpu": self.system.groups.how, "rounds": self.rounds,
                "settings": streams.SETTINGS, "ratios": self.ratios(), "checks": checks,
                "rt": self.tracker(), "left_out": self.left_out, "smoke": self.options.smoke}

    def warm_up_ours(self) -> None:
        """A tenth of a round with all running; then what no peer has stops for good."""
        self.feed("warm", max(100, self.size.feedback // 10))
        self.system.settle()
        self.ours.stop(*ours.IDLE, *ours.FLOW)

    def feed(self, name: str, count: int) -> None:
        file = self.system.local.folder / f"{name}.jsonl"
        self.what = feed.write(file, count)
        self.ours.register(file)
        file.unlink()

    def round(self, number: int) -> None:
        self.feed(f"round{number}", self.size.feedback)
        if number == 0 and self.streams:
            self.warm_up_streams(self.streams)
        if self.streams:
            self.streams.replay()
        told: dict[str, dict] = {}
        sides = ["ours", "streams"] if number % 4 in (0, 3) else ["streams", "ours"]
        for side in sides:
            if side == "ours":
                told[side] = self.told(self.ours.catch_up(), ours.GROUPS)
            elif self.streams:
                told[side] = self.told(self.streams.catch_up(), streams.GROUPS)
        self.rounds.append(told)

    def told(self, window: Window, groups: tuple[str, ...]) -> dict:
        cpu = {name: window.cpu[name] * MICROSECONDS / self.size.feedback for name in groups}
        return {"cpu_us": cpu, "total_us": sum(cpu.values()),
                "per_second": self.size.feedback / window.elapsed, "seconds": window.elapsed,
                "outside": window.outside, "steal": window.steal, "valid": window.valid}

    def warm_up_streams(self, peer: streams.Streams) -> None:
        """Passes over the same log under other ids, until two that follow cost the same."""
        former = 0.0
        for copy in range(1, 2 if self.options.smoke else WARM_PASSES_MAX + 1):
            peer.replay(copy)
            window = peer.catch_up()
            cost = sum(window.cpu[name] for name in streams.GROUPS)
            if abs(cost - former) < WARM_DIFFERENCE * cost:
                break
            former = cost
        peer.forget()

    def ratios(self) -> dict:
        """Of the peer over ours; of pairs that passed the gate on both sides, where any did."""
        pairs = [each for each in self.rounds if len(each) == 2]
        valid = [each for each in pairs if all(side["valid"] for side in each.values())]
        chosen = valid or pairs
        if not chosen:
            return {}
        told = {"pairs": len(pairs), "dropped": len(pairs) - len(valid)}
        for name, inverse in (("total_us", False), ("per_second", True)):
            both = [(each["streams"][name], each["ours"][name]) for each in chosen]
            both = [(b, a) for a, b in both] if inverse else both
            told[name] = statistics.ratio(both).json()
        return told

    def checks(self, since: str) -> dict:
        """The same result, or no figure: a wrong answer costs nothing."""
        expected = self.size.feedback * self.size.rounds
        mine, counts = self.ours.result(since), self.ours.counts(since)
        told = {"feedback": len(mine), "kinds": kinds(mine)}
        if len(mine) != expected or sum(counts.values()) != expected:
            raise AssertionError(f"{expected} went in, {len(mine)} were disposed of and "
                                 f"{sum(counts.values())} counted by ours")
        if self.streams:
            theirs = self.streams.result()
            different = len(mine ^ theirs)
            if different:
                raise AssertionError(f"{different} results differ, such as "
                                     f"{sorted(mine - theirs)[:3]} and {sorted(theirs - mine)[:3]}")
            if self.streams.counts() != counts:
                raise AssertionError(f"the counts differ: {counts} and {self.streams.counts()}")
            if self.streams.facts() < expected:
                raise AssertionError(f"{self.streams.facts()} facts of {expected} were said")
        return told

    def tracker(self) -> dict:
        if "rt" in self.left_out:
            return {}
        begun = time.monotonic()
        peer = tracker.Tracker(self.system, self.gate, self.size.tickets)
        setup = time.monotonic() - begun
        count, window = peer.create()
        different = peer.differences()
        peer.close()
        if different or count != self.size.tickets:
            raise AssertionError(f"Request Tracker: {count} tickets, {different} differ")
        cpu = {name: window.cpu[name] * MICROSECONDS / count for name in tracker.GROUPS}
        mine = [each["ours"]["total_us"] for each in self.rounds]
        return {"tickets": count, "cpu_us": cpu, "total_us": sum(cpu.values()),
                "per_second": count / window.elapsed, "setup_seconds": setup,
                "valid": window.valid, "outside": window.outside,
                "over_ours": sum(cpu.values()) / (sum(mine) / len(mine))}


def kinds(result: set[tuple[str, ...]]) -> dict[str, int]:
    found = [row[1] for row in result]
    return {name: found.count(kind)
            for name, kind in (("opened", "1"), ("joined", "2"), ("recorded", "3"))}


def table(result: dict) -> str:
    size = result["size"]
    lines = [f"{size['feedback']:,} pieces of feedback a round ({result['what']}), "
             f"{size['rounds']} rounds in turns; all results the same: {result['checks']}",
             result["gate"], f"CPU by {result['cpu']}", "", costs(result)]
    lines += ["", *aims(result)]
    if "streams" not in result["left_out"]:
        lines += ["Kafka Streams: " + "; ".join(f"{name}: {value}" for name, value
                                                in result["settings"].items())]
    lines += [f"left out: {name}: {why}" for name, why in result["left_out"].items()]
    return "\n".join(lines)


def costs(result: dict) -> str:
    """Microseconds of CPU a complaint, the mean of the rounds."""
    names = (*ours.FLOW, "streams", "rt", "kafka", "postgres", "redis")
    rows = []
    for side, title in (("ours", "Recourse"), ("streams", "Kafka Streams + JDBC")):
        of = [each[side] for each in result["rounds"] if side in each]
        if of:
            rows.append([title, *(mean([each["cpu_us"].get(name) for each in of])
                                  for name in names),
                         mean([each["total_us"] for each in of]),
                         mean([each["per_second"] for each in of])])
    if result["rt"]:
        rt = result["rt"]
        rows.append(["Request Tracker 5, a ticket", *(rt["cpu_us"].get(name, "") for name in names),
                     rt["total_us"], rt["per_second"]])
    return columns(["us of CPU a complaint", *names, "total", "a second"], rows)


def mean(values: list[float | None]) -> float | str:
    known = [each for each in values if each is not None]
    return sum(known) / len(known) if known else ""


def aims(result: dict) -> list[str]:
    lines = []
    if result["ratios"]:
        ratios = result["ratios"]
        cpu = statistics.Interval(**ratios["total_us"])
        rate = statistics.Interval(**ratios["per_second"])
        lines += [f"CPU a complaint, Kafka Streams over ours: {cpu.words()} "
                  f"({ratios['dropped']} of {ratios['pairs']} pairs dropped by the gate)",
                  f"complaints a second, ours over Kafka Streams: {rate.words()} "
                  f"(aim >= {AIM_STREAMS:g}: {met(rate.value >= AIM_STREAMS)})"]
    if result["rt"]:
        over = result["rt"]["over_ours"]
        lines += [f"CPU, a ticket of Request Tracker over a complaint of ours: {over:.0f} "
                  f"(aim >= {AIM_RT:g}: {met(over >= AIM_RT)})"]
    return lines


def met(yes: bool) -> str:
    return "met" if yes else "missed"
