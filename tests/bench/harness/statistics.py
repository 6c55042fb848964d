"""What runs that differ by chance say: ratios of pairs and slopes, each with its 95 % interval from
resampling (percentile bootstrap, seeded so that a report can be made again)."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

RESAMPLES = 2_000
SEED = 20_261_123
LOW, HIGH = 0.025, 0.975

Value = TypeVar("Value")


@dataclass(frozen=True)
class Interval:
    value: float
    low: float
    high: float

    def words(self, digits: int = 2) -> str:
        return f"{self.value:.{digits}f} [{self.low:.{digits}f}, {self.high:.{digits}f}]"

    def json(self) -> dict[str, float]:
        return asdict(self)


def ratio(pairs: Sequence[tuple[float, float]], seed: int = SEED) -> Interval:
    """Geometric mean of first over second."""
    return bootstrap([math.log(a / b) for a, b in pairs],
                     lambda logs: math.exp(sum(logs) / len(logs)), seed)


def mean(values: Sequence[float], seed: int = SEED) -> Interval:
    return bootstrap(values, lambda some: sum(some) / len(some), seed)


def slope(sizes: Sequence[float], costs: Sequence[float], seed: int = SEED) -> Interval:
    """Least squares of log cost on log size: 0 is a cost that does not grow, 1 one that grows with
    the size."""
    return bootstrap([(math.log(n), math.log(c)) for n, c in zip(sizes, costs, strict=True)],
                     least_squares, seed)


def least_squares(points: Sequence[tuple[float, float]]) -> float:
    """NaN where all points have one abscissa."""
    x = sum(each[0] for each in points) / len(points)
    y = sum(each[1] for each in points) / len(points)
    spread = sum((each[0] - x) ** 2 for each in points)
    if spread == 0:
        return math.nan
    return sum((each[0] - x) * (each[1] - y) for each in points) / spread


def bootstrap(values: Sequence[Value], statistic: Callable[[Sequence[Value]], float],
                 seed: int) -> Interval:
    chance = random.Random(seed)
    found = (statistic(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    told = sorted(each for each in found if not math.isnan(each))
    return Interval(statistic(values), at(told, LOW), at(told, HIGH))


def percentiles(samples: Sequence[float]) -> dict[str, float]:
    """Exact: from the samples themselves, not from buckets. Empty for none."""
    ordered = sorted(samples)
    if not ordered:
        return {"count": 0}
    return {"p50": at(ordered, 0.50), "p99": at(ordered, 0.99), "p99.9": at(ordered, 0.999),
            "max": ordered[-1], "count": len(ordered)}


def at(ordered: Sequence[float], share: float) -> float:
    """Nearest rank."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
