"""A stretch of time that is measured: CPU by group, and what others took from the machine. The gate
is declared before the run; what does not pass it is dropped, both sides of a pair together."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from harness.cgroups import Groups

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Gate:
    """Shares of one core, and the generator's send lateness at p99."""

    outside: float = 0.10
    steal: float = 0.02
    lateness_ms: float = 1.0

    def words(self) -> str:
        return (f"gate: dropped where others use more than {self.outside:.0%} of a core, steal is "
                f"above {self.steal:.0%}, or the generator is late by more than "
                f"{self.lateness_ms:g} ms at p99")


OPEN_GATE = Gate(outside=float("inf"), steal=float("inf"), lateness_ms=float("inf"))


@dataclass
class Window:
    """`with Window(groups, gate) as window:`; its figures stand once it is left."""

    groups: Groups
    gate: Gate = OPEN_GATE
    beside: Groups | None = None   # of the other side of a pair: known, and so not outside
    cpu: dict[str, float] = field(default_factory=dict)
    elapsed: float = 0.0
    outside: float = 0.0
    steal: float = 0.0

    def __enter__(self) -> "Window":
        self.begun = (time.monotonic(), machine(), self.groups.seconds(), self.of_beside())
        return self

    def of_beside(self) -> float:
        return sum(self.beside.seconds().values()) if self.beside else 0.0

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        then, (busy, steal), cpu, beside = self.begun
        now, (busy_now, steal_now), cpu_now = time.monotonic(), machine(), self.groups.seconds()
        self.elapsed = now - then
        self.cpu = {name: used - cpu.get(name, 0.0) for name, used in cpu_now.items()}
        inside = sum(self.cpu.values()) + self.of_beside() - beside
        self.outside = max(0.0, (busy_now - busy - inside) / self.elapsed)
        self.steal = (steal_now - steal) / self.elapsed

    @property
    def valid(self) -> bool:
        return self.outside <= self.gate.outside and self.steal <= self.gate.steal


def machine() -> tuple[float, float]:
    """Busy and stolen CPU-seconds of the whole machine since it started. Interrupts count as busy:
    work over loopback is charged to whoever runs."""
    first = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _, _, irq, softirq, steal = (int(each) / TICKS for each in first[:8])
    return user + nice + system + irq + softirq, steal
